"""Reactions: who gave which emoji to a message, wherever they stand."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Boolean, Column, ForeignKey, Table, Text, exists, select, update

from adapters.contract.refs import AccountRef, ChannelRef
from storage.schema import Address, Session, Time, metadata, upsert

reaction = Table(
    "reaction",
    metadata,
    Column("message_id", ForeignKey("message.id", ondelete="CASCADE"), primary_key=True),
    Column("account", Address, primary_key=True, index=True),
    Column("emoji", Text, primary_key=True),
    Column("lane", Address, nullable=False),
    Column("name", Text, nullable=False, default=""),
    Column("present", Boolean, nullable=False),
    Column("withheld", Boolean, nullable=False, default=False),  # it stands where it was given, and nowhere else
    Column("at", Time, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Reaction:
    """A reaction: who gave it, what they are called, in which channel (its lane), and when."""

    emoji: str
    account: AccountRef
    name: str
    lane: ChannelRef
    at: float


@dataclass(frozen=True, slots=True)
class Reactions:
    """Queries on reactions."""

    connection: Session

    async def note(self, id: int, account: str, emoji: str, *, lane: str, name: str, present: bool, at: float) -> bool:
        """Note that someone reacted or took it back; False when something newer is known already."""
        new = upsert(reaction, self.connection.dialect.name).values(
            message_id=id, account=account, emoji=emoji, lane=lane, name=name, present=present, at=at, withheld=False
        )
        latest = new.on_conflict_do_update(
            index_elements=["message_id", "account", "emoji"],
            set_={"present": present, "at": at, "name": name, "lane": lane, "withheld": False},
            where=reaction.c.at <= at,
        )
        return (await self.connection.execute(latest.returning(reaction.c.account))).first() is not None

    async def withhold(self, id: int, account: str, emoji: str, *, lane: str, at: float) -> None:
        """Note that someone reacted, which nobody elsewhere is to be shown; not if they are shown it already."""
        new = upsert(reaction, self.connection.dialect.name).values(
            message_id=id, account=account, emoji=emoji, lane=lane, name="", present=False, at=at, withheld=True
        )
        kept = new.on_conflict_do_update(
            index_elements=["message_id", "account", "emoji"],
            set_={"at": at, "lane": lane, "withheld": True},
            where=(reaction.c.at <= at) & ~reaction.c.present,
        )
        await self.connection.execute(kept)

    async def clear(self, id: int, lane: str, emoji: str | None, at: float) -> list[str]:
        """Take away the reactions given in one channel (of one emoji, when set); the emoji that were there."""
        here = (reaction.c.message_id == id) & (reaction.c.lane == lane) & (reaction.c.at <= at)
        if emoji is not None:
            here &= reaction.c.emoji == emoji
        await self.connection.execute(update(reaction).where(here, reaction.c.withheld).values(withheld=False))
        here &= reaction.c.present
        gone = update(reaction).where(here).values(present=False, at=at).returning(reaction.c.emoji)
        return sorted(set((await self.connection.scalars(gone)).all()))

    async def wanted(self, id: int, emoji: str, lane: str) -> bool:
        """Whether somebody in another channel than this lane's has that reaction on the message."""
        there = select(
            exists().where(
                reaction.c.message_id == id, reaction.c.emoji == emoji, reaction.c.present, reaction.c.lane != lane
            )
        )
        return bool((await self.connection.execute(there)).scalar())

    async def unnamed(self, id: int, emoji: str) -> list[str]:
        """The accounts with that reaction on the message whose names nobody told."""
        nameless = (reaction.c.message_id == id) & (reaction.c.emoji == emoji) & reaction.c.present
        found = select(reaction.c.account).where(nameless, reaction.c.name == "")
        return list((await self.connection.scalars(found)).all())

    async def name(self, id: int, account: str, name: str) -> None:
        """Note how somebody who reacted is called, of whom that is not known."""
        theirs = (reaction.c.message_id == id) & (reaction.c.account == account) & (reaction.c.name == "")
        await self.connection.execute(update(reaction).where(theirs).values(name=name))

    async def rename(self, lane: str, name: str) -> None:
        """Call everybody who reacted in one channel the same."""
        await self.connection.execute(update(reaction).where(reaction.c.lane == lane).values(name=name))

    async def of(self, id: int) -> list[Reaction]:
        """The reactions that the message has, first come first."""
        rows = await self.connection.execute(
            select(reaction)
            .where(reaction.c.message_id == id, reaction.c.present)
            .order_by(reaction.c.at, reaction.c.account)
        )
        return [
            Reaction(row.emoji, AccountRef.parse(row.account), row.name, ChannelRef.parse(row.lane), row.at)
            for row in rows
        ]
