"""The REST side: finds the route, applies faults and limits, and turns refusals into Discord's answers."""

from __future__ import annotations

import math
from hashlib import sha256
from types import MappingProxyType

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.discord.errors import ApiError, Refusal
from sandbox.discord.http import Call, Route, Routes, read_body, reply
from sandbox.discord.model import Bot
from sandbox.discord.world import World
from sandbox.faults import Fault
from sandbox.limits import Limiter, Rate, Standing

GLOBAL = Rate(50, 1.0, fixed=True)
WEBHOOK_CHANNEL = Rate(30, 60.0, fixed=True)
MAJOR = ("channel", "guild", "webhook", "application", "interaction", "token")
BASE = "/api/v10"


class Limited(Exception):
    """A rate limit is exceeded; `headers` and `body` are what a 429 holds."""

    def __init__(self, wait: float, scope: str, headers: dict[str, str]) -> None:
        super().__init__(f"wait {wait:.3f} s ({scope})")
        wait = math.ceil(wait * 1000) / 1000
        everywhere = {"X-RateLimit-Global": "true"} if scope == "global" else {}
        self.headers = headers | everywhere | {"X-RateLimit-Scope": scope, "Retry-After": str(math.ceil(wait))}
        self.body = {
            "message": "You are being rate limited.",
            "retry_after": wait,
            "global": scope == "global",
        }


class Api:
    """All routes of version 10 on one aiohttp application."""

    def __init__(self, world: World, limiter: Limiter, *tables: Routes) -> None:
        self._world = world
        self._limiter = limiter
        self._tables = tables

    def mount(self, app: web.Application) -> None:
        """Add the routes; whatever else is asked for below the base is a 404 in JSON."""
        for table in self._tables:
            for route in table.table:
                app.router.add_route(route.method, BASE + route.template, self._endpoint(route))
        app.router.add_route("*", BASE + "/{rest:.*}", self._nowhere)

    def _endpoint(self, route: Route) -> Handler:
        async def endpoint(request: web.Request) -> web.StreamResponse:
            return await self._answer(route, request)

        return endpoint

    async def _nowhere(self, request: web.Request) -> web.Response:
        return self._refuse(request, ApiError(Refusal.NOT_FOUND))

    async def _answer(self, route: Route, request: web.Request) -> web.Response:
        headers: dict[str, str] = {}
        try:
            caller = self._caller(route, request)
            body, uploads = await read_body(request)
            self._limit(route, request, caller, headers)
            call = Call(self._world, MappingProxyType(request.match_info), request.query, caller, body, uploads)
            return reply(route.handler(call), route.status, headers)
        except ApiError as error:
            return self._refuse(request, error, headers)
        except Limited as limited:
            self._note_refusal(request, 429, str(limited), None)
            return reply(limited.body, 429, limited.headers)

    def _refuse(self, request: web.Request, error: ApiError, headers: dict[str, str] | None = None) -> web.Response:
        self._note_refusal(request, error.status, str(error), error.code)
        return reply(error.body, error.status, headers)

    def _note_refusal(self, request: web.Request, status: int, error: str, code: int | None) -> None:
        route = f"{request.method} {request.path}"
        self._world.ledger.note("discord", "bot", "refused", status=status, error=error, code=code, route=route)

    def _caller(self, route: Route, request: web.Request) -> Bot | None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        bot = self._world.bots.get(token) if scheme == "Bot" else None
        if bot is None and not route.free:
            raise ApiError(Refusal.UNAUTHORIZED)
        return bot

    def _limit(self, route: Route, request: web.Request, caller: Bot | None, headers: dict[str, str]) -> None:
        """Count the call against the global limit, its bucket, and for webhooks its channel."""
        if not self._limiter.enabled:
            return
        if caller is not None and not route.exempt:
            standing = self._limiter.take(("global", caller.id), GLOBAL)
            if standing.wait:
                raise Limited(standing.wait, "global", {})
        bucket = sha256(f"{route.method} {route.template}".encode()).hexdigest()[:32]
        major = tuple(request.match_info[name] for name in MAJOR if name in request.match_info)
        standing = self._limiter.take((bucket, major), route.rate)
        headers.update(self._headers(bucket, route.rate, standing))
        if standing.wait:
            raise Limited(standing.wait, "user", headers)
        webhook = self._world.webhooks.get(request.match_info.get("webhook", ""))
        if webhook is not None and route.method == "POST":
            standing = self._limiter.take(("webhooks of channel", webhook.channel_id), WEBHOOK_CHANNEL)
            if standing.wait:
                raise Limited(standing.wait, "shared", headers)

    def _headers(self, bucket: str, rate: Rate, standing: Standing) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(rate.count),
            "X-RateLimit-Remaining": str(standing.remaining),
            "X-RateLimit-Reset": f"{self._world.now() + standing.reset_after:.3f}",
            "X-RateLimit-Reset-After": f"{standing.reset_after:.3f}",
            "X-RateLimit-Bucket": bucket,
        }


def refusal(fault: Fault) -> web.Response:
    """The answer a fault asks for; a 429 without a body is Discord's own, with `seconds` to wait.

    A header that is to be empty is left out: without `Via`, an answer is not Discord's but of what stands before it.
    """
    if fault.status == 429 and not fault.body:
        limited = Limited(fault.seconds, "user", {})
        answer = reply(limited.body, 429, limited.headers | fault.headers)
    else:
        answer = web.Response(status=fault.status, text=fault.body, headers={"Via": "1.1 google", **fault.headers})
    for name in [name for name, value in fault.headers.items() if not value]:
        del answer.headers[name]
    return answer
