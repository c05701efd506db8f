"""What members say of themselves is kept as they approved it, once for each member, and goes wholly."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import text

from adapters.contract.refs import AccountRef
from storage.database import Database, Unit
from storage.profiles import MOST_TOPICS, UNTIL_RESUMED, Alike, Profile, Said, Sector, Stage

ANN, ANNA, BOB = AccountRef("slack", "T1", "U1"), AccountRef("discord", "", "1"), AccountRef("slack", "T1", "U3")


async def start(database: Database, account: AccountRef, sector: Sector = Sector.NHS, at: float = 1.0) -> str:
    return await database.write(lambda unit: unit.profiles.start(account, sector, at))


async def of(database: Database, *accounts: AccountRef) -> Profile | None:
    return await database.read(lambda unit: unit.profiles.of(accounts))


async def test_a_profile_is_found_by_each_account_of_its_member_and_by_its_key(database: Database) -> None:
    person = await start(database, ANN)
    await database.write(lambda unit: unit.profiles.say(person, Said.PROBLEM, "Fewer falls", 2.0))

    mine = await of(database, ANNA, ANN)

    assert mine is not None
    assert (mine.person, mine.account, mine.sector, mine.problem) == (person, ANN, Sector.NHS, "Fewer falls")
    assert mine.texts[Said.PROBLEM].at == 2.0
    assert await database.read(lambda unit: unit.profiles.many([person, "nobody"])) == {person: mine}
    assert await of(database, BOB) is None


async def test_an_account_has_one_profile_and_the_key_tells_nothing_of_it(database: Database) -> None:
    first, again = await start(database, ANN), await start(database, ANN, Sector.SUPPLIER, 2.0)
    other = await start(database, BOB)

    assert first == again != other
    assert not {"U1", "T1", "slack"} & {first[at : at + 2] for at in range(len(first))}
    mine = await of(database, ANN)
    assert mine is not None
    assert mine.sector is Sector.NHS


async def test_of_two_the_older_counts(database: Database) -> None:
    await start(database, ANN, at=2.0)
    older = await start(database, ANNA, at=1.0)

    mine = await of(database, ANN, ANNA)

    assert mine is not None
    assert mine.person == older
    assert len(await database.read(lambda unit: unit.profiles.all_of([ANN, ANNA]))) == 2


async def test_words_are_replaced_and_taken_away(database: Database) -> None:
    person = await start(database, ANN)

    async def work(unit: Unit) -> None:
        await unit.profiles.say(person, Said.TRIED, "A form", 1.0)
        await unit.profiles.say(person, Said.TRIED, "A longer form", 2.0)
        await unit.profiles.say(person, Said.HELP, "Audits", 2.0)
        await unit.profiles.say(person, Said.HELP, "", 3.0)
        await unit.profiles.stand(person, "falls alarms", Stage.DOING, 3.0)
        await unit.profiles.stand(person, "", Stage.DONE, 3.0)
        await unit.profiles.describe(person, languages=("en", "cy"), region="wales", employer="Trust")

    await database.write(work)
    mine = await of(database, ANN)

    assert mine is not None
    assert mine.words == ("A longer form", "falls alarms")
    assert (mine.stage, mine.stages["falls alarms"]) == (Stage.DONE, Stage.DOING)
    assert (mine.languages, mine.region, mine.employer) == (("en", "cy"), "wales", "Trust")


async def test_topics_are_few(database: Database) -> None:
    person = await start(database, ANN)
    kept = [
        await database.write(lambda unit, it=it: unit.profiles.stand(person, it, Stage.DONE, 1.0))  # type: ignore[misc]
        for it in (*"abcdef", "")
    ]
    again = await database.write(lambda unit: unit.profiles.stand(person, "a", Stage.DOING, 2.0))

    assert kept == [True] * MOST_TOPICS + [False, True]
    assert again


async def test_no_other_fact_is_taken(database: Database) -> None:
    person = await start(database, ANN)

    with pytest.raises(ValueError, match="account"):
        await database.write(lambda unit: unit.profiles.describe(person, account="x"))


async def test_who_is_paused_is_not_counted_as_visible(database: Database) -> None:
    ann, bob = await start(database, ANN), await start(database, BOB)
    await database.write(lambda unit: unit.profiles.pause(ann, 100.0))
    await database.write(lambda unit: unit.profiles.pause(bob, UNTIL_RESUMED))

    assert [await database.read(lambda unit, at=at: unit.profiles.visible(at)) for at in (99.0, 100.0)] == [0, 1]  # type: ignore[misc]
    await database.write(lambda unit: unit.profiles.pause(bob, 0.0))
    assert await database.read(lambda unit: unit.profiles.visible(50.0)) == 1


async def test_nothing_is_left_of_a_deleted_profile(database: Database) -> None:
    person = await start(database, ANN)
    await database.write(lambda unit: unit.profiles.say(person, Said.PROBLEM, "Fewer falls", 1.0))
    await database.write(lambda unit: unit.profiles.stand(person, "alarms", Stage.DONE, 1.0))

    assert await database.write(lambda unit: unit.profiles.delete(person))
    assert not await database.write(lambda unit: unit.profiles.delete(person))
    async with database.engine.connect() as connection:
        for table in ("profile", "profile_text", "profile_topic"):
            assert (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar() == 0


async def test_members_of_one_kind_are_counted(database: Database) -> None:
    ann, anna = await start(database, ANN), await start(database, ANNA)
    await start(database, BOB, Sector.SUPPLIER)
    for person in (ann, anna):
        await database.write(lambda unit, it=person: unit.profiles.describe(it, region="wales"))  # type: ignore[misc]
        await database.write(lambda unit, it=person: unit.profiles.stand(it, "", Stage.DONE, 1.0))  # type: ignore[misc]
        await database.write(lambda unit, it=person: unit.profiles.stand(it, "else", Stage.DOING, 1.0))  # type: ignore[misc]

    crowd = await database.read(lambda unit: unit.profiles.crowd())

    assert crowd == Counter({Alike("nhs", "", "wales", "done"): 2, Alike("supplier", "", "", ""): 1})
