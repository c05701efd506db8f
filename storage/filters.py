"""Words with which a message does not cross a bridge."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey, Table, Text, delete, select

from storage.schema import Session, Time, metadata, upsert

word_filter = Table(
    "word_filter",
    metadata,
    Column("bridge_id", ForeignKey("bridge.id", ondelete="CASCADE"), primary_key=True),
    Column("word", Text, primary_key=True),
    Column("at", Time, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Filters:
    """Queries on words. A word is kept as it was given."""

    connection: Session

    async def add(self, bridge_id: int, word: str, now: float) -> bool:
        """Keep messages with a word from a bridge; False when they are already."""
        new = upsert(word_filter, self.connection.dialect.name).on_conflict_do_nothing()
        row = {"bridge_id": bridge_id, "word": word, "at": now}
        return (await self.connection.execute(new, row)).rowcount > 0

    async def remove(self, bridge_id: int, word: str) -> bool:
        """Take that back; False when there was nothing to take back."""
        which = (word_filter.c.bridge_id == bridge_id) & (word_filter.c.word == word)
        return (await self.connection.execute(delete(word_filter).where(which))).rowcount > 0

    async def of(self, bridge_id: int) -> list[str]:
        """A bridge's words, in alphabetical order."""
        found = select(word_filter.c.word).where(word_filter.c.bridge_id == bridge_id).order_by(word_filter.c.word)
        return list((await self.connection.scalars(found)).all())
