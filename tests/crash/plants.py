"""Bugs that a bridge can have, put into the bot's process on purpose: an exam that cannot fail proves nothing."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.app import App
from bot.performer import _Performance


def done_before_sending() -> None:
    """Marks a delivery as done before it is made, as whoever fears doubles does."""
    send = _Performance._send

    async def forgetful(self: _Performance, number: int, part: Any) -> None:
        delivery = self._job.delivery
        await self._by.database.write(lambda unit: unit.outbox.done(delivery.id, delivery.message_id))
        await send(self, number, part)

    _Performance._send = forgetful  # type: ignore[method-assign]


def resend_without_looking() -> None:
    """Makes an unsure delivery again without looking for what the first attempt made."""

    async def blind(self: _Performance, parts: Any, *, heal: bool) -> None:
        """Sees nothing."""

    _Performance._look = blind  # type: ignore[method-assign]


def acknowledge_before_recording() -> None:
    """Tells the platform that an Incoming is recorded when it is not yet."""
    heard = App.heard

    async def hasty(self: App, incoming: Any) -> None:
        tasks = self.__dict__.setdefault("_later", set())

        async def later() -> None:
            await asyncio.sleep(0.05)
            await heard(self, incoming)

        tasks.add(asyncio.create_task(later()))

    App.heard = hasty  # type: ignore[method-assign]


PLANTS = {
    plant.__name__: plant for plant in (done_before_sending, resend_without_looking, acknowledge_before_recording)
}
