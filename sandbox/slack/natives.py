"""The JSON that Slack's Web API shows of people, channels, files, bots and messages."""

from __future__ import annotations

import mimetypes
from typing import Any
from urllib.parse import quote

from sandbox.slack.model import Channel, File, Json, Message, User, Workspace

_FILETYPES = {
    "image/png": ("png", "PNG"),
    "image/jpeg": ("jpg", "JPEG"),
    "image/gif": ("gif", "GIF"),
    "application/pdf": ("pdf", "PDF"),
    "text/plain": ("text", "Plain Text"),
    "text/csv": ("csv", "CSV"),
}


def user_json(ws: Workspace, user: User) -> Json:
    """A user as `users.info` shows them; the address only with `users:read.email`."""
    profile: Json = profile_json(ws, user)
    if user.bot_id:
        profile |= {"api_app_id": user.app_id, "bot_id": user.bot_id, "always_active": True}
    return {
        "id": user.id,
        "team_id": user.team or ws.id,
        "name": user.name,
        "deleted": user.deleted,
        "color": "005eb8",
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": "Greenwich Mean Time",
        "tz_offset": 0,
        "profile": profile,
        "is_admin": user.admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.guest,
        "is_ultra_restricted": False,
        "is_stranger": False,
        "is_bot": bool(user.bot_id),
        "is_app_user": False,
        "updated": user.updated,
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
    }


def profile_json(ws: Workspace, user: User) -> Json:
    """A user's profile as `users.profile.get` shows it."""
    profile: Json = {
        "title": user.title,
        "phone": "",
        "skype": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.display_name,
        "display_name_normalized": user.display_name,
        "fields": {},
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": user.id.lower(),
        **{f"image_{side}": user.avatar for side in (24, 32, 48, 72, 192, 512)},
        "first_name": user.real_name.partition(" ")[0],
        "last_name": user.real_name.partition(" ")[2],
        "team": user.team or ws.id,
    }
    if user.email and "users:read.email" in ws.app.scopes:
        profile["email"] = user.email
    return profile


def channel_json(ws: Workspace, channel: Channel, *, count: bool = False) -> Json:
    """A channel as `conversations.info` shows it to the bot."""
    shown: Json = {
        "id": channel.id,
        "created": channel.created,
        "updated": channel.created * 1000,
        "is_archived": channel.archived,
        "is_im": channel.kind == "im",
        "is_org_shared": False,
        "context_team_id": ws.id,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "channel",
    }
    if channel.kind == "im":
        other = next((user for user in channel.members if user != ws.me.id), ws.me.id)
        return {**shown, "user": other, "is_user_deleted": False, "priority": 0}
    shown |= {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_general": channel.general,
        "unlinked": 0,
        "is_shared": bool(channel.shared),
        "is_ext_shared": bool(channel.shared),
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "shared_team_ids": [ws.id, *channel.shared],
        "creator": channel.creator,
        "is_member": ws.me.id in channel.members,
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": channel.created},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
    }
    return {**shown, "num_members": len(channel.members)} if count else shown


def origin(ws: Workspace, author: User) -> Json:
    """What a message in a shared channel carries about an author of another organisation."""
    if not author.team:
        return {}
    names = ("real_name", "display_name", "first_name", "avatar_hash", "image_72", "team")
    profile = profile_json(ws, author)
    shown = {name: profile[name] for name in names} | {"name": author.name, "is_restricted": False}
    return {"team": author.team, "user_team": author.team, "source_team": author.team, "user_profile": shown}


def bot_profile(ws: Workspace, bot: User) -> Json:
    """What a message of an app carries about it."""
    return {
        "id": bot.bot_id,
        "app_id": bot.app_id,
        "user_id": bot.id,
        "name": bot.real_name,
        "icons": {f"image_{side}": bot.avatar for side in (36, 48, 72)},
        "deleted": bot.deleted,
        "updated": bot.updated,
        "team_id": ws.id,
    }


def guess_type(name: str) -> str:
    """The media type that Slack would guess from a file's name."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def file_json(ws: Workspace, file: File) -> Json:
    """A file as `files.info` and messages show it; only a tombstone once it is deleted."""
    if file.deleted:
        return {"id": file.id, "mode": "tombstone"}
    filetype, pretty = _FILETYPES.get(file.mimetype, ("binary", "Binary"))
    address = f"{ws.base()}/files-pri/{ws.id}-{file.id}"
    link = f"{ws.base()}/files/{file.user}/{file.id}/{quote(file.name)}"
    shown: Json = {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": filetype,
        "pretty_type": pretty,
        "user": file.user,
        "user_team": ws.id,
        "editable": False,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": any(ws.channels[channel].kind == "channel" for channel, _ in file.shares),
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{address}/{quote(file.name)}",
        "url_private_download": f"{address}/download/{quote(file.name)}",
        "media_display_type": "unknown",
        "permalink": link,
        "permalink_public": f"{ws.base()}/{ws.id}-{file.id}-public",
        "is_starred": False,
        "has_rich_preview": False,
        "file_access": "visible",
    }
    if file.alt:
        shown["alt_txt"] = file.alt
    if file.mimetype.startswith("image/"):
        shown |= {f"thumb_{side}": shown["url_private"] for side in (64, 360)}
    return shown


def shared_file_json(ws: Workspace, file: File) -> Json:
    """A file with where it was shared, as `files.info` shows it."""
    shares: dict[str, dict[str, list[Json]]] = {}
    kinds: dict[str, list[str]] = {"channels": [], "groups": [], "ims": []}
    for channel_id, ts in file.shares:
        channel = ws.channels[channel_id]
        where = shares.setdefault("public" if channel.kind == "channel" else "private", {})
        share: Json = {
            "reply_users": [],
            "reply_users_count": 0,
            "reply_count": 0,
            "ts": ts,
            "channel_name": channel.name,
            "team_id": ws.id,
            "share_user_id": file.user,
            "source": "UNKNOWN",
        }
        root = channel.messages.get(ts, {}).get("thread_ts")
        where.setdefault(channel_id, []).append({**share, **({"thread_ts": root} if root else {})})
        kinds[{"channel": "channels", "im": "ims"}.get(channel.kind, "groups")].append(channel_id)
    return {**file_json(ws, file), "shares": shares, **kinds, "comments_count": 0}


def message_json(message: Message, *, metadata: bool = False) -> dict[str, Any]:
    """A message as the history methods show it."""
    return message if metadata else {name: value for name, value in message.items() if name != "metadata"}


def permalink(ws: Workspace, channel: Channel, message: Message) -> str:
    """The web address of a message."""
    link = f"https://{ws.domain}.slack.com/archives/{channel.id}/p{message['ts'].replace('.', '')}"
    root = message.get("thread_ts")
    return f"{link}?thread_ts={root}&cid={channel.id}" if root and root != message["ts"] else link
