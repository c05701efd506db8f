"""How databases find rows: what is asked again and again looks at no more than it is about, however much there is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import text

from adapters.contract.refs import AccountRef
from bot import relay
from storage.database import Database, Unit
from storage.erasing import Erasing
from storage.portions import PORTION
from storage.prepared import Prepared

ANN = AccountRef("red", "home", "Ann")
MANY = 30_000  # enough for a look at all of them to cost more than an index, as databases reckon
NOW = 400 * 86_400.0

_NUMBERS = f"WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < {MANY})"
_MESSAGES = f"""
INSERT INTO message (id, key, lane, channel, remote, account, twin, broadcast, posted, stand_in, unnamed, sent_at,
  edited_at, hash)
{_NUMBERS}
SELECT n, 'key ' || n, 'red:home/one', 'red:home/one', n, 'red:home/' || (n % 500), '', 1 = 0, 1 = 1, 1 = 0, 1 = 0,
  86400.0 * (100 + n / 120), 0, '' FROM many
"""
_REACTIONS = f"""
INSERT INTO reaction (message_id, account, emoji, lane, name, present, withheld, at)
{_NUMBERS}
SELECT n, 'red:home/' || (n % 500), 'x', 'red:home/one', '', 1 = 1, 1 = 0, 1 FROM many
"""


class Explaining:
    """A session that has each statement explained before it is executed."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.plans: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    async def execute(self, statement: Any, parameters: Any = None) -> Any:
        """Execute a statement."""
        self.plans.append(await self._plan(statement, parameters or {}))
        return await self._session.execute(statement, parameters)

    async def scalars(self, statement: Any, parameters: Any = None) -> Any:
        """Execute a statement; the first column of its rows."""
        self.plans.append(await self._plan(statement, parameters or {}))
        return await self._session.scalars(statement, parameters)

    async def _plan(self, statement: Any, parameters: Any) -> str:
        dialect, values = self._session.dialect, []
        if isinstance(statement, Prepared):
            made = statement.made(dialect, parameters)
            asked, values = made.text, made.values(parameters, dialect)
        else:
            asked = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
        if dialect.name == "sqlite":
            cursor = self._session._connection.connection.cursor()
            return "\n".join(row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {asked}", values))
        return "\n".join(row[0] for row in await self._session._driver.fetch(f"EXPLAIN {asked}", *values))


async def explained(database: Database, work: Callable[[Unit], Awaitable[Any]]) -> list[str]:
    """How each statement of a unit of work is done where there are many messages and reactions."""

    async def fill(unit: Unit) -> None:
        for each in (_MESSAGES, _REACTIONS, "ANALYZE"):
            await unit.connection.execute(text(each))

    plans: list[str] = []

    async def look(unit: Unit) -> None:
        session = Explaining(unit.connection)
        await work(Unit(session, set(), unit.salt))
        plans.extend(session.plans)

    await database.write(fill)
    await database.write(look)
    return plans


def whole(plans: list[str], table: str) -> list[str]:
    """The plans that look at every row of a table."""
    lines = [(plan, line.strip().lstrip("-> ")) for plan in plans for line in plan.splitlines()]
    return [plan for plan, line in lines if line.partition("  ")[0] in (f"SCAN {table}", f"Seq Scan on {table}")]


async def test_forgetting_looks_only_at_what_is_forgotten(database: Database) -> None:
    plans = await explained(database, lambda unit: relay.forget(NOW, unit))

    assert len(plans) == 8
    assert whole(plans, "message") == []


async def test_what_somebody_wrote_and_gave_is_found_by_their_account(database: Database) -> None:
    async def all_of(unit: Unit) -> None:
        await unit.pace.slots(ANN, 10)
        await unit.pace.stop([ANN], [])
        erasing = Erasing(unit.connection)
        await erasing.records([ANN])
        await erasing.late(ANN, NOW)
        await erasing.erase([ANN])

    plans = await explained(database, all_of)

    assert whole(plans, "message") == []
    assert whole(plans, "reaction") == []


async def test_the_newest_that_somebody_wrote_are_found_without_looking_at_all_they_ever_wrote(
    database: Database,
) -> None:
    (plan,) = await explained(database, lambda unit: unit.pace.slots(ANN, 10))

    assert "ix_message_account" in plan
    assert "Sort" not in plan and "TEMP B-TREE" not in plan


async def test_what_is_old_goes_a_portion_at_a_time(database: Database) -> None:
    keys = [f"key {number}" for number in range(2 * PORTION)]
    await database.write(lambda unit: unit.inbox.note(keys, 1.0))

    left = []
    while await database.write(lambda unit: relay.forget(NOW, unit)):
        left.append(len(await database.read(lambda unit: unit.inbox.heard(keys))))

    assert left == [PORTION, 0]
