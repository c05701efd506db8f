"""Figures under 5 are told on no screen: whether it is 2 people or 4, everybody else reads the same.

Towns that differ in nothing but how many people there are of each kind are walked through, command by command; the walk
is made from the declarations, so that a new screen cannot be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from aiohttp import ClientSession

from adapters.contract.commands import Asked, Command, Form, Press
from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from adapters.contract.walk import text_of
from bot.events import wording
from bot.events.pages import Pages
from bot.web import serving
from storage.consents import Kind
from storage.database import Database, Unit
from storage.migrate import upgrade
from storage.profiles import Said, Sector
from storage.takers import Taker
from tests.stories.asking import Member
from tests.stories.conftest import World, running
from tests.stories.finding import FALLS
from tests.stories.gathering import Gathering, address, gather, places, says
from tests.stories.test_authorisation import answers

# After these, others would have nothing to show.
ENDING = {"forget confirm", "profile erase", "leave confirm", "bridge pause", "bridge optout", "profile delete"}
# What differs for every town: codes, keys and addresses of one's own.
RANDOM = re.compile(r"\b[A-Z0-9]{4,5}(?:-[A-Z0-9]{4,5})+\b|\b[0-9a-f]{16,}\b|\b[\w-]{20,}\b")
MANY = 6


async def member(unit: Unit, name: str, sector: Sector, region: str, now: float) -> str:
    """Somebody of the red community who can be found, and takes part in introductions; the key of their profile."""
    account = AccountRef("red", "home", name)
    person = await unit.profiles.start(account, sector, now)
    await unit.profiles.describe(person, region=region)
    await unit.profiles.say(person, Said.PROBLEM, FALLS, now)
    await unit.vectors.owe(person, now)
    for kind in (Kind.FOUND, Kind.INTRODUCTIONS):
        await unit.consents.give(account, kind, "Yes.", now)
    usual = ("monthly", "pair", "Europe/London", "01234", 0, 24 * 60 - 1)
    await unit.takers.join(Taker(person, account, name, now, "1", *usual, seen_at=now))
    return person


async def met(unit: Unit, one: str, other: str, number: int, now: float) -> None:
    """Somebody of the NHS and somebody of a charity were introduced, and talked."""
    both = ((one, Sector.NHS.value, "yes"), (other, Sector.CHARITY.value, ""))  # the one has said what came of it
    parties = [
        {"person": f"{person}{number}", "account": AccountRef("red", "gone", f"{person}{number}"), "sector": sector,
         "answer": "yes", "talked": talked}
        for person, sector, talked in both
    ]  # fmt: skip
    id = await unit.introductions.propose("round", parties, now, now)
    assert id is not None
    await unit.introductions.move(id, "proposed", "open", opened_at=now)


async def town(world: World, few: int) -> Gathering:
    """A town with so `few` people of each kind, and enough of others that there is something to see."""
    now = world.clock.now()

    async def settle(unit: Unit) -> None:
        for number in range(MANY):
            await member(unit, f"Nurse{number}", Sector.NHS, "london", now)
            await met(unit, "n", "s", number, now) if few >= 5 else None
        for number in range(few):
            await member(unit, f"Charity{number}", Sector.CHARITY, "wales", now)
            await met(unit, "few-n", "few-c", number, now)
            who = AccountRef("red", "home", f"Organiser{number}")
            await unit.organisers.add(world.red.community, who, who, now)

    await world.database.write(settle)
    here = await gather(world)
    await here.everywhere(title="A small clinic")
    for number in range(few):
        await says(here, here.member(world.red, f"Charity{number}"), "Yes")
    await places(here, capacity="5")
    for number in range(5 + few):
        await says(here, here.member(world.red, f"Guest{number}"), "Yes")
    await here.later(10)
    await world.understood()
    return here


def walk(world: World, who: Member) -> Iterator[Asked]:
    """Every command with two of its choices, every button, and every form once."""
    message = MessageRef(who.channel, "pressed")
    for declared in world.bot.app.declarations:
        if declared.name in ENDING:
            continue
        made = answers(declared)
        if declared.form:
            yield Form(declared.name, "1", who.caller, who.channel, next(made), message)
        else:
            yield from (Command(declared.name, who.caller, who.channel, given, message) for given in islice(made, 2))
        yield Press(declared.name, "1", who.caller, who.channel, message)
    asking = {"words": FALLS, "me": "hidden", "where": "people", "suppliers": "no"}
    yield Command("peers", who.caller, who.channel, {"problem": FALLS})
    yield Form("ask", "", who.caller, who.channel, asking)


async def screens(world: World, here: Gathering) -> dict[str, str]:
    """What an organiser of another community reads: every answer, what is posted there, and every page."""
    found: dict[str, str] = {}
    bob = here.bob
    await bob.use("profile", sector="research", problem=FALLS)
    await world.understood()
    for number, asked in enumerate(walk(world, bob)):
        if asked.name == "bridge status":
            await world.rest()  # it says how much waits at the moment
        found[f"{number} {asked.name}"] = text_of(await world.bot.app.asked(asked))
    await world.rest()
    for where in (bob.channel, here.room(world.blue), world.blue.channel("dm-bob")):
        found[f"in {where}"] = "\n".join(sorted(world.blue.lines(where)))
    return found | await pages(world)


async def pages(world: World) -> dict[str, str]:
    """The public pages and calendars."""
    made = Pages(world.database, world.clock, "https://events.example")
    events = [await world.database.read(lambda unit, id=id: unit.events.by_id(id)) for id in (1, 2)]  # type: ignore[misc]
    ours = await address(world, world.red)
    urls = [f"/events/{event.uid}" for event in events if event] + [f"/communities/{ours}", f"/calendars/{ours}.ics"]
    found = {}
    async with serving("127.0.0.1", 0, made.routes()) as port, ClientSession(f"http://127.0.0.1:{port}") as session:
        for number, url in enumerate(urls):
            async with session.get(url) as answer:
                assert answer.status == 200, url
                found[f"{number} page"] = await answer.text()
    return found


async def read(folder: Path, few: int) -> dict[str, str]:
    """Everything that is read in a town with so few people of each kind, but for what is random."""
    url = f"sqlite+aiosqlite:///{folder}/{few}.sqlite3"
    async with Database(url) as database:
        await upgrade(database)
    async with running(url) as world:
        world.blue.text_limit = 4000
        found = await screens(world, await town(world, few))
    return {name: "\n".join(sorted(RANDOM.sub("…", text).splitlines())) for name, text in found.items()}


def differing(one: str, other: str) -> list[str]:
    """The lines that only one of two texts has."""
    return sorted(set(one.splitlines()) ^ set(other.splitlines()))


async def test_nobody_can_read_whether_it_is_two_people_or_four(tmp_path: Path) -> None:
    two, four, six = [await read(tmp_path, few) for few in (2, 4, 6)]

    assert len(two) > 150
    assert two.keys() == four.keys() == six.keys()
    if told := [f"{name}: {line}" for name in two for line in differing(two[name], four[name])]:
        pytest.fail("\n".join(told[:20]), pytrace=False)
    seen = {name.partition(" ")[2] for name in two if two[name] != six[name]}
    wanted = {"intro preview", "intro stats", "peers", "bridge people", "page", str(ChannelRef("blue", "home", "talk"))}
    assert wanted - seen == set(), "the walk sees figures where they may be told"


async def small(folder: Path, capacity: int, come: int) -> dict[str, str]:
    """What everybody reads of an event with few places for which so many people ask, some of them in vain."""
    url = f"sqlite+aiosqlite:///{folder}/{capacity}-{come}.sqlite3"
    async with Database(url) as database:
        await upgrade(database)
    async with running(url) as world:
        here = await gather(world)
        await places(here, capacity=str(capacity))
        for number in range(come):
            await says(here, here.member(world.red, f"Guest{number}"), "Yes")
        await here.later(60)
        found = {name: await here.cat.told(name) for name in ("events list", "events next")}
        found["shown"] = await here.cat.forge("events show", "1")
        for platform in (world.red, world.blue, world.green):
            found[str(platform.community)] = here.words(platform)
        found |= await pages(world)
    return {name: RANDOM.sub("…", text) for name, text in found.items()}


@pytest.mark.parametrize("capacity", [1, 3, 4])
async def test_nobody_can_read_whether_so_few_places_are_taken(tmp_path: Path, capacity: int) -> None:
    free, taken, waited = [await small(tmp_path, capacity, come) for come in (capacity - 1, capacity, capacity + 6)]

    assert free == taken == waited
    assert wording.places(capacity) in free["0 page"] and wording.places(capacity) in free["blue:home"]
