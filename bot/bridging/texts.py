"""Sentences of bridging that members read."""

from __future__ import annotations

from adapters.contract.content import Span
from bot.saying import _, listed, n_, together
from bot.texts.kept_texts import KEPT
from storage.bridges import Direction

# Being in a bridge

SAME_CHANNEL = _("Another part of this channel is in that bridge already. Please choose another channel.")


def in_a_bridge(name: str) -> str:
    """A channel that is in a bridge can be in no other."""
    return _("This channel is in the bridge “{bridge}” already. A channel can be in one bridge.", bridge=name)


# Creating and inviting

NO_NAME = _("Please give the bridge a name.")
INVITE_NEXT = _("To invite another community, use /bridge invite. Nothing is copied until both sides have agreed.")
_BE_IN_CHANNEL = {
    "slack": _("Please make sure that I am in this channel: type /invite @unsilo."),
    "discord": _("Please make sure that I may read and write in this channel."),
}


def be_in_channel(platform: str) -> str:
    """What the bot needs before it can work in a channel."""
    return _BE_IN_CHANNEL.get(platform, _BE_IN_CHANNEL["discord"])


def code_is(code: Span) -> str:
    """The code of an invitation."""
    return _("The code is {code}", code=code)


def code_how(command: Span) -> str:
    """What to do with a code."""
    return _(
        "Give it to an organiser of the other community. In the channel that is to join, they type {command}",
        command=command,
    )


def code_until(until: Span) -> str:
    """How long a code works."""
    return _("It works until {until}, once. Nobody else can see it, and I cannot show it again.", until=until)


def created(name: str) -> str:
    """A bridge has begun."""
    return _("The bridge “{bridge}” starts in this channel.", bridge=name)


def name_taken(name: str) -> str:
    """Names of bridges are unique."""
    return _("There is a bridge called “{bridge}” already. Please choose another name.", bridge=name)


# Joining

UNKNOWN_CODE = _("There is no invitation with this code. Please check it, or ask for a new one.")
USED_CODE = _("This code was used already. Please ask for a new one.")
EXPIRED_CODE = _("This code has expired: codes work for 7 days. Please ask for a new one.")
WHAT_CROSSES = _("Messages, threads, edits, reactions and files cross, with their author's name and community.")
WHAT_IS_KEPT = _("{kept} If you delete a message, its copies go too.", kept=KEPT)
BOTH_AGREE = _("If you join, the organisers who invited you are asked. Nothing is copied until they approve.")
RULES_ARE = _("Its rules:")
NO_RULES = _("No rules were written down.")
SEE_RULES = _("Use /bridge rules to read the rules.")
JOIN = _("Join")
JOIN_PRIVATE = _("Join this private channel")
PRIVATE = _(
    "This channel is private: not everybody in your community can read it. If you join it, everybody who can read the "
    "other channels can read what is written here."
)
PRIVATE_HOW = _("If that is what you want, choose the button and type the name of this channel.")
NAME_MISSING = _("This channel is private, so please type its name before it is joined. Nothing was changed.")
NAME_DIFFERS = _(
    "This channel is private, and what you typed is not its name. Nothing was changed. "
    "To try again, send the command once more."
)


def not_seen(platform: str) -> str:
    """What a channel is cannot be told."""
    return _(
        "I cannot see whether this channel is private. {be_in_channel} Then try again.",
        be_in_channel=be_in_channel(platform),
    )


def will_appear(there: list[str], here: list[str]) -> str:
    """What joining a bridge leads to: where words from here will be seen, and whose words will be seen here."""
    if there and there == here:
        return _(
            "What is written in this channel will appear in {others}, and what is written there will appear here.",
            others=listed(there),
        )
    out = _("What is written in this channel will appear in {others}.", others=listed(there)) if there else STAYS_HERE
    comes = _("What is written in {others} will appear here.", others=listed(here))
    return together([out, comes], " ") if here else out


def asked(host: str) -> str:
    """The hosts have been asked."""
    return _(
        "The organisers of {community} have been asked. I will tell you in this channel what they answer.",
        community=host,
    )


def asked_already(host: str) -> str:
    """They have been, and have not answered."""
    return _(
        "The organisers of {community} have been asked already. I will tell you in this channel what they answer.",
        community=host,
    )


# The hosts' answer

ONLY_ORGANISERS = _("Only organisers can answer.")
IF_APPROVED = {
    Direction.BOTH: _("If they approve, what is written in either channel appears in the other."),
    Direction.IN: _("If they approve, what is written there appears here. This channel only receives."),
    Direction.OUT: _("If they approve, what is written here appears there. This channel only sends."),
}
IF_APPROVED_PAUSED = _("If they approve, nothing is copied yet: it is paused here.")
ENDED_REQUEST = _("This request is no longer open.")
ANSWERED_REQUEST = _("This request has been answered already.")
EXPIRED_REQUEST = _("This request has expired. Please send a new invitation.")
NOT_YOUR_REQUEST = _("Only organisers of the community that sent the invitation can answer this request.")
GUEST_TAKEN = _("That channel has joined another bridge meanwhile.")
APPROVE, DECLINE = _("Approve"), _("Decline")


def request(guest: str, bridge: str) -> str:
    """A guest has said yes."""
    return _(
        "{community} has accepted your invitation and would like to join the bridge “{bridge}”.",
        community=guest,
        bridge=bridge,
    )


def request_named(guest: str, bridge: str, channel: str) -> str:
    """A guest has said yes for a channel that everybody in its community can read."""
    return _(
        "An organiser of {community} has accepted your invitation. "
        "They would like their channel “{channel}” to join the bridge “{bridge}”.",
        community=guest,
        channel=channel,
        bridge=bridge,
    )


