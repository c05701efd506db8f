"""Members: people with linked accounts, and how people of one name are told apart."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Index, Integer, Table, Text, bindparam, delete, func, insert, select, update

from adapters.contract.refs import AccountRef, CommunityRef
from storage.personal import UNKNOWN, Records, of, shown
from storage.prepared import Prepared
from storage.schema import Address, RowId, Session, Time, metadata, upsert

linked = Table(
    "linked",
    metadata,
    Column("account", Address, primary_key=True),
    Column("member", Text, nullable=False, index=True),
    Column("at", Time, nullable=False),
)

link_code = Table(
    "link_code",
    metadata,
    Column("key", Text, primary_key=True),  # a hash of the code
    Column("account", Address, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("until", Time, nullable=False),
)

link_guess = Table(
    "link_guess",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("account", Address, nullable=False, index=True),
    Column("at", Time, nullable=False),
)

namesake = Table(
    "namesake",
    metadata,
    Column("community", Address, primary_key=True),
    Column("name", Text, primary_key=True),  # a hash
    Column("account", Address, primary_key=True),
    Column("number", Integer, nullable=False),
    Index("uq_namesake_number", "community", "name", "number", unique=True),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """An account that may be linked to another one, and what whoever uses it is called."""

    account: AccountRef
    name: str


_MINE, _OTHERS = linked.alias("mine"), linked.alias("others")
_PAIRS = (
    select(_OTHERS.c.account)
    .select_from(_MINE)
    .join(_OTHERS, (_OTHERS.c.member == _MINE.c.member) & (_OTHERS.c.account != _MINE.c.account))
    .order_by(_OTHERS.c.at, _OTHERS.c.account)
)
_OTHERS_OF = Prepared(_PAIRS.where(_MINE.c.account == bindparam("account")))
_PAIRS_OF = _PAIRS.with_only_columns(_MINE.c.account, _OTHERS.c.account).where(
    _MINE.c.account.in_(bindparam("accounts", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Members:
    """Queries on linked accounts, and on people of one name."""

    connection: Session

    async def offer(self, key: str, offered: Offer, until: float) -> None:
        """Note the code (by its hash) with which another account may be linked to this one, instead of earlier ones."""
        account = str(offered.account)
        await self.connection.execute(delete(link_code).where(link_code.c.account == account))
        new = {"key": key, "account": account, "name": offered.name, "until": until}
        await self.connection.execute(insert(link_code), new)

    async def offered(self, key: str, now: float) -> Offer | None:
        """What a code stands for; None when there is none, or it is too old."""
        valid = (link_code.c.key == key) & (link_code.c.until >= now)
        row = (await self.connection.execute(select(link_code.c.account, link_code.c.name).where(valid))).first()
        return None if row is None else Offer(AccountRef.parse(row.account), row.name)

    async def redeem(self, key: str) -> bool:
        """Use a code up; False when it is used already."""
        return (await self.connection.execute(delete(link_code).where(link_code.c.key == key))).rowcount > 0

    async def guessed(self, account: AccountRef, now: float) -> None:
        """Note that an account gave a code which there is not."""
        await self.connection.execute(insert(link_guess), {"account": str(account), "at": now})

    async def guesses(self, account: AccountRef, since: float) -> int:
        """How many wrong codes an account has given since a time."""
        wrong = select(func.count()).where(link_guess.c.account == str(account), link_guess.c.at > since)
        return int((await self.connection.execute(wrong)).scalar_one())

    async def link(self, one: AccountRef, other: AccountRef, member: str, now: float) -> None:
        """Make two accounts, and what each is linked to, one member's. `member` is a new name for them."""
        for account in (one, other):
            known = await self._member(account)
            if known is None:
                await self.connection.execute(insert(linked), {"account": str(account), "member": member, "at": now})
            else:
                await self.connection.execute(update(linked).where(linked.c.member == known).values(member=member))

    async def unlink(self, account: AccountRef) -> bool:
        """Take an account away from its member; False when it was linked to none."""
        member = await self._member(account)
        if member is None:
            return False
        await self.connection.execute(delete(linked).where(linked.c.account == str(account)))
        left = (await self.connection.scalars(select(linked.c.account).where(linked.c.member == member))).all()
        if len(left) == 1:
            await self.connection.execute(delete(linked).where(linked.c.member == member))
        return True

    async def accounts(self, account: AccountRef) -> list[AccountRef]:
        """All accounts of the member who has this one: itself first, then the others in the order of linking."""
        others = (await self.connection.scalars(_OTHERS_OF, {"account": str(account)})).all()
        return [account, *map(AccountRef.parse, others)]

    async def siblings(self, accounts: Collection[AccountRef]) -> dict[AccountRef, list[AccountRef]]:
        """For each of these accounts that is linked, the other ones of its member, in the order of linking."""
        found: dict[AccountRef, list[AccountRef]] = {}
        for account, other in await self.connection.execute(_PAIRS_OF, {"accounts": list(map(str, accounts))}):
            found.setdefault(AccountRef.parse(account), []).append(AccountRef.parse(other))
        return found

    async def number(self, community: CommunityRef, name: str, account: AccountRef) -> int:
        """Which of a community's people of that name this is: 1 for the first one known, then 2, 3 … for ever.

        Only a hash of the name is kept.
        """
        key = hashlib.sha256(f"{community} {name}".encode()).hexdigest()[:32]
        here = (namesake.c.community == str(community)) & (namesake.c.name == key)
        mine = select(namesake.c.number).where(here, namesake.c.account == str(account))
        last = select(func.max(namesake.c.number)).where(here)
        new = upsert(namesake, self.connection.dialect.name).on_conflict_do_nothing()
        row = {"community": str(community), "name": key, "account": str(account)}
        # Another process may give the number to somebody else at the same time: then the next one is asked for.
        while (known := (await self.connection.execute(mine)).scalar()) is None:
            taken = (await self.connection.execute(last)).scalar() or 0
            await self.connection.execute(new, {**row, "number": taken + 1})
        return int(known)

    async def communities(self, accounts: Sequence[AccountRef]) -> list[CommunityRef]:
        """Where these accounts are known by a name: where they wrote something that was copied."""
        theirs = of(namesake.c.account, accounts)
        found = await self.connection.scalars(select(namesake.c.community).where(theirs).distinct())
        return [CommunityRef.parse(community) for community in found.all()]

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """Which accounts are linked and since when, codes that are open, and which of a name's people they are."""
        codes = select(link_code.c.account, link_code.c.name, link_code.c.until).where(
            of(link_code.c.account, accounts)
        )
        return {
            **await shown(
                self.connection,
                "linked accounts",
                select(linked).where(of(linked.c.account, accounts)).order_by(linked.c.account),
            ),
            **await shown(self.connection, "codes for linking", codes),
            **await shown(self.connection, "wrong codes", select(link_guess).where(of(link_guess.c.account, accounts))),
            **await shown(
                self.connection,
                "numbers among people of one name",
                select(namesake).where(of(namesake.c.account, accounts)),
            ),
        }

    async def erase(self, accounts: Sequence[AccountRef]) -> None:
        """All of it goes. The numbers stay taken, by nobody: else somebody else would be taken for them."""
        for account in accounts:
            await self.unlink(account)
        for table in (link_code, link_guess):
            await self.connection.execute(delete(table).where(of(table.c.account, accounts)))
        mine = select(namesake.c.community, namesake.c.name, namesake.c.account).where(of(namesake.c.account, accounts))
        for row in (await self.connection.execute(mine)).all():
            which = (namesake.c.community == row.community) & (namesake.c.name == row.name)
            nobody = f"{UNKNOWN}:/{secrets.token_hex(8)}"
            taken = update(namesake).where(which, namesake.c.account == row.account).values(account=nobody)
            await self.connection.execute(taken)

    async def forget(self, codes_before: float, guesses_before: float) -> None:
        """Drop codes that are too old, and wrong ones that were given long ago."""
        await self.connection.execute(delete(link_code).where(link_code.c.until < codes_before))
        await self.connection.execute(delete(link_guess).where(link_guess.c.at < guesses_before))

    async def _member(self, account: AccountRef) -> str | None:
        member: str | None = (
            await self.connection.execute(select(linked.c.member).where(linked.c.account == str(account)))
        ).scalar()
        return member
