"""Before a round: one question to each whose turn it is, 48 hours before it starts; no answer means no."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from adapters.contract.commands import Declaration, Press, Way
from adapters.contract.content import Button, ButtonStyle, Content, plain
from bot import notices
from bot.feature import Call, Handler
from bot.introductions import hours, letters, texts
from bot.introductions.letters import letter
from bot.introductions.rules import DAY, Frequency, silences, takes_turn
from bot.introductions.who import hidden, hours_of
from storage.database import Unit
from storage.rounds import Round, RoundSeat
from storage.takers import Taker

TAKE_PART, SKIP = "intro in", "intro skip"
YES, NO = "in", "skip"
PAUSE_AFTER_SILENCE = 12 * 7 * DAY
AT_ONCE = 25  # people who are asked in one unit of work: messages wait as long as that takes
BUTTON = frozenset({Way.BUTTON})


def question(round_id: int, person: str) -> str:
    """The name of the notice that asks somebody whether they take part in a round."""
    return f"round-{round_id}-{person}"


async def due(unit: Unit, now: float) -> list[Taker]:
    """Those who are to be asked now about the next round, and were not yet.

    As long as an earlier round waits to be planned, it is not known whose turn it is.
    """
    if await unit.rounds.startable(now) is not None:
        return []
    starts_at = hours.next_round(now)
    unseen = await unit.takers.hidden(now)
    everybody = [taker for taker in await unit.takers.all() if taker.person not in unseen]
    found = [taker for taker in everybody if _is_due(taker, starts_at, now)]
    coming = await unit.rounds.coming(starts_at) if found else None
    asked = set() if coming is None else {seat.person for seat in await unit.rounds.seats(coming.id)}
    return [taker for taker in found if taker.person not in asked]


async def call(unit: Unit, takers: Sequence[Taker], seed: int, now: float) -> None:
    """Ask those of these about the next round who still are to be asked. `seed` is for one that there is not yet."""
    if await unit.rounds.startable(now) is not None:
        return
    starts_at = hours.next_round(now)
    coming = await unit.rounds.call(starts_at, seed)
    for taker in await unit.takers.all([taker.person for taker in takers]):
        if _is_due(taker, starts_at, now) and await unit.rounds.ask(coming.id, taker.person, now):
            await letters.write(unit, taker, question(coming.id, taker.person), _question(coming, taker), now)


async def ask_again(unit: Unit, taker: Taker, now: float) -> None:
    """Ask somebody who is written to in another place from now on, and has not answered, if there is still time to."""
    at = hours.due(hours_of(taker), now)
    for coming in await unit.rounds.unanswered(taker.person, at):
        await notices.post(unit, question(coming.id, taker.person), _question(coming, taker), [taker.box], at)


async def withdraw(unit: Unit, person: str, now: float) -> None:
    """Somebody is in no round that is not planned yet, and what asks them about one is taken back."""
    for coming in await unit.rounds.unanswered(person, now):
        await letters.retract(unit, question(coming.id, person), now, texts.ROUND_WITHOUT)
    await unit.rounds.withdraw(person)


def _is_due(taker: Taker, starts_at: float, now: float) -> bool:
    """Whether somebody is to be asked now: it is their turn, they are not away then, and this is in their hours."""
    if taker.paused(now) or taker.paused(starts_at):
        return False
    if not takes_turn(Frequency(taker.frequency), taker.last_round_at, starts_at):
        return False
    working = hours_of(taker)
    return now >= hours.when_to_ask(working, starts_at) and hours.within(working, now)


def _question(coming: Round, taker: Taker) -> Content:
    starts = texts.starts(hours.moment(coming.starts_at, taker.zone))
    buttons = (
        Button(texts.IN, TAKE_PART, str(coming.id), ButtonStyle.PRIMARY),
        Button(texts.SKIP, SKIP, str(coming.id)),
    )
    return letter(texts.ROUND_SOON, starts, texts.ROUND_SILENCE, buttons=buttons)


def answering(answer: str, said: str) -> Callable[[Call, Unit], Awaitable[Content]]:
    """A handler that notes whether somebody takes part in the round that the button names."""

    async def noted(call: Call, unit: Unit) -> Content:
        taker = await unit.takers.of(await unit.members.accounts(call.asked.by.account))
        number = call.asked.argument if isinstance(call.asked, Press) else ""
        if taker is None:
            return plain(texts.NOT_IN)
        if answer == YES and (why := await hidden(unit, taker, call.now)) is not None:
            return why
        known = number.isascii() and number.isdecimal() and len(number) <= 15
        if not known or not await unit.rounds.answer(int(number), taker.person, answer):
            return plain(texts.ROUND_OVER)
        return plain(said)

    return noted


async def count_silence(unit: Unit, seat: RoundSeat, starts_at: float, now: float) -> None:
    """Note that somebody did, or did not, answer; who did not twice in a row pauses, and is told.

    Whoever does not take part has had their turn all the same: they are asked no more often than they chose.
    """
    taker = await unit.takers.by_person(seat.person)
    if taker is None or seat.answer == "gone":
        return
    if not seat.answer and not await letters.shown(unit, question(seat.round_id, seat.person)):
        return  # they did not read it
    count, pauses = silences(taker.silences, bool(seat.answer))
    if seat.answer != YES:
        await unit.takers.change(taker.person, last_round_at=starts_at)
    if not pauses:
        await unit.takers.change(taker.person, silences=count)
        return
    await unit.takers.change(taker.person, silences=0, paused_until=now + PAUSE_AFTER_SILENCE)
    said = letter(texts.SILENT_PAUSE, texts.WHEN_READY)
    await letters.write(unit, taker, f"{question(seat.round_id, seat.person)}-pause", said, now)


HANDLERS = (
    Handler(
        Declaration(TAKE_PART, "Count me in", "Take part in the next round", ways=BUTTON),
        answering(YES, texts.COUNTED_IN),
    ),
    Handler(
        Declaration(SKIP, "Skip this time", "Do not take part in the next round", ways=BUTTON),
        answering(NO, texts.SKIPPED),
    ),
)
