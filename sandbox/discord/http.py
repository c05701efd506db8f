"""One REST call: who calls, with what, and the table of routes that answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.discord import native_message
from sandbox.discord.bodies import Upload
from sandbox.discord.cdn import REQUEST_LIMIT, type_of
from sandbox.discord.errors import ApiError, Problems, Refusal
from sandbox.discord.messages import Writer
from sandbox.discord.model import JSON, Bot, Channel, Message
from sandbox.discord.permissions import Permission
from sandbox.discord.world import World
from sandbox.limits import Rate

COMMON = Rate(10, 1.0, fixed=True)


@dataclass(slots=True)
class Call:
    """A call under way. `caller` is None when it carried no token."""

    world: World
    path: Mapping[str, str]
    query: Mapping[str, str]
    caller: Bot | None = None
    body: Any = None
    uploads: dict[int, Upload] = field(default_factory=dict)

    @property
    def bot(self) -> Bot:
        """The bot that calls. ApiError 401 when none does."""
        if self.caller is None:
            raise ApiError(Refusal.UNAUTHORIZED)
        return self.caller

    @property
    def writer(self) -> Writer:
        """The bot as the writer of a message."""
        return Writer(self.bot.user, "bot")

    @property
    def form(self) -> JSON:
        """The body, which must be an object. ApiError 50035."""
        if not isinstance(self.body, dict):
            problems = Problems()
            problems.add((), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            problems.check()
        body: JSON = self.body
        return body

    def channel(self, *needed: Permission) -> Channel:
        """The channel in the path, which the bot sees and may use. ApiError 10003, 50001, 50013."""
        channel = self.world.channel(self.path["channel"])
        if channel.guild_id is None and self.bot.id not in channel.recipients:
            raise ApiError(Refusal.MISSING_ACCESS)
        self.world.may(self.bot.id, channel, *needed)
        return channel

    def message(self, *needed: Permission) -> Message:
        """The message in the path. ApiError 10008, and as `channel`."""
        return self.world.message(self.channel(*needed), self.path["message"])

    def show(self, message: Message) -> JSON:
        """A message as this bot may read it."""
        return native_message.message(self.world, message, self.bot, content="message_content" in self.bot.privileged)

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number from the query. ApiError 50035."""
        text = self.query.get(name)
        problems = Problems()
        value = int(text) if text is not None and text.isdecimal() else default
        if text is not None and not text.isdecimal():
            problems.add((name,), "NUMBER_TYPE_COERCE", f'Value "{text}" is not int.')
        else:
            problems.number((name,), value, low, high)
        problems.check()
        return value

    def snowflake(self, name: str) -> int | None:
        """An id from the query, if it is there. ApiError 50035."""
        return self.number(name, 0, 0, 1 << 63) if name in self.query else None


Handler = Callable[[Call], Any]


@dataclass(frozen=True, slots=True)
class Route:
    """A route: `template` holds `{names}`; `free` routes need no bot token; `exempt` ones no global limit."""

    method: str
    template: str
    handler: Handler
    rate: Rate
    free: bool
    exempt: bool
    status: int


class Routes:
    """A table of routes, filled by decorating handlers. A handler returns JSON, or None for 204."""

    def __init__(self) -> None:
        self.table: list[Route] = []

    def add(
        self,
        method: str,
        template: str,
        *,
        rate: Rate = COMMON,
        free: bool = False,
        exempt: bool = False,
        status: int = 200,
    ) -> Callable[[Handler], Handler]:
        """Let the decorated function answer `method template`."""

        def enter(handler: Handler) -> Handler:
            self.table.append(Route(method, template, handler, rate, free, exempt, status))
            return handler

        return enter


def reply(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """A JSON answer. Discord writes the content type without a charset, and clients compare it as it is."""
    fixed = {"Content-Type": "application/json", "Via": "1.1 google", **(headers or {})}
    if data is None:
        del fixed["Content-Type"]
        return web.Response(status=204, headers=fixed)
    return web.Response(status=status, body=json.dumps(data).encode(), headers=fixed)


async def read_body(request: web.Request) -> tuple[Any, dict[int, Upload]]:
    """The JSON body and the uploaded files. ApiError 40005, 50109."""
    if (request.content_length or 0) > REQUEST_LIMIT:
        raise ApiError(Refusal.TOO_LARGE)
    kind = request.content_type
    if kind == "multipart/form-data":
        return await _multipart(request)
    if not request.can_read_body:
        return None, {}
    raw = await request.read()
    if len(raw) > REQUEST_LIMIT:
        raise ApiError(Refusal.TOO_LARGE)
    if not raw:
        return None, {}
    if kind != "application/json":
        raise ApiError(Refusal.INVALID_JSON)
    return parse(raw), {}


def parse(raw: bytes | str) -> Any:
    """JSON, or ApiError 50109."""
    try:
        return json.loads(raw)
    except ValueError:
        raise ApiError(Refusal.INVALID_JSON) from None


async def _multipart(request: web.Request) -> tuple[Any, dict[int, Upload]]:
    body: Any = {}
    uploads: dict[int, Upload] = {}
    size = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise ApiError(Refusal.INVALID_JSON)
        content = bytes(await part.read(decode=True))
        size += len(content)
        if size > REQUEST_LIMIT:
            raise ApiError(Refusal.TOO_LARGE)
        name = part.name or ""
        if name == "payload_json":
            body = parse(content)
        elif name.startswith("files[") and name.endswith("]") and name[6:-1].isdecimal():
            filename = part.filename or "unknown"
            kind = part.headers.get("Content-Type", "")
            generic = kind in ("", "application/octet-stream")
            uploads[int(name[6:-1])] = Upload(filename, content, type_of(filename) if generic else kind)
    return body, uploads
