"""What an interaction's token opens for 15 minutes: its original answer and its follow-ups."""

from __future__ import annotations

from sandbox.discord import bodies, interactions, messages, native_message
from sandbox.discord.errors import ApiError, Refusal
from sandbox.discord.http import Call
from sandbox.discord.interactions import TOKEN_LIFETIME, Interaction
from sandbox.discord.model import EPHEMERAL, JSON, LOADING, Message
from sandbox.discord.world import World


def held(world: World, application_id: str, token: str) -> Interaction:
    """The answered interaction of a token. ApiError 10015 (unknown, or not answered yet), 50027 (expired)."""
    one = world.tokens.get(token)
    if one is None or one.bot.id != application_id or one.callback is None:
        raise ApiError(Refusal.UNKNOWN_WEBHOOK)
    if world.now() - one.at > TOKEN_LIFETIME:
        raise ApiError(Refusal.INVALID_WEBHOOK_TOKEN)
    return one


def create(call: Call, one: Interaction) -> JSON:
    """A follow-up. The first one after a deferral takes the place of the waiting answer, and its privacy."""
    body = call.form
    draft = bodies.read(body, call.uploads, ephemeral=True)
    if one.original is not None and one.original.flags & LOADING:
        draft.flags &= ~EPHEMERAL
        messages.edit(call.world, one.original, one.writer, draft)
        message = one.original
    else:
        message = interactions.post(call.world, one, draft, body)
    return native_message.message(call.world, message, one.bot)


def find(call: Call, one: Interaction) -> Message:
    """The answer in the path, which may be "@original". ApiError 10008."""
    wanted = call.path["message"]
    message = one.original if wanted == "@original" else one.answers.get(wanted)
    if message is None or not _there(call.world, message):
        raise ApiError(Refusal.UNKNOWN_MESSAGE)
    return message


def edit(call: Call, one: Interaction) -> JSON:
    """Change an answer."""
    message = find(call, one)
    draft = bodies.read(call.form, call.uploads, editing=True, already=message.flags)
    messages.edit(call.world, message, one.writer, draft)
    return native_message.message(call.world, message, one.bot)


def remove(call: Call, one: Interaction) -> None:
    """Take an answer away."""
    message = find(call, one)
    messages.delete(call.world, message, one.writer)
    call.world.ephemerals.get(one.user.id, {}).pop(message.id, None)


def _there(world: World, message: Message) -> bool:
    if message.seen_by is not None:
        return message.id in world.ephemerals.get(message.seen_by, {})
    return message.id in world.channels[message.channel_id].messages
