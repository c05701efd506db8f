"""Posting, finding again, changing and removing messages."""

from __future__ import annotations

from typing import Any

from adapters.contract.content import Attachment, Content
from adapters.contract.errors import Why
from adapters.contract.fitting import under_name
from adapters.contract.marked import _
from adapters.contract.platform import Persona
from adapters.contract.refs import ChannelRef, MessageRef
from adapters.discord import refs
from adapters.discord.errors import (
    INVALID_BODY,
    NOT_ITS_AUTHOR,
    UNKNOWN_CHANNEL,
    UNKNOWN_WEBHOOK,
    DiscordRefused,
)
from adapters.discord.flatten import file_name
from adapters.discord.persona import NAME_ROOM, NEUTRAL, presentable
from adapters.discord.render import changed, described, filename, request
from adapters.discord.rest import Upload
from adapters.discord.session import Session
from adapters.discord.threads import awake, open_thread, take_title, title
from adapters.discord.webhooks import is_lost

JSON = dict[str, Any]
Params = dict[str, str]


async def send(
    session: Session, channel: ChannelRef, content: Content, token: str, persona: Persona | None
) -> MessageRef:
    """Post one part; see the contract. Opens and wakes the thread that it goes to."""
    content, persona = await as_the_bot(session, channel, content, persona)
    try:
        return await _sent(session, channel, content, token, persona)
    except DiscordRefused as refused:
        if persona is None or refused.number != INVALID_BODY or "username" not in refused.fields:
            raise
        neutral = Persona(NEUTRAL, persona.avatar)
        return await _sent(session, channel, named_within(content, persona), token, neutral)


async def edit(session: Session, message: MessageRef, content: Content, persona: Persona | None) -> None:
    """Make a message show one part; see the contract."""
    content, persona = await as_the_bot(session, message.channel, content, persona)
    holder = await session.holder(message)
    body = changed(content)
    uploads = await _files(session, holder, message.id, content, body)
    path, params = _as_bot(holder, message.id)
    if persona is not None:
        path, params = await _by_its_webhook(session, holder, message.id)

    async def change() -> JSON:
        with session.webhooks.forgotten_when_lost(holder.id):
            answer: JSON = await session.rest.call("PATCH", path, body, params=params, files=uploads)
        return answer

    shown = await awake(session, holder, change)
    if persona is not None and shown["author"]["username"] == NEUTRAL != presentable(persona):
        body["content"] = changed(named_within(content, persona))["content"]
        await session.rest.call("PATCH", path, body, params=params, files=uploads)


async def delete(session: Session, message: MessageRef) -> None:
    """Remove a message: as its webhook, which needs no right, or else as the bot. A post of ours loses its title too.

    Raises Refused for a title that the bot may not take only once the message is gone.
    """
    holder = await session.holder(message)
    kept: DiscordRefused | None = None
    if holder != message.channel:
        try:
            await take_title(session, holder)
        except DiscordRefused as refused:
            kept = refused
    by_webhook = await _as_webhook(session, holder, message.id)
    if by_webhook is None or not await _removed(session, holder, *by_webhook):
        await _removed(session, holder, *_as_bot(holder, message.id))
    if kept is not None:
        raise kept


