"""What people do in a town, so that every way of a message is gone: say, edit, delete, reply, thread, react, file.

On Slack everything is told until it is recorded, on Discord once: so on Discord the next thing is done when the bot is
connected and has heard the one before. While no bot is there nobody waits, and neither side tells of it later.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.crash.keeper import Keeper
from tests.crash.oracle import Line, lines
from tests.crash.town import Side, file

SENTENCE = "{tag} This is sentence {number} of a long account of a day on the ward."


class Story:
    """The people of a town, whose every message has a tag.

    A chapter can be told many times: by then the tag `s1` stands for `s101`, `s201` and so on.
    """

    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper
        self._chapter = 0
        self.slack = keeper.town.slack
        self.discord = keeper.town.discord
        self._ids: dict[str, str] = {}

    async def play(self) -> None:
        """Everything, once: what is said while a bot is there, and while none is."""
        await self.present()
        await self.absent()

    def turn_the_page(self) -> None:
        """From now on every tag is a new one."""
        self._chapter += 1

    async def present(self) -> None:
        """What people do while a bot is there."""
        await self.says("s1", "Who has a bed for tonight?")
        await self.says("d1", "We have two.")
        await self.copied("s1", "d1")

        await self.says("s2", "For one gentleman, walking.")  # the answer to this copy's post gets lost
        await self.says("d2", "The kitchen closes at seven.")  # and to this one's
        await self.copied("s2", "d2")
        await self.edits("s2", f"For one gentleman, walking with a frame. <@{self.discord.people[0]}> @everyone")
        await self.edits("d2", "The kitchen closes at eight.")

        await self.says("s3", "He can be ready by four.", thread=self.id("s1"))
        await self.says("d3", "Then we keep his supper.", reply_to=self.id("d1"))
        await self.says("s4", sentences(self._tag("s4")))
        await self.says("s5", "Wrong channel, sorry.")
        await self.says("d5", "Testing my phone.")
        await self.says("d7", "I am called as a copy's author is.", who=2)
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
        await self.edits("s1", "Who has a bed for tonight?")  # as it was
        await self.overtaken()
        await self.moderated()

    async def overtaken(self) -> None:
        """Slack tells of messages later than of what happens to them."""
        self.keeper.town.tell_later()
        await self.says("s8", "Two more are coming.")
        await self.says("s9", "At five?", thread=self.id("s8"))
        await self.edits("s8", "Three more are coming.")
        await self.reacts(self.slack, "s8", "👀")
        self.keeper.town.tell_later()
        await self.says("s10", "Forget it.")
        await self.deletes("s10")

    async def moderated(self) -> None:
        """Those who may take away what others did."""
        await self.says("d8", "Buy cheap pills.")
        await self.says("d9", "I like this.")
        await self.copied("d8", "d9")
        await self.slack.do("delete", 1, message=self.copy_of("d8").id)
        await self.reacts(self.discord, "d9", "🔥")

        async def clear() -> str:
            return await self.discord.do("unreact_all", 1, message=self.id("d9"))

        await self.keeper.on_discord(
            self._tag("d9"), clear, lambda id: f"{self.discord.ref}/{id}:cleared:", in_history=False
        )

    async def webhook_goes(self) -> None:
        """A moderator removes the webhook by which copies come, so that another has to be made."""
        for webhook in list(self.discord.server.world.webhooks):
            where = {"community": self.discord.community, "user": self.discord.people[1]}
            await self.discord.server.acts["delete_webhook"](webhook=webhook, **where)

    async def absent(self) -> None:
        """What people do while no bot is there, with what was said before."""
        await self.says("s11", "Who is on tonight?")
        await self.says("d11", "I am.")
        await self.says("s12", "Please ignore this.")
        await self.says("d12", "This too.")
        await self.copied("s11", "d11", "s12", "d12")
        self.keeper.town.dawdle()
        await self.says("s16", "I am off.")  # the copy is under way when the bot is told to end
        async with self.keeper.away():
            await self.says("s13", "Is anybody there?")
            await self.says("d13", "Only me.")
            await self.says("s14", "So am I.", thread=self.id("s11"))
            await self.discord.do("start_thread", message=self.copy_of("s11").id, name="Tonight")
            await self.says("d14", "Good night then.", thread=self.copy_of("s11").id)
            await self.edits("s11", "Who is on tomorrow?")
            await self.edits("d11", "I was.")
            await self.deletes("s12")
            await self.deletes("d12")
            await self.says("s15", "One more thing.")
            await self.says("d15", "Not now.")
        await self.keeper.connected()

    async def chatter(self, messages: int) -> None:
        """So many messages on each side, which nobody answers; Slack's people are quicker."""
        await self.slack.server.connected(self.slack.community, 2)
        for number in range(1, messages + 1):
            await self.says(f"s{number}", "How many?")
        for number in range(1, messages + 1):
            await self.says(f"d{number}", "So many.")

    async def says(self, tag: str, words: str, *, who: int = 0, **more: Any) -> None:
        """Somebody writes."""
        side, tag = self._of(tag), self._tag(tag)

        async def post() -> str:
            return await side.do("post", who, text=words if words.startswith(tag) else f"{tag} {words}", **more)

        if side is self.slack:
            self._ids[tag] = await post()
        else:
            self._ids[tag] = await self.keeper.on_discord(
                tag, post, lambda id: f"{side.ref}/{id}:posted", in_history=True
            )

    async def edits(self, tag: str, words: str) -> None:
        """Whoever wrote it changes it."""
        await self._changes(tag, ":edited:", "edit", in_history=True, text=f"{self._tag(tag)} {words}")

    async def deletes(self, tag: str) -> None:
        """Whoever wrote it takes it away."""
        await self._changes(tag, ":deleted:", "delete", in_history=False)

    async def _changes(self, tag: str, told: str, act: str, *, in_history: bool, **more: Any) -> None:
        side, id = self._of(tag), self.id(tag)

        async def change() -> str:
            return await side.do(act, message=id, **more)

        if side is self.slack:
            await change()
        else:
            key = f"{side.ref}/{id}{told}"
            await self.keeper.on_discord(self._tag(tag), change, lambda _: key, in_history=in_history)

    async def reacts(self, side: Side, tag: str, emoji: str) -> None:
        """Somebody on a side reacts to a message, or to its copy."""
        id = self.id(tag) if side is self._of(tag) else self.copy_of(tag).id

        async def react() -> str:
            return await side.do("react", 1, message=id, emoji=emoji)

        if side is self.slack:
            await react()
        else:
            key = f"{side.ref}/{id}:{side.people[1]}:{emoji}:True"
            await self.keeper.on_discord(self._tag(tag), react, lambda _: key, in_history=False)

    async def copied(self, *tags: str) -> None:
        """Wait until messages have their copies."""

        def shown(tag: str) -> Callable[[], Any]:
            async def copy() -> bool:
                return self._copies(tag) != []

            return copy

        for tag in tags:
            await self.keeper.until(f"a copy of {self._tag(tag)}", shown(tag))

    def copy_of(self, tag: str) -> Line:
        """A message's copy."""
        return self._copies(tag)[0]

    def _copies(self, tag: str) -> list[Line]:
        other = self.discord if self._of(tag) is self.slack else self.slack
        return [line for line in lines(other) if line.ours and line.tag == self._tag(tag)]

    def _of(self, tag: str) -> Side:
        return self.slack if tag.startswith("s") else self.discord

    def _tag(self, tag: str) -> str:
        return f"{tag[0]}{100 * self._chapter + int(tag[1:])}"

    def id(self, tag: str) -> str:
        """The platform's id of a message."""
        return self._ids[self._tag(tag)]


def sentences(tag: str) -> str:
    """So many that they are copied in parts."""
    return " ".join(SENTENCE.format(tag=tag, number=number) for number in range(40))
