"""What was done stands in a chain: whoever takes an act out of the database, or changes one, is found out."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest
from sqlalchemy import text

from adapters.contract.refs import AccountRef
from bot import bridging
from bot.bridging import operating
from bot.guard import texts as guard_texts
from bot.patients import holding
from bot.privacy import commands as privacy
from bot.texts import acts_texts
from storage.audit import UNNAMED, Chain
from storage.chain import Broken, Fault, Link
from storage.database import Unit
from storage.personal import Records
from tests.stories.asking import Member
from tests.stories.conftest import World

NUMBER = "999 000 0018"
DAY = 24 * 3600.0


async def checked(world: World, known: Link | None = None) -> Chain:
    """What the operator's command finds."""
    return await world.database.write(lambda unit: unit.audit.check(known))


async def changed(world: World, statement: str) -> None:
    """Somebody lays hands on the database."""
    async with world.database.engine.begin() as connection:
        await connection.execute(text(statement))


async def some_acts(rosa: Member) -> None:
    """Five acts of an organiser."""
    for what in ("pause", "resume", "pause", "resume", "pause"):
        await rosa.use(f"bridge {what}", what="here")


async def acts(world: World) -> list[str]:
    """What is written down, in order."""
    async with world.database.engine.connect() as connection:
        return list((await connection.execute(text("SELECT act FROM audit ORDER BY id"))).scalars())


async def test_a_log_that_nobody_touched_is_whole(world: World, rosa: Member) -> None:
    nothing = await checked(world)
    await some_acts(rosa)
    found = await checked(world)

    assert (nothing.count, nothing.broken) == (0, None)
    assert (found.count, found.newest.number, found.broken) == (5, 5, None)


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        ("DELETE FROM audit WHERE id = 1", Broken(1, Fault.MISSING)),
        ("DELETE FROM audit WHERE id = 3", Broken(3, Fault.MISSING)),
        ("DELETE FROM audit WHERE id >= 4", Broken(4, Fault.MISSING)),
        ("DELETE FROM audit", Broken(1, Fault.MISSING)),
        ("UPDATE audit SET who = 'red:home/Bob' WHERE id = 2", Broken(2, Fault.ALTERED)),
        ("UPDATE audit SET at = at + 1 WHERE id = 5", Broken(5, Fault.ALTERED)),
        ("UPDATE audit SET act = 'ban' WHERE id = 3", Broken(3, Fault.ALTERED)),
        ("UPDATE audit SET detail = 'all' WHERE id >= 2", Broken(2, Fault.ALTERED)),
        ("UPDATE audit SET community = 'blue:home' WHERE id = 4", Broken(4, Fault.ALTERED)),
        ("UPDATE audit SET about = 7, bridge_id = NULL WHERE id = 4", Broken(4, Fault.ALTERED)),
        ("UPDATE audit SET previous = hash WHERE id = 4", Broken(4, Fault.ALTERED)),
        ("UPDATE audit_chain SET hash = 'x'", Broken(5, Fault.ALTERED)),
    ],
)
async def test_the_first_row_that_was_altered_or_taken_out_is_named(
    world: World, rosa: Member, harm: str, found: Broken
) -> None:
    await some_acts(rosa)
    await changed(world, harm)

    assert (await checked(world)).broken == found


async def test_a_row_that_was_altered_together_with_its_hash_is_named_by_the_one_after(
    world: World, rosa: Member
) -> None:
    await some_acts(rosa)
    await changed(world, f"UPDATE audit SET detail = 'all', hash = '{'f' * 64}' WHERE id = 3")
    assert (await checked(world)).broken == Broken(3, Fault.ALTERED)


async def test_a_seal_that_was_noted_elsewhere_finds_a_log_that_was_written_anew(world: World, rosa: Member) -> None:
    await some_acts(rosa)
    noted = (await checked(world)).newest
    await rosa.use("bridge resume", what="here")
    assert (await checked(world, noted)).broken is None

    world.clock.advance(1)
    await changed(world, "DELETE FROM audit")
    await changed(world, f"UPDATE audit_chain SET number = 0, hash = '{'0' * 64}'")
    assert (await checked(world, noted)).broken == Broken(5, Fault.MISSING)
    await some_acts(rosa)
    assert (await checked(world)).broken is None
    assert (await checked(world, noted)).broken == Broken(5, Fault.ALTERED)


