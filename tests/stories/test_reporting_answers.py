"""What others asked or answered with /ask can be reported and removed, and who wrote it is named to nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.contract.commands import Beginning
from adapters.contract.content import plain
from adapters.contract.refs import CommunityRef
from adapters.contract.walk import text_of
from bot.introductions import questions
from bot.moderating import passed_texts, texts
from storage.profiles import Sector
from tests.fakes.platform import Shown
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.introducing import DAY, Neighbour, passes, settle_in, until_morning
from tests.stories.telling import named, told
from tests.stories.test_asking import answer, put, reader_of
from tests.stories.test_unlinking import forget

WORDS = "You are all useless."


@pytest.fixture
async def ann(world: World) -> Neighbour:
    """Of Red; asks."""
    await until_morning(world)
    return await settle_in(world, world.red, "Ann", Sector.NHS)


@pytest.fixture
async def bob(world: World, ann: Neighbour) -> Neighbour:
    """Of Blue; answers."""
    return await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE)


@pytest.fixture
async def rosa(rosa: Member) -> Member:
    """Looks after Red."""
    await named(rosa)
    return rosa


@pytest.fixture
async def bert(bert: Member) -> Member:
    """Looks after Blue."""
    await named(bert)
    return bert


@pytest.fixture
async def insult(ann: Neighbour, bob: Neighbour) -> Shown:
    """The letter with Bob's answer, as Ann has it."""
    await put(ann)
    assert await answer(bob, reader_of(bob), WORDS) == questions.SENT
    return ann.letter(WORDS)


async def reports(who: Neighbour, letter: Shown, why: str = "It insults us.") -> str:
    return text_of(await who.choose(letter.ref, "report", why=why))


def report_to(who: Member) -> Shown:
    """The newest report that an organiser has got."""
    return next(each for each in reversed(who.letters()) if "reported" in each.text)


async def test_an_answer_is_reported_to_the_organisers_of_both_sides_and_its_writer_is_named_to_nobody(
    ann: Neighbour, rosa: Member, bert: Member, insult: Shown
) -> None:
    assert any(each.label == questions.REPORT and each.action == "report" for each in insult.content.buttons)
    assert await reports(ann, insult) == texts.thanks(["Red", "Blue"])
    ours, theirs = report_to(rosa), report_to(bert)

    assert ours.text.startswith("@Ann reported an answer that a member of Blue gave with /ask.\nIt insults us.\n")
    assert theirs.text.startswith("A member of Red reported an answer that a member of Blue gave with /ask.")
    assert "Ann" not in repr(theirs.content)
    assert "Bob" not in repr((ours.content, theirs.content, ann.read()))
    assert WORDS not in told(rosa) + told(bert), "its words are kept nowhere"


async def test_a_question_that_was_put_to_a_few_is_reported_in_the_same_way(
    ann: Neighbour, bob: Neighbour, rosa: Member, bert: Member
) -> None:
    await put(ann)
    letter = bob.letter(questions.ASKED_YOU)
    assert set(await reports(bob, letter)) == set(texts.thanks(["Blue", "Red"]))
    assert report_to(bert).text.startswith("@Bob reported a question that a member of Red put with /ask.")
    assert "Ann" not in repr((report_to(rosa).content, report_to(bert).content))


@pytest.mark.parametrize("side", ["red", "blue"])
async def test_organisers_of_either_side_remove_it_where_it_was_read(
    ann: Neighbour, rosa: Member, bert: Member, insult: Shown, side: str
) -> None:
    await reports(ann, insult)
    organiser = rosa if side == "red" else bert
    menu = await organiser.use_button(report_to(organiser), "Moderate")
    assert text_of(menu).startswith("An answer that a member of Blue gave with /ask.")
    assert await organiser.press(menu, passed_texts.REMOVE) == passed_texts.REMOVED
    assert not ann.has(WORDS)
    assert await organiser.press(menu, passed_texts.REMOVE) == texts.REMOVED_ALREADY


