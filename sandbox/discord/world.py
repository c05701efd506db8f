"""Everything this Discord knows, and the look-ups that refuse what a bot may not see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sandbox.discord.errors import ApiError, Refusal
from sandbox.discord.model import JSON, Attachment, Bot, Channel, Guild, Message, User, Webhook
from sandbox.discord.permissions import IN_DM, Permission, permitted
from sandbox.discord.snowflakes import Snowflakes
from sandbox.ledger import Ledger

if TYPE_CHECKING:
    from sandbox.discord.interactions import Interaction


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One gateway event. `render` makes its data for a bot; only `only` gets it when given.

    `concerns` names the users of an event that bots without the members intent get only about themselves.
    """

    type: str
    render: Callable[[Bot], JSON]
    guild: Guild | None = None
    channel: Channel | None = None
    message: Message | None = None
    only: Bot | None = None
    concerns: frozenset[str] = frozenset()


class World:
    """The state. `now` gives seconds since the epoch; `listeners` get every gateway event as it happens."""

    def __init__(self, ledger: Ledger, now: Callable[[], float]) -> None:
        self.ledger = ledger
        self.now = now
        self.mint = Snowflakes(now).mint
        self.users: dict[str, User] = {}
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.bots: dict[str, Bot] = {}
        self.webhooks: dict[str, Webhook] = {}
        self.interactions: dict[str, Interaction] = {}
        self.tokens: dict[str, Interaction] = {}
        self.ephemerals: dict[str, dict[str, Message]] = {}
        self.forms: dict[str, dict[str, JSON]] = {}
        self.pictures: dict[str, str] = {}
        self.files: dict[tuple[str, str], Attachment] = {}
        self.nonces: dict[tuple[str, str], Message] = {}
        self.listeners: list[Callable[[Dispatch], None]] = []
        self.cdn_url = ""
        self.gateway_url = ""

    def emit(self, dispatch: Dispatch) -> None:
        """Tell the gateway that something happened."""
        for listener in self.listeners:
            listener(dispatch)

    def note_bot(self, act: str, ref: str = "", channel: Channel | None = None, **data: Any) -> None:
        """Write into the ledger what a bot did."""
        community = (channel.guild_id or "") if channel else data.pop("community", "")
        place = channel.id if channel else ""
        self.ledger.note("discord", "bot", act, community=community, channel=place, ref=ref, **data)

    def bot_by_id(self, application_id: str) -> Bot:
        """The bot of an application. ApiError 10002."""
        for bot in self.bots.values():
            if bot.id == application_id:
                return bot
        raise ApiError(Refusal.UNKNOWN_APPLICATION)

    def bots_in(self, guild: Guild) -> Iterator[Bot]:
        """The bots that are members of a guild."""
        return (bot for bot in self.bots.values() if bot.id in guild.members)

    def guild(self, guild_id: str | None) -> Guild:
        """A guild by id. ApiError 10004."""
        if guild_id is None or guild_id not in self.guilds:
            raise ApiError(Refusal.UNKNOWN_GUILD)
        return self.guilds[guild_id]

    def user(self, user_id: str) -> User:
        """A user by id. ApiError 10013."""
        if user_id not in self.users:
            raise ApiError(Refusal.UNKNOWN_USER)
        return self.users[user_id]

    def channel(self, channel_id: str) -> Channel:
        """A channel, thread or DM by id. ApiError 10003."""
        if channel_id not in self.channels:
            raise ApiError(Refusal.UNKNOWN_CHANNEL)
        return self.channels[channel_id]

    def parent(self, thread: Channel) -> Channel:
        """The channel a thread belongs to."""
        return self.channels[thread.parent_id or ""]

    def message(self, channel: Channel, message_id: str) -> Message:
        """A message that is still there. ApiError 10008."""
        if message_id not in channel.messages:
            raise ApiError(Refusal.UNKNOWN_MESSAGE)
        return channel.messages[message_id]

    def guild_of(self, channel: Channel) -> Guild | None:
        """The guild a channel is in; None for a DM."""
        return self.guilds[channel.guild_id] if channel.guild_id else None

    def rights(self, user_id: str, channel: Channel) -> Permission:
        """What a user may do in a channel; nothing at all if they cannot see it."""
        guild = self.guild_of(channel)
        if guild is not None:
            return permitted(guild, user_id, channel)
        return IN_DM if user_id in channel.recipients else Permission(0)

    def sees(self, user_id: str, channel: Channel) -> bool:
        """Whether a user can see a channel."""
        return Permission.VIEW_CHANNEL in self.rights(user_id, channel)

    def may(self, user_id: str, channel: Channel, *needed: Permission) -> Permission:
        """A user's rights in a channel. ApiError 50001 if they cannot see it, 50013 if they lack one of `needed`."""
        rights = self.rights(user_id, channel)
        if Permission.VIEW_CHANNEL not in rights:
            raise ApiError(Refusal.MISSING_ACCESS)
        for permission in needed:
            if permission not in rights:
                raise ApiError(Refusal.MISSING_PERMISSIONS)
        return rights

    def may_in_guild(self, user_id: str, guild: Guild, *needed: Permission) -> None:
        """ApiError 50001 if the user is not a member, 50013 if they lack one of `needed`."""
        if user_id not in guild.members:
            raise ApiError(Refusal.MISSING_ACCESS)
        rights = permitted(guild, user_id)
        if any(permission not in rights for permission in needed):
            raise ApiError(Refusal.MISSING_PERMISSIONS)

    def dm(self, one: str, other: str) -> Channel:
        """The DM between two users, made when it is not there yet."""
        for channel in self.channels.values():
            if channel.type == 1 and set(channel.recipients) == {one, other}:
                return channel
        channel = Channel(self.mint(), 1, recipients=[one, other])
        self.channels[channel.id] = channel
        return channel

    def picture(self, url: str) -> str:
        """The hash under which the CDN shows a picture that lies elsewhere."""
        key = sha256(url.encode()).hexdigest()[:32]
        self.pictures[key] = url
        return key
