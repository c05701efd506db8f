"""Every column that names a person belongs to a subject that shows it, and lets it go."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Column, Table, insert, select

from adapters.contract.refs import AccountRef
from bot.forgetting import everything, let_go
from storage import named as accounts
from storage.database import Database, Unit
from storage.personal import Records
from storage.profiles import profile
from storage.schema import metadata
from storage.sealing import Sealed
from storage.subjects import people as people_of

ANN = AccountRef("red", "home", "Ann-the-canary")
MEMBER = "member-the-canary"
PERSON = "person-the-canary"  # the key of Ann's profile
NAMES = re.compile(
    r"account|member$|person|^who$|_by$|^by$|asker|answerer|author|organiser|owner|alternates|^holder$|speaker|sender"
)
NOT_PEOPLE = {
    ("message", "author"),  # a display name, beside `account`: the same subject's, and tested in stories
    *((table, "owner") for table in ("lane", "hearing", "life")),  # a process
    ("intro_block", "owner"),  # a salted hash: it stays, as the receipt says
    ("sector_chosen", "owner"),  # the same
}
LEFT = {
    "forgotten",  # goes by itself when all else has gone
    "understood",  # that a key is nobody's any more, until every process has heard of it
}


def people(table: Table) -> list[Column[Any]]:
    """The columns of a table that name a person."""
    return [
        column for column in table.columns if NAMES.search(column.name) and (table.name, column.name) not in NOT_PEOPLE
    ]


TABLES = [table for table in metadata.sorted_tables if people(table)]


def named(column: Column[Any]) -> str:
    """What a column that names Ann says."""
    if column.name == "alternates":
        return json.dumps(["others", PERSON])
    return {"member": MEMBER, "person": PERSON, "asker": PERSON}.get(column.name, str(ANN))


async def fill(table: Table, unit: Unit, made: dict[str, Any]) -> None:
    """Put a row into a table that names Ann wherever it can; `made` are the rows that it needs, by table."""
    if table.name == "text_vector":  # how a vector is kept depends on the database
        await unit.vectors.put(PERSON, {"problem": np.ones(4, np.float32)}, "red:home/talk", 1.0)
        return
    values: dict[str, Any] = {}
    for column in table.columns:
        if column in people(table):
            values[column.name] = named(column)
        elif column.foreign_keys:
            [key] = column.foreign_keys
            if not column.nullable or column.primary_key:
                values[column.name] = made[key.column.table.name]
        elif not column.nullable and column is not table.autoincrement_column:
            kind = column.type.python_type
            if isinstance(column.type, Sealed) and column.type.needs_key:
                continue  # there is no key here, and it names nobody
            values[column.name] = "red:home/talk" if kind is str else False if kind is bool else kind(1)
    if table is profile:
        values["sector"] = "nhs"
    first: Column[Any] = next(iter(table.primary_key.columns))
    done = await unit.connection.execute(insert(table).values(values).returning(first))
    made[table.name] = done.scalar_one()


async def prepare(table: Table, unit: Unit, made: dict[str, Any]) -> None:
    """Put in what a row of a table needs: rows that it names, and a profile where there is a person's key."""
    needed = {key.column.table for column in table.columns for key in column.foreign_keys}
    if any(PERSON in named(column) for column in people(table)):
        needed.add(profile)
    for other in sorted(needed - {table}, key=lambda it: it.name):
        if other.name not in made:
            await prepare(other, unit, made)
            await fill(other, unit, made)


async def known(unit: Unit) -> bool:
    """Whether Ann is among those whom the tables are said to name: backups that are put back depend on it."""
    return ANN in await accounts.accounts(unit.connection)


async def mentions(unit: Unit) -> list[str]:
    """The tables that name Ann."""
    rows = {table.name: repr((await unit.connection.execute(select(table))).all()) for table in metadata.sorted_tables}
    return [name for name, said in rows.items() if any(word in said for word in (ANN.id, MEMBER, PERSON))]


async def test_there_are_tables_to_look_at() -> None:
    known = {table.name for table in TABLES}
    assert {"message", "reaction", "exclusion", "linked", "held", "audit", "event_trust", "intro_seat"} <= known


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
async def test_what_names_a_person_is_shown_to_them(database: Database, table: Table) -> None:
    async def shown(unit: Unit) -> tuple[Records, Records, bool]:
        made: dict[str, Any] = {}
        await prepare(table, unit, made)
        before = await everything([ANN], unit)
        await fill(table, unit, made)
        return before, await everything([ANN], unit), await known(unit)

    before, found, listed = await database.write(shown)
    assert listed, f"{table.name} names somebody whom storage.named does not find"
    assert found != before, f"{table.name} is shown by no subject of storage.subjects"
    json.dumps(found)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
async def test_what_names_a_person_goes_when_they_want_it(database: Database, table: Table) -> None:
    async def left(unit: Unit) -> tuple[list[str], list[str]]:
        made: dict[str, Any] = {}
        await prepare(table, unit, made)
        await fill(table, unit, made)
        before = await mentions(unit)
        persons = await people_of(unit).persons([ANN])
        await let_go([ANN], persons, unit, 1.0)
        return before, await mentions(unit)

    before, after = await database.write(left)
    assert table.name in before
    assert set(after) <= LEFT, f"{after} still name a person"
