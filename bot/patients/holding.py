"""Holding what may tell of a patient: nothing of it leaves its community until its sender, and nobody else, says so.

Features ask `traces` about a text that they are to carry elsewhere. The relay asks `stays` about what it hears.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.contract import codec
from adapters.contract.commands import Asked
from adapters.contract.content import Button, ButtonStyle, Content, Paragraph, plain
from adapters.contract.incoming import Edited, Posted
from adapters.contract.refs import CommunityRef
from bot import belonging, notices, organisers
from bot.acts import Act
from bot.delivering.showing import fingerprint
from bot.patients import closed
from bot.patients import holding_texts as texts
from bot.patients.hiding import content_hidden
from bot.patients.screening import Kind, screened, words_of, year_of
from bot.pointing import pointer
from bot.rooms import around
from bot.saying import laid
from bot.whom import name_of
from storage.audit import UNNAMED
from storage.bridges import Bridge
from storage.database import Unit
from storage.held import Held, HeldMessage
from storage.sealing import Code

SEND, HIDE, DROP = "held send", "held hide", "held drop"  # the commands behind the buttons
HOUR = 3600.0
_NAMES = frozenset((Kind.BIRTH_AND_NAME, Kind.POSTCODE_AND_NAME))  # a name is left where digits are hidden


async def traces(text: str, asked: Asked, unit: Unit, now: float, *, announces: bool = False) -> list[Kind]:
    """What in somebody's text may tell of a patient, by what their communities have set too; nothing: it may leave.

    `announces`: it is what an event says.
    """
    by = asked.by
    masks = await belonging.masks(by.account, asked.channel.home, unit, by.within)
    return screened(text, masks, year=year_of(now), announces=announces)


async def traces_of(home: CommunityRef, text: str, unit: Unit, now: float, *, announces: bool = False) -> list[Kind]:
    """What in a community's own text may tell of a patient, whoever wrote it."""
    return screened(text, await unit.held.masks(home), year=year_of(now), announces=announces)


async def stays(said: Posted | Edited, content: Content, bridge: Bridge, unit: Unit, now: float) -> bool:
    """Whether what was said, as it would cross a bridge, is held. Its sender is told so, once, and what they can do."""
    known = await unit.held.of(said.message) if bridge.watched else None
    masks = await _masks(said, unit) if bridge.watched else []
    print_ = _print(content)
    # After an edit that let it go, the text that was held may come back: then it is judged anew.
    if known is not None and known.hash.of(print_) and known.state is not Held.RELEASED:
        return known.state is not Held.SENT
    if known is not None and await _decided(known, said, unit):
        return True
    kinds = screened(words_of(content), masks, year=year_of(now))
    if not kinds or (isinstance(said, Posted) and await _passed(said, unit)):
        return False
    await _hold(said, known, print_, kinds, bridge, unit, now)
    return True


async def released(edited: Edited, bridge: Bridge, unit: Unit, now: float) -> Posted | None:
    """A harmless edit came: what was held of its message is held no longer. The post, where that is to cross now."""
    known = await unit.held.of(edited.message) if bridge.watched else None
    if known is None or known.state is not Held.WAITING:
        return None
    await unit.held.decide(known.id, Held.RELEASED)
    await answer(known, unit, now, texts.RELEASED)
    return whole(known, edited)


def whole(known: HeldMessage, newest: Edited | None) -> Posted | None:
    """A held post, with the words that it was changed to since."""
    if known.posted is None:
        return None
    posted: Posted = codec.decode(known.posted)
    if newest is None:
        return posted
    return replace(posted, content=newest.content, thread_name=newest.thread_name)


async def answer(known: HeldMessage, unit: Unit, now: float, *lines: str) -> None:
    """Say in the letter that told of a held message what became of it; its buttons go."""
    if known.account.id:
        await closed.over(_letter(known.id, known.at), unit, now)
        await notices.post(unit, _letter(known.id, known.at), plain(*lines), [known.account.letter_box], now)


async def _decided(known: HeldMessage, said: Posted | Edited, unit: Unit) -> bool:
    """Whether what is known settles it: the post was not to cross, or something newer is held already."""
    if known.state is Held.DROPPED:
        message = await unit.messages.by_key(said.message.key)
        return message is None or not message.posted
    if known.state is not Held.WAITING or known.edited is None or isinstance(said, Posted):
        return False
    newer: Edited = codec.decode(known.edited)
    return newer.at > said.at


