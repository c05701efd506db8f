"""An ability that a platform may have: to say whether the connections by which it hears are up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from adapters.contract.refs import CommunityRef


@dataclass(frozen=True, slots=True)
class Line:
    """A connection by which a platform hears, under the name that the operator knows it by.

    `communities` are those heard by it, as far as they are known yet. `up`: it stands and gives signs of life.
    """

    platform: str
    name: str
    communities: tuple[CommunityRef, ...]
    up: bool


@runtime_checkable
class HasConnections(Protocol):
    """A platform that can tell. Implementing the method announces the ability."""

    def connections(self) -> Sequence[Line]:
        """Its connections; from memory, no I/O."""
