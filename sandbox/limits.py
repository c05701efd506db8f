"""Rate limits by window, sliding or fixed, as both platforms document them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` calls in any `seconds`; when `fixed`, in windows that start with a call and end as a whole."""

    count: int
    seconds: float
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How a caller stands with a bucket after a call: `wait` is 0.0 when the call was allowed (all in seconds)."""

    wait: float
    remaining: int
    reset_after: float


@dataclass(slots=True)
class Limiter:
    """Counts calls per bucket; `now` gives seconds on a clock that never goes back."""

    now: Callable[[], float]
    enabled: bool = True
    _hits: dict[Hashable, deque[float]] = field(default_factory=dict)

    def take(self, bucket: Hashable, rate: Rate) -> Standing:
        """Count one call against `bucket`, or say how long to wait. A refused call is not counted."""
        now = self.now()
        hits = self._hits.setdefault(bucket, deque())
        while hits and hits[0] <= now - rate.seconds:
            if rate.fixed:
                hits.clear()
            else:
                hits.popleft()
        reset = (hits[0] + rate.seconds - now) if hits else rate.seconds
        if self.enabled and len(hits) >= rate.count:
            return Standing(wait=reset, remaining=0, reset_after=reset)
        hits.append(now)
        return Standing(wait=0.0, remaining=max(0, rate.count - len(hits)), reset_after=reset)
