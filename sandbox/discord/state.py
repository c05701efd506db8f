"""This Discord as the page and the tests see it."""

from __future__ import annotations

from sandbox.discord import cdn, native_message
from sandbox.discord.model import DM, FORUM, JSON, PRIVATE_THREAD, Channel, Guild, Message, Sticker, User
from sandbox.discord.permissions import Permission, permitted
from sandbox.discord.world import World

SYSTEM = {6: "pinned a message.", 18: "started a thread.", 21: "started this thread."}


def state(world: World) -> JSON:
    """Every guild with its people, channels, threads and messages; DMs are in each guild both sides share."""
    return {"platform": "discord", "communities": [_guild(world, each) for each in world.guilds.values()]}


def _guild(world: World, guild: Guild) -> JSON:
    places = [*guild.channels.values(), *guild.threads.values()]
    dms = [
        each for each in world.channels.values() if each.type == DM and all(r in guild.members for r in each.recipients)
    ]
    commands = [
        command for bot in world.bots_in(guild) for scope in (None, guild.id) for command in _of(bot.commands, scope)
    ]
    return {
        "id": guild.id,
        "name": guild.name,
        "icon": f"{world.cdn_url}/icons/{guild.id}/{guild.icon}.png",
        "members": [_member(world, guild, each.user, each.nick) for each in guild.members.values()],
        "gone": [
            _member(world, guild, each)
            for each in world.users.values()
            if not each.bot and not any(each.id in known.members for known in world.guilds.values())
        ],
        "commands": [
            {"name": each["name"], "summary": each["description"], "options": each["options"]}
            for each in commands
            if each["type"] == 1
        ],
        "menus": [each["name"] for each in commands if each["type"] == 3],
        "emojis": [
            {"id": each.id, "name": each.name, "url": f"{world.cdn_url}/emojis/{each.id}.png"}
            for each in guild.emojis.values()
        ],
        "stickers": [
            {"id": each.id, "name": each.name, "url": sticker_url(world, each)} for each in guild.stickers.values()
        ],
        "events": [each.body | {"id": each.id, "interested": each.interested} for each in guild.events.values()],
        "channels": [_channel(world, each) for each in (*places, *dms)],
        "private": {
            each: {
                "ephemerals": [_message(world, one) for one in world.ephemerals.get(each, {}).values()],
                "forms": list(world.forms.get(each, {}).values()),
            }
            for each in guild.members
            if world.ephemerals.get(each) or world.forms.get(each)
        },
    }


def _member(world: World, guild: Guild, user: User, nick: str | None = None) -> JSON:
    return {
        "id": user.id,
        "name": nick or user.shown,
        "avatar": avatar(world, user),
        "bot": user.bot,
        "title": user.title,
        "admin": not user.bot and Permission.ADMINISTRATOR in permitted(guild, user.id),
        "outside": False,
    }


def _of(commands: dict[str | None, dict[str, JSON]], scope: str | None) -> list[JSON]:
    return list(commands.get(scope, {}).values())


def _channel(world: World, one: Channel) -> JSON:
    kind = "thread" if one.is_thread else {DM: "dm", FORUM: "forum"}.get(one.type, "text")
    members: list[str] | None = None
    if one.type == DM:
        members = one.recipients
    elif one.type == PRIVATE_THREAD:
        members = list(one.members)
    return {
        "id": one.id,
        "name": one.name or ", ".join(world.users[each].shown for each in one.recipients),
        "topic": one.topic or "",
        "kind": kind,
        "parent": one.parent_id,
        "archived": one.archived is not None,
        "members": members,
        "messages": [_message(world, each) for each in one.messages.values()],
    }


def _message(world: World, one: Message) -> JSON:
    files = [
        {
            "name": each.filename,
            "url": cdn.signed(world, each),
            "type": each.content_type,
            "size": len(each.content),
            "alt": each.description or "",
        }
        for each in one.attachments
    ]
    files += [
        {"name": each.name, "url": sticker_url(world, each), "type": "image/png", "size": 0, "alt": each.description}
        for each in one.stickers
    ]
    native = native_message.message(world, one)
    if one.type in SYSTEM:
        native["system"] = SYSTEM[one.type]
    reply = one.reference if one.type == 19 else None
    return {
        "id": one.id,
        "at": one.at,
        "thread": one.id if one.id in world.channels else None,
        "broadcast": False,
        "author": {
            "id": one.author.id,
            "name": one.author.shown,
            "avatar": avatar(world, one.author),
            "app": one.author.bot,
        },
        "edited": one.edited is not None,
        "deleted": False,
        "reply_to": reply["message_id"] if reply else None,
        "reactions": [
            {
                "emoji": each.emoji["name"],
                "by": [world.users[user].shown for user in each.users],
                "url": f"{world.cdn_url}/emojis/{each.emoji['id']}.png" if each.emoji["id"] else None,
            }
            for each in one.reactions.values()
        ],
        "files": files,
        "native": native,
    }


def avatar(world: World, user: User) -> str:
    """Where a user's picture is."""
    return user.picture or f"{world.cdn_url}/avatars/{user.id}/{user.avatar}.png"


def sticker_url(world: World, sticker: Sticker) -> str:
    """Where a sticker's picture is."""
    return f"{world.cdn_url}/stickers/{sticker.id}.png"