async def test_organisers_ban_whoever_wrote_it_and_nothing_tells_them_who_that_is(
    world: World, ann: Neighbour, bob: Neighbour, rosa: Member, insult: Shown
) -> None:
    await reports(ann, insult)
    menu = await rosa.use_button(report_to(rosa), "Moderate")
    said = await rosa.press(menu, "Ban")
    assert said.startswith(passed_texts.WHOEVER_WROTE) and said.endswith(passed_texts.BARRED_TOLD)
    assert bob.letters()[-1].text.startswith(texts.barred("Red", "Discharge"))

    here = Member(world, world.blue, world.talk(world.blue), "Bob")
    await here.say("Good morning")
    assert rosa.sees() == []
    bert = Member(world, world.blue, world.talk(world.blue), "Bert", admin=True)
    seen = [await rosa.told("bridge banned"), await bert.told("bridge banned")]
    seen += [await rosa.told("bridge log"), await bert.told("bridge log")]
    assert all("Bob" not in each for each in seen) and "A member of Blue" in seen[0]
    assert await bert.told("bridge unban", who="<@Bob>") == texts.NOT_BARRED, "asked of everybody, it would tell"
    await here.platform.say("Bob", here.channel, "Again")
    moderated = await bert.choose(here.newest().ref, "moderate")
    assert not [each for each in moderated.buttons if each.label == texts.LET_IN]

    await rosa.press_on("bridge banned", texts.let_in_number(1))
    await here.say("I am sorry")
    assert rosa.sees() == ["Bob · Blue: I am sorry"]


async def test_who_is_kept_out_by_a_community_neither_answers_nor_asks_its_members(
    world: World, ann: Neighbour, bob: Neighbour, rosa: Member, insult: Shown
) -> None:
    await reports(ann, insult)
    await rosa.press(await rosa.use_button(report_to(rosa), "Moderate"), "Ban")
    assert await answer(bob, reader_of(bob), "More of that.") == questions.SENT  # as if one kept the other away
    assert not ann.has("More of that.")

    world.clock.advance(8 * DAY)
    assert (await put(bob)).startswith(questions.NOBODY)


@pytest.mark.parametrize("how", ["asks", "answers"])
async def test_whoever_deletes_their_profile_can_still_be_reported_and_kept_out(
    world: World, ann: Neighbour, bob: Neighbour, rosa: Member, how: str
) -> None:
    if how == "asks":
        await put(bob)
    else:
        await put(ann)
        await answer(bob, reader_of(bob), WORDS)
    letter = ann.letter(questions.ASKED_YOU if how == "asks" else WORDS)
    await deletes_profile(bob)
    assert (await reports(ann, letter)).startswith("Thank you")
    await rosa.press(await rosa.use_button(report_to(rosa), "Moderate"), "Ban")

    here = Member(world, world.blue, world.talk(world.blue), "Bob")
    await here.say("Good morning")
    assert rosa.sees() == []


async def test_whoever_had_all_removed_after_a_report_can_still_be_kept_out(
    world: World, ann: Neighbour, bob: Neighbour, rosa: Member, insult: Shown
) -> None:
    await reports(ann, insult)
    await forget(bob)
    await passes(world, 8 * DAY)
    menu = await rosa.use_button(report_to(rosa), "Moderate")
    assert text_of(menu).startswith("An answer that a member of Blue gave with /ask.")
    assert (await rosa.press(menu, "Ban")).endswith(passed_texts.BARRED_UNTOLD)

    here = Member(world, world.blue, world.talk(world.blue), "Bob")
    await here.say("Good morning")
    assert rosa.sees() == []
    assert "Bob" not in await rosa.told("bridge banned")
    await passes(world, 31 * DAY)
    assert text_of(await rosa.use_button(report_to(rosa), "Moderate")) == texts.NOT_ON_A_BRIDGE


