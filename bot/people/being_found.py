"""Whether others find a member: switched on by the form of the profile, and off again with one button."""

from __future__ import annotations

import dataclasses

from adapters.contract.commands import Declaration, Way
from adapters.contract.content import Button, Content, plain
from adapters.contract.refs import AccountRef
from bot.consents import OFF, ON, OnOrOff, Switch, as_read, shown, wanted
from bot.feature import Call, Handler
from bot.people import fields, rules, texts
from bot.readers import language_of
from bot.saying import _, spoken
from storage.consents import Kind
from storage.database import Unit

FOUND = "profile found"
HIDE = Button(texts.HIDE_ME, FOUND, OFF)
SHOW = Button(texts.FIND_ME, FOUND, ON)
SWITCH = Switch(Kind.FOUND, texts.BEING_FOUND, texts.FOUND_WORDING, texts.FOUND_WORDING, give=SHOW, withdraw=HIDE)
_ASKED = [each.metadata["ask"] for each in dataclasses.fields(fields.About)]
IN_THE_FORM = "\n".join(f"{asked['label']} {asked['hint']}." for asked in _ASKED)  # the same in English


async def in_the_form(account: AccountRef, unit: Unit) -> str:
    """What whoever saves the form for the first time agrees to, in the language in which it opened."""
    language = await language_of(account, unit)
    return "\n".join(f"{spoken(asked['label'], language)} {spoken(asked['hint'], language)}." for asked in _ASKED)


async def found(call: Call, unit: Unit) -> Content:
    """Let others find whoever asks, or hide them; their profile stays as it is."""
    accounts = await unit.members.accounts(call.asked.by.account)
    mine = await unit.profiles.of(accounts)
    if mine is None:
        return Content(plain(texts.NO_PROFILE).blocks, buttons=(Button(texts.WRITE, "profile"),))
    if (wants := wanted(call)) is None:
        return await shown(unit, accounts, SWITCH)
    if not wants:
        await unit.consents.withdraw(accounts, Kind.FOUND, call.now)
        return Content(plain(texts.HIDDEN, texts.HIDDEN_STILL).blocks, buttons=(SHOW,))
    await unit.consents.give(mine.account, Kind.FOUND, await as_read(SWITCH, call.asked.by.account, unit), call.now)
    if mine.paused(call.now):  # a yes alone lets nobody find them
        paused = texts.is_paused(mine.paused_until, rules.day(mine.paused_until))
        said = plain(texts.FOUND_AGREED, paused, texts.FOUND_WORDING)
        return Content(said.blocks, buttons=(Button(texts.RESUME, "profile resume"), HIDE))
    return Content(plain(texts.FOUND_NOW, texts.FOUND_WORDING).blocks, buttons=(HIDE,))


HANDLERS = (
    Handler(
        Declaration(
            FOUND,
            "Being found",
            _("Let others find you by your profile, without your name, or not"),
            OnOrOff,
            ways=frozenset({Way.SLASH, Way.BUTTON}),
        ),
        found,
    ),
)
