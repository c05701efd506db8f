"""A question in the channels of a bridge: it goes where a message of its writer would go, and as one would."""

from __future__ import annotations

from adapters.contract.content import Content, plain
from adapters.contract.refs import ChannelRef, MessageRef
from bot import crossing, notices
from bot.acts import Act
from bot.called import called_with_home
from bot.feature import Call
from bot.introductions import questions
from storage.asks import posted_as
from storage.audit import UNNAMED
from storage.bridges import Bridge
from storage.database import Unit
from storage.messages import NOTICES
from storage.profiles import Alike


async def stays(call: Call, bridge: Bridge, words: str, unit: Unit) -> str:
    """Why a question is not put to a bridge's channels; empty when it is. What tells of patients is refused before."""
    by, here = call.asked.by, call.asked.channel
    strange = crossing.strange(by, here, bridge, call.now)
    if strange or await crossing.kept_out(by.account, bridge, call.now, unit):
        return questions.STAYS_HERE
    if not crossing.listeners(bridge, here, call.now):
        return questions.STAYS_HERE
    word = crossing.found(await unit.filters.of(bridge.id), plain(words)) if bridge.filtered else None
    return "" if word is None else questions.has_a_word(bridge.name, word)


async def heading(call: Call, bridge: Bridge, kind: Alike, unit: Unit, *, named: bool) -> str:
    """Above the question: a name only with its community, and where names may leave the channel."""
    by, here = call.asked.by, call.asked.channel
    if not named or crossing.unnamed(bridge, here, call.now):
        return questions.asks(kind)
    name = await called_with_home(by.name, by.account, here.home, unit, call.now, stranger=by.stranger)
    return questions.named_asks(name, kind)


async def post(call: Call, bridge: Bridge, id: int, shown: Content, unit: Unit) -> None:
    """Put a question into its channel, and into the others after as long as a message waits there.

    It is its writer's word: what takes back what they wrote takes it back too. Who that is, the log does not say.
    """
    here, now, name = call.asked.channel, call.now, posted_as(id)
    end = bridge.end(here)
    if end is None:
        return
    await unit.asks.stands(id, end.channel)
    await notices.post(unit, name, shown, [end.channel], now, by=call.asked.by.account)
    later = now + crossing.held(bridge, here)
    await notices.post(unit, name, shown, crossing.listeners(bridge, here, now), later, by=call.asked.by.account)
    await unit.audit.note(end.channel.home, bridge.id, UNNAMED, Act.QUESTION, "", now)


async def close(id: int, unit: Unit, now: float) -> None:
    """Take no more answers to a question, and let its words go, also where they stand in channels."""
    await unit.asks.close(id, now)
    notice = await unit.messages.by_key(MessageRef(NOTICES, posted_as(id)).key)
    if notice is not None and notice.deleted_at is None:
        there = [ChannelRef.parse(channel) for _, channel in await unit.copies.lanes(notice.id)]
        await notices.post(unit, posted_as(id), plain(questions.STOOD_HERE), there, now)
