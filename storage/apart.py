"""Who is not to be introduced to whom: what people blocked, and whom they were asked about or met before.

It outlives leaving and erasing, so it names people only by salted hashes of their accounts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Integer, Table, Text, delete, func, select

from adapters.contract.refs import AccountRef
from storage.personal import Records, shown
from storage.schema import Session, Time, metadata, upsert

intro_block = Table(
    "intro_block",
    metadata,
    Column("owner", Text, primary_key=True),  # a hash
    Column("kind", Text, primary_key=True),
    Column("target", Text, primary_key=True),  # a person's hash, an employer, a sector
    Column("meant", Text, primary_key=True),  # the target that they named: a person's other accounts go with it
    Column("at", Time, nullable=False),
)

intro_pair = Table(
    "intro_pair",
    metadata,
    Column("one", Text, primary_key=True),  # hashes, the smaller first
    Column("other", Text, primary_key=True),
    Column("met", Integer, nullable=False),  # 1: named to each other; 0: asked in vain
    Column("at", Time, nullable=False),
    Column("along", Text, nullable=False, default=""),  # of these, a hash that took over from its owner's other one
)

# Whom somebody asked to be introduced to, by hashes: that is all that they see, whether or not those were asked.
intro_wanted = Table(
    "intro_wanted",
    metadata,
    Column("one", Text, primary_key=True),
    Column("other", Text, primary_key=True),
    Column("at", Time, nullable=False),
)

intro_salt = Table(
    "intro_salt", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False)
)

_NAMED = (intro_block.c.kind, intro_block.c.meant.label("target"))


def hashed(salt: str, account: AccountRef) -> str:
    """What stands for an account here."""
    return hashlib.sha256(f"{salt} {account}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Pair:
    """What is remembered of two people who were asked about each other, by their hashes."""

    one: str
    other: str
    met: bool
    at: float


@dataclass(frozen=True, slots=True)
class Apart:
    """Queries on who is kept apart."""

    connection: Session

    async def salt(self, new: str = "") -> str:
        """What is mixed into hashes of accounts: `new` for the first who asks, and the same for ever after.

        Without `new` it is empty as long as there is none.
        """
        kept = select(intro_salt.c.value).where(intro_salt.c.name == "introductions")
        if (known := (await self.connection.execute(kept)).scalar()) is not None:
            return str(known)
        if not new:
            return ""
        row = {"name": "introductions", "value": new}
        await self.connection.execute(upsert(intro_salt, self.connection.dialect.name).on_conflict_do_nothing(), row)
        return str((await self.connection.execute(kept)).scalar_one())

    async def block(
        self, owners: Collection[str], kind: str, meant: str, now: float, *, along: Collection[str] = ()
    ) -> None:
        """Keep a person, an employer or a sector from whoever has these hashes; of a person, the other accounts too."""
        place = {"kind": kind, "meant": meant, "at": now}
        rows = [{**place, "owner": owner, "target": target} for owner in owners for target in {meant, *along}]
        new = upsert(intro_block, self.connection.dialect.name).on_conflict_do_nothing()
        await self.connection.execute(new, rows)

    async def unblock(self, owners: Collection[str], kind: str, meant: str) -> bool:
        """Take that back, by what was named when it was blocked; False when there was nothing to take back."""
        mine = intro_block.c.owner.in_(list(owners)) & (intro_block.c.kind == kind)
        gone = delete(intro_block).where(mine, intro_block.c.meant == meant)
        return (await self.connection.execute(gone)).rowcount > 0

    async def share_blocks(self, one: str, other: str) -> None:
        """Let what keeps one hash from others, and others from it, hold for another one too.

        What keeps the two from each other stays as it is.
        """
        named = (intro_block.c.owner == one) | intro_block.c.target.contains(one)  # of pairs, a target has two
        rows = (await self.connection.execute(select(intro_block).where(named))).mappings().all()
        names = ("owner", "target")
        moved = [
            {**row, **{name: row[name].replace(one, other) for name in names}}
            for row in rows
            if not {one, other} <= {row["owner"], *row["target"].split("+")}
        ]
        new = upsert(intro_block, self.connection.dialect.name).on_conflict_do_nothing()
        if moved:
            await self.connection.execute(new, moved)

    async def share(self, one: str, other: str) -> None:
        """The same, and whom that hash met, and whom it asked for."""
        await self.share_blocks(one, other)
        for pair in await self.pairs([one]):
            met = pair.other if pair.one == one else pair.one
            await self.remember(other, met, met=pair.met, now=pair.at, along=other)
        asked = select(intro_wanted.c.other, intro_wanted.c["at"]).where(intro_wanted.c.one == one)
        for row in (await self.connection.execute(asked)).all():
            await self.want(other, row.other, row.at)

    async def blocks(self, owners: Collection[str] | None = None) -> list[tuple[str, str, str]]:
        """(owner, kind, target) of what these, or all, keep from themselves."""
        rows = select(intro_block.c.owner, intro_block.c.kind, intro_block.c.target)
        if owners is not None:
            rows = rows.where(intro_block.c.owner.in_(list(owners)))
        return [tuple(row) for row in await self.connection.execute(rows)]

    async def named(self, owners: Collection[str]) -> set[tuple[str, str]]:
        """(kind, target) of what these named when they blocked it: nothing of a person's other accounts."""
        rows = select(intro_block.c.kind, intro_block.c.meant).where(intro_block.c.owner.in_(list(owners)))
        return {(kind, meant) for kind, meant in await self.connection.execute(rows)}

    async def want(self, one: str, other: str, now: float) -> None:
        """Remember that somebody asked to be introduced to another."""
        new = upsert(intro_wanted, self.connection.dialect.name)
        newest = new.on_conflict_do_update(index_elements=["one", "other"], set_={"at": new.excluded["at"]})
        await self.connection.execute(newest, {"one": one, "other": other, "at": now})

    async def remember(self, one: str, other: str, *, met: bool, now: float, along: str = "") -> None:
        """Remember that two were asked about each other, or met; having met is never forgotten."""
        low, high = sorted((one, other))
        new = upsert(intro_pair, self.connection.dialect.name)
        both = func.max if self.connection.dialect.name == "sqlite" else func.greatest
        known = {"met": both(intro_pair.c.met, new.excluded.met), "at": new.excluded["at"]}
        row = {"one": low, "other": high, "met": int(met), "at": now, "along": along}
        await self.connection.execute(new.on_conflict_do_update(index_elements=["one", "other"], set_=known), row)

    async def pairs(self, hashes: Collection[str] | None = None) -> list[Pair]:
        """What is remembered of these people, or of all."""
        rows = select(intro_pair)
        if hashes is not None:
            mine = list(hashes)
            rows = rows.where(intro_pair.c.one.in_(mine) | intro_pair.c.other.in_(mine))
        found = await self.connection.execute(rows)
        return [Pair(row.one, row.other, bool(row.met), row.at) for row in found]

    async def records(self, mine: Collection[str]) -> Records:
        """What whoever has these hashes blocked, and whom they asked for or were asked about, as far as it is theirs to
        know: nothing tells whether whom they asked for was asked, nor of other people's accounts.
        """
        theirs = intro_block.c.owner.in_(list(mine))
        named = select(*_NAMED, func.min(intro_block.c["at"]).label("at")).where(theirs)
        blocked = await shown(self.connection, "blocked in introductions", named.group_by(*_NAMED))
        pairs = intro_pair.c.one.in_(list(mine)) | intro_pair.c.other.in_(list(mine))
        told = intro_pair.c.along.in_(["", *mine])
        known: dict[str, dict[str, Any]] = {}
        for row in (await self.connection.execute(select(intro_pair).where(pairs, told))).all():
            known[row.other if row.one in mine else row.one] = {"met": row.met, "at": row.at}
        for row in (
            await self.connection.execute(select(intro_wanted).where(intro_wanted.c.one.in_(list(mine))))
        ).all():
            known[row.other] = {"met": known.get(row.other, {}).get("met", 0), "at": row.at}
        about = sorted(known.values(), key=lambda each: float(each["at"]))
        return blocked | ({"people you were asked about": about} if about else {})
