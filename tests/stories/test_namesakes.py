"""People of one name are told apart, for ever, by a mark that nobody can give themselves."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from adapters.contract.fitting import same_name
from adapters.contract.incoming import Author, Connected
from adapters.contract.refs import AccountRef
from tests.fakes.platform import FakePlatform
from tests.stories.conftest import World, running
from tests.stories.statements import statements


async def says(world: World, user: str, name: str, *, bot: bool = False, to: str = "red") -> str:
    """Somebody whose account is `user` posts under a name; the name that readers elsewhere see."""
    platform: FakePlatform = getattr(world, to)
    author = Author(AccountRef(platform.name, platform.community.id, user), name, bot=bot)
    await platform.say(user, world.talk(platform), "Hello.", author=author)
    await world.rest()
    return world.green.shown(world.talk(world.green))[-1].author


async def test_the_first_known_keeps_the_name_and_the_second_is_marked(world: World) -> None:
    assert await says(world, "U1", "Ann Lee") == "Ann Lee · Red"
    assert await says(world, "U2", "Ann Lee") == "Ann Lee (2) · Red"
    assert await says(world, "U3", "Ann Lee", bot=True) == "Ann Lee (3) · Red"
    assert await says(world, "U1", "Ann Lee") == "Ann Lee · Red"
    assert await says(world, "U2", "Ann Lee") == "Ann Lee (2) · Red"


async def test_people_of_other_communities_are_told_apart_by_their_community(world: World) -> None:
    await says(world, "U1", "Ann Lee")

    assert await says(world, "U2", "Ann Lee", to="blue") == "Ann Lee · Blue"


@pytest.mark.parametrize(
    "like", ["ann lee", "\uff21\uff2e\uff2e Lee", "Ann\u200b \u2060Lee", "Ann\u00a0Lee", "Ann Le\ufe0fe"]
)
async def test_a_name_that_looks_the_same_is_the_same(world: World, like: str) -> None:
    await says(world, "U1", "Ann Lee")

    assert " (2) · Red" in await says(world, "U2", like)


async def test_nobody_can_give_themselves_a_mark(world: World) -> None:
    await says(world, "U1", "Ann Lee")
    await says(world, "U2", "Ann Lee")

    assert await says(world, "U3", "Ann Lee (2)") == "Ann Lee 2 · Red"


async def test_somebody_who_takes_another_name_and_their_own_again_keeps_their_mark(world: World) -> None:
    await says(world, "U1", "Ann Lee")
    await says(world, "U2", "Ann Lee")

    assert await says(world, "U2", "Annie") == "Annie · Red"
    assert await says(world, "U2", "Ann Lee") == "Ann Lee (2) · Red"


async def test_a_mark_outlives_a_restart(database_url: str) -> None:
    async with running(database_url) as world:
        await says(world, "U1", "Ann Lee")
        assert await says(world, "U2", "Ann Lee") == "Ann Lee (2) · Red"
    for platform in (world.red, world.blue, world.green):
        platform.away()
    async with running(database_url, platforms=(world.red, world.blue, world.green), clock=world.clock) as again:
        assert await says(again, "U2", "Ann Lee") == "Ann Lee (2) · Red"
        assert await says(again, "U1", "Ann Lee") == "Ann Lee · Red"


async def test_a_name_that_the_event_does_not_tell_is_looked_up_first(world: World) -> None:
    world.red.names = {"U1": "Ann Lee", "U2": "Ann Lee"}

    assert await says(world, "U1", "") == "Ann Lee · Red"
    assert await says(world, "U2", "") == "Ann Lee (2) · Red"


async def test_a_message_of_somebody_known_that_points_at_nothing_costs_no_further_statement(world: World) -> None:
    await says(world, "U1", "Ann Lee")
    with statements() as of_the_first:
        await says(world, "U2", "Ann Lee")
    with statements() as of_the_second:
        await says(world, "U2", "Ann Lee")

    assert any("namesake" in each for each in of_the_first)
    assert not [each for each in of_the_second if "namesake" in each or "FROM linked" in each]


async def test_no_name_is_kept(world: World) -> None:
    await says(world, "U1", "Ann Lee")

    async with world.database.engine.connect() as connection:
        [kept] = (await connection.execute(text("SELECT name, account, number FROM namesake"))).all()
    assert kept.account == "red:home/U1"
    assert kept.number == 1
    assert "ann" not in kept.name.lower()


@pytest.mark.parametrize("like", ["Red", "RED", "\uff32ed", "Re\u200bd"])
async def test_a_community_that_takes_anothers_name_has_a_number(world: World, like: str) -> None:
    world.clock.advance(60)
    now = world.clock.now()
    await world.bot.app.heard(Connected("blue anew", now, world.blue.community, like))
    world.clock.advance(60)
    await world.bot.app.heard(Connected("red anew", now, world.red.community, "Red"))
    await world.later(120)  # names are looked up anew each minute
    await world.blue.say("Ann", world.talk(world.blue), "Send me the rota.")
    await world.red.say("Ann", world.talk(world.red), "Please do not.")
    await world.rest()

    one, other = world.green.shown(world.talk(world.green))[-2:]
    assert (same_name(one.author), one.author[-4:], other.author) == (same_name("Ann · Red (2)"), " (2)", "Ann · Red")
