"""Threads: opened from messages, woken, begun in forums."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from adapters.contract.content import Content
from adapters.contract.errors import Why
from adapters.contract.fitting import first_words, one_line
from adapters.contract.refs import ChannelRef
from adapters.contract.walk import text_of, veiled
from adapters.discord import refs
from adapters.discord.errors import THREAD_ARCHIVED, THREAD_EXISTS, DiscordRefused
from adapters.discord.markup import read_markup
from adapters.discord.members import Members
from adapters.discord.names import mentions_in_words
from adapters.discord.session import Session

T = TypeVar("T")
_LONGEST = 100  # Discord's channel reference
REMOVED = "Removed message"
_WEEK = 10_080  # minutes without a message after which a thread is archived; the longest that there is


def title(content: Content) -> str:
    """A thread's name: the first words of what it is about."""
    words = text_of(mentions_in_words(veiled(content))).strip() or "".join(file.name for file in content.files[:1])
    return first_words(words, _LONGEST) if one_line(words) else "Conversation"


async def take_title(session: Session, post: ChannelRef) -> None:
    """Take the title from a forum's post that we began: it repeats words which are about to be removed."""
    me = await session.me()
    try:
        first = await session.rest.get(f"/channels/{post.thread}/messages/{post.thread}")
    except DiscordRefused as refused:
        if refused.why is Why.GONE:
            return
        raise
    if first.get("application_id") != me.application and first["author"]["id"] != me.user:
        return

    async def rename() -> None:
        await session.rest.call("PATCH", f"/channels/{post.thread}", {"name": REMOVED})

    await awake(session, post, rename)


async def open_thread(session: Session, thread: ChannelRef) -> None:
    """Open the thread of the message whose id it has. Harmless when there is one already."""
    reader = await session.reader()
    source = f"/channels/{thread.id}/messages/{thread.thread}"
    message = await session.rest.get(source)
    about = read_markup(message.get("content") or "", reader.names(message, thread.community))
    about = await Members(session).named(thread.community, about)
    body = {"name": title(about), "auto_archive_duration": _WEEK}
    try:
        session.places.learn(await session.rest.call("POST", f"{source}/threads", body), thread.community)
    except DiscordRefused as refused:
        if refused.number != THREAD_EXISTS:
            raise


async def awake(session: Session, channel: ChannelRef, act: Callable[[], Awaitable[T]]) -> T:
    """Do something in a place; once more after waking it, if it is a thread that Discord archived."""
    try:
        return await act()
    except DiscordRefused as refused:
        if refused.number != THREAD_ARCHIVED:
            raise
        await session.rest.call("PATCH", f"/channels/{refs.target(channel)}", {"archived": False})
        return await act()
