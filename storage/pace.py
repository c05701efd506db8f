"""How fast what people write leaves: when their newest messages did or will, and what of theirs still waits its turn.

Nothing is kept for it: when a message leaves is its deliveries' due time, less what its channel holds it for. Where
several processes share a database, one at a time decides for a person, until its commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from zlib import crc32

from sqlalchemy import Integer, Text, bindparam, cast, delete, exists, func, literal, or_, select

from adapters.contract.refs import AccountRef, ChannelRef
from storage.asks import POSTED_AS, question
from storage.bridges import bridge_end
from storage.copies import STANDS, copy
from storage.failures import Contended
from storage.messages import NOTICES, Message, message
from storage.outbox import OPEN, UNTRIED, Op, delivery
from storage.personal import of
from storage.prepared import Prepared
from storage.schema import Company, Session

_SPACE = 16  # of PostgreSQL's advisory locks: ours for people's pace
_HOLD = Prepared(select(func.pg_try_advisory_xact_lock(literal(_SPACE, Integer), bindparam("who", type_=Integer))))
_SYNC = delivery.c.op == Op.SYNC.value
_PUT_OFF = Prepared(
    select(func.max(delivery.c.due_at)).where(delivery.c.message_id == bindparam("message"), _SYNC, UNTRIED)
)


@cache
def _slots(dialect: str) -> Any:
    later = func.max if dialect == "sqlite" else func.greatest
    due = select(func.max(delivery.c.due_at)).where(
        delivery.c.message_id == message.c.id, _SYNC, delivery.c.state.in_(OPEN)
    )
    made = select(func.max(copy.c.made_at)).where(copy.c.message_id == message.c.id)
    here = or_(bridge_end.c.channel == message.c.lane, bridge_end.c.channel == message.c.channel)
    hold = func.coalesce(select(func.max(bridge_end.c.hold)).where(here).scalar_subquery(), 0.0)
    left = func.coalesce(due.scalar_subquery(), made.scalar_subquery(), 0.0) - hold
    theirs = (message.c.account == bindparam("account")) & message.c.posted
    newest = select(later(message.c.sent_at, left)).where(theirs).order_by(message.c.id.desc())
    return Prepared(newest.limit(bindparam("most")))


@dataclass(frozen=True, slots=True)
class Pace:
    """Queries on when what people wrote leaves."""

    connection: Session

    @property
    def company(self) -> Company:
        """Who else lets messages leave."""
        return self.connection.company

    async def hold(self, account: AccountRef) -> None:
        """Be the one who decides for somebody, until the commit.

        Raises Contended when another process is. It never waits for that one, for it may be that one's turn to wait.
        """
        who = crc32(str(account).encode()) - 2**31
        if not (await self.connection.execute(_HOLD, {"who": who})).scalar():
            raise Contended

    async def slots(self, account: AccountRef, most: int) -> list[float]:
        """When the newest messages of an account left or will leave their channel, the earliest first."""
        given = {"account": str(account), "most": most}
        found = (await self.connection.scalars(_slots(self.connection.dialect.name), given)).all()
        return sorted(float(slot) for slot in found)

    async def put_off(self, message_id: int) -> float:
        """Until when a message that nobody has tried to show waits; 0.0 when it does not."""
        return (await self.connection.execute(_PUT_OFF, {"message": message_id})).scalar() or 0.0

    async def stop(self, accounts: Sequence[AccountRef], channels: Sequence[ChannelRef]) -> list[Message]:
        """Drop what people wrote that waits to be shown in channels where it does not stand yet; what it was."""
        return await self._stop(of(message.c.account, accounts), channels)

    async def stop_from(self, channel: ChannelRef, channels: Sequence[ChannelRef]) -> list[Message]:
        """The same of what was written in a channel, or a question that was put from it, whoever's it is."""
        column = message.c.lane if channel.thread is None else message.c.channel
        put = select(literal(POSTED_AS) + cast(question.c.id, Text)).where(question.c.channel == str(channel))
        questions = (message.c.lane == str(NOTICES)) & message.c.remote.in_(put)
        return await self._stop((column == str(channel)) | questions, channels)

    async def _stop(self, which: Any, channels: Sequence[ChannelRef]) -> list[Message]:
        lanes = [str(channel.parent) for channel in channels]
        stands = exists().where(copy.c.message_id == delivery.c.message_id, copy.c.lane == delivery.c.lane, STANDS)
        theirs = delivery.c.message_id.in_(select(message.c.id).where(which, message.c.deleted_at.is_(None)))
        waiting = _SYNC & UNTRIED & delivery.c.lane.in_(lanes) & theirs & ~stands
        ids = select(delivery.c.message_id).where(waiting)
        rows = await self.connection.execute(select(message).where(message.c.id.in_(ids)).order_by(message.c.id))
        found = [Message.of(row) for row in rows.mappings()]
        await self.connection.execute(delete(delivery).where(waiting))
        return found
