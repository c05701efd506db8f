"""People have all removed that is held of them: profiles, introductions, conversations, questions, answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from adapters.contract.content import plain
from adapters.contract.incoming import Author
from adapters.slack import read
from adapters.slack.me import Me
from adapters.slack.names import NO_NAMES
from bot import forgetting, notices
from bot.introductions import hours, talk
from bot.introductions import texts as said
from bot.people import texts as cards_say
from bot.privacy import texts
from storage.database import Unit
from storage.inbox import heard
from storage.messages import message
from storage.profiles import Sector
from tests.rows import rows
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.finding import FALLS, cards, member, people
from tests.stories.introducing import Neighbour, ann_and_bob, asked, passes, settle_in, until_morning
from tests.stories.test_linking import link
from tests.stories.test_privacy import REMOVED, raw, swept

DAY = 86400.0
SECTOR = "sector of a profile that is gone"  # by salted hashes, for 12 months
ASKED_ABOUT = "people you were asked about"  # by salted hashes, too


@pytest.fixture
def keys() -> tuple[str, ...]:
    """None: what stays in the files is found there."""
    return ()


async def forgotten(who: Member) -> str:
    """Somebody has all removed; their receipt."""
    return await who.press(await who.use("forget"), texts.YES_REMOVE)


async def held(who: Member) -> dict[str, Any]:
    """What is held of somebody."""
    return await who.world.database.read(lambda unit: forgetting.everything([who.account], unit))


async def test_a_profile_goes_and_peers_find_it_no_more_at_once(world: World) -> None:
    [zoe] = await people(world, ("nhs", FALLS))
    ann = member(world, world.red, "Ann")
    assert len(cards(await ann.use("peers", problem=FALLS))) == 1
    await zoe.use("peers", problem="something quite different")
    shown = await zoe.told("privacy")
    receipt = await forgotten(zoe)
    found = await ann.use("peers", problem=FALLS)  # nobody waits for the index

    assert "approved profile texts: 1; what you are trying to change since 14 November 2023" in shown
    assert "/profile delete" in shown and "searches for people: 1" in shown
    assert "profile: 1" in receipt and "times your card was shown: 1" in receipt
    assert cards(found) == []
    await swept(world)
    left = await held(zoe)
    assert (list(left), left[SECTOR][0]["sector"]) == ([SECTOR, REMOVED], "nhs")
    assert cards_say.NO_PROFILE in await zoe.told("profile show")


async def test_an_introduction_under_way_ends_as_when_somebody_leaves(world: World) -> None:
    ann, bob = await asked(await ann_and_bob(world))
    shown = await bob.told("privacy")
    await forgotten(bob)
    await passes(world, 10 * DAY)

    assert "taking part in introductions: 1" in shown and "/intro leave" in shown
    assert "introductions: 1" in shown
    assert ann.has(said.DID_NOT_WORK_OUT)
    assert not ann.has("Bob") and not ann.has("remove")
    assert bob.read() == []
    await swept(world)
    assert set(await held(bob)) == {SECTOR, ASKED_ABOUT, REMOVED}


async def test_what_somebody_blocked_is_shown_to_them_and_outlives_forgetting_as_the_receipt_says(world: World) -> None:
    ann, bob = await ann_and_bob(world)
    await bob.use("intro block", kind="sector", who="NHS")
    shown = await bob.told("privacy")
    receipt = await forgotten(bob)

    assert "blocked in introductions: 1; a sector since" in shown and "/intro unblock" in shown
    assert "blocked in introductions" not in await ann.told("privacy")
    assert "a code in place of your account" in receipt and "Whom you blocked" in receipt
    assert set(await held(bob)) >= {"blocked in introductions"}


async def test_a_conversation_closes_and_what_names_them_there_goes(world: World) -> None:
    ann, bob = await asked(await ann_and_bob(world))
    await bob.answer(said.YES)
    await bob.platform.say("Bob", bob.letter(talk.YOU_ALL).ref.as_thread, "We tried zithers.")
    await world.rest()
    assert any("zithers" in line for line in ann.platform.lines(ann.box)) and ann.has("Bob (")
    await forgotten(bob)

    assert ann.has(talk.ROOM_CLOSED)
    left = [line for line in ann.platform.lines(ann.box) if "zithers" in line or "Bob" in line]
    assert left == []
    assert bob.read() == []
    await swept(world)
    assert set(await held(bob)) == {ASKED_ABOUT, SECTOR, REMOVED}


async def test_whatever_was_written_to_both_in_a_conversation_goes_from_the_one_who_is_forgotten(world: World) -> None:
    ann, bob = await asked(await ann_and_bob(world))
    await bob.answer(said.YES)
    await ann.platform.say("Ann", ann.letter(talk.YOU_ALL).ref.as_thread, "We tried zithers.")
    await world.rest()
    room = await world.database.read(lambda unit: unit.rooms.of(1))
    assert room is not None
    for who in (ann, bob):
        await who.use_button(who.letter(talk.YOU_ALL), hours.short(room.slots[0]))
    opening, here = room.opening, [seat.channel for seat in room.seats]

    async def writes(unit: Unit) -> None:
        for name in ("nothing-like-it-before", "time"):
            await notices.post(unit, f"{opening}-{name}", plain("Bob plays."), here, world.clock.now())

    await world.database.write(writes)
    await bob.closes()
    await world.rest()
    assert bob.has(talk.ROOM_CLOSED) and bob.has(talk.CALLED_OFF)
    assert any("zithers" in line for line in bob.platform.lines(bob.box))
    await forgotten(bob)

    assert bob.platform.lines(bob.box) == []
    assert ann.has(talk.ROOM_CLOSED) and ann.has(talk.CALLED_OFF) and not ann.has("Bob plays.")
    assert any("zithers" in line for line in ann.platform.lines(ann.box))


async def test_a_question_and_an_answer_go_wherever_they_were_read(world: World) -> None:
    ann, bob = await ann_and_bob(world)
    await passes(world)
    await ask(ann, "Which zithers do you use at night on your wards?")
    [question] = [shown for shown in bob.letters() if "zithers" in shown.text]
    await bob.fill(question, "Answer", words="Blue xylophones.", me="shown")
    assert ann.has("Blue xylophones.")
    await forgotten(bob)
    assert not ann.has("Blue xylophones.")
    await forgotten(ann)

    assert ann.read() == bob.read() == []


@pytest.mark.parametrize("how", ["asks", "answers", "meets"])
async def test_what_names_somebody_goes_though_their_profile_went_before(world: World, how: str) -> None:
    ann, bob = await ann_and_bob(world)
    await passes(world)
    if how == "meets":
        await asked((ann, bob))
        await bob.answer(said.YES)
    elif how == "asks":
        await ask(bob, "Which zithers do you use at night on your wards?", me="shown")
    else:
        await ask(ann, "Which zithers do you use at night on your wards?")
        await bob.fill(bob.letter("zithers"), "Answer", words="Our matron is the problem.", me="shown")
    assert any("Bob" in text for text in ann.read())
    await bob.press(await bob.use("profile delete"), "Yes, delete my profile")
    await passes(world)
    await forgotten(bob)

    assert not [text for text in ann.read() if "Bob" in text or "matron" in text]


async def test_whoever_was_told_of_somebody_and_deletes_their_profile_reads_their_name_no_more(world: World) -> None:
    ann, bob = await asked(await ann_and_bob(world))
    await bob.answer(said.YES)
    await passes(world, 15 * DAY)
    assert any(talk.did_you_talk(["Ann"]) in text for text in bob.read())
    await bob.press(await bob.use("profile delete"), "Yes, delete my profile")
    await passes(world)
    await forgotten(ann)

    assert not [text for text in bob.read() if "Ann" in text]


async def test_what_names_a_younger_profile_goes_though_its_owner_linked_an_older_one(world: World) -> None:
    await until_morning(world)
    zed = await settle_in(world, world.green, "Zed", Sector.SOCIAL_CARE, joins=False)
    world.clock.advance(10)
    ann, bob = await ann_and_bob(world)
    await asked((ann, bob))
    await bob.answer(said.YES)
    await passes(world)
    assert any("Bob" in text for text in ann.read())
    await link(bob, zed)
    await passes(world)
    await forgotten(bob)

    assert not [text for text in ann.read() if "Bob" in text]


async def ask(who: Neighbour, words: str, me: str = "hidden") -> None:
    """Somebody puts a question to those who may know."""
    await who.use("ask", words=words, me=me, where="people", suppliers="no")


async def test_the_erased_words_are_in_no_table_and_in_no_file(
    world: World, database_kind: str, database_url: str
) -> None:
    _, bob = await asked(await ann_and_bob(world))
    await bob.use("profile", sector="social care", problem="Quizzical zebras fall at night")
    await bob.use("jargon add", term="ZEB", expansion="Zebra bench", meaning="A bench.")
    await bob.use("peers", problem="quizzical giraffes")
    await bob.answer(said.YES)
    before = await raw(world, database_kind, database_url)
    assert b"Quizzical zebras" in before and b"giraffes" in before and str(bob.account).encode() in before
    await forgotten(bob)
    await swept(world)
    await world.database.compact()
    after = await raw(world, database_kind, database_url)

    assert b"Ann" in after and b"Zebra bench" in after
    for word in (b"Quizzical zebras", b"giraffes", b"Oak House", str(bob.account).encode()):
        assert word not in after, word


async def test_an_edit_of_what_never_crossed_goes_too(world: World, rosa: Member, ann: Member) -> None:
    await rosa.use("bridge pause", what="all")
    posted = await world.red.say("Ann", ann.channel, "The walrus said so.")
    world.clock.advance(60)
    await rosa.use("bridge resume", what="all")
    await world.red.change(posted, "The walrus did not say so.")
    await world.rest()
    assert "messages" in await held(ann)
    await forgotten(ann)
    await swept(world)

    assert [row for row in await rows(world.database, select(message)) if "walrus" in repr(row)] == []


async def test_no_key_of_what_was_heard_names_them_either(world: World, ann: Member, bert: Member) -> None:
    await bert.say("Shall we?")
    copy = world.red.shown(ann.channel)[-1].ref
    told = read.reacted(copy, ann.name, "wave", "1700000000.000100", Me("home", "U0BOT"), NO_NAMES)
    await world.bot.app.heard(replace(told, author=Author(ann.account, ann.name)))
    looked = select(heard.c.key).where(heard.c.key.contains(ann.name))
    assert len(await rows(world.database, looked)) == 1
    await forgotten(ann)
    await swept(world)

    assert await rows(world.database, looked) == []
