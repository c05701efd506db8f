"""Answering: yes, not now, not this topic. Every press is judged against its row and the accounts of who pressed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from adapters.contract.commands import Declaration, Press, Way
from adapters.contract.content import Content, plain
from bot.called import called
from bot.feature import Call, Handler
from bot.introductions import talk, texts
from bot.introductions.asking import ANSWER, REFUSE, REFUSE_TOPIC
from bot.introductions.rules import MAY_CHANGE, Answer, State, leaned
from bot.introductions.settling import settle
from storage.database import Unit
from storage.introductions import Introduction, Party

BUTTON = frozenset({Way.BUTTON})
LESS_OF_A_TOPIC = 0.5


def answering(answer: Answer) -> Callable[[Call, Unit], Awaitable[Content]]:
    """A handler that notes one answer."""

    async def noted(call: Call, unit: Unit) -> Content:
        found = await _asked(call, unit)
        if found is None:
            return plain(texts.NOT_YOURS)
        introduction, party = found
        by = call.asked.by
        here = call.asked.channel.home
        name = await called(by.name, by.account, here, unit, call.now) if answer is Answer.YES else ""
        settled = introduction.state != State.ASKED or call.now >= introduction.due_at
        if settled or not await unit.introductions.answer(introduction.id, party.person, MAY_CHANGE, answer, name):
            return plain(texts.TOO_LATE)
        if answer is Answer.NOT_THIS and party.overlap and party.answer != Answer.NOT_THIS:
            await _less_of(unit, party)
        await settle(unit, introduction.id, call.now)
        became = await unit.introductions.of(introduction.id)
        if became is not None and became.state == State.AGREED:
            return plain(talk.ALL_YES)
        lines = [texts.SAID_YES if answer is Answer.YES else texts.SAID_NO, texts.CHANGE_MIND]
        if answer is Answer.NOT_THIS and party.overlap:
            lines.append(texts.NOT_THIS_LESS)
        return plain(*lines)

    return noted


async def _asked(call: Call, unit: Unit) -> tuple[Introduction, Party] | None:
    """The introduction that the pressed button names, and the party that pressed it; None for everybody else."""
    said = call.asked.argument if isinstance(call.asked, Press) else ""
    if not (said.isascii() and said.isdecimal() and len(said) <= 15):
        return None
    introduction = await unit.introductions.of(int(said), lock=True)
    if introduction is None:
        return None
    party = introduction.party(await unit.members.accounts(call.asked.by.account))
    return None if party is None or party.answer == Answer.UNASKED else (introduction, party)


async def _less_of(unit: Unit, party: Party) -> None:
    taker = await unit.takers.by_person(party.person)
    if taker is not None:
        await unit.takers.change(party.person, leanings=leaned(taker.leanings, [party.overlap], LESS_OF_A_TOPIC))


HANDLERS = (
    Handler(
        Declaration(ANSWER, "Yes, introduce us", "Be introduced, if the others say yes too", ways=BUTTON),
        answering(Answer.YES),
    ),
    Handler(Declaration(REFUSE, "Not now", "Not this introduction", ways=BUTTON), answering(Answer.NOT_NOW)),
    Handler(Declaration(REFUSE_TOPIC, "Not this topic", "Not this topic", ways=BUTTON), answering(Answer.NOT_THIS)),
)
