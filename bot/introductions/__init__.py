"""Introductions: people with the same problem in different silos meet, and nobody is named before all said yes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from adapters.contract.content import Content
from adapters.contract.incoming import Incoming
from bot.feature import Call, Handler, Tick
from bot.introductions import (
    answering,
    aside,
    ask,
    blocking,
    calling,
    joining,
    outcomes,
    planning,
    room,
    telling,
    ticks,
    wanting,
)
from bot.introductions.planning import Planned
from bot.understanding import NotReady, Understanding
from storage.database import Database, Unit

Answering = Callable[[Call, Unit], Awaitable[Content]]
log = structlog.get_logger(__name__)


class Introductions:
    """The feature, as the composition root plugs it in. `understanding` makes vectors of texts, for rounds."""

    def __init__(self, database: Database, understanding: Understanding) -> None:
        self._database = database
        self._understanding = understanding

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """What members may ask."""
        parts = (joining, aside, blocking, telling, wanting, answering, room, calling, outcomes, ask)
        every = (ask.putting(self._understanding), *(handler for part in parts for handler in part.HANDLERS))
        return tuple(replace(handler, answer=_seen(handler.answer)) for handler in every)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Looking for what is due, calling the next round, and planning the one whose time has come."""
        return (
            Tick("introductions", ticks.ROUND, ticks.look),
            Tick("a round is called", ticks.CALL, ticks.call_the_next_round),
            Tick("a round is planned", ticks.ROUND, carry_out, self._plan),
        )

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Nothing: what is said in rooms, the relay hears."""

    async def _plan(self, now: float) -> Planned | None:
        """The plan of the round whose time has come, made outside a unit of work; None when no round's has.

        A round waits until texts can be understood.
        """
        found = await self._database.read(lambda unit: planning.pool(unit, now))
        if found is None:
            return None
        try:
            return await planning.planned(found, self._understanding.encode)
        except NotReady as error:
            log.warning("a round waits", why=str(error))
            return None


def _seen(answer: Answering) -> Answering:
    """A handler that also notes that whoever asks is there, and offers another way if letters do not reach them."""

    async def noted(call: Call, unit: Unit) -> Content:
        said = await answer(call, unit)
        accounts = await unit.members.accounts(call.asked.by.account)
        await unit.takers.seen(accounts, call.now)
        return aside.offered(said, await unit.takers.of(accounts), call)

    return noted


async def carry_out(now: float, unit: Unit, made: Planned | None) -> None:
    """Keep a new plan, and carry on with the one that is under way."""
    if made is not None:
        await planning.lay_down(unit, made, now)
    await planning.carry_on(unit, now)
