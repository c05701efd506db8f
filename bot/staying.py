"""Whether what somebody writes in a channel of a bridge is copied, and why not: one answer for all who say so."""

from __future__ import annotations

from adapters.contract.commands import Asked
from adapters.contract.content import Paragraph, Text, Timestamp
from adapters.contract.refs import CommunityRef
from bot import crossing
from bot.saying import laid
from bot.texts import staying_texts as texts
from bot.whom import name_of
from storage.bridges import Bridge, Direction, End
from storage.database import Unit
from storage.exclusions import EVERYWHERE, Exclusion


async def why(asked: Asked, bridge: Bridge, unit: Unit, now: float) -> Paragraph | None:
    """Why nothing is copied of what somebody writes in the channel of a bridge where they ask; None when it is."""
    match await unit.exclusions.of(asked.by.account, bridge.id, now):
        case Exclusion.OPTED_OUT:
            return _line(texts.OPTED_OUT_EVERYWHERE if await out_of_all(asked, unit) else texts.OPTED_OUT)
        case Exclusion.BARRED:
            return await _barred(asked, bridge, unit, now)
    if crossing.strange(asked.by, asked.channel, bridge, now):
        return _line(texts.STRANGER)
    if crossing.listeners(bridge, asked.channel, now):
        return None
    return _line(_silent(bridge, bridge.end(asked.channel)))


async def out_of_all(asked: Asked, unit: Unit) -> bool:
    """Whether whoever asks has opted out of all bridges."""
    return EVERYWHERE in await unit.exclusions.all(asked.by.account, Exclusion.OPTED_OUT)


def _silent(bridge: Bridge, end: End | None) -> str:
    """Why nothing that is written in a channel of a bridge is copied now."""
    if bridge.paused or (end is not None and end.paused):
        return texts.paused(bridge.name, whole=bridge.paused)
    if end is not None and end.direction is Direction.IN:
        return texts.only_receives(bridge.name)
    return texts.stays_here(bridge.name) if len(bridge.ends) > 1 else texts.alone(bridge.name)


async def _barred(asked: Asked, bridge: Bridge, unit: Unit, now: float) -> Paragraph:
    """Who keeps somebody's words from a bridge, and until when."""
    standing = await unit.exclusions.keeping(asked.by.account, bridge.id, now)
    names = await unit.communities.names()
    by = [name_of(CommunityRef.parse(each.by), names) for each in standing if each.by]
    ends = [each.until for each in standing if each.until is not None]
    until = Timestamp(int(max(ends))) if len(ends) == len(standing) else None
    return Paragraph(laid(texts.barred(by, until) if by else texts.barred_by_itself(until)))


def _line(said: str) -> Paragraph:
    return Paragraph((Text(said),))
