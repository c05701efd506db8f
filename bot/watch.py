"""Watching that messages flow: what each community was last heard saying, and which connections are silent.

Everything here is of this process, and begins anew with it; what the tables know of the flow is in `storage.flow`.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import structlog

from adapters.contract.commands import Asked, Beginning
from adapters.contract.content import Content
from adapters.contract.forms import Opened
from adapters.contract.incoming import CommunityLost, Connected, Incoming, where
from adapters.contract.lines import HasConnections, Line
from adapters.contract.platform import Core, Platform
from adapters.contract.refs import ChannelRef, CommunityRef
from bot.clock import Clock

log = structlog.get_logger(__name__)

LOOK = 10.0  # seconds between looks at connections and rhythms
QUIET_AT_LEAST = 15 * 60.0  # no silence is unusual before
QUIET = 20.0  # times the usual time between two Incomings
LEARNT = 20  # Incomings after which a community's rhythm is known
SMOOTH = 0.1  # the weight of the newest interval
LAG_ROUND = 1.0
OFFSETS_ROUND = 300.0

AskOffsets = Callable[[], Awaitable[Mapping[str, float]]]


class Outcome(StrEnum):
    """How an attempt at a delivery ended."""

    DONE = "done"
    HEALED = "healed"  # looked once more for a double that landed late
    PUT_OFF = "put_off"
    LIMITED = "limited"  # put off because the platform answered that a limit is reached (429)
    UNSURE = "unsure"
    GIVEN_UP = "given_up"


@dataclass(slots=True)
class Sight:
    """What was seen of a community. Times are epoch seconds; 0.0 when there was nothing. `lost` says why it is."""

    connected: bool = False
    lost: str = ""
    heard_at: float = 0.0
    heard: int = 0
    usual: float = 0.0  # seconds between two Incomings
    quiet: bool = False  # for longer than usual
    outcomes: Counter[Outcome] = field(default_factory=Counter)


class Watch:
    """What is known of the flow in this process. `ask` has a community caught up with.

    `ask_offsets` tells by how many seconds this machine's clock is ahead of each platform's.
    """

    def __init__(
        self,
        platforms: Sequence[Platform],
        clock: Clock,
        ask: Callable[[CommunityRef], None],
        ask_offsets: AskOffsets | None = None,
    ) -> None:
        self.sights: dict[CommunityRef, Sight] = {}
        self.lag = 0.0  # seconds by which the loop was late when it was measured last
        self.offsets: dict[str, float] = {}  # seconds by which this machine's clock is ahead of each platform's
        self.names = frozenset(platform.name for platform in platforms)
        self._platforms = platforms
        self._clock = clock
        self._ask = ask
        self._ask_offsets = ask_offsets
        self._down: set[str] = set()

    def ears(self, core: Core) -> Core:
        """The core, with a note taken of each Incoming that it has recorded."""
        return _Ears(core, self)

    def lines(self) -> list[Line]:
        """The connections of all platforms that can tell of theirs."""
        return [
            line
            for platform in self._platforms
            if isinstance(platform, HasConnections)
            for line in platform.connections()
        ]

    def heard(self, incoming: Incoming) -> None:
        """An Incoming was recorded. What happened to an account says nothing of how lively a place is."""
        place = where(incoming)
        if place is None:
            return
        sight = self.sight(place.home if isinstance(place, ChannelRef) else place)
        match incoming:
            case Connected():
                sight.connected, sight.lost = True, ""
            case CommunityLost():
                sight.connected, sight.lost = False, incoming.why
            case _:
                self._rhythm(sight)

    def noted(self, outcome: Outcome, channel: ChannelRef) -> None:
        """An attempt at a delivery to a channel has ended."""
        self.sight(channel.home).outcomes[outcome] += 1

    def sight(self, community: CommunityRef) -> Sight:
        """What was seen of a community."""
        return self.sights.setdefault(community, Sight())

    async def run(self) -> None:
        """Watch until cancelled."""
        self._clock.every("watchdog", LOOK, self.look)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._measure_lag(), name="loop lag")
            tasks.create_task(self._keep_offsets(), name="host clock")

    def look(self) -> None:
        """Find connections that are down, and communities that are silent for longer than is usual there."""
        now = self._clock.now()
        for line in self.lines():
            if not line.up and line.name not in self._down:
                self._down.add(line.name)
                log.warning("a connection is silent", connection=line.name)
            elif line.up and line.name in self._down:
                self._down.discard(line.name)
                log.warning("a connection is back", connection=line.name)
                for community in line.communities:
                    self._ask(community)
        for community, sight in self.sights.items():
            silent = now - sight.heard_at
            known = sight.connected and sight.heard >= LEARNT
            if known and not sight.quiet and silent > max(QUIET_AT_LEAST, QUIET * sight.usual):
                sight.quiet = True
                log.warning("nothing was heard for longer than usual", community=str(community), seconds=round(silent))
                self._ask(community)

    def _rhythm(self, sight: Sight) -> None:
        now = self._clock.now()
        if sight.heard_at:
            # A silence that was reported says nothing of how lively a place is: nights would make it seem dead.
            gap = min(now - sight.heard_at, QUIET_AT_LEAST)
            sight.usual = gap if not sight.usual else sight.usual + SMOOTH * (gap - sight.usual)
        sight.heard += 1
        sight.heard_at, sight.quiet = now, False

    async def _measure_lag(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            await asyncio.sleep(LAG_ROUND)
            self.lag = max(0.0, loop.time() - began - LAG_ROUND)

    async def _keep_offsets(self) -> None:
        while self._ask_offsets is not None:
            self.offsets = dict(await self._ask_offsets())
            await asyncio.sleep(OFFSETS_ROUND)


@dataclass(frozen=True, slots=True)
class _Ears:
    core: Core
    watch: Watch

    async def heard(self, incoming: Incoming) -> None:
        await self.core.heard(incoming)
        self.watch.heard(incoming)

    async def asked(self, call: Asked) -> Content:
        return await self.core.asked(call)

    async def begins(self, form: Beginning) -> Opened | Content:
        return await self.core.begins(form)
