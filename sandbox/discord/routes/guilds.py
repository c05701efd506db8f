"""Guilds, their members, roles, emoji and stickers."""

from __future__ import annotations

from sandbox.discord import native, tell
from sandbox.discord.errors import ApiError, Refusal
from sandbox.discord.http import Call, Routes
from sandbox.discord.model import ANNOUNCEMENT, FORUM, JSON, TEXT, Channel, Guild
from sandbox.discord.permissions import Permission
from sandbox.discord.routes.fields import apply, check

ROUTES = Routes()


def guild_of(call: Call, *needed: Permission) -> Guild:
    """The guild in the path, which the bot is in. ApiError 10004, 50001, 50013."""
    guild = call.world.guild(call.path["guild"])
    call.world.may_in_guild(call.bot.id, guild, *needed)
    return guild


@ROUTES.add("GET", "/guilds/{guild}")
def get(call: Call) -> JSON:
    """The guild."""
    guild = guild_of(call)
    counts: JSON = {}
    if call.query.get("with_counts") in ("1", "true", "True"):
        counts = {"approximate_member_count": len(guild.members), "approximate_presence_count": 0}
    return native.guild(guild) | counts


@ROUTES.add("GET", "/guilds/{guild}/channels")
def channels(call: Call) -> list[JSON]:
    """The guild's channels, without threads."""
    return [native.channel(call.world, each, call.bot) for each in guild_of(call).channels.values()]


@ROUTES.add("POST", "/guilds/{guild}/channels", status=201)
def create_channel(call: Call) -> JSON:
    """A new text, announcement or forum channel."""
    guild = guild_of(call, Permission.MANAGE_CHANNELS)
    body = call.form
    check(body, new=True, kinds=(TEXT, ANNOUNCEMENT, FORUM))
    channel = Channel(call.world.mint(), body.get("type") or TEXT, guild_id=guild.id, position=len(guild.channels))
    apply(channel, body)
    guild.channels[channel.id] = call.world.channels[channel.id] = channel
    call.world.note_bot("channel", channel.id, channel, name=channel.name)
    tell.channel(call.world, "CHANNEL_CREATE", channel)
    return native.channel(call.world, channel, call.bot)


@ROUTES.add("GET", "/guilds/{guild}/members")
def members(call: Call) -> list[JSON]:
    """A page of members; needs the members intent."""
    guild = guild_of(call)
    if "members" not in call.bot.privileged:
        raise ApiError(Refusal.MISSING_ACCESS)
    after = call.number("after", 0, 0, 1 << 63)
    found = sorted((each for each in guild.members.values() if int(each.user.id) > after), key=lambda m: int(m.user.id))
    return [native.member(each) for each in found[: call.number("limit", 1, 1, 1000)]]


@ROUTES.add("GET", "/guilds/{guild}/members/{user}")
def member(call: Call) -> JSON:
    """One member."""
    guild = guild_of(call)
    call.world.user(call.path["user"])
    if call.path["user"] not in guild.members:
        raise ApiError(Refusal.UNKNOWN_MEMBER)
    return native.member(guild.members[call.path["user"]])


@ROUTES.add("GET", "/guilds/{guild}/roles")
def roles(call: Call) -> list[JSON]:
    """All roles."""
    return [native.role(each) for each in guild_of(call).roles.values()]


@ROUTES.add("GET", "/guilds/{guild}/emojis")
def emojis(call: Call) -> list[JSON]:
    """All custom emoji."""
    return [native.emoji(each) for each in guild_of(call).emojis.values()]


@ROUTES.add("GET", "/guilds/{guild}/stickers")
def stickers(call: Call) -> list[JSON]:
    """All stickers."""
    return [native.sticker(each) for each in guild_of(call).stickers.values()]


@ROUTES.add("GET", "/stickers/{sticker}")
def sticker(call: Call) -> JSON:
    """One sticker of any guild."""
    for guild in call.world.guilds.values():
        if call.path["sticker"] in guild.stickers:
            return native.sticker(guild.stickers[call.path["sticker"]])
    raise ApiError(Refusal.UNKNOWN_STICKER)


@ROUTES.add("GET", "/guilds/{guild}/webhooks")
def webhooks(call: Call) -> list[JSON]:
    """All webhooks of the guild."""
    guild = guild_of(call, Permission.MANAGE_WEBHOOKS)
    found = [each for each in call.world.webhooks.values() if each.guild_id == guild.id]
    return [native.webhook(each, call.bot) for each in found]
