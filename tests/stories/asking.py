"""A member who asks the bot for something, and what they are told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from adapters.contract.commands import NOT_ASKED, Answers, Beginning, Caller, Command, Form, Press, Quoted, Venue
from adapters.contract.content import Content
from adapters.contract.forms import Opened
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef
from adapters.contract.walk import text_of
from tests.fakes.platform import FakePlatform, Shown
from tests.stories.conftest import World


@dataclass(frozen=True)
class Member:
    """Somebody in a channel; an `admin` runs the community on its platform. `runs`: what it says so of elsewhere, and
    `within`: in which communities they are. A `stranger` belongs to another organisation.
    `private`: their channel is a thread that only some may read.
    """

    world: World
    platform: FakePlatform
    channel: ChannelRef
    name: str
    admin: bool = False
    venue: Venue = NOT_ASKED
    runs: frozenset[CommunityRef] = frozenset()
    within: frozenset[CommunityRef] = frozenset()
    stranger: bool = False
    private: bool = False

    @property
    def account(self) -> AccountRef:
        return self.platform.account(self.name)

    @property
    def caller(self) -> Caller:
        return Caller(self.account, self.name, self.admin, self.runs, self.within, self.stranger)

    async def use(self, name: str, /, **answers: str) -> Content:
        """Use a command, or submit its form."""
        declared = next(it for it in self.world.bot.app.declarations if it.name == name)
        if declared.form:
            asked: Command | Form = Form(name, "", self.caller, self.channel, answers, None, self.venue)
        else:
            asked = Command(name, self.caller, self.channel, answers, None, None, self.venue)
        asked = replace(asked, private=self.private)
        answer = await self.world.bot.app.asked(asked)
        await self.world.rest()
        return answer

    async def choose(
        self, message: MessageRef, name: str, /, *, quoted: Quoted | None = None, **answers: str
    ) -> Content:
        """Choose a command in a message's menu; submit its form, if it opens one."""
        declared = next(it for it in self.world.bot.app.declarations if it.name == name)
        if declared.form:
            asked: Command | Form = Form(name, "", self.caller, self.channel, answers, message)
        else:
            asked = Command(name, self.caller, self.channel, answers, message, quoted)
        answer = await self.world.bot.app.asked(asked)
        await self.world.rest()
        return answer

    async def begins(self, name: str, argument: str = "", *, quoted: Quoted | None = None) -> Answers | Content:
        """The answers with which a form opens, or why it does not."""
        found = await self.opens(name, argument, quoted=quoted)
        return found.answers if isinstance(found, Opened) else found

    async def opens(self, name: str, argument: str = "", *, quoted: Quoted | None = None) -> Opened | Content:
        """A form as it opens before them, or why it does not."""
        return await self.world.bot.app.begins(
            Beginning(name, argument, self.caller, self.channel, None, quoted, self.private)
        )

    async def fill(self, where: Content | Shown, label: str, /, **answers: str) -> Content:
        """Press a button that opens a form, and submit it."""
        content = where if isinstance(where, Content) else where.content
        [button] = [button for button in content.buttons if button.label == label]
        form = Form(button.action, button.argument, self.caller, self.channel, answers, None, self.venue)
        answer = await self.world.bot.app.asked(form)
        await self.world.rest()
        return answer

    async def told(self, name: str, /, **answers: str) -> str:
        """Use a command; what it says."""
        return text_of(await self.use(name, **answers))

    async def types(self, words: str) -> str:
        """Type words behind a slash that are no command; what is said then."""
        return text_of(await self.world.bot.app.asked(Command(words, self.caller, self.channel, {})))

    async def press(self, where: Content | Shown, label: str) -> str:
        """Press a button of an answer, or of a message; what is said then."""
        return text_of(await self.use_button(where, label))

    async def use_button(self, where: Content | Shown, label: str) -> Content:
        """Press a button; the answer."""
        content = where if isinstance(where, Content) else where.content
        [button] = [button for button in content.buttons if button.label == label]
        return await self._send(button.action, button.argument)

    async def press_on(self, name: str, label: str) -> Content:
        """Use a command, and press a button of what it says; the answer."""
        return await self.use_button(await self.use(name), label)

    async def submit(self, name: str, argument: str, /, **answers: object) -> Content:
        """Submit the form that a button opened."""
        asked = Form(name, argument, self.caller, self.channel, cast(Answers, answers))
        answer = await self.world.bot.app.asked(asked)
        await self.world.rest()
        return answer

    async def forge(self, action: str, argument: str) -> str:
        """Send what a button would send."""
        return text_of(await self._send(action, argument))

    async def _send(self, action: str, argument: str) -> Content:
        message = MessageRef(self.channel, "pressed")
        asked = Press(action, argument, self.caller, self.channel, message, self.venue)
        answer = await self.world.bot.app.asked(asked)
        await self.world.rest()
        return answer

    async def say(self, text: str) -> None:
        """Write a message."""
        await self.platform.say(self.name, self.channel, text)
        await self.world.rest()

    def sees(self) -> list[str]:
        """What the channel shows of people's messages."""
        return [line for line in self.platform.lines(self.channel) if not line.startswith("Unsilo: ")]

    def notices(self) -> list[str]:
        """What the bot says in the channel in its own name, but for the notice that it pins."""
        others = (shown for shown in self._ours() if not any(it.label == "Opt out" for it in shown.content.buttons))
        return [shown.text for shown in others if shown.ref.id not in self.platform.pinned]

    def pinned(self) -> list[Shown]:
        """What the bot has pinned to the channel."""
        return [shown for shown in self._ours() if shown.ref.id in self.platform.pinned]

    def letters(self) -> list[Shown]:
        """What the bot told them privately."""
        return self.platform.shown(self.platform.channel(f"dm-{self.name}"))

    def newest(self) -> Shown:
        """The newest message in the channel."""
        return self.platform.shown(self.channel)[-1]

    def _ours(self) -> list[Shown]:
        return [shown for shown in self.platform.shown(self.channel) if shown.author == "Unsilo"]
