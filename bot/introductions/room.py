"""What members do in a room: choose times, close it, keep away, remove a message everywhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from adapters.contract.commands import Command, Declaration, Press, Way
from adapters.contract.content import Button, ButtonStyle, Content, plain
from adapters.contract.refs import ChannelRef
from bot import notices
from bot.apart import Kind, hashes, own_hashes
from bot.delivering import copying
from bot.feature import Call, Handler
from bot.introductions import apart_texts, hours, opening, talk
from bot.introductions.closing import close
from bot.introductions.invitation import invitation, is_over
from bot.introductions.letters import blocks
from bot.rooms import around
from storage.database import Unit
from storage.seats import Room, RoomSeat

BUTTON = frozenset({Way.BUTTON})
RoomHandler = Callable[[Call, Unit, Room, RoomSeat], Awaitable[Content]]


def in_a_room(answer: RoomHandler, *, closed: bool = False) -> Callable[[Call, Unit], Awaitable[Content]]:
    """A handler for members of the open room that the pressed button names; the button is untrusted.

    `closed`: it may have closed, too.
    """

    async def checked(call: Call, unit: Unit) -> Content:
        number = _argument(call).partition(".")[0]
        room = await unit.rooms.of(int(number), lock=True) if _is_number(number) else None
        seat = None if room is None else room.seat(await unit.members.accounts(call.asked.by.account))
        if room is None or seat is None:
            return plain(talk.NOT_IN_ROOM)
        if room.closed_at is not None and not closed:
            return plain(talk.closed(shared=room.shared))
        return await answer(call, unit, room, seat)

    return checked


async def slot(call: Call, unit: Unit, room: Room, seat: RoomSeat) -> Content:
    """Note that somebody can make a time; when all can, everybody gets an invitation."""
    number = _argument(call).partition(".")[2]
    if room.agreed is not None:
        return plain(talk.agreed_on(hours.moment(room.slots[room.agreed])))
    if not _is_number(number) or int(number) >= len(room.slots):
        return plain(talk.NOT_IN_ROOM)
    await unit.rooms.mark(room.id, int(number), seat.person)
    marked = await unit.rooms.of(room.id) or room
    who = {person for each, person in marked.marks if each == int(number)}
    if who >= {each.person for each in room.seats} and await unit.rooms.agree(room.id, int(number)):
        await _invite(unit, room, room.slots[int(number)], call.now)
    marked = await unit.rooms.of(room.id) or room
    await opening.refresh(unit, marked, call.now)
    done = marked.agreed is not None
    return plain(talk.agreed_on(hours.moment(room.slots[int(number)])) if done else talk.MARKED)


async def _invite(unit: Unit, room: Room, at: float, now: float) -> None:
    introduction = await unit.introductions.of(room.introduction_id)
    parties = () if introduction is None else introduction.parties
    names = [party.name for party in parties if party.person in {seat.person for seat in room.seats}]
    file = invitation(room.id, names, at, now)
    said = Content(blocks(talk.agreed(hours.moment(at)), talk.AGREE_HOW), (file,))
    await notices.post(unit, f"{room.opening}-time", said, places(room), now)


async def just_message(call: Call, unit: Unit, room: Room, seat: RoomSeat) -> Content:
    """Tell the others that somebody prefers to write."""
    introduction = await unit.introductions.of(room.introduction_id)
    party = None if introduction is None else introduction.party([seat.account])
    talks = [] if room.agreed is None or is_over(at := room.slots[room.agreed], call.now) else [at]
    stands = [talk.talk_stands(hours.moment(at)) for at in talks]
    if party is not None:
        said = Content(blocks(talk.prefers(party.name), *stands))
        others = list(dict.fromkeys(each.channel for each in room.seats if room.shared or each.person != seat.person))
        await notices.post(unit, f"{room.opening}-just-{seat.person}", said, others, call.now)
    return plain(talk.JUST, *stands)


async def ask_to_close(call: Call, unit: Unit, room: Room, seat: RoomSeat) -> Content:
    """Ask whether the room is to be closed: it is for everybody, and nothing opens it again."""
    return _sure(room, talk.CLOSE_SURE, talk.YES_CLOSE, opening.CLOSE_SURE)


async def close_it(call: Call, unit: Unit, room: Room, seat: RoomSeat) -> Content:
    """Close the room for everybody."""
    await close(unit, room.id, call.now)
    return plain(talk.CLOSED_NOW)


async def keep_away(call: Call, unit: Unit, room: Room, seat: RoomSeat) -> Content:
    """Never be introduced to these people again: at once where the room is closed, else after a question."""
    if room.closed_at is None:
        return _sure(room, talk.AWAY_SURE, talk.YES_AWAY, opening.AWAY_SURE)
    return await block(call, unit, room, seat)


def _sure(room: Room, question: str, label: str, action: str) -> Content:
    yes = Button(label, action, str(room.id), ButtonStyle.DANGER)
    return Content(blocks(question, talk.CLOSE_MEANS), buttons=(yes,))


async def block(call: Call, unit: Unit, room: Room, seat: RoomSeat) -> Content:
    """Close the room, if it is open, and never be introduced to these people again; they are not told."""
    mine = await own_hashes(unit, call.asked.by.account)
    for meant, *along in await _others(unit, room, seat):
        await unit.apart.block(mine, Kind.PERSON.value, meant, call.now, along=along)
    await close(unit, room.id, call.now)
    undo = Button(talk.TAKE_BACK, opening.TAKE_BACK, str(room.id))
    return Content(blocks(talk.CLOSED_NOW, talk.BLOCKED_NOW, talk.UNBLOCK_HOW), buttons=(undo,))


async def take_back(call: Call, unit: Unit, room: Room, seat: RoomSeat) -> Content:
    """Be introduced to these people again, should it come to that; the room stays closed."""
    mine = await own_hashes(unit, call.asked.by.account)
    others = await _others(unit, room, seat)
    done = [await unit.apart.unblock(mine, Kind.PERSON.value, meant) for meant, *_along in others]
    return plain(apart_texts.UNBLOCKED if any(done) else apart_texts.NOT_BLOCKED)


async def _others(unit: Unit, room: Room, seat: RoomSeat) -> list[list[str]]:
    """Of everybody else in a room, the account there and all their other ones, as they are kept in blocks."""
    others = [each.account for each in room.seats if each.person != seat.person]
    return [list((await hashes(unit, await unit.members.accounts(each))).values()) for each in others]


async def remove(call: Call, unit: Unit) -> Content:
    """Remove a message of a room everywhere: anybody in it may."""
    asked = call.asked
    message = asked.message if isinstance(asked, Command) else None
    known = None if message is None else await unit.copies.behind(message.key)
    if message is None or known is None or known.notice:
        return plain(talk.NO_MESSAGE)
    bridge = await around(unit, message.channel, message.key)
    if bridge is None or not bridge.private:
        return plain(talk.NO_MESSAGE)
    room = await unit.rooms.of(-bridge.id)
    if room is None or room.seat(await unit.members.accounts(asked.by.account)) is None:
        return plain(talk.NO_MESSAGE)
    await copying.everywhere(known, call.now, unit, call.now)
    return plain(talk.REMOVED)


def places(room: Room) -> list[ChannelRef]:
    """Where a room's members read what is said to all of them."""
    return list(dict.fromkeys(seat.channel for seat in room.seats))


