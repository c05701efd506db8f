"""Whoever opens a private channel to readers elsewhere types its name, and that is written down."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.contract.commands import Venue
from adapters.contract.walk import text_of
from bot import texts as shared
from bot.bridging import texts
from bot.texts import acts_texts
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.test_bridging import code

RULES = "Be kind."
PRIVATE = Venue("board-papers", private=True)
CONFIRM = "Join this private channel"
OPENED = acts_texts.ACTS["open private"].format(who="").strip()


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request fits one message, as on the real platforms."""
    monkeypatch.setattr("tests.fakes.platform.TEXT_LIMIT", 1000)


@pytest.fixture
async def rosa(world: World) -> Member:
    """Runs the red community, and has started a bridge in a channel that is open to it."""
    rosa = Member(world, world.red, world.red.channel("falls"), "Rosa", True, Venue("falls"))
    await rosa.use("bridge create", name="Falls", rules=RULES)
    return rosa


@pytest.fixture
def bert(world: World) -> Member:
    """Runs the blue community, and wants to join a private channel."""
    return Member(world, world.blue, world.blue.channel("board"), "Bert", True, PRIVATE)


async def test_a_private_channel_joins_once_its_name_was_typed(rosa: Member, bert: Member) -> None:
    offer = await bert.use("bridge join", code=await code(rosa))
    assert RULES in text_of(offer)
    assert f"{texts.PRIVATE}\n{texts.PRIVATE_HOW}" in text_of(offer)
    assert [button.label for button in offer.buttons] == [CONFIRM]

    answer = await bert.fill(offer, CONFIRM, channel=" #Board-Papers ")
    assert text_of(answer) == f"{texts.asked('Red')}\n{texts.be_in_channel('discord')}"
    await rosa.press(rosa.newest(), "Approve")
    await bert.say("The budget.")

    assert rosa.sees() == ["Bert · Blue: The budget."]
    log = await bert.told("bridge log")
    assert OPENED in log
    assert "board-papers" not in log.lower()


@pytest.mark.parametrize("typed", ["board", "falls", "board papers", "papers-board", "yes", "#"])
async def test_other_words_join_nothing_and_the_code_still_works(rosa: Member, bert: Member, typed: str) -> None:
    key = await code(rosa)
    offer = await bert.use("bridge join", code=key)

    assert text_of(await bert.fill(offer, CONFIRM, channel=typed)).startswith(
        texts.NAME_DIFFERS if typed != "#" else texts.NAME_MISSING
    )
    assert OPENED not in await rosa.told("bridge log")
    await bert.fill(offer, CONFIRM, channel="board-papers")
    assert rosa.newest().text.startswith(texts.request_private("Blue", "Falls"))


async def test_the_button_for_open_channels_does_not_open_a_private_one(rosa: Member, bert: Member) -> None:
    key = await code(rosa)
    asked = await bert.forge("bridge accept", key)
    assert asked == f"{texts.PRIVATE}\n{texts.PRIVATE_HOW}"

    became = replace(bert, venue=Venue("board-papers"))  # it was open when the code was shown
    offer = await became.use("bridge join", code=key)
    again = await bert.use_button(offer, "Join")
    assert [button.label for button in again.buttons] == [CONFIRM]
    assert rosa.notices() == []


async def test_nobody_but_an_organiser_confirms(rosa: Member, bert: Member) -> None:
    offer = await bert.use("bridge join", code=await code(rosa))
    bob = replace(bert, name="Bob", admin=False)

    assert text_of(await bob.fill(offer, CONFIRM, channel="board-papers")) == shared.ORGANISERS_ONLY


async def test_a_channel_that_cannot_be_seen_is_taken_for_private_and_cannot_join(rosa: Member, bert: Member) -> None:
    unseen = replace(bert, venue=Venue(private=True))
    offer = await unseen.use("bridge join", code=await code(rosa))

    for typed in ("board-papers", "#", "?"):
        assert text_of(await unseen.fill(offer, CONFIRM, channel=typed)).startswith(texts.not_seen("discord"))


async def test_an_open_channel_joins_without_being_asked(rosa: Member, bert: Member) -> None:
    public = replace(bert, venue=Venue("board-papers"))
    offer = await public.use("bridge join", code=await code(rosa))

    assert texts.PRIVATE not in text_of(offer)
    assert texts.asked("Red") in await public.press(offer, "Join")


async def test_a_bridge_that_starts_in_a_private_channel_needs_its_name_too(world: World, bert: Member) -> None:
    for typed, why in (({}, texts.NAME_MISSING), ({"channel": "board"}, texts.NAME_DIFFERS)):
        answer = text_of(await bert.use("bridge create", name="Board", rules=RULES, **typed))
        assert answer.startswith(why)
        assert RULES in answer  # what was written is not lost
    assert await bert.told("bridge people") == shared.NO_BRIDGE

    made = await bert.told("bridge create", name="Board", rules=RULES, channel="board-papers")
    assert made.startswith(texts.created("Board"))
    assert OPENED in await bert.told("bridge log")


async def test_who_is_asked_to_let_a_channel_in_reads_which_it_is(rosa: Member, bert: Member) -> None:
    opened = replace(bert, channel=bert.platform.channel("beds"), venue=Venue("beds"))
    await opened.press(await opened.use("bridge join", code=await code(rosa)), "Join")
    assert rosa.newest().text.startswith(texts.request_named("Blue", "Falls", "beds"))
    offer = await bert.use("bridge join", code=await code(rosa))
    await bert.fill(offer, CONFIRM, channel="board-papers")

    assert rosa.newest().text.startswith(texts.request_private("Blue", "Falls"))
    assert "board-papers" not in rosa.newest().text
