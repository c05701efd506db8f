"""The gateway, version 10, JSON over a web socket (Discord's documentation, "Gateway").

A happening becomes one numbered event in each session that may see it. Whether a client has read an event is known
from its heartbeats, which carry the last number, and from web-socket pongs, which come after everything before them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from uuid import uuid4

from aiohttp import web

from sandbox.discord.connection import Closed, Connection
from sandbox.discord.intents import Intent, needed
from sandbox.discord.model import JSON, Bot, Message
from sandbox.discord.native_message import message_event
from sandbox.discord.session import Numbered, Session
from sandbox.discord.world import Dispatch, World
from sandbox.faults import Fault, Faults, drop
from sandbox.limits import Limiter

SESSION_LIFETIME = 180.0
HEARTBEAT_MS = 41_250


class Gateway:
    """All sessions. `heartbeats` False leaves heartbeats without an answer.

    `identifies` and `resumes` False answer every IDENTIFY, or RESUME, with an invalid session.
    """

    def __init__(self, world: World, faults: Faults, limiter: Limiter) -> None:
        self.url = ""
        self.heartbeats = True
        self.identifies = True
        self.resumes = True
        self.heartbeat_ms = HEARTBEAT_MS
        self.beats = 0  # heartbeats that came
        self.sessions: dict[str, Session] = {}
        self.world = world
        self.limiter = limiter
        self._faults = faults
        self._connections: dict[web.WebSocketResponse, web.Request] = {}
        self._late: set[asyncio.TimerHandle] = set()
        self._held: list[Callable[[], None]] = []
        self._number = 0
        self._progress = asyncio.Event()
        world.listeners.append(self.dispatch)

    # Telling bots what happened.

    def dispatch(self, happening: Dispatch) -> None:
        """Deliver a happening to each session that may see it, or do to it what a fault demands."""
        self._number += 1
        key = f"{happening.type}:{self._number}"
        # Rendered now: a late delivery shows what was then.
        rendered = [(session, self._render(session, happening)) for session in self._audience(happening)]
        if not rendered:
            return

        def deliver() -> None:
            for session, data in rendered:
                if session.id in self.sessions:
                    channel = happening.channel.id if happening.channel else ""
                    guild = happening.guild.id if happening.guild else ""
                    ref = str(data.get("message_id") or data.get("id") or "")
                    session.push(happening.type, data, key, ref, channel, guild)

        self._strike(self._faults.strike(f"EVENT {happening.type}"), deliver)

    def release(self) -> None:
        """Deliver what a "hold" fault kept back, the last first."""
        while self._held:
            self._held.pop()()

    def _strike(self, fault: Fault | None, deliver: Callable[[], None]) -> None:
        match fault.action if fault else None:
            case "never":
                return
            case "hold":
                self._held.append(deliver)
            case "late":
                assert fault is not None
                self._later(fault.seconds, deliver)
            case "twice":
                deliver()
                deliver()
            case _:
                deliver()

    def _later(self, seconds: float, deliver: Callable[[], None]) -> None:
        def now() -> None:
            self._late.discard(handle)
            deliver()
            self._progress.set()

        handle = asyncio.get_running_loop().call_later(seconds, now)
        self._late.add(handle)

    def _audience(self, happening: Dispatch) -> list[Session]:
        self._forget_lost()
        return [session for session in self.sessions.values() if self._hears(session, happening)]

    def _hears(self, session: Session, happening: Dispatch) -> bool:
        bot, guild, channel = session.bot, happening.guild, happening.channel
        index, count = session.shard
        if happening.only is not None:
            return happening.only is bot
        intent = needed(happening.type, in_guild=guild is not None)
        if happening.concerns and not session.intents & Intent.GUILD_MEMBERS:
            return bot.id in happening.concerns
        if session.intents & intent != intent:
            return False
        if guild is None:
            return channel is not None and bot.id in channel.recipients and index == 0
        if (int(guild.id) >> 22) % count != index or bot.id not in guild.members:
            return False
        return channel is None or channel.id not in self.world.channels or self.world.sees(bot.id, channel)

    def _render(self, session: Session, happening: Dispatch) -> JSON:
        if happening.message is None:
            return happening.render(session.bot)
        return self._message(session, happening.message)

    def _message(self, session: Session, message: Message) -> JSON:
        content = bool(session.intents & Intent.MESSAGE_CONTENT)
        return message_event(self.world, message, session.bot, content=content)

    # Trouble on request.

    async def drop(self, code: int | None = None) -> None:
        """End all connections: abruptly, or with a close code. Sessions stay and can be resumed."""
        for socket, request in tuple(self._connections.items()):
            if code is None:
                drop(request)
            else:
                await socket.close(code=code)

    async def turn_away(self, bot: Bot) -> None:
        """End a bot's connections because its token does not hold any more (close code 4004)."""
        for session in [each for each in self.sessions.values() if each.bot is bot]:
            del self.sessions[session.id]
            if session.socket is not None:
                await session.socket.close(code=4004)

    def reconnect(self) -> None:
        """Op 7: ask every client to reconnect and resume."""
        for session in self.sessions.values():
            session.outbox.put_nowait(json.dumps({"op": 7, "d": None}))

    def invalidate(self, *, resumable: bool = False) -> None:
        """Op 9: tell every client that its session is invalid; unless `resumable` it is forgotten."""
        for session in tuple(self.sessions.values()):
            session.outbox.put_nowait(json.dumps({"op": 9, "d": resumable}))
            if not resumable:
                del self.sessions[session.id]

    def forget(self) -> None:
        """End every session: nothing missed will be replayed."""
        self.sessions.clear()
        self._progress.set()

    # Waiting.

    async def settled(self) -> None:
        """Wait until every connected client has read all its events and nothing late is still to come."""
        while True:
            self._progress.clear()
            waiting = [session for session in tuple(self.sessions.values()) if session.ask()]
            if not waiting and not self._late:
                return
            await self._progress.wait()

    def stop(self) -> None:
        """Drop everything that is still to come."""
        for handle in self._late:
            handle.cancel()
        self._late.clear()
        self._held.clear()
        self._progress.set()

    # One connection.

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one client until its connection ends."""
        socket = web.WebSocketResponse(autoping=False, max_msg_size=0, timeout=2.0)
        await socket.prepare(request)
        self._connections[socket] = request
        connection = Connection(self, socket)
        try:
            await connection.serve(request.query.get("v"), request.query.get("encoding"))
        except Closed as closed:
            await socket.close(code=closed.code, message=closed.reason.encode())
        finally:
            del self._connections[socket]
            await connection.end()
            self._progress.set()
        return socket

    def read_up_to(self, session: Session, seq: int) -> None:
        """The client is known to have read everything up to `seq`."""
        if seq <= session.acked:
            return
        for each in session.sent:
            if session.acked < each.seq <= seq:
                self._note("acked", session, each)
        session.acked = seq
        self._progress.set()

    def identified(self, bot: Bot) -> None:
        """Write an IDENTIFY into the ledger: Discord allows 1,000 in a day, and resets the token beyond that."""
        self.world.ledger.note("discord", "platform", "identify", ref=bot.id)

    def open(self, bot: Bot, intents: int, shard: tuple[int, int]) -> Session:
        """A new session."""
        session = Session(uuid4().hex, bot, intents, shard)
        self.sessions[session.id] = session
        return session

    def find(self, session_id: str) -> Session | None:
        """A session that can be resumed."""
        self._forget_lost()
        return self.sessions.get(session_id)

    def lost(self, session: Session, *, ended: bool) -> None:
        """A session's socket is gone; `ended` when the client closed it for good (1000 or 1001)."""
        session.socket = None
        session.outbox = asyncio.Queue()
        session.asked = session.acked
        session.lost_at = self.world.now()
        if ended:
            self.sessions.pop(session.id, None)

    def delivered(self, session: Session, one: Numbered) -> None:
        """Write into the ledger that an event was handed over."""
        self._note("deliver", session, one)

    def _note(self, act: str, session: Session, one: Numbered) -> None:
        self.world.ledger.note(
            "discord",
            "platform",
            act,
            community=one.community,
            channel=one.channel,
            ref=one.key,
            type=one.type,
            of=one.ref,
            session=session.id,
            seq=one.seq,
        )

    def _forget_lost(self) -> None:
        limit = self.world.now() - SESSION_LIFETIME
        for session in tuple(self.sessions.values()):
            if session.socket is None and session.lost_at is not None and session.lost_at < limit:
                del self.sessions[session.id]
