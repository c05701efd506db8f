"""The written schema is the sum of its migrations, and a database that is newer than the program is left alone."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, insert, text

from adapters.contract.refs import AccountRef, CommunityRef
from storage import migrate
from storage.consents import Kind
from storage.database import Database
from storage.exclusions import Exclusion
from storage.migrate import TooNew, config, newest, upgrade
from storage.profiles import Stage, profile
from storage.schema import metadata
from storage.takers import intro_member


def differences(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


async def test_the_migrations_make_the_declared_tables(empty_url: str) -> None:
    async with Database(empty_url) as database:
        await upgrade(database)
        await upgrade(database)
        async with database.engine.connect() as connection:
            assert await connection.run_sync(differences) == []


async def test_processes_that_start_at_the_same_time_bring_it_up_to_date_once(empty_postgres_url: str) -> None:
    command = (sys.executable, "-m", "bot", "db", "upgrade")
    environment = os.environ | {"DATABASE_URL": empty_postgres_url}
    started = [await asyncio.create_subprocess_exec(*command, env=environment) for _ in range(3)]

    assert [await each.wait() for each in started] == [0, 0, 0]


def test_files_of_migrations_begin_with_their_versions_and_stand_in_their_order() -> None:
    scripts = [*ScriptDirectory(str(Path(migrate.__file__).parent / "migrations")).walk_revisions()]

    assert [Path(it.path).name.partition("_")[0] for it in scripts] == [it.revision for it in scripts]
    assert [it.revision for it in scripts] == sorted((it.revision for it in scripts), reverse=True)
    assert newest() == scripts[0].revision


async def test_a_newer_database_is_refused_and_not_touched(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'from the future'"))

    with pytest.raises(TooNew, match="from the future"):
        await upgrade(database)

    async with database.engine.connect() as connection:
        assert (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar() == "from the future"


async def test_acts_that_were_written_down_before_there_was_a_chain_become_its_beginning(empty_url: str) -> None:
    async with Database(empty_url) as database:

        def older(connection: Connection) -> None:
            command.upgrade(config(connection), "0008")

        async with database.engine.begin() as connection:
            await connection.run_sync(older)
            for id, who in ((2, "red:home/Ann"), (5, "unsilo:/0123"), (9, "red:home/Bob")):
                columns = "id, at, community, who, act, detail"
                values = f"{id}, {id}.25, 'red:home', '{who}', 'ban', 'red:home/Cy'"
                await connection.execute(text(f"INSERT INTO audit ({columns}) VALUES ({values})"))
        await upgrade(database)
        ann = AccountRef("red", "home", "Ann")
        await database.write(lambda unit: unit.audit.note(CommunityRef("red", "home"), None, ann, "ban", "", 10.0))
        await database.write(lambda unit: unit.audit.erase([ann]))

        found = await database.write(lambda unit: unit.audit.check())
        assert (found.count, found.newest.number, found.broken) == (4, 4, None)


async def test_who_was_barred_is_shown_by_the_account_that_the_log_tells_of(empty_url: str) -> None:
    async with Database(empty_url) as database:
        red, ann, anna, bob = "red:home", "red:home/Ann", "blue:/Anna", "red:home/Bob"
        barred = [(ann, "barred", red, 5.5), (anna, "barred", red, 5.5), (bob, "barred", "", 7.0)]

        def older(connection: Connection) -> None:
            command.upgrade(config(connection), "0022")
            then = MetaData()
            exclusions, acts = (Table(name, then, autoload_with=connection) for name in ("exclusion", "audit"))
            rows = [
                {"account": account, "bridge_id": 1, "why": why, "place": place, "at": at}
                for account, why, place, at in (*barred, (anna, "opted out", "", 6.0))
            ]
            connection.execute(insert(exclusions), rows)
            made = {"id": 1, "name": "B", "created_at": 1.0, "created_by": "", "rules": "", "paused": False}
            connection.execute(insert(Table("bridge", then, autoload_with=connection)), made)
            act = {"at": 5.5, "community": red, "bridge_id": 1, "about": 1, "who": bob, "act": "ban", "detail": anna}
            connection.execute(insert(acts), {"id": 1, **act, "previous": "", "hash": ""})

        async with database.engine.begin() as connection:
            await connection.run_sync(older)
        await upgrade(database)

        shown = await database.read(lambda unit: unit.exclusions.barred(1, 8.0))
        assert [str(each.account) for each in shown] == [bob, anna]
        assert len({each.number for each in shown} - {0}) == 2
        found = await database.read(lambda unit: unit.exclusions.keeping(AccountRef("red", "home", "Ann"), 1, 8.0))
        assert [each.number for each in found] == [shown[1].number]
        assert await database.read(lambda unit: unit.exclusions.all(shown[1].account, Exclusion.OPTED_OUT)) == [1]


async def test_topics_keep_their_words_and_stages_and_get_keys(empty_url: str) -> None:
    async with Database(empty_url) as database:

        def older(connection: Connection) -> None:
            command.upgrade(config(connection), "0020")
            said = [("falls alarms", "done"), ("", "doing")]
            rows = [{"person": "p", "topic": topic, "stage": stage, "approved_at": 5.0} for topic, stage in said]
            then = MetaData()
            profiles, topics = (Table(name, then, autoload_with=connection) for name in ("profile", "profile_topic"))
            facts = dict.fromkeys(("region", "role", "employer", "languages"), "")
            made = {"person": "p", "account": "red:home/Ann", "sector": "nhs", "made_at": 5.0, **facts}
            connection.execute(insert(profiles).values(employer_shown=False, paused_until=0.0, **made))
            connection.execute(insert(topics), rows)

        async with database.engine.begin() as connection:
            await connection.run_sync(older)
        await upgrade(database)
        await database.write(lambda unit: unit.profiles.stand("p", "falls alarms", Stage.THINKING, 6.0))

        mine = (await database.read(lambda unit: unit.profiles.many(["p"])))["p"]
        assert dict(mine.stages) == {"falls alarms": Stage.THINKING, "": Stage.DOING}


async def test_who_took_part_or_could_be_found_before_consents_were_kept_has_said_yes_since_then(
    empty_url: str,
) -> None:
    async with Database(empty_url) as database:
        made = {"person": "p", "account": "red:home/Ann", "sector": "nhs", "made_at": 5.0}
        hours = {"zone": "Europe/London", "days": "0", "starts": 0, "ends": 9}
        joined = {"person": "p", "account": "red:home/Ann", "name": "Ann", "joined_at": 7.0, "wording": "1"}
        taker = {**joined, "frequency": "monthly", "size": "pair", **hours}

        def older(connection: Connection) -> None:
            command.upgrade(config(connection), "0011")
            for table, row in ((profile, made), (intro_member, taker)):
                then = Table(table.name, MetaData(), autoload_with=connection)
                usual = {it.name: getattr(it.default, "arg", None) for it in table.columns if it.name in then.c}
                connection.execute(
                    insert(then).values({**{name: it for name, it in usual.items() if it is not None}, **row})
                )

        async with database.engine.begin() as connection:
            await connection.run_sync(older)
        await upgrade(database)

        ann = AccountRef("red", "home", "Ann")
        found = await database.read(lambda unit: unit.consents.standing([ann]))
        assert {kind: given.given_at for kind, given in found.items()} == {Kind.FOUND: 5.0, Kind.INTRODUCTIONS: 7.0}
        assert "version 1" in found[Kind.INTRODUCTIONS].wording
