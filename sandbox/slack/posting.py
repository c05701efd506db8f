"""What happens to messages, whoever does it: kept in the channel, written into the ledger, told to the bot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sandbox.ledger import Who
from sandbox.slack.blocks import interactive
from sandbox.slack.errors import SlackError
from sandbox.slack.events import tell_channel, tell_message
from sandbox.slack.model import Channel, Json, Message, Workspace, new_id

REACTIONS_PER_MESSAGE = 50  # there is a cap (`too_many_emoji`); Slack does not publish it
_THREAD = ("reply_count", "reply_users", "reply_users_count", "latest_reply", "is_locked", "subscribed")


def place(ws: Workspace, channel: Channel, who: Who, message: Message, *, broadcast: bool = False) -> Message:
    """Post a message, which brings everything but its `ts`; SlackError when its thread cannot take it."""
    root_ts = message.get("thread_ts")
    root = _root(channel, root_ts) if root_ts else None
    message["ts"] = ts = channel.stamp(ws.now())
    message.setdefault("team", ws.id)
    number_blocks(message.get("blocks", []))
    if root is not None:
        message["parent_user_id"] = root.get("user", "")
        if broadcast:
            message |= {"subtype": "thread_broadcast", "root": dict(root)}
    channel.messages[ts] = message
    if root is not None:
        channel.threads.setdefault(root["ts"], []).append(ts)
        count_replies(channel, root)
    ws.note(who, "post", channel=channel.id, ref=ts, **_said(message))
    tell_message(ws, channel, message)
    return message


def change(ws: Workspace, channel: Channel, message: Message, new: Json, *, drop: Iterable[str] = ()) -> None:
    """Change fields of a message and tell the bot; without `edited` among them it is one of Slack's hidden changes."""
    previous = dict(message)
    for name in drop:
        message.pop(name, None)
    message |= new
    number_blocks(message.get("blocks", []))
    _tell_changed(ws, channel, message, previous)


def remove(ws: Workspace, channel: Channel, message: Message, who: Who, by: str) -> None:
    """Delete a message. A parent with replies leaves a tombstone, and its replies are told again as changes."""
    ts, root_ts = message["ts"], message.get("thread_ts")
    ws.note(who, "delete", channel=channel.id, ref=ts, by=by)
    if channel.threads.get(ts):
        stone = {name: message[name] for name in ("type", "ts", "thread_ts", "team", *_THREAD) if name in message}
        stone |= {"subtype": "tombstone", "text": "This message was deleted.", "user": "USLACKBOT", "hidden": True}
        channel.messages[ts] = stone
        _tell_changed(ws, channel, stone, message)
        for reply in channel.threads[ts]:
            _tell_changed(ws, channel, channel.messages[reply], channel.messages[reply])
        return
    del channel.messages[ts]
    channel.pins = [pin for pin in channel.pins if pin != ts]
    event = _event(ws, channel, "message_deleted", {"deleted_ts": ts, "previous_message": message})
    if root_ts and root_ts != ts:
        channel.threads[root_ts].remove(ts)
        root = channel.messages[root_ts]
        count_replies(channel, root)
        if not channel.threads[root_ts]:
            del channel.threads[root_ts]
            if root.get("subtype") == "tombstone":
                del channel.messages[root_ts]
    tell_message(ws, channel, event)


def react(ws: Workspace, channel: Channel, message: Message, who: Who, user: str, name: str) -> None:
    """Add a reaction; SlackError `already_reacted` or `too_many_emoji`."""
    reactions: list[Json] = message.setdefault("reactions", [])
    found = next((each for each in reactions if each["name"] == name), None)
    if found is None:
        if len(reactions) >= REACTIONS_PER_MESSAGE:
            raise SlackError("too_many_emoji")
        found = {"name": name, "users": [], "count": 0}
        reactions.append(found)
    if user in found["users"]:
        raise SlackError("already_reacted")
    found["users"].append(user)
    found["count"] += 1
    _reacted(ws, channel, message, who, user, name, "reaction_added")


def unreact(ws: Workspace, channel: Channel, message: Message, who: Who, user: str, name: str) -> None:
    """Take a reaction back; SlackError `no_reaction`."""
    found = next((each for each in message.get("reactions", ()) if each["name"] == name), None)
    if found is None or user not in found["users"]:
        raise SlackError("no_reaction")
    found["users"].remove(user)
    found["count"] -= 1
    if not found["users"]:
        message["reactions"].remove(found)
        if not message["reactions"]:
            del message["reactions"]
    _reacted(ws, channel, message, who, user, name, "reaction_removed")


