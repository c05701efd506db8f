"""Reactions: adding, removing, clearing."""

from __future__ import annotations

from urllib.parse import unquote

from sandbox.discord import tell, thread_life
from sandbox.discord.errors import ApiError, Refusal
from sandbox.discord.model import JSON, Message, Reaction
from sandbox.discord.permissions import Permission
from sandbox.discord.world import World


def parse(world: World, text: str) -> tuple[str, JSON]:
    """An emoji as written in a path, `name:id` or the character itself: its key and its JSON. ApiError 10014."""
    text = unquote(text)
    _, colon, emoji_id = text.strip("<>").removeprefix("a:").lstrip(":").rpartition(":")
    if colon and emoji_id.isdecimal():
        for guild in world.guilds.values():
            if emoji_id in guild.emojis:
                one = guild.emojis[emoji_id]
                return emoji_id, {"id": one.id, "name": one.name, "animated": one.animated}
        raise ApiError(Refusal.UNKNOWN_EMOJI)
    key = text.replace("\ufe0f", "")
    if not key or not (ord(key[0]) > 0xA8 or "\u20e3" in key):
        raise ApiError(Refusal.UNKNOWN_EMOJI)
    return key, {"id": None, "name": text}


def add(world: World, message: Message, emoji: str, user_id: str) -> None:
    """React; harmless when done already. ApiError 10014, 30010, 50013, 50083."""
    key, shown = parse(world, emoji)
    channel = world.channels[message.channel_id]
    thread_life.awake(world, channel)
    if key not in message.reactions:
        world.may(user_id, channel, Permission.READ_MESSAGE_HISTORY, Permission.ADD_REACTIONS)
        if len(message.reactions) >= 20:
            raise ApiError(Refusal.TOO_MANY_REACTIONS)
        message.reactions[key] = Reaction(shown)
    users = message.reactions[key].users
    if user_id not in users:
        users.append(user_id)
        _note(world, "react", message, user_id, emoji)
        tell.reaction(world, "MESSAGE_REACTION_ADD", message, shown, user_id)


def remove(world: World, message: Message, emoji: str, user_id: str, by: str | None = None) -> None:
    """Take a user's reaction away, `by` another if given; harmless when there is none. ApiError 10014, 50083."""
    key, shown = parse(world, emoji)
    thread_life.awake(world, world.channels[message.channel_id])
    reaction = message.reactions.get(key)
    if reaction is None or user_id not in reaction.users:
        return
    reaction.users.remove(user_id)
    if not reaction.users:
        del message.reactions[key]
    _note(world, "unreact", message, by or user_id, emoji)
    tell.reaction(world, "MESSAGE_REACTION_REMOVE", message, shown, user_id)


def clear(world: World, message: Message, by: str, emoji: str | None = None) -> None:
    """Take all reactions away, or all of one emoji. ApiError 10014, 50083."""
    thread_life.awake(world, world.channels[message.channel_id])
    if emoji is None:
        message.reactions.clear()
        tell.reaction(world, "MESSAGE_REACTION_REMOVE_ALL", message)
    else:
        key, shown = parse(world, emoji)
        message.reactions.pop(key, None)
        tell.reaction(world, "MESSAGE_REACTION_REMOVE_EMOJI", message, shown)
    _note(world, "unreact", message, by, emoji or "all")


def _note(world: World, act: str, message: Message, user_id: str, emoji: str) -> None:
    channel = world.channels[message.channel_id]
    who = "bot" if world.users[user_id].bot else "person"
    world.ledger.note(
        "discord",
        "bot" if who == "bot" else "person",
        act,
        community=channel.guild_id or "",
        channel=channel.id,
        ref=message.id,
        user=user_id,
        emoji=emoji,
    )
