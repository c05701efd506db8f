"""What the relay decides, without any I/O."""

from __future__ import annotations

from dataclasses import replace

from adapters.contract.content import Content, Heading, Text
from adapters.contract.incoming import Author, Edited, Posted
from adapters.contract.refs import ChannelRef
from storage.bridges import Bridge, Direction, End


def crosses(posted: Posted, bridge: Bridge) -> bool:
    """Whether a message leaves its channel. Our own never do, or they would come back for ever."""
    end = bridge.end(posted.message.channel)
    if posted.ours or end is None or not posted.content:
        return False
    return end.relay_bots or not posted.author.bot


def strange(author: Author, channel: ChannelRef, bridge: Bridge, at: float) -> bool:
    """Whether what somebody said or did at a time stays, for they belong to another organisation (Slack Connect)."""
    end = bridge.end(channel)
    return author.stranger and (end is None or at < end.strangers_since)


def listeners(bridge: Bridge, channel: ChannelRef, at: float) -> list[ChannelRef]:
    """The channels that get what was written in one at a time."""
    end = bridge.end(channel)
    if end is None or bridge.paused or not _open(end, at) or end.direction is Direction.IN:
        return []
    others = (other for other in bridge.ends if other is not end)
    return [other.channel for other in others if _open(other, at) and other.direction is not Direction.OUT]


def _open(end: End, at: float) -> bool:
    return not end.paused and at >= end.open_since


def held(bridge: Bridge, channel: ChannelRef) -> float:
    """For how many seconds what leaves a channel is held first."""
    end = bridge.end(channel)
    return 0.0 if end is None else end.hold


def unnamed(bridge: Bridge, channel: ChannelRef, at: float) -> bool:
    """Whether what was said in a channel at a time leaves it without names."""
    end = bridge.end(channel)
    return end is not None and at < end.unnamed_until


def in_thread(posted: Posted, bridge: Bridge) -> bool:
    """Whether a message is a reply in a thread of a bridged channel, rather than a message of a bridged thread."""
    end = bridge.end(posted.message.channel)
    return posted.message.channel.thread is not None and end is not None and end.channel.thread is None


def titled(said: Posted | Edited) -> Content:
    """A message as it crosses; one that opens a forum's post under the post's title."""
    if not said.thread_name or said.message.channel.thread is not None:
        return said.content
    return replace(said.content, blocks=(Heading(3, (Text(said.thread_name),)), *said.content.blocks))
