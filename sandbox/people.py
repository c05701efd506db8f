"""What people do, over HTTP: the page, the state of both platforms, a live feed, acts and faults.

| route | what it does |
| --- | --- |
| `GET /` and the page's files | the page |
| `GET /state` | `{"slack": state, "discord": state}` |
| `GET /live?after=N` | Server-Sent Events: one per ledger entry, `id` = its number; a comment each `HEARTBEAT` s |
| `GET /guide` | `{"chapters": [{"title", "steps": [{"say", "tries": […]}]}]}`: what one may try, see `page/guide.js` |
| `GET /ledger?after=N` | `{"entries": […]}`, the ledger from entry N on |
| `POST /act` | `{"platform", "act", …}`: a person does something; answers what the platform's act returns |
| `POST /fault` | `{"platform", "route", "action", …}`: put a `Fault` in force |
| `DELETE /fault?platform=` | take the faults of one platform away, of both when none is named |
| `GET /media?url=` | a picture or file of either platform, whichever address it carries |

What a caller got wrong is answered with 400 and `{"error": a sentence that says what to do}`.
"""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Protocol, get_args

from aiohttp import web
from yarl import URL

from sandbox.faults import Action, Fault, Faults
from sandbox.hints import sentence
from sandbox.ledger import Entry, Ledger
from sandbox.media import Media

HEARTBEAT = 10.0
PAGE = Path(__file__).parent / "page"
BODY_LIMIT = 64 * 1024 * 1024
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
NUMBERS = {"after", "times", "seconds", "status"}  # of a fault; its headers are an object, all else is text


class Platform(Protocol):
    """What the page needs of a platform's server."""

    faults: Faults
    acts: dict[str, Callable[..., Awaitable[dict[str, Any]]]]

    @property
    def api_url(self) -> str:
        """Where the bot finds the platform."""

    def state(self) -> dict[str, Any]:
        """Everything the page shows, as JSON."""


class Wrong(Exception):
    """The caller's mistake; its text says what to do."""


def application(
    ledger: Ledger, guide: Callable[[], list[dict[str, Any]]] = list, **platforms: Platform
) -> web.Application:
    """The page's web application over the named platforms. `guide` gives the chapters of what one may try."""
    people = People(ledger, platforms, guide)
    media = Media(lambda: {name: URL(platform.api_url).origin() for name, platform in platforms.items()})
    app = web.Application(middlewares=[guard], client_max_size=BODY_LIMIT)
    app.on_startup.append(media.open)
    app.on_shutdown.append(people.close)
    app.on_cleanup.append(media.close)
    app.add_routes(
        [
            web.get("/", people.page),
            web.get("/state", people.state),
            web.get("/live", people.live),
            web.get("/ledger", people.past),
            web.get("/guide", people.guide),
            web.get("/media", media.serve),
            web.post("/act", people.act),
            web.post("/fault", people.fault),
            web.delete("/fault", people.mend),
            web.static("/", PAGE),
        ]
    )
    return app


