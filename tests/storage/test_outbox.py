"""Lanes keep order and have one holder; deliveries survive their claimer."""

from __future__ import annotations

import asyncio

from adapters.contract.refs import ChannelRef, MessageRef
from storage.database import Database, Unit
from storage.outbox import Delivery, Op, State

HERE = ChannelRef("slack", "T1", "C1")
THERE = ChannelRef("discord", "G1", "D1")
ELSEWHERE = ChannelRef("slack", "T2", "C9")
LANE = str(THERE)
LONG = 30.0


async def message(database: Database, name: str, *targets: ChannelRef) -> int:
    """A message whose copies are due in the targets now; its row's id."""

    async def make(unit: Unit) -> int:
        row = await unit.messages.expect(MessageRef(HERE, name), 1.0, posted=True, content='"x"', author='"y"')
        await unit.outbox.add(Op.SYNC, row.id, list(targets), 1.0)
        return row.id

    return await database.write(make)


async def lease(database: Database, owner: str, now: float = 2.0) -> list[str]:
    return await database.write(lambda unit: unit.lanes.lease(owner, LONG, now, 10))


async def take(database: Database, owner: str, now: float = 2.0, lane: str = LANE) -> Delivery | None:
    return await database.write(lambda unit: unit.lanes.take(lane, owner, now))


async def test_a_lane_is_worked_in_order(database: Database) -> None:
    ids = [await message(database, name, THERE) for name in ("one", "two", "three")]
    assert await lease(database, "me") == [LANE]

    done = []
    while (delivery := await take(database, "me")) is not None:
        done.append(delivery.message_id)
        await database.write(lambda unit, it=delivery: unit.outbox.done(it.id, it.message_id, ""))  # type: ignore[misc]

    assert done == ids


async def test_two_claimers_never_hold_the_same_lane(database: Database) -> None:
    await message(database, "one", THERE, ELSEWHERE)
    held = await asyncio.gather(*(lease(database, f"worker {number}") for number in range(8)))

    assert sorted(lane for lanes in held for lane in lanes) == sorted([LANE, str(ELSEWHERE)])
    assert await take(database, "nobody") is None


async def test_what_its_claimer_did_not_finish_is_unsure_for_the_next(database: Database) -> None:
    await message(database, "one", THERE)
    await lease(database, "first")
    claimed = await take(database, "first")
    await database.write(lambda unit: unit.lanes.release(LANE, "first"))
    await lease(database, "second")
    again = await take(database, "second")

    assert claimed is not None and again is not None
    assert (claimed.again, again.again) == (False, True)
    assert (claimed.token, claimed.first_tried_at) == (again.token, again.first_tried_at)


async def test_a_text_that_changes_while_it_is_claimed_is_looked_for_under_the_one_that_was_claimed(
    postgres_url: str,
) -> None:
    """On SQLite one writes after the other."""
    claimed, commit = asyncio.Event(), asyncio.Event()

    async def claim(unit: Unit) -> Delivery | None:
        taken = await unit.lanes.take(LANE, "first", 2.0)
        claimed.set()
        await commit.wait()
        return taken

    async with Database(postgres_url) as database, Database(postgres_url) as other:  # which hears of an edit meanwhile
        id = await message(database, "one", THERE)
        await lease(database, "first")
        claiming = asyncio.create_task(database.write(claim))
        await claimed.wait()
        editing = asyncio.create_task(other.write(lambda unit: unit.outbox.outdated(id, '"x"')))
        await asyncio.wait({editing}, timeout=0.5)  # it waits for the claim, or is done
        commit.set()
        await asyncio.gather(claiming, editing)
        await database.write(lambda unit: unit.lanes.release(LANE, "first"))
        await lease(database, "second")
        again = await take(database, "second")

    assert again is not None
    assert again.earlier == ('"x"',)


async def test_a_try_has_failed_when_the_platform_said_so_not_when_a_bot_died_or_is_at_it(database: Database) -> None:
    id = await message(database, "one", THERE)

    async def trouble(now: float) -> str | None:
        return await database.read(lambda unit: unit.lanes.trouble(id, LANE, 3, now))

    async def tried(now: float) -> Delivery:
        await lease(database, "me", now)
        delivery = await take(database, "me", now)
        assert delivery is not None
        return delivery

    for _ in range(3):
        await tried(2.0)
        await database.write(lambda unit: unit.lanes.release(LANE, "me"))
    found = [await trouble(2.0)]
    for number in range(1, 4):
        delivery = await tried(10.0 * number)
        until = 10.0 * number + 5.0
        await database.write(lambda unit, it=delivery, at=until: unit.lanes.put_off(it, at, "busy", unsure=True))  # type: ignore[misc]
        found.append(await trouble(10.0 * number))
        await database.write(lambda unit: unit.lanes.release(LANE, "me"))

    assert found == [None, None, None, "busy"]


async def test_the_last_of_some_tries_is_no_trouble_before_it_has_failed_too(database: Database) -> None:
    id = await message(database, "one", THERE)
    found = []
    for number in range(1, 4):
        now = 10.0 * number
        await lease(database, "me", now)
        delivery = await take(database, "me", now)
        assert delivery is not None
        at_it = await database.read(lambda unit, now=now: unit.lanes.trouble(id, LANE, 3, now))  # type: ignore[misc]
        until = now + 5.0
        await database.write(lambda unit, it=delivery, at=until: unit.lanes.put_off(it, at, "busy", unsure=True))  # type: ignore[misc]
        found.append((at_it, await database.read(lambda unit, now=now: unit.lanes.trouble(id, LANE, 3, now))))  # type: ignore[misc]
        await database.write(lambda unit: unit.lanes.release(LANE, "me"))

    assert found == [(None, None), (None, None), (None, "busy")]


