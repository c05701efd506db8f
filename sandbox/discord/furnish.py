"""Builds guilds, people, channels and bots from Python, for tests and scenes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from hashlib import sha256

from sandbox.discord import tell
from sandbox.discord.errors import ApiError, Refusal
from sandbox.discord.model import (
    FORUM,
    TEXT,
    Bot,
    Channel,
    Emoji,
    Guild,
    Member,
    Overwrite,
    Role,
    Sticker,
    User,
    Webhook,
)
from sandbox.discord.permissions import ALL, BRIDGE, EVERYONE, NONE, Permission
from sandbox.discord.world import World

KINDS = {"text": TEXT, "forum": FORUM, "announcement": 5}
PRIVILEGED = ("members", "message_content")


class Furniture:
    """What can be put into the world. `world` is the state itself."""

    def __init__(self, world: World) -> None:
        self.world = world

    def add_guild(self, guild_id: str | None = None, name: str = "Care Tech Circle") -> Guild:
        """A guild with its @everyone role, and an owner whom nobody hears of."""
        owner = self._user("warden", "Warden", None)
        guild = Guild(guild_id or self.world.mint(), name, owner.id, icon=picture_of(name))
        guild.roles[guild.id] = Role(guild.id, "@everyone", EVERYONE)
        self.world.guilds[guild.id] = guild
        return guild

    def add_user(
        self,
        guild: Guild | str | None = None,
        name: str = "ann",
        display: str | None = None,
        *,
        user_id: str | None = None,
        title: str = "",
        admin: bool = False,
        dms_open: bool = True,
    ) -> User:
        """A person, who joins `guild` if one is given; an `admin` gets a role with every right."""
        user = self._user(name, display, user_id)
        user.title, user.dms_open = title, dms_open
        if guild is not None:
            self.join(guild, user, roles=[self._admin_role(self._guild(guild)).id] if admin else [])
        return user

    def join(self, guild: Guild | str, user: User, *, roles: Iterable[str] = ()) -> Member:
        """Make a user a member, and tell the bots."""
        guild = self._guild(guild)
        member = Member(user, self.world.now(), list(roles))
        guild.members[user.id] = member
        tell.member(self.world, "GUILD_MEMBER_ADD", guild, member)
        return member

    def add_bot(
        self,
        token: str = "discord-bot-token",
        *,
        name: str = "Unsilo",
        guilds: Iterable[Guild | str] | None = None,
        permissions: Permission = BRIDGE,
        privileged: Iterable[str] = PRIVILEGED,
    ) -> Bot:
        """A bot, in all guilds that are there by default, with its own role in each.

        `privileged` are the intents switched on in the portal: "members", "message_content", "presences".
        """
        bot = Bot(token, self._user(name, None, None), frozenset(privileged))
        bot.user.bot = True
        self.world.bots[token] = bot
        for each in tuple(self.world.guilds.values()) if guilds is None else guilds:
            self.invite(bot, each, permissions)
        return bot

    def invite(self, bot: Bot, guild: Guild | str, permissions: Permission = BRIDGE) -> None:
        """Let a bot into a guild with a role of its own, and tell it."""
        guild = self._guild(guild)
        role = Role(self.world.mint(), bot.user.name, permissions, len(guild.roles), managed_by=bot.id)
        guild.roles[role.id] = role
        self.join(guild, bot.user, roles=[role.id])
        tell.guild_joined(self.world, guild, bot)

    def add_channel(
        self,
        guild: Guild | str,
        name: str = "general",
        *,
        channel_id: str | None = None,
        kind: str = "text",
        topic: str | None = None,
    ) -> Channel:
        """A channel; `kind` is "text", "announcement" or "forum"."""
        guild = self._guild(guild)
        channel = Channel(
            channel_id or self.world.mint(), KINDS[kind], name, guild.id, topic, position=len(guild.channels)
        )
        guild.channels[channel.id] = self.world.channels[channel.id] = channel
        tell.channel(self.world, "CHANNEL_CREATE", channel)
        return channel

    def add_role(self, guild: Guild | str, name: str, *, mentionable: bool = True) -> Role:
        """A role without any right of its own."""
        guild = self._guild(guild)
        role = Role(self.world.mint(), name, NONE, len(guild.roles), mentionable)
        guild.roles[role.id] = role
        return role

    def add_emoji(self, guild: Guild | str, name: str, *, animated: bool = False) -> Emoji:
        """A custom emoji."""
        guild = self._guild(guild)
        emoji = Emoji(self.world.mint(), name, animated)
        guild.emojis[emoji.id] = emoji
        tell.emojis(self.world, guild)
        return emoji

    def add_sticker(self, guild: Guild | str, name: str, description: str = "") -> Sticker:
        """A sticker."""
        guild = self._guild(guild)
        sticker = Sticker(self.world.mint(), guild.id, name, description)
        guild.stickers[sticker.id] = sticker
        return sticker

    def add_webhook(self, channel: Channel, name: str = "Feed") -> Webhook:
        """A webhook that a person made: it belongs to no application."""
        guild = self._guild(channel.guild_id or "")
        owner = self.world.users[guild.owner_id]
        webhook = Webhook(self.world.mint(), secrets.token_urlsafe(51), guild.id, channel.id, name, owner)
        self.world.webhooks[webhook.id] = webhook
        tell.webhooks(self.world, channel)
        return webhook

    def set_rights(
        self,
        channel: Channel,
        who: User | Role | Bot | None = None,
        *,
        allow: Permission = NONE,
        deny: Permission = NONE,
    ) -> None:
        """Grant or deny rights in one channel to a member or role (None: to everybody), and tell the bots."""
        target = channel.guild_id or "" if who is None else who.id
        kind = 0 if who is None or isinstance(who, Role) else 1
        channel.overwrites[target] = Overwrite(target, kind, allow, deny)
        tell.channel(self.world, "CHANNEL_UPDATE", channel)

    def _guild(self, guild: Guild | str) -> Guild:
        return guild if isinstance(guild, Guild) else self.world.guild(guild)

    def _user(self, name: str, display: str | None, user_id: str | None) -> User:
        user = User(user_id or self.world.mint(), name, display, picture_of(display or name))
        if user.id in self.world.users:
            raise ApiError(Refusal.UNKNOWN_USER)
        self.world.users[user.id] = user
        return user

    def _admin_role(self, guild: Guild) -> Role:
        for role in guild.roles.values():
            if role.name == "Moderators":
                return role
        role = Role(self.world.mint(), "Moderators", ALL, len(guild.roles))
        guild.roles[role.id] = role
        return role


def picture_of(name: str) -> str:
    """The hash of the picture with somebody's initials."""
    return sha256(name.encode()).hexdigest()[:32]
