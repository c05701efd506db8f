"""What `/privacy` and `/forget` say holds, holds; and what has ended is told as that."""

from __future__ import annotations

from bot.privacy import texts
from tests.stories.asking import Member
from tests.stories.conftest import World

WORDS = "Has anybody tried sensors?"


async def test_what_has_ended_is_not_told_as_if_it_held(world: World, ann: Member) -> None:
    rosa, ann = (Member(world, world.red, ann.channel, name, admin=name == "Rosa") for name in ("Rosa", "Ann"))
    await ann.use("bridge optout", where="everywhere")
    await rosa.use("bridge mute", who=f"<@{ann.name}>", time="1h")
    world.clock.advance(1)
    await ann.use("bridge optin", where="everywhere")
    await world.later(2 * 3600.0)
    shown = await ann.told("privacy")

    assert f"opt-outs, bans and mutes: 0; {texts.ended('opt-outs, bans and mutes', 2)}" in shown
    assert not any(words in shown for words in ("opted out (", "kept out", "To end an opt-out"))
    await ann.use("bridge optout", where="here")
    shown = await ann.told("privacy")
    assert "opt-outs, bans and mutes: 1; opted out (the bridge “Discharge”) since 15 November 2023" in shown
    assert "To end an opt-out, use /bridge optin." in shown


async def test_whoever_has_it_removed_is_told_first_what_goes_on_and_what_to_save(world: World, ann: Member) -> None:
    rosa, ann = (Member(world, world.red, ann.channel, name, admin=name == "Rosa") for name in ("Rosa", "Ann"))
    await ann.say(WORDS)
    said = await ann.told("forget")
    assert texts.NOT_OPTED_OUT in said and not any(it in said for it in (texts.OPT_OUT_STAYS, texts.BAN_STAYS))
    assert "So do the files that /mydata sent you." in said
    await rosa.use("bridge ban", who=f"<@{ann.name}>")

    assert texts.BAN_STAYS in await ann.told("forget")


async def test_where_a_number_says_nothing_there_is_none(world: World, ann: Member) -> None:
    await ann.use("profile", sector="nhs", problem="Falls on the ward at night")
    await world.understood()
    said = (await ann.told("privacy")).splitlines()

    assert "when I last prepared your profile for searches" in [line.lstrip("-•* ") for line in said]


async def test_a_question_is_told_by_its_words(world: World, ann: Member) -> None:
    """Of which one's own name says nothing."""
    await world.database.write(
        lambda unit: unit.asks.put(
            ann.account, "Ann", "nhs", "Who has tried sensors?", world.clock.now(), suppliers=False
        )
    )

    assert "questions you asked: 1; “Who has tried sensors?” since 14 November 2023" in await ann.told("privacy")
