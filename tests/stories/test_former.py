"""Who has left a bridge, or organises no more, does nothing on it and is told nothing any more."""

from __future__ import annotations

from adapters.contract.walk import text_of
from bot.bridging import leaving_texts
from bot.introductions import questions
from bot.moderating import texts
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.telling import told
from tests.stories.test_asking_in_channels import WORDS, profile, puts, question_in


async def test_whoever_has_left_a_bridge_removes_a_copy_in_their_own_channel_and_nowhere_else(
    world: World, rosa: Member, ann: Member, bert: Member
) -> None:
    grace = Member(world, world.green, world.talk(world.green), "Grace", admin=True)
    await ann.say("Falls are up.")
    left = bert.newest()
    await bert.press_on("bridge leave", leaving_texts.YES_LEAVE)
    await world.blue.remove(left.ref)
    await world.rest()

    assert bert.sees() == []
    assert (ann.sees(), grace.sees()) == (["Ann: Falls are up."], ["Ann · Red: Falls are up."])


async def test_whose_channel_has_left_is_removed_by_those_who_stay_and_keeps_what_it_wrote(
    world: World, ann: Member, rosa: Member, bert: Member
) -> None:
    grace = Member(world, world.green, world.talk(world.green), "Grace", admin=True)
    await ann.say("You fools.")
    await rosa.press_on("bridge leave", leaving_texts.YES_LEAVE)
    shown = next(each for each in world.blue.shown(bert.channel) if each.text == "You fools.")
    await world.blue.remove(shown.ref)
    await world.rest()

    assert (bert.sees(), grace.sees()) == ([], [])
    assert ann.sees() == ["Ann: You fools."]


async def test_a_question_stays_in_the_channel_that_put_it_and_has_left_when_those_who_stay_remove_theirs(
    world: World, ann: Member, rosa: Member, bert: Member
) -> None:
    grace = Member(world, world.green, world.talk(world.green), "Grace", admin=True)
    await profile(ann)
    put = await ann.use("ask", words=WORDS, where="both", suppliers="no", me="hidden")
    await rosa.press_on("bridge leave", leaving_texts.YES_LEAVE)
    [shown] = question_in(bert)
    await world.blue.remove(shown.ref)
    await world.rest()
    assert (len(question_in(ann)), question_in(bert), question_in(grace)) == (1, [], [])

    assert await ann.press(put, questions.CLOSE) == questions.CLOSED_NOW
    await world.rest()
    stood = [[each.text for each in who.platform.shown(who.channel)] for who in (ann, bert, grace)]
    assert question_in(ann) == []
    assert [questions.STOOD_HERE in lines for lines in stood] == [True, False, False]


async def test_who_is_an_organiser_no_more_reads_no_reports(
    world: World, ann: Member, rosa: Member, bert: Member
) -> None:
    olga = Member(world, world.red, ann.channel, "Olga")
    await rosa.use("organisers add", who="<@Olga>")
    await olga.use("bridge hold", seconds="5")
    await rosa.use("bridge hold", seconds="off")
    await rosa.use("organisers remove", who="<@Olga>")
    await bert.say("You fools.")

    said = await ann.choose(ann.newest().ref, "report", why="He harasses me.")
    assert text_of(said) == "\n".join((texts.thanks(["Red"]), texts.nobody_told_in(["Blue"])))
    assert "He harasses me." in told(rosa)
    assert told(olga) == ""


async def test_who_runs_a_community_no_more_is_taken_off_too(
    world: World, ann: Member, rosa: Member, bert: Member
) -> None:
    paul = Member(world, world.red, ann.channel, "Paul", admin=True)
    await paul.use("bridge hold", seconds="5")
    await rosa.use("bridge hold", seconds="off")
    assert (await rosa.told("organisers remove", who="<@Paul>")).startswith("@Paul was taken off")
    await bert.say("You fools.")

    await ann.choose(ann.newest().ref, "report", why="He harasses me.")
    assert "He harasses me." in told(rosa) and told(paul) == ""


async def test_what_waits_to_leave_a_channel_stays_in_it_when_the_channel_leaves(
    world: World, ann: Member, rosa: Member, bert: Member
) -> None:
    await ann.say("Before.")
    await profile(ann)
    await rosa.use("bridge hold", seconds="60")
    world.clock.advance(1)
    await ann.say("Not for others yet.")
    await puts(ann)
    await bert.say("Hello.")
    await rosa.press_on("bridge leave", leaving_texts.YES_LEAVE)
    await world.later(61)

    assert bert.sees() == ["Ann · Red: Before.", "Bert: Hello."]
    assert not question_in(bert) and question_in(ann)
    assert world.lines(world.green)[-1] != "Ann · Red: Not for others yet."
