"""What people wrote, gave and were told: shown to them, and let go of.

Their copies are removed by the platforms' own calls, which take a while. Until then the rows are needed; `sweep` does
the rest of what `erase` could not do yet, and says whether anything is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, cast, delete, exists, literal, or_, select, update

from adapters.contract import codec
from adapters.contract.refs import AccountRef
from storage.bridges import bridge
from storage.copies import STANDS, copy
from storage.hearing import hearing
from storage.inbox import heard, quarantine
from storage.messages import NOTICES, Message, message
from storage.outbox import NEEDED, Op, State, delivery, lane
from storage.personal import Records, of, shown
from storage.reactions import reaction
from storage.rooms import room, room_end
from storage.schema import Session
from storage.sealing import UNREADABLE

_TRIED = exists().where(
    delivery.c.message_id == message.c.id,
    delivery.c.first_tried_at.is_not(None),
    delivery.c.op.in_((literal(Op.SYNC.value), literal(Op.HEAL.value))),
    delivery.c.state != State.FAILED.value,
)
_OURS = message.c.channel == str(NOTICES)

_STANDING = (copy.c.message_id == message.c.id) & STANDS
_SHOWS = (delivery.c.message_id == message.c.id) & (delivery.c.op == Op.SYNC) & (delivery.c.state == State.WAITING)


@dataclass(frozen=True, slots=True)
class Erasing:
    """Queries on messages, reactions and letters, by person."""

    connection: Session

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """What is known of their messages and reactions, what was sent to them, and what of theirs broke the bot."""
        mine = (message.c.channel, message.c.remote, message.c.sent_at, message.c.edited_at, message.c.deleted_at)
        messages = select(*mine, message.c.content, message.c.author).where(of(message.c.account, accounts))
        gave = select(
            reaction.c.emoji, reaction.c.lane, reaction.c.name, reaction.c.present, reaction.c.withheld, reaction.c.at
        )
        boxes = await self.boxes(accounts)
        letters = select(copy.c.channel, copy.c.made_at, copy.c.state).where(copy.c.lane.in_(boxes))
        waits = select(delivery.c.channel, delivery.c.due_at).join(message)  # their words are the bot's own
        aside = select(quarantine.c.incoming, quarantine.c.reason, quarantine.c.at)
        started = select(bridge.c.name, bridge.c.created_at).where(of(bridge.c.created_by, accounts))
        found = {
            "messages": messages.order_by(message.c.id),
            "reactions": gave.where(of(reaction.c.account, accounts)).order_by(reaction.c.at),
            "letters to you": letters.order_by(copy.c.id),
            "letters on their way": waits.where(delivery.c.lane.in_(boxes)).order_by(delivery.c.id),
            "set aside because they broke the bot": aside.where(
                quarantine.c.id.in_(await self._aside(accounts))
            ).order_by(quarantine.c.id),
            "bridges started": started.order_by(bridge.c.id),
        }
        records: Records = {}
        for title, query in found.items():
            records |= await shown(self.connection, title, query)
        return records

    async def erase(self, accounts: Sequence[AccountRef]) -> None:
        """Let go of all that no platform's call needs any more."""
        theirs = of(message.c.account, accounts)
        ids = select(message.c.id).where(theirs)
        given_up = (delivery.c.state == State.FAILED.value) & delivery.c.message_id.in_(ids)
        await self.connection.execute(delete(delivery).where(given_up))
        bare = {"account": "", "twin": "", "hash": "", "content": None, "author": None}
        await self.connection.execute(update(message).where(theirs, ~_TRIED).values(**bare))
        await self.connection.execute(delete(reaction).where(of(reaction.c.account, accounts)))
        aside = await self._aside(accounts, unreadable=True)
        await self.connection.execute(delete(quarantine).where(quarantine.c.id.in_(aside)))
        named = (
            form for each in accounts for form in (f":{each.id}:", f" {each.id} ", f" {each} ")
        )  # as keys name them
        forms = tuple(named)
        for table in (heard, hearing):
            keys = [table.c.key.contains(form, autoescape=True) for form in forms]
            await self.connection.execute(delete(table).where(or_(*keys)))
        await self.connection.execute(update(bridge).where(of(bridge.c.created_by, accounts)).values(created_by=""))

    async def letters(self, accounts: Sequence[AccountRef]) -> list[Message]:
        """What was told to them alone, and stands or is on its way."""
        boxes = await self.boxes(accounts)
        others = exists().where(_STANDING, copy.c.lane.not_in(boxes)) | exists().where(
            _SHOWS, delivery.c.lane.not_in(boxes)
        )
        here = exists().where(_STANDING, copy.c.lane.in_(boxes))
        waits = exists().where(delivery.c.message_id == message.c.id, delivery.c.lane.in_(boxes))
        return await self._messages(_OURS & (here | waits) & ~others)

    async def conversations(self, accounts: Sequence[AccountRef]) -> list[str]:
        """The private channels and threads in which they, and nobody else, write to people whom they met."""
        mine = select(room_end.c.channel).join(room).where(of(room_end.c.account, accounts), ~room.c.shared)
        return sorted(set((await self.connection.scalars(mine)).all()))

    async def told_with_others(self, accounts: Sequence[AccountRef], conversations: Sequence[str]) -> list[Message]:
        """What stands in their letter boxes and conversations, or is on its way there, whoever else reads it.

        Those are letters that others got too, and what others wrote to them.
        """
        boxes = await self.boxes(accounts)
        stands = copy.c.lane.in_(boxes) | copy.c.channel.in_(conversations)
        comes = delivery.c.lane.in_(boxes) | delivery.c.channel.in_(conversations)
        return await self._messages(exists().where(_STANDING, stands) | exists().where(_SHOWS, comes))

    async def _messages(self, which: ColumnElement[bool]) -> list[Message]:
        found = select(message).where(which, message.c.deleted_at.is_(None)).order_by(message.c.id)
        return [Message.of(row) for row in (await self.connection.execute(found)).mappings()]

    async def late(self, account: AccountRef, before: float) -> list[Message]:
        """What they wrote before a time, and was recorded at the very moment when they had all removed."""
        standing = message.c.posted & message.c.deleted_at.is_(None) & (message.c.sent_at <= before)
        found = await self.connection.execute(select(message).where(of(message.c.account, [account]), standing))
        return [Message.of(row) for row in found.mappings()]

    async def sweep(self, account: AccountRef, before: float, *, whatever: bool) -> bool:
        """Go on letting go of what there was before a time; whether nothing is left.

        With `whatever`, it goes even if a platform has not done its part: a copy may then stay there.
        """
        boxes = await self.boxes([account])
        theirs = of(message.c.account, [account]) & (message.c.sent_at <= before)
        bare = {"account": "", "twin": "", "hash": "", "content": None, "author": None}
        free = theirs if whatever else theirs & ~_TRIED
        await self.connection.execute(update(message).where(free).values(**bare))
        gave = of(reaction.c.account, [account]) & (reaction.c.at <= before)
        await self.connection.execute(delete(reaction).where(gave))
        gone = copy.c.lane.in_(boxes) & (copy.c.made_at <= before)
        if not whatever:
            gone &= ~STANDS
        await self.connection.execute(delete(copy).where(gone))
        if whatever:
            old = delivery.c.lane.in_(boxes) & (delivery.c.due_at <= before)
            await self.connection.execute(delete(delivery).where(old))
        named = message.c.remote.contains(str(account), autoescape=True) & _OURS & ~NEEDED
        anew = "erased-" + cast(message.c.id, message.c.remote.type)
        renamed = {"remote": anew, "key": f"{NOTICES}/" + anew, "hash": "", "content": None, "author": None}
        await self.connection.execute(update(message).where(named).values(**renamed))
        used = exists().where(delivery.c.lane == lane.c.key) | exists().where(copy.c.lane == lane.c.key)
        await self.connection.execute(delete(lane).where(lane.c.key.in_(boxes), ~used))
        left = (
            select(literal(1)).where(exists().where(theirs)),
            select(literal(1)).where(exists().where(copy.c.lane.in_(boxes), copy.c.made_at <= before)),
            select(literal(1)).where(exists().where(delivery.c.lane.in_(boxes), delivery.c.due_at <= before)),
        )
        return not [query for query in left if (await self.connection.execute(query)).first() is not None]

    async def boxes(self, accounts: Sequence[AccountRef]) -> list[str]:
        """What was addressed to them alone: their letter boxes, and those within communities."""
        boxes = {str(account.letter_box) for account in accounts}
        for account in accounts:
            within = f"{account.platform}:%/{account.letter_box.id}"
            if account.letter_box.nowhere:
                found = await self.connection.scalars(select(lane.c.key).where(lane.c.key.like(within)))
                boxes |= set(found.all())
        return sorted(boxes)

    async def _aside(self, accounts: Sequence[AccountRef], *, unreadable: bool = False) -> list[int]:
        """Which of what was set aside tell of these accounts; with `unreadable`, also those of which nobody can tell.

        Each is looked at: what is kept encrypted cannot be searched by the database.
        """
        told = [codec.encode(account) for account in accounts]
        rows = await self.connection.execute(select(quarantine.c.id, quarantine.c.incoming))
        return [
            id
            for id, incoming in rows
            if any(account in incoming for account in told) or (unreadable and incoming == UNREADABLE)
        ]
