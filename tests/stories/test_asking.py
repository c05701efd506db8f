"""Questions: put to the few who may know, without a name; answers, thanks and names come back through the bot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.contract.commands import Form
from adapters.contract.content import Content, plain
from adapters.contract.forms import Opened
from adapters.contract.incoming import MemberLeft
from adapters.contract.walk import text_of
from bot import texts
from bot.introductions import questions
from bot.introductions import texts as meeting
from bot.texts.usage_texts import FOR_MEMBERS
from storage.profiles import Sector
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.introducing import DAY, FALLS, HOUR, NEVER_AGAIN, Neighbour, passes, settle_in, until_morning
from tests.stories.test_unlinking import forget

WORDS = "How do we get fewer falls at night in our wards?"
FEW = "people"


async def put(who: Neighbour, **more: str) -> str:
    await who.world.understanding.rest()  # whoever joined is found
    return await who.told("ask", **{"words": WORDS, "me": "hidden", "where": FEW, "suppliers": "no", **more})


def reader_of(who: Neighbour) -> str:
    """The number of the newest question that somebody was asked."""
    button = next(it for it in who.letter(questions.ASKED_YOU).content.buttons if it.label == questions.ANSWER)
    return button.argument


async def answer(who: Neighbour, number: str, words: str = "Sensors did not work.", me: str = "hidden") -> str:
    """Submit the form that the button opens."""
    form = Form("ask answer", number, who.caller, who.channel, {"words": words, "me": me})
    said = text_of(await who.world.bot.app.asked(form))
    await who.world.rest()
    reason, _, back = said.partition(f"\n{texts.YOU_WROTE}")
    assert back.endswith(words) or not back  # whoever is refused gets their words back
    return reason


async def three(world: World) -> list[Neighbour]:
    await until_morning(world)
    return [
        await settle_in(world, platform, name, sector)
        for platform, name, sector in (
            (world.red, "Ann", Sector.NHS),
            (world.blue, "Bob", Sector.SOCIAL_CARE),
            (world.green, "Sue", Sector.SUPPLIER),
        )
    ]


async def test_everybody_is_told_that_moderators_may_open_where_somebody_reads(world: World) -> None:
    """With a name and without: whoever asks, and whoever answers, before they do and after."""
    ann, bob, _ = await three(world)
    asked = await put(ann)
    before = bob.letter(questions.ASKED_YOU).text
    named, unnamed = [await answer(bob, reader_of(bob), me=me) for me in ("shown", "hidden")]

    assert all(
        "Whoever may manage threads there could read it too." in said for said in (asked, before, named, unnamed)
    )


async def test_a_question_goes_to_those_who_may_know_without_a_name_and_answers_come_back(world: World) -> None:
    ann, bob, sue = await three(world)
    assert questions.PUT in await put(ann)
    assert bob.has(WORDS) and "Ann" not in "\n".join(bob.read())
    assert not sue.read()  # suppliers answer only when invited

    assert await answer(bob, reader_of(bob)) == questions.SENT
    assert ann.has("Sensors did not work.") and "Bob" not in "\n".join(ann.read())

    letter = ann.letter("Sensors did not work.")
    assert await ann.press(letter, questions.THANK) == questions.THANKED
    assert await ann.press(letter, questions.THANK) == questions.THANKED_BEFORE
    assert bob.read().count(questions.THANKS) == 1
    await ann.press(letter, questions.REVEAL)
    assert bob.has(questions.it_was("Ann"))

    await ann.press(letter, questions.CLOSE)
    assert await answer(bob, reader_of(bob)) == questions.CLOSED


async def test_invited_suppliers_are_asked_and_others_cannot_answer(world: World) -> None:
    ann, bob, sue = await three(world)
    await put(ann)
    assert await answer(sue, reader_of(bob)) == questions.NOT_INVITED
    for who, why in ((sue, questions.NOT_INVITED), (ann, questions.OWN)):  # before anything is written
        assert await who.opens("ask answer", reader_of(bob)) == plain(why)
    new = replace(bob, name="New")
    lacks = await new.opens("ask answer", reader_of(bob))
    assert isinstance(lacks, Content)
    assert text_of(lacks) == questions.NEEDS_PROFILE_TO_ANSWER and lacks.buttons[0].action == "profile"
    assert isinstance(await bob.opens("ask answer", reader_of(bob)), Opened)

    world.clock.advance(8 * DAY)
    await put(ann, suppliers="yes")
    assert sue.has(WORDS)
    assert await answer(sue, reader_of(sue), me="shown") == questions.SENT_NAMED
    assert ann.has("Sue (Supplier) answers your question:")


@pytest.mark.parametrize("sector", [Sector.NHS, Sector.CHARITY, Sector.RESEARCH])
async def test_a_supplier_does_not_learn_whether_somebody_of_a_hidden_sector_may_buy(
    world: World, sector: Sector
) -> None:
    _, bob, sue = await three(world)
    eve = await settle_in(world, world.red, "Eve", sector)  # fewer than five share each sector
    await put(eve)
    assert not sue.read()
    assert await answer(sue, reader_of(bob)) == questions.NOT_INVITED

    for number in range(4):
        await settle_in(world, world.red, f"E{number}", sector, joins=False)
    told = await answer(sue, reader_of(bob))
    assert told == (questions.NOT_INVITED if sector is Sector.NHS else questions.NOT_YOURS)


async def test_only_those_who_were_asked_answer_and_nobody_forges_the_askers_buttons(world: World) -> None:
    ann, bob, _ = await three(world)
    eve = await settle_in(world, world.green, "Eve", Sector.CHARITY, problem="parking at the hospital", joins=False)
    await put(ann)

    assert await answer(eve, reader_of(bob)) == questions.NOT_YOURS
    assert await answer(ann, reader_of(bob)) == questions.OWN
    assert await eve.forge("ask reveal", reader_of(bob)) == questions.CLOSED
    assert await eve.forge("ask close", "99 or 1") == questions.CLOSED
    await answer(bob, reader_of(bob))
    assert await eve.forge("ask thank", "1") == questions.CLOSED


async def test_a_question_in_a_bridged_channel_stands_in_all_its_channels(world: World) -> None:
    await until_morning(world)
    made = await settle_in(world, world.red, "Ann", Sector.NHS)
    ann = Neighbour(world, world.red, world.talk(world.red), "Ann")
    assert questions.NOT_HERE in await put(made, where="both")
    assert questions.NOBODY_BUT_HERE in await put(ann, where="both")

    for platform in (world.red, world.blue, world.green):
        assert any(WORDS in line and "Ann" not in line for line in world.lines(platform))


async def test_a_question_that_is_sent_twice_is_put_once(world: World) -> None:
    """As after a restart, when the first time nobody seemed to hear."""
    _, bob, _ = await three(world)
    ann = Neighbour(world, world.red, world.talk(world.red), "Ann")
    await put(ann, where="both")
    await settle_in(world, world.blue, "Ben", Sector.CHARITY)
    told = await put(ann, where="both")
    await passes(world, HOUR)

    assert questions.ASKED_ALREADY in told
    assert sum(WORDS in text for text in bob.read()) == 1
    assert sum(WORDS in line for line in world.lines(world.blue)) == 1


async def test_whoever_was_asked_lately_pauses_or_keeps_away_is_left_in_peace(world: World) -> None:
    ann, bob, _ = await three(world)
    await put(ann)
    world.clock.advance(HOUR)
    assert questions.NOBODY in await put(ann)  # Bob was asked an hour ago

    world.clock.advance(8 * DAY)
    await bob.use("intro block", kind="sector", who="NHS")
    assert questions.NOBODY in await put(ann)
    await bob.use("intro unblock", kind="sector", who="NHS")
    await bob.use("intro pause", until="2")
    assert questions.NOBODY in await put(ann)


async def test_who_has_all_removed_asks_nobody_again_within_a_week(world: World) -> None:
    ann, *_ = await three(world)
    assert questions.PUT in await put(ann)
    for _again in range(2):
        await forget(ann)
        await ann.use("profile", sector="nhs", problem=FALLS)
        world.clock.advance(60)
        assert (await put(ann)).startswith(questions.NOBODY)
    assert world.blue.calls.count(("send", "blue:home/dm-Bob")) == 1

    await passes(world, 8 * DAY)
    assert (await put(ann)).startswith(questions.PUT)


async def test_a_question_waits_for_working_hours_and_a_member_puts_three_a_week(world: World) -> None:
    ann, bob, _ = await three(world)
    world.clock.advance(8 * HOUR)  # it is 6pm
    await put(ann)
    assert not bob.read()
    await passes(world, 15 * HOUR)
    assert bob.has(WORDS)

    for number in range(3):
        await settle_in(world, world.blue, f"B{number}", Sector.CHARITY)
        world.clock.advance(HOUR)
        told = await put(ann)
    assert told.startswith(f"{questions.TOO_MANY}\n{texts.YOU_WROTE}") and told.endswith(WORDS)


async def test_a_member_who_links_accounts_goes_on_under_the_profile_that_is_left(world: World) -> None:
    await until_morning(world)
    ann = await settle_in(world, world.red, "Ann", Sector.NHS, joins=False)
    world.clock.advance(1)
    also = await settle_in(world, world.blue, "Annie", Sector.NHS)

    code = next(word for word in (await ann.told("link")).split() if word.count("-") == 2).strip(".")
    await also.press(await also.use("link", code=code), "Yes, this is me")
    await passes(world)

    taker = await world.database.read(lambda unit: unit.takers.of([also.account]))
    assert taker is not None and (taker.person, taker.last_round_at) == (ann.person, NEVER_AGAIN)


async def test_who_is_kept_out_asks_no_member_who_joined_in_a_private_message(world: World) -> None:
    await until_morning(world)
    world.blue.homeless = True
    ann = await settle_in(world, world.blue, "Ann", Sector.NHS, joins=False)
    await Member(world, world.blue, world.talk(world.blue), "Ann").say("Hello")  # so she is known to be of Blue
    away = replace(ann, channel=ann.account.letter_box)
    await away.press(await away.use("intro join"), meeting.JOIN)
    bob = await settle_in(world, world.red, "Bob", Sector.SOCIAL_CARE)
    await _bans(world, bob)
    assert questions.NOBODY in await put(bob)
    assert not ann.has(WORDS)


async def test_who_asked_is_shown_to_those_alone_whose_answers_came(world: World) -> None:
    ann, bob, _ = await three(world)
    await put(bob)
    number = reader_of(ann)
    await _bans(world, ann)
    assert await answer(ann, number, "You are all useless.") == questions.SENT
    assert not bob.has("useless")
    assert await bob.forge("ask reveal", number) == questions.NOBODY_ANSWERED
    assert not ann.has(questions.it_was("Bob"))


async def test_who_left_every_community_neither_asks_answers_nor_finds_anybody_until_they_are_back(
    world: World,
) -> None:
    await until_morning(world)
    ann = await settle_in(world, world.red, "Ann", Sector.NHS)
    world.blue.homeless = True
    bob = await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE)
    await put(ann)
    number = reader_of(bob)
    world.blue.gone.add("Bob")
    await world.bot.app.heard(MemberLeft("gone", world.clock.now(), bob.account))
    await world.caught_up()
    away = replace(bob, channel=bob.account.letter_box)
    assert (await put(away)).startswith(f"{FOR_MEMBERS}\n{texts.YOU_WROTE}")
    assert await answer(away, number) == FOR_MEMBERS
    assert (await away.told("peers", problem="fewer falls at night")).startswith(FOR_MEMBERS)
    assert not ann.has(WORDS)

    back = replace(away, within=frozenset({world.blue.community}))
    assert questions.PUT in await put(back)


async def _bans(world: World, who: Neighbour) -> None:
    """The organisers of the other community keep somebody out."""
    await Member(world, who.platform, world.talk(who.platform), who.name).say("Good morning")
    other = world.blue if who.platform is world.red else world.red
    organiser = Member(world, other, world.talk(other), "Bert", admin=True)
    await organiser.press(await organiser.choose(organiser.newest().ref, "moderate"), "Ban")
