"""reactions.* and pins.*"""

from __future__ import annotations

import re

from sandbox.slack import emoji
from sandbox.slack.calls import Call, method
from sandbox.slack.errors import SlackError
from sandbox.slack.events import tell_channel
from sandbox.slack.model import Channel, Json, Message
from sandbox.slack.natives import permalink
from sandbox.slack.posting import react, unreact

PINS_PER_CHANNEL = 100


@method("reactions.add", 3, "reactions:write", takes_json=True)
async def add(call: Call) -> Json:
    """React as the bot."""
    channel, message = _item(call)
    if channel.archived:
        raise SlackError("is_archived")
    react(call.ws, channel, message, "bot", call.ws.me.id, _name(call))
    return {}


@method("reactions.remove", 2, "reactions:write", takes_json=True)
async def remove(call: Call) -> Json:
    """Take one of the bot's reactions back."""
    channel, message = _item(call)
    unreact(call.ws, channel, message, "bot", call.ws.me.id, _name(call))
    return {}


@method("reactions.get", 3, "reactions:read")
async def get(call: Call) -> Json:
    """A message with its reactions and everybody who reacted."""
    channel, message = _item(call)
    shown = {**message, "permalink": permalink(call.ws, channel, message)}
    return {"type": "message", "channel": channel.id, "message": shown}


@method("pins.add", 2, "pins:write", takes_json=True)
async def pin(call: Call) -> Json:
    """Pin a message."""
    channel, message = _item(call)
    if message["ts"] in channel.pins:
        raise SlackError("already_pinned")
    if len(channel.pins) >= PINS_PER_CHANNEL:
        raise SlackError("too_many_pins")
    channel.pins.insert(0, message["ts"])
    _tell(call, channel, message, "pin_added")
    return {}


@method("pins.remove", 2, "pins:write", takes_json=True)
async def unpin(call: Call) -> Json:
    """Unpin a message."""
    channel, message = _item(call)
    if message["ts"] not in channel.pins:
        raise SlackError("no_pin")
    channel.pins.remove(message["ts"])
    _tell(call, channel, message, "pin_removed")
    return {}


@method("pins.list", 2, "pins:read")
async def pins(call: Call) -> Json:
    """What is pinned in a channel, the newest pin first."""
    channel = call.channel()
    return {
        "items": [
            {"type": "message", "channel": channel.id, "message": channel.messages[ts], "created": int(float(ts))}
            for ts in channel.pins
        ]
    }


def _item(call: Call) -> tuple[Channel, Message]:
    channel = call.channel()
    if call.ws.me.id not in channel.members:
        raise SlackError("not_in_channel")
    ts = call.text("timestamp")
    if not ts:
        raise SlackError("no_item_specified")
    if not re.fullmatch(r"\d+\.\d{6}", ts):
        raise SlackError("bad_timestamp")
    return channel, channel.message(ts)


def _name(call: Call) -> str:
    name = call.need("name").strip(":")
    if not emoji.known(name, call.ws.emoji):
        raise SlackError("invalid_name")
    return name


def _tell(call: Call, channel: Channel, message: Message, kind: str) -> None:
    ws = call.ws
    ws.note("bot", kind, channel=channel.id, ref=message["ts"])
    item = {"type": "message", "channel": channel.id, "message": message, "created": int(ws.now())}
    event = {"type": kind, "user": ws.me.id, "channel_id": channel.id, "item": item}
    tell_channel(ws, channel, {**event, "event_ts": channel.stamp(ws.now())})
