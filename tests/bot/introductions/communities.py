"""Random communities of people who take part in introductions, for properties that must hold in all of them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from adapters.contract.refs import AccountRef
from bot.apart import Kind
from bot.introductions.rules import Candidate, Frequency
from bot.introductions.who import Member
from storage.introductions import Introduction, Party
from storage.profiles import Alike, Approved, Profile, Said, Sector, Stage
from storage.takers import Taker

ROLES = ("", "frontline", "manager", "senior", "executive")
REGIONS = ("", "london", "wales", "south-west", "north-west")
PROBLEMS = ("fewer falls at night", "discharge to care homes", "virtual wards", "")
EMPLOYERS = ("Leeds Trust", "Oak House", "Acme Health", "Care4You", "")
NAMES = ("Ann Archer", "Bob Baker", "Cat Carter", "Dan Draper", "Eve Ellis")


def community(seed: int) -> list[Member]:
    """Some people: many alike, some rare, a few who block something, pause, or work at odd hours."""
    chance = random.Random(seed)
    common = chance.random()
    return [_member(number, common, chance) for number in range(chance.randint(2, 60))]


def _member(number: int, common: float, chance: random.Random) -> Member:
    sectors = [Sector.NHS, Sector.SOCIAL_CARE] if chance.random() < common else list(Sector)
    sector = chance.choice(sectors)
    account = AccountRef("red", "home", f"U{number}")
    person, employer = f"p{number:03}", chance.choice(EMPLOYERS)
    problem = chance.choice(PROBLEMS)
    if employer and chance.random() < 0.1:
        problem = f"{problem} at {employer}".strip()
    profile = Profile(
        person, account, sector, 0.0, chance.choice(REGIONS), chance.choice(ROLES), employer,
        texts={Said.PROBLEM: Approved(problem, 0.0)} if problem else {},
        stages={"": chance.choice(list(Stage))} if problem and chance.random() < 0.5 else {},
    )  # fmt: skip
    odd = chance.random() < 0.2
    taker = Taker(
        person, account, chance.choice(NAMES), 0.0, "1", Frequency.MONTHLY, chance.choice(("pair", "trio", "circle")),
        "Europe/London", "56" if odd and chance.random() < 0.5 else "01234", 540, 1020,
    )  # fmt: skip
    blocks = {(Kind.PERSON.value, f"#p{chance.randrange(60):03}")} if chance.random() < 0.2 else set()
    if chance.random() < 0.1:
        blocks.add((Kind.SECTOR.value, chance.choice([it for it in Sector if it is not Sector.UNSAID]).value))
    if chance.random() < 0.1:
        blocks.add((Kind.EMPLOYER.value, chance.choice(EMPLOYERS[:4]).casefold()))
    paused = chance.random() < 0.1
    candidate = Candidate(
        person, frozenset({f"#{person}"}), sector, employer, paused, Frequency.MONTHLY, frozenset(blocks)
    )
    return Member(taker, profile, candidate)


def crowd(members: Sequence[Member]) -> Counter[Alike]:
    """How many share each combination."""
    return Counter(member.profile.alike for member in members)


def introduced(members: Sequence[Member], origin: str = "round") -> Introduction:
    """An introduction of these people, as the table has it."""
    parties = tuple(
        Party(1, it.taker.person, it.taker.account, it.taker.name, it.profile.sector.value, it.profile.problem, "",
              None, 0, "", "", None, "")
        for it in members
    )  # fmt: skip
    return Introduction(1, origin, "", "asked", "", 0.0, 0.0, None, parties)
