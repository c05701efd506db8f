"""What opens something is nowhere in the database: of codes and private addresses a hash, all else encrypted."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from adapters.contract.commands import Command
from adapters.contract.content import Text
from adapters.contract.walk import text_of
from bot import texts as shared
from bot.events import Events, answer_texts, texts
from bot.feature import Call
from bot.introductions import questions
from bot.introductions import texts as introducing
from bot.sealing import Sealing, reseal
from storage.database import Database, Unit
from storage.profiles import Sector
from tests.fakes import platform as fake
from tests.fakes.troubles import busy
from tests.keys import NEW, OLD
from tests.stories.asking import Member
from tests.stories.conftest import World, running
from tests.stories.finding import cards
from tests.stories.gathering import BASICS, DAY, HOUR, START, Gathering, gather, letters, reminded, says, until, words
from tests.stories.introducing import passes, settle_in, until_morning, wants
from tests.stories.telling import named
from tests.stories.test_away import FORBIDDEN
from tests.stories.test_events_import import calendar as calendar_of
from tests.stories.test_events_import import event as event_of
from tests.stories.test_events_import import imported
from tests.stories.test_privacy import raw

LINK, MORE = "https://meet.example/walrus", "Passcode for the walrus: 4242. Or https://walrus.example/j/1"
PROBLEM = "fewer walrus falls at night in our wards"
AS_BEFORE = {"when": BASICS["when"], "length": "", "where": "Leeds", "about": ""}
CODE = re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){2}")
ADDRESS = re.compile(r"/calendars/mine/([\w-]{32})\.ics")


async def calendar(world: World, who: Member) -> str:
    """The private part of the address of somebody's calendar, which is served where there is a public address."""
    feature = Events("https://unsilo.example")
    [handler] = [it for it in feature.handlers if it.declaration.name == "events calendar"]
    call = Call(Command("events calendar", who.caller, who.channel, {}), None, world.clock.now())

    async def asked(unit: Unit) -> str:
        return str(await handler.answer(call, unit))

    [secret] = ADDRESS.findall(await world.database.write(asked))
    return str(secret)


async def test_no_code_and_no_private_address_is_in_the_database(
    world: World, database_kind: str, database_url: str
) -> None:
    rosa = Member(world, world.red, world.talk(world.red), "Rosa", admin=True)
    annie = Member(world, world.blue, world.talk(world.blue), "Annie")
    await world.database.write(lambda unit: unit.bridges.leave(world.talk(world.green)))
    await named(rosa)
    invitation, *_ = CODE.findall(await rosa.told("bridge invite"))
    link, *_ = CODE.findall(text_of(await rosa.use("link")))
    await annie.use("link", code=link)
    secret = await calendar(world, rosa)
    await world.rest()
    held = await raw(world, database_kind, database_url)

    assert b"Rosa" in held  # what it is searched in holds what it should
    for opens in (invitation, invitation.replace("-", ""), link, link.replace("-", ""), secret):
        found = opens.encode() in held or opens.lower().encode() in held
        assert not found, opens


async def test_a_joining_link_is_in_no_file_at_any_time_and_still_reaches_who_comes(
    here: Gathering, database_kind: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fake, "FILE_LIMIT", 10_000)
    world = here.world
    found: dict[str, bytes] = {}
    eve = here.member(world.blue, "eve")
    ready = await here.ready(where=f"Online, {LINK}", about=MORE)
    found["drafted"] = await raw(world, database_kind, database_url)
    await here.ann.use_button(await here.fill(ready, "Repeat", repeat="weekly", until="", count="3"), "Announce")
    for organiser in (here.bob, here.cat):
        await organiser.press(here.requests(organiser)[-1], "Approve")
    await reminded(eve)
    await eve.press(await eve.use_button(here.post(world.blue), "Yes"), answer_texts.ENTRY)
    found["announced"] = await raw(world, database_kind, database_url)
    world.blue.trouble("send", lambda: busy(600.0), times=4)
    await until(here, START - DAY)
    found["a letter that waits"] = await raw(world, database_kind, database_url)
    assert LINK not in str([it.content for it in eve.letters()])
    await until(here, START - HOUR)
    found["reminded"] = await raw(world, database_kind, database_url)
    await until(here, START + HOUR)
    found["the next date"] = await raw(world, database_kind, database_url)

    assert LINK in str([it.content for it in eve.letters()])
    assert "Thursday 7 December 2023" in here.words(world.blue)
    assert {when: [word for word in (b"walrus", b"4242") if word in held] for when, held in found.items()} == {
        when: [] for when in found
    }
    assert b"Falls clinic" in found["the next date"]  # what it is searched in holds what it should


