"""What people do in a town while the bot is away: a day of it, drawn by dice, in the order of its happening."""

from __future__ import annotations

import random
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.gaps.town import PEOPLE, Side, Town

EMOJI = ("👍", "🎉", "👀", "🙏")
IN_THREAD, AND_IN_CHANNEL, LOUD = 0.25, 0.2, 0.05  # shares: of all, of replies on Slack, of all


@dataclass
class Said:
    """A message that somebody wrote, or a copy of one. `replies`: whether there are any, so that it is not deleted."""

    side: Side
    id: str
    place: str  # where Discord has it: the channel, or the thread
    who: int
    tag: str
    ours: bool = False
    replies: bool = False
    broadcast: bool = False
    shows: set[tuple[int, str]] = field(default_factory=set)


@dataclass
class People:
    """Everybody in town. What they say is tagged: `s1`, `s2` … in Slack, `d1` … in Discord."""

    town: Town
    dice: random.Random
    said: list[Said] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def write(self, side: Side, root: Said | None = None, *, broadcast: bool = False) -> Said:
        """Somebody writes."""
        who, tag = self.dice.randrange(PEOPLE), f"{side.platform[0]}{next(self.numbers)}"
        loud = f"@everyone <@{self.dice.choice(side.people)}> " if self.dice.random() < LOUD else ""
        text = f"{loud}{tag} has {self.dice.randrange(100)} beds to give"
        place = side.channel
        more: dict[str, Any] = {}
        if root is not None:
            root.replies = True
            more = {"thread": root.id}
            if side.platform == "slack":
                more["broadcast"] = broadcast
            else:
                place = root.id
                if root.id not in side.server.world.channels:
                    await side.do("start_thread", who, message=root.id, name=root.tag)
        said = Said(side, await side.say(text, who, **more), place, who, tag, broadcast=broadcast)
        self.said.append(said)
        return said

    async def writes(self) -> None:
        """Somebody writes in some channel, or in one of its threads."""
        side = self.dice.choice(self.town.sides)
        roots = [each for each in self.said[-200:] if each.side is side and each.place == side.channel and _plain(each)]
        if roots and self.dice.random() < IN_THREAD:
            broadcast = side.platform == "slack" and self.dice.random() < AND_IN_CHANNEL
            await self.write(side, self.dice.choice(roots), broadcast=broadcast)
        else:
            await self.write(side)

    async def edits(self) -> None:
        """Somebody changes what they wrote."""
        said = self._one(lambda it: not it.ours)
        text = f"{said.tag} has {self.dice.randrange(100, 200)} beds to give"
        await said.side.do("edit", said.who, channel=said.place, message=said.id, text=text)

    async def deletes(self) -> None:
        """Somebody takes away what they wrote."""
        said = self._one(lambda it: not it.ours and not it.replies)
        await said.side.do("delete", said.who, channel=said.place, message=said.id)
        self.said.remove(said)

    async def reacts(self) -> None:
        """Somebody reacts to something, or takes it back."""
        said = self._one(lambda it: not it.broadcast)
        who, emoji = self.dice.randrange(PEOPLE), self.dice.choice(EMOJI)
        if said.shows and self.dice.random() < 0.5:
            who, emoji = self.dice.choice(sorted(said.shows))
        act = "unreact" if (who, emoji) in said.shows else "react"
        await said.side.do(act, who, channel=said.place, message=said.id, emoji=emoji)
        said.shows ^= {(who, emoji)}

    def _one(self, fits: Callable[[Said], bool]) -> Said:
        while True:
            said = self.dice.choice(self.said)
            if fits(said):
                return said

    async def live(self, *, seconds: float, posts: int, edits: int = 0, deletions: int = 0, reactions: int = 0) -> None:
        """So much happens, spread over so many seconds of the town's clock."""
        acts: list[Callable[[], Coroutine[Any, Any, None]]] = [self.writes] * posts
        acts += [self.edits] * edits + [self.deletes] * deletions + [self.reacts] * reactions
        self.dice.shuffle(acts)
        if not self.said:
            await self.writes()
        for act in acts:
            self.town.clock.ahead += seconds / len(acts)
            await act()


def _plain(said: Said) -> bool:
    return not said.broadcast
