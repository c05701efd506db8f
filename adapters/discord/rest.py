"""Calls of Discord's HTTP API: one attempt each, with one of four outcomes.

discord.py's own HTTP client repeats a post after a server error, which doubles messages, and sleeps inside the call
when a rate limit is reached. Here a call answers, or raises `Refused`, `Later` or `Unsure` within its time.
"""

from __future__ import annotations

import asyncio
import io
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

from adapters.contract.errors import Later, Refused, Unsure, Why
from adapters.contract.marked import _
from adapters.discord.errors import refusal
from adapters.discord.pace import Pace, Route

API = "https://discord.com/api/v10"
_AGENT = "DiscordBot (unsilo, 0.1)"
_SECONDS = 10.0
_BYTES_A_SECOND = 500_000  # the slowest upload that is waited for
_DOWN = 5.0


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send along."""

    name: str
    data: bytes
    media_type: str


class Rest:
    """The HTTP API as one bot sees it. Use within its loop; `close` ends it.

    `turned_away` is set when Discord did not accept the bot's token. `clock` times the rate limits, in seconds.
    """

    def __init__(self, token: str, base: str = API, clock: Callable[[], float] = time.monotonic) -> None:
        self._headers = {"Authorization": f"Bot {token}", "User-Agent": _AGENT}
        self.base = base.rstrip("/")
        self._session: aiohttp.ClientSession | None = None
        self._pace = Pace(clock)
        self.turned_away = asyncio.Event()

    @property
    def session(self) -> aiohttp.ClientSession:
        """The connections, opened with the first call."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        return self._session

    def counting(self) -> aiohttp.TraceConfig:
        """For another client that asks as the same bot: its calls count too, and wait until they may be made."""

        async def starts(session: Any, call: Any, told: aiohttp.TraceRequestStartParams) -> None:
            if not str(told.url).startswith(self.base):
                return  # the gateway
            route = Route.of(told.method, str(told.url).removeprefix(self.base))
            while True:
                try:
                    call.route, call.held = route, self._pace.begin(route)
                except Later as later:
                    await asyncio.sleep(later.after)
                else:
                    return

        async def ends(session: Any, call: Any, told: Any) -> None:
            if hasattr(call, "held"):
                answer = getattr(told, "response", None)
                self._pace.end(call.route, call.held, {} if answer is None else answer.headers)

        trace = aiohttp.TraceConfig()
        trace.on_request_start.append(starts)
        trace.on_request_end.append(ends)
        trace.on_request_exception.append(ends)
        return trace

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
        route = Route.of(method, path)
        held = self._pace.begin(route)
        told: Mapping[str, str] = {}
        lost: Later | Unsure = Later(_("Discord does not answer."), _DOWN)
        if method != "GET":
            lost = Unsure(_("Discord's answer was lost."))
        try:
            async with asyncio.timeout(_SECONDS + sum(len(each.data) for each in files) / _BYTES_A_SECOND):
                status, told, answer = await self._exchange(method, path, body, params, files)
        except aiohttp.ClientConnectorError as error:
            raise Later(_("Discord cannot be reached."), _DOWN) from error
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            raise lost from error
        finally:
            self._pace.end(route, held, told)
        if status == 429:
            raise self._pace.limited(route, told, answer)
        if status >= 500:
            raise lost
        if status >= 400:
            raise self._refused(status, answer)
        return answer

    def _refused(self, status: int, answer: Any) -> Refused:
        refused = refusal(status, answer)
        if refused.why is Why.UNAUTHORISED:
            self.turned_away.set()
        return refused

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
                data.add_field(f"files[{at}]", io.BytesIO(file.data), filename=file.name, content_type=file.media_type)
        elif body is not None:
            data = json.dumps(body).encode()
            headers = headers | {"Content-Type": "application/json"}
        async with self.session.request(
            method, self.base + path, data=data, params=params, headers=headers, allow_redirects=False
        ) as response:
            text = await response.text()
            return response.status, response.headers, _json(text, response.status)


def _json(text: str, status: int) -> Any:
    """An answer's JSON. A proxy's error page is none, and is no reason to raise: its status says enough."""
    try:
        return json.loads(text) if text else None
    except ValueError:
        if status < 400:
            raise
        return None
