"""Stand-ins: rows for first messages of threads of which nobody has told, so that replies have something above them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, exists, select, update

from adapters.contract.refs import ChannelRef
from storage.copies import copy
from storage.messages import message
from storage.outbox import NEEDED, Op, State, delivery
from storage.portions import more, portion
from storage.schema import Session, Time

_NEVER = message.c.stand_in & (message.c.edited_at > 0) & (message.c.edited_at < bindparam("before", type_=Time))
_BARE = update(message).values(content=None, author=None, edited_at=0.0, hash="")
_FORGET = portion(_BARE, message.c.id, _NEVER & ~NEEDED, message.c.edited_at, _NEVER & ~NEEDED)


@dataclass(frozen=True, slots=True)
class StandIns:
    """Queries on stand-ins."""

    connection: Session

    async def may_be_found(self, channel: ChannelRef, at: float) -> bool:
        """Whether by that time something was being posted in a channel of which nobody knows yet what came of it."""
        here = (delivery.c.lane == str(channel.parent)) & (delivery.c.op == Op.SYNC)
        unsure = here & (delivery.c.state == State.SENDING) & (delivery.c.first_tried_at <= at)
        return bool((await self.connection.execute(select(exists().where(unsure)))).scalar())

    async def give_way(self, id: int, to: int) -> None:
        """A stand-in turns out to stand for a copy of the message `to`, which whoever points at it means from now on.

        Replies and answers that are shown nowhere yet go to that message; the others stay where they are.
        """
        await self.connection.execute(update(message).where(message.c.id == id).values(key=f"stood in/{id}"))
        tried = exists().where(delivery.c.message_id == message.c.id, delivery.c.first_tried_at.is_not(None))
        nowhere = ~tried & ~exists().where(copy.c.message_id == message.c.id)
        for column in (message.c.root_id, message.c.reply_to_id):
            await self.connection.execute(update(message).where(column == id, nowhere).values({column: to}))

    async def forget_edits(self, before: float) -> bool:
        """Drop a portion of what was told before a time of changes to what never came; whether more is left."""
        return more((await self.connection.execute(_FORGET, {"before": before})).rowcount)
