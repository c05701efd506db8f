"""Settling: what the answers lead to. Two yeses open a room; everything else stays between each member and the bot."""

from __future__ import annotations

from collections.abc import Sequence

from bot.introductions import hours, letters, opening, talk, texts
from bot.introductions.asking import question
from bot.introductions.rules import Answer, State, Turn, after, verdict
from bot.introductions.who import hours_of, remember
from storage.database import Unit
from storage.introductions import Introduction, Party


async def settle(unit: Unit, id: int, now: float) -> None:
    """Do what the answers lead to, if there is nothing to wait for any more."""
    introduction = await unit.introductions.of(id, lock=True)
    if introduction is None or introduction.state != State.ASKED:
        return
    answers = [Answer(party.answer) for party in introduction.parties]
    match verdict(answers, over=now >= introduction.due_at):
        case Turn.AGREE:
            await _agreed(unit, introduction, now)
        case Turn.END:
            await _failed(unit, introduction, now)


async def retract(unit: Unit, introduction: Introduction, person: str, now: float) -> None:
    """Take the question back that one member was, or is to be, asked."""
    [party] = [party for party in introduction.parties if party.person == person]
    if party.account.id:
        await letters.retract(unit, question(introduction.id, person), now)


async def _agreed(unit: Unit, introduction: Introduction, now: float) -> None:
    """Enough said yes: those who did get a room, and nobody else learns of it."""
    moved = after(State.ASKED, Turn.AGREE)
    if moved is None or not await unit.introductions.move(
        introduction.id, State.ASKED, moved, opened_at=now, due_at=now
    ):
        return
    yes = said_yes(introduction)
    for party in introduction.parties:
        if party.account.id:
            said = talk.ALL_YES if party in yes else texts.ENDED
            await letters.retract(unit, question(introduction.id, party.person), now, said)
    await remember(unit, [party.account for party in yes], met=True, now=now)
    await opening.open_room(unit, introduction, yes, now)


async def _failed(unit: Unit, introduction: Introduction, now: float) -> None:
    """Nobody is named. Whoever said yes hears that it did not work out, and no more than that."""
    moved = after(State.ASKED, Turn.END)
    reason = "no answer" if any(party.answer == Answer.NONE for party in introduction.parties) else "declined"
    if moved is None or not await unit.introductions.move(
        introduction.id, State.ASKED, moved, reason=reason, due_at=now
    ):
        return
    for party in introduction.parties:
        await retract(unit, introduction, party.person, now)
    asked = [party for party in introduction.parties if party.answer != Answer.UNASKED and party.account.id]
    await remember(unit, [party.account for party in asked], met=False, now=now)
    await tell_in_vain(unit, introduction, now)


async def tell_in_vain(unit: Unit, introduction: Introduction, now: float) -> None:
    """Tell those who said yes, in their hours, that it did not work out."""
    for party in introduction.parties:
        if party.answer == Answer.YES and (taker := await unit.takers.by_person(party.person)) is not None:
            said = letters.letter(texts.DID_NOT_WORK_OUT, texts.COMMON)
            due = hours.due(hours_of(taker), now)
            await letters.write(unit, taker, f"intro-{introduction.id}-{party.person}-end", said, due)


def said_yes(introduction: Introduction) -> Sequence[Party]:
    """Those who said yes."""
    return [party for party in introduction.parties if party.answer == Answer.YES]