async def test_a_report_can_be_answered_though_whoever_made_it_had_all_removed(
    world: World, ann: Neighbour, bob: Neighbour, bert: Member, insult: Shown
) -> None:
    await reports(ann, insult)
    await forget(ann)
    await passes(world, 8 * DAY)
    assert "Ban" in {each.label for each in (await bert.use_button(report_to(bert), "Moderate")).buttons}


async def test_whoever_was_asked_reports_a_question_though_their_profile_is_gone(
    world: World, ann: Neighbour, bob: Neighbour, rosa: Member
) -> None:
    await put(bob)
    letter = ann.letter(questions.ASKED_YOU)
    await deletes_profile(ann)
    assert (await reports(ann, letter)).startswith("Thank you")
    await forget(ann)
    assert report_to(rosa).text.startswith("A member reported a question that a member of Blue put with /ask.")
    assert (await rosa.press(await rosa.use_button(report_to(rosa), "Moderate"), "Ban")).endswith(
        passed_texts.BARRED_TOLD
    )


async def deletes_profile(who: Neighbour) -> None:
    """Somebody deletes their profile, and the bot looks what is due."""
    await who.press(await who.use("profile delete"), "Yes, delete my profile")
    await passes(who.world, 60)


async def test_who_wrote_it_in_a_private_message_of_no_community_is_kept_out_all_the_same(
    world: World, ann: Neighbour, rosa: Member, bert: Member
) -> None:
    """Nothing that Bob wrote was ever copied: that he is in Blue's server is the platform's word alone."""
    world.blue.homeless = True
    bob = await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE, joins=False)
    servers = frozenset({CommunityRef("blue", "another"), world.blue.community})
    away = replace(bob, channel=bob.account.letter_box, within=servers)
    await put(away)
    assert set(await reports(ann, ann.letter(questions.ASKED_YOU))) == set(texts.thanks(["Red", "Blue"]))
    menu = await rosa.use_button(report_to(rosa), "Moderate")
    assert (await rosa.press(menu, "Ban")).startswith(passed_texts.WHOEVER_WROTE)
    assert bob.letters()[-1].text.startswith(texts.barred("Red", "Discharge"))


async def test_who_is_kept_out_answers_no_member_who_asked_in_a_private_message(world: World, ann: Neighbour) -> None:
    """Cara is of Blue, whose people belong to no community, and asks there."""
    world.blue.homeless = True
    cara = await settle_in(world, world.blue, "Cara", Sector.SOCIAL_CARE)
    away = replace(cara, channel=cara.account.letter_box, within=frozenset({world.blue.community}))
    await Member(world, world.red, world.talk(world.red), "Ann").say("Good morning")
    seen = Member(world, world.blue, world.talk(world.blue), "Bert", admin=True)
    await put(away)
    await seen.press(await seen.choose(seen.newest().ref, "moderate"), "Ban")
    assert await answer(ann, reader_of(ann), WORDS) == questions.SENT
    assert not cara.has(WORDS)


async def test_nobody_but_its_reader_reports_a_letter_and_they_do_once(
    world: World, ann: Neighbour, insult: Shown, rosa: Member
) -> None:
    eve = Member(world, world.red, ann.channel, "Eve")
    assert text_of(await eve.choose(insult.ref, "report", why="x")).startswith(texts.NOT_COPIED)
    await reports(ann, insult)
    assert (await reports(ann, insult)).startswith(texts.REPORTED_ALREADY)
    opens = Beginning("report", "", ann.caller, ann.channel, insult.ref)
    assert await world.bot.app.begins(opens) == plain(texts.REPORTED_ALREADY)


async def test_members_who_organise_nothing_moderate_no_letter(
    world: World, ann: Neighbour, rosa: Member, insult: Shown
) -> None:
    await reports(ann, insult)
    number = report_to(rosa).content.buttons[0].argument
    eve = replace(rosa, name="Eve", admin=False)
    for act in ("moderate", "moderate ban", "moderate mute", "moderate remove"):
        assert "organisers" in await eve.forge(act, number)
    assert ann.has(WORDS)
