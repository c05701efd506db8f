"""What the bot knows of its servers: channels, threads, roles, emoji. Fed by events, asked from memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from adapters.contract.commands import Venue
from adapters.contract.refs import ChannelRef, MessageRef
from adapters.discord import refs
from adapters.discord.rights import ADMINISTRATOR, MANAGE_SERVER, VIEW, granted

JSON = dict[str, Any]
_FORUMS = (15, 16)  # of texts, and of pictures
_THREADS = (10, 11, 12)
_PRIVATE_THREAD = 12
# Discord's help page on server boosts: bytes per file by boost level.
_FILE_LIMITS = {2: 50 * 2**20, 3: 100 * 2**20}
_FILE_LIMIT = 10 * 2**20


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, thread or DM. `parent` is a thread's channel; `forum` says that this is a forum, or a post in one.

    `room`: a private thread that the bot itself began, for people whom it brings together. Nobody else in its channel
    has to do with it, so that it counts as a channel of its own.

    `seen` is what the place itself says of whether everybody in the server may see it: nothing, when it is None.
    """

    id: str
    guild: str | None
    name: str = ""
    parent: str | None = None
    forum: bool = False
    seen: bool | None = False
    private: bool = False  # a thread that only some of those in its channel may read
    room: bool = False

    @property
    def ref(self) -> ChannelRef:
        """Its neutral address."""
        if self.parent is None or self.room:
            return refs.channel(self.guild, self.id)
        return refs.channel(self.guild, self.parent, self.id)

    def message(self, id: str) -> MessageRef:
        """The neutral address of a message in it. A forum post's first message belongs to the forum."""
        return MessageRef(self.ref.parent if id == self.id else self.ref, id)


@dataclass(slots=True)
class _Guild:
    name: str
    boosts: int = 0
    everyone: int = 0  # permission bits of the role @everyone, whose id is the server's
    roles: dict[str, str] = field(default_factory=dict)
    emoji: dict[str, str] = field(default_factory=dict)
    owner: str = ""
    rights: dict[str, int] = field(default_factory=dict)  # permission bits of each role


