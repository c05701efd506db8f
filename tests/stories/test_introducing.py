"""Two people are introduced: asked at once and blind, named only when both say yes."""

from __future__ import annotations

import pytest

from adapters.contract.content import Content
from adapters.contract.walk import text_of
from bot.introductions import apart_texts, talk, texts
from storage.profiles import Sector
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.introducing import (
    DAY,
    HOUR,
    Neighbour,
    ann_and_bob,
    asked,
    passes,
    settle_in,
    until_morning,
    wants,
)


@pytest.fixture
async def pair(world: World) -> tuple[Neighbour, Neighbour]:
    """Ann of the NHS on one platform, Bob of social care on another; it is Tuesday morning."""
    return await ann_and_bob(world)


async def test_nobody_is_named_before_both_said_yes(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)

    assert bob.has(texts.MEET)
    assert "Ann" not in "\n".join(bob.read())
    assert "Leeds Trust" not in "\n".join(bob.read())
    assert not ann.read()

    await bob.answer(texts.YES)

    assert bob.has("Ann (NHS)") and bob.has("Bob (Social care)")
    assert ann.has("Ann (NHS)") and ann.has("Bob (Social care)")
    assert "Leeds Trust" not in "\n".join(bob.read())


async def test_whoever_asks_does_not_learn_what_a_card_hides(pair: tuple[Neighbour, Neighbour]) -> None:
    """Enough members share Ann's sector, and too few share Bob's: so what differs is for Bob alone to read."""
    ann, bob = pair
    for name in ("Cat", "Dan", "Eve", "Fay"):
        await settle_in(ann.world, ann.world.red, name, Sector.NHS)
    told = await wants(ann, bob)

    assert texts.ASKED in told and texts.ALSO_DIFFERS in told
    assert "social care" not in told.casefold().partition(texts.ASKED.casefold())[2]


