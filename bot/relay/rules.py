"""What the relay decides, without any I/O. What others decide alike, who post in bridges too, is `bot.crossing`."""

from __future__ import annotations

from dataclasses import replace

from adapters.contract.content import Content, Heading, Text
from adapters.contract.incoming import Edited, Posted
from bot.crossing import held, listeners, strange, unnamed
from storage.bridges import Bridge

__all__ = ("crosses", "held", "in_thread", "listeners", "strange", "titled", "unnamed")


def crosses(posted: Posted, bridge: Bridge) -> bool:
    """Whether a message leaves its channel. Our own never do, or they would come back for ever."""
    end = bridge.end(posted.message.channel)
    if posted.ours or end is None or not posted.content:
        return False
    return end.relay_bots or not posted.author.bot


def in_thread(posted: Posted, bridge: Bridge) -> bool:
    """Whether a message is a reply in a thread of a bridged channel, rather than a message of a bridged thread."""
    end = bridge.end(posted.message.channel)
    return posted.message.channel.thread is not None and end is not None and end.channel.thread is None


def titled(said: Posted | Edited) -> Content:
    """A message as it crosses; one that opens a forum's post under the post's title."""
    if not said.thread_name or said.message.channel.thread is not None:
        return said.content
    return replace(said.content, blocks=(Heading(3, (Text(said.thread_name),)), *said.content.blocks))
