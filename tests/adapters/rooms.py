"""What the exam of platforms is taken with: a room, a listener, and things to say."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import pytest

from adapters.contract.commands import Answers, Asked, Beginning, Declaration, Way, Who, ask
from adapters.contract.content import Attachment, Content, Paragraph, Text, plain
from adapters.contract.errors import Refused
from adapters.contract.fitting import FILES_TOGETHER
from adapters.contract.forms import Opened
from adapters.contract.incoming import Incoming, Posted
from adapters.contract.platform import Persona, Platform
from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from sandbox.faults import Fault
from sandbox.ledger import Entry, Ledger

PATIENCE = 100.0  # seconds; no figure: it ends a test that hangs
ANN, ANN_SHOWN = Persona("Ann Archer", home="Northgate"), "Ann Archer · Northgate"
MEMORY = 64 * 1024 * 1024  # bytes that files may take, all that are under way
I = TypeVar("I", bound=Incoming)  # noqa: E741


@dataclass(frozen=True)
class Seen:
    """A message as a person in the room sees it."""

    ref: MessageRef
    author: str
    text: str
    files: tuple[tuple[str, str, bytes], ...] = ()  # name, alt text, bytes
    reactions: frozenset[str] = frozenset()


class Room(Protocol):
    """What the exam needs of a platform under test."""

    platform: Platform
    channel: ChannelRef
    nowhere: ChannelRef  # no channel that the platform has or will ever have
    person: AccountRef

    async def say(self, text: str, thread: MessageRef | None = None) -> MessageRef:
        """The person posts."""

    async def change(self, message: MessageRef, text: str) -> None:
        """The person edits."""

    async def remove(self, message: MessageRef) -> None:
        """The person deletes."""

    async def put(self, message: MessageRef, char: str, present: bool) -> None:
        """The person reacts, or takes it back."""

    async def attach(self, name: str, alt: str, data: bytes) -> MessageRef:
        """The person posts a file."""

    async def seen(self) -> list[Seen]:
        """What the channel and its threads show, oldest first."""

    async def pinned(self) -> list[str]:
        """The ids of what is pinned in the channel, the oldest pin first."""

    async def use(self, name: str, **answers: str) -> list[str]:
        """The person uses a slash command; what they alone are told comes back (a form's answers are filled in)."""

    async def menu(self, name: str, message: MessageRef) -> list[str]:
        """The person uses a command of a message's menu, and submits its form as it opens, if it has one."""

    async def press(self, message: MessageRef, label: str) -> list[str]:
        """The person presses a button."""

    async def leave(self) -> None:
        """The person leaves, or has their account closed."""

    def demote(self) -> None:
        """The person, who ran the community, does no more."""

    def busy(self) -> None:
        """The next post is refused: too many."""

    def lose_answer(self) -> None:
        """The next post is performed, and its answer lost."""


@dataclass
class Listener:
    """A Core that remembers what it heard; `fail` times it does not record what it is told."""

    answer: Content = field(default_factory=lambda: plain("Only for you."))
    fail: int = 0
    incomings: list[Incoming] = field(default_factory=list)
    calls: list[Asked] = field(default_factory=list)
    first: Answers | Content = field(default_factory=dict)
    begun: list[Beginning] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def heard(self, incoming: Incoming) -> None:
        if self.fail and isinstance(incoming, Posted):
            self.fail -= 1
            raise ConnectionError("the database is away")
        async with self.changed:
            self.incomings.append(incoming)
            self.changed.notify_all()

    async def asked(self, call: Asked) -> Content:
        self.calls.append(call)
        return self.answer

    async def begins(self, form: Beginning) -> Opened | Content:
        self.begun.append(form)
        if isinstance(self.first, Content):
            return self.first
        return shown(next(each for each in DECLARATIONS if each.name == form.name), self.first)

    async def wait(self, kind: type[I], about: Callable[[I], bool] = lambda _: True) -> I:
        """The first Incoming of a kind that fits, now or when it comes."""

        def found() -> list[I]:
            return [it for it in self.incomings if isinstance(it, kind) and about(it)]

        async with asyncio.timeout(PATIENCE), self.changed:
            await self.changed.wait_for(found)
            return found()[0]


@dataclass(frozen=True)
class Survey:
    """Questions of the exam's form."""

    topic: str = ask("What is it about?")
    sector: str = ask("Your sector", choices=(("nhs", "NHS"), ("care", "Social care")))


DECLARATIONS = (
    Declaration("examine", "Examine", "A command without questions"),
    Declaration("examine survey", "Survey", "A command with a form", Survey, form=True),
    Declaration("examine-this", "Examine this", "A command in a message's menu", ways=frozenset({Way.MENU})),
    Declaration(
        "examine-words", "Examine words", "Its form begins", Survey, frozenset({Way.MENU}), form=True, begins=True
    ),
    Declaration("examine ours", "Ours", "Only organisers' form", Survey, who=Who.ORGANISER, form=True),
    Declaration("examine more", "More", "Behind a button", ways=frozenset({Way.BUTTON})),
)


def shown(declared: Declaration, first: Answers | None = None) -> Opened:
    """A form as it is declared, with the answers with which it begins."""
    return Opened(declared.name, declared.title, declared.asks, first or {}, "Post it", "Not now", "(if you like)")


def words(text: str, *files: Attachment) -> Content:
    """A plain message."""
    return Content((Paragraph((Text(text),)),), files=files)


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)


def picture(channel: ChannelRef, name: str = "ward plan.png") -> Attachment:
    """A picture with its bytes, to be sent."""
    return Attachment(channel, "f", name, "", "image/png", len(PNG), "A plan of ward 7", data=PNG)


async def is_cut_off(platform: Platform, file: Attachment, endless: Fault) -> None:
    """A file that never ends is refused: no more of it is read than may be, in no more memory than there may be."""
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match=r"too large|larger than"):
            await platform.read(file, FILES_TOGETHER)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MEMORY
    assert endless.sent < 2 * FILES_TOGETHER


async def until(ledger: Ledger, met: Callable[[], bool]) -> None:
    """Wait until something has happened on a server of the sandbox."""
    happened = asyncio.Event()

    def watch(_: Entry) -> None:
        happened.set()

    ledger.watchers.append(watch)
    try:
        async with asyncio.timeout(PATIENCE):
            while not met():
                happened.clear()
                await happened.wait()
    finally:
        ledger.watchers.remove(watch)
