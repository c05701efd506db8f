"""Whoever deletes, pauses, has their data removed or keeps away is in no search from that commit on, anywhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from sqlalchemy import text

from adapters.contract.walk import text_of
from bot import profiles
from bot.introductions import apart_texts as meeting
from bot.people import texts
from bot.privacy import texts as privacy
from storage.database import Database, Unit
from tests.fakes.platform import FakePlatform
from tests.stories.asking import Member
from tests.stories.conftest import World, running
from tests.stories.finding import FALLS, cards, member, people
from tests.stories.test_linking import link

Leave = Callable[[Member], Awaitable[object]]


async def deletes(who: Member) -> None:
    assert texts.DELETED in await who.press(await who.use("profile delete"), "Yes, delete my profile")


async def pauses(who: Member) -> None:
    assert texts.PAUSED in await who.told("profile pause")


async def is_forgotten(who: Member) -> None:
    assert "Receipt: your data was removed on " in await who.press(await who.use("forget"), privacy.YES_REMOVE)


async def keeps_away(who: Member) -> None:
    assert await who.told("intro block", kind="person", who="<@Ann>") == meeting.BLOCKED


@pytest.fixture
async def other(world: World, database_url: str) -> AsyncIterator[World]:
    """A second bot on the same database, with its own memory."""
    theirs = tuple(FakePlatform(each.name, world.clock.now) for each in (world.red, world.blue, world.green))
    async with running(database_url, platforms=theirs, clock=world.clock) as made:
        yield made


@pytest.mark.parametrize("leave", [deletes, pauses, is_forgotten, keeps_away])
async def test_who_left_a_moment_ago_is_found_by_no_replica(world: World, other: World, leave: Leave) -> None:
    zoe, bea = await people(world, ("social care", FALLS), ("charity", f"{FALLS} again"), platform=world.red)
    await other.understood()
    here, there = member(world, world.red, "Ann"), member(other, other.red, "Ann")
    for ann in (here, there):
        assert len(cards(await ann.use("peers", problem=FALLS))) == 2

    await leave(zoe)

    for ann in (here, there):
        [left] = cards(await ann.use("peers", problem=FALLS))
        assert "again" in left
    await leave(bea)
    for ann in (there, here):
        assert texts.NOBODY in await ann.told("peers", problem=FALLS)


async def test_who_resumes_is_found_by_the_next_search(world: World) -> None:
    [zoe] = await people(world, ("social care", FALLS))
    ann = member(world, world.red, "Ann")
    await pauses(zoe)
    assert texts.NOBODY in await ann.told("peers", problem=FALLS)

    await zoe.use("profile resume")

    assert len(cards(await ann.use("peers", problem=FALLS))) == 1


async def test_neither_side_of_a_block_finds_the_other_with_any_of_their_accounts(world: World) -> None:
    ann, bob = member(world, world.red, "Ann"), member(world, world.red, "Bob")
    annie = member(world, world.blue, "Annie")
    await ann.use("profile", sector="nhs", problem=FALLS)
    await bob.use("profile", sector="social care", problem=FALLS)
    await link(annie, ann)
    for one in (ann, annie, bob):
        assert len(cards(await one.use("peers"))) == 1

    assert await bob.told("intro block", kind="person", who="<@Ann>") == meeting.BLOCKED
    for one in (ann, annie, bob):
        assert texts.NOBODY in await one.told("peers")
    assert texts.NOBODY in await annie.told("peers", problem=FALLS)

    assert await bob.told("intro unblock", kind="person", who="<@Ann>") == meeting.UNBLOCKED
    for one in (ann, annie, bob):
        assert len(cards(await one.use("peers"))) == 1


async def test_who_keeps_a_sector_or_an_employer_away_neither_finds_nor_is_found_by_it(world: World) -> None:
    ann, bob, cas = (member(world, world.red, name) for name in ("Ann", "Bob", "Cas"))
    await ann.use("profile", sector="nhs", problem=FALLS)
    await bob.use("profile", sector="supplier", problem=FALLS)
    await cas.fill(await cas.use("profile", sector="charity", problem=FALLS), "Employer", answer="Oak  House")
    assert len(cards(await ann.use("peers"))) == 2

    await ann.use("intro block", kind="sector", who="supplier")
    await ann.use("intro block", kind="employer", who="oak house")

    assert texts.NOBODY in await ann.told("peers")
    assert texts.NOBODY not in await bob.told("peers")
    for one in (bob, cas):
        found = text_of(await one.use("peers"))
        assert "NHS" not in found and len(cards(await one.use("peers"))) == 1


async def test_a_search_waits_for_a_deletion_that_is_about_to_be_committed(postgres_url: str) -> None:
    async with running(postgres_url) as world, Database(postgres_url) as other:
        [zoe] = await people(world, ("social care", FALLS))
        ann = member(world, world.red, "Ann")
        gone, go_on = asyncio.Event(), asyncio.Event()

        async def slowly(unit: Unit) -> None:
            await profiles.erase(unit, [zoe.account], world.clock.now())
            gone.set()
            await go_on.wait()

        deletion = asyncio.create_task(other.write(slowly))
        await gone.wait()
        search = asyncio.create_task(ann.told("peers", problem=FALLS))
        while not await other.read(somebody_waits):
            pass
        go_on.set()
        await deletion

        assert texts.NOBODY in await search


async def somebody_waits(unit: Unit) -> bool:
    """Whether a transaction waits for another one."""
    blocked = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    return int((await unit.connection.execute(blocked)).scalar_one()) > 0
