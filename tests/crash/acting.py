"""What people do with the bot: they try again when it does not answer, and now and then press twice."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from sandbox.discord.components import walk
from sandbox.discord.errors import ApiError
from sandbox.slack.blocks import interactive
from sandbox.slack.errors import SlackError
from storage.database import Unit
from tests.crash.gathering import Gathering, Person

PATIENCE = 4.0  # seconds after which somebody tries again
PAUSE = 0.1  # seconds before that, when there was nothing to press, or nobody connected
TRIES = 300  # no figure: it ends a test that hangs
GLANCE = 0.02
NOT_NOW = (LookupError, TimeoutError, ApiError, SlackError)  # what was to be pressed is not there, or does not answer

Json = dict[str, Any]
Act = Callable[[], Awaitable[object]]
Done = Callable[[Unit], Awaitable[bool]]


class Acting:
    """People who use the bot's commands, buttons and forms."""

    def __init__(self, here: Gathering) -> None:
        self.here = here
        self._world = here.town.discord.server.world
        self._presses = 1

    async def does(self, what: str, act: Act, done: Done, *, twice: bool = False, again: bool = False) -> None:
        """Have something done: whoever gets no answer, since the bot died, tries again.

        Some press each button `twice` at once; some do all of it `again` when it is done.
        """
        keeper, self._presses = self.here.keeper, 2 if twice else 1

        async def is_done() -> bool:
            return await self.here.database.read(done)

        tries = 0
        while not await is_done():
            await keeper.connected()
            deaths = len(keeper.deaths)
            if not await self._attempt(act, deaths):
                tries += len(keeper.deaths) == deaths
                assert tries < TRIES, f"{what} does not happen: {keeper.log}"
                await asyncio.sleep(PAUSE)
                continue

            async def over(deaths: int = deaths) -> bool:
                return len(keeper.deaths) > deaths or await is_done()

            with contextlib.suppress(TimeoutError):
                await keeper.until(what, over, PATIENCE)
        if again:
            await keeper.connected()
            await self._attempt(act, len(keeper.deaths))

    async def _attempt(self, act: Act, deaths: int) -> bool:
        """Whether somebody got an answer; nobody waits for one of a bot that has died."""
        attempt = asyncio.ensure_future(act())
        try:
            async with asyncio.timeout(PATIENCE):
                while not attempt.done() and len(self.here.keeper.deaths) == deaths:
                    await asyncio.wait([attempt], timeout=GLANCE)
            if not attempt.done():
                return False
            attempt.result()
        except NOT_NOW:
            return False
        finally:
            attempt.cancel()
            await asyncio.gather(attempt, return_exceptions=True)
        return True

    async def presses(self, who: Person, words: str, label: str) -> Json:
        """Somebody presses a button of the newest message that they can read with these words; what they get."""
        if who.side is self.here.town.slack:
            channel, message = next(self._on_slack(who, words, label))
            [button] = [it for _, it in interactive(message["blocks"]) if _label(it) == label]
            given = {"message": message["ts"], "action": button["action_id"], "value": button.get("value")}
            return await self._press(who, channel, **given)
        channel, shown = next(self._on_discord(who, words, label))
        return await self._press_discord(who, channel, shown, label)

    async def uses(self, who: Person, command: str, label: str, **options: str) -> Json:
        """Somebody on Discord uses a command and presses a button of what it answers; what they get then."""
        made = await self._act(who, "command", channel=who.side.channel, name=command, options=options)
        return await self.follows(who, self._answered(made), label)

    async def follows(self, who: Person, answer: Json, label: str) -> Json:
        """Somebody on Discord presses a button of an answer that they alone see, once it is there."""

        def private() -> Any:
            return self._world.ephemerals.get(who.id, {}).get(answer["message"])

        async def there() -> bool:
            return any(it.get("label") == label for it in walk(private().components)) if private() else False

        await self.here.keeper.until("an answer", there, PATIENCE)
        return await self._press_discord(who, private().channel_id, private(), label)

    async def fills(self, who: Person, opened: Json, **values: Any) -> Json:
        """Somebody on Discord fills the form that a button opened, and sends it."""
        if opened["form"] is None:
            raise LookupError("no form was opened")
        server = who.side.server
        where = {"community": who.side.community, "user": who.id}
        return self._answered(await server.acts["submit"](**where, form=opened["interaction"], values=values))

    async def _press_discord(self, who: Person, channel: str, message: Any, label: str) -> Json:
        [button] = [it for it in walk(message.components) if it.get("label") == label]
        return await self._press(who, channel, message=message.id, action=button["custom_id"])

    async def _press(self, who: Person, channel: str, **pressed: Any) -> Json:
        presses = (self._act(who, "press", channel=channel, **pressed) for _ in range(self._presses))
        return self._answered((await asyncio.gather(*presses))[0])

    async def _act(self, who: Person, act: str, **more: Any) -> Json:
        where = {"community": who.side.community, "user": who.id}
        done: Json = await who.side.server.acts[act](**where, **more)
        return done

    def _answered(self, outcome: Json) -> Json:
        if outcome.get("error") or not outcome.get("answered", True):
            raise TimeoutError
        return outcome

    def _on_slack(self, who: Person, words: str, label: str) -> Iterator[tuple[str, Json]]:
        channels = who.side.server.workspace(who.side.community).channels.values()
        for channel in channels:
            if channel.kind == "im" and who.id not in channel.members:
                continue
            for message in reversed(channel.messages.values()):
                there = any(_label(it) == label for _, it in interactive(message.get("blocks", [])))
                if words in message["text"] and there:
                    yield channel.id, message
        raise LookupError(f"{who.name} reads nothing with {words}")

    def _on_discord(self, who: Person, words: str, label: str) -> Iterator[tuple[str, Any]]:
        for channel in self._world.channels.values():
            if channel.recipients and who.id not in channel.recipients:
                continue
            for message in reversed(channel.messages.values()):
                if words in message.content and any(it.get("label") == label for it in walk(message.components)):
                    yield channel.id, message
        raise LookupError(f"{who.name} reads nothing with {words}")


def _label(element: Json) -> str:
    return str(element.get("text", {}).get("text", "")) if element["type"] == "button" else ""
