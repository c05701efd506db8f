"""Questions in the channels of a bridge: they go where a message of their writer would, and organisers judge them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from adapters.contract.commands import Caller, Form
from adapters.contract.walk import text_of
from bot.introductions import questions
from bot.moderating import texts
from storage.profiles import Said, Sector
from tests.fakes.platform import Shown
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.introducing import DAY, passes, settle_in, until_morning
from tests.stories.telling import named, told
from tests.stories.test_unlinking import forget

WORDS = "Do any of you measure falls at night?"


@dataclass(frozen=True)
class Called(Member):
    """Somebody whose name is not what tests know them by."""

    shown_as: str = ""

    @property
    def caller(self) -> Caller:
        return replace(super().caller, name=self.shown_as)


async def profile(who: Member) -> None:
    """They have said what they work on; in introductions they take no part."""
    now = who.world.clock.now()
    person = await who.world.database.write(lambda unit: unit.profiles.start(who.account, Sector.NHS, now))
    await who.world.database.write(lambda unit: unit.profiles.say(person, Said.PROBLEM, "fewer falls", now))


async def puts(who: Member, words: str = WORDS, me: str = "hidden") -> str:
    """They put a question to all channels; what they are told."""
    return await who.told("ask", words=words, where="both", suppliers="no", me=me)


def question_in(who: Member) -> list[Shown]:
    """The questions that stand in somebody's channel."""
    return [shown for shown in who.platform.shown(who.channel) if questions.NO_PATIENTS in shown.text]


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("bridge ban", {"who": "<@Ann>"}),
        ("bridge mute", {"who": "<@Ann>", "time": "1w"}),
        ("bridge pause", {"what": "all"}),
        ("bridge direction", {"direction": "in"}),
        ("bridge filter", {"action": "add", "word": "falls"}),
    ],
)
async def test_a_question_that_would_not_be_copied_as_a_message_is_not_put_into_any_channel(
    world: World, ann: Member, rosa: Member, bert: Member, name: str, answers: dict[str, str]
) -> None:
    await profile(ann)
    await rosa.told(name, **answers)

    told = await puts(ann)
    why = questions.has_a_word("Discharge", "falls") if name == "bridge filter" else questions.STAYS_HERE
    assert told.startswith(why) and told.endswith(WORDS)  # they get their words back
    assert not question_in(ann) and not question_in(bert)


async def test_who_opted_out_and_who_belongs_to_another_organisation_puts_none_into_channels(
    world: World, ann: Member, bert: Member
) -> None:
    await profile(ann)
    assert (await puts(replace(ann, stranger=True))).startswith(questions.STAYS_HERE)
    await ann.told("bridge optout", where="everywhere")
    assert (await puts(ann)).startswith(questions.STAYS_HERE)
    assert not question_in(bert)


async def test_a_question_comes_to_those_channels_alone_that_listen_and_after_what_messages_wait_for(
    world: World, ann: Member, rosa: Member, bert: Member
) -> None:
    await profile(ann)
    await bert.told("bridge pause", what="here")
    await rosa.told("bridge hold", seconds="60")
    green = replace(ann, platform=world.green, channel=world.talk(world.green))

    await puts(ann)
    assert question_in(ann) and not question_in(green)
    await world.later(61)
    assert question_in(green) and not question_in(bert)


async def test_the_name_of_whoever_shows_theirs_is_as_on_copies(world: World, ann: Member, bert: Member) -> None:
    feigned = "Dr Kay\n· NHS England https://example.org"
    for given, shown in (
        ("Ann", "Ann · Red (sector not shown) asks:"),
        (feigned, "Dr Kay - NHS England https:/\u200b/example.org · Red (sector not shown) asks:"),
        ("John Smith 999 000 0018", "Someone · Red (sector not shown) asks:"),
    ):
        who = Called(world, world.red, ann.channel, given.split()[0], shown_as=given)
        await profile(who)
        await puts(who, f"{WORDS} {len(given)}", me="shown")
        assert question_in(bert)[-1].text.splitlines()[0] == shown


async def test_people_of_one_name_are_told_apart(world: World, ann: Member, bert: Member) -> None:
    await ann.say("Good morning")
    other = Called(world, world.red, ann.channel, "Anna", shown_as="Ann")
    await profile(other)
    await puts(other, me="shown")
    assert question_in(bert)[0].text.startswith("Ann (2) · Red (sector not shown) asks:")


