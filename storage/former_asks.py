"""Questions and answers of people who had all removed: for a while, under salted hashes, without a word of them.

Else whoever insulted somebody would escape a report with /forget, and the limits of /ask would begin anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Text, and_, bindparam, case, cast, delete, exists, func, literal, or_, select, union_all, update

from adapters.contract.refs import AccountRef, CommunityRef
from storage.asks import BROUGHT_AS, POSTED_AS, question, question_answer, question_reader
from storage.messages import message
from storage.personal import UNKNOWN, Records, Salt, of, shown
from storage.prepared import Prepared
from storage.reports import report
from storage.schema import Session, Time


def _reported(*names: Any) -> Any:
    """Whether somebody reported a notice with one of these names."""
    which = or_(*(message.c.remote.like(name) for name in names))
    return exists(select(report.c.message_id).join(message, message.c.id == report.c.message_id).where(which))


def _over(table: Any, reported: Any) -> Any:
    """Whether something is old, and only a hash is kept of whoever wrote it."""
    limits, reports = bindparam("limits", type_=Time), bindparam("reports", type_=Time)
    old = or_(table.c["at"] < reports, and_(table.c["at"] < limits, ~reported))
    return and_(table.c.account.startswith(f"{UNKNOWN}:"), old)


_ANSWER = literal(BROUGHT_AS) + cast(question_answer.c.id, Text)
_QUESTION = literal(POSTED_AS) + cast(question.c.id, Text)
_LETTER = literal(POSTED_AS) + cast(question_reader.c.question_id, Text) + "-" + question_reader.c.person
_ANSWERED = exists(
    select(question_answer.c.id).where(question_answer.c.question_id == question.c.id, _reported(_ANSWER))
)
_FORGET_ANSWERS = Prepared(delete(question_answer).where(_over(question_answer, _reported(_ANSWER))))
_FORGET_QUESTIONS = Prepared(
    delete(question).where(_over(question, or_(_reported(_QUESTION, _QUESTION + "-%"), _ANSWERED)))
)


@dataclass(frozen=True, slots=True)
class FormerAsks:
    """Queries on what was asked and answered by people of whom only a hash is kept."""

    connection: Session
    salt: Salt = field(default_factory=Salt)

    async def keep(self, accounts: Sequence[AccountRef], home: CommunityRef | None = None) -> None:
        """Let hashes stand for these accounts. What they asked takes no answers any more, and nothing of it is kept.

        `home` is where they belong, for what was written where that could not be told.
        """
        for account in accounts:
            hashed = str(await self.salt.hashed(account, self.connection))
            for table in (question, question_answer):
                own = CommunityRef(account.platform, account.community) if account.community else home
                where = case((table.c.home == "", str(own or "")), else_=table.c.home)
                gone: dict[str, Any] = {"account": hashed, "home": where}
                if table is question:
                    closed = func.coalesce(question.c.closed_at, question.c["at"])
                    gone |= {"name": "", "sector": "", "words": "", "closed_at": closed}
                await self.connection.execute(update(table).where(of(table.c.account, [account])).values(**gone))
        await self.drop_readers(of(question_reader.c.account, accounts))

    async def drop_readers(self, which: Any) -> None:
        """Drop that people were asked; of a question that they reported stays that somebody was, of their community."""
        await self.connection.execute(delete(question_reader).where(which, ~_reported(_LETTER)))
        await self.connection.execute(update(question_reader).where(which).values(account=""))

    async def forget(self, limits: float, reports: float) -> None:
        """Drop what is older than the limits of /ask look back; what was reported, when it is older than `reports`."""
        before = {"limits": limits, "reports": reports}
        await self.connection.execute(_FORGET_ANSWERS, before)
        await self.connection.execute(_FORGET_QUESTIONS, before)

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """When they asked and answered what they had removed."""
        hashes = [await self.salt.hashed(account, self.connection) for account in accounts]
        when = (select(table.c["at"]).where(of(table.c.account, hashes)) for table in (question, question_answer))
        return await shown(self.connection, "asked or answered before", select(union_all(*when).subquery().c["at"]))
