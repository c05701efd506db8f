"""An event is made, approved, answered, filled and cancelled through both real adapters."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from adapters.contract.refs import ChannelRef, CommunityRef
from adapters.contract.scheduling import Schedules
from bot.events import announcing_texts, answer_texts, texts, when, wording
from bot.events.mirror import HOLD, Mirror
from bot.events.mirror import entry as listed
from sandbox.faults import Fault
from storage.events import EventState
from tests.fakes.clock import FakeClock
from tests.stories.town import Json, Town, open_town

DATE = (datetime.now(UTC) + timedelta(days=90)).date()
SAID = f"{when.day(DATE)}, 2pm to 3pm"
SECRET = "https://meet.example/secret"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    """A bridged channel on either side, and a room of the organisers."""
    async with open_town(sqlite_url) as opened:
        ends = (
            ChannelRef("slack", opened.slack["team"], opened.slack["channel"]),
            ChannelRef("discord", opened.discord["guild"], opened.discord["channel"]),
        )
        rooms = (
            ChannelRef("slack", opened.slack["team"], opened.slack["room"]),
            ChannelRef("discord", opened.discord["guild"], opened.discord["room"]),
        )
        await opened.database.write(lambda unit: unit.bridges.add("Falls", ends, 0.0))
        for room in rooms:
            home = CommunityRef(room.platform, room.community)
            await opened.database.write(
                lambda unit, home=home, room=room: unit.communities.give_room(home, room)  # type: ignore[misc]
            )
        yield opened


async def draft_with(town: Town, words: str) -> Json:
    """What Pat alone is told on Slack, once its blocks hold these words."""
    hidden = town.sandbox.slack.workspace(town.slack["team"]).ephemerals
    return await town.until(
        lambda: next((it for it in hidden.get(town.slack["pat"], []) if words in json.dumps(it["blocks"])), None)
    )


async def press_in_room(town: Town, message: Any, label: str, who: str = "dana") -> None:
    [button] = [it for row in message.components for it in row["components"] if it["label"] == label]
    room = town.discord["room"]
    await town.on_discord("press", who, channel=room, message=message.id, action=button["custom_id"])


async def post_on_slack(town: Town, label: str) -> Json:
    """The post in the Slack channel, once it has such a button."""
    channel = town.sandbox.slack.workspace(town.slack["team"]).channels[town.slack["channel"]]
    return await town.until(
        lambda: next((it for it in channel.messages.values() if f'"{label}"' in json.dumps(it.get("blocks"))), None)
    )


async def post_on_discord(town: Town, label: str) -> Any:
    """The post in the Discord channel, once it has such a button."""
    channel = town.sandbox.discord.world.channels[town.discord["channel"]]
    return await town.until(
        lambda: next((it for it in channel.messages.values() if f'"{label}"' in json.dumps(it.components)), None)
    )


def entry_on_discord(town: Town, words: str) -> str | None:
    """The newest file in Dave's private messages, once it has these words."""
    private = [it for it in town.sandbox.discord.world.channels.values() if town.discord["dave"] in it.recipients]
    files = [file for place in private for letter in place.messages.values() for file in letter.attachments]
    text = files[-1].content.decode() if files else ""
    return text if words in text else None


async def announced_on_slack(town: Town) -> None:
    await town.on_slack("command", name="events", text="new")
    await town.fill_on_slack(
        {
            "title": "Falls clinic",
            "when": f"{DATE.day} {DATE:%B %Y} 2pm",
            "length": "1 hour",
            "where": f"Leeds {SECRET}",
            "about": "Bring a friend.",
        }
    )
    draft = await draft_with(town, texts.NEED_SPONSOR)
    await town.press_on_slack(draft, "Sponsor")
    await town.fill_on_slack({"sponsored": "no"})
    draft = await draft_with(town, '"Announce"')
    await town.press_on_slack(draft, "For whom, topics, places")
    await town.fill_on_slack({"sectors": ["nhs", "social-care"], "capacity": "1", "reserved": ""})
    draft = await draft_with(town, "There is 1 place")
    await town.press_on_slack(draft, "Announce")


async def test_an_event_from_slack_is_approved_on_discord_filled_from_both_and_cancelled(town: Town) -> None:
    await announced_on_slack(town)
    on_slack = await post_on_slack(town, "Maybe")
    assert "<!date^" in json.dumps(on_slack) or '"type": "date"' in json.dumps(on_slack["blocks"])
    assert SAID in on_slack["text"]
    assert "secret" not in json.dumps(on_slack)

    request = await town.discord_shows("would like to announce this event", "room")
    await press_in_room(town, request, "Approve", "dave")
    await town.discord_told(announcing_texts.NOT_YOUR_ANSWER, "dave")
    await press_in_room(town, request, "Approve")
    on_discord = await post_on_discord(town, "Maybe")
    assert SAID in on_discord.content
    assert "<t:" in on_discord.content
    assert "secret" not in on_discord.content
    assert "NHS, Social care" in on_discord.content

    await town.press_on_discord(on_discord, "Yes", "dave")
    seated = await town.discord_told(answer_texts.seated("Falls clinic", SAID), "dave")
    await town.press_on_discord(seated, answer_texts.ENTRY, "dave")
    await town.discord_told(answer_texts.ENTRY_COMES, "dave")
    await town.tick("events write")
    entry = await town.until(lambda: entry_on_discord(town, "METHOD:PUBLISH"))
    assert "secret" not in entry
    await town.press_on_slack(on_slack, "Yes", "paul")
    assert SAID in (await town.slack_told("you are on the waiting list", "paul"))["text"]
    await town.slack_shows(wording.places(1))
    await town.discord_shows(wording.places(1))

    await town.on_slack("command", name="events", text="cancel 1")
    question = await town.slack_told("Do you want to cancel")
    await town.press_on_slack(question, "Yes, cancel this event")
    await town.slack_shows(wording.CANCELLED)
    shown = await town.discord_shows(wording.CANCELLED)
    assert shown.id == on_discord.id
    assert shown.components == []
    await town.tick("events write")
    taken_out = await town.until(lambda: entry_on_discord(town, "METHOD:CANCEL"))
    assert next(line for line in taken_out.split("\r\n") if line.startswith("UID:")) in entry


