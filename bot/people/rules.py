"""What is decided about profiles and peers. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.cards import FEWEST, Card, fields_shared_by
from storage.profiles import UNTIL_RESUMED, Alike, Profile, Sector, Stage
from storage.searches import Only

LONDON = ZoneInfo("Europe/London")
WEEK = 7 * 24 * 3600.0
LONGEST_PAUSE = 52  # weeks
_WEEKS = re.compile(r"(\d{1,2}) ?(?:w|weeks?)", re.IGNORECASE)
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%A %d %B %Y")


def one_line(words: str) -> str:
    """An answer as it is kept: on one line, with single spaces."""
    return " ".join(words.split())


def holds(name: str, words: str) -> bool:
    """Whether words hold a name, in capitals or not."""
    parts = name.split()
    named = r"\W+".join(map(re.escape, parts))
    return bool(parts) and re.search(rf"(?<!\w){named}(?!\w)", words, re.IGNORECASE) is not None


def holds_person(name: str, words: str) -> bool:
    """Whether words hold a person's whole name. A single word may be an ordinary one ("Will", "Hope")."""
    return len(name.split()) > 1 and holds(name, words)


def until(words: str, now: float) -> float | None:
    """The end of a pause as somebody put it; None when it cannot be understood. It may have passed already."""
    said = one_line(words)
    if not said:
        return UNTIL_RESUMED
    if weeks := _WEEKS.fullmatch(said):
        return now + int(weeks[1]) * WEEK if 0 < int(weeks[1]) <= LONGEST_PAUSE else None
    for form in _DATES:
        try:
            return datetime.strptime(said, form).replace(tzinfo=LONDON).timestamp()
        except (ValueError, OverflowError, OSError):
            continue
    return None


def example(now: float) -> str:
    """A day some weeks ahead, as somebody may type it."""
    ahead = day(now + 4 * WEEK)
    return f"{ahead.day} {ahead:%B %Y}"


def day(at: float) -> date:
    """The day on which a pause ends, as it is in the United Kingdom."""
    return datetime.fromtimestamp(at, LONDON).date()


def fits(profile: Profile, only: Only, crowd: Counter[Alike]) -> bool:
    """Whether somebody is of those who are looked for. Only what a card may show of them counts."""
    shown = fields_shared_by(profile.alike, crowd)
    return (
        (not only.sector or shown.sector == only.sector)
        and (not only.region or shown.region == only.region)
        and (not only.done or shown.stage == Stage.DONE)
    )


def counted(rest: Sequence[Profile], crowd: Counter[Alike]) -> list[tuple[Sector, int | None]]:
    """How many there are, by the sectors that may be shown, the most first; None stands for a count under 5."""
    shown = (fields_shared_by(each.alike, crowd).sector for each in rest)
    counts = Counter(Sector(sector) if sector else Sector.UNSAID for sector in shown)
    return [(sector, count if count >= FEWEST else None) for sector, count in counts.most_common()]


def of_own_sector(reader: Profile | None, shown: Card) -> bool:
    """Whether a reader sees on a card that it is of their own sector: nobody is introduced within one.

    Where the card does not show a sector, nothing may tell it either.
    """
    return reader is not None and shown.sector is not None and shown.sector is reader.sector


def may_ask(reader: Profile | None, other: Profile) -> bool:
    """Whether a reader may ask for an introduction: with a profile, and suppliers not to those who may buy."""
    return reader is not None and (reader.sector is not Sector.SUPPLIER or other.sector is Sector.SUPPLIER)
