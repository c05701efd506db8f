"""Questions that members put to the few people who could answer them, and who did."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Table,
    Text,
    bindparam,
    func,
    insert,
    null,
    select,
    update,
)

from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef
from storage.personal import Salt
from storage.prepared import Prepared
from storage.schema import Address, RowId, Session, Time, metadata, upsert
from storage.sealing import Sealed

question = Table(
    "question",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("account", Address, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("words", Sealed(), nullable=False),  # for as long as it can be answered
    Column("suppliers", Boolean, nullable=False),  # whether suppliers are invited to answer
    Column("at", Time, nullable=False),
    Column("closed_at", Time),
    Column("channel", Address),  # the end of a bridge where it was put to all its channels; none, for people alone
    Column("home", Address, nullable=False, default=""),  # the community in which it was put, as far as is known
    sqlite_autoincrement=True,  # a number is never given again: buttons name it
)

question_reader = Table(
    "question_reader",
    metadata,
    Column("question_id", ForeignKey("question.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("account", Address, nullable=False, default=""),  # of whoever was asked, also once their profile is gone
    Column("home", Address, nullable=False, default=""),  # the community in which they take part, as far as is known
    Column("at", Time, nullable=False),
    Index("ix_question_reader_person", "person", "at"),
)

question_answer = Table(
    "question_answer",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("question_id", ForeignKey("question.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("account", Address, nullable=False, index=True),
    Column("at", Time, nullable=False),
    Column("thanked", Boolean, nullable=False, default=False),
    Column("home", Address, nullable=False, default=""),  # the community in which it was given, as far as is known
    Column("channel", Address),  # where it was given, if from a channel of the bridge in which the question stands
    sqlite_autoincrement=True,
)


POSTED_AS = "ask-"  # how the names of notices begin that show a question in channels; its number follows
BROUGHT_AS = "answer-"  # and of those that bring an answer
_PUT, _ANSWERED = re.compile(r"ask-(\d{1,15})-(.+)", re.ASCII), re.compile(r"answer-(\d{1,15})", re.ASCII)
_POSTED = re.compile(rf"{POSTED_AS}(\d{{1,15}})", re.ASCII)


def posted_as(id: int) -> str:
    """The name of the notice that shows a question in the channels of a bridge."""
    return f"{POSTED_AS}{id}"


def put_as(id: int, person: str) -> str:
    """The name of the letter that puts a question to one person."""
    return f"{POSTED_AS}{id}-{person}"


def answered_as(id: int) -> str:
    """The name of the letter that brings an answer to whoever asked."""
    return f"{BROUGHT_AS}{id}"


@dataclass(frozen=True, slots=True)
class Passed:
    """A member's words that a letter of the bot's brings to another one.

    `by` wrote them, in the community `home`; `to` reads them, and has asked, or takes part, in `theirs`. Where that is
    not known, it is None. `channel` is where they left a channel of a bridge; `reader` is whoever was asked.
    """

    by: AccountRef
    home: CommunityRef | None
    channel: ChannelRef | None
    to: AccountRef | str  # whoever asked, or the key of a profile
    theirs: CommunityRef | None
    reader: AccountRef | None = None

    @property
    def answer(self) -> bool:
        """Whether it is an answer, rather than a question."""
        return isinstance(self.to, AccountRef)


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asked. `words` are empty once it is closed. `home` is their community, as far as is known."""

    id: int
    account: AccountRef
    name: str
    sector: str
    words: str
    suppliers: bool
    at: float
    closed_at: float | None
    home: str


@dataclass(frozen=True, slots=True)
class Reply:
    """That somebody answered, and from which channel, if from one of a bridge; the words are not kept."""

    id: int
    question_id: int
    account: AccountRef
    thanked: bool
    at: float
    channel: ChannelRef | None


_BROUGHT = select(*(question_answer.c[name] for name in ("account", "home", "channel")), question.c.account.label("to"),
                  question.c.home.label("theirs")).join(question)  # fmt: skip
_READ = select(question.c.account, question.c.home, null().label("channel"), question_reader.c.person.label("to"),
               question_reader.c.home.label("theirs"), question_reader.c.account.label("reader"),
               ).join(question_reader)  # fmt: skip
