"""What members may say about having their words copied."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Declaration, Way, ask
from adapters.contract.content import Content, plain
from bot import crossing, rooms, staying
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
    id, name = (EVERYWHERE, None) if bridge is None else (bridge.id, bridge.name)
    known = [await unit.exclusions.all(each, Exclusion.OPTED_OUT) for each in accounts]
    count = await opt_out(accounts, id, unit, call.now, here=here)
    if all(id in ids for ids in known):
        lines = [texts.opted_out_already(name), *([texts.taken_back(count)] if count else [])]
    else:
        lines = [texts.opted_out(name), texts.taken_back(count), texts.WHAT_STAYS]
        lines += [texts.ALL_ACCOUNTS] if len(accounts) > 1 else []
    return plain(*lines, texts.HOW_BACK_EVERYWHERE if await staying.out_of_all(call.asked, unit) else texts.HOW_BACK)


async def optin(call: Call, unit: Unit) -> Content:
    """Have what somebody says from now on copied again."""
    bridge = await _meant(call, unit)
    if bridge is None and call.answers.where == HERE:
        return plain(PRIVATE_THREAD if await crossing.aside(call.asked, unit) else texts.NOT_HERE_IN)
    accounts = await unit.members.accounts(call.asked.by.account)
    id, name = (EVERYWHERE, None) if bridge is None else (bridge.id, bridge.name)
    changed = await unit.exclusions.opt_in(accounts, id, call.now)
    here = bridge or await crossing.here(call.asked, unit)
    stays = None if here is None else await staying.why(call.asked, here, unit, call.now)
    if stays is None:
        said = (texts.opted_in(name), texts.FROM_NOW_ON) if changed else (texts.NOT_OUT, texts.IS_COPIED)
        return plain(*said, *((texts.HERE_OR_NOT,) if bridge is None else ()))
    first = () if await _out(call, id, unit) else plain(texts.opted_in(name) if changed else texts.NOT_OUT).blocks
    return Content((*first, stays))


async def _out(call: Call, id: int, unit: Unit) -> bool:
    """Whether somebody's own wish keeps their words from a bridge."""
    return await unit.exclusions.of(call.asked.by.account, id, call.now) is Exclusion.OPTED_OUT


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
