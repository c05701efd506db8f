"""Sentences about events that everybody reads: posts, pages and lists. What one person is told is in `answer_texts`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.saying import _, n_

SECTORS = {
    "nhs": _("NHS"),
    "social-care": _("Social care"),
    "supplier": _("Suppliers"),
    "charity": _("Charities"),
    "research": _("Research"),
    "government": _("Government"),
    "other": _("Others"),
}
EVERYBODY = _("everybody")
REPEATS = {
    "weekly": _("every week"),
    "fortnightly": _("every 2 weeks"),
    "monthly": _("every month, on the same weekday"),
}
NOT_KNOWN = _("not known yet")
ACCESS = {"": NOT_KNOWN, "yes": _("yes"), "no": _("no")}
IN_ZONE = _(" (UK time)")
YOUR_TIME = _("Your time: ")
YES, MAYBE, NO = _("Yes"), _("Maybe"), _("No")
ADD = _("Add to calendar")
CANCELLED = _("Cancelled")
PLACE_UNKNOWN = NOT_KNOWN
TIME_UNKNOWN = _("When: not known yet")
LINK_HIDDEN = _("(link: say yes to get it)")
NOT_SHOWN = _("(not shown here)")

CHATHAM = _("Chatham House Rule")
CHATHAM_MEANS = _("You may use what is said, but do not say who said it, or who came.")
CHATHAM_HOLDS = _("{rule}: {means}", rule=CHATHAM, means=CHATHAM_MEANS)

FEW = 5  # people; of fewer, others than the organisers are not told how many
IF_NONE_FREE = _("If no place is free when you say yes, you are on the waiting list.")
IS_OVER = _("This event is over.")
NO_EVENT = _("I cannot show you this event. It may have been removed. To see what is coming, use /events list.")
ONLINE = _("online")

# Lists
COMING = _("Coming events")
MORE_EVENTS = _("There are more. To see them, type /events list.")
SAY_YES_UNDER_POST = _("To say yes, press “Yes” under the post of this event. “Interested” here is not counted.")
YOUR_EVENTS = _("Your events")
NOTHING = _("No events are planned.")
NOTHING_MINE = _("You have not answered any event that is still to come.")


def in_zone(when: str) -> str:
    """A time, for readers who may be elsewhere."""
    return _("{when} (UK time)", when=when)


def short(title: str, when: str) -> str:
    """An event in one line."""
    return _("{title}: {when}", title=title, when=when)


def struck(title: str, when: str) -> str:
    """An event in one line that is struck through."""
    return _("{title}, {when}", title=title, when=when)


def sectors(of: Sequence[str]) -> tuple[str, ...]:
    """What sectors are called."""
    return tuple(SECTORS[each] for each in of)


def where(place: str) -> str:
    """Where it is."""
    return _("Where: {place}", place=place)


def online(place: str) -> str:
    """Where it is, with a joining link."""
    if not place:
        return _("Online: say yes to get the link")
    return _("{place}, and online: say yes to get the link", place=place)


def is_for(of: Sequence[str]) -> str:
    """The sectors that it is for."""
    return _("For: {whom}", whom=sectors(of) or EVERYBODY)


def topics(about: Sequence[str]) -> str:
    """What it is about."""
    return _("Topics: {topics}", topics=tuple(about))


def sponsored(sponsored: bool | None, sponsor: str) -> str:
    """The sponsor's line."""
    if sponsored is None:
        return _("Sponsor: not known yet")
    if not sponsored:
        return _("Sponsor: none")
    return _("Sponsor: {sponsor}. This is no endorsement.", sponsor=sponsor)


def access(captions: str, bsl: str, step_free: str, recorded: str) -> str:
    """The access line."""
    if not (captions or bsl or step_free or recorded):
        return _("Access: not known yet.")
    return _(
        "Access: Captions {captions}; BSL {bsl}; Step-free {step_free}; Recorded {recorded}.",
        captions=ACCESS[captions],
        bsl=ACCESS[bsl],
        step_free=ACCESS[step_free],
        recorded=ACCESS[recorded],
    )


def contact(contact: str) -> str:
    """Who helps with access."""
    return _("For access needs, contact {contact}.", contact=contact)


def held_by(community: str) -> str:
    """Who organises it."""
    return _("Organised by {community}", community=community)


def places(capacity: int) -> str:
    """How many there can be."""
    return n_("There is {count} place.", "There are {count} places.", capacity)


def coming(yes: int, capacity: int | None, *, full: bool, waiting: int, held: int) -> str:
    """The line that counts, for everybody. Of fewer than 5 people, it does not say how many.

    With fewer than 5 places, that all are taken would say it, and so would who waits: only the places are told.
    """
    if capacity is not None and capacity < FEW:
        return " ".join((places(capacity), IF_NONE_FREE))
    parts = []
    if yes:
        parts.append(_said_yes(yes))
    if capacity is not None:
        parts.append(places(capacity))
        if full and not held:
            parts.append(_("All are taken."))
    if held:
        parts.append(_("Free places are kept for people on the waiting list."))
    if waiting:
        parts.append(_wait(waiting))
    return " ".join(parts)


def _said_yes(count: int) -> str:
    if count < FEW:
        return _("A few people said yes.")
    return n_("{count} person said yes.", "{count} people said yes.", count)


def _wait(count: int) -> str:
    if count < FEW:
        return _("A few people are on the waiting list.")
    return n_("{count} person is on the waiting list.", "{count} people are on the waiting list.", count)


def by_sector(found: Sequence[tuple[str, int]]) -> str:
    """How many of those who come are of which sector; small figures are not among it."""
    return _("By sector: {sectors}.", sectors=_counted(found)) if found else ""


def reserved(kept: Mapping[str, int]) -> str:
    """The kept places."""
    return _("Kept places: {sectors}.", sectors=_counted(kept.items()))


def _counted(found: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    return tuple(_("{sector} {number}", sector=SECTORS[sector], number=count) for sector, count in found)


def repeats(repeat: str, until: date | None, count: int | None) -> str:
    """How an event comes again."""
    often = REPEATS[repeat]
    if until is not None:
        return _("It comes {how_often}, until {day}.", how_often=often, day=until)
    return n_(
        "It comes {how_often}, {count} time.", "It comes {how_often}, {count} times.", count or 0, how_often=often
    )
