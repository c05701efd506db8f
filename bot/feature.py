"""What a feature is to the bot: it hears, answers commands, and has timed work."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from adapters.contract.commands import Answers, Asked, Beginning, Declaration
from adapters.contract.content import Content
from adapters.contract.incoming import Incoming
from storage.database import Database, Unit
from storage.outbox import Delivery

if TYPE_CHECKING:
    from aiohttp import web

    from bot.clock import Clock


@dataclass(frozen=True, slots=True)
class Call:
    """A command, press or form on its way to its handler.

    `answers` is the declaration's questions, filled in; `prepared` what the handler's `prepare` returned.
    """

    asked: Asked
    answers: Any
    now: float
    prepared: Any = None


NEVER = math.inf  # from when on a letter may come that may not come any more

Begin = Callable[[Beginning, Unit], Awaitable[Answers | Content]]


@dataclass(frozen=True, slots=True)
class Handler:
    """A declared command and what answers it, in one unit of work.

    `prepare` does beforehand what has no place in a unit, such as an embedding; what it found may be out of date by
    the time of the answer, which judges it anew. `begin` tells with which answers a form opens that begins with some,
    or why it does not open.
    """

    declaration: Declaration
    answer: Callable[[Call, Unit], Awaitable[Content]]
    prepare: Callable[[Call], Awaitable[Any]] | None = None
    begin: Begin | None = None

    def __post_init__(self) -> None:
        if self.declaration.begins != (self.begin is not None):
            raise ValueError(f"{self.declaration.name}: a form that begins with answers needs to be told which")


@dataclass(frozen=True, slots=True)
class Tick:
    """Work that is done every so many seconds, in one unit of work. It is given the time (epoch seconds).

    Work of which more is left returns True and is done again at once, so that others who write come between.
    `prepare` does beforehand what has no place in a unit; `work` is then given what it returned, too.
    """

    name: str
    seconds: float
    work: Callable[..., Awaitable[bool | None]]
    prepare: Callable[[float], Awaitable[Any]] | None = None


@runtime_checkable
class Serves(Protocol):
    """What a feature also fulfils that has pages."""

    def routes(self, database: Database, clock: Clock) -> list[web.RouteDef]:
        """What to serve; none when whoever runs the bot does not want it."""


@runtime_checkable
class KeepsHours(Protocol):
    """What a feature also fulfils whose letters may have to wait: for hours that their readers chose, or an answer."""

    async def may_come(self, name: str, letter: Delivery, now: float, unit: Unit) -> float:
        """From when on the letter of this name may come; `now` when it may, or when it is none of the feature's.

        NEVER when it may not any more: it is withdrawn then, unless it has come.
        """


class Feature(Protocol):
    """A folder in `bot/` that a member would notice missing."""

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """Its commands."""

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Its timed work."""

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Do what an Incoming calls for; whatever others are to see goes into the unit's outbox."""
