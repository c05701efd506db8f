"""Who left, or whose account was closed, is not matched, asked or written to; who comes back finds all as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.contract.content import plain
from adapters.contract.incoming import MemberLeft
from bot import notices
from bot.introductions import questions, talk
from bot.introductions import texts as said
from bot.leaving.people import KEEP
from storage.consents import Kind
from storage.presence import presence
from storage.profiles import Sector
from storage.rsvps import Seat
from tests.fakes.platform import busy
from tests.rows import rows
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.finding import FALLS, cards, member, people, tick
from tests.stories.gathering import gather, says, seats
from tests.stories.introducing import DAY, HOUR, ann_and_bob, asked, passes, settle_in, until_morning, wants
from tests.stories.telling import named
from tests.stories.test_privacy import raw, swept


@pytest.fixture
def keys() -> tuple[str, ...]:
    """None: what stays in the files is found there."""
    return ()


async def closes(who: Member, at: float | None = None) -> None:
    """The platform tells that somebody's account was closed."""
    when = who.world.clock.now() if at is None else at
    who.platform.gone.add(who.name)
    await who.world.bot.app.heard(MemberLeft(f"{who.platform.name}:left:{who.name}:{when}", when, who.account))
    await who.world.rest()


async def leaves(who: Member) -> None:
    """Somebody leaves, of which the platform tells nothing; the next day comes."""
    who.platform.gone.add(who.name)
    await who.world.later(DAY + 61)


async def is_away(who: Member) -> bool:
    return who.account in await who.world.database.read(lambda unit: unit.presence.among([who.account]))


async def test_whoever_is_told_to_have_left_is_not_found_at_once_and_is_again_when_they_are_back(world: World) -> None:
    [zoe] = await people(world, ("nhs", FALLS))
    ann = member(world, world.red, "Ann")
    await closes(zoe)
    gone = cards(await ann.use("peers", problem=FALLS))
    world.blue.gone.clear()
    assert "Your profile" in await zoe.told("profile show")
    back = cards(await ann.use("peers", problem=FALLS))

    assert (len(gone), len(back)) == (0, 1)


async def test_where_the_platform_tells_nothing_it_is_asked_every_day(world: World) -> None:
    [zoe] = await people(world, ("nhs", FALLS))
    ann = member(world, world.red, "Ann")
    await world.later(61)
    calls = [what for call, what in world.blue.calls if call == "home"]
    await leaves(zoe)
    gone = cards(await ann.use("peers", problem=FALLS))
    world.blue.gone.clear()
    await world.later(DAY + 61)
    back = cards(await ann.use("peers", problem=FALLS))

    assert calls == [zoe.name]
    assert (len(gone), len(back)) == (0, 1)


async def test_an_ask_that_fails_is_no_proof_and_is_made_again(world: World) -> None:
    [zoe] = await people(world, ("nhs", FALLS))
    world.blue.gone.add(zoe.name)
    world.blue.trouble("home", busy)
    await world.later(61)
    first = await is_away(zoe)
    await world.later(HOUR + 61)

    assert (first, await is_away(zoe)) == (False, True)


async def test_of_many_a_few_are_asked_after_at_a_time_and_each_once_a_day(world: World) -> None:
    await people(world, *[("nhs", FALLS)] * 12)
    counts = []
    for _ in range(3):
        await world.later(61)
        counts.append(len([call for call, _ in world.blue.calls if call == "home"]))

    assert counts == [10, 12, 12]


async def test_somebody_who_is_nobody_to_the_bot_is_not_noted(world: World, ann: Member) -> None:
    await closes(ann)

    assert await rows(world.database, presence.select()) == []


async def test_what_is_told_late_does_not_speak_against_what_is_known(world: World) -> None:
    [zoe] = await people(world, ("nhs", FALLS))
    await world.later(61)
    world.clock.advance(600)
    await closes(zoe, at=world.clock.now() - 3 * HOUR)

    assert not await is_away(zoe)


async def test_a_question_that_waits_ends_and_the_other_learns_no_more_than_that(world: World) -> None:
    ann, bob = await asked(await ann_and_bob(world))
    letters = len(bob.letters())
    await closes(bob)
    await passes(world, 10 * DAY)

    assert ann.has(said.DID_NOT_WORK_OUT)
    assert not ann.has("Bob")
    assert len(bob.letters()) == letters  # the question stands as it stood


async def test_a_question_on_its_way_is_not_asked_any_more(world: World) -> None:
    ann, bob = await ann_and_bob(world)
    await wants(ann, bob)
    before = len(bob.letters())
    await closes(bob)
    await passes(world, DAY)

    assert len(bob.letters()) == before
    assert not bob.has(said.MEET)


async def test_no_question_is_put_to_who_left(world: World) -> None:
    ann, bob = await ann_and_bob(world)
    await passes(world)
    await closes(bob)
    words = "Which zithers do you use at night on your wards?"
    answer = await ann.told("ask", words=words, me="hidden", where="people", suppliers="no")

    assert questions.NOBODY in answer


async def test_a_letter_that_waits_for_its_time_is_dropped(world: World) -> None:
    _, bob = await ann_and_bob(world)
    now, box = world.clock.now(), [bob.account.letter_box]
    await world.database.write(lambda unit: notices.post(unit, "later", plain("Later."), box, now + HOUR))
    await closes(bob)
    await world.database.write(lambda unit: notices.post(unit, "new", plain("New."), box, now))
    world.clock.advance(2 * HOUR)
    await world.rest()

    assert not bob.has("Later.") and not bob.has("New.")


