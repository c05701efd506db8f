"""Who was told what, in Jepsen's words: what is to stand in each place, and what the platforms show there.

A place is a channel (`slack getting-home`) or a person, whose private messages from the bot are meant. A message is
known by words that it had when it was posted, since what it says may change later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.discord.model import DEFAULT
from sandbox.ledger import Entry
from sandbox.server import Sandbox

Words = tuple[str, ...]
Notice = tuple[str, Words]  # where something stands, and by which words it is known


@dataclass
class Told:
    """By place and words, what must not be. All empty: everybody was told everything, once, and nothing else."""

    missed: list[str] = field(default_factory=list)  # to be told, and not there
    doubled: list[str] = field(default_factory=list)  # there more often than it was to be told
    unexpected: list[str] = field(default_factory=list)  # there, and nobody was to be told it
    stale: list[str] = field(default_factory=list)  # does not say what it should say by now


@dataclass(frozen=True)
class Shown:
    """A message of the bot's that stands somewhere: its words when it was posted, and now."""

    place: str
    id: str
    first: str
    now: str


class Telling:
    """What is to be told in a sandbox, and what is. `people`: by platform and id, what they are called."""

    def __init__(self, sandbox: Sandbox, people: Mapping[tuple[str, str], str]) -> None:
        self._sandbox = sandbox
        self._people = people
        self._first: dict[tuple[str, str, str], str] = {}
        self.expected: Counter[Notice] = Counter()
        self.allowed: set[Notice] = set()  # what may stand there once
        self.says: dict[Notice, Words] = {}  # what a notice should say by now
        self.posts = 0  # of the bot's, in all
        sandbox.ledger.watchers.append(self._note)

    def expect(self, place: str, *words: str) -> None:
        """From now on, one more message with these words is to stand there."""
        self.expected[place, words] += 1

    def allow(self, place: str, *words: str) -> None:
        """A message with these words may stand there, once."""
        self.allowed.add((place, words))

    def expect_now(self, place: str, words: Words, *now: str) -> None:
        """The message that was posted with these words is to say this from now on."""
        self.says[place, words] = now

    def missing(self) -> list[str]:
        """What is not there yet, or does not say yet what it should."""
        told = self.judge()
        return [*told.missed, *told.stale]

    def judge(self) -> Told:
        """What must not be."""
        told, shown = Told(), list(self.shown())
        for (place, words), count in {**dict.fromkeys(self.allowed, 1), **self.expected}.items():
            mine = [it for it in shown if _is(it, place, words)]
            if len(mine) < count and (place, words) in self.expected:
                told.missed.append(f"{place}: {words}")
            if len(mine) > count:
                told.doubled.append(f"{place}: {words}")
        for it in shown:
            if not any(_is(it, place, words) for place, words in (*self.expected, *self.allowed)):
                told.unexpected.append(f"{it.place}: {it.first}")
        for (place, words), now in self.says.items():
            for it in shown:
                if _is(it, place, words) and not all(word in it.now for word in now):
                    told.stale.append(f"{place}: {now} is not in {it.now}")
        return told

    def shown(self) -> Iterator[Shown]:
        """All that stands anywhere in the bot's name."""
        for workspace in self._sandbox.slack.workspaces.values():
            for channel in workspace.channels.values():
                for ts, message in channel.messages.items():
                    if message.get("bot_id"):
                        yield self._shown("slack", channel, channel.members, ts, message["text"])
        world = self._sandbox.discord.world
        bots = {bot.user.id for bot in world.bots.values()}
        for place in world.channels.values():
            for id, said in place.messages.items():
                if said.author.id in bots and said.type == DEFAULT:  # neither people's nor the platform's
                    yield self._shown("discord", place, place.recipients, id, said.content)

    def _shown(self, platform: str, channel: Any, members: Any, id: str, now: str) -> Shown:
        private = channel.kind == "im" if platform == "slack" else bool(channel.recipients)
        who = next((self._people[platform, it] for it in members if (platform, it) in self._people), "")
        place = who if private else f"{platform} {channel.name}"
        return Shown(place, id, self._first.get((platform, channel.id, id), now), now)

    def _note(self, entry: Entry) -> None:
        if (entry.who, entry.act) == ("bot", "post"):
            self.posts += 1
            self._first[entry.platform, entry.channel, entry.ref] = str(entry.data.get("text", ""))


def _is(it: Shown, place: str, words: Words) -> bool:
    return it.place == place and all(word in it.first for word in words)
