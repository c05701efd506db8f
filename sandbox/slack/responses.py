"""What the bot answers to commands and presses: in its acknowledgement, or through a `response_url`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.slack.calls import Call
from sandbox.slack.chat import PIECE, body, byline, note_pings, whisper
from sandbox.slack.errors import SlackError
from sandbox.slack.model import Channel, Hook, Json, Message, Workspace
from sandbox.slack.posting import change, number_blocks, place, remove

if TYPE_CHECKING:
    from sandbox.slack.server import SlackServer

HOOK_USES, HOOK_SECONDS = 5, 1_800.0
_CONTENT = ("text", "blocks", "attachments")


async def receive(server: SlackServer, ws: Workspace, hook: Hook, request: web.Request) -> web.Response:
    """A POST to a `response_url`."""
    error = "expired_url" if ws.now() - hook.at > HOOK_SECONDS else "used_url" if hook.uses >= HOOK_USES else ""
    status = 404
    if not error:
        try:
            payload = json.loads(await request.read())
            if not isinstance(payload, dict):
                raise SlackError("invalid_payload")
            respond(server, ws, hook, payload)
        except SlackError as refused:
            error, status = refused.code, 400
        except ValueError:
            error, status = "invalid_payload", 400
    if error:
        ws.note("bot", "refused", status=status, error=error, route="response_url")
        return web.json_response({"ok": False, "error": error}, status=status)
    hook.uses += 1
    return web.Response(text="ok")


def respond(server: SlackServer, ws: Workspace, hook: Hook, payload: Json) -> None:
    """Do what an answer says: post for all, show to the user alone, or replace or delete the message it is about."""
    channel = ws.channel(hook.channel)
    call = Call(server, ws, payload)
    if call.flag("delete_original") or call.flag("replace_original"):
        _original(call, channel, hook)
        return
    content = {**byline(call), **body(call)}
    if len(content["text"]) > PIECE:
        raise SlackError("msg_too_long")
    if root := call.text("thread_ts") or (hook.thread or ""):
        content["thread_ts"] = root
    if call.text("response_type") == "in_channel":
        message = place(ws, channel, "bot", content, broadcast=call.flag("reply_broadcast"))
        note_pings(call, channel, message)
    else:
        whisper(ws, channel, hook.user, content)


def _original(call: Call, channel: Channel, hook: Hook) -> None:
    ws = call.ws
    mine = ws.ephemerals.get(hook.user, [])
    hidden = next((each for each in mine if each["ts"] == hook.message), None)
    delete = call.flag("delete_original")
    if hidden is not None:
        if delete:
            mine.remove(hidden)
        else:
            _overwrite(hidden, body(call))
        ws.note("bot", "delete" if delete else "edit", channel=channel.id, ref=hidden["ts"], user=hook.user)
        return
    message = channel.message(hook.message or "")
    if message.get("bot_id") != ws.me.bot_id:
        raise SlackError("cant_update_message")
    if delete:
        remove(ws, channel, message, "bot", ws.me.id)
        return
    content = body(call)
    change(ws, channel, message, content, drop=[name for name in _CONTENT if name not in content])
    ws.note("bot", "edit", channel=channel.id, ref=message["ts"], text=content["text"])
    note_pings(call, channel, message)


def _overwrite(message: Message, content: Json) -> None:
    for name in _CONTENT:
        message.pop(name, None)
    message |= content
    number_blocks(message.get("blocks", []))
