"""Writing, changing and removing messages, whoever does it: the rules that hold for people, bots and webhooks alike."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from sandbox.discord import mentions, tell, thread_life
from sandbox.discord.bodies import Draft, Upload
from sandbox.discord.cdn import stored_name
from sandbox.discord.errors import ApiError, Problems, Refusal
from sandbox.discord.model import (
    DEFAULT,
    EPHEMERAL,
    FORUM,
    HAS_SNAPSHOT,
    JSON,
    LOADING,
    REPLY,
    SUPPRESS_EMBEDS,
    Attachment,
    Channel,
    Message,
    Sticker,
    User,
)
from sandbox.discord.world import World

LINK = re.compile(r"(?<!<)https?://[^\s<>()]+")


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes; for a webhook or interaction also its id, and the application behind it."""

    user: User
    who: Literal["person", "bot"]
    webhook_id: str | None = None
    application_id: str | None = None

    @property
    def allowed(self) -> JSON:
        """What this writer may mention when the call does not say."""
        return mentions.BOT_DEFAULT if self.webhook_id is None else mentions.WEBHOOK_DEFAULT


def create(
    world: World,
    channel: Channel,
    writer: Writer,
    draft: Draft,
    *,
    kind: int = DEFAULT,
    interaction: JSON | None = None,
    seen_by: str | None = None,
    message_id: str | None = None,
) -> Message:
    """Post a message and tell everybody. ApiError 50008, 10060, 160005 or 50035 (unknown reference).

    `message_id` is given for a forum post's first message alone, which shares its thread's id.
    """
    if channel.type == FORUM:
        raise ApiError(Refusal.NOT_A_TEXT_CHANNEL)
    poster = None if writer.webhook_id else writer.user.id
    stickers = [_sticker(world, each) for each in draft.sticker_ids]
    replied = _original(world, channel, draft.reference)
    if channel.is_thread and seen_by is None:
        thread_life.wake(world, channel, poster)
    message = Message(
        message_id or world.mint(),
        channel.id,
        writer.user,
        draft.content,
        world.now(),
        kind,
        embeds=draft.embeds,
        components=draft.components,
        stickers=stickers,
        webhook_id=writer.webhook_id,
        application_id=writer.application_id,
        flags=draft.flags | (EPHEMERAL if seen_by else 0),
        nonce=draft.nonce,
        interaction=interaction,
        seen_by=seen_by,
        tts=draft.tts,
    )
    _refer(message, draft.reference, channel, replied)
    message.attachments = [_attach(world, channel, each) for each in draft.uploads]
    _mention(
        world,
        message,
        writer.allowed if draft.allowed is None else draft.allowed,
        writer,
        replied if message.type == REPLY else None,
    )
    if seen_by is None:
        channel.messages[message.id] = message
        channel.last_message_id = message.id
        channel.sent += 1
        if channel.is_thread and poster:
            thread_life.join(world, channel, poster)
    act = "answer" if interaction and writer.who == "bot" else "post"
    _note(world, writer, act, message, text=message.content, files=[each.filename for each in message.attachments])
    tell.message(world, "MESSAGE_CREATE", message)
    preview(world, message)
    return message


def edit(world: World, message: Message, writer: Writer, draft: Draft) -> None:
    """Change the fields the draft was given, and tell everybody. New text has its mentions worked out anew."""
    if "content" in draft.given:
        message.content = draft.content
    if draft.given & {"embeds", "embed"}:
        message.embeds = draft.embeds
    if "components" in draft.given:
        message.components = draft.components
    if "flags" in draft.given:
        message.flags = message.flags & ~SUPPRESS_EMBEDS | draft.flags
    if draft.kept is not None:
        _keep(message, draft.kept)
    channel = world.channels[message.channel_id]
    message.attachments += [_attach(world, channel, each) for each in draft.uploads]
    if not any((message.content, message.embeds, message.attachments, message.components, message.stickers)):
        raise ApiError(Refusal.EMPTY_MESSAGE)
    if draft.given - {"flags"} and not message.flags & LOADING:
        message.edited = world.now()
    message.flags &= ~LOADING
    if draft.given & {"content", "components"}:
        _mention(world, message, writer.allowed if draft.allowed is None else draft.allowed, writer, None)
    _note(world, writer, "edit", message, text=message.content, files=[each.filename for each in message.attachments])
    tell.message(world, "MESSAGE_UPDATE", message)


def delete(world: World, message: Message, writer: Writer) -> None:
    """Remove a message and tell everybody."""
    channel = world.channels[message.channel_id]
    channel.messages.pop(message.id, None)
    _forget_files(world, message)
    _note(world, writer, "delete", message)
    if message.seen_by is None:
        tell.message_gone(world, channel, [message.id])


