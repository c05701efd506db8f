"""The things Discord knows, as the sandbox keeps them. Ids are snowflakes written as strings, as in Discord's JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.discord.permissions import EVERYONE, NONE, Permission

JSON = dict[str, Any]

TEXT, DM, ANNOUNCEMENT, FORUM = 0, 1, 5, 15
ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD = 10, 11, 12
THREADS = (ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD)

DEFAULT, PINNED, THREAD_CREATED, REPLY, CHAT_COMMAND, THREAD_STARTER, MENU_COMMAND = 0, 6, 18, 19, 20, 21, 23

SUPPRESS_EMBEDS, HAS_THREAD, EPHEMERAL, LOADING = 1 << 2, 1 << 5, 1 << 6, 1 << 7
PINNED_POST = 1 << 1
SUPPRESS_NOTIFICATIONS, COMPONENTS_V2, HAS_SNAPSHOT = 1 << 12, 1 << 15, 1 << 14


@dataclass(slots=True)
class User:
    """A person, a bot, or the persona of one webhook message. `avatar` is a hash, `picture` where it comes from."""

    id: str
    name: str
    display: str | None = None
    avatar: str | None = None
    picture: str | None = None
    bot: bool = False
    webhook: bool = False
    title: str = ""
    dms_open: bool = True

    @property
    def shown(self) -> str:
        """The name that people see."""
        return self.display or self.name


@dataclass(slots=True)
class Member:
    """A user's place in a guild."""

    user: User
    joined: float
    roles: list[str] = field(default_factory=list)
    nick: str | None = None


@dataclass(slots=True)
class Role:
    """A role; the guild's own id is the id of its @everyone role."""

    id: str
    name: str
    permissions: Permission = EVERYONE
    position: int = 0
    mentionable: bool = False
    managed_by: str | None = None


@dataclass(slots=True)
class Emoji:
    """A guild's own emoji."""

    id: str
    name: str
    animated: bool = False


@dataclass(slots=True)
class Sticker:
    """A guild's own sticker."""

    id: str
    guild_id: str
    name: str
    description: str = ""


@dataclass(slots=True)
class Overwrite:
    """What a channel grants or denies to one role (`kind` 0) or member (`kind` 1)."""

    id: str
    kind: int
    allow: Permission = NONE
    deny: Permission = NONE


@dataclass(slots=True)
class Attachment:
    """A file in a message; `content` is its bytes."""

    id: str
    channel_id: str
    filename: str
    content: bytes
    content_type: str
    description: str | None = None
    title: str | None = None
    spoiler: bool = False


@dataclass(slots=True)
class Reaction:
    """One emoji under a message, and who put it there in order."""

    emoji: JSON
    users: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Message:
    """A message. `at` and `edited` are seconds since the epoch; `seen_by` names the only reader of an ephemeral one."""

    id: str
    channel_id: str
    author: User
    content: str
    at: float
    type: int = DEFAULT
    edited: float | None = None
    mentions: list[str] = field(default_factory=list)
    mention_roles: list[str] = field(default_factory=list)
    mention_everyone: bool = False
    attachments: list[Attachment] = field(default_factory=list)
    embeds: list[JSON] = field(default_factory=list)
    components: list[JSON] = field(default_factory=list)
    reactions: dict[str, Reaction] = field(default_factory=dict)
    stickers: list[Sticker] = field(default_factory=list)
    pinned: float | None = None
    webhook_id: str | None = None
    application_id: str | None = None
    flags: int = 0
    reference: JSON | None = None
    snapshots: list[Message] = field(default_factory=list)
    nonce: str | int | None = None
    interaction: JSON | None = None
    seen_by: str | None = None
    tts: bool = False


@dataclass(slots=True)
class Channel:
    """A channel, thread (`parent_id` is its channel) or DM (`recipients` are both sides)."""

    id: str
    type: int
    name: str = ""
    guild_id: str | None = None
    topic: str | None = None
    parent_id: str | None = None
    position: int = 0
    overwrites: dict[str, Overwrite] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    recipients: list[str] = field(default_factory=list)
    nsfw: bool = False
    slowmode: int = 0
    tags: list[JSON] = field(default_factory=list)
    last_message_id: str | None = None
    last_pin: float | None = None
    # Threads only.
    owner_id: str | None = None
    created: float = 0.0
    active: float = 0.0
    archived: float | None = None
    locked: bool = False
    invitable: bool = True
    archive_after: int = 4320
    members: dict[str, float] = field(default_factory=dict)
    sent: int = 0
    applied_tags: list[str] = field(default_factory=list)
    flags: int = 0

    @property
    def is_thread(self) -> bool:
        """Whether this is a thread of any kind."""
        return self.type in THREADS


@dataclass(slots=True)
class Webhook:
    """An incoming webhook; `application_id` is the application that made it, None when a person did."""

    id: str
    token: str
    guild_id: str
    channel_id: str
    name: str
    creator: User
    application_id: str | None = None
    avatar: str | None = None


@dataclass(slots=True)
class ScheduledEvent:
    """A guild scheduled event; `body` holds its fields as Discord shows them, `interested` the users who marked it."""

    id: str
    guild_id: str
    creator: User
    body: JSON
    interested: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Guild:
    """A server with everything in it."""

    id: str
    name: str
    owner_id: str
    icon: str | None = None
    members: dict[str, Member] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    threads: dict[str, Channel] = field(default_factory=dict)
    emojis: dict[str, Emoji] = field(default_factory=dict)
    stickers: dict[str, Sticker] = field(default_factory=dict)
    events: dict[str, ScheduledEvent] = field(default_factory=dict)
    joined: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Bot:
    """An application and its bot user, which share an id. `privileged` are the intents switched on in the portal."""

    token: str
    user: User
    privileged: frozenset[str]
    commands: dict[str | None, dict[str, JSON]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The application's id, which is the bot user's too."""
        return self.user.id
