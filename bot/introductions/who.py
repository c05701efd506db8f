"""Who is meant: members who take part with all that the rules ask of them, read from the tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from adapters.contract.content import Button, Content, plain
from adapters.contract.refs import AccountRef, CommunityRef
from bot.apart import Kind, hashes, owned_by
from bot.called import called
from bot.introductions import texts
from bot.introductions.hours import Hours
from bot.introductions.rules import SEEN_WITHIN, Candidate, Frequency, Known
from storage.consents import Kind as Consent
from storage.database import Unit
from storage.profiles import Profile
from storage.takers import Taker


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who takes part: settings, profile, and what the hard rules ask."""

    taker: Taker
    profile: Profile
    candidate: Candidate

    @property
    def hours(self) -> Hours:
        """When they may be written to."""
        return hours_of(self.taker)


def hours_of(taker: Taker) -> Hours:
    """When somebody who takes part may be written to."""
    return Hours(taker.zone, taker.days, taker.starts, taker.ends)


async def members(unit: Unit, now: float, persons: Collection[str] | None = None) -> dict[str, Member]:
    """Those of these who take part, as they agreed to, and have a profile, by person; everybody, without `persons`.

    A profile is theirs only while its account is one of theirs: accounts may have been taken apart.
    """
    takers = await unit.takers.all(persons)
    agreed = await unit.consents.among([taker.account for taker in takers], Consent.INTRODUCTIONS)
    takers = [taker for taker in takers if taker.account in agreed]
    profiles = await unit.profiles.many([taker.person for taker in takers])
    siblings = await unit.members.siblings([taker.account for taker in takers])
    every = {taker.account: [taker.account, *siblings.get(taker.account, ())] for taker in takers}
    hashed = await hashes(unit, {account for accounts in every.values() for account in accounts})
    blocks: dict[str, set[tuple[str, str]]] = {}
    homes = {taker.account: homes_of(every[taker.account], taker.home) for taker in takers}
    owners = {*hashed.values(), *(home for mine in homes.values() for home in mine)}
    for owner, kind, target in await unit.apart.blocks(None if persons is None else owners):
        blocks.setdefault(owner, set()).add((kind, target))
    found: dict[str, Member] = {}
    for taker in takers:
        if (profile := profiles.get(taker.person)) is None or profile.account not in every[taker.account]:
            continue
        mine = frozenset(hashed[account] for account in every[taker.account])
        own = homes[taker.account]
        ruled = {block for owner in (*mine, *own) for block in blocks.get(owner, ())}
        candidate = _candidate(taker, profile, mine, _from(mine, ruled), now)
        found[taker.person] = Member(taker, profile, replace(candidate, homes=own))
    return found


def homes_of(accounts: Collection[AccountRef], home: str) -> frozenset[str]:
    """The communities whose organisers' rules hold for somebody: those of their accounts, and where they joined."""
    known = {str(CommunityRef(each.platform, each.community)) for each in accounts if each.community}
    return frozenset(map(owned_by, {*known, *filter(None, (home,))}))


def _from(mine: frozenset[str], ruled: Collection[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """What keeps others from one person: of pairs that organisers keep apart, the other one."""
    pairs = [target.split("+") for kind, target in ruled if kind == Kind.PAIR]
    others = {other for one, other in (*pairs, *(pair[::-1] for pair in pairs)) if one in mine}
    kept = {(kind, target) for kind, target in ruled if kind != Kind.PAIR}
    return frozenset(kept | {(Kind.PERSON.value, other) for other in others})


async def hidden(unit: Unit, taker: Taker, now: float) -> Content | None:
    """What somebody is told who wants to be introduced while their profile is paused; None when it is not."""
    profile = await unit.profiles.by_person(taker.person)
    if profile is None or not profile.paused(now):
        return None
    return Content(plain(texts.PROFILE_PAUSED).blocks, buttons=(Button(texts.RESUME, "profile resume"),))


async def seen_lately(unit: Unit, everybody: Collection[Member], now: float) -> set[str]:
    """Those who used introductions, or wrote something that was carried, within 30 days: by person."""
    since = now - SEEN_WITHIN
    found = {each.taker.person for each in everybody if each.taker.seen_at > since}
    others = {each.taker.account: each.taker.person for each in everybody if each.taker.person not in found}
    if not others:
        return found
    siblings = await unit.members.siblings(others)
    owners = {also: person for account, person in others.items() for also in (account, *siblings.get(account, ()))}
    return found | {owners[account] for account in await unit.takers.wrote(owners, since)}


def _candidate(
    taker: Taker, profile: Profile, hashes: frozenset[str], blocks: frozenset[tuple[str, str]], now: float
) -> Candidate:
    paused = taker.paused(now) or profile.paused(now)
    frequency = Frequency(taker.frequency)
    return Candidate(taker.person, hashes, profile.sector, profile.employer, paused, frequency, blocks)


async def known_as(unit: Unit, taker: Taker, now: float) -> str:
    """The name of somebody who takes part, as those read it whom they are introduced to."""
    return await called(taker.name, taker.account, taker.box.home, unit, now)


async def known(unit: Unit, everybody: Sequence[Candidate]) -> Mapping[tuple[str, str], Known]:
    """What is remembered of pairs of these people, by persons, the smaller first."""
    person_of = {hash: each.person for each in everybody for hash in each.hashes}
    found: dict[tuple[str, str], Known] = {}
    for pair in await unit.apart.pairs(person_of.keys() if len(person_of) < 400 else None):
        one, other = person_of.get(pair.one), person_of.get(pair.other)
        if one is None or other is None or one == other:
            continue
        key = (min(one, other), max(one, other))
        before = found.get(key, Known(met=False, at=pair.at))
        found[key] = Known(before.met or pair.met, max(before.at, pair.at))
    return found


async def remember(unit: Unit, accounts: Sequence[AccountRef], *, met: bool, now: float) -> None:
    """Remember that these people met, or were asked about each other in vain."""
    hashed = list((await hashes(unit, accounts)).values())
    for number, one in enumerate(hashed):
        for other in hashed[number + 1 :]:
            await unit.apart.remember(one, other, met=met, now=now)
