"""A member who asks the bot for something, and what they are told."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Caller, Command, Form, Press
from adapters.contract.content import Content
from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from adapters.contract.walk import text_of
from tests.fakes.platform import FakePlatform, Shown
from tests.stories.conftest import World


@dataclass(frozen=True)
class Member:
    """Somebody in a channel; an `admin` runs the community on its platform."""

    world: World
    platform: FakePlatform
    channel: ChannelRef
    name: str
    admin: bool = False

    @property
    def account(self) -> AccountRef:
        return AccountRef(self.platform.name, self.platform.community.id, self.name)

    @property
    def caller(self) -> Caller:
        return Caller(self.account, self.name, self.admin)

    async def use(self, name: str, /, **answers: str) -> Content:
        """Use a command, or submit its form."""
        declared = next(it for it in self.world.bot.app.declarations if it.name == name)
        if declared.form:
            asked: Command | Form = Form(name, "", self.caller, self.channel, answers)
        else:
            asked = Command(name, self.caller, self.channel, answers)
        answer = await self.world.bot.app.asked(asked)
        await self.world.rest()
        return answer

    async def told(self, name: str, /, **answers: str) -> str:
        """Use a command; what it says."""
        return text_of(await self.use(name, **answers))

    async def press(self, where: Content | Shown, label: str) -> str:
        """Press a button of an answer, or of a message; what is said then."""
        content = where if isinstance(where, Content) else where.content
        [button] = [button for button in content.buttons if button.label == label]
        return await self.forge(button.action, button.argument)

    async def forge(self, action: str, argument: str) -> str:
        """Send what a button would send."""
        message = MessageRef(self.channel, "pressed")
        answer = await self.world.bot.app.asked(Press(action, argument, self.caller, self.channel, message))
        await self.world.rest()
        return text_of(answer)

    async def say(self, text: str) -> None:
        """Write a message."""
        await self.platform.say(self.name, self.channel, text)
        await self.world.rest()

    def sees(self) -> list[str]:
        """What the channel shows of people's messages."""
        return [line for line in self.platform.lines(self.channel) if not line.startswith("Unsilo: ")]

    def notices(self) -> list[str]:
        """What the bot says in the channel in its own name."""
        return [shown.text for shown in self.platform.shown(self.channel) if shown.author == "Unsilo"]

    def newest(self) -> Shown:
        """The newest message in the channel."""
        return self.platform.shown(self.channel)[-1]
