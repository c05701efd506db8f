"""Who is there: which accounts were closed, or left every community of the bot's, and when that is to be asked again.

A row says what the platform said last, of accounts that take part in anything, or to which something may be written.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Column, Table, bindparam, delete, exists, func, or_, select, union, union_all, update

from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef
from storage.communities import community
from storage.consents import consent
from storage.messages import message
from storage.personal import Records, of, shown
from storage.prepared import Prepared
from storage.schema import CHUNK, Address, Session, Time, metadata, upsert

DAY = 24 * 3600.0

presence = Table(
    "presence",
    metadata,
    Column("account", Address, primary_key=True),
    Column("home", Address, nullable=False, default=""),  # the community in which the platform found them last
    Column("known_at", Time, nullable=False, default=0.0),  # when the platform said last whether they are there
    Column("ask_at", Time, nullable=False, default=0.0, index=True),  # when it is to be asked again
    Column("away_since", Time, nullable=False, default=0.0, index=True),  # 0.0: they are there, as far as is known
)

_LOST = select(community.c.key).where(community.c.lost_at > 0.0)
_TAKE_PART = ("profile", "intro_member", "wish", "rsvp", "organiser", "event_interest")  # tables of those who do
_BACK = Prepared(
    update(presence)
    .where(presence.c.account == bindparam("who"), presence.c.away_since > 0.0)
    .values(away_since=0.0, known_at=bindparam("now"))
)
_SKEW = 60.0  # seconds by which a platform's clock and ours may differ


def away(column: Any) -> Any:
    """Whether the account in a column is away: closed, gone from every community, or of one that the bot lost."""
    gone = exists().where(presence.c.account == column, presence.c.away_since > 0.0)
    lost = exists().where(community.c.lost_at > 0.0, column.startswith(community.c.key + "/"))
    return or_(gone, lost)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody of whom it is to be asked whether they are there; `home` is where they were found last, if anywhere."""

    account: AccountRef
    home: CommunityRef | None
    away: bool


