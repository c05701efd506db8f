"""Calls of Discord's HTTP API: one attempt each, with one of four outcomes.

discord.py's own HTTP client repeats a post after a server error, which doubles messages, and sleeps inside the call
when a rate limit is reached. Here a call answers, or raises `Refused`, `Later` or `Unsure` within its time.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

from adapters.contract.errors import Later, Unsure
from adapters.discord.errors import refusal

API = "https://discord.com/api/v10"
_AGENT = "DiscordBot (unsilo, 0.1)"
_SECONDS = 10.0
_BYTES_A_SECOND = 500_000  # the slowest upload that is waited for
_DOWN = 5.0
_MOST_LIMITS = 1_000  # after so many, those that have passed are forgotten
_MAJOR = re.compile(r"/(?:channels|guilds)/\d+|/webhooks/\d+(?:/[^/?]+)?|/interactions/\d+/[^/]+")
_ID = re.compile(r"/\d{15,}")
_REACTION = re.compile(r"/reactions/[^/]+")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send along."""

    name: str
    data: bytes
    media_type: str


class Rest:
    """The HTTP API as one bot sees it. Use within its loop; `close` ends it."""

    def __init__(self, token: str, base: str = API) -> None:
        self._headers = {"Authorization": f"Bot {token}", "User-Agent": _AGENT}
        self.base = base.rstrip("/")
        self._session: aiohttp.ClientSession | None = None
        self._buckets: dict[str, str] = {}
        self._until: dict[str, float] = {}

    @property
    def session(self) -> aiohttp.ClientSession:
        """The connections, opened with the first call."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        return self._session

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()

    async def get(self, path: str, **params: str | int) -> Any:
        """Read something."""
        return await self.call("GET", path, params=params)

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        params: Mapping[str, str | int] | None = None,
        files: Sequence[Upload] = (),
    ) -> Any:
        """Make a call and return its answer's JSON; None when it has none.

        Raises Refused; Later, when nothing has happened; Unsure, when the answer to a change was lost.
        """
        route = _route(method, path)
        self._hold(route)
        lost: Later | Unsure = Later("Discord does not answer.", _DOWN)
        if method != "GET":
            lost = Unsure("Discord's answer was lost.")
        try:
            async with asyncio.timeout(_SECONDS + sum(len(each.data) for each in files) / _BYTES_A_SECOND):
                status, headers, answer = await self._exchange(method, path, body, params, files)
        except aiohttp.ClientConnectorError as error:
            raise Later("Discord cannot be reached.", _DOWN) from error
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            raise lost from error
        self._learn(route, headers)
        if status == 429:
            raise self._limited(route, headers, answer)
        if status >= 500:
            raise lost
        if status >= 400:
            raise refusal(status, answer)
        return answer

    async def _exchange(
        self,
        method: str,
        path: str,
        body: Any,
        params: Mapping[str, str | int] | None,
        files: Sequence[Upload],
    ) -> tuple[int, Mapping[str, str], Any]:
        data: Any = None
        headers = self._headers
        if files:
            data = aiohttp.FormData(quote_fields=False)
            data.add_field("payload_json", json.dumps(body), content_type="application/json")
            for at, file in enumerate(files):
                data.add_field(f"files[{at}]", file.data, filename=file.name, content_type=file.media_type)
        elif body is not None:
            data = json.dumps(body).encode()
            headers = headers | {"Content-Type": "application/json"}
        async with self.session.request(
            method, self.base + path, data=data, params=params, headers=headers, allow_redirects=False
        ) as response:
            text = await response.text()
            return response.status, response.headers, _json(text, response.status)

    def _hold(self, route: str) -> None:
        """Do not even ask while a limit is known to be reached: every 429 brings a ban nearer."""
        now = time.monotonic()
        for key in ("", self._key(route)):
            if (left := self._until.get(key, now) - now) > 0:
                raise Later("Discord's rate limit is reached.", left)
            self._until.pop(key, None)

    def _learn(self, route: str, headers: Mapping[str, str]) -> None:
        if bucket := headers.get("X-RateLimit-Bucket"):
            self._buckets[route.partition(" at ")[0]] = bucket
        if headers.get("X-RateLimit-Remaining") == "0":
            now = time.monotonic()
            if len(self._until) > _MOST_LIMITS:
                self._until = {key: until for key, until in self._until.items() if until > now}
            self._until[self._key(route)] = now + float(headers.get("X-RateLimit-Reset-After", 1))

    def _limited(self, route: str, headers: Mapping[str, str], answer: Any) -> Later:
        told = answer if isinstance(answer, dict) else {}
        after = float(told.get("retry_after") or headers.get("Retry-After") or 1)
        everything = told.get("global") or "X-RateLimit-Global" in headers
        self._until["" if everything else self._key(route)] = time.monotonic() + after
        return Later("Discord's rate limit is reached.", after)

    def _key(self, route: str) -> str:
        kind, _, place = route.partition(" at ")
        return f"{self._buckets.get(kind, kind)} at {place}"


def _route(method: str, path: str) -> str:
    """The kind of a call and the place that its limit belongs to (Discord's "Rate Limits": top-level resources)."""
    major = _MAJOR.match(path)
    place = major[0] if major else ""
    kind = _ID.sub("/{id}", _REACTION.sub("/reactions/{emoji}", path[len(place) :]))
    return f"{method} {place.split('/')[1] if place else ''}{kind} at {place}"


def _json(text: str, status: int) -> Any:
    """An answer's JSON. A proxy's error page is none, and is no reason to raise: its status says enough."""
    try:
        return json.loads(text) if text else None
    except ValueError:
        if status < 400:
            raise
        return None
