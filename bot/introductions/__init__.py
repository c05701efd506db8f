"""Introductions: people with the same problem in different silos meet, and nobody is named before all said yes."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from adapters.contract.content import Content
from adapters.contract.incoming import Incoming
from bot.cards import Crowd
from bot.embedding.understanding import NotReady, Understanding
from bot.feature import NEVER, Call, Handler, Tick
from bot.introductions import (
    answering,
    aside,
    ask,
    blocking,
    calling,
    choosing,
    joining,
    late,
    meeting,
    outcomes,
    planning,
    posting,
    room,
    ruling,
    telling,
    ticks,
    wanting,
)
from bot.introductions.planning import Planned
from storage.database import Database, Unit
from storage.outbox import Delivery

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
        parts = (joining, choosing, aside, blocking, ruling, telling, wanting, answering, room, calling, outcomes, ask)
        every = (ask.putting(self._understanding), *(handler for part in parts for handler in part.HANDLERS))
        return tuple(replace(handler, answer=_seen(handler.answer)) for handler in every)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Looking for what is due, calling the next round, and planning the one whose time has come."""
        return (
            Tick("introductions", ticks.ROUND, _after(ticks.look), self._ask),
            Tick("a round is called", ticks.CALL, _after(None), self._call),
            Tick("guests of events meet", ticks.CALL, introduce_guests, self._match),
            Tick("a round is planned", ticks.ROUND, _after(None), self._carry_out),
        )

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Nothing: what is said in rooms, the relay hears."""

    async def may_come(self, name: str, letter: Delivery, now: float, unit: Unit) -> float:
        """Letters that could not come when they were due wait for their readers' hours. Some answers stay away."""
        if await posting.dropped(name, unit):
            return NEVER
        return await late.may_come(name, letter, now, unit)

    # Each of these may have thousands to see to. They do it in units of work of their own: messages go in between.

    async def _ask(self, now: float) -> None:
        """Ask about introductions whose time for it has come."""
        crowd = Crowd(await self._database.read(lambda unit: unit.profiles.crowd()))
        while await self._database.write(lambda unit: ticks.ask_next(unit, now, crowd)):
            pass

    async def _call(self, now: float) -> None:
        """Ask those about the next round whose time to be asked has come."""
        due = await self._database.read(lambda unit: calling.due(unit, now))
        seed = secrets.randbits(31)
        for at in range(0, len(due), calling.AT_ONCE):
            some = due[at : at + calling.AT_ONCE]
            await self._database.write(lambda unit, some=some: calling.call(unit, some, seed, now))  # type: ignore[misc]

    async def _carry_out(self, now: float) -> None:
        """Keep the plan of the round whose time has come, and do what a plan says that is under way."""
        made = await self._plan(now)
        if made is not None:
            await planning.lay_down(self._database, made, now)
        while await self._database.write(lambda unit: planning.carry_on(unit, now)):
            pass

    async def _plan(self, now: float) -> Planned | None:
        """The plan of the round whose time has come, made outside a unit of work; None when no round's has.

        A round waits until texts can be understood.
        """
        found = await self._database.read(lambda unit: planning.pool(unit, now))
        try:
            return None if found is None else await planning.planned(found, self._understanding.encode)
        except NotReady as error:
            log.warning("a round waits", why=str(error))
            return None

    async def _match(self, now: float) -> meeting.Met | None:
        """Who of the guests of an event that is over meets whom; None when there is none, or no model yet."""
        found = await self._database.read(lambda unit: meeting.guests(unit, now))
        try:
            return None if found is None else await meeting.matched(found, self._understanding.encode)
        except NotReady as error:
            log.warning("the guests of an event wait", why=str(error))
            return None


def _after(work: Callable[[float, Unit], Awaitable[None]] | None) -> Callable[[float, Unit, None], Awaitable[None]]:
    """What is left to do, if anything, once others have been asked."""

    async def done(now: float, unit: Unit, _: None) -> None:
        if work is not None:
            await work(now, unit)

    return done


def _seen(answer: Answering) -> Answering:
    """A handler that also notes that whoever asks is there, and offers another way if letters do not reach them."""

    async def noted(call: Call, unit: Unit) -> Content:
        said = await answer(call, unit)
        accounts = await unit.members.accounts(call.asked.by.account)
        await unit.takers.seen(accounts, call.now)
        return aside.offered(said, await unit.takers.of(accounts), call)

    return noted


async def introduce_guests(now: float, unit: Unit, met: meeting.Met | None) -> None:
    """Note whom of an event's guests to ask about each other."""
    if met is not None:
        await meeting.propose(unit, met, now)
