"""Addresses of communities, channels, messages and accounts.

Ids are minted and parsed by the adapter of their platform and opaque to everybody else. They are stored, so their
format is a promise. The same id may occur in two communities: an address is always whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

_PERSON = "@"  # no platform's channel ids begin so
_AND = "+"  # and none of their accounts' ids has this
_NO_COMMUNITY = "@"  # and none of their communities' ids begins so; a platform may say more behind it


@dataclass(frozen=True, slots=True)
class CommunityRef:
    """A Slack workspace or a Discord server."""

    platform: str
    id: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.id}"

    @property
    def nowhere(self) -> bool:
        """Whether it stands for no community: private channels of platforms whose users belong to none are there."""
        return self.id.startswith(_NO_COMMUNITY)

    @classmethod
    def parse(cls, text: str) -> CommunityRef:
        """Read what `str` of a community made."""
        platform, _, id = text.partition(":")
        return cls(platform, id)


@dataclass(frozen=True, slots=True)
class ChannelRef:
    """A channel, or a thread in it when `thread` is set.

    A thread that grew from a message has that message's id as its own, on both platforms (Slack: `thread_ts`;
    Discord: the thread's id equals the id of the message it was started from).
    """

    platform: str
    community: str
    id: str
    thread: str | None = None

    @property
    def parent(self) -> ChannelRef:
        """The channel that holds this thread; the channel itself when it is none."""
        return self if self.thread is None else replace(self, thread=None)

    @property
    def home(self) -> CommunityRef:
        """The community this channel is in."""
        return CommunityRef(self.platform, self.community)

    @property
    def nowhere(self) -> bool:
        """Whether it is in no community: private channels of platforms whose users belong to none."""
        return self.home.nowhere

    @property
    def people(self) -> tuple[AccountRef, ...]:
        """Whose letter box this is, when it is one: `Platform.open_private` tells the channel it stands for.

        Of a box within a community, they have that one, also where users belong to none.
        """
        if not self.id.startswith(_PERSON):
            return ()
        community = "" if self.nowhere else self.community
        ids = self.id.removeprefix(_PERSON).split(_AND)
        return tuple(AccountRef(self.platform, community, id) for id in ids)

    def in_thread(self, thread: str | None) -> ChannelRef:
        """The thread of that id in this channel."""
        return replace(self, thread=thread)

    def __str__(self) -> str:
        base = f"{self.platform}:{self.community}/{self.id}"
        return base if self.thread is None else f"{base}/{self.thread}"

    @classmethod
    def parse(cls, text: str) -> ChannelRef:
        """Read `platform:community/channel[/thread]`.

        Raises ValueError, with a sentence for the operator, when the text has another form.
        """
        platform, colon, rest = text.strip().partition(":")
        ids = rest.split("/")
        if not colon or not platform or len(ids) not in (2, 3) or not all(ids):
            raise ValueError(
                f"{text!r} is not a channel. Write slack:<team id>/<channel id> or discord:<server id>/<channel id>."
            )
        return cls(platform, *ids)


@dataclass(frozen=True, slots=True)
class MessageRef:
    """One message as a platform stores it."""

    channel: ChannelRef
    id: str

    @property
    def key(self) -> str:
        """What makes the message unique. Without the thread: not every event about a message tells its thread."""
        return f"{self.channel.parent}/{self.id}"

    @property
    def as_thread(self) -> ChannelRef:
        """The thread that grows, or would grow, from this message."""
        return self.channel.parent.in_thread(self.id)


@dataclass(frozen=True, slots=True)
class AccountRef:
    """A user on one platform. Discord's users belong to no single server: their `community` is empty."""

    platform: str
    community: str
    id: str

    @property
    def letter_box(self) -> ChannelRef:
        """What is addressed to them alone, wherever the platform lets the bot write to them."""
        return ChannelRef(self.platform, self.community or _NO_COMMUNITY, f"{_PERSON}{self.id}")

    def letter_box_in(self, community: CommunityRef) -> ChannelRef:
        """What is addressed to them alone within a community, where they take no direct messages."""
        return replace(self.letter_box, community=community.id)

    def letter_box_with(self, others: Iterable[AccountRef]) -> ChannelRef | None:
        """What is addressed to them and others together; None when they are not all of one place."""
        everybody = sorted({self, *others}, key=str)
        if any((each.platform, each.community) != (self.platform, self.community) for each in everybody):
            return None
        box = self.letter_box
        return replace(box, id=_PERSON + _AND.join(each.id for each in everybody))

    def __str__(self) -> str:
        return f"{self.platform}:{self.community}/{self.id}"

    @classmethod
    def parse(cls, text: str) -> AccountRef:
        """Read what `str` of an account made."""
        platform, _, rest = text.partition(":")
        community, _, id = rest.partition("/")
        return cls(platform, community, id)
