"""Members say what they try to change, see who reads what of it, pause it, and take all of it back."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from adapters.contract.walk import text_of
from bot.linking import texts as linking
from bot.people import texts
from bot.people.fields import GONE
from storage.database import Unit
from storage.profiles import Profile, Said, Sector
from tests.fakes.platform import FakePlatform
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.test_linking import link

FALLS = "Residents fall at night and nobody notices in time"
TABLES = ("profile", "profile_text", "profile_topic", "text_vector", "search", "shown_card", "wish", "sector_request")


def member(world: World, platform: FakePlatform, name: str = "Ann", admin: bool = False) -> Member:
    return Member(world, platform, world.talk(platform), name, admin)


@pytest.fixture
def ann(world: World) -> Member:
    return member(world, world.red)


async def profile(of: Member) -> Profile | None:
    async def work(unit: Unit) -> Profile | None:
        return await unit.profiles.of(await unit.members.accounts(of.account))

    return await of.world.database.read(work)


async def rows(world: World) -> dict[str, int]:
    """How many rows there are in each table that holds something of members' words."""
    async with world.database.engine.connect() as connection:
        return {
            table: (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one() for table in TABLES
        }


async def test_a_profile_is_one_form_with_two_answers(world: World, ann: Member) -> None:
    [form] = [it for it in world.bot.app.declarations if it.name == "profile"]
    assert form.form and [ask.name for ask in form.asks] == ["sector", "problem"]
    await world.understood()

    said = await ann.told("profile", sector="nhs", problem=f"  {FALLS}\n ")

    assert said == f"{texts.SAVED}\n{texts.AGREED}\n{texts.MORE}"
    mine = await profile(ann)
    assert mine is not None
    assert (mine.sector, mine.problem) == (Sector.NHS, FALLS)
    assert mine.texts[Said.PROBLEM].at == world.clock.now()


async def test_the_form_opens_with_what_is_there(ann: Member) -> None:
    assert await ann.begins("profile") == {}
    await ann.use("profile", sector="nhs", problem=FALLS)

    assert await ann.begins("profile") == {"sector": "nhs", "problem": FALLS}
    assert await ann.begins("profile edit") == {"sector": "nhs", "problem": FALLS}


async def test_further_answers_are_given_one_at_a_time_and_each_form_opens_with_the_last(ann: Member) -> None:
    saved = await ann.use("profile", sector="nhs", problem=FALLS)
    await ann.fill(saved, "What did not work", answer="Bed alarms woke everybody")
    await ann.fill(saved, "What I can help with", answer="Writing a falls policy")
    await ann.fill(saved, "How far I am", stage="done")
    await ann.fill(saved, "How far I am", stage="thinking", topic="night lights")
    await ann.fill(saved, "Region", answer="wales")
    await ann.fill(saved, "Role level", answer="manager")
    await ann.fill(saved, "Languages", answer=("en", "cy"))  # type: ignore[arg-type]
    await ann.fill(saved, "Employer", answer="Acorn Trust")

    shown = await ann.told("profile show")

    for answer in (
        f"Sector: NHS\nSeen by: {texts.SEEN_SECTOR}.",
        f"What you are trying to change: {FALLS}\nSeen by: {texts.SEEN_BLIND}.",
        f"What you tried that did not work: Bed alarms woke everybody\nSeen by: {texts.SEEN_IN_PART}.",
        "What you could help with: Writing a falls policy\n",
        f"How far you are: Has done it; Thinking of it: night lights\nSeen by: {texts.SEEN_BY_FIVE}.",
        "Region: Wales\n",
        "Role level: Manager or team leader\n",
        f"Languages: English, Welsh\nSeen by: {texts.SEEN_AFTER}.",
        f"Employer: Acorn Trust\nSeen by: {texts.SEEN_BY_NOBODY}.",
    ):
        assert answer in shown
    assert await ann.begins("profile tried") == {"answer": "Bed alarms woke everybody"}
    assert await ann.begins("profile stage") == {"stage": "done"}
    assert await ann.begins("profile languages") == {"answer": ("en", "cy")}
    assert await ann.begins("profile employer") == {"answer": "Acorn Trust", "seen": "hidden"}


async def test_an_answer_is_taken_away_by_leaving_it_empty(ann: Member) -> None:
    saved = await ann.use("profile", sector="nhs", problem=FALLS)
    await ann.fill(saved, "What did not work", answer="Bed alarms")
    await ann.fill(saved, "Employer", answer="Acorn Trust", seen="shown")
    await ann.fill(saved, "How far I am", stage="doing", topic="night lights")

    await ann.fill(saved, "What did not work")
    await ann.fill(saved, "Employer")
    await ann.fill(saved, "How far I am", stage=GONE, topic="night lights")

    mine = await profile(ann)
    assert mine is not None
    assert (mine.words, mine.employer, mine.employer_shown, dict(mine.stages)) == ((FALLS,), "", False, {})


async def test_without_a_profile_there_is_nothing_to_add_to(ann: Member) -> None:
    for command in ("profile show", "profile pause", "profile resume", "profile delete", "profile tried"):
        answer = await ann.use(command)
        assert text_of(answer) == texts.NO_PROFILE
        assert [button.action for button in answer.buttons] == ["profile"]


async def test_words_that_others_read_name_neither_the_member_nor_their_employer(world: World) -> None:
    ann = member(world, world.red, "Ann Bell")
    named = "I, ann  bell, want fewer falls"
    refused = await ann.use("profile", sector="nhs", problem=named)
    assert text_of(refused).startswith(texts.NAMES_YOU) and named in text_of(refused)
    assert [button.action for button in refused.buttons] == ["profile"]  # the form again, to be sent without the name
    assert await profile(ann) is None

    saved = await ann.use("profile", sector="nhs", problem=FALLS)
    await ann.fill(saved, "Employer", answer="Acorn Trust")
    for label in ("What did not work", "What I can help with"):
        told = text_of(await ann.fill(saved, label, answer="Alarms at acorn trust"))
        assert told.startswith(texts.NAMES_EMPLOYER) and "Alarms at acorn trust" in told
    topic = await ann.fill(saved, "How far I am", stage="doing", topic="Acorn Trust nights")

    assert text_of(topic).startswith(texts.NAMES_EMPLOYER)
    mine = await profile(ann)
    assert mine is not None
    assert mine.words == (FALLS,)


async def test_an_employer_that_stands_in_earlier_words_is_pointed_out(ann: Member) -> None:
    saved = await ann.use("profile", sector="nhs", problem="Fewer falls at Acorn Trust")

    assert texts.EMPLOYER_STANDS in text_of(await ann.fill(saved, "Employer", answer="Acorn Trust"))
    assert texts.EMPLOYER_STANDS not in text_of(await ann.fill(saved, "Employer", answer="Oak Trust"))


async def test_a_profile_is_paused_until_it_is_resumed(ann: Member) -> None:
    await ann.use("profile", sector="nhs", problem=FALLS)

    assert await ann.told("profile resume") == texts.NOT_PAUSED
    said = await ann.use("profile pause")
    assert text_of(said) == f"{texts.PAUSED} {texts.PAUSED_OPEN}"
    assert text_of(said) in await ann.told("profile show")
    assert await ann.press(said, "Resume") == texts.RESUMED
    assert texts.PAUSED not in await ann.told("profile show")


async def test_who_is_not_to_be_found_is_not_told_that_others_find_them(ann: Member) -> None:
    await ann.use("profile", sector="nhs", problem=FALLS)
    await ann.use("profile found", wanted="off")

    assert await ann.told("profile resume") == texts.NOT_PAUSED_HIDDEN
    assert await ann.press(await ann.use("profile pause"), "Resume") == texts.RESUMED_HIDDEN


async def test_who_says_yes_to_being_found_while_paused_is_not_told_that_others_find_them(ann: Member) -> None:
    await ann.use("profile", sector="nhs", problem=FALLS)
    await ann.use("profile pause", until="12 December 2023")
    await ann.use("profile found", wanted="off")

    said = await ann.use("profile found", wanted="on")
    assert texts.FOUND_NOW not in text_of(said) and "It ends by itself on Tuesday 12 December 2023." in text_of(said)
    assert await ann.press(said, "Resume") == texts.RESUMED


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2 weeks", "Tuesday 28 November 2023"),
        ("3 March 2026", "Tuesday 3 March 2026"),
        ("03/03/2026", "Tuesday 3 March 2026"),
        ("2026-03-03", "Tuesday 3 March 2026"),
    ],
)
async def test_a_pause_ends_by_itself_on_the_day_that_was_said(world: World, ann: Member, said: str, day: str) -> None:
    await ann.use("profile", sector="nhs", problem=FALLS)

    assert await ann.told("profile pause", until=said) == f"{texts.PAUSED} It ends by itself on {day}."

    mine = await profile(ann)
    assert mine is not None
    assert mine.paused(world.clock.now())
    world.clock.advance(mine.paused_until - world.clock.now())
    assert texts.PAUSED not in await ann.told("profile show")


