"""What stands in the database, for stories that look there."""

from __future__ import annotations

from typing import Any

from storage.database import Database, Unit


async def rows(database: Database, statement: Any) -> list[Any]:
    """The rows of a query."""

    async def work(unit: Unit) -> list[Any]:
        return list((await unit.connection.execute(statement)).all())

    return await database.read(work)
