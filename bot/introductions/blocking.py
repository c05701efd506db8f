"""Keeping away from people, employers and sectors: silently, and for good, also after leaving."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Declaration, Misunderstood, ask
from adapters.contract.content import Content, plain
from bot.apart import Kind, employer_key, hashes, own_hashes
from bot.feature import Call, Handler
from bot.introductions import apart_texts
from bot.introductions.departing import part
from bot.saying import _
from bot.texts import SECTORS
from bot.whom import account_in
from storage.database import Unit
from storage.profiles import Sector

_KINDS = (
    (Kind.PERSON.value, _("a person")),
    (Kind.EMPLOYER.value, _("an employer")),
    (Kind.SECTOR.value, _("a sector")),
)


@dataclass(frozen=True)
class Target:
    """What is blocked; nothing, to see what is."""

    kind: str = ask(_("What"), choices=_KINDS, default="")
    who: str = ask(_("Whom"), hint="@somebody, an employer's name, or a sector", default="")


async def block(call: Call, unit: Unit) -> Content:
    """Keep somebody away, or show what is kept away."""
    if not call.answers.kind:
        return await _shown(call, unit)
    mine = await own_hashes(unit, call.asked.by.account)
    meant, along = await _meant(call, unit)
    if meant in mine:
        return plain(apart_texts.NOBODY_THERE)
    await unit.apart.block(mine, call.answers.kind, meant, call.now, along=along)
    taker = await unit.takers.of(await unit.members.accounts(call.asked.by.account))
    if taker is not None:
        await part(unit, taker.person, call.now)
    return plain(apart_texts.BLOCKED)


async def unblock(call: Call, unit: Unit) -> Content:
    """Take that back."""
    if not call.answers.kind:
        return await _shown(call, unit)
    mine = await own_hashes(unit, call.asked.by.account)
    meant, _along = await _meant(call, unit)
    done = await unit.apart.unblock(mine, call.answers.kind, meant)
    return plain(apart_texts.UNBLOCKED if done else apart_texts.NOT_BLOCKED)


async def _meant(call: Call, unit: Unit) -> tuple[str, list[str]]:
    """What is meant: a person's account, as a hash, and their other ones; an employer or a sector as it is compared.

    Raises Misunderstood when it is not known. Whether there are other accounts shows in no answer.
    """
    said = call.answers.who.strip()
    match Kind(call.answers.kind):
        case Kind.PERSON:
            account = account_in(said, call.asked.by.account)
            if account is None:
                raise Misunderstood(apart_texts.WHOM)
            meant, *along = (await hashes(unit, await unit.members.accounts(account))).values()
            return meant, along
        case Kind.EMPLOYER:
            if not said:
                raise Misunderstood(apart_texts.BLOCK_HOW)
            return employer_key(said), []
    names = {name.casefold(): sector for sector, name in SECTORS.items() if sector is not Sector.UNSAID}
    names |= {sector.value: sector for sector in names.values()}
    if said.casefold() not in names:
        raise Misunderstood(apart_texts.no_such_sector(list(dict.fromkeys(names.values()))))
    return names[said.casefold()].value, []


async def _shown(call: Call, unit: Unit) -> Content:
    """What somebody keeps away: people by their number alone, for nobody's name is kept."""
    found = await unit.apart.named(await own_hashes(unit, call.asked.by.account))
    by_kind = {kind: sorted(target for of, target in found if of == kind) for kind in Kind}
    lines = apart_texts.blocked(len(by_kind[Kind.PERSON]), by_kind[Kind.EMPLOYER], by_kind[Kind.SECTOR])
    return plain(*(lines or [apart_texts.NOTHING_BLOCKED]), apart_texts.BLOCK_HOW)


HANDLERS = (
    Handler(Declaration("intro block", "Block", _("Never be introduced to somebody; nobody is told"), Target), block),
    Handler(Declaration("intro unblock", "Unblock", _("Take a block back"), Target), unblock),
)
