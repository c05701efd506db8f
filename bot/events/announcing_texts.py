"""Sentences about announcing events, and about asking other communities, that organisers read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.saying import _, n_
from bot.texts.reason_texts import reason

ANNOUNCE_BY_HAND = _("I announce it when you press “Announce”.")
ANNOUNCE_TOO_LATE = _("The event begins before it is announced. Please choose an earlier time to announce it.")
ANNOUNCE_ANEW = _("It is a draft again: you find it with /events draft.")
WILL_SHOW = _("to be shown")
LEFT_OUT = _("left out")
WAITS = _("waits for the answer of its organisers")
SHOWS = _("shown")
SAID_NO = _("its organisers said no")
NOBODY_YET = _("I ask its organisers as soon as I know one")
SAID_NOTHING = _("its organisers did not answer in time")
APPROVED_HERE = _("An organiser of your community said yes. I show the event.")
DECLINED_HERE = _("An organiser of your community said no. I do not show the event.")
TOO_LATE = _("The time to answer is over. I do not show the event.")
SHOWN_NOW = _("Thank you. I post the event now.")
SHOWN_ALWAYS = _(
    "Thank you. I post the event now, and other events of this community without asking. "
    "To be asked again, use /events trusted."
)
NOT_SHOWN = _("Thank you. I do not post the event.")
CHANNEL, CHANNELS = _("Channel: "), _("Channels: ")
ANSWERED = _("Your organisers have answered this already.")
NOT_YOUR_ANSWER = _("Only organisers of the community that was asked can answer this.")
NOBODY_TO_ASK = _("I know no organiser there yet. Please have one use /organisers here: then I ask them.")
TRUSTS_NOBODY = _("Your community is asked about every event of another community.")

# Buttons
ANNOUNCE, LATER = _("Announce"), _("Announce later")
APPROVE, DECLINE = _("Approve"), _("Do not show it")


def within(community: str, bridge: str) -> str:
    """One of several channels of a community."""
    return _("{community}, bridge “{bridge}”", community=community, bridge=bridge)


def place(community: str, state: str) -> str:
    """Whether an event is shown somewhere."""
    return _("{community}: {state}", community=community, state=state)


def toggle(community: str, *, chosen: bool) -> str:
    """A button that leaves a channel out, or takes it in."""
    if chosen:
        return _("Leave out {community}", community=community)
    return _("Also in {community}", community=community)


def request(community: str, channels: int) -> str:
    """Asked of another community's organisers."""
    if channels == 1:
        return _("{community} would like to announce this event in your channel:", community=community)
    return n_(
        "{community} would like to announce this event in {count} channel of yours:",
        "{community} would like to announce this event in {count} channels of yours:",
        channels,
        community=community,
    )


def approve_always(community: str) -> str:
    """A button."""
    return _("Approve, and trust {community}", community=community)


def request_how(day: date, clock: str) -> str:
    """What their answer does."""
    return _(
        "One organiser can answer for you, until {day}, {time}. Without an answer, it is not posted.",
        day=day,
        time=clock,
    )


def settled(title: str, said: str) -> str:
    """What stands in the place of the question once it is answered."""
    return _("{title}: {answer}", title=title, answer=said)


def not_askable(community: str) -> str:
    """Told to the organiser."""
    return _("{community}: {why}", community=community, why=NOBODY_TO_ASK)


def asking(communities: Sequence[str]) -> str:
    """Told to the organiser."""
    return _("Asked, and shown once they agree: {communities}.", communities=tuple(communities))


def showing(communities: Sequence[str]) -> str:
    """Told to the organiser."""
    return _("Shown in: {communities}.", communities=tuple(communities))


def approved(title: str, community: str) -> str:
    """Told to the organiser."""
    return _("{community} shows your event “{title}”.", community=community, title=title)


def declined(title: str, community: str) -> str:
    """Told to the organiser."""
    return _("{community} does not show your event “{title}”.", community=community, title=title)


def unanswered(title: str, community: str) -> str:
    """Told to the organiser."""
    return _(
        "{community} did not answer in time. Your event “{title}” is not shown there.", community=community, title=title
    )


def announced_at(day: date, clock: str) -> str:
    """A draft that waits for its time."""
    return _("I announce it on {day}, {time}. If anything is missing then, I tell you.", day=day, time=clock)


def announced(title: str) -> str:
    """Told to the organiser, at the time that they chose."""
    return _("Your event “{title}” is announced now.", title=title)


def not_announced(title: str) -> str:
    """Told to the organiser, when something is missing at the time that they chose."""
    return _("I could not announce your event “{title}” at the time that you chose.", title=title)


def not_asked(title: str, community: str, why: str) -> str:
    """Told to the organiser: the question to other organisers failed."""
    return _(
        "I tried 3 times to ask {community} about your event “{title}”, and could not. {why} I keep trying.",
        community=community,
        title=title,
        why=reason(why),
    )


def not_shown(title: str, community: str, why: str) -> str:
    """Told to the organiser: the post failed."""
    return _(
        "I tried 3 times to show your event “{title}” in {community}, and could not. {why} I keep trying.",
        title=title,
        community=community,
        why=reason(why),
    )


def trusts(communities: Sequence[str]) -> str:
    """Whom a community lets in."""
    return _("Events of these communities are shown without asking: {communities}.", communities=tuple(communities))


def distrusted(community: str) -> str:
    """One is asked about again."""
    return _("From now on, your organisers are asked about events of {community}.", community=community)


def ask_again(community: str) -> str:
    """A button."""
    return _("Ask about {community}", community=community)
