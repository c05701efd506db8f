"""Which accounts the database names, in whichever table: what a new table says is found by the columns' names."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Table, select

from adapters.contract.refs import AccountRef, ChannelRef
from storage.personal import UNKNOWN
from storage.schema import Session, metadata

ACCOUNTS = frozenset({"account", "by", "who", "created_by", "named_by", "organiser"})  # columns that hold an account
ABOUT = ("audit", "detail")  # holds one of some acts
BOXES = (("copy", "lane"), ("delivery", "lane"))  # hold letter boxes, beside channels


def naming(table: Table) -> list[Column[Any]]:
    """The columns of a table that hold accounts."""
    return [it for it in table.columns if it.name in ACCOUNTS or (table.name, it.name) == ABOUT]


async def accounts(connection: Session) -> list[AccountRef]:
    """Everybody whom a row names by an account, and everybody to whom something was written; in order."""
    found: set[str] = set()
    for table in metadata.sorted_tables:
        for column in naming(table):
            found.update((await connection.scalars(select(column).distinct())).all())
    people = {account for said in found if (account := account_of(said)) is not None}
    for name, lane in BOXES:
        box = metadata.tables[name].c[lane]
        boxes = select(box).where(box.contains("/@")).distinct()
        for letter_box in (await connection.scalars(boxes)).all():
            people.update(ChannelRef.parse(letter_box).people)
    return sorted(people, key=str)


def account_of(said: str | None) -> AccountRef | None:
    """Read what a column says; None when it names nobody, or somebody of whom only a hash is kept."""
    if not said or ":" not in said or "/" not in said:
        return None
    account = AccountRef.parse(said)
    known = account.platform.isalnum() and account.id and account.platform != UNKNOWN
    return account if known else None
