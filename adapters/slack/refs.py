"""Slack's ids and the contract's addresses: the make and parse pairs.

A message is known by its team, its channel and its `ts`, which is also its time in seconds since the epoch.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef

PLATFORM = "slack"
_ARCHIVES = re.compile(r"/archives/([CDG][A-Z0-9]{1,30})(?:/p([0-9]{1,12})([0-9]{6}))?/?")
_CLIENT = re.compile(r"/client/([TE][A-Z0-9]{1,30})/([CDG][A-Z0-9]{1,30})(?:/.*)?")
_TS = re.compile(r"[0-9]{1,12}\.[0-9]{6}")


def community(team: str) -> CommunityRef:
    """The workspace of a team id."""
    return CommunityRef(PLATFORM, team)


def account(team: str, user: str) -> AccountRef:
    """The account of a user id, or of a bot id where Slack names no user."""
    return AccountRef(PLATFORM, team, user)


def channel(team: str, channel_id: str, thread_ts: str | None = None) -> ChannelRef:
    """A channel, or the thread under the message `thread_ts` in it."""
    return ChannelRef(PLATFORM, team, channel_id, thread_ts or None)


def message(team: str, channel_id: str, ts: str, thread_ts: str | None = None) -> MessageRef:
    """A message. The first message of a thread stands in the channel itself, though Slack tells its `thread_ts` too."""
    return MessageRef(channel(team, channel_id, thread_ts if thread_ts != ts else None), ts)


def seconds(ts: str) -> float:
    """The time in a `ts`. Raises ValueError for what is no time, such as one after the year 2286."""
    at = float(ts)
    if not 0 <= at < 1e10:
        raise ValueError("This is no time of Slack.")
    return at


def stamp(at: float) -> str:
    """A time as a `ts`, for the bounds of a look into history."""
    return f"{max(at, 0):.6f}"


def permalink(workspace_url: str, ref: ChannelRef | MessageRef) -> str:
    """The web address of a channel or message in the workspace at `workspace_url` ("https://name.slack.com/")."""
    if isinstance(ref, ChannelRef):
        root = None if ref.thread is None else MessageRef(ref.parent, ref.thread)
        return f"{workspace_url.rstrip('/')}/archives/{ref.id}" if root is None else permalink(workspace_url, root)
    address = f"{workspace_url.rstrip('/')}/archives/{ref.channel.id}/p{ref.id.replace('.', '')}"
    return f"{address}?thread_ts={ref.channel.thread}&cid={ref.channel.id}" if ref.channel.thread else address


def linked(url: str, teams: Mapping[str, str]) -> ChannelRef | MessageRef | None:
    """What a link leads to; None when that is nothing in one of the workspaces. Takes any text and never raises.

    `teams` are the workspaces' team ids by their hosts ("name.slack.com").
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https"):
        return None
    if host == "app.slack.com" and (client := _CLIENT.fullmatch(parts.path)):
        return channel(client[1], client[2]) if client[1] in teams.values() else None
    archives = _ARCHIVES.fullmatch(parts.path)
    if archives is None or host not in teams:
        return None
    team, (where, seconds_, micros) = teams[host], archives.groups()
    if seconds_ is None:
        return channel(team, where)
    thread = parse_qs(parts.query).get("thread_ts", [""])[0]
    return message(team, where, f"{seconds_}.{micros}", thread if _TS.fullmatch(thread) else None)
