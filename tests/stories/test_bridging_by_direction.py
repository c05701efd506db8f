"""What members read when a bridge changes is true where they read it, whichever way messages go there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.contract.content import Content
from adapters.contract.refs import ChannelRef
from adapters.contract.walk import text_of
from bot.bridging import leaving_texts, pinned, strangers_texts, texts
from bot.moderating import letting_texts
from storage.bridges import ALWAYS, Bridge, Direction, End
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.test_bridging import code

BLUE, NAMES = "discord:2/3", {"slack:T1": "North Trust", "discord:2": "Care Commons"}


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A notice fits one message, as on the real platforms."""
    monkeypatch.setattr("tests.fakes.platform.TEXT_LIMIT", 1000)


@pytest.fixture
def gwen(world: World) -> Member:
    """Runs the green community."""
    return Member(world, world.green, world.talk(world.green), "Gwen", admin=True)


async def test_when_the_whole_bridge_goes_on_each_channel_reads_what_becomes_of_its_own_words(
    world: World, rosa: Member, bert: Member, gwen: Member
) -> None:
    await bert.use("bridge direction", direction="in")
    await rosa.use("bridge pause", what="all")
    world.clock.advance(1)
    answer = await rosa.told("bridge resume", what="all")
    resumed = texts.switched("Red", "Discharge", paused=False, whole=True)

    assert answer == rosa.notices()[-1] == gwen.notices()[-1]
    assert gwen.notices()[-1].splitlines() == [resumed, texts.COPIED_AGAIN, texts.PAUSE_WAS]
    assert bert.notices()[-1].splitlines() == [resumed, texts.STAYS_HERE, texts.PAUSE_WAS]


@pytest.mark.parametrize("direction", list(Direction))
async def test_a_channel_goes_on_as_it_was_and_everybody_reads_which_way(
    world: World, bert: Member, gwen: Member, direction: Direction
) -> None:
    if direction is not Direction.BOTH:
        await bert.use("bridge direction", direction=direction.value)
    await bert.use("bridge pause")
    world.clock.advance(1)
    answer = await bert.told("bridge resume")

    said = texts.switched("Blue", "Discharge", paused=False, whole=False)
    assert answer.splitlines() == [said, texts.RESUMED_HERE[direction], texts.PAUSE_WAS]
    assert bert.notices()[-1] == answer
    assert gwen.notices()[-1].splitlines() == [said, texts.RESUMED[direction], texts.PAUSE_WAS]


async def test_a_pause_of_one_channel_tells_the_others_nothing_of_their_own_words(bert: Member, gwen: Member) -> None:
    said = await bert.told("bridge pause")

    assert said.splitlines()[1] == bert.notices()[-1].splitlines()[1] == texts.PAUSE_MEANS_HERE
    assert gwen.notices()[-1].splitlines() == [
        texts.switched("Blue", "Discharge", paused=True, whole=False),
        texts.PAUSE_MEANS,
    ]


@pytest.mark.parametrize(("what", "still"), [("here", texts.STILL_PAUSED), ("all", texts.BRIDGE_STILL_PAUSED)])
async def test_a_direction_that_is_chosen_in_a_pause_is_told_with_the_pause(
    bert: Member, gwen: Member, what: str, still: str
) -> None:
    await bert.use("bridge pause", what=what)
    said = await bert.told("bridge direction", direction="out")

    directed = texts.directed("Blue", "Discharge", Direction.OUT)
    here = texts.STILL_PAUSED_HERE if still == texts.STILL_PAUSED else still
    assert said.splitlines() == bert.notices()[-1].splitlines() == [directed, here]
    assert gwen.notices()[-1].splitlines() == [directed, still]


async def test_those_who_stay_read_nothing_of_copies_that_there_never_were(bert: Member, gwen: Member) -> None:
    await bert.use("bridge direction", direction="in")
    await gwen.press_on("bridge leave", leaving_texts.YES_LEAVE)

    assert bert.notices()[-1] == leaving_texts.left("Green", "Discharge")
    assert "What you write here" not in bert.notices()[-1]


async def test_messages_that_wait_are_told_of_with_what_keeps_all_of_them_back(bert: Member) -> None:
    assert letting_texts.hold_nothing("Blue") not in await bert.told("bridge hold", seconds="30")
    await bert.use("bridge direction", direction="in")

    assert letting_texts.hold_nothing("Blue") in await bert.told("bridge hold", seconds="off")


@pytest.mark.parametrize(
    ("direction", "leads"),
    [
        ("both", texts.will_appear(["Red"], ["Red"])),
        ("in", texts.will_appear(["Red"], [])),
        ("out", texts.will_appear([], ["Red"])),
    ],
)
async def test_both_sides_read_before_their_yes_which_way_messages_will_go(
    world: World, direction: str, leads: str
) -> None:
    rosa = Member(world, world.red, world.red.channel("falls"), "Rosa", admin=True)
    bert = Member(world, world.blue, world.blue.channel("falls"), "Bert", admin=True)
    await rosa.use("bridge create", name="Falls", rules="Be kind.")
    if direction != "both":
        await rosa.use("bridge direction", direction=direction)
    offer = await bert.use("bridge join", code=await code(rosa))
    await bert.press(offer, "Join")

    assert text_of(offer).splitlines()[1] == leads
    assert texts.IF_APPROVED[Direction(direction)] in rosa.newest().text
    await rosa.press(rosa.newest(), "Decline")
    await rosa.use("bridge pause")
    again = await bert.use("bridge join", code=await code(rosa))
    await bert.press(again, "Join")
    assert "paused" in text_of(again).splitlines()[1] and texts.IF_APPROVED_PAUSED in rosa.newest().text


def notice(end: End, *, paused: bool = False) -> str:
    """What is pinned to a channel of North Trust, which is joined with one of Care Commons."""
    other = End(ChannelRef.parse(BLUE))
    shown: Content = pinned.says(Bridge(1, "Falls", (end, other), paused), end, NAMES)
    return text_of(shown)


def test_who_belongs_to_another_organisation_reads_in_the_pinned_notice_whether_their_words_are_copied() -> None:
    shared = End(ChannelRef.parse("slack:T1/C1"))
    [stays] = strangers_texts.pinned_stays("slack")
    let = replace(shared, strangers_since=ALWAYS - 1)

    assert stays in notice(shared) and strangers_texts.PINNED_HERE not in notice(shared)
    assert stays not in notice(let) and strangers_texts.PINNED_HERE in notice(let)
    for silent in (replace(shared, direction=Direction.IN), replace(shared, paused=True)):
        assert stays not in notice(silent)
    assert stays not in notice(shared, paused=True)
    assert "another organisation" not in notice(replace(shared, channel=ChannelRef.parse("discord:2/4")))