async def test_organisers_of_every_channel_take_a_question_out_of_all_and_do_not_learn_who_put_it(
    world: World, ann: Member, rosa: Member, bert: Member
) -> None:
    await profile(ann)
    await puts(ann)
    [shown] = question_in(bert)
    offered = await bert.choose(shown.ref, "moderate")
    assert text_of(offered).splitlines() == [texts.question_from("Red"), texts.QUESTION_HOW]
    for act in ("moderate ban", "moderate mute"):  # no button offers it
        assert await bert.forge(act, offered.buttons[0].argument) == texts.QUESTION_HOW

    assert await bert.press(offered, texts.REMOVE) == texts.QUESTION_REMOVED
    assert not question_in(ann) and not question_in(bert)
    log = await rosa.told("bridge log")
    assert "A member of Red put a question into all channels of the bridge" in log
    assert "removed a message" in log and "Ann" not in log


async def test_members_report_a_question_and_a_moderator_deletes_it_everywhere(
    world: World, ann: Member, rosa: Member, bert: Member
) -> None:
    await profile(ann)
    await puts(ann)
    for who in (rosa, bert):
        await named(who)
    [shown] = question_in(bert)

    assert text_of(await bert.choose(shown.ref, "report", why="abuse")) == texts.thanks(["Red", "Blue"])
    assert "reported a message, written in Red" in told(rosa)
    assert "reported a message, written in Red" in told(bert)

    await world.blue.remove(shown.ref)
    await world.rest()
    assert not question_in(ann) and not question_in(bert)


async def test_whoever_opts_out_takes_their_questions_back(world: World, ann: Member, bert: Member) -> None:
    await profile(ann)
    await puts(ann)
    assert question_in(bert)
    await ann.told("bridge optout", where="here")
    assert not question_in(bert)


async def test_a_question_closes_with_the_profile_of_its_writer_and_organisers_still_take_it_out_of_all_channels(
    world: World, rosa: Member, bert: Member
) -> None:
    await until_morning(world)
    bob = replace(await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE), channel=bert.channel)
    await puts(bob)
    [copy] = question_in(rosa)
    await bob.press(await bob.use("profile delete"), "Yes, delete my profile")
    await passes(world, 60)
    for who in (rosa, bert):
        assert not question_in(who) and who.newest().text == questions.STOOD_HERE

    assert texts.REMOVE in {each.label for each in (await rosa.choose(copy.ref, "moderate")).buttons}
    await world.red.remove(copy.ref)
    await world.rest()
    assert all(shown.text != questions.STOOD_HERE for shown in world.blue.shown(bert.channel))


@pytest.mark.parametrize("by_hand", [True, False], ids=["by its writer", "after 30 days"])
async def test_a_question_that_is_closed_loses_its_words_in_channels_too(
    world: World, ann: Member, bert: Member, by_hand: bool
) -> None:
    await profile(ann)
    put = await ann.use("ask", words=WORDS, where="both", suppliers="no", me="hidden")
    [shown] = question_in(bert)
    if by_hand:
        assert await ann.press(put, questions.CLOSE) == questions.CLOSED_NOW
    else:
        await world.later(31 * 24 * 3600.0)
    await world.rest()

    for who in (ann, bert):
        assert question_in(who) == []
    [left] = [each for each in world.blue.shown(bert.channel) if each.ref == shown.ref]
    assert (left.text, left.content.buttons) == (questions.STOOD_HERE, ())


async def test_who_has_all_removed_puts_no_more_than_three_questions_a_week_all_the_same(
    world: World, ann: Member
) -> None:
    for number in range(4):
        await profile(ann)
        said = await puts(ann, f"{WORDS} {number}")
        assert said.startswith(questions.TOO_MANY if number == 3 else questions.NOBODY_BUT_HERE), said
        await forget(ann)
    await profile(ann)
    await passes(world, 8 * DAY)
    assert (await puts(ann)).startswith(questions.NOBODY_BUT_HERE)


async def answers(who: Member, shown: Shown, words: str = "Yes, with mats.", me: str = "hidden") -> str:
    """They answer a question in their channel; what they are told."""
    [button] = [button for button in shown.content.buttons if button.label == questions.ANSWER]
    given = {"words": words, "me": me}
    answer = await who.world.bot.app.asked(
        Form(button.action, button.argument, who.caller, who.channel, given, shown.ref)
    )
    await who.world.rest()
    return text_of(answer)
