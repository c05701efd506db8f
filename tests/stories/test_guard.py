"""What may tell of a patient stays in its community, until its sender says that it names none."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import text

from adapters.contract.content import Attachment, Content, Text, plain
from adapters.contract.incoming import Author
from adapters.contract.refs import AccountRef
from adapters.contract.walk import text_of
from bot import guard
from bot import texts as shared
from bot.guard import texts
from bot.patients import holding, holding_texts
from bot.patients.screening import Kind
from bot.texts import acts_texts
from bot.texts.form_texts import MENU_AGAIN
from storage.held import Held
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.telling import named, told

NUMBER = "999 000 0018"  # of the range that is never issued
HOURS = 3600.0


@pytest.fixture
def keys() -> tuple[str, ...]:
    """None: what stays in the tables is found there."""
    return ()


async def kept(world: World) -> str:
    """All that the database holds of texts."""
    await world.database.write(lambda unit: unit.outbox.forget(0.0))
    async with world.database.engine.connect() as connection:
        tables = ("message", "held", "quarantine", "delivery", "audit")
        rows = [(await connection.execute(text(f"SELECT * FROM {table}"))).all() for table in tables]
    return re.sub("[0-9a-f]{16,}", "", repr(rows))  # a hash may hold any digits


async def test_a_message_with_an_nhs_number_stays_and_its_sender_alone_is_told(
    world: World, ann: Member, rosa: Member, bert: Member
) -> None:
    await named(rosa)
    await ann.say(f"Can somebody call {NUMBER}?")

    assert bert.sees() == []
    assert told(ann) == (
        f"{holding_texts.is_held(Text(holding_texts.YOUR_MESSAGE), [Kind.NHS_NUMBER], 'Discharge')} "
        f"{holding_texts.CHOOSE} {holding_texts.KEPT} {holding_texts.LOGGED}"
    )
    assert [button.label for button in ann.letters()[-1].content.buttons] == [
        holding_texts.SEND_IT,
        holding_texts.SEND_HIDDEN,
        holding_texts.DO_NOT_SEND,
    ]
    assert rosa.letters() == bert.letters() == []


async def test_it_is_copied_once_its_sender_has_said_twice_that_it_names_no_patient(
    world: World, ann: Member, rosa: Member, bert: Member
) -> None:
    await ann.say(f"Box {NUMBER}, ward 6")
    await ann.say("Good morning.")
    sure = await ann.use_button(ann.letters()[0], holding_texts.SEND_IT)
    assert bert.sees() == ["Ann · Red: Good morning."]
    assert text_of(sure) == f"{texts.SURE}\n{texts.WRITTEN_DOWN}"
    assert await ann.press(sure, texts.YES_SEND) == f"{texts.SENT}\n{texts.IN_LOG}"

    assert bert.sees() == ["Ann · Red: Good morning.", f"Ann · Red: Box {NUMBER}, ward 6"]
    [letter] = ann.letters()
    assert (letter.text, letter.content.buttons) == (f"{texts.SENT}\n{texts.IN_LOG}", ())
    assert await ann.press(sure, texts.YES_SEND) == texts.NOT_HELD
    assert "messages held: 0; 1 more is held no longer" in await ann.told("privacy")
    assert len(bert.sees()) == 2
    [line] = (await rosa.told("bridge log")).splitlines()
    assert line.endswith(acts_texts.ACTS["send anyway"].format(who="@Ann", what=holding_texts.FOUND[Kind.NHS_NUMBER]))
    assert "999" not in await kept(world)


async def test_it_stays_for_good_when_its_sender_says_so(world: World, ann: Member, bert: Member) -> None:
    posted = await world.red.say("Ann", ann.channel, NUMBER)
    await world.rest()
    assert await ann.press(ann.letters()[0], holding_texts.DO_NOT_SEND) == texts.DROPPED
    assert "999" not in await kept(world)
    world.clock.advance(1)
    await world.red.change(posted, "Nothing of that.")
    await world.rest()

    assert bert.sees() == []
    assert [letter.text for letter in ann.letters()] == [texts.DROPPED]


async def test_an_edit_that_takes_the_number_out_lets_it_go(world: World, ann: Member, bert: Member) -> None:
    posted = await world.red.say("Ann", ann.channel, f"Who knows {NUMBER}?")
    await world.rest()
    world.clock.advance(1)
    await world.red.change(posted, "Who knows 9990000018?")
    await world.rest()
    assert bert.sees() == []
    world.clock.advance(1)
    await world.red.change(posted, "Who knows the patient?")
    await world.rest()

    assert bert.sees() == ["Ann · Red: Who knows the patient?"]
    assert [letter.text for letter in ann.letters()] == [holding_texts.RELEASED]
    world.clock.advance(5)
    await world.red.change(posted, "Who knows?")
    await world.rest()
    assert bert.sees() == ["Ann · Red: Who knows?"]


async def test_an_edit_that_brings_a_number_leaves_the_copy_as_it_was(world: World, ann: Member, bert: Member) -> None:
    posted = await world.red.say("Ann", ann.channel, "Who knows?")
    await world.rest()
    world.clock.advance(1)
    await world.red.change(posted, f"Who knows {NUMBER}?")
    await world.rest()
    assert bert.sees() == ["Ann · Red: Who knows?"]
    held = holding_texts.is_held(Text(holding_texts.YOUR_CHANGE), [Kind.NHS_NUMBER], "Discharge")
    assert told(ann).startswith(f"{held} {holding_texts.COPY_STANDS}")
    sure = await ann.use_button(ann.letters()[0], holding_texts.SEND_IT)
    await ann.press(sure, texts.YES_SEND)

    assert bert.sees() == [f"Ann · Red: Who knows {NUMBER}?"]


async def test_an_edit_back_to_what_was_copied_ends_the_holding(world: World, ann: Member, bert: Member) -> None:
    posted = await world.red.say("Ann", ann.channel, "Who knows?")
    await world.rest()
    for words in (NUMBER, "Who knows?"):
        world.clock.advance(1)
        await world.red.change(posted, words)
        await world.rest()

    assert bert.sees() == ["Ann · Red: Who knows?"]
    assert [letter.text for letter in ann.letters()] == [holding_texts.RELEASED]
    assert "999" not in await kept(world)


async def test_file_names_descriptions_titles_links_and_quotes_are_looked_at(
    world: World, ann: Member, bert: Member
) -> None:
    await world.red.attach("Ann", ann.channel, "referral 999-000-0018.png", "")
    await world.red.attach("Ann", ann.channel, "wristband.png", f"Wristband of {NUMBER}")
    await world.red.say("Ann", ann.channel, "How do we go on?", thread_name=f"About {NUMBER}")
    link = Content(plain("Look:").blocks, files=(Attachment(ann.channel, "f", "a.pdf", "", alt="9990000018"),))
    await world.red.say("Ann", ann.channel, "", content=link)
    await world.rest()

    assert bert.sees() == []
    assert told(ann).count(holding_texts.KEPT) == 4


async def test_a_held_text_is_gone_within_a_day(world: World, ann: Member, bert: Member) -> None:
    await ann.say(f"Who knows {NUMBER}?")
    assert "999 000" in await kept(world)
    letter = ann.letters()[0]
    world.clock.advance(24 * HOURS)
    await world.database.write(lambda unit: guard.forget(world.clock.now() - guard.ROUND, unit))
    await world.rest()

    assert "999" not in await kept(world)
    assert [letter.text for letter in ann.letters()] == [texts.TOO_LATE]
    assert await ann.forge(holding.SEND, "1") == await ann.forge(holding.HIDE, "1") == texts.NOT_HELD
    assert letter.content.buttons == ()
    assert bert.sees() == []
    await world.database.write(lambda unit: guard.forget(world.clock.now() + guard.KEEP_ANSWER, unit))
    assert await world.database.read(lambda unit: unit.held.by_id(1)) is None


async def test_deleting_the_message_lets_its_text_go_at_once(world: World, ann: Member, bert: Member) -> None:
    posted = await world.red.say("Ann", ann.channel, NUMBER)
    await world.rest()
    await world.red.remove(posted.message)
    await world.rest()

    assert "999" not in await kept(world)
    assert [letter.text for letter in ann.letters()] == [texts.DELETED]


async def test_nobody_else_decides_about_it_and_forged_numbers_do_nothing(
    world: World, ann: Member, rosa: Member, bert: Member
) -> None:
    await ann.say(NUMBER)
    for somebody in (rosa, bert, Member(world, world.blue, world.talk(world.blue), "Ann")):
        for action in (holding.SEND, holding.HIDE, "held confirm", holding.DROP):
            assert await somebody.forge(action, "1") == texts.NOT_HELD
    for argument in ("", "0", "-1", "1 ", "²", "1" * 400, "2", "x"):
        assert await ann.forge("held confirm", argument) == texts.NOT_HELD
    [held] = await world.database.read(lambda unit: unit.held.waiting([ann.account]))
    assert held.state is Held.WAITING
    assert bert.sees() == []


async def test_a_linked_account_may_decide(world: World, ann: Member, bert: Member) -> None:
    await ann.say(NUMBER)
    other = Member(world, world.green, world.talk(world.green), "Annie")
    await world.database.write(lambda unit: unit.members.link(ann.account, other.account, "m", 0.0))

    assert await other.forge("held confirm", "1") == f"{texts.SENT}\n{texts.IN_LOG}"
    assert bert.sees() == [f"Ann · Red: {NUMBER}"]


async def test_who_has_opted_out_meanwhile_is_told_the_truth(world: World, ann: Member, bert: Member) -> None:
    await ann.say(NUMBER)
    await ann.use("bridge optout", where="here")

    assert (await ann.forge("held confirm", "1"), bert.sees()) == (f"{texts.CANNOT_CROSS}\n{texts.IN_LOG}", [])


async def test_what_a_bot_writes_is_not_copied_and_its_organisers_know(
    world: World, ann: Member, rosa: Member, bert: Member
) -> None:
    await named(rosa)
    robot = Author(AccountRef(world.red.name, ann.account.community, "B1"), "Rota", bot=True)
    for _ in range(2):
        await world.red.say("Rota", ann.channel, f"Bed 4: {NUMBER}", author=robot)
    await world.rest()

    assert bert.sees() == []
    assert told(rosa) == holding_texts.bot_held("Rota", "Red", "Discharge")
    assert "999" not in await kept(world)


async def test_the_same_told_again_asks_nobody_twice(world: World, ann: Member, bert: Member) -> None:
    posted = await world.red.say("Ann", ann.channel, NUMBER)
    await world.rest()
    await ann.press(ann.letters()[0], holding_texts.DO_NOT_SEND)
    assert world.red.core is not None
    await world.red.core.heard(replace(posted, key="once more"))
    await world.rest()

    assert bert.sees() == []
    assert [letter.text for letter in ann.letters()] == [texts.DROPPED]


async def test_organisers_add_the_form_of_their_hospitals_numbers(
    world: World, ann: Member, rosa: Member, bert: Member
) -> None:
    assert await rosa.told("guard form", action="add", form=" rx1  ###### ") == (
        f"{texts.form_added('RX1 ######')}\n{texts.FORM_MEANS}"
    )
    await ann.say("Bed 4 is rx1-204816, who calls?")
    await ann.say("Order rx1-2048 came.")
    await bert.say("RX1 204816 is nothing here.")

    assert bert.sees() == ["Ann · Red: Order rx1-2048 came.", "Bert: RX1 204816 is nothing here."]
    assert texts.form("RX1 ######") in await ann.told("guard show")
    assert texts.form("RX1 ######") not in await bert.told("guard show")
    assert await rosa.told("guard form", action="remove", form="rx1 ######") == texts.form_removed("RX1 ######")
    assert await rosa.told("guard form", action="remove", form="rx1 ######") == texts.no_such_form("RX1 ######")
    await ann.say("Bed 5 is RX1204816.")
    assert bert.sees()[-1] == "Ann · Red: Bed 5 is RX1204816."


@pytest.mark.parametrize("form", ["####", "[0-9]+", "#" * 21, "", "(a+)+#####", "RX1 ?????"])
async def test_a_form_that_would_find_everything_or_nothing_is_refused(world: World, rosa: Member, form: str) -> None:
    answer = await rosa.told("guard form", action="add", form=form)

    assert answer != f"{texts.form_added(form)}\n{texts.FORM_MEANS}"
    assert await world.database.read(lambda unit: unit.held.masks(world.red.community)) == []


async def test_only_organisers_change_the_forms(world: World, ann: Member) -> None:
    assert await ann.told("guard form", action="add", form="RX1 ######") == shared.ORGANISERS_ONLY


async def test_forms_and_commands_with_a_patients_number_are_not_taken(
    world: World, ann: Member, rosa: Member, bert: Member
) -> None:
    posted = await world.blue.say("Bert", bert.channel, "Hello.")
    await named(bert)
    await rosa.use("guard form", action="add", form="RX1 ######")
    refused = holding_texts.not_taken([Kind.NHS_NUMBER])
    about = f"It is about {NUMBER}\nin bed 4"

    assert text_of(await ann.choose(posted.message, "report", why=about)).startswith(f"{refused}\n{shared.YOU_WROTE}")
    assert text_of(await ann.choose(posted.message, "report", why=about)).endswith(f"{about}\n{MENU_AGAIN}")
    assert await rosa.told("bridge filter", action="add", word=NUMBER) == refused
    assert (await rosa.told("bridge change-rules", rules="Not RX1 204816")).startswith(
        holding_texts.not_taken([Kind.HOSPITAL_NUMBER])
    )
    assert await bert.told("bridge filter", action="add", word="RX1 204816") != refused
    assert NUMBER not in told(bert)
    assert NUMBER not in await kept(world)


async def test_hospital_numbers_lines_of_handovers_and_titles_are_said_to_be_looked_for(ann: Member) -> None:
    shown = await ann.told("guard show")
    assert all(word in shown for word in ("after “MRN”", "a line of a handover", "Mrs"))
