"""conversations.*: channels and who is in them (what was said in them is in `history`)."""

from __future__ import annotations

import re

from sandbox.slack.calls import Call, method
from sandbox.slack.errors import SlackError
from sandbox.slack.events import READ, tell_channel
from sandbox.slack.history import paged
from sandbox.slack.model import Channel, Json, Workspace
from sandbox.slack.natives import channel_json
from sandbox.slack.posting import join, leave, notice

MANAGE = {"channel": "channels:manage", "group": "groups:write", "im": "im:write", "mpim": "mpim:write"}
_TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
DM_USERS = 8
NAME_LENGTH = 80


@method("conversations.info", 3, *READ.values())
async def info(call: Call) -> Json:
    """One channel."""
    return {"channel": channel_json(call.ws, call.channel(READ), count=call.flag("include_num_members"))}


@method("conversations.list", 2, *READ.values())
async def list_channels(call: Call) -> Json:
    """The channels that the bot can see."""
    return _listed(call, call.ws.me.id, mine=False)


@method("users.conversations", 3, *READ.values())
async def list_mine(call: Call) -> Json:
    """The channels that a user (by default the bot) is in, as far as the bot can see them."""
    return _listed(call, call.text("user") or call.ws.me.id, mine=True)


def _listed(call: Call, user: str, *, mine: bool) -> Json:
    types = [each.strip() for each in (call.text("types") or "public_channel").split(",")]
    if not _TYPES.keys() >= set(types):
        raise SlackError("invalid_types")
    kinds = {_TYPES[each] for each in types}
    for kind in sorted(kinds):
        call.require(READ[kind])
    found = (
        channel_json(call.ws, channel, count=not mine)
        for channel in call.ws.channels.values()
        if channel.kind in kinds
        and (channel.kind == "channel" or call.ws.me.id in channel.members)
        and (not mine or user in channel.members)
        and not (channel.archived and call.flag("exclude_archived"))
    )
    return paged(call, found, "channels", most=999)


@method("conversations.members", 4, *READ.values())
async def members(call: Call) -> Json:
    """Who is in a channel."""
    return paged(call, iter(call.channel(READ).members), "members", most=999)


@method("conversations.open", 3, *MANAGE.values(), takes_json=True)
async def open_conversation(call: Call) -> Json:
    """The DM with one user, or the group DM with 2 to 8; always the same for the same people."""
    ws = call.ws
    if given := call.text("channel"):
        channel = ws.channel(given)
        if channel.kind not in ("im", "mpim"):
            raise SlackError("method_not_supported_for_channel_type")
        return {"channel": {"id": channel.id}, "no_op": True, "already_open": True}
    listed = call.args.get("users") or ""
    users = [str(each).strip() for each in (listed if isinstance(listed, list) else str(listed).split(",")) if each]
    users = list(dict.fromkeys(user for user in users if user != ws.me.id))
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > DM_USERS:
        raise SlackError("too_many_users")
    for user in users:
        if ws.user(user).deleted:
            raise SlackError("user_disabled")
    call.require(MANAGE["im" if len(users) == 1 else "mpim"])
    known = set(ws.channels)
    channel = call.server.open_dm(ws, [ws.me.id, *users])
    if channel.id not in known:
        ws.note("bot", "open", channel=channel.id, users=users)
    shown = channel_json(ws, channel) if call.flag("return_im") else {"id": channel.id}
    again: Json = {"no_op": True, "already_open": True} if channel.id in known else {}
    return {"channel": shown, **again}


@method("conversations.join", 3, "channels:join", takes_json=True)
async def join_channel(call: Call) -> Json:
    """The bot joins a public channel."""
    channel = call.channel()
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    if call.ws.me.id in channel.members:
        return {"channel": channel_json(call.ws, channel), "warning": "already_in_channel"}
    call.ws.note("bot", "join", channel=channel.id)
    join(call.ws, channel, call.ws.me.id)
    return {"channel": channel_json(call.ws, channel)}


@method("conversations.leave", 3, *MANAGE.values(), takes_json=True)
async def leave_channel(call: Call) -> Json:
    """The bot leaves a channel."""
    channel = _managed(call)
    if call.ws.me.id not in channel.members:
        return {"not_in_channel": True}
    call.ws.note("bot", "leave", channel=channel.id)
    leave(call.ws, channel, call.ws.me.id)
    return {}


@method("conversations.create", 2, *MANAGE.values(), takes_json=True)
async def create(call: Call) -> Json:
    """A new channel with the bot in it."""
    private = call.flag("is_private")
    call.require(MANAGE["group" if private else "channel"])
    name = call.text("name")
    check_name(call.ws, name)
    channel = call.server.add_channel(call.ws.id, name, private=private, members=[call.ws.me.id])
    call.ws.note("bot", "create", channel=channel.id, name=name)
    tell_created(call.ws, channel)
    return {"channel": channel_json(call.ws, channel)}


@method("conversations.invite", 3, *MANAGE.values(), "channels:write.invites", "groups:write.invites", takes_json=True)
async def invite(call: Call) -> Json:
    """Put up to 100 users into a channel that the bot is in."""
    channel = _managed(call, member=True, narrow="invites")
    users = [each.strip() for each in call.need("users").split(",") if each.strip()]
    for user in users:
        if user == call.ws.me.id:
            raise SlackError("cant_invite_self")
        if call.ws.user(user).deleted:
            raise SlackError("user_not_found")
        if user in channel.members:
            raise SlackError("already_in_channel")
    for user in users:
        call.ws.note("bot", "invite", channel=channel.id, user=user)
        join(call.ws, channel, user, inviter=call.ws.me.id)
    return {"channel": channel_json(call.ws, channel)}


