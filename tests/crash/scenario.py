"""What people say while the bot lives and dies: a little of everything, in both directions.

Each waits for what they answer to, and nobody for the bot otherwise: Slack's people go on while it is down.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.crash.keeper import Keeper
from tests.crash.oracle import Line, lines
from tests.crash.town import Side, file

LONG = " ".join(f"s4 This is sentence {number} of a long account of a day on the ward." for number in range(40))


class Story:
    """The people of a town, whose every message has a tag."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self.slack = keeper.town.slack
        self.discord = keeper.town.discord
        self._ids: dict[str, str] = {}

    async def play(self) -> None:
        """Everything, to the end."""
        await self.says("s1", "Who has a bed for tonight?")
        await self.says("d1", "We have two.")
        await self.copied("s1", "d1")

        await self.says("s2", "For one gentleman, walking.")  # the answer to this copy's post gets lost
        await self.says("d2", "The kitchen closes at seven.")  # and to this one's
        await self.copied("s2", "d2")
        await self.edits("s2", "For one gentleman, walking with a frame.")
        await self.edits("d2", "The kitchen closes at eight.")

        await self.says("s3", "He can be ready by four.", thread=self._ids["s1"])
        await self.says("d3", "Then we keep his supper.", reply_to=self._ids["d1"])
        await self.says("s4", LONG.removeprefix("s4 "))
        await self.says("s5", "Wrong channel, sorry.")
        await self.says("d5", "Testing my phone.")
        await self.copied("s3", "s5", "d5")

        await self.says("d4", "Has he eaten?", thread=self.copy_of("s1").id)
        await self.deletes("s5")
        await self.deletes("d5")
        await self.reacts(self.slack, "s1", "👍")
        await self.reacts(self.slack, "d1", "🎉")
        await self.reacts(self.discord, "d1", "👍")
        await self.reacts(self.discord, "s1", "🎉")
        await self.says("s6", "Our list.", files=[file("list.txt", "beds")])
        await self.says("d6", "Our rota.")

    async def chatter(self, messages: int) -> None:
        """So many messages on each side, which nobody answers; Slack's people are quicker."""
        await self.slack.server.connected(self.slack.community, 2)
        for number in range(1, messages + 1):
            await self.says(f"s{number}", "How many?")
        for number in range(1, messages + 1):
            await self.says(f"d{number}", "So many.")

    async def says(self, tag: str, words: str, **more: Any) -> None:
        """Somebody writes."""
        side = self._of(tag)

        async def post() -> str:
            return await side.do("post", text=f"{tag} {words}", **more)

        if side is self.slack:
            self._ids[tag] = await post()
        else:
            self._ids[tag] = await self._keeper.on_discord(
                tag, post, lambda id: f"{side.ref}/{id}:posted", in_history=True
            )

    async def edits(self, tag: str, words: str) -> None:
        """Whoever wrote it changes it."""
        await self._changes(tag, ":edited:", "edit", in_history=True, text=f"{tag} {words}")

    async def deletes(self, tag: str) -> None:
        """Whoever wrote it takes it away."""
        await self._changes(tag, ":deleted:", "delete", in_history=False)

    async def _changes(self, tag: str, told: str, act: str, *, in_history: bool, **more: Any) -> None:
        side, id = self._of(tag), self._ids[tag]

        async def change() -> str:
            return await side.do(act, message=id, **more)

        if side is self.slack:
            await change()
        else:
            await self._keeper.on_discord(tag, change, lambda _: f"{side.ref}/{id}{told}", in_history=in_history)

    async def reacts(self, side: Side, tag: str, emoji: str) -> None:
        """Somebody on a side reacts to a message, or to its copy."""
        id = self._ids[tag] if side is self._of(tag) else self.copy_of(tag).id

        async def react() -> str:
            return await side.do("react", 1, message=id, emoji=emoji)

        if side is self.slack:
            await react()
        else:
            who = side.people[1]
            await self._keeper.on_discord(tag, react, lambda _: f"{side.ref}/{id}:{who}:{emoji}:True", in_history=False)

    async def copied(self, *tags: str) -> None:
        """Wait until messages have their copies."""

        def shown(tag: str) -> Callable[[], Any]:
            async def copy() -> bool:
                return self._copies(tag) != []

            return copy

        for tag in tags:
            await self._keeper.until(f"a copy of {tag}", shown(tag))

    def copy_of(self, tag: str) -> Line:
        """A message's copy."""
        return self._copies(tag)[0]

    def _copies(self, tag: str) -> list[Line]:
        other = self.discord if self._of(tag) is self.slack else self.slack
        return [line for line in lines(other) if line.ours and line.tag == tag]

    def _of(self, tag: str) -> Side:
        return self.slack if tag.startswith("s") else self.discord
