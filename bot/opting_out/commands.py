"""What members may say about having their words copied."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Declaration, Way, ask
from adapters.contract.content import Content, plain
from bot import crossing, rooms
from bot.feature import Call, Handler
from bot.opting_out import texts
from bot.saying import _
from bot.texts.carried_texts import NO_OPTING_OUT, PRIVATE_THREAD
from bot.withdrawing import opt_out
from storage.bridges import Bridge
from storage.database import Unit
from storage.exclusions import EVERYWHERE, Exclusion

HERE, ALL = "here", "everywhere"


@dataclass(frozen=True)
class Extent:
    """Which bridges are meant."""

    where: str = ask(
        _("Where"),
        choices=((HERE, _("{word}: this bridge", word=HERE)), (ALL, _("{word}: all bridges, also new ones", word=ALL))),
        default=HERE,
    )


async def optout(call: Call, unit: Unit) -> Content:
    """Keep what somebody says where they say it, and take back what was copied."""
    bridge = await _meant(call, unit)
    if bridge is None and call.answers.where == HERE:
        if await crossing.aside(call.asked, unit):
            return plain(PRIVATE_THREAD, texts.OUT_OF_ALL)
        carried = await rooms.told(unit, call.asked)
        return plain(texts.NOT_HERE) if carried is None else plain(carried, NO_OPTING_OUT, texts.OUT_OF_ALL)
    accounts = await unit.members.accounts(call.asked.by.account)
    end = None if bridge is None else bridge.end(call.asked.channel)
    here = None if end is None else end.channel
    count = await opt_out(accounts, EVERYWHERE if bridge is None else bridge.id, unit, call.now, here=here)
    lines = [texts.opted_out(None if bridge is None else bridge.name), texts.taken_back(count), texts.WHAT_STAYS]
    if len(accounts) > 1:
        lines.append(texts.ALL_ACCOUNTS)
    return plain(*lines, texts.HOW_BACK if bridge is not None else texts.HOW_BACK_EVERYWHERE)


async def optin(call: Call, unit: Unit) -> Content:
    """Have what somebody says from now on copied again."""
    bridge = await _meant(call, unit)
    if bridge is None and call.answers.where == HERE:
        return plain(PRIVATE_THREAD if await crossing.aside(call.asked, unit) else texts.NOT_HERE_IN)
    accounts = await unit.members.accounts(call.asked.by.account)
    id = EVERYWHERE if bridge is None else bridge.id
    changed = await unit.exclusions.opt_in(accounts, id, call.now)
    match await unit.exclusions.of(call.asked.by.account, id, call.now):
        case Exclusion.OPTED_OUT:
            return plain(texts.STILL_OUT_EVERYWHERE)
        case Exclusion.BARRED:
            return plain(texts.BARRED)
    return plain(texts.opted_in(None if bridge is None else bridge.name) if changed else texts.NEVER_OUT)


async def _meant(call: Call, unit: Unit) -> Bridge | None:
    """The bridge that is meant; None when it is all of them, or there is none."""
    return None if call.answers.where == ALL else await crossing.here(call.asked, unit)


HANDLERS = (
    Handler(
        Declaration(
            "bridge optout",
            "Opt out",
            _("Have nothing of yours copied, and your copies removed"),
            Extent,
            ways=frozenset({Way.SLASH, Way.BUTTON}),
        ),
        optout,
    ),
    Handler(Declaration("bridge optin", "Opt in", _("Have what you write from now on copied again"), Extent), optin),
)
