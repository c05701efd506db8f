"""Threads: opened from messages, woken, begun in forums."""

from __future__ import annotations

from typing import Any

from adapters.contract.content import Content
from adapters.contract.fitting import first_words
from adapters.contract.refs import ChannelRef
from adapters.contract.walk import text_of, veiled
from adapters.discord.errors import THREAD_EXISTS, DiscordRefused
from adapters.discord.markup import read_markup
from adapters.discord.session import Session

JSON = dict[str, Any]
_LONGEST = 100  # Discord's channel reference
_WEEK = 10_080  # minutes without a message after which a thread is archived; the longest that there is


def title(content: Content) -> str:
    """A thread's name: the first words of what it is about."""
    words = text_of(veiled(content)).strip() or "".join(file.name for file in content.files[:1])
    return first_words(words, _LONGEST) or "Conversation"


async def open_thread(session: Session, thread: ChannelRef) -> None:
    """Open the thread of the message whose id it has. Harmless when there is one already."""
    reader = await session.reader()
    source = f"/channels/{thread.id}/messages/{thread.thread}"
    message = await session.rest.get(source)
    about = read_markup(message.get("content") or "", reader.names(message, thread.community))
    body = {"name": title(about), "auto_archive_duration": _WEEK}
    try:
        session.places.learn(await session.rest.call("POST", f"{source}/threads", body), thread.community)
    except DiscordRefused as refused:
        if refused.number != THREAD_EXISTS:
            raise


async def wake(session: Session, thread: ChannelRef) -> None:
    """Bring a thread back that Discord archived."""
    await session.rest.call("PATCH", f"/channels/{thread.thread}", {"archived": False})
