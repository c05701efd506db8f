"""What is held leaves its community by no way, through both real adapters; and tokens never come to the database."""

from __future__ import annotations

import io
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy.engine import make_url

from adapters.contract.refs import ChannelRef
from bot import logs
from bot.guard import HOUR, forget, texts
from bot.patients import holding_texts
from tests.stories.town import TOKEN, Town, open_town

NUMBER, WORDS = "999 000 0018", "the canary of bed four"
LATER = 24 * HOUR


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Logs as the operator would have them with LOG_LEVEL=DEBUG."""
    written, before = io.StringIO(), structlog.get_config()
    handlers, level = logging.root.handlers[:], logging.root.level
    monkeypatch.setattr("sys.stderr", written)
    logs.configure("DEBUG")
    yield written
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    structlog.configure(**before)


@pytest.fixture
async def town(sqlite_url: str, log: io.StringIO) -> AsyncIterator[Town]:
    """The bot runs between both platforms."""
    async with open_town(sqlite_url, keys=()) as opened:  # so that what stays in the files is found there
        slack = ChannelRef("slack", opened.slack["team"], opened.slack["channel"])
        discord = ChannelRef("discord", opened.discord["guild"], opened.discord["channel"])
        await opened.database.write(lambda unit: unit.bridges.add("Falls", (slack, discord), 0.0))
        yield opened


async def in_files(url: str, town: Town) -> bytes:
    """All bytes of the database's files, once what was erased is let go of."""
    await town.database.write(lambda unit: unit.outbox.forget(town.sandbox.now() + LATER))
    await town.database.compact()
    main = Path(make_url(url).database or "")
    return b"".join(each.read_bytes() for each in main.parent.glob(f"{main.name}*"))


async def press_letter(town: Town, letter: Any, label: str) -> None:
    """Dave presses a button of a private message."""
    [button] = [it for row in letter.components for it in row["components"] if it["label"] == label]
    pressed = {"channel": letter.channel_id, "message": letter.id, "action": button["custom_id"]}
    await town.on_discord("press", "dave", **pressed)


def on_discord(town: Town) -> str:
    """Everything that stands on Discord."""
    rooms = town.sandbox.discord.world.channels.values()
    return repr([message for room in rooms for message in room.messages.values()])


def on_slack(town: Town) -> str:
    """Everything that stands on Slack."""
    rooms = town.sandbox.slack.workspace(town.slack["team"]).channels.values()
    return repr([message for room in rooms for message in room.messages.values()])


async def test_what_is_held_on_slack_reaches_nobody_and_nothing(town: Town, sqlite_url: str, log: io.StringIO) -> None:
    await town.on_slack("post", "paul", text=f"{WORDS}: {NUMBER}")
    await town.slack_letter(holding_texts.KEPT)
    await town.on_slack("post", "paul", text="Good morning.")
    await town.discord_shows("Good morning.")  # the lane keeps its order: what was held would be there before
    await town.database.write(lambda unit: forget(town.sandbox.now() + LATER, unit))

    assert "canary" not in on_discord(town) and NUMBER not in on_discord(town)
    assert "canary" not in log.getvalue() and NUMBER not in log.getvalue()
    kept = await in_files(sqlite_url, town)
    assert b"canary" not in kept and NUMBER.encode() not in kept


async def test_what_is_held_on_discord_reaches_nobody_and_nothing(
    town: Town, sqlite_url: str, log: io.StringIO
) -> None:
    await town.on_discord("post", "dave", text=f"{WORDS}: {NUMBER}")
    letter = await town.discord_letter(holding_texts.KEPT)
    await town.on_discord("post", "dave", text="Good morning.")
    await town.slack_shows("Good morning.")
    await press_letter(town, letter, holding_texts.DO_NOT_SEND)
    await town.discord_letter(texts.DROPPED)

    assert "canary" not in on_slack(town) and NUMBER not in on_slack(town)
    assert "canary" not in log.getvalue() and NUMBER not in log.getvalue()
    kept = await in_files(sqlite_url, town)
    assert b"canary" not in kept and NUMBER.encode() not in kept


async def test_it_crosses_with_its_digits_hidden_both_ways(town: Town) -> None:
    await town.on_slack("post", "paul", text=f"{WORDS}: {NUMBER}")
    letter = await town.slack_letter(holding_texts.KEPT)
    [room] = [
        room
        for room in town.sandbox.slack.workspace(town.slack["team"]).channels.values()
        if letter["ts"] in room.messages and room.kind == "im"
    ]
    town.slack["letters"] = room.id
    await town.press_on_slack(letter, holding_texts.SEND_HIDDEN, "paul", "letters")
    await town.discord_shows(f"{WORDS}: ••• ••• ••••")
    await town.on_discord("post", "dave", text=f"Bed 4, {NUMBER}")
    asked = await town.discord_letter(holding_texts.KEPT)
    await press_letter(town, asked, holding_texts.SEND_HIDDEN)
    await town.slack_shows("Bed •, ••• ••• ••••")

    assert NUMBER not in on_discord(town).replace(f"Bed 4, {NUMBER}", "")
    assert NUMBER not in on_slack(town).replace(f"{WORDS}: {NUMBER}", "")


async def test_what_discord_takes_for_the_language_of_code_is_held_and_hidden_too(town: Town) -> None:
    await town.on_discord("post", "dave", text="```9990000018\nJohn Smith, bed 4```")
    asked = await town.discord_letter(holding_texts.KEPT)
    await press_letter(town, asked, holding_texts.SEND_HIDDEN)
    await town.slack_shows("John Smith, bed •")

    assert "9990000018" not in on_slack(town)


async def test_no_token_and_no_webhooks_secret_is_in_the_database(town: Town, sqlite_url: str) -> None:
    await town.on_slack("post", "paul", text="Hello from Slack.")
    await town.discord_shows("Hello from Slack.")  # posted by a webhook
    await town.on_discord("post", "dave", text="Hello from Discord.")
    await town.slack_shows("Hello from Discord.")
    await town.on_slack("command", "paul", name="privacy")
    await town.slack_told("", "paul")
    await town.on_discord("command", "dave", name="mydata")
    await town.discord_told("", "dave")

    app = town.sandbox.slack.workspace(town.slack["team"]).app
    world = town.sandbox.discord.world
    hooks = [hook.token for hook in world.webhooks.values()]
    known = [app.bot_token, app.app_token, TOKEN, *hooks, *(each.token for each in world.interactions.values())]
    assert hooks and len(known) > len(hooks) + 3
    kept = await in_files(sqlite_url, town)
    assert b"Discharge" not in kept and b"Falls" in kept  # what is looked through is the database
    assert [secret for secret in known if secret.encode() in kept] == []
