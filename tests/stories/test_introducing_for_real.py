"""Two people are introduced through both real adapters: one reads in a thread of Slack's, the other in a DM."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.contract.commands import Caller, Press
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef
from bot.feature import Call
from bot.introductions import opening, talk, texts, ticks, wanting
from bot.patients import holding_texts
from storage.database import Unit
from storage.profiles import Said, Sector
from storage.searches import Only
from tests.stories.town import PATIENCE, Json, Town, open_town

NEVER_AGAIN = 1e11
PROBLEM = "Fewer falls at night"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    """Paul of the NHS on Slack and Dave of social care on Discord take part, at any hour, and not in rounds."""
    async with open_town(sqlite_url) as opened:
        await settle(opened, paul(opened), "Paul", Sector.NHS)
        await settle(opened, dave(opened), "Dave", Sector.SOCIAL_CARE)
        yield opened


def paul(town: Town) -> AccountRef:
    return AccountRef("slack", town.slack["team"], town.slack["paul"])


def dave(town: Town) -> AccountRef:
    return AccountRef("discord", "", town.discord["dave"])


async def settle(town: Town, account: AccountRef, name: str, sector: Sector) -> None:
    await town.database.write(lambda unit: profile(unit, account, sector))
    await join(town, name)
    await town.database.write(lambda unit: at_any_hour(unit, account))


async def profile(unit: Unit, account: AccountRef, sector: Sector) -> None:
    person = await unit.profiles.start(account, sector, time.time())
    await unit.profiles.describe(person, employer=f"Employer {sector}")
    await unit.profiles.say(person, Said.PROBLEM, PROBLEM, time.time())


async def at_any_hour(unit: Unit, account: AccountRef) -> None:
    taker = await unit.takers.of([account])
    assert taker is not None
    await unit.takers.change(taker.person, starts=0, ends=0, days="0123456", last_round_at=NEVER_AGAIN)


async def join(town: Town, name: str) -> None:
    if name == "Paul":
        await town.on_slack("command", "paul", name="intro", text="join")
        await town.press_on_slack(await town.slack_told(texts.HOW[0], "paul"), texts.JOIN, "paul")
        await town.slack_told(texts.JOINED, "paul")
    else:
        await town.on_discord("command", "dave", name="intro join")
        await town.press_on_discord(await town.discord_told(texts.HOW[0], "dave"), texts.JOIN, "dave")
        await town.discord_told(texts.JOINED, "dave")


async def looked(town: Town) -> None:
    crowd = await town.database.read(lambda unit: unit.profiles.crowd())
    await town.database.write(lambda unit: ticks.ask_next(unit, time.time(), crowd))
    await town.database.write(lambda unit: ticks.look(time.time(), unit))


async def proposed(town: Town) -> None:
    """Paul asked to be introduced to Dave: what the button on a card does, and its handler alone writes."""

    async def card(unit: Unit) -> str:
        other = await unit.profiles.of([dave(town)])
        assert other is not None
        search = await unit.searches.note(paul(town), PROBLEM, Only(), time.time())
        [card] = await unit.searches.show(search, [other.person])
        return card

    argument = await town.database.write(card)
    where = ChannelRef("slack", town.slack["team"], town.slack["channel"])
    press = Press("intro ask", argument, Caller(paul(town), "Paul"), where, MessageRef(where, "1"))
    [handler] = wanting.HANDLERS
    await town.database.write(lambda unit: handler.answer(Call(press, None, time.time()), unit))
    await looked(town)


def dm_on_slack(town: Town, who: str = "paul") -> Any:
    channels = town.sandbox.slack.workspace(town.slack["team"]).channels.values()
    return next((it for it in channels if it.kind == "im" and town.slack[who] in it.members), None)


def dm_on_discord(town: Town, who: str = "dave") -> Any:
    channels = town.sandbox.discord.world.channels.values()
    return next((it for it in channels if town.discord[who] in it.recipients), None)


def written_in(place: Any) -> list[Any]:
    return [] if place is None else list(place.messages.values())


async def read_on_slack(town: Town, words: str) -> Json:
    def met() -> Json | None:
        found = (it for it in written_in(dm_on_slack(town)) if words in json.dumps(it, ensure_ascii=False))
        return next(found, None)

    return await town.until(met)


async def read_on_discord(town: Town, words: str) -> Any:
    return await town.until(lambda: next((it for it in written_in(dm_on_discord(town)) if words in it.content), None))


async def test_two_yeses_across_the_platforms_open_a_room_in_which_words_edits_and_deletions_cross(town: Town) -> None:
    await proposed(town)
    question = await read_on_discord(town, texts.MEET)
    assert "Paul" not in question.content and "Employer" not in question.content

    await press_dm_on_discord(town, await read_on_discord(town, texts.IF_NO), texts.YES)
    on_slack = await read_on_slack(town, talk.YOU_ALL)
    await read_on_discord(town, "Paul (NHS)")
    assert "Dave (Social care)" in json.dumps(on_slack)
    assert talk.WITHOUT_THREADS in json.dumps(on_slack)

    place = dm_on_slack(town, "paul").id
    wrote = await town.on_slack("post", "paul", channel=place, text="We tried *sensors*.", thread=on_slack["ts"])
    copy = await read_on_discord(town, "We tried")
    assert copy.content.startswith("-# **Paul**\n") and copy.author.id != town.discord["dave"]

    here = dm_on_discord(town, "dave").id
    answer = await town.on_discord("post", "dave", channel=here, text="So did **we**.")
    copied = await read_on_slack(town, "So did")
    assert copied["thread_ts"] == on_slack["ts"] and copied["username"] == "Dave"

    await town.on_slack("edit", "paul", channel=place, message=wrote["message"], text="We tried mats.")
    await town.until(lambda: "mats" in copy.content)
    await town.on_discord("delete", "dave", channel=here, message=answer["message"])
    await town.until(lambda: copied["ts"] not in dm_on_slack(town, "paul").messages)

    await press_dm_on_discord(town, await read_on_discord(town, talk.CLOSES), talk.CLOSE)
    await press_dm_on_discord(town, await town.discord_told(talk.CLOSE_SURE, "dave"), talk.YES_CLOSE)
    await read_on_slack(town, talk.ROOM_CLOSED)


async def test_a_hospitals_number_is_held_in_a_direct_message_too(town: Town) -> None:
    guild = CommunityRef("discord", town.discord["guild"])
    await town.database.write(lambda unit: unit.held.add_mask(guild, "RX1 ######", 0.0))
    await proposed(town)
    await press_dm_on_discord(town, await read_on_discord(town, texts.IF_NO), texts.YES)
    await read_on_slack(town, talk.YOU_ALL)
    await read_on_discord(town, "Paul (NHS)")

    here = dm_on_discord(town, "dave").id
    await town.on_discord("post", "dave", channel=here, text="Bed 4 is RX1 204816.")
    await read_on_discord(town, holding_texts.CHOOSE)
    assert not any("204816" in json.dumps(it) for it in written_in(dm_on_slack(town)))


async def test_a_no_on_discord_is_not_shown_on_slack(town: Town) -> None:
    await proposed(town)
    await press_dm_on_discord(town, await read_on_discord(town, texts.IF_NO), texts.NOT_NOW)
    await town.discord_told(texts.SAID_NO, "dave")
    await looked(town)

    place = dm_on_slack(town, "paul")
    assert place is None or not place.messages


async def test_a_closed_letter_box_on_discord_ends_it_on_slack(town: Town) -> None:
    await proposed(town)
    question = await read_on_discord(town, texts.IF_NO)
    await town.sandbox.discord.acts["close_dms"](community=town.discord["guild"], user=town.discord["dave"])
    await press_dm_on_discord(town, question, texts.YES)
    await read_on_slack(town, talk.YOU_ALL)

    async with asyncio.timeout(PATIENCE):
        while not any(talk.NOT_REACHED in it["text"] for it in written_in(dm_on_slack(town))):
            await town.database.write(lambda unit: opening.stand(unit, 1, time.time()))


async def test_who_takes_no_direct_messages_is_written_to_in_a_private_thread_of_a_joined_channel(town: Town) -> None:
    ends = (ChannelRef("slack", town.slack["team"], town.slack["channel"]),
            ChannelRef("discord", town.discord["guild"], town.discord["channel"]))  # fmt: skip
    await town.database.write(lambda unit: unit.bridges.add("Falls", ends, 0.0))
    await town.sandbox.discord.acts["close_dms"](community=town.discord["guild"], user=town.discord["dave"])
    await proposed(town)
    await refused_to_be_written_to(town)
    await town.on_discord("command", "dave", name="intro why")
    await town.press_on_discord(await town.discord_told(texts.ASIDE_MISSED, "dave"), texts.ASIDE_CLOSED, "dave")
    await town.press_on_discord(await town.discord_told(texts.ASIDE_HOW[1], "dave"), texts.ASIDE_YES, "dave")

    question = await town.discord_letter(texts.READ_WHERE)
    thread = town.sandbox.discord.world.channels[question.channel_id]
    assert (thread.type, thread.parent_id) == (12, town.discord["channel"])
    [button] = [it for row in question.components for it in row["components"] if it["label"] == texts.YES]
    await town.on_discord("press", "dave", channel=thread.id, message=question.id, action=button["custom_id"])
    on_slack = await read_on_slack(town, talk.reads_in_a_thread(["Dave"]))

    place = dm_on_slack(town, "paul").id
    wrote = await town.on_slack("post", "paul", channel=place, text="We tried sensors.", thread=on_slack["ts"])
    copy = await town.discord_letter("We tried sensors.")
    assert copy.channel_id == thread.id
    await town.on_discord("react", "dave", channel=thread.id, message=copy.id, emoji="👍")
    await town.until(lambda: dm_on_slack(town).messages[wrote["message"]].get("reactions"))
    answer = await town.on_discord("post", "dave", channel=thread.id, text="So did we.")
    copied = await read_on_slack(town, "So did we.")
    await town.on_discord("delete", "dave", channel=thread.id, message=answer["message"])
    await town.until(lambda: copied["ts"] not in dm_on_slack(town).messages)
    shown = town.sandbox.slack.workspace(town.slack["team"]).channels[town.slack["channel"]].messages
    assert not any("So did we." in json.dumps(it) for it in shown.values())


async def refused_to_be_written_to(town: Town) -> None:
    """Wait until the bot knows that a letter to somebody could not be delivered."""
    async with asyncio.timeout(PATIENCE):
        while not any(it.unreached_at for it in await town.database.read(lambda unit: unit.takers.all())):
            pass  # reading gives others their turn


async def press_dm_on_discord(town: Town, message: Any, label: str, who: str = "dave") -> None:
    [button] = [it for row in message.components for it in row["components"] if it["label"] == label]
    here = dm_on_discord(town, who).id
    await town.on_discord("press", who, channel=here, message=message.id, action=button["custom_id"])