async def test_a_conversation_closes_in_plain_words_without_blame(world: World) -> None:
    ann, bob = await asked(await ann_and_bob(world))
    await bob.answer(said.YES)
    letters = len(bob.letters())
    await closes(bob)

    assert ann.has(talk.NO_MORE_THERE) and ann.has(talk.ROOM_CLOSED)
    assert len(bob.letters()) == letters and not bob.has(talk.ROOM_CLOSED)


async def test_who_comes_back_takes_part_as_before(world: World) -> None:
    ann, bob = await ann_and_bob(world)
    await closes(bob)
    await wants(ann, bob)
    await passes(world, DAY)
    silent = not bob.has(said.MEET)
    bob.platform.gone.clear()
    await bob.use("intro why")
    cy = await settle_in(world, world.green, "Cy", Sector.CHARITY, employer="Age Well")
    await wants(cy, bob)
    await passes(world, DAY)

    assert silent and bob.has(said.MEET)
    assert await world.database.read(lambda unit: unit.consents.agreed([bob.account], Kind.INTRODUCTIONS))


async def test_nobody_who_left_is_asked_about_a_round(world: World) -> None:
    await until_morning(world, 0)
    ann = await settle_in(world, world.red, "Ann", Sector.NHS, rounds=True)
    bob = await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE, rounds=True)
    await closes(bob)
    await passes(world, HOUR)
    await until_morning(world, 1)
    await passes(world, HOUR)

    assert ann.has(said.ROUND_SOON)
    assert not bob.has(said.ROUND_SOON)


async def test_no_reminder_and_no_list_of_events_is_sent_but_the_place_is_kept(world: World) -> None:
    here = await gather(world)
    await here.everywhere()
    zoe = here.member(world.blue, "Zoe")
    await says(here, zoe, "Yes")
    await zoe.use("events reminders", wanted="on")
    await zoe.use("events digest", where="on")
    before = len(zoe.letters())
    await closes(zoe)
    await here.later(20 * DAY)

    assert len(zoe.letters()) == before
    assert await seats(here) == {"Zoe": Seat.SEATED}


async def test_who_wants_to_be_told_of_somebody_is_told_once_they_are_back(world: World) -> None:
    zoe = member(world, world.red, "Zoe")
    await zoe.use_button(await zoe.use("peers", problem=FALLS), "Tell me when someone comes")
    await closes(zoe)
    world.clock.advance(1)
    await people(world, ("nhs", FALLS))
    await tick(world)
    silent = zoe.letters() == []
    world.red.gone.clear()
    await zoe.use("unsilo")
    await tick(world)

    assert silent and len(zoe.letters()) > 0


async def test_an_organiser_who_left_is_told_nothing(world: World, rosa: Member, bert: Member) -> None:
    await named(rosa)
    await named(bert)
    await closes(rosa)
    posted = await world.red.say("Ann", rosa.channel, "Hm.")
    await world.rest()
    await bert.choose(posted.message, "report", why="Loud.")

    assert rosa.letters() == []
    assert bert.letters() != []


async def test_who_has_another_account_that_is_there_goes_on_under_it(world: World) -> None:
    ann, bob = await ann_and_bob(world)
    also = replace(bob, platform=world.green, channel=world.talk(world.green), name="Bobby")
    await world.database.write(lambda unit: unit.members.link(bob.account, also.account, "bob", 0.0))
    await closes(bob)
    await wants(ann, bob)
    await passes(world, DAY)

    assert also.has(said.MEET) and not bob.has(said.MEET)
    assert "Oak House" in await also.told("profile show")


async def test_who_stays_away_for_90_days_is_forgotten_and_not_a_day_before(
    world: World, database_kind: str, database_url: str
) -> None:
    _, bob = await ann_and_bob(world)
    await bob.use("profile", sector="social care", problem="Quizzical zebras fall at night")
    await closes(bob)
    await world.later(KEEP - HOUR)
    kept = await raw(world, database_kind, database_url)
    await world.later(2 * HOUR)
    await swept(world)
    await world.database.compact()
    gone = await raw(world, database_kind, database_url)

    assert b"Quizzical zebras" in kept
    for word in (b"Quizzical zebras", b"Oak House", str(bob.account).encode()):
        assert word not in gone, word


async def test_who_came_back_within_90_days_is_not_forgotten(world: World) -> None:
    _, bob = await ann_and_bob(world)
    await closes(bob)
    await world.later(KEEP - HOUR)
    bob.platform.gone.clear()
    await bob.use("unsilo")
    await world.later(2 * DAY)

    assert "Oak House" in await bob.told("profile show")


async def test_whose_other_account_is_there_is_never_forgotten_for_one_that_was_closed(world: World) -> None:
    _, bob = await ann_and_bob(world)
    also = replace(bob, platform=world.green, channel=world.talk(world.green), name="Bobby")
    await world.database.write(lambda unit: unit.members.link(bob.account, also.account, "bob", 0.0))
    await closes(bob)
    await world.later(KEEP + DAY)

    assert "Oak House" in await also.told("profile show")


async def test_where_users_belong_to_no_community_they_left_when_they_are_in_none(world: World) -> None:
    world.blue.homeless = True
    _, bob = await ann_and_bob(world)
    assert bob.account.community == ""
    await leaves(bob)

    assert await is_away(bob)
