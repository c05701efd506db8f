"""What a feature is to the bot: it hears, answers commands, and has timed work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from adapters.contract.commands import Asked, Declaration
from adapters.contract.content import Content
from adapters.contract.incoming import Incoming
from storage.database import Unit


@dataclass(frozen=True, slots=True)
class Call:
    """A command, press or form on its way to its handler. `answers` is the declaration's questions, filled in."""

    asked: Asked
    answers: Any
    now: float


@dataclass(frozen=True, slots=True)
class Handler:
    """A declared command and what answers it, in one unit of work."""

    declaration: Declaration
    answer: Callable[[Call, Unit], Awaitable[Content]]


@dataclass(frozen=True, slots=True)
class Tick:
    """Work that is done every so many seconds, in one unit of work. It is given the time (epoch seconds)."""

    name: str
    seconds: float
    work: Callable[[float, Unit], Awaitable[None]]


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
