"""Members of a Slack workspace and a Discord server find each other through both real adapters."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.jargon import texts as jargon
from bot.people import texts
from tests.stories.town import Json, Town, open_town

FALLS = "Residents fall at night and nobody notices in time"
INSIDE = "NCTR patients wait days for a POC"
OUTSIDE = "People who are ready to leave hospital wait for days until we are asked to care for them at home"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    """The bot runs between both platforms, with no bridge, and has loaded its model."""
    async with open_town(sqlite_url) as opened:
        await opened.understanding.rest()
        yield opened


async def fill_on_discord(town: Town, opened: Json, values: Json, who: str = "dave") -> None:
    """Somebody on Discord submits the form that was opened by something that they did."""
    await town.sandbox.discord.acts["submit"](
        community=town.discord["guild"], user=town.discord[who], form=opened["interaction"], values=values
    )


async def press_form_on_discord(town: Town, message: Any, label: str, who: str = "dave") -> Json:
    """Somebody on Discord presses a button that opens a form."""
    [button] = [it for row in message.components for it in row["components"] if it["label"] == label]
    return await town.on_discord("press", who, message=message.id, action=button["custom_id"])


async def profile_on_slack(town: Town, sector: str, problem: str, who: str = "paul") -> Json:
    """Somebody on Slack writes a profile; what they are told."""
    await town.on_slack("command", who, name="profile", text="")
    await town.fill_on_slack({"sector": sector, "problem": problem}, who)
    return await town.slack_told(texts.MORE, who)


async def profile_on_discord(town: Town, sector: str, problem: str, who: str = "dave") -> Any:
    """Somebody on Discord writes a profile; what they are told."""
    opened = await town.on_discord("command", who, name="profile your-profile")
    await fill_on_discord(town, opened, {"sector": sector, "problem": problem}, who)
    return await town.discord_told(texts.MORE, who)


def buttons(told: Json) -> list[str]:
    """The labels of what somebody on Slack can press."""
    rows = [block["elements"] for block in told["blocks"] if block["type"] == "actions"]
    return [it["text"]["text"] for row in rows for it in row]


async def test_both_find_each_other_by_their_profiles_and_neither_is_named(town: Town) -> None:
    await profile_on_slack(town, "nhs", FALLS)
    await profile_on_discord(town, "social care", "Nobody notices when residents fall at night")
    await town.understanding.rest()

    await town.on_slack("command", "paul", name="peers", text="")
    told = await town.slack_told(texts.PEERS, "paul")
    await town.on_discord("command", "dave", name="peers")
    shown = await town.discord_told(texts.PEERS, "dave")

    assert "Nobody notices when residents fall at night" in told["text"]
    assert FALLS in shown.content
    for name in ("Dave", "dave", town.discord["dave"], "Care Commons"):
        assert name not in repr(told)
    for name in ("Paul", "paul", town.slack["paul"], "North Trust"):
        assert name not in repr((shown.content, shown.components))


async def test_a_further_answer_is_added_by_a_button_and_the_form_begins_with_it(town: Town) -> None:
    on_slack = await profile_on_slack(town, "nhs", FALLS)
    assert {"Find people", "What did not work", "Employer"} <= set(buttons(on_slack))
    on_discord = await profile_on_discord(town, "social care", FALLS)
    hidden = town.sandbox.discord.world.ephemerals[town.discord["dave"]]
    answers: list[tuple[str, Json]] = [
        ("Region", {"answer": "wales"}),
        ("Languages", {"answer": ["en", "cy"]}),
        ("Region", {}),
    ]
    for label, values in answers:
        saved = sum(texts.MORE in it.content for it in hidden.values())
        opened = await press_form_on_discord(town, on_discord, label)
        await fill_on_discord(town, opened, values)
        await town.until(lambda: sum(texts.MORE in it.content for it in hidden.values()) > saved)  # noqa: B023
    await town.on_discord("command", "dave", name="profile show")
    shown = await town.discord_told("Seen by: ", "dave")
    assert "Wales" in shown.content
    assert "English, Welsh" in shown.content


async def test_on_both_sides_one_waits_is_told_pauses_and_deletes(town: Town) -> None:
    await town.on_slack("command", "paul", name="peers", text="Residents fall at night")
    nobody = await town.slack_told(texts.NOBODY, "paul")
    await town.press_on_slack(nobody, "Tell me when someone comes", "paul")
    await town.slack_told(texts.TELL_SAVED, "paul")
    await town.on_discord("command", "dave", name="peers", options={"problem": "Filling empty shifts"})
    alone = await town.discord_told(texts.NOBODY, "dave")
    await town.press_on_discord(alone, "Tell me when someone comes", "dave")
    await town.discord_told(texts.TELL_SAVED, "dave")

    await profile_on_discord(town, "social care", FALLS)
    await profile_on_slack(town, "nhs", "Filling empty shifts on wards")
    await town.understanding.rest()
    await town.tick("people came")
    on_slack = await town.slack_letter(texts.SOMEBODY_CAME)
    on_discord = await town.discord_letter(texts.SOMEBODY_CAME)
    assert "Residents fall at night" in on_slack["text"]
    assert "Filling empty shifts" in on_discord.content

    await town.on_discord("command", "dave", name="profile pause", options={"until": "2 weeks"})
    await town.discord_told(texts.PAUSED, "dave")
    await town.on_slack("command", "paul", name="profile", text="delete")
    sure = await town.slack_told(texts.DELETE_SURE, "paul")
    await town.press_on_slack(sure, "Yes, delete my profile", "paul")
    await town.slack_told(texts.DELETED, "paul")
    left = await town.database.read(lambda unit: unit.profiles.everybody())
    assert [each.sector for each in left] == ["social care"]


async def test_two_languages_for_one_problem_meet_on_both_sides(town: Town) -> None:
    await profile_on_slack(town, "nhs", INSIDE)
    await profile_on_discord(town, "social care", OUTSIDE)

    await town.on_slack("command", "paul", name="peers", text="")
    told = await town.slack_told(texts.PEERS, "paul")
    await town.on_discord("command", "dave", name="peers")
    shown = await town.discord_told(texts.PEERS, "dave")

    assert OUTSIDE in told["text"]
    assert INSIDE in shown.content


async def test_on_each_side_one_pauses_comes_back_and_deletes_and_the_other_sees_it_at_once(town: Town) -> None:
    await profile_on_slack(town, "nhs", FALLS)
    await profile_on_discord(town, "social care", "Nobody notices when residents fall at night")

    await town.on_slack("command", "paul", name="profile", text="pause")
    await town.slack_told(texts.PAUSED, "paul")
    await town.on_discord("command", "dave", name="peers")
    await town.discord_told(texts.NOBODY, "dave")
    await town.on_slack("command", "paul", name="profile", text="resume")
    await town.slack_told(texts.RESUMED, "paul")
    await town.on_discord("command", "dave", name="peers")
    assert FALLS in (await town.discord_told(texts.PEERS, "dave")).content

    await town.on_discord("command", "dave", name="profile delete")
    sure = await town.discord_told(texts.DELETE_SURE, "dave")
    await town.press_on_discord(sure, "Yes, delete my profile", "dave")
    await town.discord_told(texts.DELETED, "dave")
    await town.on_slack("command", "paul", name="peers", text="")
    await town.slack_told(texts.NOBODY, "paul")


async def test_a_message_of_ones_own_begins_a_search_in_its_menu(town: Town) -> None:
    await profile_on_discord(town, "social care", FALLS)
    await town.understanding.rest()
    posted = await town.on_slack("post", "paul", text="Residents fall at night")

    await town.on_slack("menu", "paul", message=posted["message"], name="peers this")
    await town.fill_on_slack({}, "paul")
    assert FALLS in (await town.slack_told(texts.PEERS, "paul"))["text"]

    theirs = await town.on_discord("post", "dana", text="Nobody notices residents who fall")
    mine = await town.on_discord("menu", "dana", message=theirs["message"], name="Who works on this?")
    await fill_on_discord(town, mine, {}, "dana")
    assert FALLS in (await town.discord_told(texts.PEERS, "dana")).content


async def test_the_terms_of_a_message_are_explained_in_its_menu(town: Town) -> None:
    posted = await town.on_slack("post", "paul", text="Our ICB pays for it")
    await town.on_slack("menu", "paul", message=posted["message"], name="jargon this")
    assert "integrated care board" in (await town.slack_told(jargon.MAY_BE_WRONG, "paul"))["text"]

    posted = await town.on_discord("post", "dave", text="Our ICB pays for it")
    await town.on_discord("menu", "dana", message=posted["message"], name="What does that mean?")
    assert "integrated care board" in (await town.discord_told(jargon.MAY_BE_WRONG)).content

    await town.on_discord("command", "dave", name="jargon look-up", options={"term": "ICB"})
    assert "integrated care board" in (await town.discord_told("integrated", "dave")).content
    await town.on_slack("command", "paul", name="jargon", text="XQZV")
    await town.slack_told(jargon.unknown("XQZV"), "paul")


async def test_a_supplier_reads_problems_and_cannot_ask(town: Town) -> None:
    await profile_on_slack(town, "nhs", FALLS)
    await profile_on_discord(town, "supplier", "We make lamps for residents who fall at night")
    await town.understanding.rest()

    await town.on_discord("command", "dave", name="peers")
    shown = await town.discord_told(texts.SUPPLIERS_READ, "dave")

    labels = [it["label"] for row in shown.components for it in row["components"]]
    assert FALLS in shown.content
    assert not any(label.startswith("Ask for") for label in labels)


async def test_a_supplier_on_the_other_side_reads_problems_and_cannot_ask_either(town: Town) -> None:
    await profile_on_discord(town, "nhs", FALLS)
    await profile_on_slack(town, "supplier", "We make lamps for residents who fall at night")

    await town.on_slack("command", "paul", name="peers", text="")
    told = await town.slack_told(texts.SUPPLIERS_READ, "paul")

    assert FALLS in told["text"]
    assert not any(label.startswith("Ask for") for label in buttons(told))
