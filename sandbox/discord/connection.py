"""One connection to the gateway: what a client may send, and what it gets for it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from aiohttp import WSMsgType, web

from sandbox.discord import native
from sandbox.discord.intents import KNOWN, Intent, portal_flags, switched_on
from sandbox.discord.model import JSON, Bot
from sandbox.discord.session import Ping, Session
from sandbox.limits import Limiter, Rate

if TYPE_CHECKING:
    from sandbox.discord.gateway import Gateway

SENDS = Rate(120, 60.0)
PAYLOAD_LIMIT = 4096
ACK_SECONDS = 0.05  # no network is faster; discord.py, which notes the time after sending, miscounts what comes at once


class Closed(Exception):
    """The gateway ends the connection with a close code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Connection:
    """A client's socket, and the session it identified or resumed."""

    def __init__(self, gateway: Gateway, socket: web.WebSocketResponse) -> None:
        self._gateway = gateway
        self._socket = socket
        self._session: Session | None = None
        self._writer: asyncio.Task[None] | None = None
        self._ended = False
        self._limiter = Limiter(time.monotonic, gateway.limiter.enabled)

    async def serve(self, version: str | None, encoding: str | None) -> None:
        """Say hello and take frames until the connection ends. Closed when the client breaks a rule."""
        if version != "10":
            raise Closed(4012, "Invalid API version.")
        if encoding not in (None, "json"):
            raise Closed(4002, "Error while decoding payload.")
        await self._send({"op": 10, "d": {"heartbeat_interval": self._gateway.heartbeat_ms, "_trace": []}})
        while True:
            message = await self._socket.receive()
            match message.type:
                case WSMsgType.TEXT:
                    await self._frame(message.data)
                case WSMsgType.PONG:
                    if self._session is not None:
                        self._gateway.read_up_to(self._session, int(message.data))
                case WSMsgType.PING:
                    await self._socket.pong(message.data)
                case WSMsgType.BINARY:
                    raise Closed(4002, "Error while decoding payload.")
                case _:
                    self._ended = message.type is WSMsgType.CLOSE and message.data in (1000, 1001)
                    return

    async def end(self) -> None:
        """Let go of the session, which can be resumed unless the client ended it."""
        if self._writer is not None:
            self._writer.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await self._writer
        if self._session is not None and self._session.socket is self._socket:
            self._gateway.lost(self._session, ended=self._ended)

    async def _frame(self, text: str) -> None:
        if self._limiter.take("sends", SENDS).wait:
            raise Closed(4008, "Rate limited.")
        try:
            frame = json.loads(text)
            op, data = frame["op"], frame.get("d")
        except (ValueError, TypeError, KeyError):
            raise Closed(4002, "Error while decoding payload.") from None
        if len(text) > PAYLOAD_LIMIT:
            raise Closed(4002, "Error while decoding payload.")
        match op:
            case 1:
                await self._heartbeat(data)
            case 2:
                await self._identify(data)
            case 6:
                await self._resume(data)
            case 3 | 4 | 8 if self._session is None:
                raise Closed(4003, "Not authenticated.")
            case 8:
                self._members(data)
            case 3 | 4:
                pass  # presence and voice: nobody here watches them
            case _:
                raise Closed(4001, "Unknown opcode.")

    async def _heartbeat(self, seq: Any) -> None:
        self._gateway.beats += 1
        if self._session is not None and isinstance(seq, int):
            self._gateway.read_up_to(self._session, seq)
        if not self._gateway.heartbeats:
            return
        ack: JSON = {"op": 11, "d": None}
        if self._session is None:
            await self._send(ack)
        else:
            asyncio.get_running_loop().call_later(ACK_SECONDS, self._session.outbox.put_nowait, json.dumps(ack))

    async def _identify(self, data: JSON) -> None:
        if self._session is not None:
            raise Closed(4005, "Already authenticated.")
        bot = self._bot(data.get("token"))
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~KNOWN:
            raise Closed(4013, "Invalid intent(s).")
        if not switched_on(intents, bot.privileged):
            raise Closed(4014, "Disallowed intent(s).")
        index, count = data.get("shard") or (0, 1)
        if not 0 <= index < count:
            raise Closed(4010, "Invalid shard.")
        self._gateway.identified(bot)
        if not self._gateway.identifies:
            await self._send({"op": 9, "d": False})
            return
        self._attach(self._gateway.open(bot, intents, (index, count)))
        self._greet()

    async def _resume(self, data: JSON) -> None:
        if self._session is not None:
            raise Closed(4005, "Already authenticated.")
        bot = self._bot(data.get("token"))
        session = self._gateway.find(str(data.get("session_id")))
        missed = session.missed(data.get("seq") or 0) if session is not None else None
        if session is None or session.bot is not bot or missed is None or not self._gateway.resumes:
            await self._send({"op": 9, "d": False})
            return
        if session.socket is not None:
            await session.socket.close(code=4000)
        self._attach(session)
        self._gateway.read_up_to(session, data["seq"])
        for each in missed:
            session.outbox.put_nowait(each)
        session.push("RESUMED", {"_trace": []}, f"RESUMED:{uuid4().hex}")

    def _bot(self, token: Any) -> Bot:
        bot = self._gateway.world.bots.get(str(token).removeprefix("Bot "))
        if bot is None:
            raise Closed(4004, "Authentication failed.")
        return bot

    def _attach(self, session: Session) -> None:
        session.socket = self._socket
        session.lost_at = None
        session.outbox = asyncio.Queue()
        session.asked = session.acked
        self._session = session
        self._writer = asyncio.create_task(self._write(session), name=f"gateway-{session.id[:8]}")

    def _greet(self) -> None:
        """READY, then one GUILD_CREATE per guild."""
        session, world = self._session, self._gateway.world
        assert session is not None
        bot = session.bot
        index, count = session.shard
        guilds = [
            each for each in world.guilds.values() if bot.id in each.members and (int(each.id) >> 22) % count == index
        ]
        ready: JSON = {
            "v": 10,
            "user": native.user(bot.user) | {"verified": True, "mfa_enabled": True, "email": None},
            "guilds": [{"id": each.id, "unavailable": True} for each in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self._gateway.url,
            "shard": [index, count],
            "application": {"id": bot.id, "flags": portal_flags(bot.privileged)},
            "private_channels": [],
            "relationships": [],
            "presences": [],
            "user_settings": {},
        }
        session.push("READY", ready, f"READY:{session.id}")
        if session.intents & Intent.GUILDS:
            for each in guilds:
                data = native.guild_create(world, each, bot)
                session.push("GUILD_CREATE", data, f"GUILD_CREATE:{session.id}:{each.id}", each.id, "", each.id)

    def _members(self, wish: JSON) -> None:
        """Answer op 8 with GUILD_MEMBERS_CHUNK events."""
        session = self._session
        assert session is not None
        guild = self._gateway.world.guilds.get(str(wish.get("guild_id")))
        if guild is None or session.bot.id not in guild.members:
            return
        ids = wish.get("user_ids")
        wanted = [str(each) for each in (ids if isinstance(ids, list) else [ids] if ids else [])]
        start = str(wish.get("query") or "").lower()
        if not wanted and not start and not session.intents & Intent.GUILD_MEMBERS:
            return
        found = [each for each in guild.members.values() if not wanted or each.user.id in wanted]
        found = [each for each in found if (each.nick or each.user.shown).lower().startswith(start)]
        found = found[: wish.get("limit") or None]
        pages = [found[at : at + 1000] for at in range(0, len(found), 1000)] or [[]]
        for index, page in enumerate(pages):
            data: JSON = {
                "guild_id": guild.id,
                "members": [native.member(each) for each in page],
                "chunk_index": index,
                "chunk_count": len(pages),
                "not_found": [each for each in wanted if each not in guild.members],
            }
            if wish.get("nonce") is not None:
                data["nonce"] = wish["nonce"]
            session.push("GUILD_MEMBERS_CHUNK", data, f"CHUNK:{uuid4().hex}", guild.id, "", guild.id)

    async def _write(self, session: Session) -> None:
        """Send what the session has for this socket, in order."""
        while True:
            one = await session.outbox.get()
            try:
                match one:
                    case str():
                        await self._socket.send_str(one)
                    case Ping(seq):
                        await self._socket.ping(str(seq).encode())
                    case _:
                        await self._socket.send_str(one.frame)
                        self._gateway.delivered(session, one)
            except ConnectionError:
                return  # the connection has gone; the reader notices

    async def _send(self, frame: JSON) -> None:
        with contextlib.suppress(ConnectionError):
            await self._socket.send_str(json.dumps(frame))
