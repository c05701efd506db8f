"""What a workspace holds: people, channels, messages (as Slack's own JSON), files, views and the bot's app."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.ledger import Ledger, Who
from sandbox.slack.errors import SlackError

Json = dict[str, Any]
Message = dict[str, Any]
Kind = Literal["channel", "group", "im", "mpim"]

_numbers = itertools.count(36**8 * 7)


def new_id(prefix: str) -> str:
    """An id that looks like Slack's: the prefix and nine digits of base 36, unique in this process."""
    number, digits = next(_numbers), ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    return prefix + "0" + digits


@dataclass(slots=True)
class User:
    """One person or bot of a workspace. `bot_id` and `app_id` are set for bots alone.

    `team` is the workspace of somebody who is here in shared channels only; empty for this workspace's own people.
    """

    id: str
    name: str
    real_name: str
    display_name: str
    avatar: str
    title: str = ""
    email: str = ""
    tz: str = "Europe/London"
    admin: bool = False
    guest: bool = False
    deleted: bool = False
    bot_id: str = ""
    app_id: str = ""
    updated: int = 0
    team: str = ""


@dataclass(slots=True)
class Channel:
    """One conversation; its messages by `ts`, oldest first, replies included.

    `shared` are the workspaces of other organisations in it (Slack Connect).
    """

    id: str
    name: str
    kind: Kind
    creator: str
    created: int
    topic: str = ""
    archived: bool = False
    general: bool = False
    members: dict[str, None] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    threads: dict[str, list[str]] = field(default_factory=dict)
    pins: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    last: int = 0

    def stamp(self, now: float) -> str:
        """A new `ts`: unique and increasing in this channel, but not over all channels, as Slack's are."""
        self.last = max(int(now * 10_000) * 100, self.last + 100)
        return f"{self.last // 1_000_000}.{self.last % 1_000_000:06d}"

    def message(self, ts: str) -> Message:
        """The message of that time; SlackError `message_not_found` when there is none or only its tombstone."""
        found = self.messages.get(ts)
        if found is None or found.get("subtype") == "tombstone":
            raise SlackError("message_not_found")
        return found


@dataclass(slots=True)
class File:
    """An uploaded file. `shares` are (channel, ts) where it was posted."""

    id: str
    name: str
    title: str
    mimetype: str
    content: bytes
    user: str
    created: int
    alt: str = ""
    size: int = 0
    uploaded: bool = False
    deleted: bool = False
    shares: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class View:
    """A modal or Home tab: who sees it, and Slack's JSON of it."""

    user: str
    native: Json


@dataclass(slots=True)
class Trigger:
    """The right to open a modal for a user, once and shortly after `at` (seconds since the epoch)."""

    user: str
    at: float
    spent: bool = False


@dataclass(slots=True)
class Hook:
    """Where a `response_url` answers to; `message` is the message that a button stood on."""

    user: str
    channel: str
    at: float
    thread: str | None = None
    message: str | None = None
    uses: int = 0


@dataclass(slots=True)
class App:
    """The bot's internal app in one workspace, with what its manifest asked for. None in `events`: all of them."""

    id: str
    bot_token: str
    app_token: str
    signing_secret: str
    scopes: frozenset[str]
    events: frozenset[str] | None
    commands: dict[str, Json] | None
    shortcuts: list[Json]
    installed: bool = True
    revoked: bool = False  # the bot's token alone is dead
    socket_mode: bool = True
    url: str = ""
    history_limited: bool = False

    @property
    def alive(self) -> bool:
        """Whether the bot hears anything and may call."""
        return self.installed and not self.revoked


@dataclass(slots=True)
class Workspace:
    """One workspace. `emit` hands an event to the bot; `base` is the server's address, without a slash at the end."""

    id: str
    name: str
    domain: str
    app: App
    ledger: Ledger
    now: Callable[[], float]
    emit: Callable[[Workspace, Json], None]
    base: Callable[[], str]
    icon: str = ""
    me: User = field(init=False)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    usergroups: dict[str, Json] = field(default_factory=dict)
    emoji: dict[str, str] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    ephemerals: dict[str, list[Message]] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    hooks: dict[str, Hook] = field(default_factory=dict)
    uploads: dict[str, str] = field(default_factory=dict)

    def user(self, user: str) -> User:
        """The user with that id; SlackError `user_not_found`."""
        found = self.users.get(user)
        if found is None:
            raise SlackError("user_not_found")
        return found

    def channel(self, channel: str) -> Channel:
        """The channel with that id; SlackError `channel_not_found`."""
        found = self.channels.get(channel)
        if found is None:
            raise SlackError("channel_not_found")
        return found

    def channels_of(self, user: str) -> Iterator[Channel]:
        """The channels that a user is in."""
        return (channel for channel in self.channels.values() if user in channel.members)

    def note(self, who: Who, act: str, *, channel: str = "", ref: str = "", **data: Any) -> None:
        """Write into the ledger."""
        self.ledger.note("slack", who, act, community=self.id, channel=channel, ref=ref, **data)
