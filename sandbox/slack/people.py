"""What members do by themselves: post, edit, delete, react, come and go."""

from __future__ import annotations

import base64
import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sandbox.slack import emoji, typed
from sandbox.slack.conversations import check_name, tell_created
from sandbox.slack.errors import SlackError
from sandbox.slack.events import tell
from sandbox.slack.files import delete_file, share
from sandbox.slack.markup import kept, mrkdwn
from sandbox.slack.model import Channel, File, Json, Message, User, Workspace, new_id
from sandbox.slack.natives import bot_profile, guess_type, origin, user_json
from sandbox.slack.posting import change, join, leave, place, react, remove, unreact

if TYPE_CHECKING:
    from sandbox.slack.server import SlackServer

_LINK = re.compile(r"<(https?://[^|>]+)")


class People:
    """Acts of members. All raise ValueError or LookupError with a reason when Slack would not let them."""

    def __init__(self, server: SlackServer) -> None:
        self._server = server

    async def post(
        self,
        community: str,
        user: str,
        channel: str,
        text: str = "",
        thread: str | None = None,
        broadcast: bool = False,
        files: list[dict[str, str]] | None = None,
        blocks: list[Json] | None = None,
        username: str | None = None,
    ) -> Json:
        """Post what was typed. `username` and `blocks` are for other apps' bots; `/me` at the start is an action.

        A file is `{"name", "content_base64", "alt", "type"}`, the last two optional.
        """
        ws, where = self._server.find(community, user, channel)
        if where.archived:
            raise SlackError("is_archived")
        author = ws.users[user]
        if author.bot_id:
            message = _bot_message(ws, author, text, blocks, username)
        else:
            message = {**_typed(ws, author, text, blocks), **origin(ws, author)}
        if thread is not None:
            root = where.messages.get(thread)  # one can go on in a thread whose parent was deleted
            if root is None:
                raise SlackError("thread_not_found")
            message["thread_ts"] = root.get("thread_ts", thread)
        if files:
            uploaded = [_upload(ws, author, each) for each in files]
            message |= {"subtype": "file_share", "upload": False, "display_as_bot": False}
            placed = share(ws, where, "person", uploaded, message, broadcast=broadcast)
        elif not message["text"] and not message.get("blocks"):
            raise SlackError("no_text")
        else:
            placed = place(ws, where, "person", message, broadcast=broadcast)
        links = _LINK.findall(placed["text"])
        if links and self._server.unfurls:
            _unfurl(ws, where, placed, links[0])
        return {"message": placed["ts"], "channel": where.id, "files": [each["id"] for each in placed.get("files", ())]}

    async def post_twice(self, community: str, user: str, channel: str, text: str) -> Json:
        """Post what was typed once as two messages with one `client_msg_id`: the member's client tried again."""
        ws, where = self._server.find(community, user, channel)
        typed_once = _typed(ws, ws.users[user], text, None)
        first, again = (place(ws, where, "person", deepcopy(typed_once)) for _ in range(2))
        return {"message": first["ts"], "again": again["ts"], "channel": where.id}

    async def edit(self, community: str, user: str, channel: str, message: str, text: str) -> Json:
        """Edit an own message."""
        ws, where = self._server.find(community, user, channel)
        found = where.message(message)
        if found.get("user") != user:
            raise SlackError("cant_update_message")
        new = _typed(ws, ws.users[user], text, None)
        if not new["text"]:
            raise SlackError("no_text")
        content: Json = {name: value for name, value in new.items() if name in ("text", "blocks")}
        ws.note("person", "edit", channel=channel, ref=message, text=content["text"], user=user)
        edited = {"user": user, "ts": where.stamp(ws.now())}
        change(ws, where, found, {**content, "edited": edited}, drop=["blocks", "attachments"])
        return {"message": message, "channel": channel}

    async def delete(self, community: str, user: str, channel: str, message: str) -> Json:
        """Delete an own message; an admin may delete anybody's."""
        ws, where = self._server.find(community, user, channel)
        found = where.message(message)
        if found.get("user") != user and not ws.users[user].admin:
            raise SlackError("cant_delete_message")
        remove(ws, where, found, "person", user)
        return {"message": message, "channel": channel}

    async def delete_file(self, community: str, user: str, file: str) -> Json:
        """Delete an own file, not its message; an admin may delete anybody's."""
        ws = self._server.person(community, user)
        found = ws.files.get(file)
        if found is None or found.deleted:
            raise SlackError("file_not_found")
        if found.user != user and not ws.users[user].admin:
            raise SlackError("cant_delete_file")
        ws.note("person", "delete_file", ref=file, user=user)
        delete_file(ws, found, "person", user)
        return {"file": file}

    async def react(self, community: str, user: str, channel: str, message: str, emoji: str) -> Json:
        """React with an emoji, by name or as the character."""
        ws, where = self._server.find(community, user, channel)
        react(ws, where, where.message(message), "person", user, _emoji_name(ws, emoji))
        return {"message": message, "channel": channel}

    async def unreact(self, community: str, user: str, channel: str, message: str, emoji: str) -> Json:
        """Take a reaction back."""
        ws, where = self._server.find(community, user, channel)
        unreact(ws, where, where.message(message), "person", user, _emoji_name(ws, emoji))
        return {"message": message, "channel": channel}

    async def join(self, community: str, user: str, channel: str) -> Json:
        """Join a public channel."""
        ws, where = self._server.find(community, user, channel, member=False)
        if where.kind != "channel":
            raise SlackError("method_not_supported_for_channel_type")
        ws.note("person", "join", channel=channel, user=user)
        join(ws, where, user)
        return {"channel": channel}

    async def leave(self, community: str, user: str, channel: str) -> Json:
        """Leave a channel."""
        ws, where = self._server.find(community, user, channel)
        ws.note("person", "leave", channel=channel, user=user)
        leave(ws, where, user)
        return {"channel": channel}

    async def invite(self, community: str, user: str, channel: str, who: str) -> Json:
        """Add somebody, or the bot, to a channel."""
        ws, where = self._server.find(community, user, channel)
        ws.note("person", "invite", channel=channel, user=user, whom=who)
        join(ws, where, ws.user(who).id, inviter=user)
        return {"channel": channel}

    async def arrive(self, community: str, name: str, title: str = "") -> Json:
        """Somebody new comes into the workspace and its general channels."""
        ws = self._server.workspace(community)
        new = self._server.add_user(community, name, title=title)
        tell(ws, {"type": "team_join", "user": user_json(ws, new), "event_ts": f"{ws.now():.6f}"})
        for channel in [each for each in ws.channels.values() if each.general]:
            join(ws, channel, new.id)
        return {"user": new.id}

    async def change_profile(self, community: str, user: str, **fields: Any) -> Json:
        """Change one's own `real_name`, `display_name`, `title` or `avatar`."""
        ws = self._server.person(community, user)
        if unknown := fields.keys() - {"real_name", "display_name", "title", "avatar"}:
            raise LookupError(f"A profile has no {', '.join(sorted(unknown))}.")
        changed = ws.users[user]
        for name, value in fields.items():
            setattr(changed, name, str(value))
        changed.updated = int(ws.now())
        ws.note("person", "change_profile", ref=user, **fields)
        at = f"{ws.now():.6f}"
        tell(ws, {"type": "user_change", "user": user_json(ws, changed), "cache_ts": int(ws.now()), "event_ts": at})
        return {"user": user}

    async def open_dm(self, community: str, user: str, users: list[str]) -> Json:
        """Open the DM with one other user (the bot, for example) or the group DM with several."""
        ws = self._server.person(community, user)
        return {"channel": self._server.open_dm(ws, [user, *(ws.user(each).id for each in users)]).id}

    async def create_channel(self, community: str, user: str, name: str, private: bool = False) -> Json:
        """Create a channel with oneself in it."""
        ws = self._server.person(community, user)
        check_name(ws, name)
        where = self._server.add_channel(community, name, private=private, members=[user])
        ws.note("person", "create_channel", channel=where.id, user=user, name=name)
        tell_created(ws, where)
        return {"channel": where.id}

    async def unfurl(self, community: str, channel: str, message: str, url: str) -> Json:
        """Slack adds a link preview to a message: a hidden change with the same text."""
        ws = self._server.workspace(community)
        where = ws.channel(channel)
        _unfurl(ws, where, where.message(message), url)
        return {"message": message, "channel": channel}


