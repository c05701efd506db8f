"""The story that `unsilo demo --once` plays: what people do on each side, and what each side must show in the end."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from rich.console import Console
from rich.text import Text

from sandbox import scenes
from sandbox.cast import SHARED
from sandbox.ledger import Entry
from sandbox.server import Sandbox

PATIENCE = 10.0
PLAN = b"Elm Ward, night round\n22:00 lights low\n02:00 check\n"
CHECKLIST = b"Going home checklist\n1. Medicines\n2. Transport\n3. Who is at home?\n"
NOTICES = (18, 21)  # Discord's own: "started a thread", and what stands first in one
HOSPITAL, COMMONS = "Northgate Hospitals NHS Trust", "CareTech Commons"


class Mismatch(Exception):
    """A side does not show what it should; `args[0]` says which and what."""


@dataclass(frozen=True, slots=True)
class Line:
    """A message as a reader sees it: `thread` holds the first words of its thread's first message."""

    author: str
    text: str
    thread: str = ""
    reactions: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


class Side:
    """One community's shared channel: what people do there, and what it shows."""

    def __init__(self, name: str, server: Any, community: str, channel: str, people: dict[str, str]) -> None:
        self.name = name
        self._server = server
        self._community = community
        self._channel = channel
        self._people = people
        self._before = {message["id"] for message in self._messages()}

    async def do(self, act: str, who: str, **more: Any) -> str:
        """Somebody acts in the channel; the id of the message comes back."""
        where = {"community": self._community, "user": self._people[who], "channel": self._channel}
        done = await self._server.acts[act](**where, **more)
        return str(done.get("message", ""))

    def id(self, words: str) -> str:
        """The id of the message that begins so. Raises LookupError when there is none, or more than one."""
        [found] = [it["id"] for it in self._new() if _text(it).startswith(words)] or [None]
        if found is None:
            raise LookupError(words)
        return str(found)

    def shows(self, words: str) -> bool:
        """Whether there is a message that begins so."""
        return any(_text(message).startswith(words) for message in self._new())

    def lines(self) -> list[Line]:
        """What the channel shows of the story, in the order of its writing."""
        texts = {message["id"]: _text(message) for message in self._messages()}
        return [
            Line(
                message["author"]["name"],
                _text(message),
                texts.get(message["root"], "")[:20],
                tuple(sorted(reaction["emoji"] for reaction in message["reactions"])),
                tuple(file["name"] for file in message["files"]),
            )
            for message in self._new()
            if not message["deleted"]
        ]

    def _new(self) -> list[dict[str, Any]]:
        return [message for message in self._messages() if message["id"] not in self._before]

    def _messages(self) -> list[dict[str, Any]]:
        """Every message of the channel and its threads, by time; `root` is its thread's first message."""
        [community] = [it for it in self._server.state()["communities"] if it["id"] == self._community]
        found = []
        for channel in community["channels"]:
            if self._channel in (channel["id"], channel["parent"]):
                inside = channel["id"] if channel["kind"] == "thread" else ""
                for message in channel["messages"]:
                    root = inside or message["thread"]
                    found.append({**message, "root": "" if root == message["id"] else root})
        written = [message for message in found if message["native"].get("type") not in NOTICES]
        return sorted(written, key=lambda message: message["at"])


def _text(message: dict[str, Any]) -> str:
    native = message["native"]
    return str(native.get("text") or native.get("content") or "")


