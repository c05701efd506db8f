"""Blind cards: what strangers see of a member. Pure.

A card holds no name and no employer. It is made of words that the member approved, and of what at least five members
share, alone and together: in a small community a rare combination is as good as a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.contract.content import Block, Paragraph, Quote, Span, Style, Styled, Text
from bot import texts
from storage.profiles import Alike, Profile, Sector, Stage

FEWEST = 5  # members who share what a card shows
_ORDER = ("sector", "stage", "role", "region")  # the more it tells a reader, the earlier it is kept


@dataclass(frozen=True, slots=True)
class Card:
    """One member as a stranger sees them. None and "" stand for what was not said, or too few share.

    `sector` is never unsaid, `problem` what they are trying to change. `overlaps` are words of theirs on what both work
    on, and `differs` sentences on what sets them apart from the reader.
    """

    sector: Sector | None
    role: str
    region: str
    stage: Stage | None
    problem: str
    overlaps: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()


class Crowd(Counter[Alike]):
    """How many members there are of each kind, counted once for all who are asked about: not to be changed any more."""

    def __init__(self, kinds: Mapping[Alike, int]) -> None:
        super().__init__(kinds)
        self._sharing: dict[tuple[str, ...], Counter[tuple[str, ...]]] = {}

    def sharing(self, wanted: Mapping[str, str]) -> int:
        """How many have these values."""
        names = tuple(wanted)
        if names not in self._sharing:
            counts = self._sharing[names] = Counter[tuple[str, ...]]()
            for kind, count in self.items():
                counts[tuple(getattr(kind, name) for name in names)] += count
        return self._sharing[names][tuple(wanted.values())]


def fields_shared_by(kind: Alike, crowd: Counter[Alike], fewest: int = FEWEST) -> Alike:
    """Of what somebody said, what at least so many members share, themselves included; the rest is "".

    A field goes when too few share its value, or its value together with what is kept before it. Suppliers stay
    labelled, however few they are, for people to know who is selling; then nothing else is kept of them.
    """
    everybody = crowd if isinstance(crowd, Crowd) else Crowd(crowd)
    kept: dict[str, str] = {}
    for name in _ORDER:
        value = getattr(kind, name)
        if value and value != Sector.UNSAID and everybody.sharing({**kept, name: value}) >= fewest:
            kept[name] = value
    if kind.sector == Sector.SUPPLIER and "sector" not in kept:
        kept = {"sector": Sector.SUPPLIER.value}
    return Alike(**{name: kept.get(name, "") for name in Alike._fields})


def card(profile: Profile, crowd: Counter[Alike], reader: Profile | None = None, overlaps: Sequence[str] = ()) -> Card:
    """The card of a profile, for a reader with or without one. `overlaps`: words of the profile's on what both do."""
    shown = fields_shared_by(profile.alike, crowd)
    sector = Sector(shown.sector) if shown.sector else None
    stage = Stage(shown.stage) if shown.stage else None
    return Card(
        sector,
        shown.role,
        shown.region,
        stage,
        blind(profile.problem, profile),
        tuple(dict.fromkeys(blind(words, profile) for words in overlaps)),
        _differs(shown, reader),
    )


def blind(words: str, profile: Profile) -> str:
    """Words of a member's without their employer's name, should it stand there."""
    if not profile.employer:
        return words
    named = r"\s+".join(map(re.escape, profile.employer.split()))
    return re.sub(rf"(?<!\w){named}(?!\w)", texts.MY_ORGANISATION, words, flags=re.IGNORECASE)


def blocks(shown: Card, number: int | None = None) -> tuple[Block, ...]:
    """A card as members read it; with its number, when there are several."""
    label = texts.SECTORS[shown.sector] if shown.sector else texts.SECTOR_HIDDEN
    head: tuple[Span, ...] = (Styled(Style.BOLD, (Text(label if number is None else texts.numbered(number, label)),)),)
    facts = [texts.ROLES.get(shown.role, ""), texts.REGIONS.get(shown.region, "")]
    if shown.stage:
        facts.append(texts.STAGES[shown.stage])
    for fact in filter(None, facts):
        head += (Text(" · "), Text(fact))
    made: list[Block] = [Paragraph(head)]
    if shown.problem:
        made.append(Quote((Paragraph((Text(shown.problem),)),)))
    if shown.overlaps:
        made.append(Paragraph((Text(_overlap(shown)),)))
    if shown.differs:
        made.append(Paragraph((Text(texts.difference(shown.differs)),)))
    return tuple(made)


def _overlap(shown: Card) -> str:
    """What overlaps, without saying the problem again that stands above."""
    said = [words for words in shown.overlaps if _plain(words) != _plain(shown.problem)]
    return texts.overlap(said) if said else texts.ALL_OVERLAPS


def _plain(words: str) -> list[str]:
    return re.findall(r"\w+", words.casefold())


def _differs(shown: Alike, reader: Profile | None) -> tuple[str, ...]:
    """What sets a member apart from the reader, of what is shown of them."""
    if reader is None:
        return ()
    said: list[str] = []
    if shown.sector and reader.sector is not Sector.UNSAID and shown.sector != reader.sector:
        said.append(texts.other_sector(Sector(shown.sector), reader.sector))
    if shown.stage and reader.stage and shown.stage != reader.stage:
        said.append(texts.other_stage(Stage(shown.stage), reader.stage))
    if shown.role and reader.role and shown.role != reader.role:
        said.append(texts.other_role(shown.role))
    return tuple(said)
