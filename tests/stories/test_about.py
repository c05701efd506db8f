"""What members are told of what happens to their words: true for whoever asks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.contract.commands import Way
from adapters.contract.content import Text
from bot.relay import texts
from tests.stories.asking import Member


async def test_everybody_is_told_how_to_opt_out(ann: Member) -> None:
    said = await ann.told("unsilo")
    assert "also appears in" in said and texts.YOURS in said


async def test_newcomers_are_told_in_five_lines_and_every_button_leads_on(ann: Member) -> None:
    shown = await ann.use("unsilo")
    declared = {it.name: it for it in ann.world.bot.app.declarations}

    assert len(shown.blocks) == 5
    assert len(shown.buttons) == 4
    assert all(Way.BUTTON in declared[button.action].ways for button in shown.buttons)


@pytest.mark.parametrize(("where", "sentence"), [("here", texts.OPTED_OUT), ("everywhere", texts.OPTED_OUT_EVERYWHERE)])
async def test_whoever_opted_out_is_told_so(ann: Member, where: str, sentence: str) -> None:
    await ann.use("bridge optout", where=where)
    said = await ann.told("unsilo")
    assert sentence in said and "also appears" not in said

    await ann.use("bridge optin", where=where)
    assert "also appears in" in await ann.told("unsilo")


async def test_guests_of_another_organisation_are_told_that_their_words_stay_unless_organisers_want_them(
    rosa: Member, ann: Member
) -> None:
    guest = replace(ann, stranger=True)
    said = await guest.told("unsilo")
    assert texts.STRANGER in said and "also appears" not in said

    await rosa.use("bridge strangers", strangers="on")
    assert "also appears in" in await guest.told("unsilo")


async def test_whoever_is_banned_is_told_by_whom(rosa: Member, ann: Member) -> None:
    await rosa.use("bridge ban", who="<@Ann>")
    said = await ann.told("unsilo")
    assert texts.barred(["Red"]) in said and "also appears" not in said


async def test_whoever_is_muted_is_told_until_when(rosa: Member, ann: Member) -> None:
    await rosa.use("bridge mute", who="<@Ann>", time="1h")
    assert texts.barred(["Red"], Text("HERE")).removesuffix("HERE.") in await ann.told("unsilo")
