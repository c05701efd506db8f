"""Somebody else instead: for those of a round who said yes in vain, or were not asked at all."""

from __future__ import annotations

from bot.introductions import asking, calling, texts
from bot.introductions.planning import CHANGED, not_this_time
from bot.introductions.rules import Answer, barred
from bot.introductions.who import Member, known, members
from storage.database import Unit
from storage.introductions import Introduction
from storage.rounds import RoundSeat


async def ask_instead(unit: Unit, failed: Introduction, now: float) -> None:
    """Ask the first alternate who is free, for each who is. Whoever was not even asked hears when there is none."""
    unasked = failed.reason == CHANGED
    for party in failed.parties:
        if (
            party.round_id is None
            or party.turn
            or party.answer not in (Answer.YES, *((Answer.NONE,) if unasked else ()))
        ):
            continue
        seat = await unit.rounds.seat(party.round_id, party.person)
        found = seat is not None and await _another(unit, seat, now)
        if unasked and not found:
            await not_this_time(unit, party.round_id, party.person, CHANGED, now)


async def _another(unit: Unit, seat: RoundSeat, now: float) -> bool:
    """Propose somebody with an alternate of theirs; False when none is free, or they had one already."""
    free = await _free(unit, seat.round_id)
    everybody = await members(unit, now, [seat.person, *seat.alternates])
    if seat.person not in everybody or seat.person not in free:
        return False
    for other in seat.alternates:
        if other in free and other in everybody and await _suits(unit, everybody[seat.person], everybody[other], now):
            people = [everybody[seat.person], everybody[other]]
            made = await asking.propose(unit, asking.ALTERNATE, people, now, round_id=seat.round_id, turn=1)
            if made is not None:
                return True
    return False


async def _suits(unit: Unit, one: Member, other: Member, now: float) -> bool:
    """Whether both want one person, and no rule keeps them apart now."""
    pair = next(iter((await known(unit, [one.candidate, other.candidate])).values()), None)
    both = one.taker.size == other.taker.size == "pair"
    return both and barred(one.candidate, other.candidate, pair, now) is None


async def _free(unit: Unit, round_id: int) -> set[str]:
    """Those who took part and wait for nobody: nothing of theirs lives, they had no alternate, and did not say no."""
    found: dict[str, bool] = {}
    for introduction in await unit.introductions.in_round(round_id):
        unasked = introduction.reason == CHANGED
        for party in introduction.parties:
            willing = party.answer == Answer.YES or (unasked and party.answer == Answer.NONE)
            open_to = introduction.state == "closed" and party.turn == 0 and willing
            found[party.person] = found.get(party.person, True) and open_to
    for seat in await unit.rounds.seats(round_id, (calling.YES,)):
        if seat.result in texts.WHYS and seat.result != CHANGED:
            found.setdefault(seat.person, True)
    return {person for person, is_free in found.items() if is_free}
