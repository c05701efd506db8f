"""What organisers may do about one message, whichever community it comes from."""

from __future__ import annotations

from adapters.contract.commands import Declaration, Way
from adapters.contract.content import Button, ButtonStyle, Content, Paragraph, plain
from bot.acts import Act, note
from bot.delivering.copying import everywhere
from bot.feature import Call, Handler
from bot.moderating import passed_texts, texts
from bot.moderating.barring import TIMES, bar, let_in_button
from bot.moderating.rights import Case, case
from bot.saying import laid
from bot.whom import name_of, shown
from storage.asks import Passed
from storage.database import Unit

MODERATE, MUTE, BAN, REMOVE = "moderate", "moderate mute", "moderate ban", "moderate remove"
BUTTON = frozenset({Way.BUTTON})


def moderate_button(message_id: int) -> Button:
    """A button that shows what organisers may do about a message."""
    return Button(texts.MODERATE, MODERATE, str(message_id))


async def moderate(call: Call, unit: Unit) -> Content:
    """Show what may be done about a message and its author."""
    found = await case(call, unit)
    if isinstance(found, str):
        return plain(found)
    names, wrote, about = await unit.communities.names(), found.wrote, str(found.message.id)
    take_out = Button(texts.REMOVE, REMOVE, about, ButtonStyle.DANGER)
    if found.question:
        return Content(
            plain(texts.question_from(name_of(wrote, names)), texts.QUESTION_HOW).blocks, buttons=(take_out,)
        )
    if found.passed is not None:
        return _of_a_letter(found.passed, name_of(wrote, names), about, barring=found.bridge is not None)
    assert found.bridge is not None  # a message that crossed
    author = shown(found.author, found.home, names, wrote=wrote, inside=True)
    spans = laid(texts.message_of(author, name_of(wrote, names)))
    standing = await unit.exclusions.barred(found.bridge.id, call.now)
    ours = [it for it in standing if it.account == found.author and it.by in ("", str(found.home)) and not it.unnamed]
    buttons = (
        Button(texts.MUTE_FOR_A_DAY, MUTE, about),
        Button(texts.BAN, BAN, about, ButtonStyle.DANGER),
        take_out,
        *(let_in_button(it, texts.LET_IN) for it in ours[:1]),
    )
    return Content((Paragraph(spans), *plain(texts.MODERATE_HOW).blocks), buttons=buttons)


def _of_a_letter(words: Passed, wrote: str, about: str, *, barring: bool) -> Content:
    """What may be done about words that were passed on in a letter: whoever wrote them is named to nobody."""
    take_out = Button(passed_texts.REMOVE, REMOVE, about, ButtonStyle.DANGER)
    first = passed_texts.written_in(wrote, answer=words.answer)
    if not barring:
        return Content(plain(first, passed_texts.ONLY_REMOVE).blocks, buttons=(take_out,))
    mute, ban = Button(texts.MUTE_FOR_A_DAY, MUTE, about), Button(texts.BAN, BAN, about, ButtonStyle.DANGER)
    return Content(plain(first, passed_texts.MODERATE_HOW).blocks, buttons=(mute, ban, take_out))


async def mute(call: Call, unit: Unit) -> Content:
    """Keep its author's words from the bridge for a day."""
    found = await case(call, unit)
    return plain(found) if isinstance(found, str) else await _bar(call, unit, found, TIMES["1d"])


async def ban(call: Call, unit: Unit) -> Content:
    """Keep its author's words from the bridge until they are let back in."""
    found = await case(call, unit)
    return plain(found) if isinstance(found, str) else await _bar(call, unit, found, None)


async def _bar(call: Call, unit: Unit, found: Case, seconds: float | None) -> Content:
    if found.question:
        return plain(texts.QUESTION_HOW)
    if found.bridge is None:
        return plain(passed_texts.ONLY_REMOVE)
    unnamed, wrote = found.passed is not None, found.wrote if found.wrote.id else None
    return await bar(call, unit, found.bridge, found.home, found.author, wrote, seconds, unnamed=unnamed)


async def remove(call: Call, unit: Unit) -> Content:
    """Take the message out of every channel."""
    found = await case(call, unit)
    if isinstance(found, str):
        return plain(found)
    message = found.message
    if message.deleted_at is not None:
        return plain(texts.REMOVED_ALREADY)
    await everywhere(message, call.now, unit, call.now)
    await note(call, unit, None if found.bridge is None else found.bridge.id, Act.REMOVE, "", found.home)
    if found.passed is not None:
        return plain(passed_texts.REMOVED)
    if found.question:
        return plain(texts.QUESTION_REMOVED)
    where = name_of(found.wrote, await unit.communities.names())
    return plain(texts.REMOVED, texts.original_may_stay(where))


HANDLERS = (
    Handler(Declaration(MODERATE, "Moderate", "Mute, ban or remove", ways=frozenset({Way.MENU})), moderate),
    Handler(Declaration(MUTE, "Mute", "Mute the author for a day", ways=BUTTON), mute),
    Handler(Declaration(BAN, "Ban", "Ban the author from this bridge", ways=BUTTON), ban),
    Handler(Declaration(REMOVE, "Remove everywhere", "Remove the message in all channels", ways=BUTTON), remove),
)