NO_TIME = texts.pause_how("12 December 2023")  # four weeks after the story begins


@pytest.mark.parametrize(
    ("said", "answer"), [("soon", NO_TIME), ("99 weeks", NO_TIME), ("3 March 2020", texts.PAUSE_PAST)]
)
async def test_a_pause_that_cannot_be_is_explained(ann: Member, said: str, answer: str) -> None:
    await ann.use("profile", sector="nhs", problem=FALLS)

    assert await ann.told("profile pause", until=said) == answer
    mine = await profile(ann)
    assert mine is not None
    assert mine.paused_until == 0.0


async def test_deleting_removes_words_vectors_searches_and_wishes_at_once(world: World, ann: Member) -> None:
    bea = member(world, world.blue, "Bea")
    await bea.use("profile", sector="social care", problem=FALLS)
    saved = await ann.use("profile", sector="supplier", problem=FALLS)
    await ann.fill(saved, "How far I am", stage="doing", topic="night lights")
    await world.understood()
    assert (await ann.use("peers")).buttons
    nobody = await ann.use("peers", problem="Xylophones")
    await ann.press(nobody, "Tell me when someone comes")
    assert (await rows(world))["text_vector"] == 3

    sure = await ann.use("profile delete")
    assert text_of(sure) == f"{texts.DELETE_SURE}\n{texts.SECTOR_KEPT}"
    assert await profile(ann) is not None
    mine = await profile(ann)
    assert mine is not None and mine.person in world.understanding._index
    assert await ann.press(sure, "Yes, delete my profile") == f"{texts.DELETED}\n{texts.SECTOR_KEPT}"

    await world.understood()
    assert mine.person not in world.understanding._index
    left = await rows(world)
    assert left == {**dict.fromkeys(TABLES, 0), "profile": 1, "profile_text": 1, "text_vector": 1}
    assert texts.NOBODY in await bea.told("peers")
    assert await ann.press(sure, "Yes, delete my profile") == texts.NO_PROFILE