def _argument(call: Call) -> str:
    """What a button carries: untrusted."""
    return call.asked.argument if isinstance(call.asked, Press) else ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 15


HANDLERS = (
    Handler(Declaration(opening.SLOT, "I can make it", "Say that you can make a time", ways=BUTTON), in_a_room(slot)),
    Handler(
        Declaration(opening.JUST, "Just message", "Say that you prefer to write", ways=BUTTON), in_a_room(just_message)
    ),
    Handler(Declaration(opening.CLOSE, "Close", "Close the conversation", ways=BUTTON), in_a_room(ask_to_close)),
    Handler(Declaration(opening.CLOSE_SURE, "Yes, close it", "Close it now", ways=BUTTON), in_a_room(close_it)),
    Handler(
        Declaration(opening.KEEP_AWAY, "Close and block", "Close it, and never meet them again", ways=BUTTON),
        in_a_room(keep_away, closed=True),
    ),
    Handler(
        Declaration(opening.AWAY_SURE, "Yes, close and block", "Close it now, and never meet them again", ways=BUTTON),
        in_a_room(block, closed=True),
    ),
    Handler(
        Declaration(opening.TAKE_BACK, "Take the block back", "Let introductions to them happen again", ways=BUTTON),
        in_a_room(take_back, closed=True),
    ),
    Handler(
        Declaration("intro remove", "Remove everywhere", "Remove a message of your conversation everywhere",
                    ways=frozenset({Way.MENU})),
        remove,
    ),
)  # fmt: skip