async def test_an_event_is_made_and_changed_on_discord(town: Town) -> None:
    made = await town.on_discord("command", name="events new", options={})
    values = {"title": "Falls clinic", "when": f"{DATE.day} {DATE:%B %Y} 2pm", "where": "Leeds"}
    submit = town.sandbox.discord.acts["submit"]
    here = {"community": town.discord["guild"], "user": town.discord["dana"]}
    await submit(**here, form=made["interaction"], values=values)
    draft = await town.discord_told(texts.NEED_SPONSOR)
    [button] = [it for row in draft.components for it in row["components"] if it["label"] == "Sponsor"]
    opened = await town.on_discord("press", message=draft.id, action=button["custom_id"])
    await submit(**here, form=opened["interaction"], values={"sponsored": "yes", "sponsor": "Acme"})
    draft = await town.discord_told("Sponsor: Acme. This is no endorsement.")
    await town.press_on_discord(draft, "Announce")
    await post_on_discord(town, "Maybe")
    assert "Leeds" in (await town.slack_shows("would like to announce this event", "room"))["text"]

    await town.on_discord("command", "dave", name="events edit", options={"event": "1"})
    await town.discord_told(texts.NOT_YOURS, "dave")


async def test_discords_own_list_shows_an_event_follows_its_changes_and_marks_it_cancelled(town: Town) -> None:
    mirror = Mirror(town.database, town.platforms, town.clock)
    guild = town.sandbox.discord.world.guilds[town.discord["guild"]]
    await announced_on_slack(town)
    request = await town.discord_shows("would like to announce this event", "room")
    await mirror.round()
    assert guild.events == {}
    await press_in_room(town, request, "Approve")
    await post_on_discord(town, "Maybe")
    await mirror.round()
    await mirror.round()
    [shown] = guild.events.values()
    assert shown.body["name"] == "Falls clinic"
    assert shown.body["entity_metadata"]["location"] == "Leeds, and online: say yes to get the link"
    assert "secret" not in json.dumps(shown.body)

    await town.database.write(lambda unit: unit.events.change(1, title="Falls and frailty"))
    await town.database.write(lambda unit: unit.events.raise_sequence(1, 0.0))
    await mirror.round()
    assert shown.body["name"] == "Falls and frailty"
    await town.on_slack("command", name="events", text="cancel 1")
    await town.press_on_slack(await town.slack_told("Do you want to cancel"), "Yes, cancel this event")
    await town.slack_shows(wording.CANCELLED)
    await mirror.round()
    assert [each.body["status"] for each in guild.events.values()] == [4]


async def test_an_event_that_was_made_though_the_answer_was_lost_is_not_made_again(town: Town) -> None:
    mirror = Mirror(town.database, town.platforms, town.clock)
    guild = town.sandbox.discord.world.guilds[town.discord["guild"]]
    await announced_on_slack(town)
    await press_in_room(town, await town.discord_shows("would like to announce this event", "room"), "Approve")
    await post_on_discord(town, "Maybe")
    wanted = await town.database.read(lambda unit: unit.mirrors.wanting(["discord"], town.clock.now(), 9))
    [discord] = [each for each in town.platforms if isinstance(each, Schedules)]
    await discord.schedule(wanted[0].community, listed(wanted[0].event, ""), "")
    await mirror.round()

    assert len(guild.events) == 1


@pytest.mark.parametrize("then", ["renamed", "cancelled"])
async def test_an_event_whose_making_got_lost_and_that_was_changed_since_is_found(town: Town, then: str) -> None:
    clock = FakeClock(town.clock.now())
    mirror, other = (Mirror(town.database, town.platforms, clock) for _ in range(2))
    guild = town.sandbox.discord.world.guilds[town.discord["guild"]]
    await announced_on_slack(town)
    await press_in_room(town, await town.discord_shows("would like to announce this event", "room"), "Approve")
    await post_on_discord(town, "Maybe")
    town.sandbox.discord.faults.add(Fault("POST */scheduled-events", "reset_after"))
    await mirror.round()
    await other.round()
    assert len(guild.events) == 1
    changed = {"title": "Falls and frailty"} if then == "renamed" else {"state": EventState.CANCELLED}
    await town.database.write(lambda unit: unit.events.change(1, **changed))
    await town.database.write(lambda unit: unit.events.raise_sequence(1, 0.0))
    clock.advance(HOLD)
    await other.round()

    [shown] = guild.events.values()
    expected = ("Falls and frailty", 1) if then == "renamed" else ("Falls clinic", 4)
    assert (shown.body["name"], shown.body["status"]) == expected
