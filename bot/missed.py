"""What is made of a channel's history: which messages are new, what is too much, and whose reactions changed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import suppress

from adapters.contract import codec
from adapters.contract.content import Emoji, plain
from adapters.contract.errors import Refused
from adapters.contract.incoming import Author, Incoming, Past, Posted, Reacted, ReactionsSeen
from adapters.contract.patience import patient
from adapters.contract.platform import Platform
from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from bot import notices, texts
from bot.rooms import around
from bot.whom import name_of
from storage.database import Database, Unit


async def unheard(database: Database, past: Sequence[Past]) -> list[Incoming]:
    """What history tells that was not heard before and is not ours, in its order."""
    told = [each for each in past if not isinstance(each, ReactionsSeen) and not getattr(each, "ours", False)]
    heard = await database.read(lambda unit: unit.inbox.heard([each.key for each in told]))
    return [each for each in told if each.key not in heard]


async def skip(unit: Unit, channel: ChannelRef, skipped: Sequence[Posted], now: float) -> None:
    """Leave these messages where they are, for there are too many, and say how many there are."""
    await unit.inbox.note([each.key for each in skipped], now)
    bridge = await around(unit, channel)
    if bridge is None:
        return
    names = await unit.communities.names()
    said = plain(texts.skipped(len(skipped), name_of(channel, names)))
    await notices.post(unit, f"skipped-{channel}-{now:.0f}", said, bridge.others(channel), now)


async def changed_reactions(
    database: Database,
    platform: Platform,
    channel: ChannelRef,
    seen: Sequence[ReactionsSeen],
    now: float,
    absent: Callable[[float], float],
) -> AsyncIterator[Reacted]:
    """The reactions that came or went unheard. Raises what `Platform.reactors` raises.

    `absent`: until when what is found now was certainly not there, of a message that was written at a time.
    People are only asked for when their number is not what we know: two who swapped places go unnoticed. They are also
    asked for where history shows nobody: we may have heard of somebody since it was read.
    """
    shown = {each.message.key: each for each in seen}
    known = await database.read(lambda unit: unit.copies.reacted(list(shown), str(channel.parent)))
    reactors = patient(platform.reactors)
    for keys, written, before in known:
        if not keys <= shown.keys():
            continue  # a part of it lies further back
        counts = [(shown[key].message, emoji, count) for key in sorted(keys) for emoji, count in shown[key].counts]
        for name in sorted(before.keys() | {shape(emoji) for _, emoji, _ in counts}):
            here: dict[str, tuple[MessageRef, Emoji]] = {key: (shown[key].message, codec.decode(name)) for key in keys}
            here |= {message.key: (message, emoji) for message, emoji, _ in counts if shape(emoji) == name}
            there = before.get(name, set())
            if sum(count for _, emoji, count in counts if shape(emoji) == name) == len(there):
                continue
            people: dict[str, Author] = {}
            with suppress(Refused):  # the message has gone meanwhile
                for message, emoji in here.values():
                    people |= {str(each.account): each for each in await reactors(message, emoji)}
            ref = shown[min(keys)].message
            for reacted in _changes(ref, codec.decode(name), there, people, now, absent(written)):
                yield reacted


def _changes(
    message: MessageRef, emoji: Emoji, before: set[str], people: Mapping[str, Author], now: float, since: float
) -> Iterator[Reacted]:
    """Who came to a reaction, and who went."""
    went = {account: Author(AccountRef.parse(account)) for account in before - people.keys()}
    for account, author in sorted({**went, **people}.items()):
        if account in went or account not in before:
            name = f"seen {message.key} {shape(emoji)} {account} {now}"
            yield Reacted(name, now, message, author, emoji, account not in went, since=since)


def shape(emoji: Emoji) -> str:
    """What makes two reactions the same on both platforms: the character, or a custom emoji's name."""
    return codec.encode(Emoji(name="", char=emoji.char) if emoji.char else Emoji(name=emoji.name))
