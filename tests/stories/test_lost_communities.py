"""The bot was taken out of a community: organisers of the others are told, and after 7 days all that is held goes."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from adapters.contract.incoming import CommunityLost, Connected
from adapters.contract.refs import CommunityRef
from bot import forgetting
from bot.bridging import leaving_texts
from bot.introductions import talk
from bot.introductions import texts as said
from bot.leaving import texts
from storage.audit import audit
from storage.consents import Kind
from storage.members import linked
from storage.messages import message
from storage.profiles import Sector
from storage.schema import metadata
from tests.fakes.platform import FakePlatform, busy
from tests.rows import rows
from tests.stories.asking import Member
from tests.stories.conftest import PATIENCE, World
from tests.stories.gathering import gather, says
from tests.stories.introducing import DAY, HOUR, Neighbour, ann_and_bob, asked, settle_in, wants
from tests.stories.telling import named, told
from tests.stories.test_privacy import raw


@pytest.fixture
def keys() -> tuple[str, ...]:
    """None: what stays in the files is found there."""
    return ()


async def taken_out(world: World, platform: FakePlatform) -> None:
    """The bot is taken out of a community."""
    now = world.clock.now()
    await world.bot.app.heard(CommunityLost(f"lost {platform.name} {now}", now, platform.community, "Removed."))
    await world.rest()


async def let_in(world: World, platform: FakePlatform) -> None:
    """The bot is let in again."""
    now = world.clock.now()
    name = platform.name.title()
    await world.bot.app.heard(Connected(f"{platform.name} back {now}", now, platform.community, name))
    await world.caught_up()


async def after(world: World, seconds: float) -> None:
    """So much time passes, and what is due by then is done, in rounds of an hour."""
    await world.later(seconds - 2 * HOUR)
    for _ in range(2):
        await world.later(HOUR + 1)


async def held(world: World, who: Member) -> dict[str, Any]:
    return await world.database.read(lambda unit: forgetting.everything([who.account], unit))


async def naming(world: World, words: str) -> set[str]:
    """The tables in which words stand."""
    return {table.name for table in metadata.sorted_tables if words in repr(await rows(world.database, select(table)))}


async def lived(world: World, bert: Member) -> Neighbour:
    """Zora of the blue community has a profile, takes part, looked for people, proposed a term and wrote."""
    zora = await settle_in(world, world.blue, "Zora-Zebedee", Sector.SOCIAL_CARE, employer="Quizzical House")
    await zora.use("profile", sector="social care", problem="Quizzical zebras fall at night")
    await zora.use("peers", problem="quizzical giraffes")
    await zora.use("jargon add", term="ZEB", expansion="Quizzical bench", meaning="A bench.")
    await world.blue.say(zora.name, bert.channel, "I saw quizzical xylophones.")
    await world.rest()
    await named(bert)
    await bert.use("guard form", action="add", form="QUIZ ######")
    return zora


async def test_all_that_is_held_of_its_members_goes_and_is_in_no_file(
    world: World, rosa: Member, bert: Member, database_kind: str, database_url: str
) -> None:
    await named(rosa)
    zora = await lived(world, bert)
    await rosa.say("We fell, too.")
    await taken_out(world, world.blue)
    await after(world, 6.5 * DAY)
    before = await raw(world, database_kind, database_url)
    await after(world, DAY)
    await world.database.compact()
    gone = await raw(world, database_kind, database_url)

    for word in (b"Quizzical zebras", b"Quizzical House", b"QUIZ ######", str(zora.account).encode()):
        assert word in before, word
    assert b"Rosa" in gone
    erased = (b"uizzical", b"Zora", b"xylophones", str(zora.account).encode(), str(bert.account).encode())
    for word in erased:
        assert word not in gone, word
    assert await naming(world, "QUIZ") == {"audit"}  # acts have their own time
    assert await naming(world, "blue:home") <= {"message", "audit"}  # bare numbers of what stands copied, and acts
    assert await world.database.read(lambda unit: unit.communities.names()) == {
        "red:home": "Red",
        "green:home": "Green",
    }


async def test_what_others_hold_stays_and_so_do_copies(world: World, rosa: Member, bert: Member, ann: Member) -> None:
    await settle_in(world, world.red, "Cy", Sector.NHS, employer="Leeds Trust")
    await world.blue.say("Bert", bert.channel, "We have a bed.")
    await world.rest()
    await ann.say("Good.")
    await taken_out(world, world.blue)
    await after(world, 8 * DAY)

    assert rosa.sees() == ["Bert · Blue: We have a bed.", "Ann: Good."]
    assert "Leeds Trust" in await Member(world, world.red, rosa.channel, "Cy").told("profile show")
    stays = await rows(world.database, select(message.c.account).where(message.c.posted, message.c.account != ""))
    assert (str(ann.account),) in stays
    assert not [row for row in stays if row.account.startswith("blue:")]


async def test_organisers_of_the_others_are_told_what_happens_and_what_has(
    world: World, rosa: Member, bert: Member
) -> None:
    await named(rosa)
    await taken_out(world, world.blue)
    first = told(rosa)
    await taken_out(world, world.blue)
    await after(world, 8 * DAY)

    assert texts.taken_out("Blue") in first and "If I am not let in again by " in first and "21 November 2023" in first
    assert told(rosa).count(texts.taken_out("Blue")) == 1
    assert texts.is_gone("Blue") in told(rosa)
    assert leaving_texts.left("Blue", "Discharge") in " ".join(rosa.notices())
    [bridge] = await world.database.read(lambda unit: unit.bridges.all())
    assert [end.channel.platform for end in bridge.ends] == ["green", "red"]
    assert rosa.pinned() and not any("Blue" in each.text for each in rosa.pinned())


async def test_a_community_that_comes_back_in_time_loses_nothing(world: World, rosa: Member, bert: Member) -> None:
    await named(rosa)
    zora = await lived(world, bert)
    await taken_out(world, world.blue)
    await after(world, 6 * DAY)
    await let_in(world, world.blue)
    await after(world, 8 * DAY)

    assert texts.is_back("Blue") in told(rosa) and texts.is_gone("Blue") not in told(rosa)
    assert "Quizzical House" in await zora.told("profile show")
    assert await world.database.read(lambda unit: unit.consents.agreed([zora.account], Kind.INTRODUCTIONS))


async def test_nobody_of_it_is_asked_about_others_meanwhile(world: World) -> None:
    ann, bob = await ann_and_bob(world)
    await taken_out(world, world.blue)
    await wants(ann, bob)
    await after(world, 2 * DAY)

    assert not bob.has(said.MEET)


async def test_a_conversation_with_one_of_its_members_ends(world: World) -> None:
    ann, bob = await asked(await ann_and_bob(world))
    await bob.answer(said.YES)
    await taken_out(world, world.blue)
    await after(world, 8 * DAY)

    assert ann.has(talk.ROOM_CLOSED)
    assert not ann.has("Bob (")


async def test_its_coming_events_are_cancelled_a_day_before_and_then_gone(world: World) -> None:
    here = await gather(world)
    await here.everywhere()
    zoe = here.member(world.blue, "Zoe")
    await says(here, zoe, "Yes")
    await taken_out(world, world.red)
    await after(world, 6.2 * DAY)
    for _ in range(3):
        await here.later(61)
    cancelled = here.words(world.blue), [shown.text for shown in zoe.letters()]
    await after(world, 1.5 * DAY)

    assert "ancelled" in cancelled[0]
    assert any("ancelled" in text for text in cancelled[1])
    assert await world.database.read(lambda unit: unit.events.by_id(1)) is None


async def test_who_has_an_account_elsewhere_goes_on_under_it(world: World) -> None:
    _, bob = await ann_and_bob(world)
    await bob.use("intro block", kind="sector", who="Charity")
    also = Neighbour(world, world.green, world.talk(world.green), "Bobby")
    await world.database.write(lambda unit: unit.members.link(bob.account, also.account, "bob", 0.0))
    await taken_out(world, world.blue)
    await after(world, 8 * DAY)

    assert "Oak House" in await also.told("profile show")
    assert "blocked in introductions: 1" in await also.told("privacy")
    assert await rows(world.database, select(linked.c.account)) == []
    assert str(bob.account) not in str(await held(world, also))


async def test_where_users_belong_to_no_community_those_go_who_are_nowhere_else(world: World, bert: Member) -> None:
    world.blue.homeless = True
    zora = await lived(world, bert)
    dan = await settle_in(world, world.blue, "Dan", Sector.SOCIAL_CARE, employer="Elm House")
    await world.blue.say("Dan", bert.channel, "I wrote this there.")
    await world.rest()
    await taken_out(world, world.blue)
    world.blue.gone.update({zora.name, bert.name})  # Dan is on another server of the bot's
    await after(world, 8 * DAY)

    assert set(await held(world, zora)) <= {"sector of a profile that is gone", "data removed"}
    assert "Elm House" in await dan.told("profile show")
    there = select(message.c.account).where(message.c.channel == str(bert.channel))
    assert {row.account for row in await rows(world.database, there)} == {""}


async def test_where_the_platform_does_not_say_who_is_elsewhere_nobody_is_once_it_has_no_other_community(
    world: World, bert: Member
) -> None:
    world.blue.homeless = True
    zora = await lived(world, bert)
    world.blue.trouble("home", lambda: busy(30.0), times=10**6)
    await taken_out(world, world.blue)
    await after(world, 8 * DAY)

    assert set(await held(world, zora)) <= {"sector of a profile that is gone", "data removed"}


async def test_where_it_has_others_it_is_asked_for_14_days(world: World, bert: Member) -> None:
    world.blue.homeless = True
    zora = await lived(world, bert)
    other = CommunityRef("blue", "elsewhere")
    await world.bot.app.heard(Connected("other", world.clock.now(), other, "Elsewhere"))
    world.blue.trouble("home", lambda: busy(30.0), times=10**6)
    await taken_out(world, world.blue)
    await after(world, 8 * DAY)
    assert "profile" in await held(world, zora)

    await after(world, 7 * DAY)
    assert set(await held(world, zora)) <= {"sector of a profile that is gone", "data removed"}


async def test_the_removal_is_written_down_and_names_nobody(world: World, rosa: Member, bert: Member) -> None:
    zora = await lived(world, bert)
    await taken_out(world, world.blue)
    await after(world, 8 * DAY)
    acts = await rows(world.database, select(audit.c.act, audit.c.who, audit.c.detail))

    assert ("remove community", "unsilo:/itself", "") in [tuple(row) for row in acts]
    assert zora.name not in str(acts) and (await world.database.read(lambda unit: unit.audit.check())).broken is None
    assert "remove" not in await rosa.told("bridge log")


async def test_a_community_that_comes_back_later_begins_anew(world: World, bert: Member) -> None:
    zora = await lived(world, bert)
    await taken_out(world, world.blue)
    await after(world, 8 * DAY)
    await let_in(world, world.blue)
    async with asyncio.timeout(PATIENCE):
        await world.bot.catchup.rest()

    assert "Quizzical" not in await zora.told("profile show")
    assert await world.database.read(lambda unit: unit.communities.lost_at(world.blue.community)) == 0.0
