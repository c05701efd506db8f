"""Slack's ids and the contract's addresses: the make and parse pairs.

A message is known by its team, its channel and its `ts`, which is also its time in seconds since the epoch.
"""

from __future__ import annotations

from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef

PLATFORM = "slack"


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
    """The time in a `ts`."""
    return float(ts)


def stamp(at: float) -> str:
    """A time as a `ts`, for the bounds of a look into history."""
    return f"{max(at, 0):.6f}"


def permalink(workspace_url: str, ref: MessageRef) -> str:
    """The web address of a message in the workspace at `workspace_url` ("https://name.slack.com/")."""
    address = f"{workspace_url.rstrip('/')}/archives/{ref.channel.id}/p{ref.id.replace('.', '')}"
    return f"{address}?thread_ts={ref.channel.thread}&cid={ref.channel.id}" if ref.channel.thread else address
