"""What stays where it was written: by its author's wish or organisers' acts, for a word, as an echo, or held.

What may tell of a patient is held until its sender decides (`bot.patients.holding`).
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import lru_cache

from adapters.contract.content import Content, plain
from adapters.contract.incoming import Edited, Posted
from adapters.contract.refs import AccountRef
from adapters.contract.walk import text_of, with_languages
from adapters.contract.written import composed, unspelled
from bot import notices, organisers
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
    strange = rules.strange(said.author, said.message.channel, bridge, said.at)
    if strange or await kept_out(said.author.account, bridge, said.at, unit):
        return True
    word = found(await unit.filters.of(bridge.id), said.content) if bridge.filtered else None
    if word is not None:
        if said.author.account.id and not said.author.bot:
            known = await unit.messages.by_key(said.message.key) if isinstance(said, Edited) else None
            what = texts.edit_has_a_word if known is not None and known.posted else texts.has_a_word
            told = plain(what(bridge.name, word), texts.WRITE_IT_ANEW)
            await notices.post(unit, f"filtered-{said.message.key}", told, [said.author.account.letter_box], now)
        return True
    return isinstance(said, Posted) and said.author.bot and await _echoes(said, bridge, unit, now)


async def kept_out(account: AccountRef, bridge: Bridge, at: float, unit: Unit) -> bool:
    """Whether what somebody says does not cross, by their own wish or organisers' act.

    Both are about bridges. Whoever says something in a room said yes to it when they were introduced.
    """
    return not bridge.private and await unit.exclusions.of(account, bridge.id, at) is not None


async def _echoes(posted: Posted, bridge: Bridge, unit: Unit, now: float) -> bool:
    """Whether a bot writes the same again and again: then nothing of it crosses for a while, and organisers know."""
    channel, account = posted.message.channel, posted.author.account
    same = await unit.messages.repeated(channel, account, fingerprint(posted.content), posted.at - ECHOES_WITHIN)
    if same < ECHOES - 1:
        return False
    await unit.exclusions.bar([account], bridge.id, now, now + ECHO_ENDS_AFTER, home=channel.home)
    where = name_of(channel, await unit.communities.names())
    told = plain(texts.echoes(posted.author.name or texts.A_BOT, where, bridge.name, ECHOES), texts.ECHOES_WHY)
    rooms = await organisers.everywhere(unit, bridge)
    await notices.post(unit, f"echo-{posted.message.key}", told, rooms or [channel.parent], now)
    return True


def found(words: list[str], content: Content) -> str | None:
    """The first of these words that a message has: as whole words, in any case, in any Unicode form."""
    files = (text for file in content.files for text in (file.name, file.alt))
    said = _folded("\n".join((text_of(with_languages(content)), *files)))
    known, any_of_them = _looked_for(tuple(words))
    if any_of_them is None or any_of_them.search(said) is None:
        return None
    return next((word for word, folded in known if folded and _whole(re.escape(folded)).search(said)), None)


@lru_cache(64)
def _looked_for(words: tuple[str, ...]) -> tuple[list[tuple[str, str]], re.Pattern[str] | None]:
    """Words, each with what it is compared as, and one pattern for all: a message is looked through once."""
    known = [(word, _folded(word)) for word in words]
    by_first: dict[str, list[str]] = {}
    for each in sorted({folded for _, folded in known if folded}):
        by_first.setdefault(each[0], []).append(re.escape(each[1:]))
    if not by_first:
        return known, None
    return known, _whole("|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in by_first.items()))


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])")


def _folded(text: str) -> str:
    """Text as it is compared: nothing invisible, one form of each character, no case, single spaces."""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return " ".join(composed("NFKC", composed("NFKC", unspelled(visible)).casefold()).split())