class Places:
    """The servers as the gateway tells them."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}
        self._guilds: dict[str, _Guild] = {}
        self.servers: set[str] | None = None  # the ids of all, also of those that are down; None until they are known
        self.bot = ""  # the bot's own user id, once it is known

    def is_room(self, channel: ChannelRef) -> bool:
        """Whether a channel is a private thread that the bot itself began, as far as is known."""
        known = self._places.get(channel.id)
        return known is not None and known.room

    def get(self, id: str) -> Place | None:
        """The channel or thread of that id, if it is known."""
        return self._places.get(id)

    def sees(self, guild: str | None) -> bool:
        """Whether the bot is in a server. DMs, which are in none, it always sees."""
        return guild is None or guild in self._guilds

    def guilds(self) -> dict[str, str]:
        """The ids and names of the servers."""
        return {id: guild.name for id, guild in self._guilds.items()}

    def channels_of(self, guild: str) -> list[Place]:
        """A server's channels that are neither threads nor forums."""
        return [each for each in self._places.values() if each.guild == guild and not (each.parent or each.forum)]

    def public_name(self, guild: str, id: str) -> str:
        """The name of a server's channel or thread that everybody in that server may see; else empty."""
        place, known = self._places.get(id), self._guilds.get(guild)
        if place is None or known is None or place.guild != guild:
            return ""
        holder = place if place.parent is None else self._places.get(place.parent)
        if holder is None or (place.parent is not None and place.seen is False):
            return ""
        allowed = bool(known.everyone & VIEW) if holder.seen is None else holder.seen
        return place.name if allowed or known.everyone & ADMINISTRATOR else ""

    def venue(self, place: Place) -> Venue:
        """What a channel or thread is, as the gateway tells it. What cannot be told is private."""
        return Venue(place.name, not self.public_name(place.guild or "", place.id))

    def role(self, guild: str, id: str) -> str:
        """A role's name; empty when unknown."""
        return self._guilds[guild].roles.get(id, "") if guild in self._guilds else ""

    def runs(self, guild: str, member: JSON) -> bool:
        """Whether a member of a server is one of those who run it."""
        known = self._guilds.get(guild)
        if known is None or guild not in known.rights:
            return False
        bits = granted(guild, known.rights, member, ())
        return member["user"]["id"] == known.owner or bool(bits & MANAGE_SERVER)

    def emoji(self, guild: str, name: str) -> str:
        """The `name:id` of a server's own emoji of that name; empty when it has none."""
        id = self._guilds[guild].emoji.get(name, "") if guild in self._guilds else ""
        return f"{name}:{id}" if id else ""

    def file_limit(self, guild: str) -> int:
        """How many bytes a file may have in a server."""
        known = self._guilds.get(guild)
        return _FILE_LIMITS.get(known.boosts, _FILE_LIMIT) if known else _FILE_LIMIT

    def learn(self, channel: JSON, guild: str | None = None) -> Place:
        """Remember a channel or thread as Discord describes it."""
        parent = channel.get("parent_id") if channel.get("type") in _THREADS else None
        server = channel.get("guild_id") or guild
        private = channel.get("type") == _PRIVATE_THREAD
        place = Place(
            id=channel["id"],
            guild=server,
            name=channel.get("name") or "",
            parent=parent,
            forum=channel.get("type") in _FORUMS if parent is None else self._is_forum(parent),
            seen=_seen(channel, server),
            private=private,
            room=private and bool(self.bot) and channel.get("owner_id") == self.bot,
        )
        self._places[place.id] = place
        return place

    def note(self, event: str, data: JSON) -> None:
        """Take in a gateway event."""
        if event == "GUILD_CREATE" and self.servers is not None:
            self.servers.add(data["id"])
        if event == "GUILD_DELETE" and self.servers is not None and not data.get("unavailable"):
            self.servers.discard(data["id"])
        match event:
            case "READY":
                self.bot = data["user"]["id"]
                self.servers = {each["id"] for each in data["guilds"]}
            case "GUILD_CREATE" if not data.get("unavailable"):
                self._guild(data)
                for channel in (*data.get("channels", ()), *data.get("threads", ())):
                    self.learn(channel, data["id"])
            case "GUILD_UPDATE":
                self._guild(data)
            case "GUILD_DELETE" if not data.get("unavailable"):
                self._guilds.pop(data["id"], None)
                self._places = {id: place for id, place in self._places.items() if place.guild != data["id"]}
            case "GUILD_ROLE_CREATE" | "GUILD_ROLE_UPDATE" if known := self._guilds.get(data["guild_id"]):
                known.roles[data["role"]["id"]] = data["role"]["name"]
                known.rights[data["role"]["id"]] = int(data["role"].get("permissions", 0))
                if data["role"]["id"] == data["guild_id"]:
                    known.everyone = int(data["role"].get("permissions", 0))
            case "GUILD_EMOJIS_UPDATE" if known := self._guilds.get(data["guild_id"]):
                known.emoji = {each["name"]: each["id"] for each in data["emojis"]}
            case "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "THREAD_CREATE" | "THREAD_UPDATE":
                self.learn(data)
            case "THREAD_LIST_SYNC":
                for thread in data["threads"]:
                    self.learn(thread, data["guild_id"])

    def _is_forum(self, id: str) -> bool:
        known = self._places.get(id)
        return known is not None and known.forum

    def _guild(self, data: JSON) -> None:
        self._guilds[data["id"]] = _Guild(
            data["name"],
            data.get("premium_tier", 0),
            next((int(role.get("permissions", 0)) for role in data.get("roles", ()) if role["id"] == data["id"]), 0),
            {role["id"]: role["name"] for role in data.get("roles", ())},
            {emoji["name"]: emoji["id"] for emoji in data.get("emojis", ())},
            data.get("owner_id") or "",
            {role["id"]: int(role.get("permissions", 0)) for role in data.get("roles", ())},
        )


def _seen(channel: JSON, guild: str | None) -> bool | None:
    """What a channel's overwrites say of whether @everyone may view it. Threads have none, but may be private.

    A category's overwrites do not count: what is in step with it repeats them (Discord's "Permissions", on syncing).
    What was told without overwrites, as in an interaction, is taken for hidden.
    """
    if channel.get("type") in _THREADS:
        return False if channel["type"] == _PRIVATE_THREAD else None
    if "permission_overwrites" not in channel:
        return False
    for each in channel["permission_overwrites"] or ():
        if each["id"] == guild:
            return True if int(each["allow"]) & VIEW else False if int(each["deny"]) & VIEW else None
    return None