class People:
    """The handlers behind the routes."""

    def __init__(
        self, ledger: Ledger, platforms: dict[str, Platform], guide: Callable[[], list[dict[str, Any]]]
    ) -> None:
        self._ledger = ledger
        self._guide = guide
        self._platforms = platforms
        self._streams: set[asyncio.Event] = set()
        self._closing = False
        ledger.watchers.append(self._wake)

    async def close(self, _: web.Application) -> None:
        """End every live feed, so that the server need not wait for its readers."""
        self._closing = True
        self._ledger.watchers.remove(self._wake)
        for stream in self._streams:
            stream.set()

    async def page(self, _: web.Request) -> web.FileResponse:
        """The page itself."""
        return web.FileResponse(PAGE / "index.html")

    async def state(self, _: web.Request) -> web.Response:
        """Both platforms as they stand."""
        return web.json_response({name: platform.state() for name, platform in self._platforms.items()})

    async def past(self, request: web.Request) -> web.Response:
        """The ledger, whole or from an entry on."""
        try:
            after = int(request.query.get("after", "0"))
        except ValueError:
            raise Wrong("Write `after` as a whole number: how many entries you have already.") from None
        return web.json_response({"entries": [asdict(entry) for entry in self._ledger.entries[max(0, after) :]]})

    async def guide(self, _: web.Request) -> web.Response:
        """What one may try here."""
        return web.json_response({"chapters": self._guide()})

    async def live(self, request: web.Request) -> web.StreamResponse:
        """The ledger as it grows: from where a browser that comes back had it, or `after`, else from now on."""
        last, after = request.headers.get("Last-Event-ID", ""), request.query.get("after", "")
        told = int(last) + 1 if last.isdecimal() else int(after) if after.isdecimal() else len(self._ledger.entries)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"} | SECURITY)
        await response.prepare(request)
        await response.write(b"retry: 1000\n\n")
        stream = asyncio.Event()
        self._streams.add(stream)
        try:
            while not self._closing:
                stream.clear()
                new = self._ledger.entries[told:]
                if new:
                    await response.write(b"".join(line(told + index, entry) for index, entry in enumerate(new)))
                    told += len(new)
                    continue
                try:
                    await asyncio.wait_for(stream.wait(), HEARTBEAT)
                except TimeoutError:
                    await response.write(b": still here\n\n")
        except ConnectionResetError:
            pass  # the reader has gone
        finally:
            self._streams.discard(stream)
        return response

    async def act(self, request: web.Request) -> web.Response:
        """A person does something."""
        wish = await wanted(request)
        platform = self._platform(wish)
        name = str(wish.pop("act", ""))
        act = platform.acts.get(name)
        if act is None:
            raise Wrong(f"There is no act {name!r}. Choose one of: {', '.join(sorted(platform.acts))}.")
        try:
            inspect.signature(act).bind(**wish)
        except TypeError as error:
            raise Wrong(f"{name} cannot be done like this: {error}. It takes {asked(act)}.") from None
        return web.json_response(await act(**wish))

    async def fault(self, request: web.Request) -> web.Response:
        """Put a fault in force."""
        wish = await wanted(request)
        platform = self._platform(wish)
        known = {field.name for field in fields(Fault)} - {"seen", "struck"}
        if strange := sorted(wish.keys() - known):
            raise Wrong(f"A fault has no {', '.join(strange)}. Use only {', '.join(sorted(known))}.")
        for name, value in wish.items():
            kind = (int, float) if name in NUMBERS else dict if name == "headers" else str
            if not isinstance(value, kind):
                raise Wrong(
                    f"{name} cannot be {value!r}. Give numbers as numbers, headers as an object, all else as text."
                )
        if not wish.get("route"):
            raise Wrong('Name the route, for example "POST */chat.postMessage" or "EVENT message*".')
        if wish.get("action") not in get_args(Action):
            raise Wrong(f"Choose the action among {', '.join(get_args(Action))}.")
        return web.json_response(asdict(platform.faults.add(Fault(**wish))))

    async def mend(self, request: web.Request) -> web.Response:
        """Take faults away."""
        name = request.query.get("platform")
        for platform in self._platforms.values() if name is None else [self._platform({"platform": name})]:
            platform.faults.clear()
        return web.json_response({"ok": True})

    def _platform(self, wish: dict[str, Any]) -> Platform:
        name = wish.pop("platform", None)
        if not isinstance(name, str) or name not in self._platforms:
            raise Wrong(f"Name the platform: {' or '.join(self._platforms)}.")
        return self._platforms[name]

    def _wake(self, _: Entry) -> None:
        for stream in self._streams:
            stream.set()


@web.middleware
async def guard(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> Any:
    """Answer mistakes in a sentence, and put the security headers on everything."""
    try:
        response = await handler(request)
    except (Wrong, LookupError, ValueError) as error:
        response = web.json_response({"error": sentence(error)}, status=400)
    if not response.prepared:
        for name, value in SECURITY.items():
            response.headers.setdefault(name, value)
    return response


async def wanted(request: web.Request) -> dict[str, Any]:
    """The request's JSON object. Any other content type is refused: a foreign page could send it without asking."""
    if request.content_type != "application/json":
        raise Wrong("Send JSON, with the header Content-Type: application/json.")
    try:
        wish = await request.json()
    except ValueError as error:
        raise Wrong(f"That is not JSON: {error}.") from None
    if not isinstance(wish, dict):
        raise Wrong('Send one JSON object, such as {"platform": "slack", "act": "post", …}.')
    return wish


def asked(act: Callable[..., Any]) -> str:
    """The arguments of an act, the optional ones marked so."""
    named = inspect.signature(act).parameters.values()
    return ", ".join(
        parameter.name if parameter.default is parameter.empty else f"{parameter.name} (optional)"
        for parameter in named
    )


def line(number: int, entry: Entry) -> bytes:
    """One Server-Sent Event."""
    return f"id: {number}\ndata: {json.dumps(asdict(entry), default=str)}\n\n".encode()
