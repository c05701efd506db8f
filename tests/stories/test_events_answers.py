"""People say yes, maybe and no to an event from three communities: one count, and places in order."""

from __future__ import annotations

import asyncio

import pytest

from adapters.contract.commands import Press
from bot.events import answer_texts, rules, texts, wording
from storage.rsvps import Answer, Rsvp, Seat
from tests.stories.asking import Member
from tests.stories.gathering import (
    BASICS,
    DAY,
    HOUR,
    SAID,
    START,
    Gathering,
    letters,
    link,
    places,
    says,
    seats,
    until,
    words,
)


async def test_one_count_goes_for_all_communities_and_figures_under_five_are_hidden(here: Gathering) -> None:
    await places(here)
    people = [here.member(platform, f"p{n}") for platform in (here.world.red, here.world.blue) for n in range(2)]
    for person in people:
        await says(here, person, "Yes")
    await here.later(10)
    assert "A few people said yes." in here.words(here.world.green)

    await says(here, here.member(here.world.green, "p9"), "Yes")
    await here.later(10)
    for platform in (here.world.red, here.world.blue, here.world.green):
        assert "5 people said yes." in here.words(platform)
        assert "p1" not in here.words(platform)


async def test_people_are_counted_by_sector_once_nobody_can_be_told_from_it(here: Gathering) -> None:
    await here.announced()
    crowd = [here.member(here.world.red, f"p{number}") for number in range(11)]
    for number, person in enumerate(crowd):
        answer = await person.use_button(here.post(here.world.red), "Yes")
        if number < 6:
            told = await person.fill(answer, answer_texts.TELL, sector="nhs")
            assert words(told) == answer_texts.TOLD
        elif number < 9:
            await person.fill(answer, answer_texts.TELL, sector="supplier")
    await here.later(10)
    assert "11 people said yes. By sector: NHS 6." in here.words(here.world.red)
    assert "Suppliers 3" not in here.words(here.world.red)
    assert "(Suppliers)" in await here.ann.forge("events people", "1")
    assert await crowd[0].begins("events tell", "1") == {"sector": "nhs", "meet": "no"}
    assert words(await crowd[0].submit("events tell", "1", sector="none")) == answer_texts.TOLD_NOTHING
    await crowd[1].submit("events tell", "1", sector="none")
    await here.later(10)

    assert "By sector" not in here.words(here.world.red)
    assert words(await here.bob.submit("events tell", "1", sector="nhs")) == wording.NO_EVENT


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_where_places_are_kept_for_sectors_nobody_moves_to_another_one(here: Gathering) -> None:
    await places(here, capacity="5", reserved="nhs 3")
    eve = here.member(here.world.red, "eve")
    asked = await eve.use_button(here.post(here.world.red), "Yes")
    await eve.use_button(asked, "NHS")

    assert answer_texts.SECTOR_STAYS in words(await eve.submit("events tell", "1", sector="supplier", meet="yes"))
    assert await eve.begins("events tell", "1") == {"sector": "nhs", "meet": "yes"}


@pytest.mark.parametrize(
    ("seated", "shown"),
    [
        ({"nhs": 6, "social-care": 5}, [("nhs", 6), ("social-care", 5)]),
        ({"nhs": 6, "social-care": 5, "supplier": 2}, [("nhs", 6)]),  # else 2 could be worked out
        ({"nhs": 6, "": 5}, [("nhs", 6)]),
        ({"nhs": 6, "": 1}, []),
        ({"nhs": 4, "supplier": 4}, []),
        ({"charity": 5, "nhs": 9, "": 3, "research": 2}, [("nhs", 9), ("charity", 5)]),
        ({}, []),
    ],
)
def test_no_count_tells_of_fewer_than_five(seated: dict[str, int], shown: list[tuple[str, int]]) -> None:
    assert rules.by_sector(seated) == shown


async def test_answers_that_come_together_change_each_post_once(here: Gathering) -> None:
    await places(here)
    before = len(here.world.green.calls)
    await asyncio.gather(*(says(here, here.member(here.world.blue, f"p{n}"), "Yes") for n in range(20)))
    await here.later(10)

    edits = [call for call, _ in here.world.green.calls[before:] if call in ("edit", "send")]
    assert 1 <= len(edits) <= len(here.world.green.shown(here.world.talk(here.world.green)))
    assert "20 people said yes." in here.words(here.world.green)


async def test_somebody_with_two_linked_accounts_counts_once(here: Gathering) -> None:
    await places(here)
    red, blue = here.member(here.world.red, "dee"), here.member(here.world.blue, "dee2")
    await link(here, red, blue)
    await says(here, red, "Yes")
    await says(here, blue, "Yes")

    assert await seats(here) == {"dee2": Seat.SEATED}
    await says(here, red, "No")
    assert await seats(here) == {}


