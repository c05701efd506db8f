"""Sentences of moderating that members read."""

from __future__ import annotations

from adapters.contract.content import Span, Text
from bot.saying import _, listed, n_, together
from bot.texts import somebody_of

# Which message

NOT_ON_A_BRIDGE = _("This message is not on a bridge of this channel.")
NOT_COPIED = _("This message was not copied over a bridge. Please tell your organisers yourself.")
NOT_FROM_HERE = _("I cannot tell here whether you are an organiser. Please choose Moderate in the menu of the message.")

# Banned and muted

NOBODY_BARRED = _("Nobody is banned or muted on this bridge.")
ELSEWHERE = _("For somebody of another community, choose Moderate in the menu of a message of theirs.")
BARRED_ELSEWHERE = _("For somebody of another community, use /bridge banned.")
NOT_YOURSELF = _("You cannot ban or mute yourself. To keep what you write from being copied, use /bridge optout.")
STAYS_BANNED = _(
    "They are banned, and stay so: nothing was changed. To mute them for a time instead, let them back in first. "
    "Use /bridge unban, or /bridge banned for people elsewhere."
)
NOT_BARRED = _("They are neither banned nor muted on this bridge.")
BARRED_TOLD = _("They are told privately. To undo it, use /bridge unban, or /bridge banned for people elsewhere.")
BARRED_MEANS = _("Your messages, edits and reactions are not copied any more.")
MUTED_MEANS = _("Your messages, edits and reactions until then are not copied, and not later either.")
BARRED_STAYS = _(
    "What you write in your own channel stays there. What was copied before stays too, but if you edit or delete it, "
    "its copies go."
)
BARRED_ASK = _("If you think that this is a mistake, please talk to an organiser of your community.")
LET_IN = _("Let back in")


def barred(community: str, bridge: str, until: Span | None = None) -> str:
    """Told to the person."""
    given = {"community": community, "bridge": bridge, "until": until}
    if until is None:
        return _(
            "The organisers of {community} decided that what you write is no longer copied over the bridge “{bridge}”.",
            **given,
        )
    return _(
        "The organisers of {community} decided that what you write is not copied over the bridge “{bridge}” "
        "until {until}.",
        **given,
    )


def stopped(count: int) -> str:
    """What of theirs was on its way."""
    return n_(
        "{count} message of theirs that waited is not copied.",
        "{count} messages of theirs that waited are not copied.",
        count,
    )


def is_barred(who: Span, bridge: str, until: Span | None = None) -> str:
    """Told to whoever barred them."""
    given = {"who": who, "bridge": bridge, "until": until}
    if until is None:
        return _("{who}: nothing of theirs is copied over the bridge “{bridge}” any more.", **given)
    return _("{who}: nothing of theirs is copied over the bridge “{bridge}” until {until}.", **given)


def is_barred_already(who: Span, bridge: str, until: Span | None = None) -> str:
    """Nothing changed."""
    given = {"who": who, "bridge": bridge, "until": until}
    if until is None:
        return _("{who}: banned on the bridge “{bridge}” already, so nothing was changed.", **given)
    return _("{who}: muted on the bridge “{bridge}” until {until} already, so nothing was changed.", **given)


def let_in(community: str, bridge: str) -> str:
    """Told to the person."""
    return _(
        "The organisers of {community} have let you back into the bridge “{bridge}”. "
        "What you write from now on is copied as everybody's words are.",
        community=community,
        bridge=bridge,
    )


def is_let_in(who: Span, bridge: str) -> str:
    """Told to whoever let them in."""
    return _(
        "{who}: let back into the bridge “{bridge}”. What they write from now on is copied as everybody's is, "
        "unless they opted out or others keep them out.",
        who=who,
        bridge=bridge,
    )


def barred_by_others(communities: list[str]) -> str:
    """Some other community keeps them out."""
    return _(
        "The organisers of {communities} keep them out. Only they can let them back in.",
        communities=listed(communities),
    )


def others_let_in(communities: list[str]) -> str:
    """Below a list of who is kept out: some of them have no button."""
    return _(
        "Whom the organisers of {communities} keep out, only they can let back in.", communities=listed(communities)
    )


def by_organisers(who: Span, community: str, until: Span | None = None) -> str:
    """Who is kept out, and by whom."""
    given = {"who": who, "community": community, "until": until}
    if until is None:
        return _("{who}: by the organisers of {community}", **given)
    return _("{who}: by the organisers of {community} until {until}", **given)


