"""chat.*: what the bot posts, edits and deletes."""

from __future__ import annotations

from typing import Any

from sandbox.slack.blocks import MARKDOWN, check_blocks, words
from sandbox.slack.calls import POSTS_PER_CHANNEL, POSTS_PER_WORKSPACE, Call, method
from sandbox.slack.errors import SlackError
from sandbox.slack.markup import escape, kept, pings
from sandbox.slack.model import Channel, Json, Message, Workspace
from sandbox.slack.natives import bot_profile, message_json, permalink
from sandbox.slack.posting import change, number_blocks, place, remove

ONE_MESSAGE, PIECE, MOST = 4_040, 4_000, 40_000  # characters: longest single message, length of pieces, cut after
ATTACHMENTS = 100
METADATA = 16_000


@method("chat.postMessage", None, "chat:write", takes_json=True)
async def post_message(call: Call) -> Json:
    """Post; long text without blocks becomes several messages, of which the answer names the first."""
    ws = call.ws
    channel = destination(call)
    if channel.archived:
        raise SlackError("is_archived")
    content = {**byline(call), **body(call)}
    metadata = _metadata(call)
    root = call.text("thread_ts")
    call.limit("posts", POSTS_PER_WORKSPACE, "rate_limited")
    call.limit(f"posts in {channel.id}", POSTS_PER_CHANNEL, "rate_limited")
    text = content["text"][:MOST]
    long = len(text) > ONE_MESSAGE and not content.get("blocks")
    pieces = [text[at : at + PIECE] for at in range(0, len(text), PIECE)] if long else [text]
    placed = []
    for piece in pieces:
        message: Message = {**content, "text": piece}
        if root:
            message["thread_ts"] = root
        if metadata:
            message["metadata"] = metadata
        placed.append(place(ws, channel, "bot", message, broadcast=call.flag("reply_broadcast")))
        note_pings(call, channel, message)
    return {"channel": channel.id, "ts": placed[0]["ts"], "message": message_json(placed[0])}


@method("chat.update", 3, "chat:write", takes_json=True)
async def update(call: Call) -> Json:
    """Edit one of the bot's own messages."""
    ws = call.ws
    channel = call.channel()
    message = channel.message(call.need("ts"))
    if message.get("bot_id") != ws.me.bot_id:
        raise SlackError("cant_update_message")
    if channel.archived:
        raise SlackError("is_inactive")
    content = body(call, edit=True)
    if len(content["text"]) > PIECE:
        raise SlackError("msg_too_long")
    if metadata := _metadata(call):
        content["metadata"] = metadata
    drop = []
    if not content.get("blocks"):  # the old blocks stay only when neither text nor blocks are given
        drop = ["blocks"] if content.pop("blocks", None) is not None or call.text("text") else []
        content["text"] = content["text"] or message["text"]
        content["edited"] = {"user": ws.me.bot_id, "ts": channel.stamp(ws.now())}
    change(ws, channel, message, content, drop=drop)
    ws.note("bot", "edit", channel=channel.id, ref=message["ts"], text=content["text"])
    note_pings(call, channel, message)
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": message_json(message)}


@method("chat.delete", 3, "chat:write", takes_json=True)
async def delete(call: Call) -> Json:
    """Delete one of the bot's own messages."""
    channel = call.channel()
    message = channel.message(call.need("ts"))
    if message.get("bot_id") != call.ws.me.bot_id:
        raise SlackError("cant_delete_message")
    remove(call.ws, channel, message, "bot", call.ws.me.id)
    return {"channel": channel.id, "ts": message["ts"]}


