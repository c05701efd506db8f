"""Closing a room: nothing is carried any more, and everybody in it is told so in the same words."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.content import Button, Content
from adapters.contract.refs import ChannelRef
from bot import notices
from bot.introductions import opening, talk
from bot.introductions.invitation import cancellation, is_over
from bot.introductions.letters import blocks, letter
from bot.introductions.rules import State, Turn, after
from storage.database import Unit
from storage.seats import Room


async def close(unit: Unit, id: int, now: float, *, why: str = "") -> bool:
    """Close a room; False when it was closed already. Nobody is told who did it; `why` is said when nobody did."""
    if not await unit.rooms.close(id, now):
        return False
    room = await unit.rooms.of(id)
    if room is None:
        return False
    for state in (State.AGREED, State.OPEN):
        if (moved := after(state, Turn.END)) is not None:
            await unit.introductions.move(room.introduction_id, state, moved)
    not_again = Button(talk.NOT_AGAIN, opening.KEEP_AWAY, str(id))
    message = letter(*filter(None, (why,)), talk.closed(shared=room.shared), buttons=(not_again,))
    places = list(dict.fromkeys(seat.channel for seat in room.seats if seat.seated))
    if places:
        await notices.post(unit, f"{room.opening}-closed", message, places, now)
        await _call_off(unit, room, places, now)
        await opening.refresh(unit, room, now)
    return True


async def _call_off(unit: Unit, room: Room, places: Sequence[ChannelRef], now: float) -> None:
    """Take a talk that was still to come out of calendars, for everybody who got an invitation to it."""
    if room.agreed is None or is_over(at := room.slots[room.agreed], now):
        return
    said = Content(blocks(talk.CALLED_OFF, talk.CALLED_OFF_BY_HAND), (cancellation(room.id, at, now),))
    await notices.post(unit, f"{room.opening}-off", said, places, now)
