"""The boundary: what the bot asks of a platform, and what a platform asks of the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from adapters.contract.commands import Asked, Beginning, Declaration
from adapters.contract.content import Attachment, Content, Emoji
from adapters.contract.forms import Opened
from adapters.contract.incoming import Author, Incoming, Past
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef


@dataclass(frozen=True, slots=True)
class Persona:
    """The name and picture under which the bot posts for somebody else, and the name of their community.

    Any text: the adapter makes it fit, and always shows the community whole enough to be known. `number` says which of
    the community's people of that name this is; it is shown from 2 on.
    """

    name: str
    avatar: str = ""
    home: str = ""
    number: int = 1


@dataclass(frozen=True, slots=True)
class Profile:
    """How an account is called, and its picture."""

    name: str
    avatar: str = ""
    bot: bool = False


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can take. Data, never I/O.

    `file_limit` is in bytes per file. `files_apart`: files travel in messages of their own, so that a message with
    files cannot be edited into one without, nor the reverse. `threads`: a thread can grow from a message.
    """

    file_limit: int
    files_apart: bool = False
    threads: bool = True


class Core(Protocol):
    """What a platform calls."""

    async def heard(self, incoming: Incoming) -> None:
        """Record what happened. Returning means *recorded*: only then may the adapter acknowledge it.

        Raises whatever kept it from being recorded; the adapter must then not acknowledge.
        """

    async def asked(self, call: Asked) -> Content:
        """Answer a command, a press or a form. Never raises: what goes wrong is said in the answer.

        So is that there is no such command, or none any more: then its name is what was typed, without the slash. A
        command or press whose form the platform did not open is told like any other.
        """

    async def begins(self, form: Beginning) -> Opened | Content:
        """The form as it opens before somebody, in their language; asked for every form.

        Or why it does not open, which is said to that person alone instead.

        Never raises, and answers within 1.5 seconds: platforms wait 3 for the form.
        """


class Platform(Protocol):
    """One chat platform with all the communities in which the bot is installed on it.

    Every call but `capabilities`, `parts` and `link` may raise `Refused`, `Later` or `Unsure`, and nothing else.
    No call retries a write by itself, and none sleeps until a rate limit passes: it raises `Later`.
    """

    name: str

    def capabilities(self, channel: ChannelRef) -> Capabilities:
        """What the channel can take; from memory, no I/O."""

    def parts(self, channel: ChannelRef, content: Content) -> tuple[Content, ...]:
        """Split content into pieces which fit one message each, in order, with nothing lost; pure."""

    def link(self, place: ChannelRef | MessageRef) -> str:
        """The address at which a reader finds a channel or message; empty when it cannot be told from memory."""

    def linked(self, url: str) -> ChannelRef | MessageRef | None:
        """What a link of this platform leads to; None when it is none, or cannot be told from memory."""

    async def run(self, core: Core, declarations: Sequence[Declaration]) -> None:
        """Connect, register the commands, feed the core, reconnect by itself. Returns only when cancelled.

        Raises `Refused` when a token, scope or intent is wrong, with a sentence that says which and how to mend it.
        """

    async def send(
        self,
        channel: ChannelRef,
        content: Content,
        *,
        token: str,
        persona: Persona | None = None,
    ) -> MessageRef:
        """Post one part. The token (at most 25 characters) makes it findable, or the platform dedupes by it.

        A channel with a `thread` that is a message's id opens the thread when it does not exist yet.
        """

    async def find(
        self, channel: ChannelRef, content: Content, *, token: str, persona: Persona | None, since: float
    ) -> tuple[MessageRef, ...]:
        """The messages that earlier calls of `send` with this token made, oldest first. `since` is an epoch time.

        The empty content stands for one that is forgotten: found is what the token alone tells.
        """

    async def edit(self, message: MessageRef, content: Content, *, persona: Persona | None = None) -> None:
        """Make a message of ours show one part; harmless when done twice. `persona` is the one it was posted under."""

    async def delete(self, message: MessageRef) -> None:
        """Remove a message; harmless when it is gone already."""

    async def react(self, message: MessageRef, emoji: Emoji, *, present: bool) -> None:
        """Put the bot's own reaction on a message or take it off; harmless when done twice."""

    async def pin(self, message: MessageRef) -> None:
        """Pin a message of ours to its channel; harmless when it is pinned."""

    async def open_private(self, accounts: Sequence[AccountRef], known: ChannelRef | None = None) -> ChannelRef:
        """The most private room that the platform allows for these accounts and the bot.

        One account that has a community, where users belong to none, asks for a room in there rather than for direct
        messages. `known` is what was told before: it is told again if it still stands.
        """

    async def profile(self, account: AccountRef, community: CommunityRef) -> Profile:
        """How an account is called in a community now; cached for minutes."""

    async def home(self, account: AccountRef, known: CommunityRef | None = None) -> CommunityRef | None:
        """A community of the bot's to which an account belongs; None when it was closed, or belongs to none any more.

        `known` is what was told before: it is asked first. What is raised is no proof that somebody left.
        """

    async def runs(self, account: AccountRef, community: CommunityRef) -> bool:
        """Whether an account is one of those who run a community, asked now: what `Caller.admin` says of who asks.

        What is raised is no proof that it is not.
        """

    async def named(self, channel: ChannelRef, content: Content) -> Content:
        """The content of a message in `channel` with the names and pictures that its event did not tell.

        What cannot be found out stays unnamed; only `Later` is raised.
        """

    def since(self, channel: ChannelRef, after: float) -> AsyncIterator[Past]:
        """What happened in a channel and its threads after an epoch time, oldest first, from the platform's history.

        Of reactions it tells how many there are now (`ReactionsSeen`). Nobody is waiting for it, so unlike every other
        call it waits by itself when the platform is busy.
        """

    async def reactors(self, message: MessageRef, emoji: Emoji) -> tuple[Author, ...]:
        """The people, the bot not among them, who show a reaction on a message now."""

    async def read(self, attachment: Attachment, limit: int) -> bytes:
        """The bytes of a file of this platform. Raises `Refused` when it is larger than `limit` or not to be had."""
