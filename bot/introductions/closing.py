"""Closing a room: nothing is carried any more, and everybody in it is told so in the same words."""

from __future__ import annotations

from adapters.contract.content import Button
from bot import notices
from bot.introductions import hours, opening, talk
from bot.introductions.letters import letter
from bot.introductions.rules import State, Turn, after
from storage.database import Unit


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
    agreed = None if room.agreed is None else room.slots[room.agreed]
    off = talk.had_agreed(hours.moment(agreed)) if agreed is not None and agreed > now else ""
    not_again = Button(talk.NOT_AGAIN, opening.KEEP_AWAY, str(id))
    message = letter(*filter(None, (why, talk.ROOM_CLOSED, off)), buttons=(not_again,))
    places = list(dict.fromkeys(seat.channel for seat in room.seats if seat.seated))
    if places:
        await notices.post(unit, f"{room.opening}-closed", message, places, now)
        await opening.refresh(unit, room, now)
    return True
