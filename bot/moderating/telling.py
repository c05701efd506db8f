"""Whom of a community a report is told, and where."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from adapters.contract.content import Content
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef
from bot import notices, organisers
from bot.feature import Call
from bot.stewards import Steward
from storage.database import Unit

_WAITS = re.compile(r" waits (\S+) (\S+)")  # how the names end of letters that wait for a platform's answer


class Told(NamedTuple):
    """Organisers' letter boxes, channels that they chose, and those whose letter waits: they may organise no more."""

    boxes: list[ChannelRef]
    rooms: list[ChannelRef]
    waiting: list[AccountRef]

    @property
    def privately(self) -> bool:
        """Whether anybody reads the report where nobody else does."""
        return bool(self.boxes or self.waiting)


def waits_for(name: str) -> Steward | None:
    """Of whom the platform has to say first that they still organise; None for all other notices."""
    found = _WAITS.search(name) if name.startswith("report-") else None
    return None if found is None else (CommunityRef.parse(found[1]), AccountRef.parse(found[2]))


async def whom(unit: Unit, home: CommunityRef, bridges: Iterable[int], unsure: Collection[Steward]) -> Told:
    """The letter boxes of a community's organisers who can be reached, and the channel that they chose.

    Others than organisers may read that channel, also whoever was reported. Of whom it cannot be told now whether they
    still organise, they are told only where nobody else is, and once their platform says so: their letter waits.
    """
    looking, chosen = dict[ChannelRef, None](), dict[ChannelRef, None]()
    for id in bridges:
        looking |= dict.fromkeys(await organisers.boxes(unit, home, id))
        chosen |= dict.fromkeys(room for room in await organisers.rooms(unit, home, id) if not room.people)
    boxes = await unit.presence.reachable(list(looking))
    doubted = {account.letter_box: account for place, account in unsure if place == home}
    sure = [box for box in boxes if box not in doubted]
    return Told(sure, list(chosen), [] if sure else [doubted[box] for box in boxes])


async def tell(
    call: Call,
    unit: Unit,
    name: str,
    home: CommunityRef,
    told: Told,
    letter: Content,
    line: Content,
    done: set[ChannelRef],
) -> None:
    """Tell those of one community who were not told yet (`done`): privately the letter, and a line in their channel."""
    boxes, rooms = ([each for each in places if each not in done] for places in (told.boxes, told.rooms))
    await notices.post(unit, name, letter, boxes, call.now)
    for each in told.waiting:
        if each.letter_box not in done:
            await notices.post(unit, f"{name} waits {home} {each}", letter, [each.letter_box], call.now)
    await notices.post(unit, f"{name}-room", line, rooms, call.now)
    done.update(boxes, rooms)
