"""Whose words stay where they were written: who opted out, and whom organisers keep from a bridge."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Table, Text, bindparam, delete, insert, literal, or_, select, update

from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef
from storage.personal import Records, Salt, of, shown
from storage.prepared import Prepared
from storage.schema import Address, Session, Time, metadata, upsert

EVERYWHERE = 0  # instead of a bridge's id


class Exclusion(StrEnum):
    """Why somebody's words stay. Stored, so the values stay."""

    OPTED_OUT = "opted out"  # their own wish
    BARRED = "barred"  # organisers' act: a ban, or a mute while it has an end


exclusion = Table(
    "exclusion",
    metadata,
    Column("account", Address, primary_key=True),
    Column("bridge_id", BigInteger, primary_key=True),
    Column("why", Text, primary_key=True),
    Column("place", Address, primary_key=True, default=""),  # whose organisers did it, or where somebody opted out
    # Of organisers' act; the same for all accounts of whom they act on, of which only one is not there along with it.
    Column("number", BigInteger, primary_key=True, autoincrement=False, default=0),
    Column("along", Boolean, nullable=False, default=False),
    Column("home", Address, nullable=False, default=""),  # where they wrote, of an account that belongs to no community
    Column("until", Time),
    Column("at", Time, nullable=False),
    # Of organisers' act: they know what was written, and not by whom. Nothing that names somebody touches it.
    Column("unnamed", Boolean, nullable=False, default=False),
)
_BARRED = exclusion.c.why == Exclusion.BARRED.value
_KEY = [column.name for column in exclusion.primary_key]

