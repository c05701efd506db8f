"""Who works on the same: found outside of a unit, and judged anew in the one in which the answer is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from adapters.contract.refs import AccountRef
from bot.apart import kept_from
from bot.cards import Card, Crowd, blind, card
from bot.embedding.understanding import NotReady, Understanding
from bot.people import rules
from matching.index import Found
from matching.score import ALIKE, Candidate, shown
from storage.consents import Kind
from storage.database import Database, Unit
from storage.profiles import Alike, Profile, Sector
from storage.searches import Only

FLOOR = 0.2  # score from which somebody may be said to work on the same: docs/matching.md has what it keeps
TEXTS = 3  # of a member, in which the words that overlap are looked for


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was found before the unit. `overlaps` are words of the members who are likely to be shown, by person."""

    found: Sequence[Found] = ()
    rivals: frozenset[str] = frozenset()
    overlaps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Peers:
    """Who may be shown to a reader now: the cards' profiles, the cards, and whoever else there is."""

    reader: Profile | None
    shown: Sequence[Profile]
    cards: Sequence[Card]
    rest: Sequence[Profile]
    crowd: Counter[Alike]


class Finder:
    """Finds members by what they wrote into their profiles."""

    def __init__(self, database: Database, understanding: Understanding) -> None:
        self._database = database
        self._understanding = understanding

    async def find(self, account: AccountRef, words: str, only: Only, now: float) -> Prepared | None:
        """Find for an account's member: by words, or by their own profile; None when there are neither.

        Raises NotReady when the model cannot be asked, and Unavailable when the database is away.
        """
        reader = await self._database.read(lambda unit: _reader(account, unit))
        queries = [words] if words else list(reader.words) if reader else []
        if not queries:
            return None
        found = [each for each in await self._understanding.search(queries) if each.score >= FLOOR]
        rivals = await self._rivals(reader, found, queries)
        first = Prepared(found, rivals)
        peers = await self._database.read(lambda unit: judge(first, account, only, unit, now))
        about = words or queries[0]
        near = {each.person: each.texts for each in found}
        overlaps = {each.person: await self._overlaps(about, each, near[each.person]) for each in peers.shown}
        return Prepared(found, rivals, overlaps)

    async def behind(self, unit: Unit) -> bool:
        """Whether there are members whose newest words cannot be compared yet: only their keywords count."""
        try:
            done, people = await unit.vectors.count(self._understanding.model)
        except NotReady:
            return True
        return done < people

    async def _rivals(self, reader: Profile | None, found: Sequence[Found], queries: Sequence[str]) -> frozenset[str]:
        """For a supplier: who says nearly the same as they do. Those of them who are suppliers never see each other."""
        if reader is None or reader.sector is not Sector.SUPPLIER:
            return frozenset()
        own = await self._understanding.search(queries, 1, [reader.person])
        return frozenset(each.person for me in own for each in found if float(each.row @ me.row) >= ALIKE)

    async def _overlaps(self, about: str, profile: Profile, near: Mapping[str, float]) -> tuple[str, ...]:
        """Words of a member's nearest texts that come near to what is looked for."""
        texts = profile.keyed
        nearest = sorted(texts, key=lambda key: -near.get(key, 0.0))[:TEXTS]
        return tuple(each.words for each in await self._understanding.why(about, [texts[key] for key in nearest]))


async def judge(prepared: Prepared, account: AccountRef, only: Only, unit: Unit, now: float) -> Peers:
    """Who of those found may be shown now: who agreed, is there and not paused, nor keeps away, nor is the reader."""
    reader = await _reader(account, unit)
    profiles = await unit.profiles.many([each.person for each in prepared.found])
    agreed = await unit.consents.among([each.account for each in profiles.values()], Kind.FOUND)
    gone = await unit.presence.among([each.account for each in profiles.values()])
    away = await kept_from(unit, await unit.members.accounts(account), reader, profiles.values())
    crowd = Crowd(await unit.profiles.crowd())
    left = [
        each
        for each in prepared.found
        if (of := profiles.get(each.person)) is not None
        and of.account in agreed
        and of.account not in gone
        and not of.paused(now)
        and (reader is None or of.person != reader.person)
        and of.person not in away
        and not (of.sector is Sector.SUPPLIER and of.person in prepared.rivals)
        and rules.fits(of, only, crowd)
    ]
    candidates = [Candidate(each.person, each.score, _silo(profiles[each.person]), each.row) for each in left]
    chosen = [profiles[each.person] for each in shown(candidates, _silo(reader) if reader else "")]
    keys = {each.person for each in chosen}
    cards = [card(each, crowd, reader, _still(prepared.overlaps.get(each.person, ()), each)) for each in chosen]
    return Peers(reader, chosen, cards, [profiles[each.person] for each in left if each.person not in keys], crowd)


def _still(words: Sequence[str], profile: Profile) -> list[str]:
    """Of what was found, what its writer still says; nothing of their employer's name, nor a part of it."""
    said = [blind(text, profile) for text in profile.words]
    return [each for each in words if any(each in text for text in said)]


def _silo(profile: Profile) -> str:
    return "" if profile.sector is Sector.UNSAID else profile.sector.value


async def _reader(account: AccountRef, unit: Unit) -> Profile | None:
    return await unit.profiles.of(await unit.members.accounts(account))
