"""The whole of Slack as JSON for the page."""

from __future__ import annotations

from sandbox.slack import emoji
from sandbox.slack.model import Channel, Json, Message, User, Workspace

_KINDS = {"channel": "text", "group": "text", "im": "dm", "mpim": "group_dm"}


def workspace_state(ws: Workspace) -> Json:
    """One workspace."""
    commands = ws.app.commands or {}
    users = sorted({*ws.ephemerals, *ws.stacks, *ws.homes})
    return {
        "id": ws.id,
        "name": ws.name,
        "icon": ws.icon,
        "members": [_member(user) for user in ws.users.values() if not user.deleted],
        "gone": [_member(user) for user in ws.users.values() if user.deleted],
        "commands": [
            {"name": name, "summary": each.get("description", ""), "options": [], "hint": each.get("usage_hint", "")}
            for name, each in commands.items()
        ],
        "menus": [{"name": each["callback_id"], "label": each.get("name", "")} for each in ws.app.shortcuts],
        "channels": [_channel(ws, channel) for channel in ws.channels.values()],
        "private": {user: _private(ws, user) for user in users},
    }


def _member(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.display_name or user.real_name,
        "avatar": user.avatar,
        "bot": bool(user.bot_id),
        "title": user.title,
        "admin": user.admin,
        "outside": bool(user.team),
    }


def _private(ws: Workspace, user: str) -> Json:
    home = ws.views.get(ws.homes.get(user, ""))
    return {
        "ephemerals": list(ws.ephemerals.get(user, ())),
        "forms": [ws.views[view].native for view in ws.stacks.get(user, ())],
        "home": home.native if home else None,
    }


def _channel(ws: Workspace, channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "topic": channel.topic,
        "kind": _KINDS[channel.kind],
        "private": channel.kind != "channel",
        "archived": channel.archived,
        "parent": None,
        "members": list(channel.members),
        "messages": [_message(ws, message) for message in channel.messages.values()],
    }


def _message(ws: Workspace, message: Message) -> Json:
    root = message.get("thread_ts")
    return {
        "id": message["ts"],
        "at": float(message["ts"]),
        "thread": root if root != message["ts"] else None,
        "broadcast": message.get("subtype") == "thread_broadcast",
        "author": _author(ws, message),
        "edited": "edited" in message,
        "deleted": message.get("subtype") == "tombstone",
        "reply_to": None,
        "reactions": [_reaction(ws, each) for each in message.get("reactions", ())],
        "files": [_file(ws, each) for each in message.get("files", ()) if each["mode"] != "tombstone"],
        "native": message,
    }


def _author(ws: Workspace, message: Message) -> Json:
    user = ws.users.get(message.get("user", ""))
    if user is None:
        user = next((each for each in ws.users.values() if each.bot_id and each.bot_id == message.get("bot_id")), None)
    icons = message.get("icons", {})
    return {
        "id": user.id if user else message.get("user", ""),
        "name": message.get("username") or (user.display_name or user.real_name if user else "Slackbot"),
        "avatar": icons.get("image_48") or (user.avatar if user else ""),
        "emoji": icons.get("emoji", ""),
        "app": "bot_id" in message,
    }


def _reaction(ws: Workspace, reaction: Json) -> Json:
    name = reaction["name"]
    return {
        "emoji": name,
        "character": emoji.character(name.partition("::")[0]) or "",
        "by": [ws.users[user].real_name for user in reaction["users"] if user in ws.users],
        "url": ws.emoji.get(name, ""),
    }


def _file(ws: Workspace, shown: Json) -> Json:
    return {
        "id": shown["id"],
        "name": shown["name"],
        "url": f"{ws.base()}/shown/{ws.id}/{shown['id']}",
        "type": shown["mimetype"],
        "size": shown["size"],
        "alt": shown.get("alt_txt", ""),
    }
