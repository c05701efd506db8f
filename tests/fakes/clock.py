"""A clock that stands still until a test moves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class FakeClock:
    """Fulfils `bot.clock.Clock`. `advance` moves the time and makes the calls that are due by then, in order."""

    time: float = 1_700_000_000.0
    _wakes: dict[str, tuple[float, Callable[[], None]]] = field(default_factory=dict)
    _rounds: dict[str, tuple[float, float, Callable[[], None]]] = field(default_factory=dict)

    def now(self) -> float:
        return self.time

    def wake(self, name: str, when: float, call: Callable[[], None]) -> None:
        self._wakes[name] = (when, call)

    def every(self, name: str, seconds: float, call: Callable[[], None]) -> None:
        self._rounds[name] = (seconds, self.time + seconds, call)

    def advance(self, seconds: float) -> None:
        """Let so much time pass."""
        self.time += seconds
        for name, (when, call) in sorted(self._wakes.items(), key=lambda item: item[1][0]):
            if when <= self.time:
                del self._wakes[name]
                call()
        for name, (period, due, call) in list(self._rounds.items()):
            if due <= self.time:
                self._rounds[name] = (period, self.time + period, call)
                call()