@method("chat.postEphemeral", 4, "chat:write", takes_json=True)
async def post_ephemeral(call: Call) -> Json:
    """Show a message to one member alone. It is no part of the channel and cannot be edited through the Web API."""
    channel = destination(call)
    user = call.need("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    content = {**byline(call), **body(call)}
    if len(content["text"]) > PIECE:
        raise SlackError("msg_too_long")
    if root := call.text("thread_ts"):
        content["thread_ts"] = root
    message = whisper(call.ws, channel, user, content)
    return {"message_ts": message["ts"]}


@method("chat.getPermalink", None)
async def get_permalink(call: Call) -> Json:
    """The web address of a message."""
    channel = call.channel()
    message = channel.messages.get(call.need("message_ts"))
    if message is None:
        raise SlackError("message_not_found")
    return {"channel": channel.id, "permalink": permalink(call.ws, channel, message)}


def whisper(ws: Workspace, channel: Channel, user: str, message: Message) -> Message:
    """Keep an ephemeral message for one user."""
    message["ts"] = channel.stamp(ws.now())
    number_blocks(message.get("blocks", []))
    shown = {**message, "channel": channel.id, "is_ephemeral": True}
    ws.ephemerals.setdefault(user, []).append(shown)
    ws.note("bot", "ephemeral", channel=channel.id, ref=message["ts"], text=message["text"], user=user)
    return shown


def destination(call: Call) -> Channel:
    """Where to post: a channel by id or name, or a member by id, which opens the DM with them."""
    ws, target = call.ws, call.need("channel")
    if target.startswith("U"):
        user = ws.users.get(target)
        if user is None:
            raise SlackError("channel_not_found")
        return call.server.open_dm(ws, [ws.me.id, user.id])
    named = next((each for each in ws.channels.values() if target.startswith("#") and each.name == target[1:]), None)
    channel = named or ws.channel(target)
    if ws.me.id not in channel.members:
        if channel.kind != "channel":
            raise SlackError("channel_not_found")
        if "chat:write.public" not in ws.app.scopes:
            raise SlackError("not_in_channel")
    return channel


def byline(call: Call) -> Json:
    """Who a post is by. With a custom name or picture it is a `bot_message` and has no `user`."""
    me = call.ws.me
    mine: Json = {"type": "message", "bot_id": me.bot_id, "app_id": me.app_id}
    if not any(call.text(name) for name in ("username", "icon_url", "icon_emoji")):
        return {**mine, "user": me.id, "bot_profile": bot_profile(call.ws, me)}
    call.require("chat:write.customize")
    mine |= {"subtype": "bot_message", "username": call.text("username") or me.real_name}
    if url := call.text("icon_url"):
        mine["icons"] = {"image_48": url}
    if emoji := call.text("icon_emoji"):
        mine["icons"] = {"emoji": emoji}
    return mine


def body(call: Call, *, edit: bool = False) -> Json:
    """The checked words and blocks of a call; SlackError `no_text`, `invalid_blocks` and the like."""
    text, blocks = call.text("text"), call.json("blocks", "invalid_blocks_format")
    attachments = call.json("attachments", "invalid_attachments")
    markdown = call.text("markdown_text")
    if markdown:
        if text or blocks:
            raise SlackError("markdown_text_conflict")
        if len(markdown) > MARKDOWN:
            raise SlackError("msg_too_long")
        text, blocks = markdown, [{"type": "markdown", "text": markdown}]
    if blocks is not None:
        check_blocks(blocks)
    if attachments is not None and (
        not isinstance(attachments, list) or not all(isinstance(each, dict) for each in attachments)
    ):
        raise SlackError("invalid_attachments")
    if attachments and len(attachments) > ATTACHMENTS:
        raise SlackError("too_many_attachments")
    if not text.strip() and not blocks and not attachments and not (edit and blocks is not None):
        raise SlackError("no_text")
    content: Json = {"text": escape(text) if call.text("mrkdwn") in ("false", "False", "0") else kept(text)}
    if not text and blocks:
        content["text"] = " ".join(words(blocks))
    if blocks or (edit and blocks is not None):
        content["blocks"] = blocks
    if attachments:
        content["attachments"] = [{"id": index, **each} for index, each in enumerate(attachments, 1)]
    return content


def _metadata(call: Call) -> Json | None:
    metadata = call.json("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_schema")
    if len(str(metadata)) > METADATA:
        raise SlackError("metadata_too_large")
    return metadata


def note_pings(call: Call, channel: Channel, message: Message) -> None:
    """Write into the ledger whom a message of the bot would notify, also when it is only edited."""
    attached: list[Any] = [
        {"type": "mrkdwn", "text": each[name]}
        for each in message.get("attachments", ())
        for name in ("pretext", "text")
        if isinstance(each.get(name), str)
    ]
    link_names = call.flag("link_names") or call.text("parse") == "full"
    for kind, target in pings(message["text"], [*message.get("blocks", ()), *attached], link_names=link_names):
        call.ws.note("bot", "ping", channel=channel.id, ref=message["ts"], kind=kind, target=target)
