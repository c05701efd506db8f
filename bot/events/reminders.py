"""Saying whether one is reminded of events: by a command, and by the buttons of letters and of answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from adapters.contract.commands import Declaration, Way
from adapters.contract.content import Content, plain
from adapters.contract.refs import AccountRef
from bot import notices
from bot.consents import OnOrOff, as_read, shown, wanted
from bot.events import answer_texts as texts
from bot.events import aside
from bot.events.reminding import LETTERS, NO, REMIND, SWITCH, YES
from bot.events.writing import way_in
from bot.feature import Call, Handler
from bot.saying import _
from bot.withdrawing import coming, withdraw
from storage.database import Unit
from storage.letters import Letter

_REMINDER = re.compile(rf"event-(\d+)-({'|'.join(LETTERS)})-(\d+)-(.+)")  # how their notices are called, by `writing`


async def remind(call: Call, unit: Unit) -> Content:
    """Remind somebody of what they answered, or no more; it holds for all events."""
    accounts, wants = await unit.members.accounts(call.asked.by.account), wanted(call)
    if wants is None:
        return await aside.shown(await shown(unit, accounts, SWITCH), call, unit)
    if wants:
        await unit.consents.give(accounts[0], SWITCH.kind, await as_read(SWITCH, accounts[0], unit), call.now)
        return await aside.shown(Content(plain(texts.REMINDED, texts.REMINDING).blocks, buttons=(NO,)), call, unit)
    await unit.consents.withdraw(accounts, SWITCH.kind, call.now)
    await _no_more(accounts, unit, call.now)
    return Content(plain(texts.REMINDED_NO_MORE).blocks, buttons=(YES,))


async def _no_more(accounts: Sequence[AccountRef], unit: Unit, now: float) -> None:
    """No reminder comes that is on its way; of one that brings the link to a place, that stays."""
    for waits in await coming(accounts, _REMINDER, unit):
        found = _REMINDER.fullmatch(waits.ref.id)
        assert found is not None
        due = float(found[3])
        letter = Letter(int(found[1]), AccountRef.parse(found[4]), found[2], due, due)
        event = await unit.events.by_id(letter.event_id)
        known = None if event is None else await unit.rsvps.of(event.id, accounts)
        rest = None if event is None else way_in(letter, event, known, now)
        if rest is None:
            await withdraw(waits, now, unit, now)
        else:
            await notices.post(unit, waits.ref.id, rest, [await aside.box(unit, letter.account)], now)


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
