"""What is said of a held message is so: where an older copy stands, and between people who were introduced."""

from __future__ import annotations

from sqlalchemy import text

from adapters.contract.walk import text_of
from bot import guard
from bot.guard import texts
from bot.introductions import talk
from bot.introductions import texts as introductions
from bot.patients import holding_texts
from storage.audit import UNNAMED
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.introducing import ann_and_bob, asked

NUMBER = "999 000 0018"  # of the range that is never issued
HOURS = 3600.0


async def test_several_kinds_that_were_found_read_as_a_list(world: World, ann: Member) -> None:
    world.red.text_limit = 4000
    await ann.say("John Smith, date of birth 3 January 1950, LS1 4AP")

    letter = ann.letters()[-1].text
    assert "It has a date of birth beside a name and a date of birth with a postcode." in letter
    assert "delete it there, and tell your organisation's information governance team" in letter


async def test_of_a_held_change_it_is_said_that_an_older_copy_stands(world: World, ann: Member, bert: Member) -> None:
    world.red.text_limit = 4000
    for number, end in enumerate((texts.CHANGE_DROPPED, texts.CHANGE_TOO_LATE), 1):
        posted = await world.red.say("Ann", ann.channel, f"Who knows {number}?")
        await world.rest()
        world.clock.advance(1)
        await world.red.change(posted, f"Who knows {NUMBER}?")
        await world.rest()
        if end == texts.CHANGE_DROPPED:
            assert await ann.press(ann.letters()[-1], holding_texts.DO_NOT_SEND) == end
        world.clock.advance(24 * HOURS)
        await world.database.write(lambda unit: guard.forget(world.clock.now(), unit))
        await world.rest()
        assert ann.letters()[-1].text == end

    assert bert.sees() == ["Ann · Red: Who knows 1?", "Ann · Red: Who knows 2?"]


async def test_between_people_who_were_introduced_it_is_written_down_that_it_was_sent_but_not_by_whom(
    world: World,
) -> None:
    ann, bob = await asked(await ann_and_bob(world))
    await bob.answer(introductions.YES)
    await ann.platform.say("Ann", ann.letter(talk.YOU_ALL).ref.as_thread, f"Call {NUMBER}.")
    await world.rest()
    letter = ann.letters()[-1]
    assert holding_texts.KEPT in letter.text and holding_texts.LOGGED not in letter.text
    sure = await ann.use_button(letter, holding_texts.SEND_IT)
    assert text_of(sure) == f"{texts.SURE_BETWEEN}\n{texts.NOT_WRITTEN_WHO}"
    assert await ann.press(sure, texts.YES_SEND) == texts.PASSED_ON

    assert f"Ann: Call {NUMBER}." in bob.platform.lines(bob.box)
    async with world.database.engine.connect() as connection:
        rows = (await connection.execute(text("SELECT act, who, detail FROM audit ORDER BY id"))).all()
    nobody = str(UNNAMED)
    assert [tuple(row) for row in rows] == [("held", nobody, "nhs number"), ("sent between", nobody, "nhs number")]
