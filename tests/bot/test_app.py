"""The core: what it does with things that break, and who may ask what."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from adapters.contract.commands import Answers, Beginning, Caller, Command, Declaration, Form, Press, Way, Who, ask
from adapters.contract.content import Content, plain
from adapters.contract.incoming import Connected, Incoming
from adapters.contract.moments import uk_time
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef
from adapters.contract.walk import text_of
from bot import texts
from bot.app import App
from bot.feature import Call, Handler, Tick
from bot.forms import opened
from bot.patients import holding_texts
from bot.patients.screening import Kind
from bot.texts.usage_texts import NO_SUCH_COMMAND, WHAT_THERE_IS
from storage.database import Database, Unit
from tests.fakes.clock import FakeClock

HERE = ChannelRef("red", "home", "talk")
ANN = AccountRef("red", "home", "Ann")


@dataclass(frozen=True)
class Topic:
    """A question."""

    topic: str = ask("What about?", max_length=5)


@dataclass(frozen=True)
class Level:
    """A choice."""

    level: str = ask("How much?", choices=(("high", "high: all of it"), ("low", "A little of it")))


@dataclass(frozen=True)
class Told:
    """Whatever somebody writes."""

    words: str = ask("Your words")
    also: str = ask("More", default="")
    where: str = ask("Where?", default="")


SET = "Please choose one of these for “How much?”:\nhigh: all of it\nlow: A little of it"


class Echo:
    """A feature that answers with what it was told, and breaks when it hears of `doom`."""

    ticks: tuple[Tick, ...] = ()
    handlers = (
        Handler(Declaration("echo", "Echo", "Says it again", Topic), lambda call, unit: said(call)),
        Handler(Declaration("rule", "Rule", "For organisers", who=Who.ORGANISER), lambda call, unit: said(call)),
        Handler(Declaration("set", "Set", "Chooses", Level, who=Who.ORGANISER), lambda call, unit: level(call)),
        Handler(
            Declaration("seek", "Seek", "Looks up", ways=frozenset({Way.BUTTON})), lambda call, unit: seek(call, unit)
        ),
        Handler(Declaration("tell", "Tell", "Says it", Told), lambda call, unit: broken()),
        Handler(Declaration("form", "Form", "Opens a form", Topic, form=True), lambda call, unit: said(call)),
        Handler(Declaration("break", "Break", "Breaks", ways=frozenset({Way.BUTTON})), lambda call, unit: broken()),
        Handler(
            Declaration("look", "Look", "Looks first", who=Who.ORGANISER),
            lambda call, unit: prepared(call),
            prepare=lambda call: looked(call),
        ),
        Handler(
            Declaration("fill", "Fill", "Begins", Topic, who=Who.ORGANISER, form=True, begins=True),
            lambda call, unit: said(call),
            begin=lambda form, unit: first(form),
        ),
    )

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        if "doom" in incoming.key:
            raise ZeroDivisionError


async def said(call: Call) -> Content:
    return plain(f"{call.asked.by.name}: {call.answers.topic if call.answers else '-'}")


async def level(call: Call) -> Content:
    return plain(call.answers.level)


async def seek(call: Call, unit: Unit) -> Content:
    assert isinstance(call.asked, Press)
    return plain("found" if await unit.jargon.by_id(call.asked.argument) else "not found")


async def broken() -> Content:
    raise ZeroDivisionError


async def looked(call: Call) -> str:
    looks.append(call.asked.by.name)
    return "found"


async def prepared(call: Call) -> Content:
    return plain(call.prepared)


async def first(form: Beginning) -> Answers:
    if form.argument == "doom":
        raise ZeroDivisionError
    return {"topic": f"{form.argument}?"}


looks: list[str] = []


@pytest.fixture
def app(database: Database) -> App:
    return App(database, (Echo(),), FakeClock())


def up(key: str) -> Connected:
    return Connected(key, 1.0, CommunityRef("red", "home"), "Red")


async def test_what_a_feature_cannot_handle_is_recorded_and_set_aside(app: App, database: Database) -> None:
    await app.heard(up("doom"))
    await app.heard(up("doom"))

    reasons = await database.read(lambda unit: unit.inbox.set_aside_reasons())
    assert reasons == ["ZeroDivisionError in Connected"]
    assert await database.read(lambda unit: unit.communities.names()) == {}


async def test_the_name_of_a_community_is_kept(app: App, database: Database) -> None:
    await app.heard(up("up"))

    assert await database.read(lambda unit: unit.communities.names()) == {"red:home": "Red"}


async def answer(app: App, name: str, *, admin: bool = False, **answers: str) -> str:
    return text_of(await app.asked(Command(name, Caller(ANN, "Ann", admin), HERE, answers)))


async def test_a_command_gets_its_answers_checked(app: App) -> None:
    assert await answer(app, "echo", topic="Falls") == "Ann: Falls"
    assert await answer(app, "echo") == "“What about?” is missing. Please type: /echo TOPIC"
    assert await answer(app, "echo", topic="Bedrails") == "“What about?” takes up to 5 characters. Yours has 8."
    assert await answer(app, "echo", topic="x" * 4000) == "“What about?” takes up to 5 characters. Yours has 4,000."


async def test_who_may_not_use_a_command_is_not_told_how(app: App) -> None:
    """They would write it anew, and then be told."""
    assert await answer(app, "set") == texts.ORGANISERS_ONLY
    assert await answer(app, "set", level="up") == texts.ORGANISERS_ONLY
    assert await answer(app, "set", admin=True) == SET
    assert await answer(app, "set", admin=True, level="up") == SET
    assert await answer(app, "set", admin=True, level="High") == "high"


async def test_nobodys_name_turns_the_words_of_an_answer(app: App) -> None:
    turning = Caller(ANN, "\u202eAnn\u2066")

    assert text_of(await app.asked(Command("echo", turning, HERE, {"topic": "Falls"}))) == "Ann: Falls"


async def test_what_is_kept_of_a_form_is_what_was_screened(app: App) -> None:
    """What is not kept of an answer, such as a null byte, hides no number in it."""
    found = await answer(app, "tell", words="999\x00000\ud8000018")

    assert found == holding_texts.not_taken([Kind.NHS_NUMBER])


async def test_a_number_cut_over_two_fields_of_a_form_is_not_taken(app: App) -> None:
    found = await answer(app, "tell", words="Split 999 123", also="Tuesday 2pm", where="4578 Road")

    assert found == holding_texts.not_taken([Kind.NHS_NUMBER])


async def test_whatever_is_made_of_a_button_is_looked_up(app: App) -> None:
    """Half a character, and a null byte, are in no database."""
    press = Press("seek", "\ud800\0red", Caller(ANN, "Ann"), HERE, MessageRef(HERE, "m1"))

    assert text_of(await app.asked(press)) == "not found"


async def test_what_has_no_place_in_a_transaction_is_done_before_it_for_those_who_may(app: App) -> None:
    looks.clear()

    assert await answer(app, "look") == texts.ORGANISERS_ONLY
    assert looks == []
    assert await answer(app, "look", admin=True) == "found"
    assert looks == ["Ann"]


async def test_a_form_begins_with_what_is_known_for_those_who_may(app: App) -> None:
    def begins(argument: str, *, admin: bool = True) -> Beginning:
        return Beginning("fill", argument, Caller(ANN, "Ann", admin), HERE)

    [fill] = [each for each in app.declarations if each.name == "fill"]
    today = uk_time(int(FakeClock().now()))
    assert await app.begins(begins("Falls")) == opened(fill, today, {"topic": "Falls?"})
    assert await app.begins(begins("Falls", admin=False)) == plain(texts.ORGANISERS_ONLY)
    assert await app.begins(begins("doom")) == opened(fill, today)
    assert await app.begins(replace(begins(""), name="gone")) == plain(texts.UNKNOWN_COMMAND)


def test_a_form_that_begins_with_answers_has_to_be_told_which() -> None:
    declared = Declaration("fill", "Fill", "Begins", Topic, form=True, begins=True)
    with pytest.raises(ValueError, match="told which"):
        Handler(declared, lambda call, unit: said(call))


async def test_only_organisers_may_do_what_is_theirs(app: App) -> None:
    assert await answer(app, "rule") == texts.ORGANISERS_ONLY
    assert await answer(app, "rule", admin=True) == "Ann: -"


async def test_a_form_is_answered_by_the_handler_of_its_command(app: App) -> None:
    form = Form("form", "", Caller(ANN, "Ann"), HERE, {"topic": "Beds"})

    assert text_of(await app.asked(form)) == "Ann: Beds"


async def test_a_button_of_an_older_version_is_explained(app: App) -> None:
    press = Press("gone", "1", Caller(ANN, "Ann"), HERE, MessageRef(HERE, "m1"))

    assert text_of(await app.asked(press)) == texts.UNKNOWN_COMMAND


async def test_a_command_that_there_is_not_is_answered_with_those_there_are(app: App) -> None:
    assert text_of(await app.asked(Command("look away", Caller(ANN, "Ann"), HERE, {}))).splitlines() == [
        "There is no command /look away.",
        WHAT_THERE_IS,
        "/look: Looks first",
    ]


async def test_what_only_a_button_reaches_cannot_be_typed(app: App) -> None:
    assert await answer(app, "seek") == NO_SUCH_COMMAND


async def test_what_is_gone_from_a_message_s_menu_is_explained(app: App) -> None:
    chosen = Command("Look at it", Caller(ANN, "Ann"), HERE, {}, MessageRef(HERE, "m1"))

    assert text_of(await app.asked(chosen)) == texts.UNKNOWN_COMMAND


async def test_a_form_that_did_not_open_is_owned_up_to(app: App) -> None:
    assert await answer(app, "form") == texts.FORM_NOT_OPENED


async def test_a_handler_that_breaks_is_apologised_for(app: App) -> None:
    press = Press("break", "", Caller(ANN, "Ann"), HERE, MessageRef(HERE, "m1"))

    assert text_of(await app.asked(press)) == texts.OUR_FAULT
