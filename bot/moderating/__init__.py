"""Moderating: keeping people out of a bridge, removing and reporting messages, and what a channel lets out."""

from __future__ import annotations

from adapters.contract.incoming import Incoming
from bot.feature import Handler, Tick
from bot.moderating import barring, letting_out, messages, reporting, telling
from bot.stewards import AGAIN, Stewards
from storage.database import Database, Unit
from storage.outbox import Delivery

DAY = 24 * 3600.0
KEEP_ENDED = 30 * DAY  # so that what was written during a mute, and is heard late, still stays


class Moderating:
    """The feature, as the composition root plugs it in. `stewards` asks who still organises."""

    def __init__(self, database: Database, stewards: Stewards) -> None:
        self._stewards = stewards
        self._report = reporting.handler(database, stewards)

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """What organisers may do, and what everybody may report."""
        return (*barring.HANDLERS, *messages.HANDLERS, self._report, *letting_out.HANDLERS)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Forgetting mutes that have ended, and asking after organisers for whom reports wait."""
        asking = Tick("organisers for whom reports wait", AGAIN, _nothing_more, self._stewards.ask_awaited)
        return (Tick("moderating forgets", DAY, forget), asking)

    async def may_come(self, name: str, letter: Delivery, now: float, unit: Unit) -> float:
        """Reports to organisers who may organise no more wait until their platform says that they do."""
        steward = telling.waits_for(name)
        message = None if steward is None else await unit.messages.by_id(letter.message_id)
        if steward is None or message is None:
            return now
        return await self._stewards.may_know(steward, message.sent_at, now, unit)

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Nothing: it acts only when asked. What stays is decided where messages are heard, in the relay."""


async def _nothing_more(now: float, unit: Unit, _: None) -> None:
    """They were asked after outside the unit."""


async def forget(now: float, unit: Unit) -> None:
    """Drop what is not needed any more."""
    await unit.exclusions.forget(now - KEEP_ENDED)