async def test_a_lane_that_is_put_off_waits_and_keeps_its_order(database: Database) -> None:
    first = await message(database, "one", THERE)
    await message(database, "two", THERE)
    await lease(database, "me")
    delivery = await take(database, "me")
    assert delivery is not None
    await database.write(lambda unit: unit.lanes.put_off(delivery, 50.0, "busy", unsure=False))

    assert await lease(database, "me", now=49.0) == []
    assert await database.read(lambda unit: unit.lanes.next_due()) == 50.0
    assert await lease(database, "me", now=51.0) == [LANE]
    retried = await take(database, "me", now=51.0)
    assert retried is not None
    assert (retried.message_id, retried.again, retried.failures) == (first, False, 1)


async def test_a_delivery_that_is_put_back_waits_as_if_untried_and_its_lane_goes_on(database: Database) -> None:
    first = await message(database, "one", THERE)
    second = await message(database, "two", THERE)
    await lease(database, "me")
    await take(database, "me")
    await lease(database, "me")
    delivery = await take(database, "me")
    assert delivery is not None and delivery.again
    await database.write(lambda unit: unit.outbox.add(Op.SYNC, first, [THERE], 1.0))  # an edit, which gives way
    await database.write(lambda unit: unit.lanes.put_back(delivery, 50.0))

    following = await take(database, "me")
    assert following is not None and following.message_id == second
    await database.write(lambda unit: unit.outbox.done(following.id, second, ""))
    assert await database.read(lambda unit: unit.lanes.next_due()) == 50.0
    await lease(database, "me", now=51.0)
    later = await take(database, "me", now=51.0)
    assert later is not None
    assert (later.id, later.again, later.deaths, later.first_tried_at) == (delivery.id, False, 0, 51.0)
    assert later.at == delivery.at
    assert await database.read(lambda unit: unit.outbox.counts()) == {(LANE, State.SENDING): 1}


async def test_an_edit_that_comes_while_its_message_waits_needs_no_delivery_of_its_own(database: Database) -> None:
    id = await message(database, "one", THERE)
    await database.write(lambda unit: unit.outbox.add(Op.SYNC, id, [THERE], 1.0))

    assert await database.read(lambda unit: unit.outbox.counts()) == {(LANE, State.WAITING): 1}


async def test_an_edit_that_comes_while_its_message_is_sent_gives_way_when_the_sending_is_put_off(
    database: Database,
) -> None:
    id = await message(database, "one", THERE)
    await message(database, "two", THERE)
    await lease(database, "me")
    delivery = await take(database, "me")
    assert delivery is not None
    await database.write(lambda unit: unit.outbox.add(Op.SYNC, id, [THERE], 1.0))
    await database.write(lambda unit: unit.lanes.put_off(delivery, 3.0, "busy", unsure=False))
    await lease(database, "me", now=4.0)
    head = await take(database, "me", now=4.0)

    assert head is not None and head.message_id == id
    assert await database.read(lambda unit: unit.outbox.counts()) == {
        (LANE, State.SENDING): 1,
        (LANE, State.WAITING): 1,
    }


async def test_a_message_keeps_its_text_until_no_delivery_needs_it(database: Database) -> None:
    id = await message(database, "one", THERE, ELSEWHERE)
    for lane in (LANE, str(ELSEWHERE)):
        await lease(database, "me")
        delivery = await take(database, "me", lane=lane)
        assert delivery is not None
        before = await database.read(lambda unit: unit.messages.by_id(id))
        assert before is not None and before.content == '"x"'
        await database.write(lambda unit, it=delivery: unit.outbox.done(it.id, id, ""))  # type: ignore[misc]

    after = await database.read(lambda unit: unit.messages.by_id(id))
    assert after is not None and (after.content, after.author) == (None, None)


async def test_a_given_up_delivery_is_kept_with_its_reason_until_it_is_forgotten(database: Database) -> None:
    id = await message(database, "one", THERE)
    await lease(database, "me")
    delivery = await take(database, "me")
    assert delivery is not None
    await database.write(lambda unit: unit.outbox.fail(delivery.id, "The bot may not post here."))

    assert await database.read(lambda unit: unit.given_up.errors()) == ["The bot may not post here."]

    await database.write(lambda unit: unit.outbox.forget(100.0))
    row = await database.read(lambda unit: unit.messages.by_id(id))
    assert await database.read(lambda unit: unit.outbox.counts()) == {}
    assert row is not None and row.content is None


async def test_a_lease_that_ran_out_is_not_renewed(database: Database) -> None:
    await message(database, "one", THERE)
    await lease(database, "me")

    assert await database.write(lambda unit: unit.lanes.renew(LANE, "me", LONG, 2.0))
    assert not await database.write(lambda unit: unit.lanes.renew(LANE, "you", LONG, 2.0))


async def test_a_text_that_changed_meanwhile_is_kept(database: Database) -> None:
    id = await message(database, "one", THERE)
    await lease(database, "me")
    delivery = await take(database, "me")
    assert delivery is not None
    await database.write(lambda unit: unit.messages.change(id, content='"y"', hash="another"))
    await database.write(lambda unit: unit.outbox.done(delivery.id, id, ""))

    kept = await database.read(lambda unit: unit.messages.by_id(id))
    assert kept is not None and kept.content == '"y"'


async def test_a_deliverys_number_is_never_given_again(database: Database) -> None:
    tokens = set()
    for name in ("one", "two", "three"):
        await message(database, name, THERE)
        await lease(database, "me")
        delivery = await take(database, "me")
        assert delivery is not None
        await database.write(lambda unit, it=delivery: unit.outbox.done(it.id, it.message_id, ""))  # type: ignore[misc]
        await take(database, "me")
        tokens.add(delivery.token)

    assert len(tokens) == 3