_OF = Prepared(
    select(exclusion.c.why)
    .where(exclusion.c.account.in_((bindparam("account"), bindparam("hashed"))))
    .where(exclusion.c.bridge_id.in_((EVERYWHERE, bindparam("bridge"))))
    .where(or_(exclusion.c.until.is_(None), exclusion.c.until > bindparam("now", type_=Time)))
    .order_by(exclusion.c.why.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Barred:
    """Somebody whom organisers of one community keep from a bridge; `by` is empty when the bot does it by itself.

    `home` is the community where they belong, as far as is known. `unnamed`: organisers are not to learn who it is.
    """

    number: int
    bridge_id: int
    account: AccountRef
    home: CommunityRef | None
    until: float | None
    by: str
    at: float
    unnamed: bool = False

    @classmethod
    def of(cls, row: Any) -> Barred:
        """What a row of the table says."""
        home = CommunityRef.parse(row.home) if row.home else None
        who = AccountRef.parse(row.account)
        return cls(row.number, row.bridge_id, who, home, row.until, row.place, row.at, row.unnamed)


@dataclass(frozen=True, slots=True)
class Exclusions:
    """Queries on who is kept out. `bridge_id` may be EVERYWHERE."""

    connection: Session
    salt: Salt = field(default_factory=Salt)

    async def of(self, account: AccountRef, bridge_id: int, at: float) -> Exclusion | None:
        """Why what somebody said at a time does not leave for a bridge; their own wish before others'."""
        hashed = await self.salt.hashed(account, self.connection)
        given = {"account": str(account), "hashed": str(hashed), "bridge": bridge_id, "now": at}
        why = (await self.connection.execute(_OF, given)).scalar()
        return None if why is None else Exclusion(why)

    async def add(
        self,
        account: AccountRef,
        bridge_id: int,
        why: Exclusion,
        now: float,
        until: float | None = None,
        by: CommunityRef | ChannelRef | None = None,
    ) -> None:
        """Keep somebody's words from a bridge, for ever or until a time.

        Each community does it for itself (`by`); who opts out of one bridge does it in a channel of it.
        """
        new = upsert(exclusion, self.connection.dialect.name)
        newest = new.on_conflict_do_update(
            index_elements=_KEY,
            set_={"until": new.excluded["until"], "at": new.excluded["at"]},
        )
        who = {"account": str(account), "bridge_id": bridge_id, "why": why.value, "place": str(by or "")}
        await self.connection.execute(newest, {**who, "until": until, "at": now})

    async def bar(
        self,
        accounts: Sequence[AccountRef],
        bridge_id: int,
        now: float,
        until: float | None = None,
        by: CommunityRef | None = None,
        home: CommunityRef | None = None,
        *,
        unnamed: bool = False,
    ) -> None:
        """Keep somebody's words from a bridge, for ever or until a time: those of the account that organisers act on,
        which comes first, and along with it those of their others.

        What the same organisers decided of that account before ends, unless it would tell that somebody `unnamed` is
        the same person. `home` is where an account of no community wrote.
        """
        acted_on, number = accounts[0], 1 + secrets.randbits(52)
        if not unnamed:
            await self._end(acted_on, bridge_id, [str(by or "")], now)
        act = {"bridge_id": bridge_id, "why": Exclusion.BARRED.value, "place": str(by or ""), "number": number}
        act |= {"home": "" if home is None or acted_on.community else str(home), "until": until, "at": now}
        act["unnamed"] = unnamed
        rows = [{**act, "account": str(each), "along": each != acted_on} for each in accounts]
        await self.connection.execute(insert(exclusion), rows)

    async def keep_until(self, unnamed: AccountRef, until: float) -> None:
        """Keep from every bridge what somebody said until a time, when it is heard late; they are named by a hash."""
        new = upsert(exclusion, self.connection.dialect.name)
        longer = new.on_conflict_do_update(
            index_elements=_KEY,
            set_={"until": new.excluded["until"]},
            where=exclusion.c.until < new.excluded["until"],
        )
        who = {"account": str(unnamed), "bridge_id": EVERYWHERE, "why": Exclusion.OPTED_OUT.value, "place": ""}
        await self.connection.execute(longer, {**who, "until": until, "at": until})

    async def end(self, account: AccountRef, bridge_id: int, by: CommunityRef, now: float) -> bool:
        """End what a community's organisers, or the bot by itself, did about an account, for all of its owner's.

        False when there was nothing to end: what keeps it out along with another one goes on. It is kept for a while:
        what was said meanwhile, and is heard late, still stays.
        """
        return await self._end(account, bridge_id, [str(by), ""], now)

    async def end_numbered(self, number: int, now: float) -> bool:
        """End what organisers decided under a number; False when it has ended."""
        ended = update(exclusion).where(_BARRED, exclusion.c.number == number, _lasting(now)).values(until=now)
        return (await self.connection.execute(ended)).rowcount > 0

    async def _end(self, account: AccountRef, bridge_id: int, places: Sequence[str], now: float) -> bool:
        lasting = (exclusion.c.bridge_id == bridge_id) & _BARRED & exclusion.c.place.in_(places) & _lasting(now)
        lasting &= ~exclusion.c.unnamed
        acted_on = select(exclusion.c.number).where(await self._theirs([account]), lasting, ~exclusion.c.along)
        numbers = (await self.connection.scalars(acted_on)).all()
        ended = update(exclusion).where(lasting, exclusion.c.number.in_(numbers)).values(until=now)
        return bool(numbers) and (await self.connection.execute(ended)).rowcount > 0

    async def share(self, accounts: Collection[AccountRef]) -> None:
        """Keep the words of each of these accounts from every bridge that those of any are kept from, for as long.

        What organisers decided of one keeps out the others along with it.
        """
        hashes = {str(each): str(await self.salt.hashed(each, self.connection)) for each in accounts}
        found = await self.connection.execute(select(exclusion).where(await self._theirs(accounts)))
        new = upsert(exclusion, self.connection.dialect.name)
        longest = new.on_conflict_do_update(
            index_elements=_KEY, set_={"until": new.excluded["until"], "at": new.excluded["at"]}
        )
        rows = [dict(row) for row in found.mappings()]
        for row in sorted(rows, key=lambda row: (row["until"] is None, row["until"])):  # the longest comes last
            barred = row["why"] == Exclusion.BARRED.value
            for account in hashes:
                own = row["account"] in (account, hashes[account])
                if row["account"] != hashes[account]:
                    along = row["along"] if own else barred
                    await self.connection.execute(longest, {**row, "account": account, "along": along})

    async def remove(self, account: AccountRef, bridge_id: int, why: Exclusion) -> bool:
        """Take that back; False when there was nothing to take back."""
        which = await self._theirs([account]) & (exclusion.c.why == why.value)
        here = exclusion.c.bridge_id == bridge_id
        return (await self.connection.execute(delete(exclusion).where(which, here))).rowcount > 0

    async def opt_in(self, accounts: Collection[AccountRef], bridge_id: int, now: float) -> bool:
        """End people's own wish for a bridge, or every such wish (EVERYWHERE); False when there was none.

        It is kept for a while: what was said meanwhile, and is heard late, still stays.
        """
        theirs = await self._theirs(accounts)
        wish = (exclusion.c.why == Exclusion.OPTED_OUT.value) & exclusion.c.until.is_(None)
        ended = update(exclusion).where(theirs, wish).values(until=now)
        if bridge_id != EVERYWHERE:
            there = select(exclusion.c.place).where(
                theirs, wish, exclusion.c.bridge_id == bridge_id, exclusion.c.place != ""
            )
            ended = ended.where((exclusion.c.bridge_id == bridge_id) | exclusion.c.place.in_(there))
        return (await self.connection.execute(ended)).rowcount > 0

    async def carry(self, channels: Collection[ChannelRef], bridge_id: int) -> None:
        """Let who opted out in these channels, while they were in another bridge, stay out of this one too."""
        wish = (exclusion.c.why == Exclusion.OPTED_OUT.value) & exclusion.c.until.is_(None)
        kept = [exclusion.c.account, exclusion.c.why, exclusion.c.place, exclusion.c.at]
        kept += [exclusion.c.number, exclusion.c.along, exclusion.c.home]
        theirs = (
            select(literal(bridge_id), *kept)
            .where(wish, exclusion.c.place.in_([str(channel) for channel in channels]))
            .where(exclusion.c.bridge_id != EVERYWHERE)
        )
        names = ["bridge_id", "account", "why", "place", "at", "number", "along", "home"]
        carried = upsert(exclusion, self.connection.dialect.name).from_select(names, theirs)
        await self.connection.execute(carried.on_conflict_do_nothing())

    async def all(self, account: AccountRef, why: Exclusion) -> list[int]:
        """The ids of the bridges that somebody's words are kept from for good; EVERYWHERE stands for all."""
        theirs = await self._theirs([account])
        which = theirs & (exclusion.c.why == why.value) & exclusion.c.until.is_(None)
        return list((await self.connection.scalars(select(exclusion.c.bridge_id).where(which))).all())

    async def barred(self, bridge_id: int, now: float) -> list[Barred]:
        """Whom organisers keep from a bridge, the newest first: the accounts on which they acted, and no others."""
        which = (exclusion.c.bridge_id == bridge_id) & _BARRED & ~exclusion.c.along & _lasting(now)
        found = select(exclusion).where(which).order_by(exclusion.c.at.desc(), exclusion.c.account)
        return [Barred.of(row) for row in await self.connection.execute(found)]

    async def keeping(self, account: AccountRef, bridge_id: int, now: float) -> list[Barred]:
        """What keeps one account from a bridge by organisers' act, also along with another one of its owner's."""
        which = await self._theirs([account]) & (exclusion.c.bridge_id == bridge_id) & _BARRED & _lasting(now)
        return [Barred.of(row) for row in await self.connection.execute(select(exclusion).where(which))]

    async def numbered(self, number: int) -> Barred | None:
        """What organisers decided under a number, and of which account, be it ended or not."""
        which = _BARRED & ~exclusion.c.along & (exclusion.c.number == number)
        row = (await self.connection.execute(select(exclusion).where(which))).first()
        return None if row is None else Barred.of(row)

    async def homes(self, accounts: Collection[str]) -> dict[tuple[str, str, float | None], CommunityRef]:
        """Where accounts of no community wrote: by account, whose organisers barred it or let it in, and when."""
        which = _BARRED & ~exclusion.c.along & (exclusion.c.home != "") & exclusion.c.account.in_(accounts)
        rows = (await self.connection.execute(select(exclusion).where(which))).all()
        return {
            (row.account, row.place, at): CommunityRef.parse(row.home) for row in rows for at in (row.until, row.at)
        }

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """Their own wishes, and what organisers decided."""
        columns = [column for column in exclusion.c if column.name not in ("number", "along", "unnamed")]
        theirs = select(*columns).where(await self._theirs(accounts)).order_by(exclusion.c.at)
        return await shown(self.connection, "opt-outs, bans and mutes", theirs)

    async def erase(self, accounts: Sequence[AccountRef]) -> None:
        """They hold on, under a hash of the account: else nobody could stay out."""
        for account in accounts:
            hashed = str(await self.salt.hashed(account, self.connection))
            again = exclusion.alias()
            same = select(again.c.account).where(
                again.c.account == hashed,
                again.c.bridge_id == exclusion.c.bridge_id,
                again.c.why == exclusion.c.why,
                again.c.place == exclusion.c.place,
                again.c.number == exclusion.c.number,
            )
            mine = exclusion.c.account == str(account)
            # What both say is said by the newer, which is the plain one.
            older = select(exclusion).where(mine)
            for row in (await self.connection.execute(older.where(same.exists()))).all():
                place = (exclusion.c.bridge_id == row.bridge_id) & (exclusion.c.why == row.why)
                place &= exclusion.c.number == row.number
                doubled = (exclusion.c.account == hashed) & place & (exclusion.c.place == row.place)
                await self.connection.execute(delete(exclusion).where(doubled))
            await self.connection.execute(update(exclusion).where(mine).values(account=hashed))

    async def _theirs(self, accounts: Collection[AccountRef]) -> Any:
        """Whether a row is about one of these accounts, or about the hash that stands for one."""
        hashed = [await self.salt.hashed(account, self.connection) for account in accounts]
        return of(exclusion.c.account, [*accounts, *hashed])

    async def forget(self, before: float) -> None:
        """Drop what ended before a time."""
        await self.connection.execute(delete(exclusion).where(exclusion.c.until < before))


def _lasting(now: float) -> Any:
    return or_(exclusion.c.until.is_(None), exclusion.c.until > now)
