"""Being written to in a private thread, where direct messages are closed: offered, agreed to, and taken back.

Others can read such a thread, so nobody is written to there who has not read that and agreed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from adapters.contract.commands import Asked, Declaration, Way
from adapters.contract.content import Button, ButtonStyle, Content, plain
from bot.feature import Call, Handler
from bot.introductions import asking, calling, opening, texts
from bot.introductions.joining import ASIDE, ASIDE_BACK, for_takers
from bot.introductions.letters import blocks
from bot.introductions.rules import Answer, State
from bot.readers import language_of
from bot.saying import spoken, together
from bot.withdrawing import redirect
from storage.database import Unit
from storage.introductions import Party
from storage.takers import Taker

AGREE = "intro aside"
LETTERS = re.compile(r"(?:intro|round|ask|answer|thanks)-.+|event-\d+-met-.+")  # how they are called; rooms move
BUTTON = frozenset({Way.BUTTON})


def possible(taker: Taker, asked: Asked) -> bool:
    """Whether there is another way where somebody is: in a community, while direct messages belong to none."""
    here = asked.channel
    return taker.account.letter_box.nowhere and not here.nowhere and here.platform == taker.account.platform


def offered(said: Content, taker: Taker | None, call: Call) -> Content:
    """An answer; with the other way, for whoever could not be written to since they last chose one."""
    if taker is None or taker.unreached_at <= taker.aside_at or not possible(taker, call.asked):
        return said
    if any(button.action in (ASIDE, AGREE) for button in said.buttons):
        return said
    way = Button(texts.ASIDE_CLOSED, ASIDE)
    return replace(said, blocks=(*said.blocks, *blocks(texts.ASIDE_MISSED)), buttons=(*said.buttons, way))


async def explain(call: Call, unit: Unit, taker: Taker) -> Content:
    """Say who could read a private thread, and ask for a yes."""
    if not possible(taker, call.asked):
        return plain(texts.ASIDE_WHERE)
    return Content(blocks(*texts.ASIDE_HOW), buttons=(Button(texts.ASIDE_YES, AGREE, style=ButtonStyle.PRIMARY),))


async def agree(call: Call, unit: Unit, taker: Taker) -> Content:
    """Somebody is written to in a private thread of this community from now on, also about what is under way."""
    if not possible(taker, call.asked):
        return plain(texts.ASIDE_WHERE)
    read = spoken(together(texts.ASIDE_HOW), await language_of(call.asked.by.account, unit))
    here = {"aside": str(call.asked.channel.home), "aside_wording": read}
    await _change(unit, taker, call.now, aside_at=call.now, **here)
    return plain(texts.ASIDE_ON)


async def back(call: Call, unit: Unit, taker: Taker) -> Content:
    """Somebody is written to in direct messages again."""
    await _change(unit, taker, call.now, aside="", aside_at=call.now, aside_wording="")
    return plain(texts.ASIDE_OFF)


async def _change(unit: Unit, taker: Taker, now: float, **values: object) -> None:
    """Keep where somebody is written to; what waits for them, and their conversations, move along."""
    await unit.takers.change(taker.person, **values)
    moved = await unit.takers.by_person(taker.person)
    if moved is None or moved.box == taker.box:
        return
    await redirect(taker.box, moved.box, LETTERS, unit)
    for introduction in await unit.introductions.with_person(taker.person, (State.ASKED,)):
        if _waits(introduction.parties, taker.person):
            await asking.ask_again(unit, introduction, taker.person, now)
    await calling.ask_again(unit, moved, now)
    for room in await unit.rooms.with_person(taker.person):
        if not room.shared:
            await unit.rooms.reseat(room.id, taker.person, moved.box)
            await opening.announce(unit, room.id, now)


def _waits(parties: Sequence[Party], person: str) -> bool:
    return any(party.person == person and party.answer == Answer.NONE for party in parties)


HANDLERS = (
    Handler(Declaration(ASIDE, "A private thread", "If direct messages are closed", ways=BUTTON), for_takers(explain)),
    Handler(Declaration(AGREE, "Use a private thread", "Be written to in one", ways=BUTTON), for_takers(agree)),
    Handler(Declaration(ASIDE_BACK, "Direct messages", "Be written to in them again", ways=BUTTON), for_takers(back)),
)
