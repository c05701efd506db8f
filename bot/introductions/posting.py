"""A question in the channels of a bridge: it goes where a message of its writer would go, and as one would."""

from __future__ import annotations

from adapters.contract.commands import Asked, Beginning, Form
from adapters.contract.content import Content, plain
from adapters.contract.refs import ChannelRef, MessageRef
from bot import crossing, notices
from bot.acts import Act
from bot.called import called_with_home
from bot.feature import Call
from bot.introductions import questions
from bot.withdrawing import unquote
from storage.asks import BROUGHT_AS, posted_as
from storage.audit import UNNAMED
from storage.bridges import Bridge
from storage.database import Unit
from storage.messages import NOTICES
from storage.profiles import Alike


async def stays(call: Call, bridge: Bridge, words: str, unit: Unit) -> str:
    """Why a question is not put to a bridge's channels; empty when it is. What tells of patients is refused before."""
    if not crossing.listeners(bridge, call.asked.channel, call.now) or await _kept_out(call, bridge, unit):
        return questions.STAYS_HERE
    word = await _filtered(bridge, words, unit)
    return "" if word is None else questions.has_a_word(bridge.name, word)


async def in_channel(asked: Asked | Beginning, id: int, unit: Unit) -> bool:
    """Whether an answer is given where a question stands in a channel, rather than to a letter."""
    message = asked.message if isinstance(asked, Form | Beginning) else None
    notice = None if message is None else await unit.copies.behind(message.key)
    return notice is not None and notice.notice and notice.ref.id == posted_as(id)


async def answer_stays(call: Call, id: int, words: str, unit: Unit) -> str:
    """Why an answer that is given in a channel is not passed on; empty when it is.

    It leaves where a message of its writer would, and comes where that would come.
    """
    here = call.asked.channel
    bridge, asked_in = await crossing.here(call.asked, unit), await unit.asks.put_from(posted_as(id))
    if bridge is None or asked_in is None or not _reaches(bridge, here, asked_in, call.now):
        return questions.ANSWER_STAYS_HERE
    if await _kept_out(call, bridge, unit):
        return questions.ANSWER_STAYS_HERE
    word = await _filtered(bridge, words, unit)
    return "" if word is None else questions.answer_has_a_word(bridge.name, word)


async def answer_waits(id: int, here: ChannelRef, unit: Unit) -> float:
    """For how many seconds an answer waits that is given in a channel: whoever reads it there does not wait."""
    bridge, asked_in = await unit.bridges.of(here), await unit.asks.put_from(posted_as(id))
    if bridge is None or asked_in is None or bridge.end(asked_in) is bridge.end(here):
        return 0.0
    return crossing.held(bridge, here)


async def dropped(name: str, unit: Unit) -> bool:
    """Whether a letter brings an answer that has become one which stays in its channel, while it waited.

    The question may have been removed, its writer kept out, or an end have left, or be paused, or have been. An answer
    of which nothing is known any more stays, too: nobody could answer for it.
    """
    if not name.startswith(BROUGHT_AS):
        return False
    answer = await unit.asks.brought(name)
    if answer is None or answer.channel is None:
        return answer is None
    question = posted_as(answer.question_id)
    shown = await unit.messages.by_key(MessageRef(NOTICES, question).key)
    bridge, asked_in = await unit.bridges.of(answer.channel), await unit.asks.put_from(question)
    if bridge is None or asked_in is None or shown is None or shown.deleted_at is not None:
        return True
    if not _reaches(bridge, answer.channel, asked_in, answer.at):
        return True
    return await crossing.kept_out(answer.account, bridge, answer.at, unit)


def _reaches(bridge: Bridge, here: ChannelRef, there: ChannelRef, at: float) -> bool:
    """Whether what was written in a channel at a time comes to another one, or is read where it was written."""
    end = bridge.end(there)
    if end is None or not crossing.speaks(bridge, here, at):
        return False
    return end is bridge.end(here) or end.channel in crossing.listeners(bridge, here, at)


async def _kept_out(call: Call, bridge: Bridge, unit: Unit) -> bool:
    by = call.asked.by
    strange = crossing.strange(by, call.asked.channel, bridge, call.now)
    return strange or await crossing.kept_out(by.account, bridge, call.now, unit)


async def _filtered(bridge: Bridge, words: str, unit: Unit) -> str | None:
    return crossing.found(await unit.filters.of(bridge.id), plain(words)) if bridge.filtered else None


async def heading(call: Call, bridge: Bridge, kind: Alike, unit: Unit, *, named: bool) -> str:
    """Above the question: a name only with its community, and where names may leave the channel."""
    by, here = call.asked.by, call.asked.channel
    if not named or crossing.unnamed(bridge, here, call.now):
        return questions.asks(kind)
    name = await called_with_home(by.name, by.account, here.home, unit, call.now, stranger=by.stranger)
    return questions.named_asks(name, kind)


async def unnamed(call: Call, unit: Unit) -> bool:
    """Whether what is written where somebody answers leaves it without names."""
    bridge = await crossing.here(call.asked, unit)
    return bridge is not None and crossing.unnamed(bridge, call.asked.channel, call.now)


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
    """Take no more answers to a question, and let its words go, also where they stand in channels, or are quoted soon.

    To channels that it has not come to, nothing comes.
    """
    await unit.asks.close(id, now)
    notice = await unit.messages.by_key(MessageRef(NOTICES, posted_as(id)).key)
    if notice is not None and notice.deleted_at is None:
        await unit.outbox.drop_waiting(notice.id)
        there = {channel.parent for channel in await unit.withdrawals.reached(notice.id)}
        await notices.post(unit, posted_as(id), plain(questions.STOOD_HERE), sorted(there, key=str), now)
        await unquote(await unit.withdrawals.answers_to(notice.id), unit, now)
