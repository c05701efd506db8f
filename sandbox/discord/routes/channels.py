"""Channels and threads themselves: read, change, delete, typing, pins."""

from __future__ import annotations

from sandbox.discord import native, removal, tell, thread_life
from sandbox.discord.errors import ApiError, Refusal
from sandbox.discord.http import Call, Routes
from sandbox.discord.messages import system
from sandbox.discord.model import FORUM, JSON, PINNED, PINNED_POST, Channel
from sandbox.discord.permissions import Permission
from sandbox.discord.routes.fields import apply, check
from sandbox.discord.snowflakes import from_iso, iso

ROUTES = Routes()


@ROUTES.add("GET", "/channels/{channel}")
def get(call: Call) -> JSON:
    """A channel, thread or DM."""
    channel = call.channel()
    thread_life.settle(call.world, channel)
    return native.channel(call.world, channel, call.bot)


@ROUTES.add("PATCH", "/channels/{channel}")
def modify(call: Call) -> JSON:
    """Change a channel, or a thread: its name, whether it is archived or locked, how soon it is archived."""
    channel, body, world = call.channel(), call.form, call.world
    check(body, topic_limit=4096 if channel.type == FORUM else 1024)
    if not channel.is_thread:
        call.channel(Permission.MANAGE_CHANNELS)
        apply(channel, body)
        world.note_bot("channel", channel.id, channel, changed=sorted(body))
        tell.channel(world, "CHANNEL_UPDATE", channel)
        return native.channel(world, channel, call.bot)
    _modify_thread(call, channel, body)
    return native.channel(world, channel, call.bot)


def _modify_thread(call: Call, thread: Channel, body: JSON) -> None:
    world = call.world
    manages = Permission.MANAGE_THREADS in world.rights(call.bot.id, thread)
    thread_life.settle(world, thread)
    only_waking = set(body) <= {"archived"} and body.get("archived") is False
    if not manages and not (only_waking and not thread.locked) and thread.owner_id != call.bot.id:
        raise ApiError(Refusal.MISSING_PERMISSIONS)
    if thread.archived is not None and body.get("archived") is not False:
        raise ApiError(Refusal.THREAD_ARCHIVED)
    thread.name = body.get("name") or thread.name
    thread.archive_after = body.get("auto_archive_duration") or thread.archive_after
    thread.locked = bool(body.get("locked", thread.locked))
    thread.invitable = bool(body.get("invitable", thread.invitable))
    thread.slowmode = body.get("rate_limit_per_user", thread.slowmode) or 0
    if "applied_tags" in body:
        thread.applied_tags = [str(each) for each in body["applied_tags"] or []]
    if "flags" in body:
        _pin_post(call, thread, body["flags"])
    if "archived" in body:
        thread.archived = world.now() if body["archived"] else None
        thread.active = world.now()
    world.note_bot("thread", thread.id, thread, changed=sorted(body))
    tell.thread(world, "THREAD_UPDATE", thread)


def _pin_post(call: Call, thread: Channel, flags: int) -> None:
    """Keep a post on top of its forum, or no longer. ApiError 50013, 30047 when the forum has another one there."""
    call.channel(Permission.MANAGE_THREADS)
    guild = call.world.guild(thread.guild_id)
    others = [each for each in guild.threads.values() if each.parent_id == thread.parent_id and each is not thread]
    if flags & PINNED_POST and any(each.flags & PINNED_POST for each in others):
        raise ApiError(Refusal.TOO_MANY_PINNED_POSTS)
    thread.flags = flags & PINNED_POST


@ROUTES.add("DELETE", "/channels/{channel}")
def delete(call: Call) -> JSON:
    """Delete a channel with its threads, or one thread."""
    channel, world = call.channel(), call.world
    shown = native.channel(world, channel, call.bot)
    guild = world.guild_of(channel)
    if guild is None:
        return shown
    if channel.is_thread:
        call.channel(Permission.MANAGE_THREADS)
    else:
        call.channel(Permission.MANAGE_CHANNELS)
    removal.remove(world, guild, channel)
    world.note_bot("delete_channel", channel.id, channel)
    return shown


@ROUTES.add("POST", "/channels/{channel}/typing")
def typing(call: Call) -> None:
    """Show that the bot is typing; nobody here watches."""
    call.channel(Permission.SEND_MESSAGES)


@ROUTES.add("GET", "/channels/{channel}/messages/pins")
def pins(call: Call) -> JSON:
    """The pinned messages, the latest pin first."""
    channel = call.channel()
    if Permission.READ_MESSAGE_HISTORY not in call.world.rights(call.bot.id, channel):
        return {"items": [], "has_more": False}
    pinned = [(each.pinned, each) for each in channel.messages.values() if each.pinned is not None]
    before = call.query.get("before")
    found = [
        {"pinned_at": iso(at), "message": call.show(each)}
        for at, each in sorted(pinned, key=lambda pair: -pair[0])
        if before is None or at < from_iso(before)
    ]
    limit = call.number("limit", 50, 1, 50)
    return {"items": found[:limit], "has_more": len(found) > limit}


def pin(call: Call) -> None:
    """Pin a message; the channel shows a notice of it."""
    message, world = call.message(Permission.PIN_MESSAGES), call.world
    channel = world.channels[message.channel_id]
    thread_life.awake(world, channel)
    if message.pinned is not None:
        return
    message.pinned = channel.last_pin = world.now()
    world.note_bot("pin", message.id, channel)
    tell.message(world, "MESSAGE_UPDATE", message)
    tell.pins(world, channel)
    where = {"guild_id": channel.guild_id} if channel.guild_id else {}
    system(world, channel, PINNED, call.bot.user, channel_id=channel.id, message_id=message.id, **where)


def unpin(call: Call) -> None:
    """Take a pin away."""
    message, world = call.message(Permission.PIN_MESSAGES), call.world
    channel = world.channels[message.channel_id]
    if message.pinned is not None:
        message.pinned = None
        world.note_bot("unpin", message.id, channel)
        tell.message(world, "MESSAGE_UPDATE", message)
        tell.pins(world, channel)


for template in ("/channels/{channel}/messages/pins/{message}", "/channels/{channel}/pins/{message}"):
    ROUTES.add("PUT", template)(pin)
    ROUTES.add("DELETE", template)(unpin)
