"""Whose words cross a bridge, and from where to where: of messages, and of what commands post in its channels."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from adapters.contract.commands import Asked, Beginning, Caller
from adapters.contract.content import Content
from adapters.contract.incoming import Author
from adapters.contract.refs import AccountRef, ChannelRef
from adapters.contract.walk import text_of, with_languages
from adapters.contract.written import composed, unspelled
from storage.bridges import Bridge, Direction, End
from storage.database import Unit


async def here(asked: Asked | Beginning, unit: Unit) -> Bridge | None:
    """The bridge of the channel in which somebody asks."""
    bridge = await unit.bridges.of(asked.channel)
    return bridge if bridge is not None and inside(bridge, asked.channel, private=asked.private) else None


async def aside(asked: Asked | Beginning, unit: Unit) -> bool:
    """Whether somebody asks in a thread that only some may read, and is not joined itself: its channel is not meant."""
    return asked.private and asked.channel.thread is not None and await here(asked, unit) is None


def inside(bridge: Bridge, channel: ChannelRef, *, private: bool) -> bool:
    """Whether what is said or done in a channel of a bridge, or in a thread there, is part of it.

    What is done in a thread that only some may read (`private`) is not done in its channel: the thread is to be an end.
    """
    return not private or any(end.channel == channel for end in bridge.ends)


def strange(author: Author | Caller, channel: ChannelRef, bridge: Bridge, at: float) -> bool:
    """Whether what somebody said or did at a time stays, for they belong to another organisation (Slack Connect)."""
    end = bridge.end(channel)
    return author.stranger and (end is None or at < end.strangers_since)


def listeners(bridge: Bridge, channel: ChannelRef, at: float) -> list[ChannelRef]:
    """The channels that get what was written in one at a time."""
    if not speaks(bridge, channel, at):
        return []
    others = (other for other in bridge.ends if other is not bridge.end(channel))
    return [other.channel for other in others if _open(other, at) and other.direction is not Direction.OUT]


def speaks(bridge: Bridge, channel: ChannelRef, at: float) -> bool:
    """Whether what is written in a channel at a time leaves it at all."""
    end = bridge.end(channel)
    return end is not None and not bridge.paused and _open(end, at) and end.direction is not Direction.IN


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


async def kept_out(account: AccountRef, bridge: Bridge, at: float, unit: Unit) -> bool:
    """Whether what somebody says does not cross, by their own wish or organisers' act.

    Both are about bridges. Whoever says something in a room said yes to it when they were introduced.
    """
    return not bridge.private and await unit.exclusions.of(account, bridge.id, at) is not None


async def kept_by(account: AccountRef, at: float, unit: Unit) -> set[str]:
    """The communities whose organisers keep somebody out of a bridge."""
    standing = [await unit.exclusions.keeping(account, each.id, at) for each in await unit.bridges.all()]
    return {barred.by for found in standing for barred in found if barred.by}


def found(words: list[str], content: Content) -> str | None:
    """The first of these words that a message has: as whole words, in any case, in any Unicode form."""
    files = (text for file in content.files for text in (file.name, file.alt))
    said = _folded("\n".join((text_of(with_languages(content)), *files)))
    known, any_of_them = _looked_for(tuple(words))
    if any_of_them is None or any_of_them.search(said) is None:
        return None
    return next((word for word, folded in known if folded and _whole(re.escape(folded)).search(said)), None)


@lru_cache(64)
def _looked_for(words: tuple[str, ...]) -> tuple[list[tuple[str, str]], re.Pattern[str] | None]:
    """Words, each with what it is compared as, and one pattern for all: a message is looked through once."""
    known = [(word, _folded(word)) for word in words]
    by_first: dict[str, list[str]] = {}
    for each in sorted({folded for _, folded in known if folded}):
        by_first.setdefault(each[0], []).append(re.escape(each[1:]))
    if not by_first:
        return known, None
    return known, _whole("|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in by_first.items()))


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])")


def _folded(text: str) -> str:
    """Text as it is compared: nothing invisible, one form of each character, no case, single spaces."""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return " ".join(composed("NFKC", composed("NFKC", unspelled(visible)).casefold()).split())
