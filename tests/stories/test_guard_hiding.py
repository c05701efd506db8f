"""A held message crosses with its digits hidden when its sender wants it so; what it said never does."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import text

from adapters.contract.content import (
    Attachment,
    Code,
    CodeBlock,
    Content,
    Emoji,
    Excerpt,
    Link,
    ListBlock,
    Mention,
    MentionKind,
    Paragraph,
    Quote,
    Style,
    Styled,
    Text,
)
from adapters.contract.refs import ChannelRef
from adapters.contract.walk import leaves, text_of
from bot.guard import texts as guard_texts
from bot.patients import holding, holding_texts
from bot.patients.hiding import content_hidden, hidden
from bot.patients.screening import Kind, screened, words_of
from bot.texts import acts_texts
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.telling import told

NUMBER = "999 000 0018"
HIDDEN = "••• ••• ••••"


@pytest.fixture
def keys() -> tuple[str, ...]:
    """None: what stays in the tables is found there."""
    return ()


@pytest.fixture
def bert(world: World) -> Member:
    """Belongs to the blue community."""
    return Member(world, world.blue, world.talk(world.blue), "Bert")


async def test_one_press_sends_it_without_its_digits_and_the_log_has_no_word_of_it(
    world: World, ann: Member, rosa: Member, bert: Member
) -> None:
    await ann.say(f"Box {NUMBER}, ward 6")
    answer = await ann.use_button(ann.letters()[0], holding_texts.SEND_HIDDEN)
    await world.rest()

    assert (text_of(answer), bert.sees()) == (
        f"{guard_texts.SENT_HIDDEN}\n{guard_texts.IN_LOG}",
        [f"Ann · Red: Box {HIDDEN}, ward •"],
    )
    assert [letter.text for letter in ann.letters()] == [f"{guard_texts.SENT_HIDDEN}\n{guard_texts.IN_LOG}"]
    assert ann.letters()[0].content.buttons == ()
    [line] = (await rosa.told("bridge log")).splitlines()
    assert line.endswith(acts_texts.ACTS["send hidden"].format(who="@Ann", what=holding_texts.FOUND[Kind.NHS_NUMBER]))
    await world.database.write(lambda unit: unit.outbox.forget(0.0))
    async with world.database.engine.connect() as connection:
        tables = ("message", "held", "audit", "delivery", "quarantine")
        rows = [(await connection.execute(text(f"SELECT * FROM {table}"))).all() for table in tables]
    assert "999" not in re.sub("[0-9a-f]{16,}", "", repr(rows))  # a hash may hold any digits
    assert await ann.forge(holding.HIDE, "1") == guard_texts.NOT_HELD


async def test_the_same_told_again_does_not_bring_the_digits_back(world: World, ann: Member, bert: Member) -> None:
    posted = await world.red.say("Ann", ann.channel, NUMBER)
    await world.rest()
    await ann.use_button(ann.letters()[0], holding_texts.SEND_HIDDEN)
    assert world.red.core is not None
    await world.red.core.heard(replace(posted, key="once more"))
    world.clock.advance(5)
    await world.red.change(posted, NUMBER)
    await world.rest()
    assert bert.sees() == [f"Ann · Red: {HIDDEN}"]
    assert len(ann.letters()) == 1

    world.clock.advance(5)
    await world.red.change(posted, "The patient in bed 4")
    await world.rest()
    assert bert.sees() == ["Ann · Red: The patient in bed 4"]


async def test_an_edit_that_is_held_replaces_the_copy_without_its_digits(
    world: World, ann: Member, bert: Member
) -> None:
    posted = await world.red.say("Ann", ann.channel, "Who knows?")
    await world.rest()
    world.clock.advance(1)
    await world.red.change(posted, f"Who knows {NUMBER}?")
    await world.rest()
    await ann.use_button(ann.letters()[0], holding_texts.SEND_HIDDEN)
    await world.rest()

    assert bert.sees() == [f"Ann · Red: Who knows {HIDDEN}?"]


async def test_a_message_that_was_edited_while_it_was_held_crosses_as_it_was_last(
    world: World, ann: Member, bert: Member
) -> None:
    posted = await world.red.say("Ann", ann.channel, f"First {NUMBER}")
    await world.rest()
    world.clock.advance(1)
    await world.red.change(posted, f"Then {NUMBER}")
    await world.rest()
    await ann.use_button(ann.letters()[0], holding_texts.SEND_HIDDEN)
    await world.rest()

    assert bert.sees() == [f"Ann · Red: Then {HIDDEN}"]


def test_digits_are_hidden_wherever_a_message_has_them() -> None:
    room = ChannelRef("red", "home", "talk")
    words = Text("999 000 0018")
    content = Content(
        (
            Paragraph((words, Styled(Style.BOLD, (words,)), Code("9990000018"))),
            Paragraph((Link("https://example.org/9990000018", (words,)), Link("https://example.org/a", (words,)))),
            Quote((Paragraph((words,)), CodeBlock("9990000018"))),
            ListBlock(((Paragraph((words,)), CodeBlock("999-000-0018")),)),
        ),
        files=(
            Attachment(
                room,
                "f",
                "scan 9990000018.mp4",
                "https://example.org/f",
                alt="\uff19\uff19\uff19\uff10\uff10\uff10\uff10\uff10\uff11\uff18",
            ),
        ),
        reply=Excerpt("Bo", "999 000 0018"),
    )
    made = content_hidden(content)

    assert screened(words_of(content)) and not screened(words_of(made))
    assert "9" not in words_of(made).replace("mp4", "")
    assert (made.files[0].name, made.files[0].alt) == ("scan xxxxxxxxxx.mp4", HIDDEN.replace(" ", ""))
    assert made.files[0].url == content.files[0].url
    assert made.blocks[1] == Paragraph((Text(HIDDEN), Link("https://example.org/a", (Text(HIDDEN),))))


def test_digits_are_hidden_in_what_emoji_and_nameless_mentions_show() -> None:
    keys = tuple(Emoji("", f"{digit}\ufe0f\u20e3") for digit in "9990000018")
    ann, snowflake = Mention(MentionKind.USER, "9990000018", "Ann"), Mention(MentionKind.USER, "123456789012345678")
    shown = (Mention(MentionKind.CHANNEL, "9990000018"), Emoji("9990000018", id="1"), Emoji("wave", "\U0001f44b"))
    slacks = Mention(MentionKind.USER, "U0123ABC")
    made = content_hidden(Content((Paragraph((*keys, *shown)), Paragraph((ann, snowflake, slacks)))))

    assert text_of(made).splitlines()[0] == f"{'•' * 10}#{'•' * 20}\U0001f44b"
    assert leaves(made)[-3:] == (ann, snowflake, slacks)  # whom they lead to stays


def test_digits_are_hidden_in_what_code_says_is_its_language() -> None:
    code = CodeBlock("John Smith, bed 4", "9990000018")
    content = Content((code, Quote((code,)), ListBlock(((code,),))))

    assert screened(words_of(content)) == screened(words_of(Content((code,)))) == [Kind.NHS_NUMBER]
    assert screened(words_of(Content((CodeBlock("000 0018", "999"),)))) == [Kind.NHS_NUMBER]
    assert not any(char.isdigit() for char in words_of(content_hidden(content)))


@pytest.mark.parametrize("number", ["\uff19\uff19\uff19", "٩٩٩", "\U0001d7d7\U0001d7d7\U0001d7d7", "①②③", "⁹⁹⁹"])
def test_digits_of_every_script_and_shape_are_hidden(number: str) -> None:
    assert hidden(f"a{number}b") == "a•••b"


@pytest.mark.parametrize(
    ("name", "safe"),
    [("9990000018", "xxxxxxxxxx"), ("a.9990000018", "a.xxxxxxxxxx"), (".999", ".xxx"), ("b 9.pdf", "b x.pdf")],
)
def test_a_files_name_keeps_its_kind_and_no_digit_else(name: str, safe: str) -> None:
    file = Attachment(ChannelRef("red", "home", "talk"), "f", name, "")

    assert content_hidden(Content(files=(file,))).files[0].name == safe


async def test_an_edit_back_to_what_was_held_is_held_again(world: World, ann: Member, bert: Member) -> None:
    posted = await world.red.say("Ann", ann.channel, f"Who knows {NUMBER}?")
    await world.rest()
    for words in ("Who knows the patient?", f"Who knows {NUMBER}?"):
        world.clock.advance(5)
        await world.red.change(posted, words)
        await world.rest()

    assert bert.sees() == ["Ann · Red: Who knows the patient?"]
    assert holding_texts.KEPT in told(ann)


async def test_the_number_is_in_no_log(world: World, ann: Member, capsys: pytest.CaptureFixture[str]) -> None:
    await ann.say(f"Who knows {NUMBER}?")
    await ann.forge("held confirm", "1")
    shown = capsys.readouterr()

    assert "999" not in shown.out + shown.err


@pytest.mark.parametrize(
    "said",
    ["Mrs Smith, 4 High Street, Leeds LS1 4AP fell again", "John Smith, DOB 12/03/1956",
     f"Mrs Smith, LS1 4AP, NHS number {NUMBER}"],
)  # fmt: skip
async def test_a_name_is_not_sent_at_one_press_by_hiding_digits(
    world: World, ann: Member, bert: Member, said: str
) -> None:
    world.red.text_limit = 4000  # one letter
    await ann.say(said)
    [letter] = ann.letters()
    assert holding_texts.NAME_STAYS in told(ann)
    labels = [button.label for button in letter.content.buttons]
    assert labels == [holding_texts.SEND_IT, holding_texts.DO_NOT_SEND]

    number = letter.content.buttons[0].argument
    assert await ann.forge(holding.HIDE, number) == holding_texts.NAME_STAYS
    await world.rest()
    assert bert.sees() == []
    await ann.press(await ann.use_button(letter, holding_texts.SEND_IT), guard_texts.YES_SEND)
    assert len(bert.sees()) == 1
