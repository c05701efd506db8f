"""files.*: upload in three steps, download with the token only, deletion."""

from __future__ import annotations

import asyncio
from uuid import uuid4

from aiohttp import web

from sandbox.ledger import Who
from sandbox.slack.blocks import check_blocks
from sandbox.slack.calls import Call, method
from sandbox.slack.chat import byline, note_pings
from sandbox.slack.errors import SlackError
from sandbox.slack.events import tell, tell_channel
from sandbox.slack.markup import kept
from sandbox.slack.model import Channel, File, Json, Message, Workspace, new_id
from sandbox.slack.natives import file_json, guess_type, shared_file_json
from sandbox.slack.posting import change, place, remove

ALT_LENGTH = 1_000
BIGGEST = 1_000_000_000  # bytes
LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in to Slack</body></html>"


@method("files.getUploadURLExternal", 4, "files:write")
async def upload_address(call: Call) -> Json:
    """Step 1: where to send the bytes."""
    name, length = call.need("filename"), call.text("length")
    if not length.isdecimal() or int(length) == 0:
        raise SlackError.wrong("invalid_arguments", ["[ERROR] must be greater than 0 [json-pointer:/length]"])
    if int(length) > BIGGEST:
        raise SlackError("file_upload_size_restricted")
    alt = call.text("alt_txt")
    if len(alt) > ALT_LENGTH:
        raise SlackError("alt_txt_too_large")
    ws = call.ws
    file = File(new_id("F"), name, name, guess_type(name), b"", ws.me.id, int(ws.now()), alt, int(length))
    ticket = uuid4().hex
    ws.files[file.id] = file
    ws.uploads[ticket] = file.id
    return {"upload_url": f"{call.server.base}/upload/v1/{ticket}", "file_id": file.id}


async def receive(ws: Workspace, ticket: str, request: web.Request) -> web.Response:
    """Step 2: the bytes, raw or as the first file of a form."""
    file = ws.files[ws.uploads[ticket]]
    if request.content_type.startswith("multipart/"):
        field = next((each for each in (await request.post()).values() if isinstance(each, web.FileField)), None)
        content = field.file.read() if field else b""
    else:
        content = await request.read()
    if len(content) != file.size:
        return web.Response(status=400, text=f"expected {file.size} bytes")
    file.content = content
    file.uploaded = True
    ws.note("bot", "upload", ref=file.id, name=file.name, size=file.size, alt=file.alt)
    return web.Response(text=f"OK - {file.size}")


@method("files.completeUploadExternal", 4, "files:write", takes_json=True)
async def complete_upload(call: Call) -> Json:
    """Step 3: share the files. The answer names no message: that comes a moment later."""
    ws = call.ws
    given = call.json("files", "invalid_arguments")
    if not isinstance(given, list) or not given or not all(isinstance(each, dict) for each in given):
        raise SlackError.wrong("invalid_arguments", ["[ERROR] missing required field: files"])
    targets = [each for each in (call.text("channel_id") or call.text("channels")).split(",") if each]
    channels = [_target(ws, each) for each in targets]
    message = _message(call) if channels else {}
    waiting = set(ws.uploads.values())
    files: list[File] = []
    for each in given:
        file = ws.files.get(str(each.get("id")))
        if file is None or not file.uploaded or file.id not in waiting:
            raise SlackError("file_not_found")
        file.title = str(each.get("title") or file.title)
        files.append(file)
    ws.uploads = {ticket: file for ticket, file in ws.uploads.items() if file not in {each.id for each in files}}
    for channel in channels:
        call.server.deliveries.spawn(_share(call, channel, files, dict(message)))
    return {"files": [file_json(ws, file) for file in files]}


def _target(ws: Workspace, wanted: str) -> Channel:
    channel = ws.channel(wanted)
    if ws.me.id not in channel.members:
        raise SlackError("not_in_channel" if channel.kind == "channel" else "channel_not_found")
    if channel.archived:
        raise SlackError("posting_to_channel_denied")
    return channel