async def test_who_links_accounts_after_saying_yes_twice_gives_one_place_back(here: Gathering) -> None:
    await places(here, capacity="2")
    red, blue, eve = here.member(here.world.red, "dee"), here.member(here.world.blue, "dee2"), here.bob
    await says(here, red, "Yes")
    await says(here, blue, "Yes")
    assert "waiting list" in await says(here, eve, "Yes")
    await link(here, red, blue)
    await here.later(60)

    assert await seats(here) == {"dee": Seat.SEATED, "bob": Seat.OFFERED}
    assert "A place is free" in letters(eve)


async def test_who_links_accounts_and_says_no_gives_both_places_back_at_once(here: Gathering) -> None:
    await places(here, capacity="2")
    red, blue = here.member(here.world.red, "dee"), here.member(here.world.blue, "dee2")
    for person in (red, blue, here.bob, here.cat):
        await says(here, person, "Yes")
    await link(here, red, blue)
    assert answer_texts.FREED in await says(here, red, "No")

    assert await seats(here) == {"bob": Seat.OFFERED, "cat": Seat.OFFERED}


async def test_where_everybody_has_a_place_a_no_gives_none_to_somebody_else(here: Gathering) -> None:
    await here.everywhere()
    await says(here, here.bob, "Yes")
    assert answer_texts.FREED not in await says(here, here.bob, "No")


async def test_a_place_that_nobody_took_near_the_start_is_kept_once_the_event_is_moved(here: Gathering) -> None:
    await places(here, capacity="1")
    for name in ("one", "two"):
        await says(here, here.member(here.world.blue, name), "Yes")
    await until(here, START - 5 * HOUR)
    await says(here, here.member(here.world.blue, "one"), "No")
    panel = await here.ann.use("events edit", event="1")
    await here.fill(panel, "Title, time, place", **{**BASICS, "when": "Thursday 7 December 2pm"})

    assert "waiting list" in await says(here, here.member(here.world.red, "late"), "Yes")
    assert await seats(here) == {"two": Seat.OFFERED, "late": Seat.WAITING}


async def test_names_are_for_organisers_of_the_event_alone(here: Gathering) -> None:
    await places(here)
    await says(here, here.member(here.world.blue, "eve"), "Yes")
    panel = await here.ann.use("events edit", event="1")

    assert "eve" in words(await here.ann.use_button(panel, "Who comes"))
    assert await here.bob.forge("events people", "1") == texts.NOT_YOURS
    assert await here.member(here.world.red, "mo").forge("events people", "1") == texts.NOT_YOURS
    assert answer_texts.SEES_NAME in await says(here, here.member(here.world.green, "gil"), "Yes")


async def test_an_event_is_answered_only_from_where_it_is_shown(here: Gathering) -> None:
    await here.announced()
    eve = here.member(here.world.blue, "eve")

    for action in ("events yes", "events maybe", "events no", "events show", "events summary", "events useful"):
        for argument in ("1", "1/yes", "2", "", "x"):
            assert await eve.forge(action, argument) == wording.NO_EVENT
    assert await seats(here) == {}


async def test_a_full_event_has_a_waiting_list_and_a_free_place_is_kept_for_the_first(here: Gathering) -> None:
    await places(here, capacity="1")
    first, second, third = (here.member(here.world.blue, name) for name in ("one", "two", "three"))
    for person in (first, second, third):
        await says(here, person, "Yes")
    await here.later(10)
    assert f"There is 1 place. {wording.IF_NONE_FREE}" in here.words(here.world.red)
    assert "said yes" not in here.words(here.world.red)  # who reads that would know how many
    await says(here, first, "No")
    await here.later(10)

    assert await seats(here) == {"two": Seat.OFFERED, "three": Seat.WAITING}
    assert "It is kept for you until" in letters(second)
    assert "is free" not in letters(third)
    assert "waiting list" in await says(here, here.member(here.world.red, "late"), "Yes")
    assert "You have said yes" in await second.press(second.letters()[-1], answer_texts.TAKE_PLACE)
    assert (await seats(here))["two"] is Seat.SEATED


async def test_a_kept_place_that_nobody_takes_goes_to_the_next_after_a_day(here: Gathering) -> None:
    await places(here, capacity="1")
    first, second, third = (here.member(here.world.blue, name) for name in ("one", "two", "three"))
    for person in (first, second, third):
        await says(here, person, "Yes")
    await says(here, first, "No")
    await here.later(DAY + 120)

    assert await seats(here) == {"three": Seat.OFFERED}
    assert answer_texts.OFFER_GONE in letters(second)
    assert "It is kept for you until" in letters(third)
    assert "waiting list" in await says(here, second, "Yes")


