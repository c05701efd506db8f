"""Every column that names a person belongs to a subject that shows it, and lets it go."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from sqlalchemy import Column, Table, insert, select

from adapters.contract.refs import AccountRef
from bot.forgetting import everything
from storage.database import Database, Unit
from storage.schema import metadata
from storage.subjects import personal

ANN = AccountRef("red", "home", "Ann-the-canary")
MEMBER = "member-the-canary"
NAMES = re.compile(r"account|member$|person|^who$|_by$|asker|answerer|author|organiser|^holder$|speaker|sender")
NOT_PEOPLE = {("message", "author")}  # a display name, beside `account`: the same subject's, and tested in stories


def people(table: Table) -> list[Column[Any]]:
    """The columns of a table that name a person."""
    return [
        column for column in table.columns if NAMES.search(column.name) and (table.name, column.name) not in NOT_PEOPLE
    ]


TABLES = [table for table in metadata.sorted_tables if people(table)]


async def fill(table: Table, unit: Unit, made: dict[str, Any]) -> None:
    """Put a row into a table that names Ann wherever it can; first the rows that it needs."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if column in people(table):
            values[column.name] = MEMBER if column.name == "member" else str(ANN)
        elif column.foreign_keys:
            [key] = column.foreign_keys
            if not column.nullable or column.primary_key:
                if key.column.table.name not in made:
                    await fill(key.column.table, unit, made)
                values[column.name] = made[key.column.table.name]
        elif not column.nullable and column is not table.autoincrement_column:
            kind = column.type.python_type
            values[column.name] = "red:home/talk" if kind is str else False if kind is bool else kind(1)
    first: Column[Any] = next(iter(table.primary_key.columns))
    done = await unit.connection.execute(insert(table).values(values).returning(first))
    made[table.name] = done.scalar_one()


async def mentions(unit: Unit) -> list[str]:
    """The tables that name Ann."""
    rows = {table.name: repr((await unit.connection.execute(select(table))).all()) for table in metadata.sorted_tables}
    return [name for name, said in rows.items() if ANN.id in said or MEMBER in said]


async def test_there_are_tables_to_look_at() -> None:
    assert {"message", "reaction", "exclusion", "linked", "held", "audit"} <= {table.name for table in TABLES}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
async def test_what_names_a_person_is_shown_to_them(database: Database, table: Table) -> None:
    async def shown(unit: Unit) -> dict[str, Any]:
        await fill(table, unit, {})
        return dict(await everything([ANN], unit))

    found = await database.write(shown)
    assert any(rows for rows in found.values()), f"{table.name} is shown by no subject of storage.subjects"
    json.dumps(found)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
async def test_what_names_a_person_goes_when_they_want_it(database: Database, table: Table) -> None:
    async def left(unit: Unit) -> tuple[list[str], list[str]]:
        await fill(table, unit, {})
        before = await mentions(unit)
        for subject in personal(unit):
            await subject.erase([ANN])
        return before, await mentions(unit)

    before, after = await database.write(left)
    assert table.name in before
    assert after == (["forgotten"] if table.name == "forgotten" else []), f"{after} still name a person"
