"""Linked accounts, codes, and the numbers of people of one name."""

from __future__ import annotations

import asyncio

import pytest

from adapters.contract.refs import AccountRef, CommunityRef
from storage.database import Database
from storage.exclusions import EVERYWHERE, Exclusion
from storage.members import Offer

HOME, ELSEWHERE = CommunityRef("slack", "T1"), CommunityRef("slack", "T2")
ANN, ANNIE, ANNA, BOB, BEN = (
    AccountRef("slack", "T1", "U1"),
    AccountRef("slack", "T2", "U2"),
    AccountRef("discord", "", "111111111111111111"),
    AccountRef("slack", "T1", "U3"),
    AccountRef("discord", "", "222222222222222222"),
)


async def link(database: Database, one: AccountRef, other: AccountRef, member: str, at: float = 1.0) -> None:
    await database.write(lambda unit: unit.members.link(one, other, member, at))


async def accounts(database: Database, of: AccountRef) -> list[AccountRef]:
    return await database.read(lambda unit: unit.members.accounts(of))


async def number(database: Database, name: str, account: AccountRef, where: CommunityRef = HOME) -> int:
    return await database.write(lambda unit: unit.members.number(where, name, account), about=str(account))


async def test_accounts_come_in_the_order_in_which_they_were_linked_with_the_one_asked_for_first(
    database: Database,
) -> None:
    await link(database, ANN, ANNA, "m1", 1.0)
    await link(database, ANNIE, ANN, "m2", 2.0)

    assert await accounts(database, ANNIE) == [ANNIE, ANNA, ANN]
    assert await accounts(database, BOB) == [BOB]


async def test_two_people_stay_two(database: Database) -> None:
    await link(database, ANN, ANNA, "m1")
    await link(database, BOB, BEN, "m2")

    found = await database.read(lambda unit: unit.members.siblings([ANN, BOB, ANNIE]))

    assert found == {ANN: [ANNA], BOB: [BEN]}


async def test_the_last_two_part_when_one_leaves(database: Database) -> None:
    await link(database, ANN, ANNA, "m1")

    assert await database.write(lambda unit: unit.members.unlink(ANN))
    assert await accounts(database, ANNA) == [ANNA]
    assert not await database.write(lambda unit: unit.members.unlink(ANNA))


async def test_a_code_is_used_once_and_an_old_one_is_forgotten(database: Database) -> None:
    await database.write(lambda unit: unit.members.offer("k", Offer(ANN, "Ann"), 10.0))

    assert await database.read(lambda unit: unit.members.offered("k", 10.0)) == Offer(ANN, "Ann")
    assert await database.read(lambda unit: unit.members.offered("k", 10.1)) is None
    assert await database.write(lambda unit: unit.members.redeem("k"))
    assert not await database.write(lambda unit: unit.members.redeem("k"))

    await database.write(lambda unit: unit.members.offer("old", Offer(ANN, "Ann"), 10.0))
    await database.write(lambda unit: unit.members.guessed(BOB, 5.0))
    await database.write(lambda unit: unit.members.guessed(BOB, 15.0))
    await database.write(lambda unit: unit.members.forget(11.0, 10.0))
    assert not await database.write(lambda unit: unit.members.redeem("old"))
    assert await database.read(lambda unit: unit.members.guesses(BOB, 0.0)) == 1


async def test_numbers_are_given_in_order_and_never_change(database: Database) -> None:
    assert [await number(database, "ann lee", each) for each in (ANN, BOB, ANN, BEN, BOB)] == [1, 2, 1, 3, 2]
    assert await number(database, "ann", BOB) == 1
    assert await number(database, "ann lee", ANNIE, ELSEWHERE) == 1


async def test_numbers_that_are_asked_for_at_once_differ(database: Database) -> None:
    people = [AccountRef("slack", "T1", f"U{each}") for each in range(12)]

    given = await asyncio.gather(*(number(database, "ann lee", each) for each in people))

    assert sorted(given) == list(range(1, 13))


@pytest.mark.parametrize("accounts", [(ANN, ANNA), (ANNA, ANN)])
async def test_what_keeps_one_account_out_keeps_all_out_for_the_longest_time(
    database: Database, accounts: tuple[AccountRef, ...]
) -> None:
    for account, until in ((ANN, 20.0), (ANNA, 30.0), (BOB, None)):
        await database.write(
            lambda unit, account=account, until=until: unit.exclusions.bar(  # type: ignore[misc]
                [account], 7, 1.0, until
            )
        )
    await database.write(lambda unit: unit.exclusions.add(ANNA, EVERYWHERE, Exclusion.OPTED_OUT, 2.0))

    await database.write(lambda unit: unit.exclusions.share(accounts))

    for account, ends in ((ANN, 30.0), (ANNA, 30.0), (BOB, None)):
        keeping = await database.read(lambda unit, account=account: unit.exclusions.keeping(account, 7, 5.0))  # type: ignore[misc]
        assert (None if ends is None else max(each.until or 0.0 for each in keeping)) == ends
        assert len(keeping) == (1 if account == BOB else 2)
    barred = await database.read(lambda unit: unit.exclusions.barred(7, 5.0))
    assert {each.account: each.until for each in barred} == {ANN: 20.0, ANNA: 30.0, BOB: None}  # as it was decided
    assert await database.read(lambda unit: unit.exclusions.all(ANN, Exclusion.OPTED_OUT)) == [EVERYWHERE]