def _typed(ws: Workspace, author: User, text: str, blocks: list[Json] | None) -> Message:
    message: Message = {"type": "message", "user": author.id, "client_msg_id": str(uuid4())}
    if text.startswith("/me "):
        return {**message, "subtype": "me_message", "text": kept(text.removeprefix("/me "))}
    blocks = typed.compose(ws, text) if blocks is None else blocks
    return {**message, "text": mrkdwn(blocks), **({"blocks": blocks} if blocks else {})}


def _bot_message(ws: Workspace, bot: User, text: str, blocks: list[Json] | None, username: str | None) -> Message:
    message: Message = {"type": "message", "text": kept(text), "bot_id": bot.bot_id, "app_id": bot.app_id}
    if blocks:
        message["blocks"] = blocks
    if username:
        return {**message, "subtype": "bot_message", "username": username, "icons": {"image_48": bot.avatar}}
    return {**message, "user": bot.id, "bot_profile": bot_profile(ws, bot)}


def _upload(ws: Workspace, author: User, given: dict[str, str]) -> File:
    name, content = given["name"], base64.b64decode(given.get("content_base64", ""))
    media_type = given.get("type") or guess_type(name)
    file = File(new_id("F"), name, name, media_type, content, author.id, int(ws.now()), given.get("alt", ""))
    file.size, file.uploaded = len(content), True
    ws.files[file.id] = file
    return file


def _unfurl(ws: Workspace, channel: Channel, message: Message, url: str) -> None:
    preview = {"id": 1, "from_url": url, "original_url": url, "fallback": url, "title": url, "service_name": "web"}
    change(ws, channel, message, {"attachments": [preview]})


def _emoji_name(ws: Workspace, given: str) -> str:
    character = emoji.CHARACTER.fullmatch(given)
    if character:
        name, tone = emoji.name_of(character)
        return f"{name}::skin-tone-{tone}" if tone else name
    name = given.strip(":")
    if not emoji.known(name, ws.emoji):
        raise SlackError("invalid_name")
    return name