async def _masks(said: Posted | Edited, unit: Unit) -> list[str]:
    """The forms of hospital numbers of the community where something was said; in none, those of its author's."""
    home = said.message.channel.home
    return await belonging.masks(said.author.account, home, unit) if home.nowhere else await unit.held.masks(home)


async def _stands(edited: Edited, unit: Unit) -> bool:
    """Whether what was changed has crossed before."""
    message = await unit.messages.by_key(edited.message.key)
    return message is not None and message.posted and not message.stand_in


async def _passed(posted: Posted, unit: Unit) -> bool:
    """Whether a post's own words are not what is to cross: it has crossed, or or was overtaken by an edit."""
    message = await unit.messages.by_key(posted.message.key)
    if message is None:
        return False
    return (message.posted and not message.stand_in) or (message.edited_at > 0 and message.content is not None)


async def _hold(
    said: Posted | Edited,
    known: HeldMessage | None,
    print_: str,
    kinds: list[Kind],
    bridge: Bridge,
    unit: Unit,
    now: float,
) -> None:
    author = said.author.account
    waits = known is not None and known.state is Held.WAITING
    since = known.at if waits and known is not None else now
    nobody = said.author.bot or not author.id
    written = None if nobody else codec.encode(said)
    heard = {"posted": written} if isinstance(said, Posted) else {"edited": written}
    newest: Code | str = print_
    if known is not None and waits and isinstance(said, Posted) and known.edited is not None:
        newest = known.hash  # the edit that overtook it
    if not waits:
        heard = {"posted": None, "edited": None, **heard}
    id = await unit.held.hold(said.message, author, bridge.id, kinds, since, hash=newest, **heard)
    if nobody:
        await unit.held.decide(id, Held.DROPPED)
        await _tell_organisers(said, bridge, unit, now)
        return
    await unit.audit.note(said.message.channel.home, None, UNNAMED, Act.HELD, ", ".join(kinds), now)
    told = await _told(id, said, kinds, bridge, unit)
    await notices.post(unit, _letter(id, since), told, [author.letter_box], now)


def hiding_helps(content: Content, kinds: Sequence[str]) -> bool:
    """Whether a held message tells of nobody once digits are hidden: no name was found in it, nor is anything left."""
    return _NAMES.isdisjoint(kinds) and not screened(words_of(content_hidden(content)))


async def shown(known: HeldMessage, unit: Unit) -> Content | None:
    """What its sender is told of a message that is held, and may do; None when its text cannot be read any more."""
    written = known.edited or known.posted
    if written is None:
        return None
    said: Posted | Edited = codec.decode(written)
    return await _told(known.id, said, known.kinds, await around(unit, said.message.channel, said.message.key), unit)


async def _told(id: int, said: Posted | Edited, kinds: Sequence[str], bridge: Bridge | None, unit: Unit) -> Content:
    name, private = ("", True) if bridge is None else (bridge.name, bridge.private)
    changes = isinstance(said, Edited) and await _stands(said, unit)
    what = texts.YOUR_CHANGE if changes else texts.YOUR_MESSAGE
    first = Paragraph(laid(texts.is_held(pointer(said.message, what), [Kind(each) for each in kinds], name)))
    # What people say who were introduced is no concern of organisers, and is not written down.
    logged = () if private else (texts.LOGGED,)
    hides = hiding_helps(said.content, kinds)
    stays_named = () if hides else (texts.NAME_STAYS,)
    rest = plain(*((texts.COPY_STANDS,) if changes else ()), texts.CHOOSE, *stays_named, texts.KEPT, *logged).blocks
    buttons = (
        Button(texts.SEND_IT, SEND, str(id)),
        *((Button(texts.SEND_HIDDEN, HIDE, str(id)),) if hides else ()),
        Button(texts.DO_NOT_SEND, DROP, str(id), ButtonStyle.PRIMARY),
    )
    return Content((first, *rest), buttons=buttons)


async def _tell_organisers(said: Posted | Edited, bridge: Bridge, unit: Unit, now: float) -> None:
    """A bot's words are held, and it cannot be asked: its community's organisers know, once an hour."""
    channel = said.message.channel
    where = name_of(channel, await unit.communities.names())
    told = plain(texts.bot_held(said.author.name or texts.A_BOT, where, bridge.name))
    rooms = await organisers.rooms(unit, channel.home, bridge.id)
    await notices.post(unit, f"held-of-{said.author.account}-{bridge.id}-{now // HOUR:.0f}", told, rooms, now)


def _letter(id: int, at: float) -> str:
    return f"held-{id}-{at:.3f}"


def _print(content: Content) -> str:
    return fingerprint(replace(content, reply=None))
