"""How fast Discord may be asked: what its answers tell of its limits, and two limits that they do not tell.

Every 429 brings a ban of the bot's address nearer (10,000 in ten minutes), so a call that would be one is not made.
Sources: Discord's "Rate Limits"; for the posts by webhooks in a channel its staff in discord-api-docs #367.
"""

from __future__ import annotations

import math
import re
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from adapters.contract.errors import Later
from adapters.contract.marked import _

_LIMITED = _("Discord's rate limit is reached.")
_GLOBAL = (50, 1.0)  # calls in seconds, of all kinds but answers to interactions
_WEBHOOK_POSTS = (30, 60.0)  # in a channel, whatever else its webhook's own bucket allows
_SOON = 0.25  # seconds after which to ask again when all that is allowed is under way
_LEAST, _MOST = 1.0, 900.0  # seconds that a 429 is waited for
_MOST_KEPT = 1_000  # limits, after which those that nothing is known of any more are forgotten
_MAJOR = re.compile(r"/(?:channels|guilds)/\d+|/webhooks/\d+(?:/[^/?]+)?|/interactions/\d+/[^/]+")
_ID = re.compile(r"/\d{15,}")
_REACTION = re.compile(r"/reactions/[^/]+")


@dataclass(slots=True)
class _Bucket:
    """A limit of which answers tell: `remaining` calls until a time, then `limit` again (None: not told yet)."""

    limit: int | None = None
    remaining: int | None = None
    until: float = 0.0
    pending: int = 0

    def wait(self, now: float) -> float:
        if now >= self.until:
            self.remaining = self.limit
        if self.remaining is None or self.pending < self.remaining:
            return 0.0
        return self.until - now if self.until > now else _SOON

    def told(self, limit: int, remaining: int, until: float) -> None:
        same_window = self.remaining is not None and until <= self.until + _SOON
        self.remaining = min(self.remaining, remaining) if same_window and self.remaining is not None else remaining
        self.limit, self.until = max(1, limit), until


@dataclass(slots=True)
class _Window:
    """At most `count` calls in any `seconds`, timed by their answers: Discord has counted them by then."""

    count: int
    seconds: float
    pending: int = 0
    answered: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        while self.answered and self.answered[0] + self.seconds <= now:
            self.answered.popleft()
        if len(self.answered) + self.pending < self.count:
            return 0.0
        return self.answered[0] + self.seconds - now if self.answered else _SOON


Held = list[_Bucket | _Window]  # the limits that count a call


@dataclass(frozen=True, slots=True)
class Route:
    """The kind of a call, and the place that its limit belongs to (Discord's "Rate Limits": top-level resources)."""

    kind: str
    place: str

    @classmethod
    def of(cls, method: str, path: str) -> Route:
        """What a call counts as."""
        major = _MAJOR.match(path)
        place = major[0] if major else ""
        rest = _ID.sub("/{id}", _REACTION.sub("/reactions/{emoji}", path[len(place) :]))
        return cls(f"{method} {place.split('/')[1] if place else ''}{rest}", place)


class Pace:
    """What may be asked now. `clock` gives seconds and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until = 0.0  # nothing at all before
        self._names: dict[str, str] = {}
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self._all = _Window(*_GLOBAL)
        self._webhooks: dict[str, _Window] = {}

    def begin(self, route: Route) -> Held:
        """Count a call that is about to be made: what is counted is given back to `end`.

        Raises Later when it would be a 429.
        """
        now = self._clock()
        limits = self._limits(route)
        wait = max(self._until - now, *(each.wait(now) for each in limits))
        if wait > 0:
            raise Later(_LIMITED, wait)
        for each in limits:
            each.pending += 1
        return limits

    def end(self, route: Route, held: Held, headers: Mapping[str, str]) -> None:
        """Take in what an answer tells of its limit; no headers when there was no answer.

        `held` is what `begin` counted: by now another answer may have told that the route belongs to another limit.
        """
        now = self._clock()
        for each in held:
            each.pending -= 1
            if isinstance(each, _Window):
                each.answered.append(now)
        if name := headers.get("X-RateLimit-Bucket"):
            self._names[route.kind] = name
        limit, remaining = (_number(headers.get(f"X-RateLimit-{each}")) for each in ("Limit", "Remaining"))
        if remaining is not None:
            reset = _number(headers.get("X-RateLimit-Reset-After"))
            until = now + min(_LEAST if reset is None else reset, _MOST)
            self._bucket(route).told(int(limit or 1), int(remaining), until)

    def limited(self, route: Route, headers: Mapping[str, str], answer: Any) -> Later:
        """A 429: when to ask again, and nothing before. One that is not from Discord's own API concerns all calls."""
        told = answer if isinstance(answer, dict) else {}
        after = _number(told.get("retry_after")) or _number(headers.get("Retry-After")) or _LEAST
        after = min(max(after, _LEAST), _MOST)
        until = self._clock() + after
        if told.get("global") or "X-RateLimit-Global" in headers or "Via" not in headers:
            self._until = until
        else:
            bucket = self._bucket(route)
            bucket.remaining, bucket.until = 0, until
        return Later(_LIMITED, after, limited=True)

    def _limits(self, route: Route) -> Held:
        found: Held = [self._bucket(route)]
        if not route.place.startswith("/interactions"):
            found.append(self._all)
        if route.kind == "POST webhooks":
            found.append(self._webhooks.setdefault(route.place, _Window(*_WEBHOOK_POSTS)))
        return found

    def _bucket(self, route: Route) -> _Bucket:
        key = (self._names.get(route.kind, route.kind), route.place)
        if key not in self._buckets:
            self._forget()
            self._buckets[key] = _Bucket()
        return self._buckets[key]

    def _forget(self) -> None:
        """Keep only what still limits something, once there is much."""
        now = self._clock()
        if len(self._buckets) >= _MOST_KEPT:
            self._buckets = {key: each for key, each in self._buckets.items() if each.pending or each.until > now}
        if len(self._webhooks) >= _MOST_KEPT:
            self._webhooks = {key: each for key, each in self._webhooks.items() if each.wait(now) or each.answered}


def _number(told: Any) -> float | None:
    """Seconds or a count as a header or a body tells it, also as a date (RFC 9110); None when it tells nothing."""
    try:
        value = float(told)
    except (TypeError, ValueError, OverflowError):
        value = _from_now(told) if isinstance(told, str) else math.nan
    return value if math.isfinite(value) and value >= 0 else None


def _from_now(date: str) -> float:
    try:
        return (parsedate_to_datetime(date) - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError, OverflowError):  # without a time zone it cannot be compared
        return math.nan
