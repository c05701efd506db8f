"""conversations.history and conversations.replies: what was said, in pages."""

from __future__ import annotations

import base64
import itertools
import re
from collections.abc import Iterable, Iterator

from sandbox.slack.calls import STRICT_HISTORY, Call, method
from sandbox.slack.errors import SlackError
from sandbox.slack.events import HISTORY
from sandbox.slack.model import Channel, Json, Message
from sandbox.slack.natives import message_json

STRICT_PAGE = 15  # for apps that are distributed outside the Marketplace
_TS = re.compile(r"\d{1,16}(\.\d{1,6})?")


@method("conversations.history", 3, *HISTORY.values())
async def history(call: Call) -> Json:
    """A page of a channel, newest first; thread replies only when they were also sent to the channel.

    With `oldest` alone the first page is the one nearest to it and pages go forward, else they go back from `latest`.
    """
    channel = _readable(call)
    forward = bool(call.text("oldest")) and not call.text("latest")
    oldest, latest = _bounds(call)
    start = _cursor(call)
    found: Iterator[Message]
    if forward:
        lower = max(oldest, start or 0)
        later = list(itertools.takewhile(lambda message: _at(message) > lower, reversed(channel.messages.values())))
        found = reversed(later)
    else:
        upper = latest if start is None else start
        earlier = itertools.dropwhile(lambda message: _at(message) >= upper, reversed(channel.messages.values()))
        found = itertools.takewhile(lambda message: _at(message) > oldest, earlier)
    page, more = _page(call, (message for message in found if _in_channel(message)), default=100)
    return {
        "messages": _shown(call, sorted(page, key=_at, reverse=True)),
        "has_more": more,
        "pin_count": len(channel.pins),
        "channel_actions_ts": None,
        "channel_actions_count": 0,
        **_next(page, more),
    }


@method("conversations.replies", 3, *HISTORY.values())
async def replies(call: Call) -> Json:
    """A page of a thread, oldest first; the parent leads every page."""
    channel = _readable(call)
    root = channel.messages.get(call.need("ts"))
    if root is None:
        raise SlackError("thread_not_found")
    oldest, latest = _bounds(call)
    lower = max(oldest, _cursor(call) or 0)
    thread = (channel.messages[ts] for ts in channel.threads.get(root["ts"], ()))
    page, more = _page(call, (message for message in thread if lower < _at(message) < latest), default=1000)
    return {"messages": _shown(call, [root, *page]), "has_more": more, **_next(page, more)}


def _readable(call: Call) -> Channel:
    if call.ws.app.history_limited:
        call.limit("history", STRICT_HISTORY)
    channel = call.channel(HISTORY)
    if call.ws.me.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _page(call: Call, found: Iterable[Message], default: int) -> tuple[list[Message], bool]:
    most = STRICT_PAGE if call.ws.app.history_limited else 999
    limit = call.number("limit", min(default, most), most)
    page = list(itertools.islice(found, limit + 1))
    return page[:limit], len(page) > limit


def _shown(call: Call, page: Iterable[Message]) -> list[Json]:
    metadata = call.flag("include_all_metadata")
    return [message_json(message, metadata=metadata) for message in page]


def _bounds(call: Call) -> tuple[int, int]:
    """The exclusive bounds, in microseconds."""
    inclusive = call.flag("inclusive")
    bounds = []
    for name, default in (("oldest", -1), ("latest", 10**18)):
        value = call.text(name)
        if value in ("", "0", "now"):
            bounds.append(default)
        elif not _TS.fullmatch(value):
            raise SlackError(f"invalid_ts_{name}")
        else:
            bounds.append(_micros(value) + inclusive * (-1 if name == "oldest" else 1))
    return bounds[0], bounds[1]


def _in_channel(message: Message) -> bool:
    return message.get("thread_ts", message["ts"]) == message["ts"] or message.get("subtype") == "thread_broadcast"


def _at(message: Message) -> int:
    return _micros(message["ts"])


def _micros(ts: str) -> int:
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * 1_000_000 + int(fraction.ljust(6, "0") or 0)


def _cursor(call: Call) -> int | None:
    cursor = call.text("cursor")
    return int(decode_cursor(cursor, "next_ts")) if cursor else None


def _next(page: list[Message], more: bool) -> Json:
    if not more:
        return {}
    return {"response_metadata": {"next_cursor": encode_cursor("next_ts", _at(page[-1]))}}


def encode_cursor(kind: str, value: int) -> str:
    """An opaque cursor like Slack's."""
    return base64.b64encode(f"{kind}:{value}".encode()).decode()


def decode_cursor(cursor: str, kind: str) -> str:
    """What `encode_cursor` put into it; SlackError `invalid_cursor`."""
    try:
        found, _, value = base64.b64decode(cursor, validate=True).decode().partition(":")
    except ValueError:
        found, value = "", ""
    if found != kind or not value.isdecimal():
        raise SlackError("invalid_cursor")
    return value


def paged(call: Call, everything: Iterator[Json] | Iterator[str], name: str, *, most: int, default: int = 100) -> Json:
    """One page of a list, with the cursor of the next (empty on the last page)."""
    cursor = call.text("cursor")
    start = int(decode_cursor(cursor, "offset")) if cursor else 0
    limit = call.number("limit", default, most)
    page = list(itertools.islice(everything, start, start + limit + 1))
    following = encode_cursor("offset", start + limit) if len(page) > limit else ""
    return {name: page[:limit], "response_metadata": {"next_cursor": following}}
