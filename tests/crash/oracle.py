"""What a crash did, in Jepsen's words: two sides are compared, exactly one copy for every message.

Everything that people write begins each of its sentences with the message's tag (`s1` in Slack, `d1` in Discord), so
that a copy, and each part of one, says whose it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from tests.crash.town import Side

LITERALLY = str.maketrans("", "", "\\\u200b")
TAG = re.compile(r"\b([sd]\d+)\b")


@dataclass
class Verdict:
    """By tag, what must not be. All empty: every message has exactly one copy, and each shows what it should."""

    lost: list[str] = field(default_factory=list)  # said and not copied
    doubled: list[str] = field(default_factory=list)  # copied more than once
    unexpected: list[str] = field(default_factory=list)  # a copy of nothing, or of what was deleted
    stale: list[str] = field(default_factory=list)  # text, files, thread or reactions differ
    leaked: list[str] = field(default_factory=list)  # somebody was pinged by a copy


@dataclass(frozen=True)
class Line:
    """One message, as a reader sees it."""

    id: str
    tag: str
    text: str
    ours: bool
    root: str  # the tag of its thread's first message
    files: tuple[str, ...]
    by_people: frozenset[str]  # reactions
    by_bot: frozenset[str]


def judge(slack: Side, discord: Side, unheard: Collection[str] = ()) -> Verdict:
    """Compare the two sides. `unheard`: tags of messages about which the bot did not get to hear something."""
    verdict = Verdict()
    sides = lines(slack), lines(discord)
    for origin, target in (sides, sides[::-1]):
        said = {line.tag: line for line in origin if not line.ours}
        copies = [line for line in target if line.ours]
        for tag in sorted({copy.tag for copy in copies} - said.keys() - set(unheard)):
            verdict.unexpected.append(tag)
        for tag, line in said.items():
            mine = [copy for copy in copies if copy.tag == tag]
            if tag not in unheard:
                _compare(line, mine, verdict)
            elif len({copy.text for copy in mine}) < len(mine):
                verdict.doubled.append(tag)
    pings = slack.server.ledger.acts("bot", "ping")
    verdict.leaked += [f"{entry.platform}: {entry.data}" for entry in pings]
    return verdict


def _compare(line: Line, copies: list[Line], verdict: Verdict) -> None:
    text = " ".join(copy.text for copy in copies)
    if not copies:
        verdict.lost.append(line.tag)
    elif len(copies) > 1 and len(text) > len(line.text):
        verdict.doubled.append(line.tag)
    elif _shown(line.text, line.root, line.files) != _shown(text, copies[0].root, copies[0].files):
        verdict.stale.append(f"{line.tag}: {line} but {copies}")
    elif line.by_people != copies[0].by_bot or copies[0].by_people != line.by_bot:
        verdict.stale.append(f"{line.tag}: reactions {line} but {copies}")


def _shown(text: str, root: str, files: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    return text, root, files


def lines(side: Side) -> list[Line]:
    """What a side shows."""
    messages = side.messages()
    tags = {message["id"]: _tag(_text(message)) for message in messages}
    return [
        Line(
            id=message["id"],
            tag=tags[message["id"]],
            text=_text(message),
            ours=bool(message["author"]["app"]),
            root=tags.get(_root(message, side), ""),
            files=tuple(file["name"] for file in message["files"]),
            by_people=_reactions(message, side, of_bot=False),
            by_bot=_reactions(message, side, of_bot=True),
        )
        for message in messages
    ]


def _root(message: dict[str, Any], side: Side) -> str:
    """The id of the first message of a message's thread: Discord's threads have that of the message they began at."""
    if message["place"] != side.channel:
        return str(message["place"])
    return str(message["thread"] if message["thread"] != message["id"] else "")


def _text(message: dict[str, Any]) -> str:
    """The words, without what a platform needs to take them literally."""
    native = message["native"]
    said = html.unescape(str(native.get("text") or native.get("content") or "")).translate(LITERALLY)
    said = said.replace("<!everyone>", "@everyone")
    return " ".join(line for line in said.splitlines() if not line.startswith(">")).strip()  # ">" quotes the answered


def _tag(text: str) -> str:
    match = TAG.search(text)
    return match[1] if match else text


def _reactions(message: dict[str, Any], side: Side, *, of_bot: bool) -> frozenset[str]:
    return frozenset(
        reaction.get("character") or reaction["emoji"]
        for reaction in message["reactions"]
        if (side.bot in reaction["by"] if of_bot else set(reaction["by"]) - {side.bot})
    )