def request_private(guest: str, bridge: str) -> str:
    """A guest has said yes for a private channel."""
    return _(
        "An organiser of {community} has accepted your invitation. They would like a channel to join the bridge "
        "“{bridge}”. It is private: not everybody in their community can read it.",
        community=guest,
        bridge=bridge,
    )


def approved(guest: str, bridge: str) -> str:
    """The hosts said yes."""
    return _("Approved: {community} is now in the bridge “{bridge}”.", community=guest, bridge=bridge)


def declined(guest: str, bridge: str) -> str:
    """The hosts said no."""
    return _("Declined: {community} was not let into the bridge “{bridge}”.", community=guest, bridge=bridge)


APPEARS_THERE, STAYS_HERE = (
    _("What is written here from now on also appears there."),
    _("What is written here stays here."),
)


def request_how(direction: Direction, *, paused: bool) -> str:
    """What a yes leads to, by what the hosts' channel does."""
    return together([ONLY_ORGANISERS, IF_APPROVED_PAUSED if paused else IF_APPROVED[direction]], " ")


def joined(guest: str, bridge: str, *, sends: bool = True) -> str:
    """Told to those who were in the bridge before; `sends`: whether what is written there leaves the channel."""
    said = _("{community} has joined the bridge “{bridge}”.", community=guest, bridge=bridge)
    return together([said, APPEARS_THERE if sends else STAYS_HERE], " ")


def welcome(bridge: str, others: list[str], *, sends: bool = True) -> str:
    """Told to the newcomers."""
    said = _("This channel is now in the bridge “{bridge}”, with {others}.", bridge=bridge, others=listed(others))
    return together([said, APPEARS_THERE if sends else STAYS_HERE], " ")


def not_let_in(host: str, bridge: str) -> str:
    """Told to the guests."""
    return _(
        "The organisers of {community} did not let this channel into the bridge “{bridge}”. Nothing was copied.",
        community=host,
        bridge=bridge,
    )


# Pausing, direction and rules

PAUSE_ALL_MEANS = _("What is written from now on is not copied, not even later. Deletions still cross.")
PAUSE_MEANS = _("From now on, nothing is copied from there or to there, not even later. Deletions still cross.")
PAUSE_MEANS_HERE = _("From now on, nothing is copied from here or to here, not even later. Deletions still cross.")
RESUMED_HERE = {
    Direction.BOTH: _("This channel sends and receives again."),
    Direction.IN: _("This channel receives again. It does not send."),
    Direction.OUT: _("This channel sends again. It does not receive."),
}
RESUMED = {
    Direction.BOTH: _("That channel sends and receives again."),
    Direction.IN: _("That channel receives again. It does not send."),
    Direction.OUT: _("That channel sends again. It does not receive."),
}
COPIED_AGAIN = _("What is written here from now on is copied again.")
PAUSE_WAS = _("What was written during the pause is not copied.")
STILL_PAUSED = _("That channel is still paused. To let it go on, use /bridge resume in it.")
STILL_PAUSED_HERE = _("This channel is still paused. To let it go on, use /bridge resume here.")
BRIDGE_STILL_PAUSED = _("The whole bridge is still paused. To let it go on, use /bridge resume all.")
BRIDGE_PAUSED = _("The whole bridge is paused.")
CHANGE_RULES = _("Change the rules")


def switched(by: str, bridge: str, *, paused: bool, whole: bool) -> str:
    """Somebody paused or resumed."""
    given = {"community": by, "bridge": bridge}
    if whole:
        resumed = _("{community} resumed the whole bridge “{bridge}”.", **given)
        return _("{community} paused the whole bridge “{bridge}”.", **given) if paused else resumed
    resumed = _("{community} resumed their channel in the bridge “{bridge}”.", **given)
    return _("{community} paused their channel in the bridge “{bridge}”.", **given) if paused else resumed


def still_paused(channels: list[str]) -> str:
    """What stays silent when the whole bridge goes on."""
    return n_(
        "The channel of {communities} is still paused: nothing is copied from there or to there. "
        "To let it go on, its organisers use /bridge resume in it.",
        "The channels of {communities} are still paused: nothing is copied from there or to there. "
        "To let one go on, its organisers use /bridge resume in it.",
        len(channels),
        communities=listed(channels),
    )


def already(*, paused: bool, whole: bool) -> str:
    """Nothing changed."""
    if whole:
        return _("The whole bridge is paused already.") if paused else _("The whole bridge is not paused.")
    return _("This channel is paused already.") if paused else _("This channel is not paused.")


def directed(by: str, bridge: str, direction: Direction) -> str:
    """Somebody changed which way messages go."""
    given = {"community": by, "bridge": bridge}
    match direction:
        case Direction.BOTH:
            return _("In the bridge “{bridge}”, the channel of {community} sends and receives from now on.", **given)
        case Direction.IN:
            return _("In the bridge “{bridge}”, the channel of {community} only receives from now on.", **given)
        case Direction.OUT:
            return _("In the bridge “{bridge}”, the channel of {community} only sends from now on.", **given)


def directed_already(direction: Direction) -> str:
    """Nothing changed."""
    match direction:
        case Direction.BOTH:
            return _("This channel sends and receives already.")
        case Direction.IN:
            return _("This channel only receives already.")
        case Direction.OUT:
            return _("This channel only sends already.")


def rules_of(bridge: str) -> str:
    """Above the rules."""
    return _("Rules of the bridge “{bridge}”:", bridge=bridge)


def rules_changed(by: str, bridge: str) -> str:
    """Above new rules."""
    return _("{community} changed the rules of the bridge “{bridge}”. They are now:", community=by, bridge=bridge)
