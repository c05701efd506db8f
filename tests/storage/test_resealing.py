"""What is secret is encrypted with a new key: beside a running bot, again after it was killed, and no more."""

from __future__ import annotations

import asyncio
import os
import signal

from sqlalchemy import select, text

from adapters.contract.refs import AccountRef
from bot.sealing import Sealing, kept_of, reseal
from storage.database import Database, Unit
from storage.events import event
from storage.keys import name_of
from storage.profiles import Said, Sector
from storage.sealing import MARK
from tests import forks
from tests.keys import NEW, OLD, OTHER
from tests.rows import rows
from tests.storage.test_sealing import LINK, WORDS, add, kept, one

ROWS = 350  # more than fit in three units of work
PEOPLE = 40  # whose texts are more than fit in one


async def filled(url: str, number: int, *keys: str) -> None:
    """So many events with a description; with links when there is a key."""

    async def work(unit: Unit) -> None:
        for each in range(number):
            await add(unit, about=f"{WORDS} {each}", **({"link": f"{LINK}&{each}"} if keys else {}))

    async with Database(url, keys) as database:
        await database.write(work)


async def test_everything_is_encrypted_with_the_first_key_once(database_url: str) -> None:
    await filled(database_url, 5, OLD)
    async with Database(database_url, (NEW, OLD)) as database:
        before = await database.read(kept_of)
        assert (before.stale, before.clear, before.closed) == (10, 0, 0)
        assert await reseal(database) == 5
        assert await reseal(database) == 0
        assert name_of(OLD) not in await kept(database)
    async with Database(database_url, (NEW,)) as database:
        assert (await one(database)).link == f"{LINK}&0"
        assert (await database.read(kept_of)).closed == 0


async def test_the_start_encrypts_what_is_in_the_clear_and_leaves_what_another_key_opens(database_url: str) -> None:
    await filled(database_url, 3, OLD)
    await filled(database_url, 150)
    async with Database(database_url, (NEW, OLD)) as database:
        await Sealing(database).run()
        found = await kept(database)

        assert "walrus" not in found
        assert found.count(f"{MARK}{name_of(OLD)}:") == 6
        assert found.count(f"{MARK}{name_of(NEW)}:") == 150


async def test_what_no_key_opens_stays_as_it_is_and_is_counted(database_url: str) -> None:
    await filled(database_url, 2, OTHER)
    await filled(database_url, 1, OLD)
    async with Database(database_url, (NEW, OLD)) as database:
        assert await reseal(database) == 1
        found = await database.read(kept_of)
        assert (found.closed, found.missing, found.stale) == (4, (name_of(OTHER),), 0)
    async with Database(database_url, (OTHER,)) as database:
        assert (await one(database)).link == f"{LINK}&0"


async def test_rows_without_a_number_are_found_by_their_keys(database_url: str) -> None:
    """Profiles' texts, of which whole batches begin and end between two texts of one person."""

    async def written(unit: Unit) -> None:
        for number in range(PEOPLE):
            person = await unit.profiles.start(AccountRef("red", "home", f"U{number}"), Sector.NHS, 1.0)
            for said in Said:
                await unit.profiles.say(person, said, f"{WORDS} {number}", 1.0)

    async def said(unit: Unit) -> list[str]:
        return sorted(each.problem for each in await unit.profiles.everybody())

    async with Database(database_url, (OLD,)) as database:
        await database.write(written)
        before = await database.read(said)
    async with Database(database_url, (NEW, OLD)) as database:
        assert await reseal(database) == len(Said) * PEOPLE
        assert await reseal(database) == 0
    async with Database(database_url, (NEW,)) as database:
        assert await database.read(said) == before == sorted(f"{WORDS} {each}" for each in range(PEOPLE))


async def test_what_is_changed_meanwhile_keeps_its_change(database_url: str) -> None:
    await filled(database_url, 1, OLD)
    async with Database(database_url, (NEW, OLD)) as database:
        ids = await database.read(lambda unit: unit.resealing.stale("event", None, 10))
        await database.write(lambda unit: unit.events.change(1, link=f"{LINK}&new"))
        await database.write(lambda unit: unit.resealing.reseal("event", ids))

        assert (await one(database)).link == f"{LINK}&new"


async def test_a_row_that_somebody_holds_is_not_waited_for(postgres_url: str) -> None:
    await filled(postgres_url, 2, OLD)
    async with Database(postgres_url, (NEW, OLD)) as database, database.engine.begin() as other:
        await other.execute(text("UPDATE event SET title = 'Held' WHERE id = 1"))
        assert await reseal(database) == 1
        await other.rollback()
        assert await reseal(database) == 1


async def test_killed_in_the_middle_it_goes_on_where_it_was(database_url: str) -> None:
    await filled(database_url, ROWS, OLD)
    process = forks.processes.Process(target=_killed, args=(database_url,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    async with Database(database_url, (NEW, OLD)) as database:
        half = await kept(database)
        assert half.count(f"{MARK}{name_of(NEW)}:") == 400
        before = await links(database)
        assert await reseal(database) == ROWS - 200

        assert await links(database) == before == sorted(f"{LINK}&{each}" for each in range(ROWS))
        assert name_of(OLD) not in await kept(database)


async def links(database: Database) -> list[str]:
    """Every event's link, as members would get it."""
    return sorted(row.link for row in await rows(database, select(event.c.link)))


def _killed(url: str) -> None:
    """Encrypt anew in a process that is killed after two units of work."""

    async def work() -> None:
        async with Database(url, (NEW, OLD)) as database:
            write, done = database.write, 0

            async def counted(*args: object, **more: object) -> object:
                nonlocal done
                if done == 2:
                    os.kill(os.getpid(), signal.SIGKILL)
                done += 1
                return await write(*args, **more)  # type: ignore[arg-type]

            database.write = counted  # type: ignore[method-assign, assignment]
            await reseal(database)

    asyncio.run(work())