async def test_one_person_has_one_profile_with_any_of_their_accounts(world: World, ann: Member) -> None:
    annie = member(world, world.blue, "Annie")
    await ann.use("profile", sector="nhs", problem=FALLS)
    await link(annie, ann)

    assert await annie.begins("profile") == {"sector": "nhs", "problem": FALLS}
    await annie.use("profile", sector="nhs", problem="Fewer falls")

    assert "Fewer falls" in await ann.told("profile show")
    assert (await rows(world))["profile"] == 1


async def test_of_two_profiles_the_older_stays_when_accounts_are_linked_and_the_person_is_told(
    world: World, ann: Member
) -> None:
    annie = member(world, world.blue, "Annie")
    await annie.use("profile", sector="nhs", problem=FALLS)
    world.clock.advance(10)
    await ann.use("profile", sector="charity", problem="Something else")
    await world.understood()

    said = await link(annie, ann)

    assert linking.ONE_PROFILE in said
    assert linking.ONE_PROFILE in " ".join(letter.text for letter in ann.letters())
    assert FALLS in await ann.told("profile show")
    left = await rows(world)
    assert (left["profile"], left["profile_text"], left["text_vector"]) == (1, 1, 1)


async def test_who_had_no_two_profiles_is_told_of_none(world: World, ann: Member) -> None:
    annie = member(world, world.blue, "Annie")
    await annie.use("profile", sector="nhs", problem=FALLS)

    assert linking.ONE_PROFILE not in await link(annie, ann)
