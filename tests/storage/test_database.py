"""Units of work: what arrives together is committed together, and one that fails takes no other down."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import insert, make_url, text

from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from storage import postgres
from storage.bridges import Taken
from storage.database import Database, Unavailable, Unit
from storage.inbox import heard
from storage.migrate import _ONE_AT_A_TIME, is_made, upgrade
from storage.outbox import Op

HERE = ChannelRef("slack", "T1", "C1")
THERE = ChannelRef("discord", "G1", "D1")
ANN, BOB = AccountRef("slack", "T1", "U1"), AccountRef("slack", "T1", "U2")
SHORT = 0.5
PATIENCE = 30.0  # no figure: it ends a test that hangs


async def test_what_a_unit_did_is_gone_when_it_raises(database: Database) -> None:
    async def half(unit: Unit) -> None:
        await unit.bridges.add("Falls", (HERE, THERE), 1.0)
        raise KeyError("changed my mind")

    with pytest.raises(KeyError):
        await database.write(half)

    assert await database.read(lambda unit: unit.bridges.all()) == []


async def test_of_many_at_once_only_those_that_fail_fail(database: Database) -> None:
    async def note(number: int, unit: Unit) -> bool:
        if number % 5 == 0:
            raise KeyError(number)
        return await unit.inbox.first_time(f"key {number}", 1.0)

    results = await asyncio.gather(
        *(database.write(lambda unit, number=number: note(number, unit)) for number in range(50)),  # type: ignore[misc]
        return_exceptions=True,
    )

    assert [isinstance(result, KeyError) for result in results] == [number % 5 == 0 for number in range(50)]
    heard = [await database.read(lambda unit, n=n: note(n, unit)) for n in range(1, 5)]  # type: ignore[misc]
    assert heard == [False] * 4


async def test_listeners_are_woken_only_after_the_commit(database: Database) -> None:
    seen: list[int] = []

    async def work(unit: Unit) -> None:
        message = await unit.messages.expect(MessageRef(HERE, "m1"), 1.0, posted=True)
        await unit.outbox.add(Op.SYNC, message.id, [THERE], 1.0)
        seen.append(len(woken))

    woken: list[bool] = []
    await database.read(lambda unit: unit.bridges.all())
    database.attach(_claim_nothing, lambda _: woken.append(True))
    await database.write(work)

    assert (len(seen), len(woken) - seen[0]) == (1, 1)


async def test_a_database_that_is_away_is_said_to_be_unavailable(tmp_path: Path) -> None:
    (tmp_path / "folder.sqlite3").mkdir()
    async with Database(f"sqlite+aiosqlite:///{tmp_path}/folder.sqlite3") as database:
        with pytest.raises(Unavailable):
            await database.write(lambda unit: unit.bridges.all())
        with pytest.raises(Unavailable):
            await database.read(lambda unit: unit.bridges.all())


async def test_so_is_one_that_is_not_there_or_to_which_there_is_no_right(postgres_url: str) -> None:
    """The operator can mend either meanwhile; and what is wrong is said in a line."""
    url = make_url(postgres_url)
    async with Database(str(url.set(database="nowhere"))) as database:
        with pytest.raises(Unavailable, match=r'^database "nowhere" does not exist$'):
            await upgrade(database)
    async with Database(postgres_url) as database:
        with pytest.raises(Unavailable, match=r"^permission denied for table bridge$"):
            await database.write(without_rights)


async def without_rights(unit: Unit) -> None:
    await unit.connection.execute(text("SET LOCAL ROLE pg_monitor"))
    await unit.connection.execute(text("SELECT 1 FROM bridge"))


@pytest.mark.parametrize("mode", ["disable", "prefer"])
async def test_an_address_may_say_how_safe_the_way_is_as_hosts_write_it(postgres_url: str, mode: str) -> None:
    said = make_url(postgres_url).update_query_dict({"sslmode": mode}).render_as_string(hide_password=False)

    async with Database(said) as database:
        assert await database.read(lambda unit: unit.bridges.all()) == []
        await upgrade(database)
        await database.compact()


async def test_so_is_one_that_has_just_ended_a_connection_of_ours(postgres_url: str) -> None:
    """The server has said so, and the connection is not closed yet: the driver is at a loss, and the work is right."""
    told = b"SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0"
    async with Database(postgres_url) as database:

        async def ended(unit: Unit) -> None:
            raw = await unit.connection._connection.get_raw_connection()  # type: ignore[attr-defined]
            raw.driver_connection._protocol.data_received(b"E" + (len(told) + 4).to_bytes(4, "big") + told)
            await unit.bridges.all()

        with pytest.raises(Unavailable):
            await database.read(ended)

        assert await database.write(lambda unit: unit.bridges.all()) == []


async def test_a_channel_is_in_one_bridge_at_most(database: Database) -> None:
    third = ChannelRef("slack", "T2", "C1")
    await database.write(lambda unit: unit.bridges.add("Falls", (HERE, THERE), 1.0))

    with pytest.raises(Taken, match="in the bridge “Falls” already"):
        await database.write(lambda unit: unit.bridges.add("Beds", (HERE, third), 1.0))
    with pytest.raises(Taken, match="a bridge called “Falls”"):
        await database.write(lambda unit: unit.bridges.add("Falls", (third, ChannelRef("slack", "T3", "C1")), 1.0))

    bridge = await database.read(lambda unit: unit.bridges.of(HERE.in_thread("7")))
    assert bridge is not None
    assert bridge.others(HERE) == (THERE,)
    assert await database.write(lambda unit: unit.bridges.remove("Falls"))
    assert await database.read(lambda unit: unit.bridges.of(HERE)) is None


async def test_another_process_on_the_same_postgresql_is_woken(postgres_url: str) -> None:
    woken = asyncio.Event()
    async with Database(postgres_url) as ours, Database(postgres_url) as theirs:
        theirs.attach(_claim_nothing, lambda _: woken.set())
        async with asyncio.timeout(100):
            await woken.wait()  # it listens, and says so once
        woken.clear()

        async def work(unit: Unit) -> None:
            message = await unit.messages.expect(MessageRef(HERE, "m1"), 1.0, posted=True)
            await unit.outbox.add(Op.SYNC, message.id, [THERE], 1.0)

        await ours.write(work)
        async with asyncio.timeout(100):
            await woken.wait()


async def test_who_decides_for_a_person_is_the_only_one_until_the_commit(postgres_url: str) -> None:
    holds, done = asyncio.Event(), asyncio.Event()

    async def first(unit: Unit) -> None:
        await unit.pace.hold(ANN)
        holds.set()
        await done.wait()
        await unit.inbox.first_time("said", 1.0)

    async def second(unit: Unit) -> bool:
        await unit.pace.hold(ANN)
        return await unit.inbox.first_time("said", 2.0)

    async with Database(postgres_url) as ours, Database(postgres_url) as theirs, asyncio.timeout(PATIENCE):
        deciding = asyncio.create_task(ours.write(first))
        await holds.wait()
        waiting = asyncio.create_task(theirs.write(second))
        await theirs.write(lambda unit: unit.pace.hold(BOB), about="something else")
        assert not waiting.done()
        done.set()
        await deciding
        assert not await waiting  # it sees what the first one did


async def test_two_who_hold_what_the_other_needs_let_go_and_try_again(postgres_url: str) -> None:
    both, tries = asyncio.Barrier(2), {ANN: 0, BOB: 0}

    async def holding(one: AccountRef, other: AccountRef, unit: Unit) -> None:
        tries[one] += 1
        await unit.pace.hold(one)
        if tries[one] == 1:
            await both.wait()
        await unit.pace.hold(other)

    async with Database(postgres_url) as ours, Database(postgres_url) as theirs, asyncio.timeout(PATIENCE):
        await asyncio.gather(
            ours.write(lambda unit: holding(ANN, BOB, unit)), theirs.write(lambda unit: holding(BOB, ANN, unit))
        )
    assert sum(tries.values()) > 2


async def test_a_transaction_in_which_nothing_happens_is_given_up_for_others(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(postgres.SETTINGS, "idle_in_transaction_session_timeout", "300")
    async with Database(postgres_url) as frozen, Database(postgres_url) as other:
        connection = await frozen.engine.connect()
        await connection.execute(insert(heard).values(key="told", at=1.0))
        assert await other.write(lambda unit: unit.inbox.first_time("told", 2.0))
        await connection.invalidate()
        await connection.close()


async def _claim_nothing(unit: Unit) -> None:
    """Leave everything to be looked for."""


async def test_compacting_waits_for_no_reader_and_is_done_the_next_time(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite+aiosqlite:///"))
    log = path.with_name(f"{path.name}-wal")
    async with Database(sqlite_url) as database:
        await database.write(lambda unit: unit.inbox.note(["one"], 0.0))
        reader = sqlite3.connect(path)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM heard").fetchall()
        await database.write(lambda unit: unit.inbox.note(["two"], 0.0))
        await database.compact()
        kept = log.stat().st_size
        reader.close()
        await database.compact()

        assert (kept > 0, log.stat().st_size) == (True, 0)
        assert await database.read(lambda unit: unit.inbox.heard(["one", "two"])) == {"one", "two"}


async def test_compacting_is_not_ended_when_it_takes_longer_than_other_statements_may(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Database(postgres_url) as other:
        monkeypatch.setitem(postgres.TIME_LIMITS, "command_timeout", SHORT)
        async with Database(postgres_url) as database, other.engine.begin() as holding:
            await holding.execute(text("LOCK TABLE heard IN SHARE UPDATE EXCLUSIVE MODE"))  # as another compacting does
            compacting = asyncio.create_task(database.compact())
            await asyncio.sleep(3 * SHORT)
            waited = not compacting.done()
            await holding.rollback()
            await compacting

    assert waited


async def test_neither_is_a_migration(empty_postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with Database(empty_postgres_url) as other:
        monkeypatch.setitem(postgres.TIME_LIMITS, "command_timeout", SHORT)
        async with Database(empty_postgres_url) as database, other.engine.begin() as holding:
            await holding.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))  # another process is at it
            upgrading = asyncio.create_task(upgrade(database))
            await asyncio.sleep(3 * SHORT)
            waited = not upgrading.done()
            await holding.rollback()
            await upgrading
            assert await is_made(other)

    assert waited


async def test_different_things_are_written_side_by_side(postgres_url: str) -> None:
    together = asyncio.Barrier(postgres.Postgres.writers)

    async def meet(unit: Unit) -> None:
        await together.wait()

    async with Database(postgres_url) as database, asyncio.timeout(PATIENCE):
        await asyncio.gather(*(database.write(meet, about=f"channel {number}") for number in range(together.parties)))


async def test_what_is_about_the_same_is_written_in_the_order_in_which_it_came(postgres_url: str) -> None:
    written: list[int] = []

    async def note(number: int, unit: Unit) -> None:
        await unit.connection.execute(text("SELECT 1"))
        written.append(number)

    async with Database(postgres_url) as database:
        await asyncio.gather(
            *(database.write(partial(note, number), about=f"channel {number % 3}") for number in range(300))
        )

    for channel in range(3):
        assert [number for number in written if number % 3 == channel] == [*range(channel, 300, 3)]


async def test_a_new_file_and_what_sqlite_writes_beside_it_are_their_owners_alone_to_read(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        async with Database(f"sqlite+aiosqlite:///{tmp_path / 'new.sqlite3'}") as database:
            await upgrade(database)
            modes = {file.name: file.stat().st_mode & 0o777 for file in os.scandir(tmp_path)}
    finally:
        os.umask(before)

    assert len(modes) > 1 and set(modes.values()) == {0o600}, modes
