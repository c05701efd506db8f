"""Telling members, once, that somebody came for whom they asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.contract.commands import Declaration, Press, Way
from adapters.contract.content import Button, ButtonStyle, Content, Small, Text, plain
from bot import notices
from bot.embedding.understanding import NotReady
from bot.feature import Call, Handler, Tick
from bot.people import texts
from bot.people.finding import Finder, Prepared, judge
from bot.people.peers import AGAIN, TELL
from bot.withdrawing import drop_letters
from storage.database import Database, Unit
from storage.searches import Wish

STOP, QUIET = "peers stop", "peers quiet"
LETTERS = re.compile(r"wish-.+")  # how their notices are called
BUTTON = frozenset({Way.BUTTON})
LOOK = 600.0  # seconds between looks for whoever came
AT_ONCE = 20  # wishes looked at in one go
WEEK, KEPT, CHOSEN = 7 * 24 * 3600.0, 30 * 24 * 3600.0, 365 * 24 * 3600.0
MOST = 3  # wishes of a member


@dataclass(frozen=True, slots=True)
class Looked:
    """A wish, and who was found for it."""

    wish: Wish
    found: Prepared | None


class Wishes:
    """The handlers and the timed work of wishes."""

    def __init__(self, database: Database, finder: Finder) -> None:
        self._database = database
        self._finder = finder

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """Wishing, and taking it back."""
        return (
            Handler(Declaration(TELL, "Tell me", "Tell me when someone comes", ways=BUTTON), wish),
            Handler(Declaration(STOP, "Do not tell me", "Do not tell me about this", ways=BUTTON), stop),
            Handler(Declaration(QUIET, "Stop these messages", "Tell me of nobody any more", ways=BUTTON), quiet),
        )

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Looking for whoever came, and forgetting."""
        return (Tick("people came", LOOK, self._tell, self._look), Tick("people forget", 24 * 3600.0, forget))

    async def _look(self, now: float) -> Sequence[Looked]:
        """Who is there for the wishes that somebody new may fulfil."""
        due = await self._database.read(lambda unit: unit.searches.due(now - WEEK, AT_ONCE))
        try:
            return [Looked(each, await self._finder.find(each.account, each.words, each.only, now)) for each in due]
        except NotReady:
            return []

    async def _tell(self, now: float, unit: Unit, looked: Sequence[Looked]) -> None:
        """Tell whoever's wish is fulfilled: one message to a member, and not more than one a week."""
        told = set()
        for each in looked:
            wish = each.wish
            peers = None if each.found is None else await judge(each.found, wish.account, wish.only, unit, now)
            if peers is None or not peers.cards:
                await unit.searches.looked([wish.id], now)
            elif wish.account not in told and await unit.searches.fulfil(wish.id, now):
                told.add(wish.account)
                search = await unit.searches.note(wish.account, wish.words, wish.only, now)
                await notices.post(unit, f"wish-{wish.id}", _came(wish, search), [wish.account.letter_box], now)


def _came(wish: Wish, search: str) -> Content:
    said = plain(texts.SOMEBODY_CAME, *((texts.quoted(wish.words),) if wish.words else ()))
    once = Small((Text(texts.ONCE),))
    buttons = (Button(texts.SHOW_THEM, AGAIN, search, ButtonStyle.PRIMARY), Button(texts.STOP_THESE, QUIET))
    return Content((*said.blocks, once), buttons=buttons)


async def wish(call: Call, unit: Unit) -> Content:
    """Keep what somebody looked for, to tell them of whoever comes."""
    accounts = await unit.members.accounts(call.asked.by.account)
    argument = call.asked.argument if isinstance(call.asked, Press) else ""
    search = await unit.searches.by_id(argument, accounts)
    if search is None:
        return plain(texts.SEARCH_GONE)
    waiting = await unit.searches.waiting(accounts)
    again = next((each for each in waiting if each.words == search.words), None)
    if again is None and len(waiting) >= MOST:
        return _waits(texts.TELL_MANY, waiting)
    kept = await unit.searches.wait(call.asked.by.account, search.words, search.only, call.now, again)
    return Content(plain(texts.TELL_SAVED).blocks, buttons=(Button(texts.DO_NOT_TELL, STOP, kept),))


async def stop(call: Call, unit: Unit) -> Content:
    """Drop a wish."""
    argument = call.asked.argument if isinstance(call.asked, Press) else ""
    accounts = await unit.members.accounts(call.asked.by.account)
    gone = await unit.searches.withdraw(argument, accounts)
    waited = await drop_letters(accounts, re.compile(re.escape(f"wish-{argument}")), unit, call.now)
    if gone or waited:
        return plain(texts.STOPPED)
    still = await unit.searches.waiting(accounts)
    return _waits(texts.STOPPED_BEFORE, still) if still else plain(texts.NOTHING_TO_STOP)


def _waits(why: str, waiting: Sequence[Wish]) -> Content:
    """For whom somebody waits, with a button each to stop it."""
    stopping = tuple(Button(texts.stop(number), STOP, each.id) for number, each in enumerate(waiting, 1))
    lines = (why, *(texts.waits_for(number, each.words) for number, each in enumerate(waiting, 1)))
    return Content(plain(*lines).blocks, buttons=stopping)


async def quiet(call: Call, unit: Unit) -> Content:
    """Drop all wishes of somebody."""
    accounts = await unit.members.accounts(call.asked.by.account)
    for each in await unit.searches.waiting(accounts):
        await unit.searches.withdraw(each.id, accounts)
    await drop_letters(accounts, LETTERS, unit, call.now)
    return plain(texts.STOPPED_ALL)


async def forget(now: float, unit: Unit) -> None:
    """Drop searches whose buttons are too old, wishes that were fulfilled, and sectors of profiles long gone."""
    await unit.searches.forget(now - KEPT, now - KEPT)
    await unit.sectors.forget(now - CHOSEN)
