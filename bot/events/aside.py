"""Letters about events in a private thread, where direct messages are closed: offered, agreed to, and taken back.

Others can read such a thread, so nobody is written to there who has not read that and agreed. A yes to introductions in
a thread is none to this: what others could read is not the same.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from adapters.contract.commands import Asked, Declaration, Way
from adapters.contract.content import Button, ButtonStyle, Content, plain
from adapters.contract.refs import AccountRef, ChannelRef
from bot.events import aside_texts as texts
from bot.feature import Call, Handler
from bot.readers import language_of
from bot.saying import spoken, together
from bot.whom import name_of
from bot.withdrawing import redirect
from storage.asides import Aside
from storage.database import Unit

EXPLAIN, AGREE, BACK = "events thread", "events aside", "events direct"
BUTTON = frozenset({Way.BUTTON})
LETTERS = re.compile(r"event-\d+-(?!met-).+|events-week-.+")  # how their notices are called
OFFERED = Button(texts.CLOSED, EXPLAIN)

Answering = Callable[[Call, Unit], Awaitable[Content]]


async def box(unit: Unit, account: AccountRef) -> ChannelRef:
    """Where somebody is written to about events: their letter box, or the private thread that they agreed to."""
    agreed = await unit.asides.of(account)
    return account.letter_box if agreed is None else account.letter_box_in(agreed.community)


def offering(answer: Answering) -> Answering:
    """A handler that offers the other way to whoever could not be written to since they last chose one."""

    async def offered(call: Call, unit: Unit) -> Content:
        said, me = await answer(call, unit), call.asked.by.account
        if not _possible(call.asked):
            return said
        agreed = await unit.asides.of(me)
        missed = await unit.rsvps.unreached_at(me) > (0.0 if agreed is None else agreed.at)
        return _with(said, texts.MISSED, OFFERED) if missed else said

    return offered


async def shown(said: Content, call: Call, unit: Unit) -> Content:
    """An answer about letters, with where they are read, and how to change that."""
    agreed = await unit.asides.of(call.asked.by.account)
    if agreed is not None:
        where = name_of(agreed.community, await unit.communities.names())
        return _with(said, texts.shown(where), Button(texts.NO, BACK))
    return _with(said, texts.OFFER, OFFERED) if _possible(call.asked) else said


async def explain(call: Call, unit: Unit) -> Content:
    """Say who could read a private thread, and ask for a yes."""
    if not _possible(call.asked):
        return plain(texts.WHERE)
    return Content(plain(*texts.HOW).blocks, buttons=(Button(texts.YES, AGREE, style=ButtonStyle.PRIMARY),))


async def agree(call: Call, unit: Unit) -> Content:
    """Somebody is written to about events in a private thread of this community from now on."""
    if not _possible(call.asked):
        return plain(texts.WHERE)
    me, here = call.asked.by.account, call.asked.channel.home
    read = spoken(together(texts.HOW), await language_of(me, unit))
    before = await box(unit, me)
    await unit.asides.agree(Aside(me, here, read, call.now))
    await redirect(before, await box(unit, me), LETTERS, unit)
    return Content(plain(texts.ON, texts.MISSED_LINK).blocks, buttons=(Button(texts.NO, BACK),))


async def back(call: Call, unit: Unit) -> Content:
    """Somebody is written to in direct messages again."""
    accounts = await unit.members.accounts(call.asked.by.account)
    before = [await box(unit, each) for each in accounts]
    await unit.asides.withdraw(accounts)
    for each, thread in zip(accounts, before, strict=True):
        await redirect(thread, each.letter_box, LETTERS, unit)
    return plain(texts.OFF)


def _possible(asked: Asked) -> bool:
    """Whether there is another way where somebody is: in a community, while direct messages belong to none."""
    return asked.by.account.letter_box.nowhere and not asked.channel.nowhere


def _with(said: Content, line: str, button: Button) -> Content:
    return replace(said, blocks=(*said.blocks, *plain(line).blocks), buttons=(*said.buttons, button))


HANDLERS = (
    Handler(Declaration(EXPLAIN, "A private thread", "If direct messages are closed", ways=BUTTON), explain),
    Handler(Declaration(AGREE, "Use a private thread", "Be written to about events in one", ways=BUTTON), agree),
    Handler(Declaration(BACK, "Direct messages", "Be written to about events in them again", ways=BUTTON), back),
)
