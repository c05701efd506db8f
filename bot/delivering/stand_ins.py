"""What stands in for a thread's first message: it waits while that may yet be found, and gives way when it is."""

from __future__ import annotations

from adapters.contract.refs import MessageRef
from bot.withdrawing import withdraw
from storage.database import Unit
from storage.messages import Message

# Seconds for which a stand-in waits, and the replies under it, while it may stand for a copy whose post had no answer.
PATIENCE = 600.0


async def too_early(message: Message, root: MessageRef | None, unit: Unit, now: float) -> bool:
    """Whether a message should not be shown yet: it stands in for one that may just have been posted by the bot itself.

    So should a reply under it not. `root` is where its thread's first message stands in the target channel.
    """
    stand_in: Message | None = message
    if not message.stand_in and message.root_id is not None and root is None:
        stand_in = await unit.messages.by_id(message.root_id)
    if stand_in is None or not stand_in.stand_in or now - stand_in.sent_at >= PATIENCE:
        return False
    return await unit.stand_ins.may_be_found(stand_in.ref.channel, stand_in.sent_at)


async def give_way(stand_in: Message, message: Message, unit: Unit, now: float) -> None:
    """It was a copy of this message. Where the stand-in is shown already, it stays: people may have answered below."""
    await unit.stand_ins.give_way(stand_in.id, message.id)
    if not await unit.withdrawals.reached(stand_in.id):
        await withdraw(stand_in, now, unit, now)
