"""Whether somebody is reminded of the events that they answered: off until they say yes."""

from __future__ import annotations

from adapters.contract.content import Button, Paragraph, Text
from bot.consents import OFF, ON, Switch
from bot.events import answer_texts as texts
from bot.feature import Call
from storage.consents import Kind
from storage.database import Unit

REMIND = "events reminders"
LETTERS = ("day", "hour", "maybe", "after")  # kinds of letters that need this yes; others say what has changed
YES = Button(texts.REMIND_ME, REMIND, ON)
NO = Button(texts.REMIND_NO_MORE, REMIND, OFF)
SWITCH = Switch(Kind.REMINDERS, texts.REMINDERS, texts.REMINDING, texts.REMINDING, give=YES, withdraw=NO)


async def offer(call: Call, unit: Unit) -> tuple[tuple[Paragraph, ...], tuple[Button, ...]]:
    """What is asked of somebody who answers an event and has not said yes to reminders: words, and the button."""
    if await unit.consents.agreed(await unit.members.accounts(call.asked.by.account), Kind.REMINDERS):
        return (), ()
    return (Paragraph((Text(texts.MAY_I_REMIND), Text(" "), Text(texts.REMINDING))),), (YES,)
