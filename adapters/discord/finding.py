"""Finding messages again whose sending had no answer."""

from __future__ import annotations

from typing import Any

from adapters.contract.content import Content
from adapters.contract.errors import Refused, Why
from adapters.contract.fitting import without_home
from adapters.contract.platform import Persona
from adapters.contract.refs import ChannelRef, MessageRef
from adapters.discord import refs
from adapters.discord.history import messages_after, threads_of
from adapters.discord.persona import NEUTRAL, presentable
from adapters.discord.posting import as_the_bot, named_within
from adapters.discord.render import markup
from adapters.discord.session import Session

JSON = dict[str, Any]
_CLOCKS_APART = 60.0  # seconds by which this machine's clock may differ from Discord's


async def find(
    session: Session, channel: ChannelRef, content: Content, token: str, persona: Persona | None, since: float
) -> tuple[MessageRef, ...]:
    """The messages that show this part, oldest first; see the contract.

    The bot's own posts carry the token. A webhook's cannot: its application, the name and the content tell them.
    """
    me = await session.me()
    content, persona = await as_the_bot(session, channel, content, persona)
    since -= _CLOCKS_APART
    found: list[MessageRef] = []
    try:
        for holder in await _holders(session, channel, since):
            async for message in messages_after(session.rest.get, refs.target(holder), since):
                if holder != channel and message["id"] != holder.thread:
                    continue
                mine = message.get("application_id") == me.application or message["author"]["id"] == me.user
                if mine and _shows(message, content, token, persona):
                    found.append(MessageRef(channel, message["id"]))
    except Refused as refused:
        if refused.why is not Why.GONE:  # a thread that was never opened holds nothing
            raise
    return tuple(found)


async def _holders(session: Session, channel: ChannelRef, since: float) -> list[ChannelRef]:
    """Where the messages of a channel lie: for a forum, in the posts begun since."""
    if channel.thread or channel.community == refs.DIRECT or not (forum := await session.place(channel.id)).forum:
        return [channel]
    begun = [
        post.id
        for post in await threads_of(session.rest.get, session.places, forum, since)
        if refs.moment(post.id) >= since
    ]
    return [channel.in_thread(id) for id in sorted(begun, key=int)]


def _shows(message: JSON, content: Content, token: str, persona: Persona | None) -> bool:
    if persona is None:
        if "webhook_id" in message:
            return False
        known = content != Content()  # else the text is forgotten, and only the token tells
        return bool(message["nonce"] == token) if message.get("nonce") else known and _same(message, content)
    match message["author"]["username"]:
        case name if without_home(name) == without_home(presentable(persona)):  # a home may be renamed meanwhile
            return _same(message, content)
        case name if name == NEUTRAL:
            return _same(message, named_within(content, persona))
    return False


def _same(message: JSON, content: Content) -> bool:
    """Whether a message shows the content. Discord trims the text and may rename files, but keeps their sizes."""
    sizes = [each["size"] for each in message["attachments"]]
    known = all(file.data is not None for file in content.files)
    files = sizes == [len(file.data or b"") for file in content.files] if known else len(sizes) == len(content.files)
    return files and message["content"].strip() == markup(content).strip()
