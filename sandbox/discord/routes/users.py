"""Who the bot is, other users, DMs, the application and where the gateway is."""

from __future__ import annotations

from typing import Any

from sandbox.discord import native
from sandbox.discord.errors import ApiError, Problems, Refusal
from sandbox.discord.http import Call, Routes
from sandbox.discord.intents import portal_flags
from sandbox.discord.model import JSON

ROUTES = Routes()


@ROUTES.add("GET", "/users/@me")
def me(call: Call) -> JSON:
    """The bot's user."""
    return native.user(call.bot.user) | {"verified": True, "mfa_enabled": True, "email": None, "locale": "en-GB"}


@ROUTES.add("GET", "/users/@me/guilds")
def my_guilds(call: Call) -> list[JSON]:
    """The guilds the bot is in."""
    return [
        {"id": each.id, "name": each.name, "icon": each.icon, "owner": False, "permissions": "0", "features": []}
        for each in call.world.guilds.values()
        if call.bot.id in each.members
    ]


@ROUTES.add("POST", "/users/@me/channels")
def open_dm(call: Call) -> JSON:
    """The DM with a user, new or old."""
    recipient = call.form.get("recipient_id")
    if recipient is None:
        problems = Problems()
        problems.required(("recipient_id",))
        problems.check()
    user = call.world.user(str(recipient))
    if user.bot:
        raise ApiError(Refusal.DMS_CLOSED)
    channel = call.world.dm(call.bot.id, user.id)
    call.world.note_bot("dm", channel.id, channel, user=user.id)
    return native.channel(call.world, channel, call.bot)


@ROUTES.add("GET", "/users/{user}")
def user(call: Call) -> JSON:
    """Any user."""
    return native.user(call.world.user(call.path["user"]))


def application(call: Call) -> JSON:
    """The bot's application."""
    bot = call.bot
    return {
        "id": bot.id,
        "name": bot.user.name,
        "icon": None,
        "description": "",
        "summary": "",
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": portal_flags(bot.privileged),
        "owner": native.user(bot.user) | {"bot": False},
        "team": None,
        "bot": native.user(bot.user),
        "approximate_guild_count": sum(bot.id in each.members for each in call.world.guilds.values()),
    }


ROUTES.add("GET", "/applications/@me")(application)
ROUTES.add("GET", "/oauth2/applications/@me")(application)


@ROUTES.add("GET", "/gateway", free=True)
def gateway(call: Call) -> JSON:
    """Where to connect."""
    return {"url": call.world.gateway_url}


@ROUTES.add("GET", "/gateway/bot")
def gateway_bot(call: Call) -> Any:
    """Where to connect, and how many sessions a bot may start."""
    _ = call.bot
    limit = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
    return {"url": call.world.gateway_url, "shards": 1, "session_start_limit": limit}