async def test_more_places_are_offered_to_who_waits_and_fewer_take_none_away(here: Gathering) -> None:
    await places(here, capacity="2")
    for name in ("one", "two", "three", "four"):
        await says(here, here.member(here.world.blue, name), "Yes")
    panel = await here.ann.use("events edit", event="1")
    panel = await here.fill(panel, "For whom, topics, places", sectors=(), capacity="3", reserved="")
    assert list((await seats(here)).values()) == [Seat.SEATED, Seat.SEATED, Seat.OFFERED, Seat.WAITING]
    panel = await here.fill(panel, "For whom, topics, places", sectors=(), capacity="1", reserved="")
    await says(here, here.member(here.world.blue, "one"), "No")
    assert list((await seats(here)).values()) == [Seat.SEATED, Seat.OFFERED, Seat.WAITING]
    await here.fill(panel, "For whom, topics, places", sectors=(), capacity="", reserved="")

    assert list((await seats(here)).values()) == [Seat.SEATED, Seat.OFFERED, Seat.OFFERED]


async def test_near_the_start_everybody_who_waits_is_told_and_the_first_has_the_place(here: Gathering) -> None:
    await places(here, capacity="1")
    first, second, third = (here.member(here.world.blue, name) for name in ("one", "two", "three"))
    for person in (first, second, third):
        await says(here, person, "Yes")
    await until(here, START - 5 * HOUR)
    await says(here, first, "No")
    await here.later(10)

    assert await seats(here) == {"two": Seat.WAITING, "three": Seat.WAITING}
    assert answer_texts.PLACE_FREE in letters(second)
    assert answer_texts.PLACE_FREE in letters(third)
    assert "You have said yes" in await third.press(third.letters()[-1], answer_texts.TAKE_PLACE)
    assert "waiting list" in await second.press(second.letters()[-1], answer_texts.TAKE_PLACE)


async def test_places_kept_for_a_sector_are_not_taken_by_others(here: Gathering) -> None:
    await places(here, capacity="2", reserved="social-care 1")
    people = [here.member(here.world.blue, name) for name in ("one", "two", "three")]

    async def come(who: Member, sector: str) -> str:
        question = await who.use_button(here.post(who.platform), "Yes")
        assert answer_texts.WHICH_SECTOR in words(question)
        return await who.press(question, sector)

    assert "You have said yes" in await come(people[0], "Suppliers")
    assert "waiting list" in await come(people[1], answer_texts.NO_SECTOR)
    assert "You have said yes" in await come(people[2], "Social care")
    await says(here, people[2], "No")
    assert await seats(here) == {"one": Seat.SEATED, "two": Seat.WAITING}
    await says(here, people[0], "No")
    assert await seats(here) == {"two": Seat.OFFERED}


async def test_a_person_finds_what_they_answered_with_any_of_their_accounts(here: Gathering) -> None:
    await places(here)
    red, blue = here.member(here.world.red, "dee"), here.member(here.world.blue, "dee2")
    await link(here, red, blue)
    await says(here, red, "Yes")

    assert "You said yes." in await blue.told("events mine")
    assert await here.member(here.world.blue, "eve").told("events mine") == wording.NOTHING_MINE
    listed = await here.member(here.world.green, "gil").use("events list")
    assert SAID in words(listed)
    assert "Leeds" in await here.member(here.world.green, "gil").press(listed, "Falls clinic")
    assert SAID in await here.member(here.world.green, "gil").told("events next")


async def test_a_thousand_people_press_yes_at_once_for_fifty_places(here: Gathering) -> None:
    await places(here, capacity="50")
    crowd = [here.member((here.world.red, here.world.blue)[n % 2], f"p{n}") for n in range(1000)]
    post = here.post(here.world.red)
    [yes] = [button for button in post.content.buttons if button.label == "Yes"]
    presses = [Press(yes.action, yes.argument, who.caller, who.channel, post.ref) for who in crowd]
    answers = await asyncio.gather(*(here.world.bot.app.asked(press) for press in presses))

    people: list[Rsvp] = await here.world.database.read(lambda unit: unit.rsvps.people(1))
    assert [person.name for person in people] == [who.name for who in crowd]
    assert [person.seat for person in people] == [Seat.SEATED] * 50 + [Seat.WAITING] * 950
    assert {person.answer for person in people} == {Answer.YES}
    told = ["You have said yes" in words(answer) for answer in answers]
    assert told == [True] * 50 + [False] * 950
    for who in crowd[:10]:
        await says(here, who, "No")
    people = await here.world.database.read(lambda unit: unit.rsvps.people(1))
    assert [person.name for person in people if person.seat is Seat.OFFERED] == [f"p{n}" for n in range(50, 60)]
    taken = await here.world.database.read(lambda unit: unit.rsvps.taken(1))
    assert taken == {"": 50}
