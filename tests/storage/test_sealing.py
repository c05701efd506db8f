"""What is secret is kept encrypted, read as it was written, and never lost by a key that is missing for a time."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Text, select, text, type_coerce

from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef
from storage.database import Database, Unit
from storage.events import Event, event
from storage.held import HeldMessage
from storage.keys import name_of
from storage.messages import Message
from storage.outbox import Op, delivery
from storage.profiles import Said, Sector, Stage
from storage.resealing import columns_of
from storage.rounds import Lot
from storage.schema import metadata
from storage.sealing import MARK, NoKey, Seals
from storage.searches import Only
from storage.takers import Taker
from tests.keys import NEW, OLD, OTHER
from tests.rows import rows

HERE, THERE = ChannelRef("red", "home", "talk"), ChannelRef("blue", "home", "talk")
ANN = AccountRef("red", "home", "Ann")
LINK, WORDS = "https://meet.example/walrus?pwd=42", "the walrus meets on Monday"
PLAIN = {
    "community": CommunityRef("red", "home"),
    "channel": HERE,
    "organiser": ANN,
    "title": "Falls",
    "zone": "Europe/London",
    "minutes": 60,
}


async def add(unit: Unit, **values: Any) -> int:
    """An event, with what tests say of it."""
    return await unit.events.add(1.0, **{**PLAIN, **values})


async def one(database: Database) -> Event:
    """The event."""
    found = await database.read(lambda unit: unit.events.by_id(1))
    assert found is not None
    return found


async def kept(database: Database) -> str:
    """Everything that is kept in columns that are to be encrypted, as it lies there."""
    columns = [type_coerce(column, Text) for table in metadata.sorted_tables for column, _ in columns_of(table)]
    return repr([await rows(database, select(column)) for column in columns])


def test_these_columns_are_kept_encrypted() -> None:
    found = {(table.name, column.name) for table in metadata.sorted_tables for column, _ in columns_of(table)}

    assert found == {
        ("event", "link"), ("event", "about"), ("event", "recap"), ("event_series", "template"),
        ("message", "content"), ("delivery", "earlier"), ("held", "posted"), ("held", "edited"),
        ("quarantine", "incoming"), ("question", "words"), ("profile_text", "text"), ("profile_topic", "topic"),
        ("search", "words"), ("wish", "words"), ("intro_seat", "words"), ("intro_party", "overlap"),
        ("intro_member", "leanings"), ("message", "hash"), ("copy", "hash"), ("held", "hash"),
    }  # fmt: skip


async def test_what_is_written_is_read_and_lies_there_encrypted(database_url: str) -> None:
    async with Database(database_url, (OLD,)) as database:
        await database.write(lambda unit: add(unit, link=LINK, about=WORDS))
        known = await one(database)
        found = await kept(database)

        assert (known.link, known.about, known.recap) == (LINK, WORDS, "")
        assert "walrus" not in found
        assert found.count(f"{MARK}{name_of(OLD)}:gAAAA") == 2


async def test_messages_on_their_way_and_what_they_said_before_are_encrypted_line_by_line(database_url: str) -> None:
    async def written(unit: Unit) -> None:
        row = await unit.messages.expect(MessageRef(HERE, "1"), 1.0)
        await unit.messages.change(row.id, posted=True, content='["walrus one"]', author="{}", hash="a")
        await unit.outbox.add(Op.HEAL, row.id, [HERE], 1.0, earlier=('["walrus zero"]',))
        await unit.outbox.outdated(row.id, '["walrus one"]')
        await unit.withdrawals.reword({row.id: ('["walrus two"]', "b")}, 1.0)

    async with Database(database_url, (OLD,)) as database:
        await database.write(written)
        by_key = await database.read(lambda unit: unit.messages.by_key(MessageRef(HERE, "1").key))
        [before] = await rows(database, select(delivery.c.earlier).where(delivery.c.op == Op.HEAL))

        assert by_key is not None and by_key.content == '["walrus two"]'
        assert before.earlier == '["walrus zero"]\n["walrus one"]\n["walrus one"]\n'
        assert "walrus" not in await kept(database)


async def test_what_members_write_of_their_work_is_encrypted_and_compared_all_the_same(database_url: str) -> None:
    wanted = Taker("p", ANN, "Ann", 1.0, "1", "monthly", "pair", "Europe/London", "0", 0, 9, leanings={WORDS: 0.5})

    async def written(unit: Unit) -> str:
        person = await unit.profiles.start(ANN, Sector.NHS, 1.0)
        for topic in (WORDS, "", WORDS):
            await unit.profiles.stand(person, topic, Stage.DONE, 1.0)
        await unit.profiles.say(person, Said.PROBLEM, WORDS, 1.0)
        await unit.asks.put(ANN, "Ann", "nhs", WORDS, 1.0, suppliers=False)
        await unit.searches.note(ANN, WORDS, Only(), 1.0)
        key = await unit.searches.wait(ANN, WORDS, Only(), 1.0)
        [wish] = await unit.searches.waiting([ANN])
        assert (wish.words, await unit.searches.wait(ANN, WORDS, Only(), 1.0, wish)) == (WORDS, key)
        round_ = await unit.rounds.call(1.0, 7)
        await unit.rounds.ask(round_.id, person, 1.0)
        await unit.rounds.lay(round_.id, [Lot(person, 1, "{}", WORDS)])
        party = {"person": person, "account": ANN, "sector": "nhs", "overlap": WORDS}
        await unit.introductions.propose("asked", [party], 1.0, 1.0)
        await unit.takers.join(wanted)
        return person

    async with Database(database_url, (OLD,)) as database:
        person = await database.write(written)
        mine = (await database.read(lambda unit: unit.profiles.many([person])))[person]
        seats = await database.read(lambda unit: unit.rounds.seats(1))
        [met] = await database.read(lambda unit: unit.introductions.with_person(person))

        assert (mine.problem, dict(mine.stages)) == (WORDS, {WORDS: Stage.DONE, "": Stage.DONE})
        assert await database.read(lambda unit: unit.profiles.saying(["WALRUS meets", "seal"])) == [person]
        assert await database.read(lambda unit: unit.profiles.saying(["seal"])) == []
        assert await database.read(lambda unit: unit.asks.same([ANN], WORDS, 0.0)) == 1
        assert await database.read(lambda unit: unit.asks.same([ANN], WORDS[1:], 0.0)) is None
        assert [each.words for each in await database.read(lambda unit: unit.searches.waiting([ANN]))] == [WORDS]
        assert ([each.words for each in seats], met.parties[0].overlap) == ([WORDS], WORDS)
        assert await database.read(lambda unit: unit.takers.by_person("p")) == wanted
        found = await kept(database)
        assert "walrus" not in found and found.count(f"{MARK}{name_of(OLD)}:") == 8


async def test_what_members_wrote_is_as_if_unsaid_while_its_key_is_lost(database_url: str) -> None:
    async def written(unit: Unit) -> str:
        person = await unit.profiles.start(ANN, Sector.NHS, 1.0)
        await unit.profiles.stand(person, WORDS, Stage.DONE, 2.0)
        await unit.profiles.say(person, Said.PROBLEM, WORDS, 2.0)
        await unit.searches.wait(ANN, WORDS, Only(), 1.0)
        return person

    async with Database(database_url, (OLD,)) as database:
        person = await database.write(written)
        search = await database.write(lambda unit: unit.searches.note(ANN, WORDS, Only(), 1.0))
        [card] = await database.write(lambda unit: unit.searches.show(search, [person]))
        assert len(await database.read(lambda unit: unit.searches.due(0.0, 1))) == 1
    async with Database(database_url, (NEW,)) as database:
        lost = (await database.read(lambda unit: unit.profiles.many([person])))[person]
        assert (lost.words, dict(lost.stages)) == ((), {})
        assert await database.read(lambda unit: unit.searches.by_id(search, [ANN])) is None
        assert await database.read(lambda unit: unit.searches.card(card, [ANN])) is None
        other = await database.write(lambda unit: unit.searches.wait(ANN, "seals", Only(), 1.5))
        due = await database.read(lambda unit: unit.searches.due(0.0, 1))  # a lost one stands in nobody's way
        assert [each.id for each in due] == [other]
    async with Database(database_url, (NEW, OLD)) as database:
        back = (await database.read(lambda unit: unit.profiles.many([person])))[person]
        assert (back.words, dict(back.stages)) == ((WORDS,), {WORDS: Stage.DONE})
        assert len(await database.read(lambda unit: unit.searches.due(0.0, 9))) == 2


async def test_without_a_key_a_joining_link_is_not_kept_at_all_and_what_else_is_written_is_plain(
    database: Database,
) -> None:
    with pytest.raises(NoKey):
        await database.write(lambda unit: add(unit, link=LINK))
    assert await rows(database, select(event.c.id)) == []

    await database.write(lambda unit: add(unit, about=WORDS))
    with pytest.raises(NoKey):
        await database.write(lambda unit: unit.events.change(1, link=LINK))
    assert WORDS in await kept(database)
    assert await database.read(has_key) is False


async def has_key(unit: Unit) -> bool:
    return unit.keeps_secrets


async def test_what_was_kept_before_there_was_a_key_is_read_and_encrypted_when_it_is_written_next(
    database_url: str,
) -> None:
    async with Database(database_url) as database:
        await database.write(lambda unit: add(unit, about=WORDS))
        async with database.engine.begin() as connection:
            await connection.execute(text("UPDATE event SET link = :link"), {"link": LINK})
    async with Database(database_url, (OLD,)) as database:
        assert ((await one(database)).link, (await one(database)).about) == (LINK, WORDS)
        assert LINK in await kept(database)
        await database.write(lambda unit: unit.events.change(1, link=LINK))

        assert LINK not in await kept(database)
        assert (await one(database)).link == LINK


@pytest.mark.parametrize("others", [(NEW,), ()], ids=["another key", "no key"])
async def test_what_no_key_opens_is_nothing_until_the_key_is_there_again(
    database_url: str, others: tuple[str, ...]
) -> None:
    message = MessageRef(HERE, "1")

    async def written(unit: Unit) -> None:
        await add(unit, link=LINK, about=WORDS)
        row = await unit.messages.expect(message, 1.0)
        await unit.messages.change(row.id, posted=True, content='["walrus"]', author="{}")
        await unit.outbox.add(Op.SYNC, row.id, [HERE], 1.0, earlier=('["walrus"]',))
        await unit.held.hold(message, ANN, 1, ["nhs"], 1.0, hash="", posted='["walrus"]')
        await unit.inbox.set_aside("key", '["walrus"]', "broke", str(HERE), 1.0, again=True)

    async def read(unit: Unit) -> tuple[Message | None, HeldMessage | None]:
        return await unit.messages.by_key(message.key), await unit.held.of(message)

    async with Database(database_url, (OLD,)) as database:
        await database.write(written)
        before = await kept(database)
    async with Database(database_url, others) as database:
        found, held = await database.read(read)
        known, [row] = await one(database), await rows(database, select(delivery.c.earlier))

        assert (known.link, known.about, known.title) == ("", "", "Falls")
        assert found is not None and (found.content, found.unreadable) == (None, True)
        assert held is not None and held.posted is None
        assert row.earlier.strip() == ""
        await database.write(lambda unit: unit.events.change(1, title="Falls clinic"))
        assert await kept(database) == before
    async with Database(database_url, (*others, OLD)) as database:
        found, held = await database.read(read)
        assert (await one(database)).link == LINK
        assert found is not None and (found.content, found.unreadable) == ('["walrus"]', False)
        assert held is not None and held.posted == '["walrus"]'
        assert await database.write(lambda unit: unit.inbox.take_again(1)) == '["walrus"]'


async def test_two_databases_in_one_process_have_keys_of_their_own(sqlite_url: str, postgres_url: str) -> None:
    async with Database(sqlite_url, (OLD,)) as one_, Database(postgres_url, (NEW,)) as other:
        for database in (one_, other, one_):
            row = await database.write(lambda unit: unit.messages.expect(MessageRef(HERE, "1"), 1.0))
            await database.write(lambda unit, row=row: unit.messages.change(row.id, content='["walrus"]'))  # type: ignore[misc]
            assert await database.read(lambda unit: _content(unit)) == '["walrus"]'

        assert name_of(OLD) in await kept(one_) and name_of(NEW) not in await kept(one_)
        assert name_of(NEW) in await kept(other)


async def _content(unit: Unit) -> str | None:
    found = await unit.messages.by_key(MessageRef(HERE, "1").key)
    return None if found is None else found.content


def test_each_key_opens_what_it_sealed_and_nothing_that_was_altered() -> None:
    both, new = Seals.of((NEW, OLD)), Seals.of((NEW,))
    old = Seals.of((OLD,)).seal(WORDS)

    assert both.opened(old) == WORDS
    assert both.opened(both.seal(WORDS)) == new.opened(both.seal(WORDS)) == WORDS
    assert both.seal(WORDS) != both.seal(WORDS)
    assert new.opened(old) is None
    assert both.opened(old[:-9] + "AAAAAAAA=") is None
    assert both.opened(old.replace(name_of(OLD), name_of(OTHER))) is None
    assert both.opened("sealed: bids are opened on Monday") == "sealed: bids are opened on Monday"


@pytest.mark.parametrize("wrong", ["", "hush", OLD[:-1], OLD + "A", "é" * 44])
def test_what_is_no_key_is_refused_and_not_repeated(wrong: str) -> None:
    with pytest.raises(ValueError, match="unsilo secrets key") as raised:
        Seals.of((OLD, wrong))

    assert not wrong or wrong not in str(raised.value)