@dataclass(frozen=True, slots=True)
class Presence:
    """Queries on who is there."""

    connection: Session

    async def leave(self, account: AccountRef, at: float) -> bool:
        """Note that an account is away since a time; False when it is already, or was there later than that."""
        new = upsert(presence, self.connection.dialect.name)
        values = {name: new.excluded[name] for name in ("known_at", "ask_at", "away_since")}
        older = (presence.c.known_at <= at + _SKEW) & (presence.c.away_since == 0.0)
        noted = new.on_conflict_do_update(index_elements=["account"], set_=values, where=older)
        row = {"account": str(account), "home": "", "known_at": at, "ask_at": at + DAY, "away_since": at}
        return (await self.connection.execute(noted, row)).rowcount > 0

    async def found(self, account: AccountRef, home: CommunityRef, now: float) -> None:
        """Note that an account is there, in a community; if it was away, it is back."""
        new = upsert(presence, self.connection.dialect.name)
        row = {"home": str(home), "known_at": now, "ask_at": now + DAY, "away_since": 0.0}
        noted = new.on_conflict_do_update(index_elements=["account"], set_=row)
        await self.connection.execute(noted, {"account": str(account), **row})

    async def back(self, account: AccountRef, now: float) -> None:
        """Note that somebody is there, for they have just used a command."""
        await self.connection.execute(_BACK, {"who": str(account), "now": now})

    async def ask_again(self, account: AccountRef, at: float) -> None:
        """Have it asked at a time whether an account is there: what was said, if anything, is no proof."""
        new = upsert(presence, self.connection.dialect.name)
        noted = new.on_conflict_do_update(index_elements=["account"], set_={"ask_at": at})
        await self.connection.execute(noted, {"account": str(account), "ask_at": at})

    async def doubt(self, box: ChannelRef) -> None:
        """A letter was refused: have it asked soon whether its reader is there."""
        names = {str(each) for one in box.people for each in (one, replace(one, community=""))}
        known = update(presence).where(presence.c.account.in_(sorted(names))).values(ask_at=0.0)
        await self.connection.execute(known)

    async def among(self, accounts: Collection[AccountRef]) -> set[AccountRef]:
        """Those of these accounts that are away."""
        keys, said = sorted({str(each) for each in accounts}), set[str]()
        for start in range(0, len(keys), CHUNK):
            theirs = presence.c.account.in_(keys[start : start + CHUNK]) & (presence.c.away_since > 0.0)
            both = union_all(select(presence.c.account).where(theirs), _LOST)  # one answer is waited for, not two
            said.update((await self.connection.scalars(both)).all())
        return {each for each in accounts if said & {str(each), f"{each.platform}:{each.community}"}}

    async def homes(self, accounts: Sequence[AccountRef]) -> list[CommunityRef]:
        """Where the platforms found those of these accounts last that are there."""
        there = of(presence.c.account, accounts) & (presence.c.away_since == 0.0) & (presence.c.home != "")
        found = await self.connection.scalars(select(presence.c.home).where(there).distinct())
        return [CommunityRef.parse(home) for home in found.all()]

    async def reachable(self, channels: Collection[ChannelRef]) -> list[ChannelRef]:
        """These channels without the letter boxes of those who are away."""
        boxes = {channel: channel.people for channel in channels if channel.people}
        if not boxes:
            return list(channels)
        # Within a community, a box names its owner with that community, also where users belong to none.
        both = {each for people in boxes.values() for one in people for each in (one, replace(one, community=""))}
        gone = await self.among(both)
        shut = {
            channel
            for channel, people in boxes.items()
            if all(one in gone or replace(one, community="") in gone for one in people)
        }
        return [channel for channel in channels if channel not in shut]

    async def concerns(self, account: AccountRef) -> bool:
        """Whether it matters if an account is there: it takes part in something, or has written what was carried."""
        everybody = _who_take_part()
        takes_part = select(everybody.c.account).where(everybody.c.account == str(account))
        wrote = select(message.c.account).where(message.c.account == str(account)).limit(1)
        known = select(presence.c.account).where(presence.c.account == str(account))
        for query in (takes_part, wrote, known):
            if (await self.connection.execute(query)).first() is not None:
                return True
        return False

    async def due(self, now: float, platforms: Collection[str], most: int) -> list[Asked]:
        """Of whom it is to be asked now, those first who have waited longest."""
        found = await self.connection.execute(_due(tuple(sorted(platforms))), {"now": now, "most": most})
        return [
            Asked(AccountRef.parse(account), CommunityRef.parse(home) if home else None, bool(since))
            for account, home, since in found
        ]

    async def gone(self, before: float) -> list[AccountRef]:
        """Those who are away since before a time, the longest first."""
        rows = select(presence.c.account).where(presence.c.away_since > 0.0, presence.c.away_since < before)
        found = await self.connection.scalars(rows.order_by(presence.c.away_since, presence.c.account))
        return [AccountRef.parse(account) for account in found.all()]

    async def prune(self, now: float) -> None:
        """Drop what is known of those who take part in nothing any more, once it was asked: they are there."""
        needed = presence.c.account.in_(select(_who_take_part().c.account))
        idle = (presence.c.away_since == 0.0) & (presence.c.ask_at > now) & ~needed
        lost = select(community.c.key).where(community.c.lost_at > 0.0)
        await self.connection.execute(delete(presence).where(idle, ~exists(lost)))

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """Whether they are there, and since when that is known."""
        theirs = select(presence).where(of(presence.c.account, accounts)).order_by(presence.c.account)
        return await shown(self.connection, "whether your account is there", theirs)

    async def erase(self, accounts: Sequence[AccountRef]) -> None:
        """It goes."""
        await self.connection.execute(delete(presence).where(of(presence.c.account, accounts)))


@cache
def _due(platforms: tuple[str, ...]) -> Prepared:
    everybody = union(select(_who_take_part().c.account), select(presence.c.account)).subquery()
    next_at = func.coalesce(presence.c.ask_at, 0.0)
    here = or_(*(everybody.c.account.startswith(f"{name}:") for name in platforms))
    return Prepared(
        select(everybody.c.account, presence.c.home, presence.c.away_since)
        .outerjoin(presence, presence.c.account == everybody.c.account)
        .where(next_at <= bindparam("now", type_=Time), here)
        .order_by(next_at, everybody.c.account)
        .limit(bindparam("most"))
    )


def _who_take_part() -> Any:
    """The accounts that take part in anything, as a subquery; some name nobody any more."""
    agreed = select(consent.c.account).where(consent.c.withdrawn_at.is_(None))
    ends, rooms = metadata.tables["room_end"], metadata.tables["room"]
    talking = select(ends.c.account).join(rooms).where(rooms.c.closed_at.is_(None))
    return union(agreed, talking, *(select(metadata.tables[name].c.account) for name in _TAKE_PART)).subquery()
