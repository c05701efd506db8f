"""Whoever opts in reads what else keeps their words where they are; whoever opts out twice, that it holds already."""

from __future__ import annotations

from dataclasses import replace

from bot.opting_out import texts
from bot.texts import staying_texts
from tests.stories.asking import Member
from tests.stories.conftest import World


async def test_whose_words_stay_for_another_reason_reads_it_when_opting_in(
    world: World, rosa: Member, ann: Member
) -> None:
    guest = replace(ann, stranger=True)
    await guest.use("bridge optout")
    assert await guest.told("bridge optin") == f"{texts.opted_in('Discharge')}\n{staying_texts.STRANGER}"
    for where in ("here", "everywhere"):
        assert await guest.told("bridge optin", where=where) == f"{texts.NOT_OUT}\n{staying_texts.STRANGER}"

    await rosa.use("bridge direction", direction="in")
    assert staying_texts.only_receives("Discharge") in await ann.told("bridge optin")
    await rosa.use("bridge pause")
    assert staying_texts.paused("Discharge", whole=False) in await ann.told("bridge optin")


async def test_whoever_opts_out_again_reads_that_it_holds_already(world: World, ann: Member) -> None:
    first = await ann.told("bridge optout")
    assert first.endswith(texts.HOW_BACK)
    assert await ann.told("bridge optout") == f"{texts.opted_out_already('Discharge')}\n{texts.HOW_BACK}"

    await ann.use("bridge optout", where="everywhere")
    again = f"{texts.opted_out_already(None)}\n{texts.HOW_BACK_EVERYWHERE}"
    assert await ann.told("bridge optout", where="everywhere") == again
    assert (await ann.told("bridge optout")).endswith(texts.HOW_BACK_EVERYWHERE), "here alone, it would not be enough"
