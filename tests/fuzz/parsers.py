"""Every parser that reads bytes from outside, as a function of bytes. It may raise what its caller catches alone.

Hypothesis feeds them in the tests, atheris in `make fuzz`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

from aiohttp import web
from multidict import CIMultiDict

from adapters.contract.commands import Declaration, Unfit
from adapters.discord import interactions
from adapters.discord import markup as discord_markup
from adapters.discord.names import Names
from adapters.discord.places import Place
from adapters.discord.read import Reader
from adapters.slack import commands as slack_commands
from adapters.slack import markup as slack_markup
from adapters.slack import read as slack_read
from adapters.slack.connection import Connection
from adapters.slack.inbox import Inbox
from adapters.slack.me import Me
from adapters.slack.requests import MALFORMED
from bot.cli import erasures
from bot.compose import declarations
from bot.convert import answer as converted
from bot.events import importing, when
from bot.events.outside import Unfetched
from bot.files import kinds
from bot.introductions import hours
from bot.patients import screening

Json = dict[str, Any]
ME = Me("T1", "UBOT", "BBOT", "ABOT")
READER = Reader("1", "2")
PLACE = Place("100000000000000002", "100000000000000001", "talk")
DECLARED = {each.name: each for each in declarations()}
NOW = 1_700_000_000.0
LOOP = asyncio.new_event_loop()
INBOX = Inbox([cast(Connection, SimpleNamespace(workspace=SimpleNamespace(signing_secret="secret")))])


def signature(data: bytes) -> None:
    """A request to the front door: a time, a signature and a body, in lines. Nothing is signed well."""
    stamp, _, rest = data.partition(b"\n")
    sign, _, body = rest.partition(b"\n")
    headers = {"X-Slack-Request-Timestamp": stamp.decode("latin-1"), "X-Slack-Signature": sign.decode("latin-1")}

    async def read() -> bytes:
        return body

    request = cast(web.Request, SimpleNamespace(read=read, headers=CIMultiDict(headers)))
    status = LOOP.run_until_complete(INBOX.serve(request)).status
    assert status == 401, status


def slack_event(data: bytes) -> None:
    """An event; the door refuses what is MALFORMED."""
    told = _json(data)
    for read in (lambda: slack_read.event(told, ME), lambda: slack_read.event({"event": told}, ME)):
        _caught(read, MALFORMED)


def slack_form(data: bytes) -> None:
    """A form, a press, a menu, a command."""
    told = _json(data)
    readers = ("of_command", "of_form", "of_press", "of_shortcut", "answers")
    for name in readers:
        _caught(lambda name=name: getattr(slack_commands, name)(told), MALFORMED)  # type: ignore[misc]


def slack_text(data: bytes) -> None:
    """A message's markup."""
    slack_markup.read_markup(_text(data))


def discord_text(data: bytes) -> None:
    """A message's markup."""
    discord_markup.read_markup(_text(data), Names())


def discord_event(data: bytes) -> None:
    """A message; the line passes over whatever breaks its reader, and goes on."""
    told = _json(data)
    for read in (READER.posted, READER.edited):
        _caught(lambda read=read: read(told, PLACE), MALFORMED)  # type: ignore[misc]


def discord_form(data: bytes) -> None:
    """A command, a press or a form."""
    _caught(lambda: interactions.opening(_json(data), DECLARED, PLACE), (*MALFORMED, Unfit))


def calendar(data: bytes) -> None:
    """Another's calendar; alone, or as what is in one event."""
    within = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART:20231130T140000Z\r\nSUMMARY:Falls\r\n"
    for body in (data, within + data + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"):
        _caught(lambda body=body: importing.read(body, NOW), (Unfetched,))  # type: ignore[misc]


def command_line(data: bytes) -> None:
    """The words behind a slash command."""
    text = _text(data)
    first, _, line = text.partition(" ")
    for name in (first, "bridge", "events", "intro", "profile"):
        if found := slack_commands.slash(DECLARED.values(), name, line):
            _caught(partial(_answers, *found), (Unfit,))


def written_time(data: bytes) -> None:
    """A day, a time, hours or a length, in somebody's own words."""
    text = _text(data)[:200]  # a form takes no more
    readers = (
        lambda: when.read(text, NOW),
        lambda: when.length(text),
        lambda: hours.read_hours(text),
        lambda: hours.read_zone(text),
        lambda: hours.read_day(text, NOW),
    )
    for read in readers:
        _caught(read, (ValueError,))


def guard(data: bytes) -> None:
    """Any text that is to leave its community."""
    screening.screened(_text(data), ["RX1 ######"], year=2023)


def converting(data: bytes) -> None:
    """A line for `unsilo convert --json`."""
    converted(_text(data))


def carried_file(data: bytes) -> None:
    """A file that somebody attached: as it is, and behind the beginning of each kind of picture."""
    for start in (b"", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\xff\0\0\0WEBP", b"PK\x03\x04"):
        kinds.carried(start + data, "attachment", "application/octet-stream")


def removals(data: bytes) -> None:
    """A file for `unsilo member erasures apply`."""
    _caught(lambda: erasures.read(data), (erasures.NoList,))


PARSERS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each
    for each in (
        signature, slack_event, slack_form, slack_text, discord_text, discord_event, discord_form, calendar,
        command_line, written_time, guard, converting, carried_file, removals,
    )
}  # fmt: skip


def _answers(declared: Declaration, line: str) -> object:
    return declared.read(declared.read_line(line))


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def _json(data: bytes) -> Json:
    """What the platforms' libraries hand over: an object, in which anything may be anything."""
    try:
        read = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _caught(read: Callable[[], object], errors: tuple[type[Exception], ...]) -> None:
    try:
        read()
    except errors:
        return
