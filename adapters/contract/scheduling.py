"""A platform's own list of events, where it has one: an ability that not every platform offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from adapters.contract.refs import CommunityRef


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What a platform's own list shows of an event. Times are seconds since the epoch; texts are cut to what fits."""

    title: str
    about: str
    place: str
    starts_at: float
    ends_at: float


@runtime_checkable
class Schedules(Protocol):
    """Fulfilled by a platform that has such a list. Calls raise `Refused`, `Later` or `Unsure`, and nothing else."""

    async def schedule(self, community: CommunityRef, entry: Scheduled, known: str) -> str:
        """Show an event, or what changed of it; its id comes back. `known` is the id, or empty for a new one.

        A new one that an earlier call has made already, whose answer was lost, is found and not made again.
        """

    async def scheduled(self, community: CommunityRef, title: str, starts_at: float) -> str:
        """The id of an event of ours that an earlier call made with this title and time; empty when there is none."""

    async def unschedule(self, community: CommunityRef, known: str) -> None:
        """Mark an event as cancelled; harmless when it is gone."""
