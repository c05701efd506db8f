"""What was done that somebody may have to answer for. Never the text of a message.

Rows are only added; each hashes the one before (`storage.chain`). Old ones are dropped from the beginning, and the
chain's own row remembers where it begins since.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ForeignKey, Table, Text, delete, exists, func, insert, select, update

from adapters.contract.refs import AccountRef, CommunityRef
from storage.chain import Broken, Fault, Link, digest, first_fault
from storage.personal import UNKNOWN, Records, Salt, of, shown, unnamed
from storage.schema import Address, RowId, Session, Time, metadata

audit = Table(
    "audit",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("at", Time, nullable=False, index=True),
    Column("community", Address, nullable=False, index=True),
    Column("bridge_id", ForeignKey("bridge.id", ondelete="SET NULL"), index=True),
    Column("about", RowId),
    Column("who", Address, nullable=False),
    Column("act", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

# One row: the newest act's number and hash, and those of the last that was dropped.
audit_chain = Table(
    "audit_chain",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("number", RowId, nullable=False),
    Column("hash", Text, nullable=False),
    Column("dropped", RowId, nullable=False),
    Column("dropped_hash", Text, nullable=False),
)

OPERATOR = AccountRef(UNKNOWN, "", "operator")
ITSELF = AccountRef(UNKNOWN, "", "itself")  # the bot, when a time is up
UNNAMED = AccountRef(UNKNOWN, "", "unnamed")  # somebody whom the log does not name


_ACCOUNT = re.compile(r"[a-z]+:[^/\s]*/[^/\s]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: when, in which community, by whom, on which bridge. What `detail` holds depends on the act."""

    at: float
    community: str
    who: AccountRef
    act: str
    detail: str
    bridge_id: int | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of acts: how many stand in it, its newest link, and what is wrong with it first, if anything."""

    count: int
    newest: Link
    broken: Broken | None


@dataclass(frozen=True, slots=True)
class Audit:
    """Queries on it."""

    connection: Session
    salt: Salt = field(default_factory=Salt)

    async def note(
        self,
        community: CommunityRef | None,
        bridge_id: int | None,
        who: AccountRef,
        act: str,
        detail: str,
        now: float,
    ) -> int:
        """Write an act down, of a community or of none; its number comes back."""
        hidden = await self._hidden()
        longer = update(audit_chain).values(number=audit_chain.c.number + 1)  # holds the chain until the commit
        [(number, previous)] = await self.connection.execute(longer.returning(audit_chain.c.number, audit_chain.c.hash))
        home = "" if community is None else str(community)
        done = {"at": now, "community": home, "bridge_id": bridge_id, "about": bridge_id, "who": str(who)}
        row = {"id": number, **done, "act": act, "detail": detail, "previous": previous}
        hash = digest(row, hidden)
        await self.connection.execute(insert(audit), {**row, "hash": hash})
        await self.connection.execute(update(audit_chain).values(hash=hash))
        return int(number)

    async def recent(
        self, community: CommunityRef, bridge_id: int | None, most: int, without: Collection[str] = ()
    ) -> list[Entry]:
        """What was done in a community, and by anybody on a bridge, `without` some acts; newest first."""
        ours = audit.c.community == str(community)
        which = ours if bridge_id is None else ours | (audit.c.bridge_id == bridge_id)
        columns = (audit.c.at, audit.c.community, audit.c.who, audit.c.act, audit.c.detail, audit.c.bridge_id)
        found = select(*columns).where(which, audit.c.act.not_in(without)).order_by(audit.c.id.desc()).limit(most)
        rows = await self.connection.execute(found)
        return [Entry(at, where, AccountRef.parse(who), *more) for at, where, who, *more in rows]

    async def latest(self, accounts: Sequence[AccountRef], act: str, since: float) -> float | None:
        """When one of these accounts last did something since a time; None when they did not."""
        theirs = of(audit.c.who, accounts) & (audit.c.act == act) & (audit.c["at"] > since)
        newest = select(func.max(audit.c["at"])).where(theirs)
        return (await self.connection.execute(newest)).scalar()

    async def actors(self, community: CommunityRef, bridge_id: int, removal: str) -> list[AccountRef]:
        """Whoever in a community did something on a bridge, since they were taken off (`removal`) if they were."""
        theirs = (audit.c.community == str(community)) & (audit.c.bridge_id == bridge_id) & _acted(removal)
        found = await self.connection.scalars(select(audit.c.who).where(theirs).distinct().order_by(audit.c.who))
        return [AccountRef.parse(who) for who in found.all()]

    async def acting(self, removal: str) -> list[tuple[CommunityRef, AccountRef]]:
        """The same of all communities, on whichever bridge."""
        both = select(audit.c.community, audit.c.who).where(audit.c.bridge_id.is_not(None), _acted(removal)).distinct()
        found = await self.connection.execute(both.order_by(audit.c.community, audit.c.who))
        return [(CommunityRef.parse(community), AccountRef.parse(who)) for community, who in found if community]

    async def check(self, known: Link | None = None) -> Chain:
        """Look at every act. `known` is a link that somebody noted earlier: it has to be in the chain still."""
        start, end = await self._held()
        found = await self.connection.execute(select(audit).order_by(audit.c.id))
        rows = [dict(row) for row in found.mappings()]
        broken = first_fault(start, rows, end, await self._hidden())
        if known is not None and broken is None and known.number > start.number:
            there = {start, *(Link(row["id"], row["hash"]) for row in rows)}
            if known not in there:
                fault = Fault.MISSING if known.number > end.number else Fault.ALTERED
                broken = Broken(known.number, fault)
        return Chain(len(rows), end, broken)

    async def forget(self, before: float) -> None:
        """Drop what was done before a time, from the oldest act to the first that is to stay."""
        _, end = await self._held()
        first = (await self.connection.execute(select(func.min(audit.c.id)).where(audit.c.at >= before))).scalar()
        old = audit.c.id < (end.number + 1 if first is None else first)
        last = select(audit.c.id, audit.c.hash).where(old).order_by(audit.c.id.desc()).limit(1)
        row = (await self.connection.execute(last)).first()
        if row is None:
            return
        await self.connection.execute(update(audit_chain).values(dropped=row.id, dropped_hash=row.hash))
        await self.connection.execute(delete(audit).where(old))

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """What they did, and what was done about them; without those who did it, and those about whom they did it."""
        theirs = of(audit.c.who, accounts) | of(audit.c.detail, accounts)
        columns = (audit.c.at, audit.c.community, audit.c.bridge_id, audit.c.who, audit.c.act, audit.c.detail)
        found = await shown(self.connection, "acts written down", select(*columns).where(theirs).order_by(audit.c.id))
        own = {str(account) for account in accounts}
        return {
            title: [
                {name: value for name, value in row.items() if value in own or not _names_somebody(name, value)}
                for row in rows
            ]
            for title, rows in found.items()
        }

    async def erase(self, accounts: Sequence[AccountRef]) -> None:
        """That somebody did it stays for those whom it concerns; who it was does not."""
        for account in accounts:
            hashed = str(await self.salt.hashed(account, self.connection))
            for column in (audit.c.who, audit.c.detail):
                mine = update(audit).where(column == str(account))
                await self.connection.execute(mine.values({column.name: hashed}))

    async def _held(self) -> tuple[Link, Link]:
        """What the chain begins after, and its newest link; nobody else writes to it until the commit."""
        row: Any = (await self.connection.execute(select(audit_chain).with_for_update())).one()
        return Link(row.dropped, row.dropped_hash), Link(row.number, row.hash)

    async def _hidden(self) -> Callable[[str], str]:
        value = await self.salt.of(self.connection)

        def hidden(said: str) -> str:
            return said if said.startswith(f"{UNKNOWN}:") else str(unnamed(value, said))

        return hidden


def _names_somebody(column: str, value: object) -> bool:
    return column in ("who", "detail") and _ACCOUNT.fullmatch(str(value)) is not None


def _acted(removal: str) -> Any:
    """Whether an act is somebody's who was not taken off since."""
    later = audit.alias()
    off = (later.c.community == audit.c.community) & (later.c.act == removal) & (later.c.detail == audit.c.who)
    return ~audit.c.who.startswith(f"{UNKNOWN}:") & ~exists().where(off, later.c.id > audit.c.id)
