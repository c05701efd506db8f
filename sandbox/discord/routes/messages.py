"""A bot's own messages, the history, and taking messages away."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from sandbox.discord import bodies, messages
from sandbox.discord.bodies import Draft
from sandbox.discord.errors import ApiError, Refusal
from sandbox.discord.http import Call, Routes
from sandbox.discord.model import FORUM, JSON, Channel, Message
from sandbox.discord.permissions import Permission
from sandbox.discord.snowflakes import snowflake_at
from sandbox.limits import Rate

ROUTES = Routes()
NONCE_LIFETIME = 300.0
FORTNIGHT = 14 * 86_400


@ROUTES.add("GET", "/channels/{channel}/messages")
def history(call: Call) -> list[JSON]:
    """A page of messages, newest first. Without the right to read the history: an empty one."""
    channel = call.channel()
    limit = call.number("limit", 50, 1, 100)
    if Permission.READ_MESSAGE_HISTORY not in call.world.rights(call.bot.id, channel):
        return []
    ids = list(channel.messages)
    before, after, around = (call.snowflake(name) for name in ("before", "after", "around"))
    if around is not None:
        middle = bisect_left(ids, around, key=int)
        page = ids[max(0, middle - limit // 2) : middle + (limit + 1) // 2]
    elif after is not None:
        start = bisect_right(ids, after, key=int)
        page = ids[start : start + limit]
    else:
        end = len(ids) if before is None else bisect_left(ids, before, key=int)
        page = ids[max(0, end - limit) : end]
    return [call.show(channel.messages[each]) for each in reversed(page)]


@ROUTES.add("GET", "/channels/{channel}/messages/{message}")
def get(call: Call) -> JSON:
    """One message."""
    return call.show(call.message(Permission.READ_MESSAGE_HISTORY))


@ROUTES.add("POST", "/channels/{channel}/messages", rate=Rate(5, 5.0, fixed=True))
def create(call: Call) -> JSON:
    """Post as the bot. The same nonce with `enforce_nonce` within minutes answers the message that is there."""
    channel = call.channel()
    call.channel(Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES)
    if channel.type == FORUM:
        raise ApiError(Refusal.NOT_A_TEXT_CHANNEL)
    draft = bodies.read(call.form, call.uploads)
    check_rights(call, channel, draft)
    if draft.enforce_nonce and draft.nonce is not None:
        key = (call.bot.id, str(draft.nonce))
        known = call.world.nonces.get(key)
        if known is not None and call.world.now() - known.at < NONCE_LIFETIME:
            return call.show(call.world.message(channel, known.id)) | {"nonce": draft.nonce}
    if channel.guild_id is None:
        _check_dm(call, channel)
    message = messages.create(call.world, channel, call.writer, draft)
    if draft.nonce is not None:
        call.world.nonces[call.bot.id, str(draft.nonce)] = message
    return call.show(message)


def check_rights(call: Call, channel: Channel, draft: Draft) -> None:
    """ApiError 50013 for files or embeds without the right to them, 160002 for a reply without the history."""
    if draft.uploads:
        call.world.may(call.bot.id, channel, Permission.ATTACH_FILES)
    if draft.embeds:
        call.world.may(call.bot.id, channel, Permission.EMBED_LINKS)
    if draft.reference:
        rights = call.world.rights(call.bot.id, channel)
        if draft.reference.get("type"):
            if "message_content" not in call.bot.privileged:
                raise ApiError(Refusal.CANNOT_FORWARD)
        elif Permission.READ_MESSAGE_HISTORY not in rights:
            raise ApiError(Refusal.NO_HISTORY_FOR_REPLY)


def _check_dm(call: Call, channel: Channel) -> None:
    for user_id in channel.recipients:
        if user_id == call.bot.id:
            continue
        if not call.world.user(user_id).dms_open:
            raise ApiError(Refusal.DMS_CLOSED)
        if not any(user_id in each.members and call.bot.id in each.members for each in call.world.guilds.values()):
            raise ApiError(Refusal.NO_SHARED_GUILD)


@ROUTES.add("PATCH", "/channels/{channel}/messages/{message}", rate=Rate(5, 5.0, fixed=True))
def edit(call: Call) -> JSON:
    """Change the bot's own message; of another's only whether its previews show."""
    message = call.message()
    draft = bodies.read(call.form, call.uploads, editing=True, already=message.flags)
    if message.author.id != call.bot.id:
        if set(call.form) != {"flags"}:
            raise ApiError(Refusal.EDIT_OF_ANOTHER)
        call.message(Permission.MANAGE_MESSAGES)
    _check_awake(call, message)
    messages.edit(call.world, message, call.writer, draft)
    return call.show(message)


@ROUTES.add("DELETE", "/channels/{channel}/messages/{message}", rate=Rate(5, 1.0, fixed=True))
def delete(call: Call) -> None:
    """Take a message away: the bot's own, or with the right to manage messages anybody's."""
    message = call.message()
    if message.author.id != call.bot.id:
        call.message(Permission.MANAGE_MESSAGES)
    _check_awake(call, message)
    messages.delete(call.world, message, call.writer)


@ROUTES.add("POST", "/channels/{channel}/messages/bulk-delete")
def bulk_delete(call: Call) -> None:
    """Take 2 to 100 messages away that are less than a fortnight old."""
    channel = call.channel(Permission.MANAGE_MESSAGES)
    ids = [str(each) for each in call.form.get("messages") or []]
    if not 2 <= len(ids) <= 100:
        raise ApiError(Refusal.BULK_DELETE_COUNT)
    if any(int(each) < snowflake_at(call.world.now() - FORTNIGHT) for each in ids):
        raise ApiError(Refusal.TOO_OLD_TO_BULK_DELETE)
    messages.bulk_delete(call.world, channel, ids, call.writer)


def _check_awake(call: Call, message: Message) -> None:
    channel = call.world.channels[message.channel_id]
    if channel.is_thread and channel.archived is not None:
        raise ApiError(Refusal.THREAD_ARCHIVED)
