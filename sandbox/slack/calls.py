"""The Web API's front door: who calls, what they may, how often, and with which arguments."""

from __future__ import annotations

import json
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.limits import Rate
from sandbox.slack.errors import Limited, SlackError
from sandbox.slack.model import Channel, Json, Workspace

if TYPE_CHECKING:
    from sandbox.slack.server import SlackServer

TIERS = {1: Rate(1, 60.0), 2: Rate(20, 60.0), 3: Rate(50, 60.0), 4: Rate(100, 60.0)}
SPECIAL = Rate(600, 60.0)  # "hundreds of requests per minute"
POSTS_PER_CHANNEL = Rate(4, 4.0)  # one per second, in short bursts
POSTS_PER_WORKSPACE = Rate(300, 60.0)  # "several hundred messages per minute"
STRICT_HISTORY = Rate(1, 60.0)  # for apps that are distributed outside the Marketplace

Handler = Callable[["Call"], Awaitable[Json]]


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the Web API: any of `scopes` is enough; methods that write also take JSON bodies."""

    name: str
    run: Handler
    rate: Rate
    scopes: tuple[str, ...]
    takes_json: bool
    token: str


METHODS: dict[str, Method] = {}


def method(
    name: str, tier: int | None, *scopes: str, takes_json: bool = False, token: str = "bot"
) -> Callable[[Handler], Handler]:
    """Register a handler; `tier` None is for Slack's "special" limits."""

    def register(run: Handler) -> Handler:
        METHODS[name] = Method(name, run, TIERS[tier] if tier else SPECIAL, scopes, takes_json, token)
        return run

    return register


@dataclass(slots=True)
class Call:
    """One call by the bot, with its arguments read."""

    server: SlackServer
    ws: Workspace
    args: dict[str, Any]

    def text(self, name: str, default: str = "") -> str:
        """An argument as text."""
        value = self.args.get(name)
        return default if value is None else str(value)

    def need(self, name: str) -> str:
        """An argument that must be there."""
        value = self.text(name)
        if not value:
            raise SlackError.wrong("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return value

    def flag(self, name: str) -> bool:
        """An argument as yes or no."""
        return self.args.get(name) in (True, 1, "1", "true", "True")

    def number(self, name: str, default: int, most: int) -> int:
        """An argument as a number from 1 to `most`."""
        value = self.args.get(name)
        if value in (None, "", 0, "0"):
            return default
        try:
            number = int(str(value))
        except ValueError:
            raise SlackError("invalid_limit") from None
        if number < 1:
            raise SlackError("invalid_limit")
        return min(number, most)

    def json(self, name: str, wrong: str) -> Any:
        """An argument given as JSON, or as its text; SlackError `wrong` when it cannot be read."""
        value = self.args.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(wrong) from None

    def require(self, *scopes: str) -> None:
        """Refuse with `missing_scope` unless one of the scopes was granted."""
        granted = self.ws.app.scopes
        if scopes and not granted.intersection(scopes):
            raise SlackError("missing_scope", needed=scopes[0], provided=",".join(sorted(granted)))

    def channel(self, scopes: dict[str, str] | None = None, name: str = "channel") -> Channel:
        """The channel of an argument, if the bot can see it, holding the scope for its kind."""
        channel = self.ws.channel(self.need(name))
        if scopes is not None:
            self.require(scopes[channel.kind])
        if channel.kind != "channel" and self.ws.me.id not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def limit(self, bucket: str, rate: Rate, code: str = "ratelimited") -> None:
        """Count the call against a bucket of the workspace; `Limited` when it is full."""
        standing = self.server.limiter.take((self.ws.id, bucket), rate)
        if standing.wait:
            raise Limited(code, standing.wait)


async def answer(server: SlackServer, request: web.Request) -> web.Response:
    """Answer one request under /api/."""
    name = request.match_info["method"]
    ws: Workspace | None = None
    try:
        args, was_json = await _arguments(request)
        found = METHODS.get(name)
        if found is None:
            raise SlackError("unknown_method", req_method=name)
        ws = _caller(server, request, args, found)
        if was_json and not found.takes_json:
            args = {}
        call = Call(server, ws, args)
        call.limit(name, found.rate)
        call.require(*found.scopes)
        result = await found.run(call)
    except Limited as refused:
        wait = math.ceil(refused.wait)
        _refused(server, ws, name, 429, refused.code)
        return web.json_response({"ok": False, "error": refused.code}, status=429, headers={"Retry-After": str(wait)})
    except SlackError as refused:
        _refused(server, ws, name, 200, refused.code)
        return web.json_response({"ok": False, "error": refused.code, **refused.extra})
    headers = {"x-oauth-scopes": ",".join(sorted(ws.app.scopes)), "x-accepted-oauth-scopes": ",".join(found.scopes)}
    return web.json_response({"ok": True, **result}, headers=headers)


def _refused(server: SlackServer, ws: Workspace | None, name: str, status: int, code: str) -> None:
    community = ws.id if ws else ""
    server.ledger.note("slack", "bot", "refused", community=community, status=status, error=code, route=name)


async def _arguments(request: web.Request) -> tuple[dict[str, Any], bool]:
    args: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json" and request.can_read_body:
        try:
            body = json.loads(await request.read())
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        return args | body, True
    if request.method == "POST":
        args |= dict(await request.post())
    return args, False


def _caller(server: SlackServer, request: web.Request, args: dict[str, Any], found: Method) -> Workspace:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip() if scheme.lower() == "bearer" else str(args.pop("token", ""))
    if not token:
        raise SlackError("not_authed")
    for ws in server.workspaces.values():
        if token in (ws.app.bot_token, ws.app.app_token):
            if not ws.app.installed:
                raise SlackError("account_inactive")
            if ws.app.revoked and token == ws.app.bot_token:
                raise SlackError("token_revoked")
            if (token == ws.app.app_token) != (found.token == "app") and found.token != "any":
                raise SlackError("not_allowed_token_type")
            return ws
    raise SlackError("invalid_auth")
