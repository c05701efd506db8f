"""Starting, listing, joining and leaving threads."""

from __future__ import annotations

from sandbox.discord import bodies, messages, native, thread_life, threads
from sandbox.discord.errors import ApiError, Problems, Refusal
from sandbox.discord.http import Call, Routes
from sandbox.discord.model import ANNOUNCEMENT_THREAD, FORUM, JSON, PRIVATE_THREAD, PUBLIC_THREAD, Channel
from sandbox.discord.permissions import Permission
from sandbox.discord.routes.guilds import guild_of
from sandbox.discord.snowflakes import from_iso

ROUTES = Routes()


@ROUTES.add("POST", "/channels/{channel}/messages/{message}/threads", status=201)
def from_message(call: Call) -> JSON:
    """The thread under a message."""
    message = call.message(Permission.CREATE_PUBLIC_THREADS, Permission.READ_MESSAGE_HISTORY)
    thread = threads.from_message(call.world, call.channel(), message, call.writer, call.form)
    return native.thread(thread, call.bot)


@ROUTES.add("POST", "/channels/{channel}/threads", status=201)
def start(call: Call) -> JSON:
    """A thread without a message, or in a forum a post with its first message."""
    channel, body = call.channel(), call.form
    if channel.type == FORUM:
        call.channel(Permission.SEND_MESSAGES)
        draft = bodies.read(body.get("message") or {}, call.uploads)
        thread = threads.forum_post(call.world, channel, call.writer, body)
        first = messages.create(call.world, thread, call.writer, draft, message_id=thread.id)
        return native.thread(thread, call.bot) | {"message": call.show(first)}
    kind = body.get("type", PRIVATE_THREAD)
    if kind not in (ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD):
        problems = Problems()
        problems.choice(("type",), (ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD))
        problems.check()
    private = kind == PRIVATE_THREAD
    call.channel(Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS)
    return native.thread(threads.alone(call.world, channel, call.writer, body, kind), call.bot)


@ROUTES.add("PUT", "/channels/{channel}/thread-members/@me")
def join(call: Call) -> None:
    """The bot joins."""
    thread = _thread(call)
    thread_life.awake(call.world, thread)
    thread_life.join(call.world, thread, call.bot.id)


@ROUTES.add("DELETE", "/channels/{channel}/thread-members/@me")
def leave(call: Call) -> None:
    """The bot leaves."""
    thread = _thread(call)
    thread_life.awake(call.world, thread)
    thread_life.leave(call.world, thread, call.bot.id)


@ROUTES.add("PUT", "/channels/{channel}/thread-members/{user}")
def add(call: Call) -> None:
    """Add a member of the guild who may see the channel."""
    thread, world = _thread(call), call.world
    call.channel(Permission.SEND_MESSAGES_IN_THREADS)
    thread_life.awake(world, thread)
    user = world.user(call.path["user"])
    if not world.sees(user.id, world.parent(thread)):
        raise ApiError(Refusal.MISSING_ACCESS)
    if thread.type == PRIVATE_THREAD and not thread.invitable and thread.owner_id != call.bot.id:
        call.channel(Permission.MANAGE_THREADS)
    thread_life.join(world, thread, user.id)
    world.note_bot("invite", thread.id, thread, user=user.id)


@ROUTES.add("DELETE", "/channels/{channel}/thread-members/{user}")
def remove(call: Call) -> None:
    """Take a member out; the owner of a private thread may, and those who manage threads."""
    thread = _thread(call)
    thread_life.awake(call.world, thread)
    if not (thread.type == PRIVATE_THREAD and thread.owner_id == call.bot.id):
        call.channel(Permission.MANAGE_THREADS)
    thread_life.leave(call.world, thread, call.path["user"])
    call.world.note_bot("remove", thread.id, thread, user=call.path["user"])


@ROUTES.add("GET", "/channels/{channel}/thread-members")
def members(call: Call) -> list[JSON]:
    """All members of a thread."""
    thread = _thread(call)
    return [native.thread_member(thread, each) for each in thread.members]


@ROUTES.add("GET", "/channels/{channel}/thread-members/{user}")
def member(call: Call) -> JSON:
    """One member of a thread."""
    thread = _thread(call)
    if call.path["user"] not in thread.members:
        raise ApiError(Refusal.UNKNOWN_MEMBER)
    return native.thread_member(thread, call.path["user"])


@ROUTES.add("GET", "/guilds/{guild}/threads/active")
def active(call: Call) -> JSON:
    """The active threads that the bot sees, the newest first."""
    guild, world = guild_of(call), call.world
    for each in tuple(guild.threads.values()):
        thread_life.settle(world, each)
    found = [each for each in guild.threads.values() if each.archived is None and world.sees(call.bot.id, each)]
    return _page(call, sorted(found, key=lambda each: -int(each.id)), len(found))


@ROUTES.add("GET", "/channels/{channel}/threads/archived/public")
def archived_public(call: Call) -> JSON:
    """Archived public threads, the last archived first."""
    return _archived(call, PUBLIC_THREAD, joined=False)


@ROUTES.add("GET", "/channels/{channel}/threads/archived/private")
def archived_private(call: Call) -> JSON:
    """Archived private threads; needs the right to manage threads."""
    call.channel(Permission.READ_MESSAGE_HISTORY, Permission.MANAGE_THREADS)
    return _archived(call, PRIVATE_THREAD, joined=False)


@ROUTES.add("GET", "/channels/{channel}/users/@me/threads/archived/private")
def archived_joined(call: Call) -> JSON:
    """Archived private threads that the bot is in, the newest first."""
    return _archived(call, PRIVATE_THREAD, joined=True)


def _archived(call: Call, kind: int, *, joined: bool) -> JSON:
    channel = call.channel(Permission.READ_MESSAGE_HISTORY)
    guild = call.world.guild(channel.guild_id)
    for each in tuple(guild.threads.values()):
        thread_life.settle(call.world, each)
    found = [
        (each.archived, each)
        for each in guild.threads.values()
        if each.archived is not None
        and each.parent_id == channel.id
        and each.type == kind
        and (not joined or call.bot.id in each.members)
    ]
    before = call.query.get("before")
    if joined:
        ordered = sorted((each for _, each in found), key=lambda each: -int(each.id))
        ordered = [each for each in ordered if before is None or int(each.id) < int(before)]
    else:
        latest = sorted(found, key=lambda pair: -pair[0])
        ordered = [each for at, each in latest if before is None or at < from_iso(before)]
    return _page(call, ordered, call.number("limit", 50, 2, 100))


def _page(call: Call, found: list[Channel], limit: int) -> JSON:
    page = found[:limit]
    return {
        "threads": [native.thread(each, call.bot) for each in page],
        "members": [native.thread_member(each, call.bot.id) for each in page if call.bot.id in each.members],
        "has_more": len(found) > limit,
    }


def _thread(call: Call) -> Channel:
    channel = call.channel()
    if not channel.is_thread:
        raise ApiError(Refusal.WRONG_CHANNEL_TYPE)
    thread_life.settle(call.world, channel)
    return channel