def _message(call: Call) -> Message:
    comment, blocks = call.text("initial_comment"), call.json("blocks", "invalid_blocks")
    message: Message = {**byline(call), "subtype": "file_share", "user": call.ws.me.id, "text": kept(comment)}
    message |= {"upload": False, "display_as_bot": False}
    if blocks and not comment:
        check_blocks(blocks)
        if any(block["type"] == "markdown" for block in blocks):
            raise SlackError("internal_error")
        message["blocks"] = blocks
    if root := call.text("thread_ts"):
        message["thread_ts"] = root
    return message


async def _share(call: Call, channel: Channel, files: list[File], message: Message) -> None:
    await asyncio.sleep(call.server.share_delay)
    try:
        placed = share(call.ws, channel, "bot", files, message)
    except SlackError:
        message.pop("thread_ts")  # the thread went meanwhile: Slack then shows the file in the channel
        placed = share(call.ws, channel, "bot", files, message)
    note_pings(call, channel, placed)


def share(
    ws: Workspace, channel: Channel, who: Who, files: list[File], message: Message, *, broadcast: bool = False
) -> Message:
    """Post a message with files."""
    message["files"] = [file_json(ws, file) for file in files]
    placed = place(ws, channel, who, message, broadcast=broadcast)
    for file in files:
        file.shares.append((channel.id, placed["ts"]))
        event = {"type": "file_shared", "file_id": file.id, "user_id": file.user, "file": {"id": file.id}}
        at = channel.stamp(ws.now())
        tell_channel(ws, channel, {**event, "channel_id": channel.id, "event_ts": at})
    return placed


@method("files.info", 4, "files:read")
async def info(call: Call) -> Json:
    """One file, with where it was shared."""
    file = _file(call)
    return {"file": shared_file_json(call.ws, file), "comments": [], "response_metadata": {"next_cursor": ""}}


@method("files.delete", 3, "files:write", takes_json=True)
async def delete(call: Call) -> Json:
    """Delete one of the bot's own files."""
    file = _file(call)
    if file.user != call.ws.me.id:
        raise SlackError("cant_delete_file")
    call.ws.note("bot", "delete_file", ref=file.id)
    delete_file(call.ws, file, "bot", call.ws.me.id)
    return {}


def _file(call: Call) -> File:
    file = call.ws.files.get(call.need("file"))
    if file is None or not file.uploaded:
        raise SlackError("file_not_found")
    if file.deleted:
        raise SlackError("file_deleted")
    seen = {channel.id for channel in call.ws.channels_of(call.ws.me.id)}
    if file.user != call.ws.me.id and not any(channel in seen for channel, _ in file.shares):
        raise SlackError("file_not_found")
    return file


def delete_file(ws: Workspace, file: File, who: Who, by: str) -> None:
    """Delete a file: its messages keep a tombstone of it, and go when they held nothing else."""
    file.deleted, file.content = True, b""
    for channel_id, ts in file.shares:
        channel = ws.channels.get(channel_id)
        message = channel.messages.get(ts) if channel else None
        if channel is None or message is None or "files" not in message:
            continue
        left = [file_json(ws, ws.files[each["id"]]) for each in message["files"]]
        if not message["text"] and all(each["mode"] == "tombstone" for each in left):
            remove(ws, channel, message, who, by)
        else:
            change(ws, channel, message, {"files": left})
    tell(ws, {"type": "file_deleted", "file_id": file.id, "event_ts": f"{ws.now():.6f}"})


def download(ws: Workspace, request: web.Request) -> web.Response:
    """The bytes of `url_private`, for the app's token with `files:read`; a login page with status 200 for others."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token != ws.app.bot_token or "files:read" not in ws.app.scopes or not ws.app.alive:
        return web.Response(text=LOGIN_PAGE, content_type="text/html")
    return content(ws, request.match_info["file"])


def content(ws: Workspace, file_id: str) -> web.Response:
    """The bytes of a file; 404 when it is gone."""
    file = ws.files.get(file_id)
    if file is None or file.deleted:
        return web.Response(status=404, text="Not found")
    return web.Response(body=file.content, content_type=file.mimetype)
