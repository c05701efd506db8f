"""How fast the bot may call: what Slack would refuse is put off before it is asked.

Slack counts per workspace and method: tier 2 allows 20 calls a minute, tier 3 50; posts are one a second and channel in
short bursts, and several hundred a minute in all. Calls are counted from their answers, so that none comes too early by
Slack's clock either. Who is put off has a turn: the others are told to come after it, so that of
a hundred channels that wait for one workspace's limit each asks once, not all of them whenever one may.
What Slack refuses all the same is remembered for as long as it says: for posts in that channel,
for everything else by method. Source: Slack's guide to rate limits and its references of the methods.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from adapters.contract.errors import Later
from adapters.contract.marked import _

POST = "chat.postMessage"
BRIEFLY = 0.2  # seconds until one of the calls under way may have been answered
KEPT = 1.0  # seconds for which a turn is kept for whoever does not come
REMEMBERED = 5_000  # counts at most

_Key = tuple[str, str]  # method and channel; no channel: all of them


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `calls` in any `seconds`."""

    calls: int
    seconds: float


IN_CHANNEL = Rate(4, 4.0)
IN_ALL = Rate(300, 60.0)
RESTRICTED = Rate(1, 60.0)  # of history, for apps that are distributed outside Slack's Marketplace
HISTORY = frozenset({"conversations.history", "conversations.replies"})
_TIER_2, _TIER_3 = Rate(20, 60.0), Rate(50, 60.0)
# Methods that only the relay calls. What a member waits for is not held up: it is told when Slack refuses.
RATES = {
    POST: IN_ALL,
    "chat.delete": _TIER_3,
    "chat.update": _TIER_3,
    "conversations.history": _TIER_3,
    "conversations.replies": _TIER_3,
    "files.delete": _TIER_3,
    "pins.add": _TIER_2,
    "reactions.add": _TIER_3,
    "reactions.get": _TIER_3,
    "reactions.remove": _TIER_2,
}


@dataclass(slots=True)
class _Count:
    """The calls that Slack may still count: when they were answered, and how many are under way.

    `turns` tells by when those who were put off ask again.
    """

    rate: Rate
    answered: deque[float] = field(default_factory=deque)
    under_way: int = 0
    turns: dict[str, float] = field(default_factory=dict)

    def wait(self, asker: str, now: float) -> float:
        """The seconds until one more is allowed for somebody; 0 when it is now."""
        while self.answered and self.answered[0] <= now - self.rate.seconds:
            self.answered.popleft()
        self.turns = {who: at for who, at in self.turns.items() if at > now - KEPT}
        own = self.turns.pop(asker, math.inf)
        before = sorted(at for at in self.turns.values() if at <= own)
        over = len(self.answered) + self.under_way + len(before) - self.rate.calls
        if over < 0:
            return 0.0
        frees = [*self.answered, *before]  # a turn before ours is counted by Slack from then on
        return max(frees[over] + self.rate.seconds - now, 0.0) if over < len(frees) else BRIEFLY

    def done(self, now: float) -> bool:
        """Whether nothing of this holds anybody up any more."""
        self.wait("", now)
        return not (self.answered or self.under_way or self.turns)


class Pace:
    """The pace of one token. `now` gives seconds on a clock that never goes back, and `sleep` waits by it."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._now = now
        self.sleep = sleep
        self._counts: dict[_Key, _Count] = {}
        self._closed: dict[_Key, float] = {}  # until when Slack takes no more
        self._restricted: _Count | None = None

    @contextmanager
    def call(self, method: str, channel: str, *, urgent: bool = False) -> Iterator[None]:
        """Around a call. Raises `Later` instead of it when Slack would refuse it; if `urgent`, when it has said so."""
        now = self._now()
        counts = list(self._counted(method, channel))
        waits = [] if urgent else [count.wait(channel, now) for count in counts]
        told = self._closed.get(_key(method, channel), 0.0) - now
        if (wait := max(told, 0.0, *waits)) > 0:
            for count, each in zip(counts, waits, strict=not urgent):
                if each == wait:
                    count.turns[channel] = now + wait
            raise Later(_("Slack allows no more calls of {method} yet.", method=method), wait)
        for count in counts:
            count.under_way += 1
        try:
            yield
        finally:
            for count in counts:
                count.under_way -= 1
                count.answered.append(self._now())

    def restrict(self) -> None:
        """Slack lets this app read one page of history a minute, as has just been seen."""
        if self._restricted is None:
            self._restricted = _Count(RESTRICTED)
            self._restricted.answered.append(self._now())

    def refused(self, method: str, channel: str, seconds: float) -> None:
        """Slack takes no more of these calls for so long."""
        self._tidy()
        self._closed[_key(method, channel)] = self._now() + seconds

    def _counted(self, method: str, channel: str) -> Iterator[_Count]:
        """What a call counts against."""
        rates = [((method, ""), RATES[method])] if method in RATES else []
        if method == POST:
            rates.append(((method, channel), IN_CHANNEL))
        for key, rate in rates:
            if key not in self._counts:
                self._tidy()
                self._counts[key] = _Count(rate)
            yield self._counts[key]
        if self._restricted is not None and method in HISTORY:
            yield self._restricted

    def _tidy(self) -> None:
        """Forget what holds nobody up any more, when there is much of it."""
        if len(self._counts) + len(self._closed) >= REMEMBERED:
            now = self._now()
            self._counts = {key: count for key, count in self._counts.items() if not count.done(now)}
            self._closed = {key: until for key, until in self._closed.items() if until > now}


def _key(method: str, channel: str) -> _Key:
    """What a refusal holds for."""
    return (method, channel if method == POST else "")
