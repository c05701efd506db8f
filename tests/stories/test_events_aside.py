"""Whoever takes no direct messages can read letters about events in a private thread, once they know who else can."""

from __future__ import annotations

from adapters.contract.content import Content
from adapters.contract.walk import text_of
from bot.events import aside_texts
from bot.privacy import texts as privacy
from tests.fakes.platform import refused
from tests.fakes.troubles import busy
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.gathering import DAY, HOUR, START, Gathering, gather, letters, places, reminded, says, until


async def closed(world: World, name: str) -> tuple[Gathering, Member]:
    """An event that somebody comes to, in a community whose people belong to none; their letter box is shut."""
    world.blue.homeless, world.blue.threads = True, False
    here = await gather(world)
    await places(here)
    eve = here.member(world.blue, name)
    world.blue.shut[eve.platform.channel(f"dm-{name}").id] = refused()
    await reminded(eve)
    await says(here, eve, "Yes")
    return here, eve


def aside(who: Member) -> str:
    """All that stands in somebody's private thread."""
    shown = who.platform.shown(who.platform.channel(f"aside-{who.name}"))
    return " ".join(" ".join(it.text for it in shown).split())


async def agrees(here: Gathering, who: Member) -> Content:
    """Somebody is offered a private thread when they press Yes again, and takes it; what they were told before."""
    offer = await who.use_button(here.post(who.platform), "Yes")
    assert aside_texts.MISSED in text_of(offer)
    explained = await who.use_button(offer, aside_texts.CLOSED)
    assert aside_texts.ON in await who.press(explained, aside_texts.YES)
    return explained


async def test_who_could_not_be_reminded_is_offered_a_thread_and_reminded_there_once_they_agree(world: World) -> None:
    here, eve = await closed(world, "eve")
    await until(here, START - DAY + 120)
    assert letters(eve) == "" and aside(eve) == ""
    explained = await agrees(here, eve)
    assert "Whoever may manage threads in this server can open and read it too." in text_of(explained)
    await until(here, START - HOUR + 120)

    assert aside(eve).count("Reminder:") == 1 and letters(eve) == ""
    assert aside_texts.MISSED not in await says(here, eve, "Yes")


async def test_nobody_is_written_to_in_a_thread_who_only_read_about_it(world: World) -> None:
    here, eve = await closed(world, "eve")
    await until(here, START - DAY + 120)
    await eve.use_button(await eve.use_button(here.post(world.blue), "Yes"), aside_texts.CLOSED)
    await until(here, START - HOUR + 120)

    assert aside(eve) == ""


async def test_where_direct_messages_are_read_no_other_way_is_offered(world: World) -> None:
    here = await gather(world)
    await places(here)
    eve = here.member(world.red, "eve")

    assert aside_texts.OFFER not in await eve.told("events reminders", wanted="on")
    assert aside_texts.MISSED not in await says(here, eve, "Yes")
    assert await eve.forge("events aside", "") == aside_texts.WHERE


async def test_reminders_say_where_they_are_read_and_it_is_taken_back_there(world: World) -> None:
    here, eve = await closed(world, "eve")
    assert aside_texts.OFFER in await eve.told("events reminders")
    await until(here, START - DAY + 120)
    await agrees(here, eve)
    shown = await eve.use("events reminders")
    assert aside_texts.shown("Blue") in text_of(shown)
    assert "letters about events in a private thread: 1" in await eve.told("privacy")
    world.blue.shut.clear()
    assert await eve.press(shown, aside_texts.NO) == aside_texts.OFF
    await until(here, START - HOUR + 120)

    assert letters(eve).count("Reminder:") == 1 and aside(eve) == ""


async def test_what_waits_for_the_thread_comes_as_a_direct_message_once_the_thread_is_wanted_no_more(
    world: World,
) -> None:
    here, eve = await closed(world, "eve")
    await until(here, START - DAY + 120)
    await agrees(here, eve)
    world.blue.trouble("send", busy, times=10_000)
    await until(here, START - HOUR + 120)
    world.blue.troubles.clear()
    world.blue.shut.clear()
    assert await eve.press(await eve.use("events reminders"), aside_texts.NO) == aside_texts.OFF
    await here.later(60)

    assert letters(eve).count("Reminder:") == 1 and aside(eve) == ""


async def test_who_has_all_removed_takes_the_letters_in_the_thread_along(world: World) -> None:
    here, eve = await closed(world, "eve")
    await until(here, START - DAY + 120)
    await agrees(here, eve)
    await until(here, START - HOUR + 120)
    assert "Reminder:" in aside(eve)
    await eve.press(await eve.use("forget"), privacy.YES_REMOVE)
    await here.later(HOUR)

    assert aside(eve) == ""
    assert await world.database.read(lambda unit: unit.asides.of(eve.account)) is None


async def test_what_is_held_of_somebody_is_never_put_into_a_thread(world: World) -> None:
    here, eve = await closed(world, "eve")
    await until(here, START - DAY + 120)
    await agrees(here, eve)
    before = aside(eve)
    assert privacy.IF_CLOSED in await eve.told("mydata")
    await here.later(60)

    assert aside(eve) == before and letters(eve) == ""
    assert privacy.IF_CLOSED not in await here.member(world.red, "mo").told("mydata")
