"""Messages as Discord's JSON shows them."""

from __future__ import annotations

from typing import Any

from sandbox.discord import native
from sandbox.discord.cdn import attachment, signed
from sandbox.discord.model import HAS_THREAD, JSON, REPLY, THREAD_STARTER, Bot, Message
from sandbox.discord.snowflakes import iso
from sandbox.discord.world import World


def message(world: World, one: Message, viewer: Bot | None = None, *, content: bool = True, deep: bool = True) -> JSON:
    """A message object as `viewer` gets it. `content=False` empties what the message content intent guards."""
    content = content or exempt(world, one, viewer)
    shown: JSON = {
        "id": one.id,
        "channel_id": one.channel_id,
        "type": one.type,
        "author": native.user(one.author),
        "content": one.content if content else "",
        "timestamp": iso(one.at),
        "edited_timestamp": None if one.edited is None else iso(one.edited),
        "tts": one.tts,
        "mention_everyone": one.mention_everyone,
        "mentions": [native.user(world.users[each]) for each in one.mentions if each in world.users],
        "mention_roles": list(one.mention_roles),
        "attachments": [attachment(world, each) for each in one.attachments] if content else [],
        "embeds": with_files(world, one.embeds, one) if content else [],
        "components": with_files(world, one.components, one) if content else [],
        "pinned": one.pinned is not None,
        "flags": one.flags,
    }
    if one.webhook_id:
        shown["webhook_id"] = one.webhook_id
    if one.application_id:
        shown["application_id"] = one.application_id
    if one.nonce is not None:
        shown["nonce"] = one.nonce
    if one.stickers:
        shown["sticker_items"] = [{"id": each.id, "name": each.name, "format_type": 1} for each in one.stickers]
    if one.reactions:
        shown["reactions"] = [
            {
                "emoji": each.emoji,
                "count": len(each.users),
                "count_details": {"burst": 0, "normal": len(each.users)},
                "burst_colors": [],
                "me": viewer is not None and viewer.id in each.users,
                "me_burst": False,
            }
            for each in one.reactions.values()
        ]
    if one.interaction:
        shown["interaction_metadata"] = one.interaction
    if one.flags & HAS_THREAD and one.id in world.channels:
        shown["thread"] = native.thread(world.channels[one.id], viewer)
    if one.reference:
        shown["message_reference"] = one.reference
    if one.snapshots:
        shown["message_snapshots"] = [snapshot(world, each) for each in one.snapshots] if content else []
    if deep and one.reference and one.type in (REPLY, THREAD_STARTER):
        place = world.channels.get(one.reference["channel_id"])
        original = place.messages.get(one.reference.get("message_id", "")) if place else None
        shown["referenced_message"] = (
            None if original is None else message(world, original, viewer, content=content, deep=False)
        )
    return shown


def exempt(world: World, one: Message, viewer: Bot | None) -> bool:
    """Whether a bot without the message content intent reads it all the same: its own, a DM, one mentioning it."""
    if viewer is None:
        return True
    return (
        viewer.id in (one.author.id, one.application_id)
        or viewer.id in one.mentions
        or world.channels[one.channel_id].guild_id is None
    )


def message_event(world: World, one: Message, viewer: Bot, *, content: bool) -> JSON:
    """The data of MESSAGE_CREATE and MESSAGE_UPDATE: the message with its guild and the author's membership."""
    shown = message(world, one, viewer, content=content)
    place = world.channels[one.channel_id]
    shown["channel_type"] = place.type
    if guild := world.guild_of(place):
        shown["guild_id"] = guild.id
        if membership := guild.members.get(one.author.id):
            shown["member"] = native.member(membership, with_user=False)
        for mention in shown["mentions"]:
            if membership := guild.members.get(mention["id"]):
                mention["member"] = native.member(membership, with_user=False)
    return shown


def with_files(world: World, tree: Any, one: Message) -> Any:
    """The same JSON with each `attachment://name` turned into that attachment's signed address."""
    if isinstance(tree, list):
        return [with_files(world, each, one) for each in tree]
    if isinstance(tree, dict):
        return {name: with_files(world, each, one) for name, each in tree.items()}
    if isinstance(tree, str) and tree.startswith("attachment://"):
        return next((signed(world, each) for each in one.attachments if each.filename == tree[13:]), tree)
    return tree


def snapshot(world: World, one: Message) -> JSON:
    """What a forward keeps of a message."""
    kept: tuple[str, ...] = (
        "type",
        "content",
        "embeds",
        "attachments",
        "timestamp",
        "edited_timestamp",
        "flags",
        "mentions",
    )
    kept += ("mention_roles", "sticker_items", "components")
    full = message(world, one, deep=False)
    return {"message": {name: full[name] for name in kept if name in full}}