async def test_a_no_is_never_shown_and_looks_like_silence(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    await bob.answer(texts.NOT_NOW)
    for _ in range(6):
        await passes(ann.world, DAY)
    assert not ann.read()

    for _ in range(5):
        await passes(ann.world, DAY)

    assert [text.split("\n")[0] for text in ann.read()] == [texts.DID_NOT_WORK_OUT]
    assert not bob.has(texts.DID_NOT_WORK_OUT)
    assert "Bob" not in "\n".join(ann.read())


async def test_silence_ends_after_seven_working_days_at_the_time_at_which_a_no_does(world: World) -> None:
    told: dict[str, float] = {}
    await until_morning(world)
    for name, answer in (("Nora", texts.NOT_THIS), ("Sam", "")):
        ann = await settle_in(world, world.red, f"Ann{name}", Sector.NHS)
        other = await settle_in(world, world.blue, name, Sector.SOCIAL_CARE)
        await asked((ann, other))
        if answer:
            await other.answer(answer)
        told[ann.name] = 0.0
    start = world.clock.now()
    for _ in range(8 * 12):
        await passes(world, 3 * HOUR)
        for name in [name for name, at in told.items() if not at]:
            if world.red.lines(world.red.channel(f"dm-{name}")):
                told[name] = world.clock.now()

    assert set(told.values()) == {start + 9 * DAY}  # Tuesday to Thursday of next week: seven working days


async def test_a_yes_after_the_end_changes_nothing(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    question = bob.letter(texts.MEET)
    button = next(it for it in question.content.buttons if it.label == texts.YES)
    await passes(ann.world, 9 * DAY + HOUR)

    assert await bob.forge(button.action, button.argument) == texts.TOO_LATE
    assert not bob.has("Ann")
    assert bob.has(texts.ENDED)


async def test_only_those_who_were_asked_can_answer(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    eve = await settle_in(ann.world, ann.world.blue, "Eve", Sector.CHARITY)
    button = next(it for it in bob.letter(texts.MEET).content.buttons if it.label == texts.YES)

    assert await eve.forge(button.action, button.argument) == texts.NOT_YOURS
    assert await eve.forge(button.action, "999") == texts.NOT_YOURS
    assert await eve.forge(button.action, "1'; --") == texts.NOT_YOURS
    assert not ann.read()


async def test_pressing_twice_opens_one_room(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    button = next(it for it in bob.letter(texts.MEET).content.buttons if it.label == texts.YES)
    await bob.forge(button.action, button.argument)

    assert await bob.forge(button.action, button.argument) == texts.TOO_LATE
    assert sum(talk.YOU_ALL in text for text in ann.read()) == 1


async def test_a_member_with_two_accounts_may_answer_with_either(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    also = Neighbour(bob.world, bob.world.green, bob.world.green.channel("lobby"), "Bobby")
    await bob.world.database.write(lambda unit: unit.members.link(bob.account, also.account, "bob", 0.0))
    button = next(it for it in bob.letter(texts.MEET).content.buttons if it.label == texts.YES)

    assert await also.forge(button.action, button.argument) == talk.ALL_YES
    assert ann.has(talk.YOU_ALL)


@pytest.mark.parametrize("goes", ["intro leave", "intro pause"])
async def test_who_leaves_or_pauses_in_the_middle_is_asked_no_more_and_the_other_learns_nothing(
    pair: tuple[Neighbour, Neighbour], goes: str
) -> None:
    ann, bob = await asked(pair)
    await bob.use(goes)

    assert bob.has(texts.ENDED) and not ann.read()
    await passes(ann.world, 10 * DAY)
    assert ann.has(texts.DID_NOT_WORK_OUT)


@pytest.mark.parametrize("goes", ["intro leave", "intro pause"])
async def test_who_is_gone_before_the_question_is_sent_is_not_contacted(
    pair: tuple[Neighbour, Neighbour], goes: str
) -> None:
    ann, bob = pair
    await ann.world.later(8 * HOUR)  # it is 6pm
    await wants(ann, bob)
    await passes(ann.world)
    await bob.use(goes)
    await passes(ann.world, DAY)

    assert not bob.has(texts.MEET)


async def test_a_question_waits_for_the_hours_of_whoever_is_asked(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = pair
    await ann.world.later(8 * HOUR)  # it is 6pm
    await wants(ann, bob)
    await passes(ann.world)
    assert not bob.read()

    await passes(ann.world, 14 * HOUR)  # 8am
    assert not bob.read()
    await passes(ann.world, HOUR)
    assert bob.has(texts.MEET)


async def test_an_erased_member_leaves_nothing_and_the_other_is_not_left_waiting(
    pair: tuple[Neighbour, Neighbour],
) -> None:
    ann, bob = await asked(pair)
    await bob.world.database.write(lambda unit: unit.profiles.delete(bob.person))
    await passes(ann.world, HOUR)

    [left] = await ann.world.database.read(lambda unit: unit.introductions.with_person(ann.person))
    assert bob.has(texts.ENDED)
    assert [party.name for party in left.parties if party.person != ann.person] == [""]
    assert str(bob.account) not in str(left)
    await passes(ann.world, 10 * DAY)
    assert ann.has(texts.DID_NOT_WORK_OUT)


async def test_who_does_not_take_part_is_told_so_before_they_fill_in_settings(world: World) -> None:
    ann = Member(world, world.red, world.talk(world.red), "Ann")
    told = await ann.begins("intro settings")

    assert isinstance(told, Content)
    assert text_of(told) == texts.NOT_IN
    assert [button.action for button in told.buttons] == ["intro join"]


async def test_a_block_is_silent_and_keeps_people_apart(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = pair
    assert await bob.told("intro block", kind="sector", who="NHS") == apart_texts.BLOCKED
    told = await wants(ann, bob)
    await passes(ann.world)

    assert texts.ASKED in told and not bob.read()
    await passes(ann.world, 10 * DAY)
    assert ann.has(texts.DID_NOT_WORK_OUT)


async def test_a_block_outlives_leaving_and_coming_back(world: World) -> None:
    await until_morning(world)
    ann = await settle_in(world, world.red, "Ann", Sector.NHS)
    abe = await settle_in(world, world.red, "Abe", Sector.SOCIAL_CARE)
    await abe.use("intro block", kind="person", who="<@Ann>")
    await abe.use("intro leave")
    await abe.press(await abe.use("intro join"), texts.JOIN)

    await wants(ann, abe)
    await passes(world)
    assert not abe.has(texts.MEET)
    await abe.use("intro unblock", kind="person", who="<@Ann>")
    await passes(world, 10 * DAY)
    assert not abe.has(texts.MEET)  # in vain a moment ago: not for a year


async def test_whoever_asks_only_themselves_is_not_asked(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = pair
    await bob.use(
        "intro settings", frequency="when I ask", size="pair", hours="9am to 5pm", days="1", zone="Europe/London"
    )
    await wants(ann, bob)
    await passes(ann.world)

    assert not bob.read()


async def test_every_message_that_asks_has_the_way_out_on_it(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    await bob.answer(texts.YES)
    for who in (ann, bob):
        for shown in who.letters():
            if shown.content.buttons:
                assert {texts.STOP, texts.PAUSE} <= {button.label for button in shown.content.buttons}


async def test_who_met_is_not_asked_about_the_same_person_again(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    await bob.answer(texts.YES)
    await bob.closes()
    before = len(bob.read())

    await passes(ann.world, 60 * DAY)
    await wants(ann, bob)
    await passes(ann.world, DAY)
    assert not any(texts.MEET in text for text in bob.read()[before:])


async def test_suppliers_do_not_ask_those_who_may_buy(world: World) -> None:
    await until_morning(world)
    sue = await settle_in(world, world.red, "Sue", Sector.SUPPLIER)
    bob = await settle_in(world, world.blue, "Bob", Sector.NHS)

    assert await wants(sue, bob) == texts.SUPPLIERS_WAIT
    await passes(world)
    assert not bob.read()


async def test_two_who_ask_for_each_other_are_introduced(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)

    assert await wants(bob, ann) == texts.SAID_YES
    await passes(ann.world)
    assert bob.has("Ann (NHS)") and ann.has("Bob (Social care)")


async def test_two_who_ask_for_each_other_before_anybody_is_asked_are_introduced_without_a_question(
    pair: tuple[Neighbour, Neighbour],
) -> None:
    ann, bob = pair
    await wants(ann, bob)
    assert await wants(bob, ann) == texts.SAID_YES
    await passes(ann.world)

    assert not bob.has(texts.MEET) and not ann.has(texts.MEET)
    assert bob.has("Ann (NHS)") and ann.has("Bob (Social care)")


async def test_who_was_asked_about_somebody_is_not_asked_again_while_it_is_open_or_by_coming_back(
    pair: tuple[Neighbour, Neighbour],
) -> None:
    ann, bob = await asked(pair)
    await ann.use("intro leave")
    await ann.press(await ann.use("intro join"), texts.JOIN)
    await passes(ann.world, 10 * DAY)
    await wants(ann, bob)
    await passes(ann.world)

    assert sum(texts.IF_YES in text or texts.ENDED in text for text in bob.read()) == 1