class Stage:
    """Both sides, and waiting for what crosses."""

    def __init__(self, sandbox: Sandbox, scene: scenes.Scene) -> None:
        people, shared = scene.people, SHARED
        self.slack = Side("Slack", sandbox.slack, scene.team, scene.slack_channels[shared], people)
        self.discord = Side("Discord", sandbox.discord, scene.guild, scene.discord_channels[shared], people)
        self._happened = asyncio.Event()
        sandbox.ledger.watchers.append(self._note)

    def _note(self, _: Entry) -> None:
        self._happened.set()

    async def until(self, what: str, true: Callable[[], bool]) -> None:
        """Wait until it is true. Raises Mismatch when it has not come true in time."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not true():
                    self._happened.clear()
                    await self._happened.wait()
        except TimeoutError:
            raise Mismatch(f"{what} did not happen within {PATIENCE:.0f} seconds") from None

    def print(self, console: Console) -> None:
        """Print what each side shows."""
        for side in (self.slack, self.discord):
            console.print(f"\n[bold]{side.name} shows[/]")
            for line in side.lines():
                indent = "      ↳ " if line.thread else "  "
                marks = "".join(f"  [{mark}]" for mark in (*line.files, *line.reactions))
                console.print(Text(f"{indent}{line.author}: {line.text}{marks}"))


async def play(stage: Stage) -> None:
    """Play the story. Raises Mismatch at the first thing that is not as it should be."""
    slack, discord = stage.slack, stage.discord

    await slack.do("post", "helen-ashworth", text="Falls at night doubled on Elm Ward. *Who has tried* motion lights?")
    await stage.until("Helen's post in Discord", lambda: discord.shows("Falls at night"))
    root = discord.id("Falls at night")

    await discord.do("start_thread", "leila-haddad", message=root, name="Motion lights")
    answer = "We have, in **12 care homes**: fewer falls from week 6."
    await discord.do("post", "leila-haddad", text=answer, thread=root)
    await stage.until("Leila's reply in Slack", lambda: slack.shows("We have"))

    await slack.do(
        "edit",
        "helen-ashworth",
        message=slack.id("Falls at night"),
        text="Falls at night doubled on Elm Ward in October. *Who has tried* motion lights?",
    )
    await stage.until("Helen's edit in Discord", lambda: discord.shows("Falls at night doubled on Elm Ward in October"))

    await discord.do("react", "ruth-kendall", message=root, emoji="👍")
    await slack.do("react", "callum-reid", message=slack.id("We have"), emoji="🎉")

    await discord.do(
        "post",
        "bronwen-hughes",
        text="What we ask before somebody goes home:",
        files=[_file("checklist.txt", CHECKLIST)],
    )
    await slack.do("post", "callum-reid", text="Our night round:", files=[_file("night-round.txt", PLAN)])
    await slack.do("post", "rhys-bevan", text="Wrong channel, sorry")
    await discord.do("post", "samir-khan", text="Ignore this, testing my phone")
    await stage.until("Rhys's post in Discord", lambda: discord.shows("Wrong channel"))
    await stage.until("Samir's post in Slack", lambda: slack.shows("Ignore this"))
    await slack.do("delete", "rhys-bevan", message=slack.id("Wrong channel"))
    await discord.do("delete", "samir-khan", message=discord.id("Ignore this"))

    expected = {slack.name: expected_in_slack(), discord.name: expected_in_discord()}
    for side in (slack, discord):
        wanted = sorted(expected[side.name], key=str)
        try:
            await stage.until("everything", partial(_same, side, wanted))
        except Mismatch:
            shown = sorted(side.lines(), key=str)
            missing = [line for line in wanted if line not in shown]
            surplus = [line for line in shown if line not in wanted]
            raise Mismatch(f"{side.name} lacks {missing} and has {surplus} instead") from None


def _same(side: Side, wanted: list[Line]) -> bool:
    return sorted(side.lines(), key=str) == wanted


def _file(name: str, content: bytes) -> dict[str, str]:
    encoded = base64.b64encode(content).decode()
    return {"name": name, "content_base64": encoded, "alt": "", "type": "text/plain"}


FALLS = "Falls at night doubled on Elm Ward in October. {} motion lights?"
THREAD = FALLS[:20]


def expected_in_slack() -> list[Line]:
    """What the hospital trust's channel must show."""
    return [
        Line("Helen Ashworth", FALLS.format("*Who has tried*"), reactions=("+1",)),
        Line(
            f"Leila Haddad · {COMMONS}",
            "We have, in *12 care homes*: fewer falls from week 6.",
            thread=THREAD,
            reactions=("tada",),
        ),
        Line(f"Bronwen Hughes · {COMMONS}", "What we ask before somebody goes home:"),
        Line(f"Bronwen Hughes · {COMMONS}", "", files=("checklist.txt",)),
        Line("Callum Reid", "Our night round:", files=("night-round.txt",)),
    ]


def expected_in_discord() -> list[Line]:
    """What the care-technology channel must show."""
    return [
        Line(f"Helen Ashworth · {HOSPITAL}", FALLS.format("**Who has tried**"), reactions=("👍",)),
        Line(
            "Leila Haddad",
            "We have, in **12 care homes**: fewer falls from week 6.",
            thread=THREAD,
            reactions=("🎉",),
        ),
        Line("Bronwen Hughes", "What we ask before somebody goes home:", files=("checklist.txt",)),
        Line(f"Callum Reid · {HOSPITAL}", "Our night round:", files=("night-round.txt",)),
    ]