async def test_what_people_write_is_encrypted_as_long_as_it_waits(
    world: World, ann: Member, bert: Member, database_kind: str, database_url: str
) -> None:
    world.blue.shut["talk"] = FORBIDDEN
    await ann.say(f"Join us at {LINK}")
    await ann.say(f"NHS no 999 000 0018, {LINK}")
    waits = await raw(world, database_kind, database_url)
    world.blue.shut.clear()
    await world.later(1500)

    assert b"walrus" not in waits and b"999 000 0018" not in waits
    assert bert.sees()[-1].startswith("Ann · Red: ") and bert.sees()[-1].endswith(f"Join us at {LINK}")


async def test_what_people_write_of_their_work_is_in_no_file_and_still_brings_them_together(
    world: World, database_kind: str, database_url: str
) -> None:
    await until_morning(world)
    ann = await settle_in(world, world.red, "Ann", Sector.NHS, employer="Leeds Trust", problem=PROBLEM)
    bob = await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE, problem=PROBLEM)
    await world.understood()
    told = await wants(ann, bob)
    await passes(world)
    asked = {"words": PROBLEM, "me": "hidden", "where": "people", "suppliers": "no"}
    said = await ann.told("ask", **asked)
    again = await ann.told("ask", **asked)
    nobody = await ann.use("peers", problem="Walrus parking")
    await ann.use_button(nobody, "Tell me when someone comes")
    await passes(world)
    held = await raw(world, database_kind, database_url)

    assert "What overlaps: “" in told and "walrus" in told and "walrus" in bob.letter(introducing.MEET).text
    assert questions.PUT in said and questions.ASKED_ALREADY in again and bob.letter(questions.ASKED_YOU)
    assert b"walrus" not in held.lower()
    assert b"Leeds Trust" in held  # what it is searched in holds what it should


async def test_whoever_wrote_a_profile_writes_it_again_when_the_key_is_lost(sqlite_url: str) -> None:
    async with running(sqlite_url) as world:
        ann = Member(world, world.red, world.talk(world.red), "Ann")
        await ann.use("profile", sector="nhs", problem=PROBLEM)
        await world.understood()
        platforms, clock = (world.red, world.blue, world.green), world.clock
    async with running(sqlite_url, platforms=platforms, clock=clock, keys=(NEW,)) as world:
        ann, bob = _same(world, ann), Member(world, world.blue, world.talk(world.blue), "Bob")
        shown = text_of(await ann.use("profile show"))
        await ann.use("profile", sector="nhs", problem="Residents fall at night")
        await world.understood()
        found = await bob.use("peers", problem="Residents fall at night")

        assert "walrus" not in shown
        assert "Residents fall" in text_of(await ann.use("profile show")) and cards(found) != []


async def test_after_an_update_the_start_encrypts_the_links_of_before(
    world: World, database_kind: str, database_url: str
) -> None:
    here = await gather(world)
    await here.ready()
    async with world.database.engine.begin() as connection:
        await connection.execute(text("UPDATE event SET link = :link"), {"link": LINK})
    before = await raw(world, database_kind, database_url)
    await Sealing(world.database).run()
    await world.database.compact()

    assert b"walrus" in before
    assert b"walrus" not in await raw(world, database_kind, database_url)
    event = await world.database.read(lambda unit: unit.events.by_id(1))
    assert event is not None and event.link == LINK


