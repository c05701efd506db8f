"""Who takes part in introductions, and how: their settings. Members are known by the `person` of their profile."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Column, Integer, Table, Text, bindparam, delete, exists, select, update

from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef
from storage.members import linked
from storage.messages import message
from storage.prepared import Prepared
from storage.presence import away
from storage.profiles import profile
from storage.schema import CHUNK, Address, Session, Time, metadata, upsert
from storage.sealing import Sealed

intro_member = Table(
    "intro_member",
    metadata,
    Column("person", Text, primary_key=True),
    Column("account", Address, nullable=False, unique=True),  # where they are written to
    Column("name", Text, nullable=False),
    Column("joined_at", Time, nullable=False),
    Column("wording", Text, nullable=False),  # which explanation they agreed to
    Column("frequency", Text, nullable=False),
    Column("size", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("days", Text, nullable=False),  # of the week, 0 for Monday
    Column("starts", Integer, nullable=False),  # minutes after midnight
    Column("ends", Integer, nullable=False),
    Column("paused_until", Time, nullable=False, default=0.0),
    Column("silences", Integer, nullable=False, default=0),  # rounds in a row whose question they did not answer
    Column("last_round_at", Time, nullable=False, default=0.0),
    Column("leanings", Sealed(), nullable=False, default=""),  # by sector or words of theirs: more or less of it
    Column("seen_at", Time, nullable=False, default=0.0),  # when they last used anything of introductions
    Column("unreached_at", Time, nullable=False, default=0.0),  # when a letter to them was last refused
    Column("aside", Address, nullable=False, default=""),  # the community in which they read in a private thread
    Column("aside_at", Time, nullable=False, default=0.0),  # when they agreed to that
    Column("aside_wording", Text, nullable=False, default=""),  # and to which words
    Column("home", Address, nullable=False, default=""),  # the community in which they joined, whose rules hold too
)


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody who takes part, with their settings. Times of day are minutes after midnight in `zone`."""

    person: str
    account: AccountRef
    name: str
    joined_at: float
    wording: str
    frequency: str
    size: str
    zone: str
    days: str
    starts: int
    ends: int
    paused_until: float = 0.0
    silences: int = 0
    last_round_at: float = 0.0
    leanings: Mapping[str, float] = field(default_factory=dict)
    seen_at: float = 0.0
    unreached_at: float = 0.0
    aside: str = ""
    aside_at: float = 0.0
    aside_wording: str = ""
    home: str = ""

    @property
    def box(self) -> ChannelRef:
        """Where they are written to: their letter box, or the private thread that they agreed to."""
        return self.account.letter_box_in(CommunityRef.parse(self.aside)) if self.aside else self.account.letter_box

    def paused(self, now: float) -> bool:
        """Whether they take a break."""
        return self.paused_until > now


_ALL = select(intro_member).order_by(intro_member.c.joined_at, intro_member.c.person)
_THEIRS = intro_member.c.account.in_(bindparam("accounts", expanding=True))
_OF = _ALL.where(_THEIRS)
_SEEN = update(intro_member).where(_THEIRS).values(seen_at=bindparam("now"))

_WITHOUT_PROFILE = Prepared(select(intro_member.c.person).where(intro_member.c.person.not_in(select(profile.c.person))))

_MINE, _ITS = linked.alias("mine"), linked.alias("its")
_TOGETHER = exists().where(
    _MINE.c.account == intro_member.c.account, _ITS.c.account == profile.c.account, _MINE.c.member == _ITS.c.member
)
_UNDER_ANOTHERS = Prepared(
    select(intro_member.c.person)
    .join(profile, profile.c.person == intro_member.c.person)
    .where(profile.c.account != intro_member.c.account, ~_TOGETHER)
)


