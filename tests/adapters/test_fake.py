"""The fake platform takes the exam that the real ones take, so it cannot lie about them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.contract.commands import Asked, Beginning, Caller, Command, Form, Press, Quoted
from adapters.contract.content import Content
from adapters.contract.incoming import Posted
from adapters.contract.refs import AccountRef, MessageRef
from adapters.contract.walk import text_of
from tests.adapters.conformance import Exam
from tests.adapters.rooms import DECLARATIONS, Listener, Seen
from tests.fakes.clock import FakeClock
from tests.fakes.platform import NOWHERE, FakePlatform, busy, lost


class FakeRoom:
    """A room on the fake platform."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.platform = FakePlatform("fake", self.clock.now)
        self.channel = self.platform.channel("talk")
        self.nowhere = self.platform.channel(NOWHERE)
        self.person = AccountRef("fake", "home", "Pat")
        self._posted: dict[str, Posted] = {}

    async def say(self, text: str, thread: MessageRef | None = None) -> MessageRef:
        self.clock.time += 1
        channel = self.channel if thread is None else thread.as_thread
        return self._keep(await self.platform.say("Pat", channel, text))

    async def attach(self, name: str, alt: str, data: bytes) -> MessageRef:
        self.platform.files[name] = data
        return self._keep(await self.platform.attach("Pat", self.channel, name, alt))

    async def change(self, message: MessageRef, text: str) -> None:
        await self.platform.change(self._posted[message.id], text)

    async def remove(self, message: MessageRef) -> None:
        await self.platform.remove(message)

    async def put(self, message: MessageRef, char: str, present: bool) -> None:
        await self.platform.put("Pat", message, char, present)

    async def leave(self) -> None:
        self.platform.gone.add("Pat")

    def demote(self) -> None:
        self.platform.lapsed.add("Pat")

    async def seen(self) -> list[Seen]:
        return [
            Seen(
                shown.ref,
                shown.author,
                shown.text,
                tuple((file.name, file.alt, file.data or b"") for file in shown.content.files),
                frozenset(char for char, _ in shown.reactions),
            )
            for shown in self.platform.shown(self.channel)
        ]

    async def pinned(self) -> list[str]:
        return sorted(self.platform.pinned)

    async def use(self, name: str, **answers: str) -> list[str]:
        declared = next(it for it in DECLARATIONS if it.name == name)
        if not declared.form:
            return await self._ask(Command(name, self._by, self.channel, answers))
        assert self.platform.core is not None
        opened = await self.platform.core.begins(Beginning(name, "", self._by, self.channel))
        if isinstance(opened, Content):
            return [text_of(opened)]
        return await self._ask(Form(name, "", self._by, self.channel, answers))

    async def menu(self, name: str, message: MessageRef) -> list[str]:
        quoted = Quoted(self.person, text_of(self.platform.messages[message.id].content))
        if next(it for it in DECLARATIONS if it.name == name).form:
            begun = Beginning(name, "", self._by, self.channel, message, quoted)
            assert self.platform.core is not None
            opened = await self.platform.core.begins(begun)
            assert not isinstance(opened, Content)
            return await self._ask(Form(name, "", self._by, self.channel, opened.answers, message))
        return await self._ask(Command(name, self._by, self.channel, {}, message, quoted))

    async def press(self, message: MessageRef, label: str) -> list[str]:
        buttons = self.platform.messages[message.id].content.buttons
        [button] = [it for it in buttons if it.label == label]
        return await self._ask(Press(button.action, button.argument, self._by, self.channel, message))

    def busy(self) -> None:
        self.platform.trouble("send", busy)

    def lose_answer(self) -> None:
        self.platform.trouble("send", lost, performs=True)

    @property
    def _by(self) -> Caller:
        return Caller(self.person, "Pat")

    async def _ask(self, call: Asked) -> list[str]:
        assert self.platform.core is not None
        return [text_of(await self.platform.core.asked(call))]

    def _keep(self, posted: Posted) -> MessageRef:
        self._posted[posted.message.id] = posted
        return posted.message


@pytest.fixture
async def room(listener: Listener) -> AsyncIterator[FakeRoom]:
    made = FakeRoom()
    task = asyncio.create_task(made.platform.run(listener, DECLARATIONS))
    await made.platform.connected.wait()
    yield made
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


class TestFake(Exam):
    """The fake's exam."""