_OLD = Prepared(
    select(question.c.id)
    .where(question.c.at < bindparam("before", type_=Time), question.c.closed_at.is_(None))
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Asks:
    """Queries on questions, whom they were put to, and who answered."""

    connection: Session
    salt: Salt = field(default_factory=Salt)

    async def put(
        self,
        asked: AccountRef,
        name: str,
        sector: str,
        words: str,
        now: float,
        *,
        suppliers: bool,
        home: CommunityRef | None = None,
    ) -> int:
        """Keep a question; its number comes back."""
        facts = {"account": str(asked), "name": name, "sector": sector, "words": words, "suppliers": suppliers}
        new = insert(question).values(**facts, at=now, home=str(home or "")).returning(question.c.id)
        return int((await self.connection.execute(new)).scalar_one())

    async def of(self, id: int) -> Question | None:
        """The question of a number."""
        row = (await self.connection.execute(select(question).where(question.c.id == id))).mappings().first()
        if row is None:
            return None
        told = {name: row[name] for name in Question.__dataclass_fields__}
        return Question(**{**told, "account": AccountRef.parse(row["account"])})

    async def stands(self, id: int, channel: ChannelRef) -> None:
        """Note that a question is put to all channels of a bridge, from one of them."""
        await self.connection.execute(update(question).where(question.c.id == id).values(channel=str(channel)))

    async def put_from(self, notice: str) -> ChannelRef | None:
        """The channel from which the question that a notice shows was put to its bridge; None when it shows none."""
        if (found := _POSTED.fullmatch(notice)) is None:
            return None
        where = select(question.c.channel).where(question.c.id == int(found[1]))
        channel = (await self.connection.execute(where)).scalar()
        return None if channel is None else ChannelRef.parse(channel)

    async def passed(self, notice: str) -> Passed | None:
        """The words that the letter of this name brings; None where it brings nobody's, or nobody's any more."""
        if (found := _ANSWERED.fullmatch(notice)) is not None:
            query = _BROUGHT.where(question_answer.c.id == int(found[1]))
        elif (found := _PUT.fullmatch(notice)) is not None:
            query = _READ.where(question.c.id == int(found[1]), question_reader.c.person == found[2])
        else:
            return None
        row = (await self.connection.execute(query)).first()
        if row is None:
            return None
        home, theirs = (CommunityRef.parse(said) if said else None for said in (row.home, row.theirs))
        channel = None if row.channel is None else ChannelRef.parse(row.channel)
        to = row.to if "reader" in row._fields else AccountRef.parse(row.to)
        reader = AccountRef.parse(row.reader) if getattr(row, "reader", "") else None
        return Passed(AccountRef.parse(row.account), home, channel, to, theirs, reader)

    async def lately(self, accounts: Collection[AccountRef], since: float) -> int:
        """How many questions these accounts have put since a time, also before all was removed of them."""
        hashed = [await self.salt.hashed(account, self.connection) for account in accounts]
        theirs = question.c.account.in_([str(account) for account in (*accounts, *hashed)])
        return int((await self.connection.scalars(select(func.count()).where(theirs, question.c.at > since))).one())

    async def same(self, accounts: Collection[AccountRef], words: str, since: float) -> int | None:
        """The question with these words that these accounts put since a time, if it still takes answers: its number."""
        theirs = question.c.account.in_([str(account) for account in accounts]) & question.c.closed_at.is_(None)
        found = select(question.c.id, question.c.words).where(theirs, question.c.at > since).order_by(question.c.id)
        rows = (await self.connection.execute(found)).all()
        return next((row.id for row in rows if row.words == words), None)

    async def read_by(self, id: int, person: str, now: float, by: AccountRef | None = None, home: str = "") -> None:
        """Note that a question is put to somebody, who takes part with an account, and in a community if any."""
        new = upsert(question_reader, self.connection.dialect.name).on_conflict_do_nothing()
        who = {"person": person, "account": str(by or ""), "home": home}
        await self.connection.execute(new, {"question_id": id, **who, "at": now})

    async def readers_since(self, since: float) -> set[str]:
        """Whom a question was put to since a time."""
        return set(
            (await self.connection.scalars(select(question_reader.c.person).where(question_reader.c.at > since))).all()
        )

    async def readers(self, id: int) -> set[str]:
        """Whom a question was put to."""
        theirs = select(question_reader.c.person).where(question_reader.c.question_id == id)
        return set((await self.connection.scalars(theirs)).all())

    async def answered(
        self,
        id: int,
        account: AccountRef,
        now: float,
        *,
        home: CommunityRef | None = None,
        channel: ChannelRef | None = None,
    ) -> int:
        """Note that somebody answered, and where; the answer's number comes back."""
        where = {"home": str(home or ""), "channel": None if channel is None else str(channel)}
        new = insert(question_answer).values(question_id=id, account=str(account), at=now, **where)
        return int((await self.connection.execute(new.returning(question_answer.c.id))).scalar_one())

    async def reply(self, id: int) -> Reply | None:
        """The answer of a number."""
        return next(iter(await self._replies(question_answer.c.id == id)), None)

    async def brought(self, notice: str) -> Reply | None:
        """The answer that the letter of this name brings; None when it brings none."""
        found = _ANSWERED.fullmatch(notice)
        return None if found is None else await self.reply(int(found[1]))

    async def replies(self, question_id: int) -> list[Reply]:
        """Who answered a question, in order."""
        return await self._replies(question_answer.c.question_id == question_id)

    async def thank(self, id: int) -> bool:
        """Note that somebody is thanked; False when they were already."""
        which = (question_answer.c.id == id) & ~question_answer.c.thanked
        return (await self.connection.execute(update(question_answer).where(which).values(thanked=True))).rowcount > 0

    async def close(self, id: int, now: float) -> bool:
        """Take no answers any more, and let the words go; False when it is closed already."""
        open_ = (question.c.id == id) & question.c.closed_at.is_(None)
        closed = update(question).where(open_).values(closed_at=now, words="")
        return (await self.connection.execute(closed)).rowcount > 0

    async def old(self, before: float, most: int) -> list[int]:
        """The numbers of questions put before a time that still take answers."""
        return [int(id) for id in await self.connection.scalars(_OLD, {"before": before, "most": most})]

    async def put_by(self, accounts: Collection[AccountRef]) -> list[int]:
        """The numbers of the questions that these accounts put."""
        theirs = question.c.account.in_([str(account) for account in accounts])
        found = select(question.c.id).where(theirs).order_by(question.c.id)
        return [int(id) for id in (await self.connection.scalars(found)).all()]

    async def given_by(self, accounts: Collection[AccountRef]) -> list[int]:
        """The numbers of the answers that these accounts gave."""
        return [reply.id for reply in await self._replies(question_answer.c.account.in_([str(it) for it in accounts]))]

    async def _replies(self, which: Any) -> list[Reply]:
        rows = await self.connection.execute(select(question_answer).where(which).order_by(question_answer.c.id))
        return [Reply(row.id, row.question_id, AccountRef.parse(row.account), row.thanked, row.at,
                      None if row.channel is None else ChannelRef.parse(row.channel)) for row in rows]  # fmt: skip
