"""What a platform tells the bot: a closed union of frozen values, matched exhaustively by whoever hears it.

Every Incoming has a `key`. Two with the same key are the same thing told twice, and hearing it twice is harmless.
`at` is when it happened, in seconds since the epoch, by the platform's clock.
"""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.content import Content, Emoji
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a message. An empty `name` means that the event did not tell it: ask `Platform.profile`.

    A `stranger` belongs to another organisation, with which the channel is shared, and to no community of the bot's.
    Of somebody who writes for `themselves`, their community, which may be their employer, is not told.
    """

    account: AccountRef
    name: str = ""
    avatar: str = ""
    bot: bool = False
    stranger: bool = False
    themselves: bool = False


@dataclass(frozen=True, slots=True)
class Posted:
    """Someone wrote a message.

    `ours` is judged by app, bot or webhook id, never by name. `twin` is a second identity that the platform gives the
    same human message (Slack's `client_msg_id`). `broadcast` marks a thread reply that is also shown in its channel.
    `reply_to` is the message that it answers inline. `thread_name` is what its thread is called, where threads have
    names; a message in no thread that has one opens a forum's post, and it is that post's title. `private`: it is in a
    thread that only some of those in the channel may read.
    """

    key: str
    at: float
    message: MessageRef
    author: Author
    content: Content
    ours: bool = False
    reply_to: MessageRef | None = None
    broadcast: bool = False
    twin: str = ""
    thread_name: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """Someone changed a message; `at` is when. Of two edits, the later wins.

    `thread_name` and `private` as in `Posted`.
    """

    key: str
    at: float
    message: MessageRef
    author: Author
    content: Content
    ours: bool = False
    thread_name: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Deleted:
    """Messages of one channel are gone; `private` as in `Posted`."""

    key: str
    at: float
    messages: tuple[MessageRef, ...]
    private: bool = False


@dataclass(frozen=True, slots=True)
class Reacted:
    """Someone added a reaction, or took it back (`present` False); `private` as in `Posted`.

    `since`: of one that history shows, which dates none: from when on it may have been given, until `at`.
    """

    key: str
    at: float
    message: MessageRef
    author: Author
    emoji: Emoji
    present: bool
    ours: bool = False
    private: bool = False
    since: float | None = None


@dataclass(frozen=True, slots=True)
class ReactionsCleared:
    """A moderator took all reactions off a message; of one emoji only, when `emoji` is set.

    `private` as in `Posted`.
    """

    key: str
    at: float
    message: MessageRef
    emoji: Emoji | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class ReactionsSeen:
    """How many people, the bot not counted, show each reaction on a message now: what history tells of reactions.

    A reaction that is not there was taken back, or never given. `Platform.reactors` tells whose one is.
    """

    key: str
    at: float
    message: MessageRef
    counts: tuple[tuple[Emoji, int], ...]


@dataclass(frozen=True, slots=True)
class Connected:
    """The bot is connected to a community, anew or again: events may have been missed before it."""

    key: str
    at: float
    community: CommunityRef
    name: str = ""


@dataclass(frozen=True, slots=True)
class ChannelLost:
    """A channel cannot be used any more: deleted, archived, or the bot was removed from it.

    `why` is a sentence for an organiser, which says how to mend it where it can be mended.
    """

    key: str
    at: float
    channel: ChannelRef
    why: str


@dataclass(frozen=True, slots=True)
class ChannelFound:
    """A channel may be usable again: the bot was let in, it was unarchived, or rights there changed."""

    key: str
    at: float
    channel: ChannelRef


@dataclass(frozen=True, slots=True)
class CommunityLost:
    """A community cannot be used any more: the bot was removed from it, or its token was revoked.

    `why` is a sentence for an organiser, which says how to mend it. `Connected` says that it is back.
    """

    key: str
    at: float
    community: CommunityRef
    why: str


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """An account was closed, or is in no community of the bot's any more. `Platform.home` says whether it still is."""

    key: str
    at: float
    account: AccountRef


Incoming = (
    Posted
    | Edited
    | Deleted
    | Reacted
    | ReactionsCleared
    | Connected
    | ChannelLost
    | ChannelFound
    | CommunityLost
    | MemberLeft
)
Past = Incoming | ReactionsSeen  # what a platform's history tells


def where(incoming: Incoming) -> ChannelRef | CommunityRef | None:
    """The channel or community in which something happened; None for what happened to an account."""
    match incoming:
        case Posted() | Edited() | Reacted() | ReactionsCleared():
            return incoming.message.channel
        case Deleted():
            return incoming.messages[0].channel if incoming.messages else None
        case ChannelLost() | ChannelFound():
            return incoming.channel
        case Connected() | CommunityLost():
            return incoming.community
        case MemberLeft():
            return None
