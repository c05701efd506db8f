"""Whose data a span of time touched: what stands in the tables of it, by account and by community.

It looks at every table that names accounts, or the keys of profiles, and has times; a new one is looked at by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Float, Table, func, or_, select, true, union

from adapters.contract.refs import ChannelRef
from storage.audit import audit
from storage.copies import copy
from storage.erasing_people import HELD_BY
from storage.named import account_of, naming
from storage.personal import Records, shown
from storage.schema import Session, metadata

_PERSONS = ("person", "asker")  # columns that hold the key of a profile
_NO_DATA = {"audit"}  # told apart

Counts = dict[str, dict[str, int]]  # by whom or where, how many rows of which table


@dataclass(slots=True)
class Touched:
    """Rows by account, and by the community in which they came about, or to which copies went."""

    accounts: Counts = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    communities: Counts = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    def add(self, account: str, where: str | None, table: str, count: int) -> None:
        """So many rows of a table name an account, in a community if any."""
        self.accounts[account][table] += count
        if where:
            self.communities[where][table] += count


async def within(connection: Session, since: float | None, until: float | None) -> Touched:
    """What was made or changed in a span; without one, all that is held."""
    found = Touched()
    keys = await _keys(connection)
    for table in metadata.sorted_tables:
        if table.name in _NO_DATA:
            continue
        span = _span(table, since, until)
        if span is None:
            continue
        for column in naming(table):
            where = _where(table)
            asked = [column, *([] if where is None else [where])]
            rows = await connection.execute(select(*asked, func.count()).where(span).group_by(*asked))
            for said, *place, count in rows:
                if account := account_of(said):
                    home = _home(place[0]) if place else ""
                    found.add(
                        str(account), home or _home(f"{account.platform}:{account.community}/"), table.name, count
                    )
        if not naming(table):
            await _by_key(connection, table, span, keys, found)
    await _copies(connection, since, until, found)
    return found


async def acts(connection: Session, since: float | None, until: float | None) -> list[dict[str, Any]]:
    """What was written down of a span."""
    span = _span(audit, since, until)
    columns = [audit.c[name] for name in ("id", "at", "community", "who", "act", "detail")]
    told: Records = await shown(connection, "acts", select(*columns).where(span).order_by(audit.c.id))
    return told.get("acts", [])


async def _by_key(connection: Session, table: Table, span: Any, keys: Mapping[str, set[str]], found: Touched) -> None:
    for column in (it for it in table.columns if it.name in _PERSONS):
        for key, count in await connection.execute(select(column, func.count()).where(span).group_by(column)):
            for account in keys.get(key, ()):
                found.add(account, "", table.name, count)


async def _copies(connection: Session, since: float | None, until: float | None, found: Touched) -> None:
    """Where copies of messages were shown."""
    shown_there = select(copy.c.channel, func.count()).where(_span(copy, since, until)).group_by(copy.c.channel)
    for channel, count in await connection.execute(shown_there):
        if home := _home(channel):
            found.communities[home]["copies shown"] += count


async def _keys(connection: Session) -> dict[str, set[str]]:
    """The accounts to which the key of a profile leads."""
    keys: dict[str, set[str]] = defaultdict(set)
    everybody = union(*(select(table.c.person, table.c.account) for table in HELD_BY))
    for person, said in await connection.execute(everybody):
        if account := account_of(said):
            keys[person].add(str(account))
    return keys


def _span(table: Table, since: float | None, until: float | None) -> Any:
    """Whether a time of a row is in the span; None when the table has no times, and a span is asked for."""
    if since is None and until is None:
        return true()
    low, high = since or 0.0, float("inf") if until is None else until
    times = [it for it in table.columns if isinstance(it.type, Float)]
    return or_(*((it >= low) & (it <= high) for it in times)) if times else None


def _where(table: Table) -> Column[Any] | None:
    """The column that says in which channel or community a row came about."""
    return next((table.c[name] for name in ("channel", "community", "lane") if name in table.c), None)


def _home(said: str | None) -> str:
    """The community of a channel, an account or a community; none of private messages on Discord, or of ours."""
    if not said or ":" not in said or said.startswith("unsilo:"):
        return ""
    if "/" not in said:
        return said
    try:
        channel = ChannelRef.parse(said)
    except ValueError:  # an account of no community, and a community alone
        community = said.rpartition("/")[0]
        return "" if community.endswith(":") else community
    return "" if channel.nowhere else str(channel.home)