def by_itself(who: Span, until: Span | None = None) -> str:
    """Who is kept out without an organiser."""
    if until is None:
        return _("{who}: stopped by me for repeating the same message", who=who)
    return _("{who}: for repeating the same message, stopped by me until {until}", who=who, until=until)


def since(barred: str, when: Span) -> str:
    """Who is kept out, and since when: it tells those apart who are named to nobody here."""
    return _("{barred} (since {when})", barred=barred, when=when)


def let_in_number(number: int) -> str:
    """On a button."""
    return _("Let {number} back in", number=number)


# Moderating a message

MODERATE_HOW = _(
    "Mute and Ban hold for the whole bridge, and the author is told privately. "
    "Remove everywhere takes this message out of all channels."
)
MODERATE, MUTE_FOR_A_DAY, BAN, REMOVE = _("Moderate"), _("Mute for a day"), _("Ban"), _("Remove everywhere")
QUESTION_HOW = _(
    "The name of whoever put it is not shown here. Remove everywhere takes it out of all channels. "
    "Whoever you ban or mute cannot put questions into them either."
)
QUESTION_REMOVED = _("The question is being removed in all channels.")
REMOVED_ALREADY = _("This message was removed already.")
REMOVED = _("The copies of this message are being removed in all channels.")


def message_of(author: Span, community: str) -> str:
    """Whose message it is; of the community nothing more, if `author` says it already."""
    if isinstance(author, Text) and author.text == somebody_of(community, inside=True):
        return _("A message by {author}.", author=author)
    return _("A message by {author}, written in {community}.", author=author, community=community)


def question_from(community: str) -> str:
    """What a question is that the bot shows for a member."""
    return _("A question that a member of {community} put into all channels, with /ask.", community=community)


def original_may_stay(community: str) -> str:
    """The bot may not be allowed to remove what others wrote."""
    return _(
        "I remove the message itself in {community} too, if I am allowed to. On Slack I am not: there it stays until "
        "its author or an admin removes it.",
        community=community,
    )


# Reports

NOBODY_TO_TELL = _("I know of no organiser whom I can tell. Please tell one yourself.")
TOO_MANY_REPORTS = _("You have reported 10 messages within an hour. Please talk to an organiser.")
REPORTED_ALREADY = _(
    "You have reported this message already. The organisers know. To add something, please write to one of them."
)
A_MESSAGE = _("a message")
NO_REASON = _("They gave no reason.")
REPORT_HOW = _("Please look at it. To act, choose Moderate: here, or in the menu of the message.")
REPORTER_GONE = _("Whoever reported it had their data removed, with what they said of it.")
ONLY_OWN = _("Only the organisers of the reporter's own community are told who it was.")
ROOM_HOW = _("Organisers can see it and act: choose Moderate.")


def room_told(community: str, *, own: bool, why: bool) -> str:
    """What a community's organisers were told privately; `own`: it is the reporter's, and `why`: they gave a reason."""
    if own:
        return (
            _("I told the organisers of {community} privately who reported it, and why.", community=community)
            if why
            else _("I told the organisers of {community} privately who reported it.", community=community)
        )
    told = (
        _("I told the organisers of {community} privately why.", community=community)
        if why
        else _("I told the organisers of {community} privately which it is.", community=community)
    )
    return together([told, ONLY_OWN], " ")


def reported_in_a_room(message: Span, community: str) -> str:
    """Where others than organisers may read too."""
    return _("Somebody reported {message}, written in {community}.", message=message, community=community)


def reported(by: Span, message: Span, community: str) -> str:
    """Who reported which message."""
    return _("{by} reported {message}, written in {community}.", by=by, message=message, community=community)


def member_of(community: str) -> str:
    """Somebody who is not named to the other side."""
    return _("A member of {community}", community=community)


def thanks(communities: list[str]) -> str:
    """Told to whoever reported."""
    return _("Thank you. The organisers of {communities} have been told.", communities=listed(communities))


def nobody_told_in(communities: list[str]) -> str:
    """Told to whoever reported: a community has nobody whom the bot could tell."""
    return _(
        "In {communities} nobody was told: I know of no organiser there. If you know one, please tell them.",
        communities=listed(communities),
    )


def without_words(communities: list[str]) -> str:
    """Told to whoever reported: nobody can be written to privately."""
    return _(
        "Your words and your name were not passed on in {communities}: I can write to no organiser there privately. "
        "Please tell one yourself.",
        communities=listed(communities),
    )
