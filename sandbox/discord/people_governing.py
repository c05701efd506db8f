"""What those who run a server do: remove and bring back a bot, change rights, delete channels, reset a bot's token."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterable

from sandbox.discord import removal, tell
from sandbox.discord.errors import ApiError, Refusal
from sandbox.discord.furnish import Furniture
from sandbox.discord.gateway import Gateway
from sandbox.discord.model import JSON, Bot, Guild, Overwrite
from sandbox.discord.permissions import NONE, Permission
from sandbox.discord.world import World


class GoverningPeople:
    """Acts that need Manage Server. Permissions are given by their names in `Permission`, in any case."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway
        self.acts: dict[str, Callable[..., Awaitable[JSON]]] = {
            act.__name__: act
            for act in (
                self.kick,
                self.invite_bot,
                self.delete_channel,
                self.permit,
                self.change_role,
                self.reset_token,
            )
        }

    async def kick(self, community: str, user: str, member: str) -> JSON:
        """Remove a person or a bot from the server; a bot's own role goes with it."""
        guild = self._governed(community, user)
        if member not in guild.members:
            raise ApiError(Refusal.UNKNOWN_MEMBER)
        gone = guild.members.pop(member)
        self._note("kick", community, member, user)
        tell.member(self._world, "GUILD_MEMBER_REMOVE", guild, gone)
        for bot in self._world.bots.values():
            if bot.id == member:
                tell.guild_left(self._world, guild, bot)
                guild.roles = {id: role for id, role in guild.roles.items() if role.managed_by != bot.id}
        return {"community": guild.id, "user": member}

    async def invite_bot(self, community: str, user: str, bot: str) -> JSON:
        """Bring a bot into the server by its install link."""
        guild = self._governed(community, user)
        self._note("invite_bot", community, bot, user)
        Furniture(self._world).invite(self._world.bot_by_id(bot), guild)
        return {"community": guild.id, "user": bot}

    async def delete_channel(self, community: str, user: str, channel: str) -> JSON:
        """Delete a channel with its threads, or one thread."""
        guild, place = self._governed(community, user), self._world.channel(channel)
        self._note("delete_channel", community, channel, user)
        removal.remove(self._world, guild, place)
        return {"channel": channel}

    async def permit(
        self, community: str, user: str, channel: str, whom: str, allow: Iterable[str] = (), deny: Iterable[str] = ()
    ) -> JSON:
        """Allow and deny a role or a member something in one channel, in place of what was set for them there."""
        guild, place = self._governed(community, user), self._world.channel(channel)
        kind = 0 if whom in guild.roles else 1
        place.overwrites[whom] = Overwrite(whom, kind, _permissions(allow), _permissions(deny))
        self._note("permit", community, channel, user)
        tell.channel(self._world, "CHANNEL_UPDATE", place)
        return {"channel": channel}

    async def change_role(
        self, community: str, user: str, role: str, member: str | None = None, permissions: Iterable[str] | None = None
    ) -> JSON:
        """Set what a role permits; or, with `member`, give it to them, or take it away from who has it."""
        guild = self._governed(community, user)
        if role not in guild.roles:
            raise ApiError(Refusal.UNKNOWN_ROLE)
        if permissions is not None:
            guild.roles[role].permissions = _permissions(permissions)
            tell.role(self._world, "GUILD_ROLE_UPDATE", guild, guild.roles[role])
        if member is not None:
            one = guild.members[member]
            one.roles = [each for each in one.roles if each != role] if role in one.roles else [*one.roles, role]
            tell.member(self._world, "GUILD_MEMBER_UPDATE", guild, one)
        self._note("change_role", community, role, user)
        return {"role": role}

    async def reset_token(
        self, community: str, user: str, bot: str, token: str | None = None, quietly: bool = False
    ) -> JSON:
        """Give a bot a new token in the developer portal: the old one is worth nothing from now on.

        The gateway ends its connections, unless it is done `quietly`.
        """
        self._governed(community, user)
        one: Bot = self._world.bot_by_id(bot)
        del self._world.bots[one.token]
        one.token = token or secrets.token_urlsafe(51)
        self._world.bots[one.token] = one
        self._note("reset_token", community, bot, user)
        if not quietly:
            await self._gateway.turn_away(one)
        return {"token": one.token}

    def _governed(self, community: str, user: str) -> Guild:
        guild = self._world.guild(community)
        self._world.may_in_guild(user, guild, Permission.MANAGE_GUILD)
        return guild

    def _note(self, act: str, community: str, ref: str, user: str) -> None:
        self._world.ledger.note("discord", "person", act, community=community, ref=ref, user=user)


def _permissions(names: Iterable[str]) -> Permission:
    """Permissions by their names. Raises KeyError for a name that there is not."""
    granted = NONE
    for name in names:
        granted |= Permission[name.upper()]
    return granted