def bulk_delete(world: World, channel: Channel, ids: list[str], writer: Writer) -> None:
    """Remove several messages at once; ids that are gone already are passed over."""
    gone = [channel.messages.pop(each) for each in dict.fromkeys(ids) if each in channel.messages]
    for message in gone:
        _forget_files(world, message)
        _note(world, writer, "delete", message, bulk=True)
    if gone:
        tell.message_gone(world, channel, [each.id for each in gone], bulk=True)


def system(world: World, channel: Channel, kind: int, author: User, content: str = "", **reference: str) -> Message:
    """A message that Discord itself writes, such as "started a thread"."""
    message = Message(world.mint(), channel.id, author, content, world.now(), kind)
    if reference:
        message.reference = {"type": 0, **reference}
    channel.messages[message.id] = message
    channel.last_message_id = message.id
    tell.message(world, "MESSAGE_CREATE", message)
    return message


def preview(world: World, message: Message) -> None:
    """Add link previews, as Discord does a moment after a post: MESSAGE_UPDATE without `edited_timestamp`."""
    links = list(dict.fromkeys(LINK.findall(message.content)))[:5]
    if not links or message.flags & SUPPRESS_EMBEDS or message.seen_by is not None:
        return
    message.embeds = [
        *message.embeds,
        *({"type": "link", "url": each, "title": urlsplit(each).hostname} for each in links),
    ]
    tell.message(world, "MESSAGE_UPDATE", message)


def _sticker(world: World, sticker_id: str) -> Sticker:
    for guild in world.guilds.values():
        if sticker_id in guild.stickers:
            return guild.stickers[sticker_id]
    raise ApiError(Refusal.UNKNOWN_STICKER)


def _original(world: World, channel: Channel, reference: JSON | None) -> Message | None:
    """The message a reply or forward points to. ApiError 50035 if it is gone, unless the reply allows that."""
    if not reference:
        return None
    place = world.channels.get(str(reference.get("channel_id") or channel.id))
    original = place.messages.get(str(reference.get("message_id"))) if place else None
    if original is None and (reference.get("type") or reference.get("fail_if_not_exists", True)):
        problems = Problems()
        problems.add(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        problems.check()
    return original


def _refer(message: Message, reference: JSON | None, channel: Channel, original: Message | None) -> None:
    """Make the message a reply to, or a forward of, the original."""
    if not reference or original is None:
        return
    message.reference = {
        "type": reference.get("type") or 0,
        "channel_id": original.channel_id,
        "message_id": original.id,
    }
    if channel.guild_id:
        message.reference["guild_id"] = channel.guild_id
    if reference.get("type"):
        message.content = ""
        message.flags |= HAS_SNAPSHOT
        message.snapshots = original.snapshots or [dataclasses.replace(original)]
    else:
        message.type = REPLY


def _attach(world: World, channel: Channel, upload: Upload) -> Attachment:
    name = stored_name(upload.filename)
    one = Attachment(
        world.mint(),
        channel.id,
        name,
        upload.content,
        upload.content_type,
        upload.description,
        upload.filename.rpartition(".")[0] if name != upload.filename else None,
        upload.spoiler,
    )
    world.files[channel.id, one.id] = one
    return one


def _keep(message: Message, entries: list[JSON]) -> None:
    """Drop the attachments an edit does not list, and take over new descriptions of those it does."""
    kept = {str(entry.get("id")): entry for entry in entries}
    message.attachments = [each for each in message.attachments if each.id in kept]
    for each in message.attachments:
        each.description = kept[each.id].get("description", each.description)


def _mention(world: World, message: Message, allowed: JSON, writer: Writer, replied: Message | None) -> None:
    """Work out who the message mentions, and write into the ledger whom a bot pings."""
    text = "\n".join([message.content, *mentions.texts(message.components)])
    target = replied.author.id if replied and replied.webhook_id is None else None
    found = mentions.find(text, allowed, target)
    message.mentions = [each for each in found.users if each in world.users]
    message.mention_roles = list(found.roles)
    message.mention_everyone = found.everyone
    if writer.who == "bot" and found:
        _note(world, writer, "ping", message, users=found.users, roles=found.roles, everyone=found.everyone)


def _forget_files(world: World, message: Message) -> None:
    for each in message.attachments:
        world.files.pop((each.channel_id, each.id), None)


def _note(world: World, writer: Writer, act: str, message: Message, **data: object) -> None:
    channel = world.channels[message.channel_id]
    world.ledger.note(
        "discord",
        writer.who,
        act,
        community=channel.guild_id or "",
        channel=channel.id,
        ref=message.id,
        author=writer.user.shown,
        author_id=writer.user.id,
        webhook=writer.webhook_id,
        **data,
    )
