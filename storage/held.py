"""Messages that are held because they may tell of a patient, and the forms of hospitals' numbers.

A held text is kept for a day at most. Then, or when its sender has decided, only a hash of it stays for a while, so
that nobody is asked twice about the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, RowMapping, Table, Text, delete, insert, select, update

from adapters.contract.refs import AccountRef, CommunityRef, MessageRef
from storage.personal import Records, of, shown
from storage.schema import Address, RowId, Session, Time, metadata, upsert
from storage.sealing import Code, Coded, Sealed


class Held(StrEnum):
    """How far it is. Stored, so the values stay."""

    WAITING = "waiting"  # nobody has decided
    SENT = "sent"  # its sender said that it names no patient
    HIDDEN = "hidden"  # its sender had it sent with its digits hidden
    RELEASED = "released"  # it was edited, and nothing was found any more
    DROPPED = "dropped"  # its sender, or the time, said no


held = Table(
    "held",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("account", Address, nullable=False, index=True),
    Column("bridge_id", RowId, nullable=False),
    Column("community", Address, nullable=False),
    Column("kinds", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("hash", Coded(), nullable=False),
    Column("posted", Sealed(lost=None)),
    Column("edited", Sealed(lost=None)),
    Column("at", Time, nullable=False, index=True),
    sqlite_autoincrement=True,  # a number is never given again: letters and their buttons know it
)

hospital_number = Table(
    "hospital_number",
    metadata,
    Column("community", Address, primary_key=True),
    Column("mask", Text, primary_key=True),
    Column("at", Time, nullable=False),
)


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """A message that is held. `posted` and `edited` are what was heard of it (as JSON), None when it was not, or went,
    or its key is lost.

    `kinds` are what was found, `hash` tells the newest text apart, `at` is when it was held.
    """

    id: int
    key: str
    account: AccountRef
    bridge_id: int
    community: CommunityRef
    kinds: tuple[str, ...]
    state: Held
    hash: Code
    posted: str | None
    edited: str | None
    at: float

    @classmethod
    def of(cls, row: RowMapping) -> HeldMessage:
        """The one in a row of the table."""
        return cls(
            row["id"],
            row["key"],
            AccountRef.parse(row["account"]),
            row["bridge_id"],
            CommunityRef.parse(row["community"]),
            tuple(row["kinds"].split(",")),
            Held(row["state"]),
            row["hash"],
            row["posted"],
            row["edited"],
            row["at"],
        )


@dataclass(frozen=True, slots=True)
class HeldMessages:
    """Queries on messages that are held."""

    connection: Session

    async def of(self, message: MessageRef) -> HeldMessage | None:
        """What is known of a message."""
        return await self._one(held.c.key == message.key)

    async def by_id(self, id: int) -> HeldMessage | None:
        """The one of that row."""
        return await self._one(held.c.id == id)

    async def hold(
        self, message: MessageRef, author: AccountRef, bridge_id: int, kinds: Sequence[str], now: float, **texts: Any
    ) -> int:
        """Hold a message, or what it was changed to; its row's number comes back.

        `texts` are `hash`, `posted` and `edited`; those that are not given stay as they are.
        """
        place = {"community": str(message.channel.home), "bridge_id": bridge_id, "account": str(author)}
        row = {**place, "kinds": ",".join(kinds), "state": Held.WAITING.value, "at": now, **texts}
        new = upsert(held, self.connection.dialect.name).values(key=message.key, **row)
        newest = new.on_conflict_do_update(index_elements=["key"], set_=row).returning(held.c.id)
        return int((await self.connection.execute(newest)).scalar_one())

    async def decide(self, id: int, state: Held) -> None:
        """Note what was decided, and let the texts go."""
        decided = update(held).where(held.c.id == id)
        await self.connection.execute(decided.values(state=state.value, posted=None, edited=None))

    async def drop(self, keys: Sequence[str]) -> list[HeldMessage]:
        """Forget what is known of these messages, which are gone; those that still waited come back."""
        gone = await self.connection.execute(delete(held).where(held.c.key.in_(keys)).returning(held))
        found = [HeldMessage.of(row) for row in gone.mappings()]
        return [each for each in found if each.state is Held.WAITING]

    async def waiting(self, accounts: Sequence[AccountRef]) -> list[HeldMessage]:
        """What waits for a decision of theirs, oldest first."""
        theirs = held.c.account.in_([str(account) for account in accounts]) & (held.c.state == Held.WAITING.value)
        rows = await self.connection.execute(select(held).where(theirs).order_by(held.c.id))
        return [HeldMessage.of(row) for row in rows.mappings()]

    async def overdue(self, before: float) -> list[HeldMessage]:
        """What was held before a time, and nobody has decided."""
        old = select(held).where(held.c.state == Held.WAITING.value, held.c.at < before).order_by(held.c.id)
        return [HeldMessage.of(row) for row in (await self.connection.execute(old)).mappings()]

    async def forget(self, before: float) -> None:
        """Drop what was held before a time."""
        await self.connection.execute(delete(held).where(held.c.at < before))

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """Messages of theirs that wait for their word, or waited in the last days."""
        told = [column for column in held.c if column is not held.c.hash]
        theirs = select(*told).where(of(held.c.account, accounts)).order_by(held.c.id)
        return await shown(self.connection, "messages held", theirs)

    async def erase(self, accounts: Sequence[AccountRef]) -> None:
        """They go, and are not copied."""
        await self.connection.execute(delete(held).where(of(held.c.account, accounts)))

    async def masks(self, community: CommunityRef) -> list[str]:
        """The forms of hospital numbers that a community has set."""
        known = select(hospital_number.c.mask).where(hospital_number.c.community == str(community))
        return list((await self.connection.scalars(known.order_by(hospital_number.c.mask))).all())

    async def add_mask(self, community: CommunityRef, mask: str, now: float) -> None:
        """Add one."""
        await self.connection.execute(insert(hospital_number), {"community": str(community), "mask": mask, "at": now})

    async def remove_mask(self, community: CommunityRef, mask: str) -> None:
        """Take one away."""
        which = (hospital_number.c.community == str(community)) & (hospital_number.c.mask == mask)
        await self.connection.execute(delete(hospital_number).where(which))

    async def _one(self, which: Any) -> HeldMessage | None:
        row = (await self.connection.execute(select(held).where(which))).mappings().first()
        return None if row is None else HeldMessage.of(row)
