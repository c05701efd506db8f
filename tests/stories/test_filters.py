"""Words that organisers filter, and bots that repeat themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.contract.content import Attachment, CodeBlock, Content, Paragraph, Style, Styled, Text, plain
from adapters.contract.incoming import Author
from adapters.contract.refs import AccountRef
from adapters.contract.walk import text_of
from bot import crossing
from bot import texts as shared
from bot.moderating import letting_out, letting_texts
from bot.relay import texts as relay
from tests.stories.asking import Member
from tests.stories.conftest import World


async def test_a_message_with_a_filtered_word_stays_and_its_author_is_told(
    world: World, rosa: Member, ann: Member, bert: Member
) -> None:
    assert await bert.told("bridge filter", action="add", word="Pills") == (
        f"{letting_texts.filtered('Pills', 'Discharge')}\n{letting_texts.FILTER_MEANS}"
    )
    await ann.say("Cheap pills!")
    await world.red.attach("Ann", ann.channel, "pills-2.png", "")
    await ann.say("A pillsbury mixer.")
    await world.rest()

    assert bert.sees() == ["Ann · Red: A pillsbury mixer."]
    assert [letter.text for letter in ann.letters()] == [
        f"{relay.has_a_word('Discharge', 'Pills')}\n{relay.WRITE_IT_ANEW}"
    ] * 2
    assert rosa.letters() == bert.letters() == []


async def test_an_edit_that_brings_the_word_takes_the_copies_back(
    world: World, rosa: Member, ann: Member, bert: Member
) -> None:
    posted = await world.red.say("Ann", ann.channel, "Cheap mats!")
    await world.rest()
    await rosa.use("bridge filter", action="add", word="pills")
    world.clock.advance(1)
    await world.red.change(posted, "Cheap pills!")
    await world.rest()

    assert bert.sees() == []
    assert ann.sees() == ["Ann: Cheap pills!"]
    [letter] = ann.letters()
    assert letter.text == f"{relay.edit_has_a_word('Discharge', 'pills')}\n{relay.WRITE_IT_ANEW}"


async def test_what_was_copied_before_a_word_was_filtered_stays(world: World, rosa: Member, bert: Member) -> None:
    posted = await world.red.say("Ann", rosa.channel, "Cheap pills!")
    await world.rest()
    await rosa.use("bridge filter", action="add", word="pills")
    world.clock.advance(1)
    await world.red.change(posted, "Cheap pills!")  # a preview came
    await world.rest()

    assert bert.sees() == ["Ann · Red: Cheap pills!"]


async def test_words_are_listed_and_taken_away_again(world: World, rosa: Member, ann: Member, bert: Member) -> None:
    assert await rosa.told("bridge filters") == letting_texts.NO_WORDS
    await rosa.use("bridge filter", action="add", word=" cheap   pills ")
    await rosa.use("bridge filter", action="add", word="Bet")
    assert await rosa.told("bridge filter", action="add", word="bet") == letting_texts.filtered_already("bet")
    assert await rosa.told("bridge filter", action="add", word=" ") == (
        "“Word” is missing. Please type: /bridge filter add|remove WORD\nA word, or several that follow each other"
    )
    assert await bert.told("bridge filters") == f"{letting_texts.words_of('Discharge')}\nBet\ncheap pills"
    assert await bert.told("bridge filter", action="remove", word="BET") == letting_texts.unfiltered("BET")
    assert await bert.told("bridge filter", action="remove", word="bet") == letting_texts.not_filtered("bet")
    await ann.say("You bet.")

    assert bert.sees() == ["Ann · Red: You bet."]
    assert [line.partition(": ")[2] for line in (await rosa.told("bridge log")).splitlines()] == [
        "An organiser of Blue took a filtered word away: Bet",
        "@Rosa added a filtered word: Bet",
        "@Rosa added a filtered word: cheap pills",
    ]


async def test_a_bridge_has_at_most_200_words(world: World, rosa: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letting_out, "MOST_WORDS", 1)
    await rosa.use("bridge filter", action="add", word="one")

    assert await rosa.told("bridge filter", action="add", word="two") == letting_texts.TOO_MANY_WORDS


async def test_only_organisers_see_and_change_the_words(world: World, rosa: Member, ann: Member) -> None:
    await rosa.use("bridge filter", action="add", word="pills")

    assert await ann.told("bridge filters") == shared.ORGANISERS_ONLY
    assert await ann.told("bridge filter", action="remove", word="pills") == shared.ORGANISERS_ONLY
    outside = Member(world, world.red, world.red.channel("elsewhere"), "Rosa", admin=True)
    assert await outside.told("bridge filters") == shared.NO_BRIDGE


@pytest.mark.parametrize(
    "said",
    [
        "PILLS",
        "(pills)",
        "_pills_",
        "pi\u200bll\u00ads",
        "\uff50\uff49\uff4c\uff4c\uff53",
        "no\npills",
        "cheap-pills.example",
    ],
)
def test_a_word_is_found_however_it_is_written(said: str) -> None:
    assert crossing.found(["pills"], plain(said)) == "pills"


@pytest.mark.parametrize("said", ["pill", "pillsbury", "xpills", "pills2", "p i l l s"])
def test_other_words_are_not_taken_for_it(said: str) -> None:
    assert crossing.found(["pills"], plain(said)) is None


def test_several_words_are_found_across_lines_styles_and_descriptions_of_files(ann: Member) -> None:
    file = Attachment(ann.channel, "f", "plan.pdf", "", alt="Cheap pills")
    styled = Content((Paragraph((Text("cheap "), Styled(Style.BOLD, (Text("pi"),)), Text("lls"))),))

    assert crossing.found(["cheap pills"], plain("Cheap", "pills")) == "cheap pills"
    assert crossing.found(["cheap pills"], styled) == "cheap pills"
    assert crossing.found(["cheap pills"], Content(files=(file,))) == "cheap pills"
    assert crossing.found(["cheap pills"], Content((CodeBlock("pills", "cheap"),))) == "cheap pills"
    assert crossing.found(["\u200b"], plain("Anything")) is None


def test_of_several_words_the_first_is_told() -> None:
    words = ["", "pills", "cheap pills", "ch.ap", "(cheap)"]

    assert crossing.found(words, plain("Cheap pills")) == "pills"
    assert crossing.found(words[2:], plain("cheap, cheap pills")) == "cheap pills"
    assert crossing.found(words[3:], plain("see (cheap) pills")) == "(cheap)"
    assert crossing.found(words[3:], plain("see cheap pills")) is None
    assert crossing.found(["\ufdfa"], plain("so \ufdfa so")) == "\ufdfa"


async def echo(world: World, rosa: Member, times: int, *, seconds: float, text: str = "Hello.") -> None:
    """Another bridge writes the same again and again."""
    robot = Author(AccountRef(world.red.name, rosa.account.community, "B1"), "OtherBridge", bot=True)
    for _ in range(times):
        await world.red.say("OtherBridge", rosa.channel, text, author=robot)
        await world.rest()
        world.clock.advance(seconds)


async def test_a_bot_that_repeats_itself_is_stopped_for_an_hour(world: World, rosa: Member, bert: Member) -> None:
    await rosa.use("bridge hold", seconds="5")  # so that the bot knows one organiser
    await rosa.use("bridge hold", seconds="off")
    await echo(world, rosa, 7, seconds=5)
    assert bert.sees() == ["OtherBridge · Red: Hello."] * 4
    told = " ".join(letter.text for letter in rosa.letters())
    assert told == f"{relay.echoes('OtherBridge', 'Red', 'Discharge', 5)} {relay.ECHOES_WHY}"
    assert text_of(await bert.use("bridge banned")).startswith(
        "A member of Red: for repeating the same message, stopped by me until "
    )

    await world.later(3600)
    await echo(world, rosa, 1, seconds=1)
    assert len(bert.sees()) == 5


async def test_of_a_bot_in_a_joined_private_thread_the_thread_is_told(world: World, rosa: Member) -> None:
    board = world.red.channel("board")
    ends = board.in_thread("t2"), world.blue.channel("board")
    await world.database.write(lambda unit: unit.bridges.add("Board", ends, 0.0))
    await echo(world, replace(rosa, channel=ends[0]), 5, seconds=5)
    told = [shown.ref.channel for shown in world.red.shown(board) if shown.author == "Unsilo"]

    assert told and set(told) == {ends[0]}


async def test_organisers_may_let_such_a_bot_go_on(world: World, rosa: Member, bert: Member) -> None:
    await echo(world, rosa, 5, seconds=5)
    assert len(rosa.notices()) > 0  # with no organiser known, the channel is told
    await bert.press(await bert.use("bridge banned"), "Let 1 back in")
    world.clock.advance(60)
    await echo(world, rosa, 1, seconds=1)

    assert len(bert.sees()) == 5


async def test_people_and_bots_that_write_seldom_or_differently_are_not_stopped(
    world: World, rosa: Member, bert: Member
) -> None:
    await echo(world, rosa, 6, seconds=16)
    for number in range(6):
        await echo(world, rosa, 1, seconds=1, text=f"Build {number}")
        await rosa.say("+1")

    assert len(bert.sees()) == 18
