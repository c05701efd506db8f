"""Requests that somebody sends once more: Slack's signature alone lets them through for five minutes.

Slack signs each of its own attempts anew, so the same signature twice is nobody's honest doing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from slack_bolt.response import BoltResponse

REMEMBERED = 330.0  # seconds: Slack's window of 300, and clocks that differ


class Replays:
    """Lets each signed request through once. Only what was answered well is remembered, so forgeries take no room."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._answered: dict[str, float] = {}  # in the order of time
        self._under_way: set[str] = set()

    async def once(self, headers: Mapping[str, str], answer: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse:
        """The answer; 200 without doing anything when a request was answered before, 503 while it is being done."""
        signature = next((value for name, value in headers.items() if name.lower() == "x-slack-signature"), "")
        self._forget()
        if signature in self._answered:
            return BoltResponse(status=200)
        if signature in self._under_way:
            return BoltResponse(status=503)
        self._under_way.add(signature)
        try:
            answered = await answer()
        finally:
            self._under_way.discard(signature)
        if signature and answered.status == 200:
            self._answered[signature] = self._now()
        return answered

    def _forget(self) -> None:
        while self._answered:
            oldest = next(iter(self._answered))
            if self._answered[oldest] > self._now() - REMEMBERED:
                return
            del self._answered[oldest]
