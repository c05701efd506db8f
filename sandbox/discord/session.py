"""One gateway session: its numbered events, the socket it has at the moment, and what was missed."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field

from aiohttp import web

from sandbox.discord.model import JSON, Bot

REMEMBERED = 5_000


@dataclass(frozen=True, slots=True)
class Numbered:
    """One event of a session as it was sent. `key` names the happening: a second delivery has the same key."""

    seq: int
    frame: str
    key: str
    type: str
    ref: str
    channel: str
    community: str


@dataclass(frozen=True, slots=True)
class Ping:
    """Asks the client to say that it has read everything up to `seq`."""

    seq: int


@dataclass(slots=True)
class Session:
    """A session outlives its sockets. `acked` is the last number the client is known to have read."""

    id: str
    bot: Bot
    intents: int
    shard: tuple[int, int]
    socket: web.WebSocketResponse | None = None
    outbox: asyncio.Queue[str | Numbered | Ping] = field(default_factory=asyncio.Queue)
    sent: deque[Numbered] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    seq: int = 0
    acked: int = 0
    asked: int = 0
    lost_at: float | None = None

    def push(self, event: str, data: JSON, key: str, ref: str = "", channel: str = "", community: str = "") -> None:
        """Number an event, remember it, and send it if there is a socket."""
        self.seq += 1
        frame = json.dumps({"op": 0, "t": event, "s": self.seq, "d": data})
        one = Numbered(self.seq, frame, key, event, ref, channel, community)
        self.sent.append(one)
        if self.socket is not None:
            self.outbox.put_nowait(one)

    def missed(self, seq: int) -> list[Numbered] | None:
        """The events after `seq`; None if they are no longer remembered or `seq` was never reached."""
        if seq > self.seq or (self.sent and seq < self.sent[0].seq - 1):
            return None
        return [each for each in self.sent if each.seq > seq]

    def ask(self) -> bool:
        """Ask the client how far it has read; False when there is nothing to wait for."""
        if self.socket is None or self.acked >= self.seq:
            return False
        if self.asked < self.seq:
            self.asked = self.seq
            self.outbox.put_nowait(Ping(self.seq))
        return True
