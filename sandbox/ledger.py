"""What people did, what the platforms told the bot, and what the bot did, in order: the evidence an oracle judges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

Who = Literal["person", "platform", "bot"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `at` is in seconds since the epoch, by the sandbox's clock."""

    at: float
    platform: str
    who: Who
    act: str
    community: str = ""
    channel: str = ""
    ref: str = ""
    data: dict[str, Any] = field(default_factory=dict)


class Ledger:
    """An append-only list of entries which tells its watchers of each new one."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.entries: list[Entry] = []
        self.watchers: list[Callable[[Entry], None]] = []
        self._now = now

    def note(
        self,
        platform: str,
        who: Who,
        act: str,
        *,
        community: str = "",
        channel: str = "",
        ref: str = "",
        **data: Any,
    ) -> Entry:
        """Append one entry and tell the watchers."""
        entry = Entry(self._now(), platform, who, act, community, channel, ref, data)
        self.entries.append(entry)
        for watcher in tuple(self.watchers):
            watcher(entry)
        return entry

    def acts(self, who: Who, *acts: str, platform: str | None = None) -> list[Entry]:
        """The entries of one actor, of the named acts (all when none is named)."""
        return [
            entry
            for entry in self.entries
            if entry.who == who and (not acts or entry.act in acts) and platform in (None, entry.platform)
        ]
