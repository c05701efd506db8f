"""A chat platform in memory. It takes the same exam as the real ones: see tests/adapters/conformance.py."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import textwrap
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace

from adapters.contract.commands import Declaration
from adapters.contract.content import Attachment, Content, Emoji, Paragraph, Text, plain
from adapters.contract.errors import PlatformError, Refused, Why
from adapters.contract.fitting import shown_name
from adapters.contract.incoming import (
    Author,
    Connected,
    Deleted,
    Edited,
    Incoming,
    Past,
    Posted,
    Reacted,
    ReactionsSeen,
)
from adapters.contract.platform import Capabilities, Core, Persona, Profile
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef
from adapters.contract.walk import text_of
from sandbox.squares import square
from tests.fakes.shown import Shown as Shown
from tests.fakes.standing import Standing
from tests.fakes.troubles import Trouble, Troubled
from tests.fakes.troubles import busy as busy
from tests.fakes.troubles import lost as lost
from tests.fakes.troubles import refused as refused
from tests.fakes.troubles import unacceptable as unacceptable

TEXT_LIMIT = 200
NAME_LIMIT = 80
FILE_LIMIT = 1000
TELLINGS = 4
NOWHERE = "nowhere"  # the channel that there never is
ANYWHERE = "anywhere"  # in `shut`: every channel


class FakePlatform(Standing):
    """Fulfils `adapters.contract.platform.Platform`. People act by `say`, `change`, `remove` and `put`."""

    def __init__(self, name: str, now: Callable[[], float], community: str = "home") -> None:
        super().__init__()
        self.name = name
        self.community = CommunityRef(name, community)
        self.messages: dict[str, Shown] = {}
        self.troubles: list[Trouble] = []
        self.calls: list[tuple[str, str]] = []
        self.names: dict[str, str] = {}
        self.files: dict[str, bytes] = {}
        self.core: Core | None = None
        self.connected = asyncio.Event()
        self.text_limit = TEXT_LIMIT
        self.readable = True
        self.threads = True  # whether threads grow from messages in direct messages
        self.tokens = True  # whether a post keeps its token; else it is found again by what it shows
        self.meanwhile: list[Callable[[], Awaitable[object]]] = []  # what people do when history has just been read
        self.pinned: set[str] = set()
        self.homeless = False  # whether its people belong to no community
        self.shut: dict[str, Refused] = {}  # the channels, by id, in which everything is refused
        self._now = now
        self._ids = itertools.count(1)

    def channel(self, id: str) -> ChannelRef:
        """A channel of this platform's only community."""
        return ChannelRef(self.name, self.community.id, id)

    def capabilities(self, channel: ChannelRef) -> Capabilities:
        return Capabilities(file_limit=FILE_LIMIT, threads=self.threads or not channel.id.startswith(("dm-", "aside-")))

    def parts(self, channel: ChannelRef, content: Content) -> tuple[Content, ...]:
        if len(text := text_of(content)) <= self.text_limit:
            return (content,)
        pieces = textwrap.wrap(text, self.text_limit)
        parts = tuple(replace(content, blocks=(Paragraph((Text(piece),)),), files=(), reply=None) for piece in pieces)
        return (*parts[:-1], replace(parts[-1], files=content.files))

    def link(self, place: ChannelRef | MessageRef) -> str:
        path = place.id if isinstance(place, ChannelRef) else f"{place.channel.id}/{place.id}"
        return f"https://{self.name}.example/{path}"

    def linked(self, url: str) -> ChannelRef | MessageRef | None:
        host, _, path = url.removeprefix("https://").partition("/")
        ids = path.split("/")
        if not url.startswith("https://") or host != f"{self.name}.example" or not 1 <= len(ids) <= 2 or not all(ids):
            return None
        return MessageRef(self.channel(ids[0]), ids[1]) if len(ids) == 2 else self.channel(ids[0])

    async def run(self, core: Core, declarations: Sequence[Declaration]) -> None:
        self.core = core
        await core.heard(Connected(f"{self.name} up {next(self._ids)}", self._now(), self.community, self.name.title()))
        self.connected.set()
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            self.connected.clear()

    async def send(
        self, channel: ChannelRef, content: Content, *, token: str, persona: Persona | None = None
    ) -> MessageRef:
        with self._call("send", str(channel)):
            if channel.id == NOWHERE:
                raise Refused("There is no such channel.", Why.GONE)
            ref = MessageRef(channel, f"m{next(self._ids)}")
            author = shown_name(persona, NAME_LIMIT) if persona else "Unsilo"
            self.messages[ref.id] = Shown(ref, author, content, self._now(), ours=True, token=token)
        await self._tell(self._posted(self.messages[ref.id], Author(self.account("unsilo"), author, bot=True)))
        return ref

    async def find(
        self, channel: ChannelRef, content: Content, *, token: str, persona: Persona | None, since: float
    ) -> tuple[MessageRef, ...]:
        with self._call("find", str(channel)):
            return tuple(
                shown.ref
                for shown in self.messages.values()
                if shown.ref.channel == channel
                and (shown.token == token if self.tokens else shown.content == content)
                and shown.at >= since
            )

    async def edit(self, message: MessageRef, content: Content, *, persona: Persona | None = None) -> None:
        with self._call("edit", message.id):
            if message.id not in self.messages:
                raise Refused("The message is gone.", Why.GONE)
            self.messages[message.id].content = content

    async def delete(self, message: MessageRef) -> None:
        with self._call("delete", message.id):
            gone = self.messages.pop(message.id, None)
        if gone is not None:
            await self._tell(Deleted(f"{self.name} gone {message.id}", self._now(), (message,)))

    async def react(self, message: MessageRef, emoji: Emoji, *, present: bool) -> None:
        with self._call("react", message.id):
            if message.id not in self.messages:
                raise Refused("The message is gone.", Why.GONE)
            self._put(message, "Unsilo", emoji.char or emoji.name, present)

    async def pin(self, message: MessageRef) -> None:
        with self._call("pin", message.id):
            if message.id not in self.messages:
                raise Refused("The message is gone.", Why.GONE)
            self.pinned.add(message.id)

    async def open_private(self, accounts: Sequence[AccountRef], known: ChannelRef | None = None) -> ChannelRef:
        within = self.homeless and bool(accounts[0].community)
        return self.channel(("aside-" if within else "dm-") + "-".join(account.id for account in accounts))

    async def profile(self, account: AccountRef, community: CommunityRef) -> Profile:
        return Profile(self.names.get(account.id, account.id), f"https://{self.name}.example/{account.id}.png")

    async def named(self, channel: ChannelRef, content: Content) -> Content:
        return content

    async def since(self, channel: ChannelRef, after: float) -> AsyncIterator[Past]:
        with self._call("since", str(channel)):
            if not self.readable:
                return
        for shown in list(self.messages.values()):
            author = Author(self.account(shown.author), shown.author)
            if channel in (shown.ref.channel, shown.ref.channel.parent) and shown.at > after:
                yield self._posted(shown, author)
            if channel in (shown.ref.channel, shown.ref.channel.parent) and shown.edited_at > after:
                key = f"{self.name} edit {shown.ref.id} {shown.edited_at}"
                yield Edited(key, shown.edited_at, shown.ref, author, shown.content)
            if channel in (shown.ref.channel, shown.ref.channel.parent) and shown.at > after:
                chars = Counter(char for char, user in shown.reactions if user != "Unsilo")
                counts = tuple((Emoji("", char), number) for char, number in chars.items())
                yield ReactionsSeen(f"{self.name} seen {shown.ref.id}", self._now(), shown.ref, counts)
        while self.meanwhile:
            await self.meanwhile.pop()()

    async def reactors(self, message: MessageRef, emoji: Emoji) -> tuple[Author, ...]:
        with self._call("reactors", message.id):
            reactions = sorted(self.messages[message.id].reactions)
            return tuple(
                Author(self.account(user), user) for char, user in reactions if char == emoji.char and user != "Unsilo"
            )

    async def read(self, attachment: Attachment, limit: int) -> bytes:
        with self._call("read", attachment.id):
            picture = attachment.media_type.startswith("image/")
            usual = square(attachment.name, 4) if picture else attachment.name.encode()
            data = self.files.get(attachment.name, usual)
            if len(data) > limit:
                raise Refused("The file is too large.", Why.UNACCEPTABLE)
            return data

    def away(self) -> None:
        """The bot is not connected: nothing is told."""
        self.core = None
        self.connected.clear()

    # People

    async def say(self, user: str, channel: ChannelRef, text: str, **more: object) -> Posted:
        """Someone posts; what the platform tells of it comes back."""
        ref = MessageRef(channel, f"m{next(self._ids)}")
        self.messages[ref.id] = Shown(ref, user, plain(text), self._now())
        posted = replace(self._posted(self.messages[ref.id], Author(self.account(user), user)), **more)  # type: ignore[arg-type]
        self.messages[ref.id].content = posted.content
        await self._tell(posted)
        return posted

    async def attach(self, user: str, channel: ChannelRef, name: str, alt: str) -> Posted:
        """Someone posts a picture of that name; its bytes are those in `files`, or of a small one."""
        size = len(self.files.get(name, square(name, 4)))
        file = Attachment(channel, name, name, f"https://{self.name}.example/{name}", "image/png", size, alt)
        return await self.say(user, channel, "", content=Content(files=(file,)))

    async def change(self, posted: Posted, text: str) -> Edited:
        """Its author edits a message."""
        shown = self.messages[posted.message.id]
        shown.content, shown.edited_at = plain(text), max(self._now(), shown.edited_at + 0.001)
        key = f"{self.name} edit {posted.message.id} {shown.edited_at}"
        edited = Edited(key, shown.edited_at, posted.message, posted.author, shown.content)
        await self._tell(edited)
        return edited

    async def remove(self, *messages: MessageRef) -> Deleted:
        """Messages are deleted by a person, in one go."""
        for message in messages:
            self.messages.pop(message.id, None)
        deleted = Deleted(f"{self.name} gone {messages[0].id}", self._now(), messages)
        await self._tell(deleted)
        return deleted

    async def put(self, user: str, message: MessageRef, char: str, present: bool = True) -> Reacted:
        """Someone reacts, or takes it back."""
        self._put(message, user, char, present)
        key = f"{self.name} reaction {next(self._ids)}"
        reacted = Reacted(key, self._now(), message, Author(self.account(user), user), Emoji("", char), present)
        await self._tell(reacted)
        return reacted

    def shown(self, channel: ChannelRef) -> list[Shown]:
        """What a channel shows, its threads' messages included, oldest first."""
        return [shown for shown in self.messages.values() if shown.ref.channel.parent == channel]

    def lines(self, channel: ChannelRef) -> list[str]:
        """What a channel shows, as `author: text`."""
        return [f"{shown.author}: {shown.text}" for shown in self.shown(channel)]

    def trouble(
        self, call: str, raises: Callable[[], PlatformError], *, times: int = 1, performs: bool = False
    ) -> None:
        """Let the next calls of one kind fail."""
        self.troubles.append(Trouble(call, raises, times, performs))

    def _call(self, call: str, what: str) -> Troubled:
        task = asyncio.current_task()
        assert task is None or task.get_name() != "database writer", "a platform call inside a unit of work"
        self.calls.append((call, what))
        where = (
            known.ref.channel.id
            if (known := self.messages.get(what))
            else ChannelRef.parse(what).id
            if "/" in what
            else ""
        )
        for shut in {where, ANYWHERE} & self.shut.keys():
            raise self.shut[shut]
        due = next((trouble for trouble in self.troubles if trouble.call == call and trouble.times > 0), None)
        if due is not None:
            due.times -= 1
        return Troubled(due)

    def account(self, user: str) -> AccountRef:
        """Somebody's account."""
        return AccountRef(self.name, "" if self.homeless else self.community.id, user)

    def _posted(self, shown: Shown, author: Author) -> Posted:
        key = f"{self.name} post {shown.ref.id}"
        return Posted(key, shown.at, shown.ref, author, shown.content, ours=shown.ours)

    def _put(self, message: MessageRef, user: str, char: str, present: bool) -> None:
        reactions = self.messages[message.id].reactions
        (reactions.add if present else reactions.discard)((char, user))

    async def _tell(self, incoming: Incoming) -> None:
        """Tell the core, and tell it again when it did not record it, as platforms do."""
        if self.core is None:
            return
        for _ in range(TELLINGS):
            with contextlib.suppress(ConnectionError):
                await self.core.heard(incoming)
                break
