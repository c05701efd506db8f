"""What somebody can ask about their own introductions: why, and which there were."""

from __future__ import annotations

from adapters.contract.commands import Declaration
from adapters.contract.content import Content, ListBlock, Paragraph, Text
from bot.feature import Call, Handler
from bot.introductions import apart_texts, figures_texts, hours, opening, ruling, texts
from bot.introductions.joining import for_takers
from bot.introductions.letters import WAYS_OUT, blocks
from bot.introductions.rules import Answer, State
from bot.introductions.who import homes_of
from bot.saying import _
from storage.database import Unit
from storage.introductions import Introduction
from storage.takers import Taker

_SHOWN = 10
_NAMED = (State.AGREED, State.OPEN, State.MET)


async def why(call: Call, unit: Unit, taker: Taker) -> Content:
    """How matching works, and what of the reader's own words the last introduction was about."""
    found = [it for it in await unit.introductions.with_person(taker.person) if _knows(it, taker.person)]
    lines: list[str] = [figures_texts.WHY_HOW]
    if not found:
        lines.append(figures_texts.WHY_NONE)
    elif words := next((party.overlap for party in found[0].parties if party.person == taker.person), ""):
        lines.append(figures_texts.last(words))
    lines += [texts.leaning(key, weight) for key, weight in taker.leanings.items()]
    ruled = await ruling.lines(unit, homes_of(await unit.members.accounts(taker.account), taker.home))
    lines += [apart_texts.RULED_HERE, *ruled] if ruled else []
    return Content(blocks(*lines), buttons=WAYS_OUT)


async def history(call: Call, unit: Unit, taker: Taker) -> Content:
    """The reader's introductions, the newest first; with names where all said yes."""
    found = [it for it in await unit.introductions.with_person(taker.person) if _knows(it, taker.person)][:_SHOWN]
    if not found:
        return Content(blocks(figures_texts.HISTORY_NONE), buttons=WAYS_OUT)
    items = tuple((Paragraph((Text(_line(it, taker)),)),) for it in found)
    return Content((ListBlock(items),), buttons=WAYS_OUT)


def _knows(introduction: Introduction, person: str) -> bool:
    """Whether somebody was asked, or asked for it: of what is only planned they know nothing."""
    mine = next(party for party in introduction.parties if party.person == person)
    return (introduction.state != State.PROPOSED and mine.answer != Answer.UNASKED) or introduction.asker == person


def _line(introduction: Introduction, taker: Taker) -> str:
    when = hours.day(introduction.made_at, taker.zone)
    mine = next(party for party in introduction.parties if party.person == taker.person)
    if introduction.state in _NAMED and mine.answer == Answer.YES:
        return figures_texts.happened(when, introduction.state, opening.named(introduction, taker.person))
    # What became of it without them, they do not learn.
    state = State.ASKED if introduction.state in (State.PROPOSED, State.ASKED) else State.CLOSED
    return figures_texts.happened(when, state)


HANDLERS = (
    Handler(Declaration("intro why", "Why", _("How you are matched with others")), for_takers(why)),
    Handler(Declaration("intro history", "Your introductions", _("Which introductions you had")), for_takers(history)),
)