@method("conversations.kick", 3, *MANAGE.values(), takes_json=True)
async def kick(call: Call) -> Json:
    """Take a user out of a channel."""
    channel, user = _managed(call, member=True), call.need("user")
    if user == call.ws.me.id:
        raise SlackError("cant_kick_self")
    call.ws.user(user)
    call.ws.note("bot", "kick", channel=channel.id, user=user)
    leave(call.ws, channel, user)
    return {}


@method("conversations.archive", 2, *MANAGE.values(), takes_json=True)
async def archive_channel(call: Call) -> Json:
    """Archive a channel."""
    channel = _managed(call, member=True)
    if channel.archived:
        raise SlackError("already_archived")
    if channel.general:
        raise SlackError("cant_archive_general")
    call.ws.note("bot", "archive", channel=channel.id)
    archive(call.ws, channel, call.ws.me.id)
    return {}


@method("conversations.unarchive", 2, *MANAGE.values(), takes_json=True)
async def unarchive_channel(call: Call) -> Json:
    """Slack lets no bot do this: an archived channel has no members who could."""
    if not call.channel().archived:
        raise SlackError("not_archived")
    raise SlackError("not_in_channel")


@method("conversations.rename", 2, *MANAGE.values(), takes_json=True)
async def rename_channel(call: Call) -> Json:
    """Rename a channel that the bot created."""
    channel = _managed(call, member=True)
    if channel.creator != call.ws.me.id:
        raise SlackError("not_authorized")
    name = call.text("name")
    check_name(call.ws, name)
    call.ws.note("bot", "rename", channel=channel.id, name=name)
    rename(call.ws, channel, name)
    return {"channel": channel_json(call.ws, channel)}


@method("conversations.setTopic", 2, *MANAGE.values(), "channels:write.topic", "groups:write.topic", takes_json=True)
async def set_topic(call: Call) -> Json:
    """Set a channel's topic, of at most 250 characters."""
    channel, topic = _managed(call, member=True, narrow="topic"), call.text("topic")
    if len(topic) > 250:
        raise SlackError("too_long")
    channel.topic = topic
    call.ws.note("bot", "topic", channel=channel.id, text=topic)
    notice(call.ws, channel, call.ws.me.id, "channel_topic", f"set the channel topic: {topic}", topic=topic)
    return {"channel": channel_json(call.ws, channel)}


def _managed(call: Call, *, member: bool = False, narrow: str = "") -> Channel:
    """The channel to manage, with the scope for its kind, or the narrower one such as `channels:write.invites`."""
    channel = call.channel()
    if channel.kind in ("im", "mpim"):
        raise SlackError("method_not_supported_for_channel_type")
    scope = MANAGE[channel.kind]
    call.require(scope, *([f"{scope.partition(':')[0]}:write.{narrow}"] if narrow else []))
    if member and call.ws.me.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def check_name(ws: Workspace, name: str) -> None:
    """Refuse a channel name that Slack would: SlackError `invalid_name_…` or `name_taken`."""
    if not name:
        raise SlackError("invalid_name_required")
    if len(name) > NAME_LENGTH:
        raise SlackError("invalid_name_maxlength")
    if not re.fullmatch(r"[\w-]+", name) or name != name.lower():
        raise SlackError("invalid_name_specials")
    if not re.search(r"[^\W_]", name):
        raise SlackError("invalid_name_punctuation")
    if any(channel.name == name for channel in ws.channels.values()):
        raise SlackError("name_taken")


def tell_created(ws: Workspace, channel: Channel) -> None:
    """Tell the bot of a new public channel; Slack has no such event for private ones."""
    if channel.kind == "channel":
        told = {"id": channel.id, "name": channel.name, "created": channel.created, "creator": channel.creator}
        at = channel.stamp(ws.now())
        tell_channel(ws, channel, {"type": "channel_created", "channel": told, "event_ts": at})


def rename(ws: Workspace, channel: Channel, name: str) -> None:
    """Give a channel another name."""
    channel.name = name
    at = channel.stamp(ws.now())
    kind = "channel" if channel.kind == "channel" else "group"
    told = {"id": channel.id, "name": name, "name_normalized": name, "created": channel.created}
    tell_channel(ws, channel, {"type": f"{kind}_rename", "channel": told, "event_ts": at})


def archive(ws: Workspace, channel: Channel, by: str, *, back: bool = False) -> None:
    """Archive a channel, or bring it `back`."""
    channel.archived = not back
    kind = "channel" if channel.kind == "channel" else "group"
    what = "unarchive" if back else "archive"
    event = {"type": f"{kind}_{what}", "channel": channel.id, "user": by, "event_ts": channel.stamp(ws.now())}
    tell_channel(ws, channel, event)


def delete_channel(ws: Workspace, channel: Channel, by: str) -> None:
    """Delete a channel with everything in it."""
    kind = "channel" if channel.kind == "channel" else "group"
    event = {"type": f"{kind}_deleted", "channel": channel.id, "actor_id": by, "event_ts": channel.stamp(ws.now())}
    tell_channel(ws, channel, event)
    del ws.channels[channel.id]
