"""How threads wake, sleep, and gain and lose members."""

from __future__ import annotations

from sandbox.discord import tell
from sandbox.discord.errors import ApiError, Refusal
from sandbox.discord.model import Channel
from sandbox.discord.permissions import Permission
from sandbox.discord.world import World


def settle(world: World, thread: Channel) -> None:
    """Archive a thread whose time without activity has run out."""
    if thread.is_thread and thread.archived is None and world.now() - thread.active >= thread.archive_after * 60:
        archive(world, thread)


def archive(world: World, thread: Channel, *, locked: bool | None = None) -> None:
    """Put a thread to sleep; with `locked`, so that only moderators wake it."""
    thread.archived = world.now()
    thread.locked = thread.locked if locked is None else locked
    tell.thread(world, "THREAD_UPDATE", thread)


def wake(world: World, thread: Channel, user_id: str | None) -> None:
    """Activity in a thread: it stays or becomes active. ApiError 160005 if it is locked and `user_id` no moderator."""
    settle(world, thread)
    if thread.locked and (user_id is None or Permission.MANAGE_THREADS not in world.rights(user_id, thread)):
        raise ApiError(Refusal.THREAD_LOCKED)
    thread.active = world.now()
    if thread.archived is not None:
        thread.archived = None
        tell.thread(world, "THREAD_UPDATE", thread)


def awake(world: World, thread: Channel) -> None:
    """ApiError 50083 if the thread is archived: all but posting needs it awake."""
    settle(world, thread)
    if thread.archived is not None:
        raise ApiError(Refusal.THREAD_ARCHIVED)


def join(world: World, thread: Channel, user_id: str) -> None:
    """Make a user a member; harmless when they are one."""
    if user_id not in thread.members:
        thread.members[user_id] = world.now()
        tell.thread_opened(world, thread, user_id)
        tell.thread_members(world, thread, [user_id], [])


def leave(world: World, thread: Channel, user_id: str) -> None:
    """Take a user out; harmless when they are not in."""
    if thread.members.pop(user_id, None) is not None:
        tell.thread_members(world, thread, [], [user_id])
