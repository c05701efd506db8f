"""Do messages flow? What the tables and the connections say of it, in numbers and words, without members' data."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from adapters.contract.refs import CommunityRef
from bot.catchup import CatchUp
from bot.clock import Clock
from bot.clock_offsets import said
from bot.watch import Sight, Watch
from storage.database import Database, Unavailable
from storage.flow import Flow, Standing

PATIENCE = 2.0  # seconds for the database to answer
TAKING = 4.0  # seconds for it to take what it is told
LATELY = 15.0  # seconds for which a refusal counts
CLOCK_LIMIT = 300.0  # seconds: Slack's window for signed requests


@dataclass(frozen=True, slots=True)
class CommunityHealth:
    """A community's flow. Times are in seconds before now; None when there was nothing yet."""

    platform: str
    community: str
    connected: bool
    quiet: bool
    heard_seconds: float | None
    delivered_seconds: float | None
    oldest_undelivered_seconds: float | None
    newest_message_seconds: float | None
    caught_up_seconds: float | None
    waiting: int
    failed: int
    quarantined: int
    suspended: int


@dataclass(frozen=True, slots=True)
class Report:
    """`reasons` say, in words for the operator, why messages do not flow; none when they do.

    `matching` says how finding people does, without which messages flow all the same.
    """

    reasons: tuple[str, ...]
    communities: tuple[CommunityHealth, ...]
    matching: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The report as JSON."""
        return {
            "ready": not self.reasons,
            "reasons": self.reasons,
            "communities": [asdict(it) for it in self.communities],
            "matching": dict(self.matching),
        }


class Health:
    """Reports on one running bot; `matching` tells how finding people does there."""

    def __init__(
        self,
        database: Database,
        watch: Watch,
        catchup: CatchUp,
        clock: Clock,
        matching: Callable[[], Mapping[str, Any]] = dict,
    ) -> None:
        self._database = database
        self._watch = watch
        self._catchup = catchup
        self._clock = clock
        self._matching = matching

    async def report(self) -> Report:
        """How messages flow now. Never raises: a database that does not answer is one of the reasons."""
        now = self._clock.now()
        reasons: list[str] = []
        told: dict[CommunityRef, Standing] = {}
        try:
            async with asyncio.timeout(PATIENCE):
                told = await self._database.read(lambda unit: Flow(unit.connection).standings(now))
        except (Unavailable, TimeoutError):
            reasons.append("The database does not answer.")
        else:
            if self._database.refuses(LATELY, TAKING):
                reasons.append("The database does not take what it is told.")
        bridged = {community for community, standing in told.items() if standing.ends}
        reasons += self._unconnected(bridged)
        reasons += [
            f"T{said(name, offset)[1:]}." for name, offset in self._watch.offsets.items() if abs(offset) > CLOCK_LIMIT
        ]
        known = sorted((each for each in {*told, *self._watch.sights} if not each.nowhere), key=str)
        health = tuple(self._health(each, told.get(each, Standing()), now) for each in known)
        return Report(tuple(reasons), health, self._matching())

    def _unconnected(self, bridged: set[CommunityRef]) -> list[str]:
        """Connections that are down; and communities without the bot, as far as no such connection explains it."""
        down = [line for line in self._watch.lines() if not line.up]
        explained = {community for line in down for community in line.communities}
        platforms = {line.platform for line in down if not line.communities}  # not yet known whose
        reasons = [f"{line.name} is not connected." for line in down]
        for community in sorted({*bridged, *self._watch.sights}, key=str):
            sight = self._watch.sights.get(community, Sight())
            served = community.platform in self._watch.names
            if sight.connected or not served or community in explained or community.platform in platforms:
                continue
            if sight.lost:
                reasons.append(f"{community} cannot be used: {sight.lost}")
            elif community in bridged:
                reasons.append(f"{community} has bridged channels, and the bot is not connected to it.")
        return reasons

    def _health(self, community: CommunityRef, standing: Standing, now: float) -> CommunityHealth:
        sight = self._watch.sights.get(community, Sight())
        looked = [self._catchup.looked.get(channel, 0.0) for channel in standing.ends]
        return CommunityHealth(
            community.platform,
            community.id,
            connected=sight.connected,
            quiet=sight.quiet,
            heard_seconds=_ago(sight.heard_at, now),
            delivered_seconds=_ago(standing.delivered_at, now),
            oldest_undelivered_seconds=_ago(standing.stuck_since, now),
            newest_message_seconds=_ago(standing.newest_at, now),
            caught_up_seconds=_ago(min(looked, default=0.0), now),
            waiting=standing.waiting,
            failed=standing.failed,
            quarantined=standing.set_aside,
            suspended=standing.suspended,
        )


def _ago(at: float, now: float) -> float | None:
    return round(max(0.0, now - at), 3) if at else None
