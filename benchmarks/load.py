"""Writing messages at a pace or all at once, and what became of them, by the sandbox's ledger alone.

The ledger's clock is the only one: a message's time is the one at which its platform tells the bot of it, a copy's the
one at which the bot's call for it has arrived at the other platform.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import random
import re
import time
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.world import Place, World
from sandbox.ledger import Entry

STALLED = 15.0  # seconds without a copy, after which those that are missing are lost; without rate limits
_NUMBER = re.compile(r"\bn(\d{6})\b")
_numbers = itertools.count(1)

Written = list[tuple[Place, int]]


@dataclass(frozen=True, slots=True)
class Result:
    """One measurement. Latencies are in milliseconds, sorted; `seconds` go from the first message to the last copy."""

    latencies: Sequence[float]
    deliveries: int
    seconds: float

    def percentile(self, share: float) -> float:
        """The latency, in milliseconds, that this share of the copies stays under."""
        return self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))] if self.latencies else 0.0

    @property
    def rate(self) -> float:
        """Deliveries a second."""
        return self.deliveries / self.seconds if self.seconds else 0.0


@dataclass(slots=True)
class Watch:
    """When the bot was first told of each message, and when each copy arrived; `arrived` is set by every copy."""

    told: dict[int, float] = field(default_factory=dict)
    copies: dict[tuple[int, str], list[float]] = field(default_factory=dict)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _by_id: dict[tuple[str, str], int] = field(default_factory=dict)

    def __call__(self, entry: Entry) -> None:
        """Take note of an entry of the ledger."""
        match entry.who, entry.act:
            case "person", "post":
                self._by_id[entry.channel, entry.ref] = _number(entry)
            case "platform", "deliver" if entry.data["type"] in ("MESSAGE_CREATE", "message"):
                said = self._by_id.get((entry.channel, entry.data["of"]))
                if said is not None and not entry.data.get("attempt"):
                    self.told[said] = entry.at
            case "bot", "post":
                self.copies.setdefault((_number(entry), entry.channel), []).append(entry.at)
                self.arrived.set()


class Load:
    """Writes in a world, waits for the copies, and keeps account of them for as long as the bot runs.

    After `patience` seconds without a copy those that are missing are lost.
    """

    def __init__(self, world: World, patience: float = STALLED) -> None:
        self.world = world
        self._patience = patience
        self._watch = Watch()
        self._wanted: set[tuple[int, str]] = set()
        self._said: dict[int, Place] = {}
        world.sandbox.ledger.watchers.append(self._watch)

    @property
    def lost(self) -> int:
        """Copies that never came."""
        return len(self._wanted - self._watch.copies.keys())

    @property
    def doubled(self) -> int:
        """Copies that came though they were there already, or that nobody asked for."""
        return sum(len(times) - (copy in self._wanted) for copy, times in self._watch.copies.items())

    @property
    def swapped(self) -> int:
        """Copies that came after one of a later message of the same channel."""
        newest: dict[tuple[Place, str], int] = {}
        late = 0
        for number, channel in self._watch.copies:  # in the order in which they came
            if number not in self._said:
                continue
            way = self._said[number], channel
            late += number < newest.get(way, 0)
            newest[way] = max(number, newest.get(way, 0))
        return late

    def came(self, place: Place) -> list[float]:
        """When each copy came into a channel: in seconds since the epoch, sorted."""
        copies = self._watch.copies.items()
        return sorted(at for (_, channel), times in copies if channel == place.channel for at in times)

    async def steady(self, places: Sequence[Place], rate: float, seconds: float) -> Written:
        """Write `rate` messages a second: at random moments, as people do, but the same in every run."""
        dice, written, start, due = random.Random(1), [], time.perf_counter(), 0.0
        for place in itertools.cycle(places):
            due += dice.expovariate(rate)
            if due >= seconds:
                break
            await asyncio.sleep(max(0.0, start + due - time.perf_counter()))
            written.append((place, await self._say(place)))
        return written

    async def burst(self, places: Sequence[Place], count: int) -> Written:
        """Write so many messages as fast as the platforms take them."""
        written = []
        for place in itertools.islice(itertools.cycle(places), count):
            written.append((place, await self._say(place)))
            await asyncio.sleep(0)
        return written

    async def measured(
        self, writing: Awaitable[Written], *, apart: Collection[str] = (), then: Callable[[], None] = lambda: None
    ) -> Result:
        """Measure while messages are written and until every copy has come, or has failed to.

        `then` is called between the two; copies in the channels `apart` are waited for, but not measured.
        """
        with undisturbed():
            written = await writing
            then()
            await self.complete(written)
        return self.result(written, apart=apart)

    def result(self, written: Written, *, apart: Collection[str] = ()) -> Result:
        """What became of messages; copies in the channels `apart` do not count."""
        copies = [(number, channel) for place, number in written for channel in self._others(place)]
        times = self._watch.copies
        came = [(copy, times[copy][0]) for copy in copies if copy in times and copy[1] not in apart]
        told = [self._watch.told[number] for _, number in written if number in self._watch.told]
        return Result(
            sorted(1000 * (at - self._watch.told[number]) for (number, _), at in came),
            len(came),
            max((at for _, at in came), default=0.0) - min(told, default=0.0),
        )

    async def _say(self, place: Place) -> int:
        number = next(_numbers)
        self._said[number] = place
        self._wanted.update((number, channel) for channel in self._others(place))
        await self.world.say(place, number)
        return number

    def _others(self, place: Place) -> list[str]:
        [bridge] = [bridge for bridge in self.world.bridges if place in bridge]
        return [other.channel for other in bridge if other != place]

    async def complete(self, written: Written) -> None:
        """Wait until every copy has come, or has failed to."""
        missing = {(number, channel) for place, number in written for channel in self._others(place)}
        while missing := missing - self._watch.copies.keys():
            self._watch.arrived.clear()
            try:
                await asyncio.wait_for(self._watch.arrived.wait(), self._patience)
            except TimeoutError:
                return


@contextmanager
def undisturbed() -> Iterator[None]:
    """Have no garbage looked for: the sandbox's objects are many, and that takes longer than what is measured."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _number(entry: Entry) -> int:
    found = _NUMBER.search(entry.data["text"])
    return int(found[1]) if found else 0
