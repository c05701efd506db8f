"""Is the bot set up as it needs it on Discord? Asks Discord, and changes nothing there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any

from adapters.contract.errors import PlatformError, Refused, Why
from adapters.contract.examination import Finding
from adapters.contract.refs import ChannelRef
from adapters.discord import refs
from adapters.discord.errors import UNKNOWN_CHANNEL
from adapters.discord.rest import API, Rest
from adapters.discord.rights import NEEDED, OPTIONAL, WEBHOOKS, granted, invite_link, lacking

JSON = dict[str, Any]
WEBHOOK_LIMIT = 15  # in a channel (Discord's error 30007)
_PORTAL = "discord.com/developers/applications → your application → Bot"
# An application's flags, of any size and of a small one (Discord's "Application Flags").
_INTENTS = {"Message Content Intent": 1 << 18 | 1 << 19}
_TAKE_OFF = "Take the channel off its bridge."


@dataclass(frozen=True, slots=True)
class _Server:
    """A server as the bot finds it: its roles' permission bits, the bot's member, its channels by id."""

    roles: dict[str, int]
    me: JSON
    channels: dict[str, JSON]


async def application_id(token: str, *, api_url: str | None = None) -> str:
    """The id of the application whose bot has this token. Raises `Refused`, `Later`."""
    rest = Rest(token, api_url or API)
    try:
        return str((await rest.get("/applications/@me"))["id"])
    finally:
        await rest.close()


async def examine(token: str, channels: Iterable[ChannelRef], *, api_url: str | None = None) -> AsyncIterator[Finding]:
    """Look at the token, the intents, and the bridged channels of Discord."""
    rest = Rest(token, api_url or API)
    try:
        async for finding in _examined(rest, [each for each in channels if each.platform == refs.PLATFORM]):
            yield finding
    except Refused as refused:
        if refused.why is not Why.UNAUTHORISED:
            yield Finding(f"Discord cannot be looked at: {refused}", "Try again in a minute.")
        else:
            yield Finding(
                "Discord does not accept the bot's token",
                f"Copy it anew from {_PORTAL} → Reset Token, and set DISCORD_TOKEN to it.",
            )
    except PlatformError as error:
        yield Finding(f"Discord cannot be looked at: {error}", "See whether this machine reaches discord.com.")
    finally:
        await rest.close()


async def _examined(rest: Rest, channels: list[ChannelRef]) -> AsyncIterator[Finding]:
    application = await rest.get("/applications/@me")
    yield Finding("the Discord token")
    for name, flags in _INTENTS.items():
        if application.get("flags", 0) & flags:
            yield Finding(f"the {name} on Discord")
        else:
            yield Finding(f"the {name} is off on Discord", f"Switch it on at {_PORTAL} → Privileged Gateway Intents.")
    me = str((await rest.get("/users/@me"))["id"])
    for guild in dict.fromkeys(each.community for each in channels):
        try:
            server = await _server(rest, guild, me)
        except Refused as refused:
            if refused.why not in (Why.GONE, Why.FORBIDDEN):
                raise
            yield Finding(
                f"the bot is not in the Discord server {guild}, which has bridged channels",
                f"Let it in with {invite_link(str(application['id']))}",
            )
            continue
        for channel in (each for each in channels if each.community == guild):
            for finding in await _channel(rest, server, channel, str(application["id"])):
                yield finding


async def _server(rest: Rest, guild: str, me: str) -> _Server:
    shown = await rest.get(f"/guilds/{guild}")
    member = await rest.get(f"/guilds/{guild}/members/{me}")
    channels = await rest.get(f"/guilds/{guild}/channels")
    roles = {str(role["id"]): int(role["permissions"]) for role in shown["roles"]}
    return _Server(roles, member, {str(each["id"]): each for each in channels})


async def _channel(rest: Rest, server: _Server, channel: ChannelRef, application: str) -> list[Finding]:
    known = server.channels.get(channel.id)
    if known is None:
        return [Finding(f"the Discord channel {channel} does not exist", _TAKE_OFF)]
    bits = granted(channel.community, server.roles, server.me, known.get("permission_overwrites", ()))
    found = [
        Finding(
            f"the bot lacks {name} in the Discord channel {channel}", f"Grant it there: {_WHERE}", optional=optional
        )
        for wanted, optional in ((NEEDED, False), (OPTIONAL, True))
        for name in lacking(bits, wanted)
    ]
    sound = not any(not each.optional for each in found)
    if sound and channel.thread is not None:
        try:
            await rest.get(f"/channels/{channel.thread}")
        except Refused as refused:
            if refused.code != str(UNKNOWN_CHANNEL):
                raise
            found.append(Finding(f"the Discord thread {channel} does not exist", _TAKE_OFF))
    elif sound and bits & WEBHOOKS and await _full(rest, channel, application):
        found.append(
            Finding(
                f"the Discord channel {channel} has {WEBHOOK_LIMIT} webhooks, and none is the bot's",
                "Delete one that is not needed (Edit Channel, Integrations, Webhooks).",
            )
        )
    return found if any(not each.optional for each in found) else [Finding(f"the Discord channel {channel}"), *found]


_WHERE = "Edit Channel, Permissions, the bot's role."


async def _full(rest: Rest, channel: ChannelRef, application: str) -> bool:
    """Whether there is no room for the bot's webhook, and it has none there yet."""
    hooks = await rest.get(f"/channels/{channel.id}/webhooks")
    return len(hooks) >= WEBHOOK_LIMIT and all(each.get("application_id") != application for each in hooks)
