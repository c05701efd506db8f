"""Webhooks: made and managed by bots, used by whoever holds their token."""

from __future__ import annotations

import secrets

from sandbox.discord import bodies, messages, names, native, native_message, tell, threads
from sandbox.discord.bodies import Draft
from sandbox.discord.components import walk
from sandbox.discord.errors import ApiError, Problems, Refusal
from sandbox.discord.http import Call, Routes
from sandbox.discord.messages import Writer
from sandbox.discord.model import FORUM, JSON, THREADS, Channel, Message, User, Webhook
from sandbox.discord.permissions import Permission
from sandbox.limits import Rate

ROUTES = Routes()
PER_CHANNEL = 15
RATE = Rate(5, 2.0, fixed=True)
WITH_TOKEN = "/webhooks/{webhook}/{token}"


@ROUTES.add("POST", "/channels/{channel}/webhooks")
def create(call: Call) -> JSON:
    """A new webhook, owned by the bot's application."""
    channel, world = call.channel(Permission.MANAGE_WEBHOOKS), call.world
    if channel.is_thread or channel.guild_id is None:
        raise ApiError(Refusal.WRONG_CHANNEL_TYPE)
    problems = Problems()
    names.check("name", call.form.get("name"), problems)
    problems.check()
    if sum(each.channel_id == channel.id for each in world.webhooks.values()) >= PER_CHANNEL:
        raise ApiError(Refusal.TOO_MANY_WEBHOOKS)
    webhook = Webhook(
        world.mint(),
        secrets.token_urlsafe(51),
        channel.guild_id,
        channel.id,
        call.form["name"].strip(),
        call.bot.user,
        call.bot.id,
        world.picture(call.form["avatar"]) if call.form.get("avatar") else None,
    )
    world.webhooks[webhook.id] = webhook
    world.note_bot("webhook", webhook.id, channel, name=webhook.name)
    tell.webhooks(world, channel)
    return native.webhook(webhook, call.bot)


@ROUTES.add("GET", "/channels/{channel}/webhooks")
def of_channel(call: Call) -> list[JSON]:
    """All webhooks of a channel."""
    channel = call.channel(Permission.MANAGE_WEBHOOKS)
    found = [each for each in call.world.webhooks.values() if each.channel_id == channel.id]
    return [native.webhook(each, call.bot) for each in found]


@ROUTES.add("GET", "/webhooks/{webhook}")
def get(call: Call) -> JSON:
    """One webhook, as the bot."""
    return native.webhook(_managed(call), call.bot)


@ROUTES.add("PATCH", "/webhooks/{webhook}")
def modify(call: Call) -> JSON:
    """Rename a webhook, or move it to another channel, as the bot."""
    webhook = _managed(call)
    if "channel_id" in call.form:
        channel = call.world.channel(str(call.form["channel_id"]))
        call.world.may(call.bot.id, channel, Permission.MANAGE_WEBHOOKS)
        webhook.channel_id = channel.id
    return _rename(call, webhook)


@ROUTES.add("DELETE", "/webhooks/{webhook}")
def delete(call: Call) -> None:
    """Remove a webhook, as the bot."""
    _remove(call, _managed(call))


@ROUTES.add("GET", WITH_TOKEN, free=True)
def get_with_token(call: Call) -> JSON:
    """One webhook, by its token."""
    shown = native.webhook(held(call), None)
    del shown["user"]
    return shown


@ROUTES.add("PATCH", WITH_TOKEN, free=True)
def modify_with_token(call: Call) -> JSON:
    """Rename a webhook, by its token."""
    return _rename(call, held(call))


@ROUTES.add("DELETE", WITH_TOKEN, free=True)
def delete_with_token(call: Call) -> None:
    """Remove a webhook, by its token."""
    _remove(call, held(call))


def held(call: Call) -> Webhook:
    """The webhook in the path, whose token fits. ApiError 10015, 50027."""
    webhook = call.world.webhooks.get(call.path["webhook"])
    if webhook is None:
        raise ApiError(Refusal.UNKNOWN_WEBHOOK)
    if not secrets.compare_digest(webhook.token.encode(), call.path["token"].encode()):
        raise ApiError(Refusal.INVALID_WEBHOOK_TOKEN)
    return webhook


def execute(call: Call, webhook: Webhook) -> JSON | None:
    """Post as the webhook; the message only if `wait` is asked for, else None."""
    body, world = call.form, call.world
    draft = bodies.read(body, call.uploads)
    _check_interactive(webhook, draft)
    writer = persona(call, webhook, body)
    channel, first_id = _target(call, webhook, writer, body)
    draft.nonce = draft.reference = None  # Execute Webhook has neither a nonce nor replies.
    message = messages.create(world, channel, writer, draft, message_id=first_id)
    if call.query.get("wait", "false").lower() not in ("true", "1"):
        return None
    return show(call, message)


