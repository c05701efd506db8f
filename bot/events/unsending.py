"""Letters about an event that are on their way and out of place by now: they do not come."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from adapters.contract.refs import AccountRef
from bot.withdrawing import drop_letters, withdraw
from storage.database import Unit


async def unsend(
    event_id: int, kinds: Collection[str], unit: Unit, now: float, *, accounts: Sequence[AccountRef] | None = None
) -> None:
    """Drop letters of some kinds that are on their way: to one person, with all their accounts, or to everybody.

    Those that are planned, `unit.letters` drops.
    """
    name = re.compile(rf"event-{event_id}-(?:{'|'.join(kinds)})-\d+-.+")  # as `writing` calls them
    if accounts is not None:
        await drop_letters(accounts, name, unit, now)
        return
    for letter in await unit.withdrawals.unsent(f"event-{event_id}-"):
        if name.fullmatch(letter.ref.id):
            await withdraw(letter, now, unit, now)
