"""Starting threads: from a message, without one, and as a forum post."""

from __future__ import annotations

from typing import Any

from sandbox.discord import messages, tell
from sandbox.discord.errors import ApiError, Problems, Refusal
from sandbox.discord.messages import Writer
from sandbox.discord.model import (
    DEFAULT,
    FORUM,
    HAS_THREAD,
    JSON,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    REPLY,
    THREAD_CREATED,
    THREAD_STARTER,
    Channel,
    Message,
)
from sandbox.discord.world import World

DURATIONS = (60, 1440, 4320, 10080)


def check(body: JSON, problems: Problems) -> None:
    """Refuse a bad name or archiving time."""
    problems.text(("name",), body.get("name"), 1, 100)
    if body.get("auto_archive_duration") not in (None, *DURATIONS):
        problems.choice(("auto_archive_duration",), DURATIONS)


def from_message(world: World, parent: Channel, message: Message, writer: Writer, body: JSON) -> Channel:
    """The thread under a message, which has the message's id. ApiError 160004 if there is one, 50021, 50024."""
    if parent.is_thread or parent.guild_id is None or parent.type == FORUM:
        raise ApiError(Refusal.WRONG_CHANNEL_TYPE)
    if message.id in world.channels:
        raise ApiError(Refusal.THREAD_EXISTS)
    if message.type not in (DEFAULT, REPLY, 20, 23):
        raise ApiError(Refusal.SYSTEM_MESSAGE)
    thread = _start(world, parent, writer, body, PUBLIC_THREAD, message.id)
    message.flags |= HAS_THREAD
    tell.message(world, "MESSAGE_UPDATE", message)
    where = {"guild_id": parent.guild_id, "channel_id": parent.id, "message_id": message.id}
    messages.system(world, thread, THREAD_STARTER, writer.user, **where)
    return thread


def alone(world: World, parent: Channel, writer: Writer, body: JSON, kind: int) -> Channel:
    """A thread without a message; a public one is announced in its channel. ApiError 50024."""
    if parent.is_thread or parent.guild_id is None or parent.type == FORUM:
        raise ApiError(Refusal.WRONG_CHANNEL_TYPE)
    thread = _start(world, parent, writer, body, kind, world.mint())
    if kind != PRIVATE_THREAD:
        where = {"guild_id": parent.guild_id, "channel_id": thread.id}
        messages.system(world, parent, THREAD_CREATED, writer.user, thread.name, **where)
    return thread


def forum_post(world: World, parent: Channel, writer: Writer, body: JSON) -> Channel:
    """An empty forum post, for its first message to go in. Thread and first message share an id on Discord."""
    if parent.type != FORUM:
        raise ApiError(Refusal.WRONG_CHANNEL_TYPE)
    thread = _start(world, parent, writer, body, PUBLIC_THREAD, world.mint())
    thread.applied_tags = [str(each) for each in body.get("applied_tags") or []]
    return thread


def _start(world: World, parent: Channel, writer: Writer, body: JSON, kind: int, thread_id: str) -> Channel:
    problems = Problems()
    check(body, problems)
    problems.check()
    now = world.now()
    thread = Channel(
        thread_id,
        kind,
        body["name"],
        parent.guild_id,
        parent_id=parent.id,
        owner_id=writer.user.id,
        created=now,
        active=now,
        slowmode=body.get("rate_limit_per_user") or 0,
        invitable=bool(body.get("invitable", True)),
        archive_after=body.get("auto_archive_duration") or parent.archive_after,
    )
    guild: Any = world.guild_of(parent)
    if writer.user.id in guild.members:
        thread.members[writer.user.id] = now
    guild.threads[thread.id] = world.channels[thread.id] = thread
    world.ledger.note(
        "discord",
        writer.who,
        "thread",
        community=guild.id,
        channel=parent.id,
        ref=thread.id,
        name=thread.name,
    )
    tell.thread(world, "THREAD_CREATE", thread)
    return thread