def show(call: Call, message: Message) -> JSON:
    """A message as its own webhook sees it: whole."""
    return native_message.message(call.world, message)


def find(call: Call, webhook: Webhook) -> Message:
    """The webhook's own message in the path. ApiError 10003, 10008, 50005."""
    channel = call.world.channel(webhook.channel_id)
    if thread_id := call.query.get("thread_id"):
        channel = _thread(call, webhook, thread_id)
    message = call.world.message(channel, call.path["message"])
    if message.webhook_id != webhook.id:
        raise ApiError(Refusal.EDIT_OF_ANOTHER)
    return message


def edit(call: Call, webhook: Webhook) -> JSON:
    """Change one of the webhook's messages."""
    message = find(call, webhook)
    draft = bodies.read(call.form, call.uploads, editing=True, already=message.flags)
    _check_interactive(webhook, draft)
    _check_awake(call, message)
    writer = Writer(message.author, "bot", webhook.id, webhook.application_id)
    messages.edit(call.world, message, writer, draft)
    return show(call, message)


def remove(call: Call, webhook: Webhook) -> None:
    """Take one of the webhook's messages away."""
    message = find(call, webhook)
    _check_awake(call, message)
    messages.delete(call.world, message, Writer(message.author, "bot", webhook.id, webhook.application_id))


def persona(call: Call, webhook: Webhook, body: JSON) -> Writer:
    """The name and picture a message goes under. ApiError 50035 when Discord refuses the name."""
    name, picture = body.get("username"), body.get("avatar_url")
    if name is not None:
        problems = Problems()
        names.check("username", name, problems)
        problems.check()
    avatar = call.world.picture(str(picture)) if picture else webhook.avatar
    shown = str(name).strip() if name else webhook.name
    user = User(webhook.id, shown, avatar=avatar, picture=picture, bot=True, webhook=True)
    return Writer(user, "bot", webhook.id, webhook.application_id)


def _target(call: Call, webhook: Webhook, writer: Writer, body: JSON) -> tuple[Channel, str | None]:
    """Where a message goes: the channel, the thread asked for, or a new forum post (then with the message's id)."""
    channel = call.world.channel(webhook.channel_id)
    thread_id, thread_name = call.query.get("thread_id"), body.get("thread_name")
    if channel.type == FORUM:
        if not thread_id and not thread_name:
            raise ApiError(Refusal.FORUM_WEBHOOK_NEEDS_THREAD)
        if thread_id and thread_name:
            raise ApiError(Refusal.FORUM_WEBHOOK_BOTH)
    elif thread_name:
        raise ApiError(Refusal.WEBHOOK_THREAD_OUTSIDE_FORUM)
    if thread_id:
        return _thread(call, webhook, thread_id), None
    if thread_name:
        wanted = {"name": thread_name, "applied_tags": body.get("applied_tags")}
        thread = threads.forum_post(call.world, channel, writer, wanted)
        return thread, thread.id
    return channel, None


def _thread(call: Call, webhook: Webhook, thread_id: str) -> Channel:
    thread = call.world.channel(thread_id)
    if thread.type not in THREADS or thread.parent_id != webhook.channel_id:
        raise ApiError(Refusal.UNKNOWN_CHANNEL)
    return thread


def _check_interactive(webhook: Webhook, draft: Draft) -> None:
    """A webhook that no application owns cannot have components that act."""
    if webhook.application_id is None and any("custom_id" in each for each in walk(draft.components)):
        problems = Problems()
        problems.add(("components",), "APPLICATION_COMPONENTS_ONLY", "Only application-owned webhooks may do this")
        problems.check()


def _check_awake(call: Call, message: Message) -> None:
    channel = call.world.channels[message.channel_id]
    if channel.archived is not None:
        raise ApiError(Refusal.THREAD_ARCHIVED)


def _managed(call: Call) -> Webhook:
    webhook = call.world.webhooks.get(call.path["webhook"])
    if webhook is None:
        raise ApiError(Refusal.UNKNOWN_WEBHOOK)
    call.world.may(call.bot.id, call.world.channel(webhook.channel_id), Permission.MANAGE_WEBHOOKS)
    return webhook


def _rename(call: Call, webhook: Webhook) -> JSON:
    if "name" in call.form:
        problems = Problems()
        names.check("name", call.form["name"], problems)
        problems.check()
        webhook.name = call.form["name"].strip()
    if "avatar" in call.form:
        webhook.avatar = call.world.picture(call.form["avatar"]) if call.form["avatar"] else None
    tell.webhooks(call.world, call.world.channel(webhook.channel_id))
    return native.webhook(webhook, call.caller)


def _remove(call: Call, webhook: Webhook) -> None:
    channel = call.world.channel(webhook.channel_id)
    del call.world.webhooks[webhook.id]
    call.world.note_bot("delete_webhook", webhook.id, channel)
    tell.webhooks(call.world, channel)
