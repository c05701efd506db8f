"""Reactions."""

from __future__ import annotations

from sandbox.discord import native, reactions
from sandbox.discord.http import Call, Routes
from sandbox.discord.model import JSON
from sandbox.discord.permissions import Permission
from sandbox.limits import Rate

ROUTES = Routes()
PLACE = "/channels/{channel}/messages/{message}/reactions"
SLOW = Rate(1, 0.25, fixed=True)


@ROUTES.add("PUT", PLACE + "/{emoji}/@me", rate=SLOW)
def add(call: Call) -> None:
    """React as the bot."""
    message = call.message(Permission.READ_MESSAGE_HISTORY)
    reactions.add(call.world, message, call.path["emoji"], call.bot.id)


@ROUTES.add("DELETE", PLACE + "/{emoji}/@me", rate=SLOW)
def remove_own(call: Call) -> None:
    """Take the bot's reaction away."""
    reactions.remove(call.world, call.message(), call.path["emoji"], call.bot.id)


@ROUTES.add("DELETE", PLACE + "/{emoji}/{user}", rate=SLOW)
def remove_user(call: Call) -> None:
    """Take another's reaction away."""
    message = call.message(Permission.MANAGE_MESSAGES)
    reactions.remove(call.world, message, call.path["emoji"], call.path["user"], by=call.bot.id)


@ROUTES.add("GET", PLACE + "/{emoji}")
def users(call: Call) -> list[JSON]:
    """A page of those who reacted with an emoji, by id."""
    message = call.message(Permission.READ_MESSAGE_HISTORY)
    key, _ = reactions.parse(call.world, call.path["emoji"])
    after, limit = call.number("after", 0, 0, 1 << 63), call.number("limit", 25, 1, 100)
    reaction = message.reactions.get(key)
    ids = sorted((each for each in reaction.users if int(each) > after), key=int) if reaction else []
    return [native.user(call.world.users[each]) for each in ids[:limit]]


@ROUTES.add("DELETE", PLACE + "/{emoji}", rate=SLOW)
def clear_emoji(call: Call) -> None:
    """Take all reactions of one emoji away."""
    reactions.clear(call.world, call.message(Permission.MANAGE_MESSAGES), call.bot.id, call.path["emoji"])


@ROUTES.add("DELETE", PLACE, rate=SLOW)
def clear(call: Call) -> None:
    """Take all reactions away."""
    reactions.clear(call.world, call.message(Permission.MANAGE_MESSAGES), call.bot.id)
