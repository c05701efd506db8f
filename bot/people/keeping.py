"""What members do with their profile: look at it, pause it, resume it, delete it."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Declaration, Way, ask
from adapters.contract.content import Block, Button, ButtonStyle, Content, Paragraph, Small, Style, Styled, Text, plain
from bot import profiles
from bot.feature import Call, Handler
from bot.people import being_found, fields, rules, texts
from bot.people.profile import EDIT, extra_buttons, own, write_button
from bot.people.wishes import LETTERS
from bot.saying import _, together
from bot.withdrawing import drop_letters
from storage.consents import Kind
from storage.database import Unit

SHOW, PAUSE, RESUME, DELETE, ERASE = (
    "profile show",
    "profile pause",
    "profile resume",
    "profile delete",
    "profile erase",
)
BOTH = frozenset({Way.SLASH, Way.BUTTON})


@dataclass(frozen=True)
class When:
    """Until when a profile is paused."""

    until: str = ask(_("Until when"), hint="4 weeks, or 3 March 2027. Leave it out: until you resume", default="")


async def show(call: Call, unit: Unit) -> Content:
    """Show all that a profile holds, and who sees it."""
    mine = await own(call.asked.by.account, unit)
    if mine is None:
        return _none()
    blocks: list[Block] = [Paragraph((Styled(Style.BOLD, (Text(texts.YOUR_PROFILE),)),))]
    for what, answer, seen in fields.lines(mine):
        head = Styled(Style.BOLD, (Text(what), Text(": ")))
        blocks.append(Paragraph((head, Text(together([answer, texts.seen_by(seen)])))))
    if mine.paused(call.now):
        blocks += plain(texts.is_paused(mine.paused_until, rules.day(mine.paused_until))).blocks
    found = await unit.consents.agreed([mine.account], Kind.FOUND)
    if not found:
        blocks += plain(texts.NOBODY_FINDS_YOU).blocks
    pausing = Button(texts.RESUME, RESUME) if mine.paused(call.now) else Button(texts.PAUSE, PAUSE)
    buttons = (
        Button(texts.CHANGE, EDIT, style=ButtonStyle.PRIMARY),
        *extra_buttons(),
        pausing,
        being_found.HIDE if found else being_found.SHOW,
        Button(texts.DELETE, DELETE, style=ButtonStyle.DANGER),
    )
    return Content((*blocks, Small((Text(texts.MORE),))), buttons=buttons)


async def pause(call: Call, unit: Unit) -> Content:
    """Hide the member from others, until a day or until they resume."""
    mine = await own(call.asked.by.account, unit)
    if mine is None:
        return _none()
    said = call.answers.until if call.answers is not None else ""
    until = rules.until(said, call.now)
    if until is None:
        return plain(texts.pause_how(rules.example(call.now)))
    if until <= call.now:
        return plain(texts.PAUSE_PAST)
    await unit.profiles.pause(mine.person, until)
    takes_part = await unit.takers.of(await unit.members.accounts(call.asked.by.account)) is not None
    also = (texts.PAUSED_TOO,) if takes_part else ()
    said = plain(texts.is_paused(until, rules.day(until)), *also)
    return Content(said.blocks, buttons=(Button(texts.RESUME, RESUME),))


async def resume(call: Call, unit: Unit) -> Content:
    """Let others find the member again."""
    mine = await own(call.asked.by.account, unit)
    if mine is None:
        return _none()
    found = await unit.consents.agreed([mine.account], Kind.FOUND)
    if not mine.paused(call.now):
        return plain(texts.NOT_PAUSED if found else texts.NOT_PAUSED_HIDDEN)
    await unit.profiles.pause(mine.person, 0.0)
    return plain(texts.RESUMED if found else texts.RESUMED_HIDDEN)


async def delete(call: Call, unit: Unit) -> Content:
    """Say what deleting means, and ask whether it is meant."""
    if await own(call.asked.by.account, unit) is None:
        return _none()
    sure = Button(texts.YES_DELETE, ERASE, style=ButtonStyle.DANGER)
    return Content(plain(texts.DELETE_SURE, texts.SECTOR_KEPT).blocks, buttons=(sure,))


async def erase(call: Call, unit: Unit) -> Content:
    """Delete a profile, with all that was made of it."""
    accounts = await unit.members.accounts(call.asked.by.account)
    if not await profiles.erase(unit, accounts, call.now):
        return _none()
    await drop_letters(accounts, LETTERS, unit, call.now)
    return plain(texts.DELETED, texts.SECTOR_KEPT)


def _none() -> Content:
    return Content(plain(texts.NO_PROFILE).blocks, buttons=(write_button(),))


HANDLERS = (
    Handler(Declaration(SHOW, "See your profile", _("Show your profile, and who sees what of it"), ways=BOTH), show),
    Handler(Declaration(PAUSE, "Pause", _("Hide your profile from others for a time"), When, ways=BOTH), pause),
    Handler(Declaration(RESUME, "Resume", _("Let others find you by your profile again"), ways=BOTH), resume),
    Handler(Declaration(DELETE, "Delete", _("Delete your profile for good"), ways=BOTH), delete),
    Handler(Declaration(ERASE, "Delete for good", "Delete your profile for good", ways=frozenset({Way.BUTTON})), erase),
)
