"""Joining links that cannot be read any more, since the key with which they were kept is missing: they are asked for.

Nothing is removed: with the key, the links are there again.
"""

from __future__ import annotations

from adapters.contract.content import plain
from adapters.contract.refs import MessageRef
from bot import notices
from bot.events import rights, texts
from storage.database import Unit
from storage.events import Event
from storage.messages import NOTICES

MOST = 20  # events at a time


async def ask_again(now: float, unit: Unit) -> None:
    """Ask organisers, once for each key that is missing, for the links of events that are to come."""
    for event, key in await unit.events.closed(now, MOST):
        await tell(event, texts.link_lost(event.title, event.id), f"closed-{key}", unit, now)


async def tell(event: Event, said: str, about: str, unit: Unit, now: float) -> None:
    """Tell an event's organisers of its link, once."""
    name = f"event-{event.id}-link-{about}"
    if await unit.messages.by_key(MessageRef(NOTICES, name).key) is None:
        await notices.post(unit, name, plain(said), await rights.hosts(event, unit), now)
