"""What events decide, without any I/O: who gets a place, when people are told what, what is still missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.events import texts, when, when_texts, wording
from storage.event_places import Place, PlaceState
from storage.events import Event
from storage.rsvps import Rsvp

HOUR, DAY = 3600.0, 86400.0
HOLD = DAY  # for which a free place is kept for somebody on the waiting list
NEAR = DAY  # before the start, from which on free places are not kept any more
ANSWER_SECONDS = 7 * DAY  # for which another community's organisers may answer
ASK_BEFORE_START = HOUR  # and this long before the start at the latest
KEEP = 30 * DAY  # for which an event that is over is kept
CLASH = 2 * HOUR
MOST_PLACES = 100_000
# Kinds of letters
FOR_GUESTS = ("day", "hour", "after", "maybe", "moved", "offer", "free", "lapsed", "link", "entry", "changed")
GATHER = 600.0  # seconds in which changes gather before those who have an entry get a new one


class Wrong(ValueError):
    """An answer of a form that cannot be; `said` is a sentence for the person who gave it."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


@dataclass(frozen=True, slots=True)
class Places:
    """The places of an event: how many there are (None: no limit), are kept for each sector, and are taken by each."""

    capacity: int | None
    reserved: Mapping[str, int] = field(default_factory=dict)
    taken: Mapping[str, int] = field(default_factory=dict)

    def has(self, sector: str) -> bool:
        """Whether there is a place for somebody of a sector: one that is kept for it, or one for everybody."""
        if self.capacity is None:
            return True
        if sum(self.taken.values()) >= self.capacity:
            return False
        if self.taken.get(sector, 0) < self.reserved.get(sector, 0):
            return True
        beyond = sum(max(0, count - self.reserved.get(of, 0)) for of, count in self.taken.items())
        return beyond < self.capacity - sum(self.reserved.values())

    def with_one(self, sector: str) -> Places:
        """The room that is left when somebody of a sector takes a place."""
        return Places(self.capacity, self.reserved, {**self.taken, sector: self.taken.get(sector, 0) + 1})

    @property
    def full(self) -> bool:
        """Whether every place is taken."""
        return self.capacity is not None and sum(self.taken.values()) >= self.capacity


def by_sector(seated: Mapping[str, int]) -> list[tuple[str, int]]:
    """Of people with a place, by the sector they told: what everybody may know, the largest sector first.

    Sectors of fewer than 5 people are not among it, and no sum tells of them: whoever is left is 5 or more, or nobody.
    """
    told = ((sector, count) for sector, count in seated.items() if sector and count >= wording.FEW)
    found = sorted(told, key=lambda each: (-each[1], each[0]))
    everybody = sum(seated.values())
    while found and 0 < everybody - sum(count for _, count in found) < wording.FEW:
        found.pop()
    return found


def next_in_line(room: Places, waiting: Sequence[Rsvp]) -> list[Rsvp]:
    """Who of the waiting list gets the places that are free, in order; nobody is passed by who could have one."""
    found = []
    for each in waiting:
        if room.full:
            break
        if room.has(each.sector):
            found.append(each)
            room = room.with_one(each.sector)
    return found


def kept_until(starts_at: float, now: float) -> float | None:
    """Until when a free place is kept for somebody; None near the start, when whoever is first gets it."""
    return None if starts_at - now <= NEAR else now + HOLD


def link_open(event: Event, now: float) -> bool:
    """Whether those who said yes may have the joining link by now."""
    return bool(event.local) and now >= when.day_before(local(event), event.zone)


def letters(event: Event, now: float) -> dict[str, tuple[float, float]]:
    """The reminders of somebody who says yes now: when each is due, and until when it is useful."""
    starts, morning = event.starts_at or 0.0, _morning_after(event)
    planned = {
        "day": (when.day_before(local(event), event.zone), starts - 2 * HOUR),
        "hour": (starts - HOUR, starts),
        "after": (morning, morning + 7 * DAY),
    }
    return {kind: times for kind, times in planned.items() if times[0] > now}


def maybe_letters(event: Event, now: float) -> dict[str, tuple[float, float]]:
    """The same for somebody who says maybe: they are asked again 2 days before."""
    due = (event.starts_at or 0.0) - 2 * DAY
    return {"maybe": (due, due + DAY)} if due > now else {}


def host_letters(event: Event, now: float) -> dict[str, tuple[float, float]]:
    """The organiser is asked, the morning after, what to tell those who could not come."""
    morning = _morning_after(event)
    return {"host": (morning, morning + 7 * DAY)} if morning > now else {}


def _morning_after(event: Event) -> float:
    """10am on the day after an event."""
    after = when.at(event.ends_at or 0.0, event.zone) + timedelta(days=1)
    return when.unix(after.replace(tzinfo=None, hour=10, minute=0), event.zone)


def local(event: Event) -> datetime:
    """An event's wall-clock start."""
    return datetime.fromisoformat(event.local)


def why_not_announced(event: Event, places: Sequence[Place], now: float) -> str | None:
    """What is missing before an event can be announced; None when nothing is."""
    if event.starts_at is None:
        return texts.NEED_TIME
    if event.starts_at <= now:
        return when_texts.in_the_past(local(event).date(), when.clock(local(event)))
    if event.sponsored is None:
        return texts.NEED_SPONSOR
    return None if any(place.state is not PlaceState.LEFT_OUT for place in places) else texts.NEED_PLACES


def deadline(event: Event, now: float) -> float:
    """Until when another community's organisers may answer."""
    return max(now + HOUR / 2, min(now + ANSWER_SECONDS, (event.starts_at or now) - ASK_BEFORE_START))


def joining(url: str) -> str:
    """A joining link. Raises Wrong when it is not one to be followed safely."""
    url = url.strip()
    if url and (not url.lower().startswith("https://") or not urlsplit(url).hostname):
        raise Wrong(texts.LINK_HOW)
    return url


def capacity(text: str) -> int | None:
    """A number of places. Raises Wrong."""
    words = text.strip()
    if not words:
        return None
    if not (words.isascii() and words.isdigit() and len(words) <= 6 and 1 <= int(words) <= MOST_PLACES):
        raise Wrong(texts.CAPACITY_HOW)
    return int(words)


def reserved(text: str, places: int | None) -> str:
    """Kept places as they are stored, from "social-care 10, nhs 5". Raises Wrong."""
    kept: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in re.split(r"[,;\n]", text))):
        found = re.fullmatch(r"([A-Za-z][A-Za-z -]*?)[\s:]+(\d{1,6})", part)
        sector = _sector(found[1]) if found else None
        if found is None or sector is None:
            raise Wrong(texts.RESERVED_HOW)
        kept[sector] = int(found[2])
    if kept and (places is None or sum(kept.values()) > places):
        raise Wrong(texts.TOO_MANY_KEPT)
    return ",".join(f"{sector}:{count}" for sector, count in kept.items() if count)


def kept(event: Event) -> dict[str, int]:
    """How many places are kept for which sector."""
    pairs = (part.split(":") for part in event.reserved.split(",") if part)
    return {sector: int(count) for sector, count in pairs}


def sectors(event: Event) -> list[str]:
    """The sectors that it is for."""
    return [each for each in event.sectors.split(",") if each]


def names_in(lines: Sequence[str], people: Sequence[str]) -> list[str]:
    """Those of these people's names that stand in lines, whole and in any case."""
    said = "\n".join(lines).casefold()
    return [name for name in people if name and re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", said)]


def _sector(name: str) -> str | None:
    wanted = name.strip().lower().replace(" ", "-")
    return next((key for key, label in wording.SECTORS.items() if wanted in (key, label.lower())), None)