@dataclass(frozen=True, slots=True)
class Takers:
    """Queries on who takes part."""

    connection: Session

    async def join(self, taker: Taker) -> None:
        """Let somebody take part; who does already takes on the new settings."""
        row = {name: getattr(taker, name) for name in Taker.__dataclass_fields__}
        row |= {"account": str(taker.account), "leanings": _kept(taker.leanings)}
        new = upsert(intro_member, self.connection.dialect.name)
        known = new.on_conflict_do_update(index_elements=["person"], set_={name: new.excluded[name] for name in row})
        await self.connection.execute(known, row)

    async def change(self, person: str, **values: Any) -> None:
        """Change settings of somebody who takes part."""
        if "leanings" in values:
            values["leanings"] = _kept(values["leanings"])
        await self.connection.execute(update(intro_member).where(intro_member.c.person == person).values(**values))

    async def seen(self, accounts: Sequence[AccountRef], now: float) -> None:
        """Note that somebody with one of these accounts is there."""
        await self.connection.execute(_SEEN, {"accounts": list(map(str, accounts)), "now": now})

    async def reading(self, box: ChannelRef) -> list[Taker]:
        """Those who take part and read what stands in this letter box."""
        return await self._takers(intro_member.c.account.in_(_names(box)))

    async def unreached(self, box: ChannelRef, now: float) -> None:
        """Note that somebody who takes part could not be written to there."""
        theirs = intro_member.c.account.in_(_names(box))
        await self.connection.execute(update(intro_member).where(theirs).values(unreached_at=now))

    async def wrote(self, accounts: Collection[AccountRef], since: float) -> set[AccountRef]:
        """Those of these accounts that have written something that the bot carried since a time."""
        found: set[AccountRef] = set()
        keys = sorted(map(str, accounts))
        for start in range(0, len(keys), CHUNK):
            theirs = message.c.account.in_(keys[start : start + CHUNK]) & (message.c.sent_at > since)
            wrote = await self.connection.scalars(select(message.c.account).where(theirs).distinct())
            found |= {AccountRef.parse(account) for account in wrote.all()}
        return found

    async def leave(self, person: str) -> bool:
        """Let somebody take part no longer; False when they did not."""
        gone = delete(intro_member).where(intro_member.c.person == person)
        return (await self.connection.execute(gone)).rowcount > 0

    async def of(self, accounts: Sequence[AccountRef]) -> Taker | None:
        """Whoever takes part with one of these accounts."""
        found = await self.connection.execute(_OF, {"accounts": list(map(str, accounts))})
        row = found.mappings().first()
        return None if row is None else _taker(row)

    async def by_person(self, person: str) -> Taker | None:
        """Whoever takes part under a profile's key."""
        found = await self._takers(intro_member.c.person == person)
        return found[0] if found else None

    async def all(self, persons: Collection[str] | None = None) -> list[Taker]:
        """Those of these who take part, or everybody who does, in the order of joining; without who is away."""
        there = ~away(intro_member.c.account)
        if persons is None:
            return await self._takers(there)
        found: list[Taker] = []
        keys = sorted(set(persons))
        for start in range(0, len(keys), CHUNK):
            found += await self._takers(there & intro_member.c.person.in_(keys[start : start + CHUNK]))
        return sorted(found, key=lambda taker: (taker.joined_at, taker.person))

    async def hidden(self, now: float) -> set[str]:
        """Those whose profile is paused: nobody is introduced to them."""
        theirs = intro_member.join(profile, profile.c.person == intro_member.c.person)
        query = select(intro_member.c.person).select_from(theirs).where(profile.c.paused_until > now)
        return set((await self.connection.scalars(query)).all())

    async def without_profile(self) -> list[str]:
        """Those whose profile is gone: they were erased."""
        return list(await self.connection.scalars(_WITHOUT_PROFILE))

    async def under_anothers(self) -> list[str]:
        """Those under a profile that is not theirs: it was, until they took their accounts apart."""
        return list(await self.connection.scalars(_UNDER_ANOTHERS))

    async def _takers(self, which: Any) -> list[Taker]:
        found = await self.connection.execute(_ALL.where(which))
        return [_taker(row) for row in found.mappings()]


def _names(box: ChannelRef) -> list[str]:
    """What the accounts of a letter box's readers may be called: without a community where users belong to none."""
    return [str(name) for account in box.people for name in (account, replace(account, community=""))]


def _kept(leanings: Mapping[str, float]) -> str:
    return json.dumps(dict(leanings)) if leanings else ""


def _taker(row: Any) -> Taker:
    leanings = json.loads(row["leanings"] or "{}")
    return Taker(**{**row, "account": AccountRef.parse(row["account"]), "leanings": leanings})
