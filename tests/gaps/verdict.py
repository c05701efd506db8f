"""What came of it, in an oracle's words: each message once in the other channel, as it is now, in order, quietly."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from adapters.discord import refs
from bot.delivering.claiming import LATE
from tests.crash.oracle import TAG, Line, lines
from tests.gaps.town import Side, Town

WRITTEN = re.compile(r"Written <(?:!date\^|t:)(\d+)")


@dataclass
class Verdict:
    """What must not be, by tag. All empty: all is well."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)  # old news that do not say when they were written, or new that do
    leaked: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Seen:
    """A channel as the sandbox's state has it; fulfils what `lines` needs of a side."""

    channel: str
    bot: str
    shown: list[dict[str, Any]]

    def messages(self) -> list[dict[str, Any]]:
        return self.shown


def judge(town: Town, left: float, woke: float = 0.0) -> Verdict:
    """Compare both ends of every bridge. The bot left and woke up at these times, by the town's clock."""
    verdict = Verdict()
    channels = _channels(town)
    for bridge in town.bridges:
        here, there = (_lines(side, channels) for side in bridge)
        for origin, target in ((here, there), (there, here)):
            said = {line.tag: line for line in origin if not line.ours}
            copies: dict[str, list[Line]] = defaultdict(list)
            for line in target:
                if line.ours:
                    copies[line.tag].append(line)
            verdict.unexpected += sorted(copies.keys() - said.keys())
            broadcast = {message["id"] for message in channels[bridge[origin is there].channel] if message["broadcast"]}
            for tag, line in said.items():
                _compare(line, copies[tag], 2 if line.id in broadcast else 1, left, woke, verdict)
            order = {line.tag: number for number, line in enumerate(said.values())}
            for root in {line.root for line in target}:
                tags = [line.tag for line in target if line.ours and line.root == root and line.tag in order]
                verdict.disordered += [f"{b} before {a}" for b, a in pairwise(tags) if order[b] > order[a]]
    verdict.leaked = [str(entry.data) for entry in town.sandbox.ledger.acts("bot", "ping")]
    return verdict


def _compare(line: Line, copies: list[Line], wanted: int, left: float, woke: float, verdict: Verdict) -> None:
    if len(copies) != wanted:
        (verdict.lost if len(copies) < wanted else verdict.doubled).append(line.tag)
        return
    if any(_words(copy.text) != _words(line.text) for copy in copies) or line.root not in {it.root for it in copies}:
        verdict.stale.append(f"{line} but {copies}")
    given = frozenset[str]().union(*(copy.by_people for copy in copies))
    if line.by_people != frozenset[str]().union(*(copy.by_bot for copy in copies)) or given != line.by_bot:
        verdict.stale.append(f"reactions: {line} but {copies}")
    at = float(line.id) if "." in line.id else refs.moment(line.id)
    for copy in copies:
        found = WRITTEN.search(copy.text)
        late = left <= at < woke - LATE
        if (found is None and late) or (found is not None and (at < left or int(found[1]) != int(at))):
            verdict.undated.append(f"{line.tag}: {copy.text}")


def _words(text: str) -> str:
    found = TAG.search(text)
    return text[found.start() :] if found else text


def _channels(town: Town) -> dict[str, list[dict[str, Any]]]:
    """What each channel and its threads show, oldest first."""
    shown: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for server in (town.sandbox.slack, town.sandbox.discord):
        for community in server.state()["communities"]:
            for place in community["channels"]:
                shown[place["parent"] or place["id"]] += [
                    {**message, "place": place["id"]}
                    for message in place["messages"]
                    if not message["deleted"] and not message["native"].get("system")
                ]
    return {channel: sorted(messages, key=lambda message: message["at"]) for channel, messages in shown.items()}


def _lines(side: Side, channels: dict[str, list[dict[str, Any]]]) -> list[Line]:
    return lines(_Seen(side.channel, side.bot, channels[side.channel]))  # type: ignore[arg-type]
