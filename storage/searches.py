"""Searches for peers, the cards that were shown, and wishes to be told when somebody comes.

The words of a search are kept for as long as its buttons work, those of a wish until it is fulfilled. What a button
names is random: nobody can guess another's card.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Table, Text, delete, exists, func, insert, select, update

from adapters.contract.refs import AccountRef
from storage.presence import away
from storage.profiles import profile_text, profile_topic
from storage.resealing import unreadable
from storage.schema import Address, Session, Time, metadata
from storage.sealing import Sealed

search = Table(
    "search",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account", Address, nullable=False, index=True),
    Column("words", Sealed(lost=None), nullable=False),  # empty: their own profile's
    Column("sector", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("at", Time, nullable=False, index=True),
)

shown_card = Table(
    "shown_card",
    metadata,
    Column("id", Text, primary_key=True),
    Column("search_id", ForeignKey("search.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("person", ForeignKey("profile.person", ondelete="CASCADE"), nullable=False, index=True),
)

wish = Table(
    "wish",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account", Address, nullable=False, index=True),
    Column("words", Sealed(lost=None), nullable=False),
    Column("sector", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("looked_at", Time, nullable=False),
    Column("told_at", Time, index=True),  # once it is set, the words are gone
)


@dataclass(frozen=True, slots=True)
class Only:
    """Whom somebody looks for: of a sector, of a region, and with `done` those who have done it. Empty: everybody."""

    sector: str = ""
    region: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looked for. Without words, they looked for people like their own profile."""

    id: str
    account: AccountRef
    words: str
    only: Only


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card that was shown to an account: the profile's key, and the words with which it was found."""

    id: str
    account: AccountRef
    person: str
    words: str


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom somebody wants to be told of when they come."""

    id: str
    account: AccountRef
    words: str
    only: Only


@dataclass(frozen=True, slots=True)
class Searches:
    """Queries on searches, shown cards and wishes."""

    connection: Session

    async def note(self, account: AccountRef, words: str, only: Only, now: float) -> str:
        """Keep a search; its key comes back."""
        id = secrets.token_hex(8)
        row = {"id": id, "account": str(account), "words": words, "at": now, **_columns(only)}
        await self.connection.execute(insert(search), row)
        return id

    async def count(self, accounts: Collection[AccountRef], since: float) -> int:
        """How often these accounts have searched since a time."""
        theirs = search.c.account.in_([str(account) for account in accounts])
        found = select(func.count()).where(theirs, search.c.at > since)
        return int((await self.connection.execute(found)).scalar_one())

    async def by_id(self, id: str, accounts: Collection[AccountRef]) -> Search | None:
        """A search that one of these accounts made; None for all others, and when the key of its words is lost."""
        theirs = search.c.account.in_([str(account) for account in accounts])
        row = (await self.connection.execute(select(search).where(search.c.id == id, theirs))).first()
        if row is None or row.words is None:
            return None
        return Search(row.id, AccountRef.parse(row.account), row.words, _only(row))

    async def show(self, search_id: str, persons: Sequence[str]) -> list[str]:
        """Note whose cards are shown; the cards' keys come back, in that order.

        It waits for a deletion of one of them that is about to be committed, and fails then: the unit is done anew.
        """
        rows = [{"id": secrets.token_hex(8), "search_id": search_id, "person": person} for person in persons]
        if rows:
            await self.connection.execute(insert(shown_card), rows)
        return [row["id"] for row in rows]

    async def card(self, id: str, accounts: Collection[AccountRef]) -> ShownCard | None:
        """A card that was shown to one of these accounts; None for all others, when its profile is gone, and when the
        key of the search's words is lost.
        """
        columns = (shown_card.c.id, shown_card.c.person, search.c.account, search.c.words)
        theirs = search.c.account.in_([str(account) for account in accounts])
        found = select(*columns).join(search).where(shown_card.c.id == id, theirs)
        row = (await self.connection.execute(found)).first()
        if row is None or row.words is None:
            return None
        return ShownCard(row.id, AccountRef.parse(row.account), row.person, row.words)

    async def wait(self, account: AccountRef, words: str, only: Only, now: float, again: Wish | None = None) -> str:
        """Keep a wish; its key comes back. A wish that is made again keeps the key that its buttons name."""
        if again is not None:
            changed = {"account": str(account), "looked_at": now, **_columns(only)}
            same = update(wish).where(wish.c.id == again.id, wish.c.told_at.is_(None)).values(**changed)
            if (await self.connection.execute(same)).rowcount > 0:
                return again.id
        id = secrets.token_hex(8)
        row = {"id": id, "account": str(account), "words": words, "looked_at": now, **_columns(only)}
        await self.connection.execute(insert(wish), row)
        return id

    async def waiting(self, accounts: Collection[AccountRef]) -> list[Wish]:
        """What these accounts still wait for, the oldest first."""
        theirs = wish.c.account.in_([str(account) for account in accounts])
        return await self._wishes(theirs & wish.c.told_at.is_(None))

    async def due(self, told_before: float, most: int) -> list[Wish]:
        """Wishes that somebody new may fulfil, longest waiting first; not of accounts told since a time, nor away."""
        newer = exists().where(profile_text.c.approved_at > wish.c.looked_at)
        newer_topic = exists().where(profile_topic.c.approved_at > wish.c.looked_at)
        told = wish.alias("told")
        lately = exists().where(told.c.account == wish.c.account, told.c.told_at > told_before)
        there = ~away(wish.c.account)
        return await self._wishes(wish.c.told_at.is_(None) & (newer | newer_topic) & ~lately & there, most)

    async def looked(self, ids: Collection[str], now: float) -> None:
        """Note that nobody was found for wishes among those who were there at a time."""
        await self.connection.execute(update(wish).where(wish.c.id.in_(ids)).values(looked_at=now))

    async def fulfil(self, id: str, now: float) -> bool:
        """A wish's owner is told; its words go. False when it was fulfilled or withdrawn meanwhile."""
        told = update(wish).where(wish.c.id == id, wish.c.told_at.is_(None)).values(told_at=now, words="")
        return (await self.connection.execute(told)).rowcount > 0

    async def withdraw(self, id: str, accounts: Collection[AccountRef]) -> bool:
        """Drop a wish of one of these accounts; False when there is none."""
        theirs = wish.c.account.in_([str(account) for account in accounts])
        gone = delete(wish).where(wish.c.id == id, theirs, wish.c.told_at.is_(None))
        return (await self.connection.execute(gone)).rowcount > 0

    async def erase(self, accounts: Collection[AccountRef]) -> None:
        """Drop all that these accounts looked for or wished."""
        keys = [str(account) for account in accounts]
        await self.connection.execute(delete(search).where(search.c.account.in_(keys)))
        await self.connection.execute(delete(wish).where(wish.c.account.in_(keys)))

    async def forget(self, searches_before: float, told_before: float) -> None:
        """Drop searches that are too old for their buttons, and wishes that were fulfilled before a time."""
        await self.connection.execute(delete(search).where(search.c.at < searches_before))
        await self.connection.execute(delete(wish).where(wish.c.told_at < told_before))

    async def _wishes(self, which: Any, most: int | None = None) -> list[Wish]:
        """Wishes whose words can be read: the others wait for their key."""
        _, lost = unreadable(wish.c.words, self.connection.dialect)
        rows = select(wish).where(which, ~lost).order_by(wish.c.looked_at, wish.c.id).limit(most)
        return [
            Wish(row.id, AccountRef.parse(row.account), row.words, _only(row))
            for row in await self.connection.execute(rows)
            if row.words is not None
        ]


def _columns(only: Only) -> dict[str, Any]:
    return {"sector": only.sector, "region": only.region, "done": only.done}


def _only(row: Any) -> Only:
    return Only(row.sector, row.region, row.done)