def named_within(content: Content, persona: Persona) -> Content:
    """Content under a first line with the writer's name, for when Discord refuses that name as a webhook's.

    The line takes no more than what a part leaves free, even if each of its signs needs a backslash.
    """
    return under_name(content, presentable(persona, NAME_ROOM // 2 - 4))


async def as_the_bot(
    session: Session, channel: ChannelRef, content: Content, persona: Persona | None
) -> tuple[Content, Persona | None]:
    """What is posted for somebody else as it can be: by the bot where people talk in private, and not by a webhook.

    Direct messages have none, and those of a channel are known to whoever manages it.
    """
    if persona is None or not await _private(session, channel):
        return content, persona
    return named_within(content, persona), None


async def _private(session: Session, channel: ChannelRef) -> bool:
    """Whether this is a DM, or a private thread that the bot began."""
    if channel.community == refs.DIRECT:
        return True
    return channel.thread is None and (await session.place(channel.id)).room


def uploads(files: tuple[Attachment, ...]) -> tuple[Upload, ...]:
    """The bytes of files; the caller has read them."""
    return tuple(Upload(filename(file), file.data or b"", file.media_type) for file in files)


async def _sent(
    session: Session, channel: ChannelRef, content: Content, token: str, persona: Persona | None
) -> MessageRef:
    body, files = request(content, persona), uploads(content.files)
    forum = channel.thread is None and channel.community != refs.DIRECT and (await session.place(channel.id)).forum

    async def post() -> JSON:
        message: JSON
        if persona is not None:
            return await _executed(session, channel, body | ({"thread_name": title(content)} if forum else {}), files)
        if forum:
            started = {"name": title(content), "message": body}
            message = await session.rest.call("POST", f"/channels/{channel.id}/threads", started, files=files)
        else:
            once = body | {"nonce": token, "enforce_nonce": True}
            path = f"/channels/{refs.target(channel)}/messages"
            message = await session.rest.call("POST", path, once, files=files)
        return message

    try:
        message = await awake(session, channel, post)
    except DiscordRefused as refused:
        if refused.number != UNKNOWN_CHANNEL or channel.thread is None:
            raise
        await open_thread(session, channel)
        message = await post()
    return MessageRef(channel, message["id"])


async def _executed(session: Session, channel: ChannelRef, body: JSON, files: tuple[Upload, ...]) -> JSON:
    """Post by the channel's webhook; made anew, once, when somebody deleted it."""
    me = await session.me()
    params = {"wait": "true", "with_components": "true"} | ({"thread_id": channel.thread} if channel.thread else {})

    async def post() -> JSON:
        hook = await session.webhooks.of(channel.id, me.application)
        with session.webhooks.forgotten_when_lost(channel.id):
            message: JSON = await session.rest.call("POST", hook.path, body, params=params, files=files)
        return message

    try:
        return await post()
    except DiscordRefused as refused:
        if not is_lost(refused):
            raise
        return await post()


async def _removed(session: Session, holder: ChannelRef, path: str, params: Params) -> bool:
    """Remove a message; False when it is not to be found that way."""

    async def remove() -> None:
        with session.webhooks.forgotten_when_lost(holder.id):
            await session.rest.call("DELETE", path, params=params)

    try:
        await awake(session, holder, remove)
    except DiscordRefused as refused:
        if refused.why is not Why.GONE and refused.number != NOT_ITS_AUTHOR:
            raise
        return False
    return True


def _as_bot(holder: ChannelRef, message: str) -> tuple[str, Params]:
    """Where the bot changes a message."""
    return f"/channels/{refs.target(holder)}/messages/{message}", {}


async def _by_its_webhook(session: Session, holder: ChannelRef, message: str) -> tuple[str, Params]:
    """Where the webhook that wrote a message changes it."""
    where = await _as_webhook(session, holder, message)
    if where is None:
        raise DiscordRefused(_("The webhook that wrote the Discord message is gone."), Why.GONE, UNKNOWN_WEBHOOK, {})
    return where


async def _as_webhook(session: Session, holder: ChannelRef, message: str) -> tuple[str, Params] | None:
    """Where the channel's webhook changes a message of its own; None when there is no webhook."""
    if await _private(session, holder):
        return None
    hook = await session.webhooks.existing(holder.id, (await session.me()).application)
    if hook is None:
        return None
    return f"{hook.path}/messages/{message}", {"thread_id": holder.thread} if holder.thread else {}


async def _files(
    session: Session, holder: ChannelRef, message: str, content: Content, body: JSON
) -> tuple[Upload, ...]:
    """Say in `body` which files the message shall have, and return those to send along.

    An edit replaces the whole list. Files without bytes are taken to be there already, by their names.
    """
    if not content.files:
        body["attachments"] = []
        return ()
    if all(file.data is not None for file in content.files):
        body["attachments"] = [described(at, file) for at, file in enumerate(content.files)]
        return uploads(content.files)
    there = await session.rest.get(f"/channels/{refs.target(holder)}/messages/{message}")
    wanted = {filename(file) for file in content.files}
    too_many = len(there["attachments"]) > len(content.files)
    kept = [each for each in there["attachments"] if not too_many or file_name(each) in wanted]
    body["attachments"] = [{"id": each["id"]} for each in kept]
    return ()
