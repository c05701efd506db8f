"""What the bot writes to one member: in their letter box, in their hours, with the way out on it."""

from __future__ import annotations

import re

from adapters.contract.content import Block, Button, Content, Paragraph, Text
from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from bot import notices
from bot.introductions import hours, texts
from bot.introductions.who import hours_of
from bot.withdrawing import drop_letters
from storage.database import Unit
from storage.messages import NOTICES
from storage.takers import Taker

LEAVE, PAUSE = "intro leave", "intro pause"
# How letters are called: questions that others put with /ask; what becomes of introductions, and came of them.
QUESTION = r"ask-\d+-{person}"
ABOUT = r"intro-\d+-{person}-(?:end|talked|outcome)|round-\d+-{person}-pause|event-\d+-met-{person}"
WAYS_OUT = (Button(texts.PAUSE, PAUSE), Button(texts.STOP, LEAVE))


def letter(*lines: str | Block, buttons: tuple[Button, ...] = ()) -> Content:
    """A message with the way out on it."""
    return Content(blocks(*lines), buttons=(*buttons, *WAYS_OUT))


def blocks(*lines: str | Block) -> tuple[Block, ...]:
    """Paragraphs of lines; blocks as they are."""
    return tuple(Paragraph((Text(line),)) if isinstance(line, str) else line for line in lines)


async def write(unit: Unit, taker: Taker, name: str, content: Content, now: float) -> None:
    """Write to somebody who takes part, at the first moment at which they may be written to."""
    await notices.post(unit, name, content, [taker.box], hours.due(hours_of(taker), now))


async def box_of(unit: Unit, account: AccountRef) -> ChannelRef:
    """Where somebody is written to who may take part or not."""
    taker = await unit.takers.of([account])
    return account.letter_box if taker is None else taker.box


async def retract(unit: Unit, name: str, now: float, said: str = texts.ENDED) -> None:
    """Take a question back: not asked if it is still on its way, and closed where it stands."""
    message = await unit.messages.by_key(MessageRef(NOTICES, name).key)
    if message is None:
        return
    await unit.outbox.drop_waiting(message.id)
    if boxes := await unit.withdrawals.reached(message.id):
        await notices.post(unit, name, Content(blocks(said)), boxes, now)


async def drop(unit: Unit, person: str, kind: str, now: float) -> None:
    """Somebody who takes part wants no letters of a kind any more: those do not come that are on their way."""
    if (taker := await unit.takers.by_person(person)) is not None:
        names = re.compile(kind.format(person=re.escape(person)))
        await drop_letters(await unit.members.accounts(taker.account), names, unit, now)


async def shown(unit: Unit, name: str) -> bool:
    """Whether a letter to one person stands anywhere."""
    message = await unit.messages.by_key(MessageRef(NOTICES, name).key)
    return message is not None and bool(await unit.copies.lanes(message.id))