async def test_what_is_older_than_a_year_goes_and_the_rest_can_be_checked_still(world: World, rosa: Member) -> None:
    await some_acts(rosa)
    world.clock.advance(200 * DAY)
    await some_acts(rosa)
    noted = (await checked(world)).newest
    world.clock.advance(200 * DAY)
    await world.database.write(lambda unit: bridging.forget(world.clock.now(), unit))

    found = await checked(world, noted)
    assert (found.count, found.newest, found.broken) == (4, noted, None)  # a pause of what is paused is none
    await changed(world, "DELETE FROM audit WHERE id = 6")
    assert (await checked(world)).broken == Broken(6, Fault.MISSING)


async def test_everything_may_go_and_the_chain_goes_on(world: World, rosa: Member) -> None:
    await some_acts(rosa)
    world.clock.advance(400 * DAY)
    await world.database.write(lambda unit: bridging.forget(world.clock.now(), unit))
    await world.database.write(lambda unit: bridging.forget(world.clock.now(), unit))
    assert (await checked(world)).count == 0
    await rosa.use("bridge resume", what="here")

    found = await checked(world)
    assert (found.count, found.newest.number, found.broken) == (1, 6, None)


async def test_who_is_forgotten_goes_out_of_the_log_and_it_stays_whole(world: World, rosa: Member) -> None:
    await some_acts(rosa)
    await rosa.use("organisers add", who=f"<@{rosa.account.id}>")
    await rosa.use("mydata")
    await rosa.forge(privacy.CONFIRM, "")
    await world.rest()

    async with world.database.engine.connect() as connection:
        rows = (await connection.execute(text("SELECT who, detail FROM audit"))).all()
    assert "Rosa" not in repr(rows)
    assert (await checked(world)).broken is None
    assert (await acts(world))[-2:] == ["export", "erase"]


async def test_a_bridge_that_is_gone_leaves_the_log_whole(world: World, rosa: Member) -> None:
    await some_acts(rosa)
    assert await world.database.write(lambda unit: operating.remove("Discharge", unit, world.clock.now()))

    assert (await checked(world)).broken is None
    assert await acts(world) == ["pause", "resume", "pause", "resume", "pause", "end", "end", "end"]
    assert acts_texts.ACTS["end"].format(who=acts_texts.THE_OPERATOR, what="Discharge") in await rosa.told("bridge log")


async def test_what_is_held_and_what_people_do_with_their_own_data_is_written_down_but_not_shown_to_organisers(
    world: World, ann: Member, rosa: Member
) -> None:
    await ann.say(f"Who knows {NUMBER}?")
    await ann.use("mydata")
    async with world.database.engine.connect() as connection:
        rows = (await connection.execute(text("SELECT act, who, detail FROM audit ORDER BY id"))).all()

    assert [tuple(row) for row in rows] == [
        ("held", str(UNNAMED), "nhs number"),
        ("export", str(ann.account), ""),
    ]
    assert "999" not in repr(rows)
    assert "Ann" not in await rosa.told("bridge log")
    assert await ann.forge(holding.DROP, "1") == guard_texts.DROPPED


async def test_acts_that_come_at_the_same_time_follow_each_other(world: World) -> None:
    home = world.red.community
    who = AccountRef(world.red.name, "home", "Rosa")
    notes = (
        world.database.write(
            lambda unit, n=n: unit.audit.note(home, None, who, "rules", str(n), world.clock.now()),  # type: ignore[misc]
            about=f"place {n}",
        )
        for n in range(100)
    )
    await asyncio.gather(*notes)

    found = await checked(world)
    assert (found.count, found.broken) == (100, None)


async def held(account: AccountRef, unit: Unit) -> Records:
    """The acts that concern somebody, as they are shown to them."""
    return await unit.audit.records([account])


async def test_what_is_held_names_neither_who_moderated_somebody_nor_whom(
    world: World, rosa: Member, ann: Member
) -> None:
    await rosa.use("bridge mute", who="<@Ann>", time="1h")
    for reader, other in ((ann, rosa), (rosa, ann)):
        records = await world.database.read(partial(held, reader.account))
        acts = [row["act"] for row in records["acts written down"]]
        assert "mute" in acts and str(other.account) not in str(records)