def join(ws: Workspace, channel: Channel, user: str, inviter: str | None = None) -> None:
    """Put a user into a channel, with the notice that Slack posts there; nothing when they are in it already."""
    if user in channel.members:
        return
    channel.members[user] = None
    event = {"type": "member_joined_channel", "user": user, "channel": channel.id, "team": ws.id}
    kind = "C" if channel.kind == "channel" else "G"
    more = {"inviter": inviter} if inviter else {}
    tell_channel(ws, channel, {**event, "channel_type": kind, "event_ts": channel.stamp(ws.now()), **more})
    notice(ws, channel, user, "channel_join", f"<@{user}> has joined the channel", **more)


def leave(ws: Workspace, channel: Channel, user: str) -> None:
    """Take a user out of a channel. Of its own leaving the bot hears twice."""
    if user not in channel.members:
        raise SlackError("not_in_channel")
    del channel.members[user]
    event = {"type": "member_left_channel", "user": user, "channel": channel.id, "team": ws.id}
    kind = "C" if channel.kind == "channel" else "G"
    tell_channel(ws, channel, {**event, "channel_type": kind, "event_ts": channel.stamp(ws.now())})
    if user == ws.me.id and channel.kind in ("channel", "group"):
        gone = {"type": f"{channel.kind}_left", "channel": channel.id, "event_ts": channel.stamp(ws.now())}
        tell_channel(ws, channel, {**gone, "user": user})
    notice(ws, channel, user, "channel_leave", f"<@{user}> has left the channel")


def notice(ws: Workspace, channel: Channel, user: str, subtype: str, text: str, **more: Any) -> None:
    """One of Slack's own lines in a channel (joined, renamed, topic set …)."""
    place(ws, channel, "platform", {"type": "message", "subtype": subtype, "user": user, "text": text, **more})


def number_blocks(blocks: list[Json]) -> None:
    """Give blocks and elements without an id the one that Slack would."""
    for block in blocks:
        if not block.get("block_id"):
            block["block_id"] = new_id("b")
    for _, element in interactive(blocks):
        element.setdefault("action_id", new_id("a"))


def _root(channel: Channel, ts: str) -> Message:
    root = channel.messages.get(ts)
    if root is None:
        raise SlackError("thread_not_found")
    if root.get("thread_ts", ts) != ts or root.get("subtype") in ("channel_join", "channel_leave"):
        raise SlackError("cannot_reply_to_message")
    return root


def count_replies(channel: Channel, root: Message) -> None:
    """Bring a parent's figures about its replies up to date."""
    replies = [channel.messages[ts] for ts in channel.threads.get(root["ts"], ())]
    if not replies:
        for name in ("thread_ts", *_THREAD):
            root.pop(name, None)
        return
    users = list(dict.fromkeys(str(reply.get("user") or reply.get("bot_id")) for reply in replies))
    root |= {
        "thread_ts": root["ts"],
        "reply_count": len(replies),
        "reply_users": users[:5],
        "reply_users_count": len(users),
        "latest_reply": replies[-1]["ts"],
        "is_locked": False,
        "subscribed": False,
    }


def _event(ws: Workspace, channel: Channel, subtype: str, more: Json) -> Json:
    return {"type": "message", "subtype": subtype, "hidden": True, "ts": channel.stamp(ws.now()), **more}


def _tell_changed(ws: Workspace, channel: Channel, message: Message, previous: Message) -> None:
    event = _event(ws, channel, "message_changed", {"message": message, "previous_message": previous})
    tell_message(ws, channel, event)


def _reacted(ws: Workspace, channel: Channel, message: Message, who: Who, user: str, name: str, kind: str) -> None:
    act = "react" if kind == "reaction_added" else "unreact"
    ws.note(who, act, channel=channel.id, ref=message["ts"], emoji=name, user=user)
    event: Json = {
        "type": kind,
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": channel.id, "ts": message["ts"]},
        "event_ts": channel.stamp(ws.now()),
    }
    author = message.get("user")
    tell_channel(ws, channel, {**event, "item_user": author} if author else event)


def _said(message: Message) -> Json:
    said: Json = {"text": message["text"]}
    for name, source in (("user", "user"), ("username", "username"), ("thread", "thread_ts"), ("subtype", "subtype")):
        if message.get(source):
            said[name] = message[source]
    if message.get("files"):
        said["files"] = [file["id"] for file in message["files"]]
    return said
