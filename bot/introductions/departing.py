"""Somebody goes: leaves, pauses, is erased, or keeps away from somebody. What is under way ends properly.

Nobody is told why. Whoever waits for an answer hears at the time at which they would have heard anyway.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

from adapters.contract.refs import AccountRef
from bot.introductions import calling, letters, naming, posting, settling, talk
from bot.introductions.closing import close
from bot.introductions.rules import MAY_CHANGE, PENDING, Answer, State, keeps_away
from bot.introductions.who import members
from storage.consents import Kind
from storage.database import Unit
from storage.introductions import Introduction
from storage.subjects import people


async def withdraw(unit: Unit, person: str, now: float) -> None:
    """Somebody is not there for any introduction that is not settled yet, nor for the next round."""
    for pending in await unit.introductions.with_person(person, PENDING):
        await _gone(unit, pending, person, now)
    await calling.withdraw(unit, person, now)
    await letters.drop(unit, person, letters.QUESTION, now)


async def depart(unit: Unit, person: str, now: float) -> None:
    """Somebody takes part no longer, and has not said yes to it any more: their rooms close too."""
    taker = await unit.takers.by_person(person)
    await _end(unit, person, now)
    if taker is not None:
        await unit.consents.withdraw(await unit.members.accounts(taker.account), Kind.INTRODUCTIONS, now)


async def _end(unit: Unit, person: str, now: float) -> None:
    await withdraw(unit, person, now)
    for room in await unit.rooms.with_person(person):
        await close(unit, room.id, now)
    await letters.drop(unit, person, letters.ABOUT, now)
    await unit.takers.leave(person)


async def be_away(account: AccountRef, unit: Unit, now: float) -> None:
    """An account that takes part was closed, or left: what is under way ends; nothing begins until it is back."""
    for id in await unit.asks.put_by([account]):
        await posting.close(id, unit, now)
    taker = await unit.takers.of([account])
    if taker is None:
        return
    rooms = await unit.rooms.with_person(taker.person)
    await withdraw(unit, taker.person, now)
    await unit.rooms.leave(taker.person)
    for room in rooms:
        await close(unit, room.id, now, why=talk.NO_MORE_THERE)


async def be_taken_apart(accounts: Sequence[AccountRef], unit: Unit, now: float) -> bool:
    """Accounts are by themselves now. Without the profile they take part no longer, nor ask anything as its owner.

    True when they took part, so that all of the accounts are told.
    """
    if await unit.profiles.of(accounts) is not None:
        return False
    for id in await unit.asks.put_by(accounts):
        await posting.close(id, unit, now)
    taker = await unit.takers.of(accounts)
    if taker is not None:
        await depart(unit, taker.person, now)
    await unit.consents.withdraw(accounts, Kind.INTRODUCTIONS, now)
    return taker is not None


async def depart_from_anothers(unit: Unit, person: str, now: float) -> None:
    """Somebody took part under a profile that is another's: they do no longer, and nothing of theirs leads to it."""
    taker = await unit.takers.by_person(person)
    if taker is not None:
        accounts = await unit.members.accounts(taker.account)
        await depart(unit, person, now)
        await people(unit).set_apart(accounts)


async def erase(unit: Unit, person: str, now: float) -> None:
    """Nothing of somebody's introductions stays but what nobody can tell is theirs: counts, and salted hashes.

    What names them to others goes too, for nothing leads to it any more. What they asked takes no more answers. It
    stays known to be theirs, as their answers do, until they have all removed: it can be reported while it is read.
    If it was one of two profiles of a member who linked their accounts, the member goes on under the other.
    """
    taker = await unit.takers.by_person(person)
    told = await naming.of_meetings(person, unit)
    await _end(unit, person, now)
    await naming.take_back(told, unit, now)
    if taker is not None:
        accounts = await unit.members.accounts(taker.account)
        other = await unit.profiles.of(accounts)
        for id in await unit.asks.put_by(accounts) if other is None else ():
            await posting.close(id, unit, now)
        if other is not None and await unit.takers.by_person(other.person) is None:
            await unit.takers.join(replace(taker, person=other.person))
        else:
            await unit.consents.withdraw([taker.account], Kind.INTRODUCTIONS, now)
    nobody = f"gone-{secrets.token_hex(8)}"
    await unit.introductions.erase(person, nobody)
    await unit.rounds.erase(person, nobody)
    await unit.rooms.erase(person, nobody)


async def part(unit: Unit, person: str, now: float) -> None:
    """Somebody blocked something: introductions and rooms with those whom it keeps away end."""
    states = (*PENDING, State.AGREED, State.OPEN)
    for introduction in await unit.introductions.with_person(person, states):
        everybody = await members(unit, now, [party.person for party in introduction.parties])
        pairs = permutations([each.candidate for each in everybody.values()], 2)
        if not any(keeps_away(one, other) for one, other in pairs):
            continue
        if introduction.state in PENDING:
            await _gone(unit, introduction, person, now)
        elif (room := await unit.rooms.for_introduction(introduction.id)) is not None:
            await close(unit, room.id, now)


async def _gone(unit: Unit, introduction: Introduction, person: str, now: float) -> None:
    held = await unit.introductions.of(introduction.id, lock=True)
    if held is None or held.state not in PENDING:
        return
    await unit.introductions.answer(held.id, person, MAY_CHANGE, Answer.GONE)
    await settling.retract(unit, held, person, now)
    if held.state == State.ASKED:
        await settling.settle(unit, held.id, now)
