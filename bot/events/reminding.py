"""Whether somebody is reminded of the events that they answered: off until they say yes."""

from __future__ import annotations

from adapters.contract.commands import Declaration, Way
from adapters.contract.content import Button, Content, Paragraph, Text, plain
from bot.consents import OFF, ON, OnOrOff, Switch, as_read, shown, wanted
from bot.events import answer_texts as texts
from bot.events import aside
from bot.feature import Call, Handler
from bot.saying import _
from storage.consents import Kind
from storage.database import Unit

REMIND = "events reminders"
LETTERS = ("day", "hour", "maybe", "after")  # kinds of letters that need this yes; others say what has changed
YES = Button(texts.REMIND_ME, REMIND, ON)
NO = Button(texts.REMIND_NO_MORE, REMIND, OFF)
SWITCH = Switch(Kind.REMINDERS, texts.REMINDERS, texts.REMINDING, texts.REMINDING, give=YES, withdraw=NO)


async def remind(call: Call, unit: Unit) -> Content:
    """Remind somebody of what they answered, or no more; it holds for all events."""
    accounts, wants = await unit.members.accounts(call.asked.by.account), wanted(call)
    if wants is None:
        return await aside.shown(await shown(unit, accounts, SWITCH), call, unit)
    if wants:
        await unit.consents.give(accounts[0], Kind.REMINDERS, await as_read(SWITCH, accounts[0], unit), call.now)
        return await aside.shown(Content(plain(texts.REMINDED, texts.REMINDING).blocks, buttons=(NO,)), call, unit)
    await unit.consents.withdraw(accounts, Kind.REMINDERS, call.now)
    return Content(plain(texts.REMINDED_NO_MORE).blocks, buttons=(YES,))


async def offer(call: Call, unit: Unit) -> tuple[tuple[Paragraph, ...], tuple[Button, ...]]:
    """What is asked of somebody who answers an event and has not said yes to reminders: words, and the button."""
    if await unit.consents.agreed(await unit.members.accounts(call.asked.by.account), Kind.REMINDERS):
        return (), ()
    return (Paragraph((Text(texts.MAY_I_REMIND), Text(" "), Text(texts.REMINDING))),), (YES,)


HANDLERS = (
    Handler(
        Declaration(
            REMIND,
            "Event reminders",
            _("Be reminded of the events that you answered, or not"),
            OnOrOff,
            ways=frozenset({Way.SLASH, Way.BUTTON}),
        ),
        remind,
    ),
)
