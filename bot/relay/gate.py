"""What stays where it was written: by its author's wish or organisers' acts, for a word, as an echo, or held.

What may tell of a patient is held until its sender decides (`bot.patients.holding`).
"""

from __future__ import annotations

from enum import Enum

from adapters.contract.content import plain
from adapters.contract.incoming import Edited, Posted
from bot import crossing, notices, organisers
from bot.delivering.showing import fingerprint
from bot.patients import holding
from bot.relay import rules, texts
from bot.whom import name_of
from storage.bridges import Bridge
from storage.database import Unit

# Another bridge in the room may take our copies for new messages, and ours are taken for new in turn, for ever.
ECHOES = 5  # the same from one bot
ECHOES_WITHIN = 60.0  # seconds
ECHO_ENDS_AFTER = 3600.0


class Gate(Enum):
    """What becomes of what was said."""

    OPEN = "open"  # it crosses
    SHUT = "shut"  # it stays, and so does what is to replace a copy: the copy goes
    HELD = "held"  # it waits for its sender's word; what was copied before stays as it is


async def gate(said: Posted | Edited, bridge: Bridge, unit: Unit, now: float) -> Gate:
    """Whether what was said crosses a bridge."""
    if await _stays(said, bridge, unit, now):
        return Gate.SHUT
    return Gate.HELD if await holding.stays(said, rules.titled(said), bridge, unit, now) else Gate.OPEN


async def _stays(said: Posted | Edited, bridge: Bridge, unit: Unit, now: float) -> bool:
    """Whether what was said does not cross a bridge. Whoever used a word that is filtered is told so, privately."""
    strange = crossing.strange(said.author, said.message.channel, bridge, said.at)
    if strange or await crossing.kept_out(said.author.account, bridge, said.at, unit):
        return True
    word = crossing.found(await unit.filters.of(bridge.id), said.content) if bridge.filtered else None
    if word is not None:
        if said.author.account.id and not said.author.bot:
            known = await unit.messages.by_key(said.message.key) if isinstance(said, Edited) else None
            what = texts.edit_has_a_word if known is not None and known.posted else texts.has_a_word
            told = plain(what(bridge.name, word), texts.WRITE_IT_ANEW)
            await notices.post(unit, f"filtered-{said.message.key}", told, [said.author.account.letter_box], now)
        return True
    return isinstance(said, Posted) and said.author.bot and await _echoes(said, bridge, unit, now)


async def _echoes(posted: Posted, bridge: Bridge, unit: Unit, now: float) -> bool:
    """Whether a bot writes the same again and again: then nothing of it crosses for a while, and organisers know."""
    channel, account = posted.message.channel, posted.author.account
    same = await unit.messages.repeated(channel, account, fingerprint(posted.content), posted.at - ECHOES_WITHIN)
    if same < ECHOES - 1:
        return False
    await unit.exclusions.bar([account], bridge.id, now, now + ECHO_ENDS_AFTER, home=channel.home)
    where = name_of(channel, await unit.communities.names())
    told = plain(texts.echoes(posted.author.name or texts.A_BOT, where, bridge.name, ECHOES), texts.ECHOES_WHY)
    end = bridge.end(channel)
    rooms = await organisers.everywhere(unit, bridge) or [channel.parent if end is None else end.channel]
    await notices.post(unit, f"echo-{posted.message.key}", told, rooms, now)
    return True