async def test_without_a_key_a_link_is_refused_in_plain_words_and_all_else_goes_on(sqlite_url: str) -> None:
    async with running(sqlite_url, keys=()) as world:
        here = await gather(world)
        refused = words(await here.draft(where=f"Online, {LINK}"))
        panel = await here.announced()
        changed = [
            words(await here.fill(panel, "Joining link", link=LINK)),
            words(await here.fill(panel, "Title, time, place", title="Falls", **{**AS_BEFORE, "where": LINK})),
        ]
        drafts = words(await imported(here, calendar_of(event_of("Beds", more=f"\r\nLOCATION:{LINK}"))))
        held = await raw(world, "sqlite", sqlite_url)

        assert texts.LINK_NEEDS_KEY in refused and f"Online, {LINK}" in refused and shared.YOU_WROTE in refused
        assert all(texts.LINK_NEEDS_KEY in said for said in changed)
        assert texts.LINK_NEEDS_KEY in drafts and texts.imported(1) in drafts
        assert len(here.posts(world.red)) == 1
        assert b"walrus" not in held


async def test_when_the_key_is_lost_the_organiser_is_asked_for_the_link_once_and_nothing_else_stops(
    sqlite_url: str,
) -> None:
    async with running(sqlite_url) as world:
        here = await gather(world)
        await here.announced(where=f"Leeds, {LINK}")
        eve = here.member(world.red, "eve")
        await reminded(eve)
        await says(here, eve, "Yes")
        platforms, clock = (world.red, world.blue, world.green), world.clock
    async with running(sqlite_url, platforms=platforms, clock=clock, keys=(NEW,)) as world:
        here = Gathering(world, *(_same(world, who) for who in (here.ann, here.bob, here.cat)))
        eve = _same(world, eve)
        for _ in range(3):
            await here.later(60)
        asked = texts.link_lost("Falls clinic", 1)
        assert letters(here.ann).count(asked) == 1
        panel = await here.ann.use("events edit", event="1")
        assert texts.LINK_IS_SET not in words(panel)
        await here.fill(panel, "Joining link", link="https://meet.example/seal")
        await until(here, START - DAY)
        assert "https://meet.example/seal" in str([it.content for it in eve.letters()])
        assert "walrus" not in str([it.content for it in eve.letters()])


async def test_a_key_that_comes_back_brings_the_link_back(sqlite_url: str) -> None:
    async with running(sqlite_url) as world:
        await (await gather(world)).ready(where=f"Leeds, {LINK}", about=MORE)
        platforms, clock = (world.red, world.blue, world.green), world.clock
    async with running(sqlite_url, platforms=platforms, clock=clock, keys=()) as world:
        ann = Member(world, world.red, world.talk(world.red), "ann", admin=True)
        panel = await ann.use("events edit", event="1")
        await ann.fill(panel, "Title, time, place", title="Falls again", **AS_BEFORE)
    async with Database(sqlite_url, (NEW, OLD)) as database:
        assert await reseal(database) >= 1
        event = await database.read(lambda unit: unit.events.by_id(1))
        assert event is not None and (event.title, event.link, event.about) == ("Falls again", LINK, MORE)


async def test_whoever_wrote_what_can_be_read_no_more_is_told(sqlite_url: str) -> None:
    async with running(sqlite_url) as world:
        ann = Member(world, world.red, world.talk(world.red), "Ann")
        world.blue.shut["talk"] = FORBIDDEN
        await ann.say("Before the key was lost.")
        platforms, clock = (world.red, world.blue, world.green), world.clock
    async with running(sqlite_url, platforms=platforms, clock=clock, keys=(NEW,)) as world:
        ann, bert = _same(world, ann), Member(world, world.blue, world.talk(world.blue), "Bert")
        world.blue.shut.clear()
        await world.later(1500)
        await ann.say("After it.")

        lost = shared.did_not_reach(Text(shared.YOUR_MESSAGE), "Blue")
        assert lost in letters(ann) and shared.KEY_IS_LOST in letters(ann)
        assert [line for line in bert.sees() if "key" in line or "After" in line] == ["Ann · Red: After it."]


def _same(world: World, who: Member) -> Member:
    """Somebody, as they meet the bot that came back."""
    platform: fake.FakePlatform = getattr(world, who.platform.name)
    return Member(world, platform, who.channel, who.name, who.admin)
