"""What members switch on for themselves: off until they say yes, shown in one place, and off again at once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from adapters.contract.content import Content
from adapters.contract.walk import text_of
from bot.compose import SWITCHES
from bot.events import answer_texts, reminding, weekly_texts
from bot.introductions import joining
from bot.introductions import texts as meeting
from bot.introductions.who import members
from bot.people import being_found
from bot.people import texts as people_texts
from bot.privacy import KEEP_TAKEN_BACK, texts
from bot.texts.switch_texts import on_or_off
from storage.consents import Kind
from storage.schema import metadata
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.finding import FALLS, cards, labels, member, people
from tests.stories.gathering import DAY, HOUR, START, gather, letters, places, says, until


@pytest.fixture
def ann(world: World) -> Member:
    """Belongs to the red community."""
    return member(world, world.red, "Ann")


def on(shown: Content) -> set[str]:
    """The titles of the switches that `/privacy` shows as on."""
    lines = text_of(shown).splitlines()
    return {each.title for each in SWITCHES for line in lines if line.startswith(f"{each.title}: on since")}


async def standing(world: World, who: Member) -> set[Kind]:
    """What somebody has said yes to."""
    return set(await world.database.read(lambda unit: unit.consents.standing([who.account])))


async def test_each_is_off_until_somebody_says_yes_and_says_what_a_yes_means(world: World, ann: Member) -> None:
    shown = await ann.use("privacy")

    assert on(shown) == set()
    for each in SWITCHES:
        assert f"{each.title}: {texts.IS_OFF} {each.summary}" in text_of(shown)
        assert each.give in shown.buttons and each.withdraw not in shown.buttons
    assert {each.kind for each in SWITCHES} == set(Kind), "what can be agreed to, and what is shown, are the same"


async def test_everything_is_given_and_taken_back_from_one_place_each_by_itself(world: World, ann: Member) -> None:
    await ann.use("profile", sector="nhs", problem=FALLS)
    await ann.press(await ann.press_on("privacy", joining.SWITCH.give.label), meeting.JOIN)
    await ann.press_on("privacy", answer_texts.REMIND_ME)
    await ann.press_on("privacy", weekly_texts.START)
    shown = await ann.use("privacy")
    assert on(shown) == {each.title for each in SWITCHES}
    said = text_of(shown)
    for each in SWITCHES:
        assert f"{each.title}: on since 14 November 2023" in said
    assert "lets others find parts of it, not your name" in being_found.IN_THE_FORM
    for line in (*meeting.HOW, answer_texts.REMINDING, *being_found.IN_THE_FORM.splitlines()):
        assert line in said

    for each in SWITCHES:
        await ann.press_on("privacy", each.withdraw.label)
        assert each.title not in on(await ann.use("privacy"))
    assert await standing(world, ann) == set()
    await ann.press_on("privacy", people_texts.FIND_ME)
    assert on(await ann.use("privacy")) == {being_found.SWITCH.title}
    assert people_texts.FOUND_WORDING in await ann.told("privacy")
    kept = (await world.database.read(lambda unit: unit.consents.records([ann.account])))["what you said yes to"]
    taken_back = [row["kind"] for row in kept if "withdrawn_at" in row]
    assert taken_back == [Kind.FOUND, Kind.INTRODUCTIONS, Kind.REMINDERS, Kind.WEEKLY]


async def test_whoever_hides_is_shown_to_nobody_from_then_on_and_keeps_their_profile(world: World, ann: Member) -> None:
    await ann.use("profile", sector="nhs", problem=FALLS)
    await people(world, ("social care", FALLS), ("supplier", FALLS))
    assert len(cards(await ann.use("peers"))) == 2
    one = member(world, world.blue, "Person0 Smith")
    assert await one.told("profile found", wanted="off") == f"{people_texts.HIDDEN}\n{people_texts.HIDDEN_STILL}"

    assert len(cards(await ann.use("peers"))) == 1
    title = people_texts.BEING_FOUND
    assert (await one.told("profile found")).startswith(on_or_off(title, on=False))
    shown = await one.use("profile show")
    assert FALLS in text_of(shown) and people_texts.NOBODY_FINDS_YOU in text_of(shown)
    await one.press(shown, people_texts.FIND_ME)
    assert len(cards(await ann.use("peers"))) == 2
    assert people_texts.HIDE_ME in labels(await one.use("profile show"))
    assert await one.told("profile found") == "\n".join((on_or_off(title, on=True), people_texts.FOUND_WORDING))


async def test_a_profile_that_is_deleted_takes_its_yes_along(world: World, ann: Member) -> None:
    await ann.use("profile", sector="nhs", problem=FALLS)
    await ann.press(await ann.use("profile delete"), "Yes, delete my profile")

    assert await standing(world, ann) == set()


async def test_nobody_takes_part_in_introductions_without_the_yes(world: World, ann: Member) -> None:
    await ann.use("profile", sector="nhs", problem=FALLS)
    await ann.press(await ann.use("intro join"), meeting.JOIN)

    async def there() -> Sequence[str]:
        found = await world.database.write(lambda unit: members(unit, world.clock.now()))
        return [each.taker.name for each in found.values()]

    assert await there() == ["Ann"]
    await world.database.write(lambda unit: unit.consents.withdraw([ann.account], Kind.INTRODUCTIONS, 0.0))
    assert await there() == []


async def test_nobody_is_reminded_who_did_not_say_so_but_the_way_in_comes(world: World) -> None:
    here = await gather(world)
    panel = await here.ready(where="Online, https://meet.example/secret")
    await here.ann.use_button(panel, "Announce")
    eve, mo, ida = (here.member(world.red, name) for name in ("eve", "mo", "ida"))
    assert f"{answer_texts.MAY_I_REMIND} {answer_texts.REMINDING}" in await says(here, eve, "Yes")
    assert answer_texts.said_maybe("Falls clinic") in await says(here, mo, "Maybe")
    await ida.use("events reminders", wanted="on")
    assert answer_texts.MAY_I_REMIND not in await says(here, ida, "Yes")
    await until(here, START - 2 * DAY + 120)
    await until(here, START - DAY + 120)
    await until(here, START - HOUR + 120)
    await until(here, START + 2 * DAY)

    assert letters(eve).count("Here is the way in.") == 1
    assert "https://meet.example/secret" in str([it.content for it in eve.letters()])
    assert "Reminder:" not in letters(eve) and "Was it useful?" not in letters(eve)
    assert letters(mo) == ""
    assert letters(ida).count("Reminder:") == 2 and "Was it useful?" in letters(ida)


async def test_reminders_end_at_once_also_those_that_were_planned(world: World) -> None:
    here = await gather(world)
    await places(here)
    eve = here.member(world.blue, "eve")
    answer = await eve.use_button(here.post(world.blue), "Yes")
    await eve.press(answer, answer_texts.REMIND_ME)
    await until(here, START - DAY + 120)
    assert letters(eve).count("Reminder:") == 1
    await eve.press_on("privacy", answer_texts.REMIND_NO_MORE)
    await until(here, START - HOUR + 120)

    assert letters(eve).count("Reminder:") == 1
    await here.ann.press(await here.ann.use("events cancel", event="1"), "Yes, cancel this event")
    await here.later(10)
    assert "is cancelled" in letters(eve), "what has changed is no reminder"


async def test_a_yes_of_one_account_holds_for_the_person_and_is_taken_back_for_all(world: World, ann: Member) -> None:
    annie = member(world, world.green, "Annie")
    assert labels(await ann.use("events reminders")) == [answer_texts.REMIND_ME]
    await ann.use("events reminders", wanted="on")
    await world.database.write(lambda unit: unit.members.link(ann.account, annie.account, "m-ann", 1.0))
    assert on(await annie.use("privacy")) == {reminding.SWITCH.title}
    await annie.use("events reminders", wanted="off")

    assert on(await ann.use("privacy")) == set()


async def test_what_was_taken_back_is_forgotten_after_a_year_and_what_holds_is_not(world: World, ann: Member) -> None:
    bob = member(world, world.blue, "Bob")
    for who in (ann, bob):
        await who.use("events reminders", wanted="on")
    await ann.use("events reminders", wanted="off")
    await world.later(KEEP_TAKEN_BACK - DAY)
    assert await rows(world) == 2
    await world.later(3 * DAY)

    assert await rows(world) == 1
    assert await standing(world, bob) == {Kind.REMINDERS}


async def rows(world: World) -> int:
    """How many yeses are kept, with those that were taken back."""
    async with world.database.engine.connect() as connection:
        return len((await connection.execute(metadata.tables["consent"].select())).all())
