"""People see what is held of them, get it, and have it removed: from the tables, and from the database's own files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.contract.commands import Command
from adapters.contract.walk import text_of
from bot import forgetting
from bot.feature import Call
from bot.patients import holding_texts
from bot.privacy import Privacy, commands, held_texts, texts
from storage.exclusions import EVERYWHERE, Exclusion
from storage.schema import metadata
from storage.subjects import erasing, forgotten
from tests.fakes import platform as fake
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.telling import named, told

WORDS = "the xylophone of Ward Zephyr"
HOURS = 3600.0
RECEIPT = "Receipt: your data was removed on "
REMOVED = "data removed"  # when it was, by a salted hash, for 90 days


@pytest.fixture
def keys() -> tuple[str, ...]:
    """None: what stays in the files is found there."""
    return ()


@pytest.fixture
def ann(world: World) -> Member:
    """Belongs to the red community, and to the green one as Annie."""
    return Member(world, world.red, world.talk(world.red), "Zebedee-Ann")


@pytest.fixture
def annie(world: World) -> Member:
    """The same person elsewhere."""
    return Member(world, world.green, world.talk(world.green), "Zebedee-Annie")


async def linked(ann: Member, annie: Member) -> None:
    """The two accounts belong together."""
    world = ann.world
    await world.database.write(
        lambda unit: unit.members.link(ann.account, annie.account, "m-zebedee", world.clock.now())
    )


async def lived(ann: Member, annie: Member, bert: Member) -> None:
    """Ann wrote, reacted, reported, was named an organiser, opted out of nothing, and has a message held."""
    world = ann.world
    await linked(ann, annie)
    await named(ann)
    await ann.say(WORDS)
    posted = await world.blue.say("Bert", bert.channel, "Hello.")
    await world.rest()
    await world.red.put(ann.name, ann.newest().ref, "👍")
    await world.rest()
    await ann.choose(posted.message, "report", why="It is loud.")
    await annie.say("999 000 0018")


async def swept(world: World) -> None:
    """Let some minutes pass, as far as sweeping goes."""
    for _ in range(2):
        world.clock.advance(1)
        await world.database.write(lambda unit: forgetting.sweep(world.clock.now(), unit))
        await world.rest()
    await world.database.write(lambda unit: unit.outbox.forget(0.0))


async def test_everything_is_shown_in_one_place_with_the_date_of_each_decision(
    world: World, ann: Member, annie: Member, bert: Member
) -> None:
    assert (await ann.told("privacy")).startswith(texts.NOTHING_HELD)
    await lived(ann, annie, bert)
    await ann.use("bridge optout", where="everywhere")
    shown = await annie.told("privacy")  # either account shows both

    for title in ("messages: 1", "reports made: 1", "messages held: 1", "letters to you: "):
        assert title in shown
    assert "linked accounts: 2; Green since 14 November 2023; Red since 14 November 2023" in shown
    assert "organisers named: 1; Red since 14 November 2023" in shown
    assert "opt-outs, bans and mutes: 2; opted out (all bridges) since 14 November 2023" in shown
    assert "linked accounts: " not in await bert.told("privacy")


async def test_all_of_it_comes_as_two_files_in_a_private_message(
    world: World, ann: Member, annie: Member, bert: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fake, "FILE_LIMIT", 10**6)
    await lived(ann, annie, bert)
    await world.database.write(lambda unit: unit.outbox.forget(0.0))  # texts of which two copies were shown at once
    assert await ann.told("mydata") == texts.ON_ITS_WAY

    letter = ann.letters()[-1]
    html, written = (file.data for file in letter.content.files)
    assert html is not None and written is not None
    told_ = json.loads(written)
    assert told_["accounts"] == [str(ann.account), str(annie.account)]
    assert {"messages", "reactions", "reports made", "linked accounts", "messages held", "organisers named"} <= set(
        told_["held"]
    )
    assert "999 000 0018" in told_["held"]["messages held"][0]["posted"]
    assert html.decode().count("<table>") == len(told_["held"])
    headings = re.findall(r'<th scope="col">([^<]*)</th>', html.decode())
    assert "Sent on" in headings and not [it for it in headings if "_" in it or it != it.capitalize()]
    assert not re.search(r"<td>(True|False|0\.0|nhs)</td>|\d{4}-\d{2}-\d{2}T", html.decode())
    assert "<script" not in html.decode() and "default-src 'none'" in html.decode()
    assert bert.letters() == annie.letters()[3:] == []
    assert await world.database.read(lambda unit: erasing(unit).records([bert.account])) != {}
    assert "xylophone" not in json.dumps(told_["held"]) and "Bert" not in json.dumps(told_["held"])


async def test_asking_again_and_again_makes_no_larger_letters(world: World, ann: Member) -> None:
    world.red.shut["dm-Zebedee-Ann"] = fake.refused()
    for _ in range(3):
        await ann.use("mydata")
        world.clock.advance(commands.BETWEEN_LETTERS)
    records = await world.database.read(lambda unit: forgetting.everything([ann.account], unit))

    assert len(json.dumps(records)) < 2000


async def test_forgetting_asks_first_then_removes_all_on_all_accounts_and_gives_a_receipt(
    world: World, ann: Member, annie: Member, bert: Member
) -> None:
    await lived(ann, annie, bert)
    assert f"Zebedee-Ann · Red: {WORDS}" in bert.sees()
    asked = await ann.use("forget")
    assert text_of(asked).startswith(texts.WHAT_GOES)
    assert f"Zebedee-Ann · Red: {WORDS}" in bert.sees()
    receipt = await ann.press(asked, texts.YES_REMOVE)

    assert receipt.startswith(RECEIPT) and WORDS not in receipt
    assert "messages: 1" in receipt and "reports made: 1" in receipt and "for 2 accounts" in receipt
    assert bert.sees() == ["Bert: Hello."]
    assert ann.letters() == annie.letters() == []
    await swept(world)
    both = [ann.account, annie.account]
    assert list(await world.database.read(lambda unit: forgetting.everything(both, unit))) == [
        "reported before",
        REMOVED,
    ]
    assert await world.database.read(lambda unit: unit.members.accounts(ann.account)) == [ann.account]
    assert not await world.database.read(lambda unit: unit.organisers.has(world.red.community, ann.account))


async def test_whoever_opted_out_is_not_told_that_their_words_are_copied_again(
    world: World, ann: Member, annie: Member
) -> None:
    await linked(ann, annie)
    await ann.say(WORDS)
    assert texts.NOT_OPTED_OUT in await ann.told("forget")
    await ann.use("bridge optout", where="here")
    assert texts.PARTLY_OPTED_OUT in await annie.told("forget")
    await ann.use("bridge optout", where="everywhere")
    said = await annie.told("forget")
    assert texts.OPT_OUT_STAYS in said and "still copied" not in said


async def test_for_how_long_numbers_are_kept_is_told_as_it_is_set(world: World, ann: Member) -> None:
    [show] = [each for each in Privacy((), (), keep_days=30).handlers if each.declaration.name == "privacy"]
    call = Call(Command("privacy", ann.caller, ann.channel, {}), None, world.clock.now())
    said = await world.database.write(lambda unit: show.answer(call, unit))

    assert "I do so for 30 days." in text_of(said)
    assert "I do so for 365 days." in await ann.told("privacy")


async def test_who_has_it_removed_again_is_told_plainly_that_nothing_is_held(world: World, ann: Member) -> None:
    assert await ann.told("forget") == texts.NOTHING_HELD
    await ann.say(WORDS)
    await ann.use("bridge optout", where="everywhere")
    sure = await ann.use("forget")
    stays = await ann.press(sure, texts.WHAT_ELSE_STAYS)
    lines = (texts.STAYS_AS_CODES, *texts.CODES, texts.STAYS_UNNAMED, *texts.UNNAMED, texts.NOT_MINE)
    assert [line.lstrip("-•* ") for line in stays.splitlines()] == list(lines)
    assert "opt-outs" not in (await ann.press(sure, texts.YES_REMOVE)).split(stays)[0]
    await swept(world)
    again = await ann.press(sure, texts.YES_REMOVE)

    assert again.startswith("Nothing is left to remove: your data was removed on 14 November 2023")
    assert again.endswith(stays) and "Receipt" not in again
    asked = await ann.use("forget")
    assert text_of(asked) == again and asked.buttons == ()


async def test_decisions_are_shown_in_plain_words(world: World, ann: Member) -> None:
    rosa, ann = (Member(world, world.red, ann.channel, name, admin=True) for name in ("Rosa", "Ann"))
    await ann.use("profile", sector="social care", problem="Falls on the ward at night")
    await ann.use("intro join")
    await rosa.use("bridge ban", who=f"<@{ann.name}>")
    shown = await ann.told("privacy")

    assert "profile: 1; Social care since 14 November 2023. " in shown
    assert "kept out by organisers (the bridge “Discharge”) since 14 November 2023. " in shown
    records = await world.database.read(lambda unit: forgetting.everything([ann.account], unit))
    assert records.keys() <= held_texts.TITLES.keys()


async def test_what_is_written_afterwards_is_copied_and_stays(
    world: World, ann: Member, annie: Member, bert: Member
) -> None:
    await ann.say("Before.")
    await ann.press(await ann.use("forget"), texts.YES_REMOVE)
    world.clock.advance(1)
    await ann.say("After.")
    await swept(world)

    assert bert.sees() == ["Zebedee-Ann · Red: After."]


async def test_a_ban_and_an_opt_out_outlive_it_as_hashes(
    world: World, ann: Member, annie: Member, bert: Member
) -> None:
    rosa = Member(world, world.red, ann.channel, "Rosa", admin=True)
    await rosa.use("bridge ban", who=f"<@{annie.name}>")  # nobody of theirs is called so
    await annie.use("bridge optout", where="everywhere")
    await world.database.write(lambda unit: unit.exclusions.share([ann.account, annie.account]))
    await ann.forge("forget confirm", "")
    await annie.forge("forget confirm", "")
    await swept(world)
    await ann.say("Hello?")
    await annie.say("Hello?")

    assert bert.sees() == []
    assert "opted out (all bridges)" in await ann.told("privacy")
    await ann.use("bridge optin", where="everywhere")
    world.clock.advance(1)
    await ann.say("Back again.")
    assert bert.sees() == ["Zebedee-Ann · Red: Back again."]
    await ann.use("bridge optout", where="everywhere")  # a plain one beside the hashed one
    await ann.forge("forget confirm", "")
    assert await world.database.read(lambda unit: unit.exclusions.all(ann.account, Exclusion.OPTED_OUT)) == [EVERYWHERE]


async def test_an_organiser_who_is_forgotten_is_told_nothing_more(world: World, ann: Member, bert: Member) -> None:
    await named(ann)
    await Member(world, world.red, ann.channel, ann.name).use("bridge hold", seconds="5")
    await ann.forge("forget confirm", "")
    await swept(world)
    posted = await world.red.say("Carl", ann.channel, "Hm.")
    await world.later(10)
    await bert.choose(posted.message, "report", why="Loud.")

    assert ann.letters() == []
    log = await Member(world, world.red, ann.channel, "Rosa", admin=True).told("bridge log")
    assert "Zebedee" not in log and "changed how long" in log


async def test_what_a_platform_does_not_remove_is_let_go_after_a_day(world: World, ann: Member, bert: Member) -> None:
    await ann.say("999 000 0018")
    assert holding_texts.KEPT in told(ann)
    world.red.shut["dm-Zebedee-Ann"] = fake.refused()
    await ann.forge("forget confirm", "")
    await swept(world)
    assert await world.database.read(lambda unit: forgotten(unit).all()) != []
    world.clock.advance(25 * HOURS)
    await world.database.write(lambda unit: forgetting.sweep(world.clock.now(), unit))

    assert await world.database.read(lambda unit: forgotten(unit).all()) == []
    assert list(await world.database.read(lambda unit: forgetting.everything([ann.account], unit))) == [REMOVED]


async def test_the_erased_words_and_names_are_in_no_file_of_the_database(
    world: World, ann: Member, annie: Member, bert: Member, database_kind: str, database_url: str
) -> None:
    await lived(ann, annie, bert)
    before = await raw(world, database_kind, database_url)
    assert b"Zebedee" in before and b"999 000 0018" in before
    await ann.press(await ann.use("forget"), texts.YES_REMOVE)
    await swept(world)
    await world.database.compact()
    after = await raw(world, database_kind, database_url)

    assert b"Bert" in after  # what it is searched in holds what it should
    for word in (b"Zebedee", b"m-zebedee", b"xylophone", b"999 000 0018", b"It is loud"):
        assert word not in after, word


async def raw(world: World, kind: str, url: str) -> bytes:
    """All that the database holds: SQLite's file, log and index of it as they lie there; PostgreSQL's as a dump."""
    if kind == "sqlite":
        path = Path(url.removeprefix("sqlite+aiosqlite:///"))
        return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))
    async with world.database.engine.connect() as connection:
        queries = [text(f'SELECT CAST(t AS TEXT) FROM "{table.name}" t') for table in metadata.sorted_tables]
        return repr([(await connection.execute(query)).all() for query in queries]).encode()
