"""A backup that is put back brings nobody back who has had their data removed since."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from bot import forgetting
from bot.compose import ENDINGS
from bot.privacy import texts
from storage import named
from storage.database import Database, Unit
from storage.schema import metadata
from storage.subjects import erasures
from tests.fakes.platform import FakePlatform
from tests.stories.asking import Member
from tests.stories.conftest import World, running
from tests.stories.finding import FALLS
from tests.stories.test_privacy import raw, swept

DAY = 24 * 3600.0
Backup = dict[str, list[dict[str, Any]]]


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    """As elsewhere, where the database's kind plays no part."""
    async with running(sqlite_url) as made:
        yield made


async def taken(world: World) -> Backup:
    """All rows of all tables, as a dump holds them."""

    async def rows(unit: Unit) -> Backup:
        found = {table.name: await unit.connection.execute(select(table)) for table in metadata.sorted_tables}
        return {name: [dict(row) for row in result.mappings()] for name, result in found.items()}

    return await world.database.read(rows)


async def put_back(database: Database, backup: Backup) -> None:
    """The database is what it was when the backup was taken."""
    async with database.engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            await connection.execute(delete(table))
        for table in metadata.sorted_tables:
            if backup[table.name]:
                await connection.execute(insert(table), backup[table.name])


def same(world: World, who: Member) -> Member:
    """Somebody, as they meet the bot that came back."""
    platform: FakePlatform = getattr(world, who.platform.name)
    return Member(world, platform, who.channel, who.name, who.admin)


async def removed_again(database: Database, told: dict[str, float], now: float) -> list[str]:
    """What the operator's command does; whose data it removed."""
    gone = await database.write(lambda unit: forgetting.forget_again(told, unit, now, ENDINGS))
    return [account.id for account in gone]


async def list_of(world: World) -> dict[str, float]:
    """What the operator keeps apart from the database."""
    return await world.database.read(lambda unit: erasures(unit).all())


async def test_who_was_forgotten_after_the_backup_stays_forgotten_and_so_do_their_words(
    database_url: str, database_kind: str
) -> None:
    async with running(database_url, keys=()) as world:
        zoe = Member(world, world.red, world.talk(world.red), "Zebedee")
        bert = Member(world, world.blue, world.talk(world.blue), "Bert")
        await zoe.use("profile", sector="nhs", problem=FALLS)
        await zoe.say("The xylophone of Ward Zephyr.")
        await bert.say("Hello.")
        await world.idle()
        backup = await taken(world)
        world.clock.advance(3600)
        await zoe.say("The yodel of Ward Zephyr.")  # the backup does not know of it, and her own channel keeps it
        world.clock.advance(60)
        await zoe.press(await zoe.use("forget"), texts.YES_REMOVE)
        await swept(world)
        told = await list_of(world)
        platforms, clock = (world.red, world.blue, world.green), world.clock
    clock.advance(60)
    async with Database(database_url) as database:  # the bot does not run meanwhile
        await put_back(database, backup)
        assert await removed_again(database, told, clock.now()) == ["Zebedee"]
    async with running(database_url, platforms=platforms, clock=clock, keys=()) as world:
        zoe, bert = same(world, zoe), same(world, bert)
        await world.idle()
        assert [line for line in bert.sees() if "Ward" in line] == []
        await swept(world)
        await world.idle()  # whoever reads would keep the log from being emptied
        await world.database.compact()
        after = await raw(world, database_kind, database_url)
        words = (b"Bert", b"Zebedee", b"xylophone", b"yodel")
        assert [word for word in words if word in after] == [b"Bert"]
        assert "Falls" not in await zoe.told("profile show")
        clock.advance(1)
        await zoe.say("I am back.")
        assert bert.sees()[-1].endswith(" · Red: I am back.")


async def test_who_came_back_before_the_backup_keeps_what_they_have_given_since(world: World) -> None:
    zoe = Member(world, world.red, world.talk(world.red), "Zebedee")
    await zoe.say("Before.")
    await zoe.press(await zoe.use("forget"), texts.YES_REMOVE)
    await swept(world)
    told = await list_of(world)
    world.clock.advance(DAY)
    await zoe.use("profile", sector="nhs", problem=FALLS)
    await world.idle()
    await put_back(world.database, await taken(world))

    assert await removed_again(world.database, told, world.clock.now()) == []
    assert "profile" in await world.database.read(lambda unit: forgetting.everything([zoe.account], unit))


async def test_a_lasting_opt_out_is_not_ended_by_it(world: World) -> None:
    zoe = Member(world, world.red, world.talk(world.red), "Zebedee")
    bert = Member(world, world.blue, world.talk(world.blue), "Bert")
    await zoe.use("bridge optout", where="everywhere")
    backup = await taken(world)
    await zoe.press(await zoe.use("forget"), texts.YES_REMOVE)
    told = await list_of(world)
    await put_back(world.database, backup)
    await removed_again(world.database, told, world.clock.now())
    world.clock.advance(1)
    await zoe.say("Hello?")

    assert bert.sees() == []


async def test_the_list_names_nobody_and_forgets_after_90_days(world: World) -> None:
    zoe = Member(world, world.red, world.talk(world.red), "Zebedee")
    await zoe.say("Good morning.")
    await zoe.press(await zoe.use("forget"), texts.YES_REMOVE)
    told = await list_of(world)
    assert len(told) == 1 and "Zebedee" not in repr(told) and all(len(hash) == 40 for hash in told)

    await world.later(89 * DAY)
    assert await list_of(world) == told
    await world.later(2 * DAY)
    assert await list_of(world) == {}


async def test_everybody_is_known_whom_any_table_names_or_a_letter_was_written_to(world: World) -> None:
    zoe = Member(world, world.red, world.talk(world.red), "Zebedee")
    await zoe.use("mydata")  # a letter, and an act in the log
    await world.database.write(lambda unit: unit.audit.erase([zoe.account]))

    async def known(unit: Unit) -> list[str]:
        return [account.id for account in await named.accounts(unit.connection)]

    assert "Zebedee" in await world.database.read(known)
