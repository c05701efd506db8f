"""Rooms: those who were introduced talk, across platforms or in one place; either closes it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.contract.walk import text_of
from bot import forgetting
from bot import texts as shared
from bot.introductions import apart_texts, talk, texts
from bot.relay import texts as relay_texts
from bot.texts import carried_texts
from storage.profiles import Sector
from tests.fakes.platform import refused
from tests.stories.conftest import World
from tests.stories.introducing import DAY, Neighbour, ann_and_bob, asked, passes, settle_in, until_morning, wants


@pytest.fixture
async def pair(world: World) -> tuple[Neighbour, Neighbour]:
    """Ann of the NHS on one platform, Bob of social care on another; it is Tuesday morning."""
    return await ann_and_bob(world)


async def test_after_two_yeses_what_one_writes_reaches_the_other(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    await bob.answer(texts.YES)
    here, there = (who.letter(talk.YOU_ALL).ref.as_thread for who in (ann, bob))

    posted = await ann.platform.say("Ann", here, "We tried sensors.")
    await ann.world.rest()
    await bob.platform.say("Bob", there, "So did we.")
    await ann.world.rest()

    assert [shown.ref.channel for shown in bob.letters() if shown.text == "We tried sensors."] == [there]
    assert bob.platform.lines(bob.box)[-2:] == ["Ann: We tried sensors.", "Bob: So did we."]
    assert ann.platform.lines(ann.box)[-1] == "Bob: So did we."

    await ann.platform.change(posted, "We tried door sensors.")
    await ann.world.later(5)
    assert "Ann: We tried door sensors." in bob.platform.lines(bob.box)

    await ann.platform.remove(posted.message)
    await ann.world.rest()
    assert not any("sensors" in line for line in bob.platform.lines(bob.box))


async def test_no_text_of_a_room_is_kept_once_it_has_arrived(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    await bob.answer(texts.YES)
    posted = await ann.platform.say("Ann", ann.letter(talk.YOU_ALL).ref.as_thread, "We tried sensors.")
    await ann.world.rest()

    kept = await ann.world.database.read(lambda unit: unit.messages.by_key(posted.message.key))

    assert kept is not None and (kept.content, kept.author) == (None, None)


async def test_where_words_are_carried_nobody_is_told_that_they_stay(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    before = replace(ann, channel=ann.box)
    assert relay_texts.NOT_BRIDGED in await before.told("unsilo")
    await bob.answer(texts.YES)
    inside, around = replace(ann, channel=ann.letter(talk.YOU_ALL).ref.as_thread), replace(ann, channel=ann.box)
    for who, goes in ((inside, carried_texts.CARRIED), (around, carried_texts.CARRIED_IN_THREADS)):
        about, out = await who.told("unsilo"), await who.told("bridge optout", where="here")
        assert goes in about and goes in out and carried_texts.NO_OPTING_OUT in out
        assert relay_texts.NOT_BRIDGED not in about and "nothing you write here is copied" not in out
    await inside.platform.say("Ann", inside.channel, "It goes.")
    await ann.world.rest()
    assert bob.platform.lines(bob.box)[-1] == "Ann: It goes."

    await bob.closes()
    assert carried_texts.CARRIED not in await inside.told("unsilo")


async def test_a_closed_letter_box_ends_it_for_the_other(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    bob.platform.shut[bob.box.id] = refused()
    await bob.forge("intro yes", "1")
    await passes(ann.world, 120)

    assert ann.has(talk.NOT_REACHED)


async def test_two_of_one_workspace_share_a_private_channel(world: World) -> None:
    await until_morning(world)
    ann = await settle_in(world, world.red, "Ann", Sector.NHS)
    abe = await settle_in(world, world.red, "Abe", Sector.SUPPLIER)
    await wants(ann, abe)
    await passes(world)
    assert abe.has(texts.PROCUREMENT)
    await abe.answer(texts.YES)

    both = world.red.channel("dm-Abe-Ann")
    [opening] = world.red.shown(both)
    assert "Ann (NHS)" in opening.text and texts.PROCUREMENT in opening.text
    await world.red.say("Ann", both, "Hello")
    await world.rest()
    assert [shown.text for shown in world.red.shown(both)][1:] == ["Hello"]

    sure = await ann.use_button(opening, talk.CLOSE)
    await ann.press(sure, talk.YES_CLOSE)
    assert world.red.lines(both)[-1] == f"Unsilo: {talk.CLOSED_TOGETHER}"  # who is in it reads it all the same
    assert await ann.press(sure, talk.YES_CLOSE) == talk.CLOSED_TOGETHER


async def test_whoever_was_in_a_closed_room_can_still_keep_the_others_away(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    await bob.answer(texts.YES)
    await bob.closes()
    letters = len(bob.letters())
    done = await ann.use_button(ann.letter(talk.ROOM_CLOSED), talk.NOT_AGAIN)

    assert talk.BLOCKED_NOW in text_of(done) and "You blocked 1 person." in await ann.told("intro block")
    assert len(bob.letters()) == letters
    assert await ann.press(done, talk.TAKE_BACK) == apart_texts.UNBLOCKED


@pytest.mark.parametrize(
    ("label", "sentence", "yes"),
    [(talk.CLOSE, talk.CLOSE_SURE, talk.YES_CLOSE), (talk.KEEP_AWAY, talk.AWAY_SURE, talk.YES_AWAY)],
)
async def test_a_press_alone_closes_nothing_and_the_yes_that_it_asks_for_does(
    pair: tuple[Neighbour, Neighbour], label: str, sentence: str, yes: str
) -> None:
    ann, bob = await asked(pair)
    await bob.answer(texts.YES)
    sure = await bob.use_button(bob.letter(talk.YOU_ALL), label)
    assert text_of(sure).splitlines() == [sentence, talk.CLOSE_MEANS]
    assert not ann.has(talk.ROOM_CLOSED) and "You blocked" not in await bob.told("intro block")
    await ann.platform.say("Ann", ann.letter(talk.YOU_ALL).ref.as_thread, "Still open.")
    await ann.world.rest()
    assert bob.platform.lines(bob.box)[-1] == "Ann: Still open."

    eve = Neighbour(bob.world, bob.platform, bob.box, "Eve")
    assert await eve.forge(sure.buttons[0].action, sure.buttons[0].argument) == talk.NOT_IN_ROOM
    assert talk.CLOSED_NOW in await bob.press(sure, yes)
    assert ann.has(talk.ROOM_CLOSED)


async def test_either_closes_the_room_and_nothing_is_carried_any_more(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    await bob.answer(texts.YES)
    opening = ann.letter(talk.YOU_ALL)
    assert talk.HOW_APART in opening.text and talk.TIMES in opening.text
    assert talk.WITHOUT_THREADS not in opening.text  # neither reads where there are none
    await bob.closes()

    assert ann.has(talk.ROOM_CLOSED) and bob.has(talk.ROOM_CLOSED)
    assert opening.text.endswith(talk.CLOSED_NOW) and "Bob" in opening.text
    assert talk.CLOSE not in [button.label for button in opening.content.buttons]
    assert talk.HOW_APART not in opening.text and talk.TIMES not in opening.text
    await ann.platform.say("Ann", opening.ref.as_thread, "Still there?")
    await ann.world.rest()
    assert not any("Still there?" in line for line in bob.platform.lines(bob.box))
    assert ann.has(shared.NOT_CARRIED) and ann.has(shared.REPLY_THERE)


async def test_a_room_closes_after_thirty_quiet_days(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    await bob.answer(texts.YES)
    await passes(ann.world, 20 * DAY)
    await ann.platform.say("Ann", ann.letter(talk.YOU_ALL).ref.as_thread, "A word")
    await passes(ann.world, 20 * DAY)
    assert not bob.has(talk.ROOM_CLOSED)
    await passes(ann.world, 11 * DAY)
    assert bob.has(talk.QUIET)


async def test_where_there_are_no_threads_a_reply_chooses_the_room_and_the_newest_is_meant_otherwise(
    world: World,
) -> None:
    await until_morning(world)
    world.red.threads = False
    ann = await settle_in(world, world.red, "Ann", Sector.NHS)
    bob = await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE)
    cat = await settle_in(world, world.green, "Cat", Sector.CHARITY)
    for other in (bob, cat):
        await wants(ann, other)
        await passes(world)
        await other.answer(texts.YES)
        await world.later(60)

    await world.red.say("Ann", ann.box, "To the newest")
    to_bob = next(shown for shown in ann.letters() if "Bob (Social care)" in shown.text and talk.YOU_ALL in shown.text)
    await world.red.say("Ann", ann.box, "To Bob", reply_to=to_bob.ref)
    await world.rest()

    assert [text for text in (shown.text for shown in cat.letters()) if text.startswith("To ")] == ["To the newest"]
    assert [text for text in (shown.text for shown in bob.letters()) if text.startswith("To ")] == ["To Bob"]


async def test_anybody_in_a_room_may_remove_a_message_everywhere(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    await bob.answer(texts.YES)
    await ann.platform.say("Ann", ann.letter(talk.YOU_ALL).ref.as_thread, "Mrs Lee of ward 6")
    await ann.world.rest()
    copy = next(shown for shown in bob.letters() if shown.text == "Mrs Lee of ward 6")
    eve = await settle_in(ann.world, ann.world.blue, "Eve", Sector.CHARITY)

    at_bob = Neighbour(bob.world, bob.platform, bob.box, "Bob")
    await Neighbour(eve.world, eve.platform, bob.box, "Eve").choose(copy.ref, "intro remove")
    assert any(shown.text == "Mrs Lee of ward 6" for shown in bob.letters())

    await at_bob.choose(copy.ref, "intro remove")
    assert not any("Mrs Lee" in shown.text for shown in (*ann.letters(), *bob.letters()))


async def test_an_erased_member_takes_name_and_conversation_along(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    await bob.answer(texts.YES)
    assert "Bob" in await ann.told("intro history")
    await ann.world.database.write(lambda unit: unit.profiles.delete(bob.person))
    await passes(ann.world, 60)

    assert ann.has(talk.ROOM_CLOSED)
    assert "Bob" not in await ann.told("intro history")
    await passes(ann.world, 15 * DAY)
    assert "Bob" not in "\n".join(ann.read()[-1:])


async def test_who_blocks_the_other_closes_the_room_and_is_never_introduced_to_them_again(
    pair: tuple[Neighbour, Neighbour],
) -> None:
    ann, bob = await asked(pair)
    await bob.answer(texts.YES)
    closed = await bob.closes(talk.KEEP_AWAY)
    assert text_of(closed).splitlines() == [talk.CLOSED_NOW, talk.BLOCKED_NOW, talk.UNBLOCK_HOW]

    assert ann.has(talk.ROOM_CLOSED)
    assert "You blocked 1 person." in await bob.told("intro block")
    await wants(bob, ann)
    await passes(ann.world)
    assert not ann.has(texts.MEET)

    [undo] = closed.buttons
    eve = Neighbour(bob.world, bob.platform, bob.box, "Eve")
    assert await eve.forge(undo.action, undo.argument) == talk.NOT_IN_ROOM
    assert await bob.forge(undo.action, undo.argument) == apart_texts.UNBLOCKED
    assert "You blocked 1 person." not in await bob.told("intro block")


async def test_rooms_are_in_no_list_of_bridges_and_no_organisers_command_reaches_them(
    pair: tuple[Neighbour, Neighbour],
) -> None:
    ann, bob = await asked(pair)
    await bob.answer(texts.YES)
    inside = ann.letter(talk.YOU_ALL).ref.as_thread
    boss = Neighbour(ann.world, ann.platform, inside, "Boss", admin=True)

    assert shared.NO_BRIDGE in await boss.told("bridge leave")
    assert [bridge.name for bridge in await ann.world.database.read(lambda unit: unit.bridges.all())] == ["Discharge"]


async def test_opting_out_of_bridges_does_not_silence_a_room(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    await bob.answer(texts.YES)
    await ann.use("bridge optout", where="everywhere")
    await ann.platform.say("Ann", ann.letter(talk.YOU_ALL).ref.as_thread, "Still here")
    await ann.world.rest()

    assert any(shown.text == "Still here" for shown in bob.letters())


async def test_what_is_held_of_conversations_is_told_as_it_is(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    await bob.answer(texts.YES)
    opening = ann.letter(talk.YOU_ALL)
    await ann.press(opening, opening.content.buttons[0].label)
    said = await ann.told("privacy")
    assert "conversations with people you met: 1; since 10 February 2026. To close one" in said
    assert "times at which you said that you can talk: 1" in said
    held = await ann.world.database.read(lambda unit: forgetting.everything([ann.account], unit))
    [row] = held["times you can talk"]
    assert list(row) == ["at"] and row["at"] > ann.world.clock.now()

    await bob.closes()
    assert "conversations with people you met: 0; 1 more is closed" in await ann.told("privacy")
    assert "To close one" not in await ann.told("privacy")
