"""Organisers keep their community out of introductions with an employer or a community, or two people apart.

They see no introduction, and learn of none. Members see the rules of their community in `/intro why`, but for pairs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from adapters.contract.commands import Declaration, Misunderstood, Who, ask
from adapters.contract.content import Content, plain
from adapters.contract.refs import AccountRef
from bot import texts as shared
from bot.acts import Act, note
from bot.apart import Kind, employer_key, hashes, owned_by
from bot.feature import Call, Handler
from bot.introductions import apart_texts
from bot.saying import _
from bot.whom import account_in
from storage.database import Unit

_KINDS = (
    (Kind.EMPLOYER.value, _("an employer")),
    (Kind.COMMUNITY.value, _("a community")),
    (Kind.PAIR.value, _("two people")),
)


@dataclass(frozen=True)
class Ruled:
    """What is ruled; nothing, to see what is."""

    kind: str = ask(_("What"), choices=_KINDS, default="")
    who: str = ask(_("Whom"), hint="an employer's or a community's name, or @somebody @somebody", default="")


async def keep_apart(call: Call, unit: Unit) -> Content:
    """Keep this community's members from introductions, or show from which."""
    if not call.answers.kind:
        return await _shown(call, unit)
    meant, along, said = await _meant(call, unit)
    await unit.apart.block([owned_by(call.asked.channel.home)], call.answers.kind, meant, call.now, along=along)
    await note(call, unit, None, Act.KEEP_APART, said)
    return plain(apart_texts.RULED, apart_texts.RULED_FROM)


async def let_meet(call: Call, unit: Unit) -> Content:
    """Take that back."""
    if not call.answers.kind:
        return await _shown(call, unit)
    meant, _along, said = await _meant(call, unit)
    if not await unit.apart.unblock([owned_by(call.asked.channel.home)], call.answers.kind, meant):
        return plain(apart_texts.NOT_RULED)
    await note(call, unit, None, Act.LET_MEET, said)
    return plain(apart_texts.UNRULED)


async def lines(unit: Unit, owners: Collection[str]) -> list[str]:
    """The rules of communities (`owned_by`), in words; pairs by their number alone, for nobody's name is kept."""
    found = await unit.apart.named(owners)
    by_kind = {kind: sorted(target for of, target in found if of == kind) for kind in Kind}
    names = {owned_by(key): name for key, name in (await unit.communities.names()).items()}
    communities = [names.get(target, target.removeprefix("in ")) for target in by_kind[Kind.COMMUNITY]]
    return apart_texts.ruled(by_kind[Kind.EMPLOYER], communities)


async def _shown(call: Call, unit: Unit) -> Content:
    here = owned_by(call.asked.channel.home)
    pairs = sum(kind == Kind.PAIR for kind, _meant in await unit.apart.named([here]))
    told = [*await lines(unit, [here]), *([apart_texts.pairs_apart(pairs)] if pairs else ())]
    return plain(*(told or [apart_texts.NOTHING_RULED]), apart_texts.RULE_HOW)


async def _meant(call: Call, unit: Unit) -> tuple[str, list[str], str]:
    """What is meant, as it is compared, what goes with it, and what is written down of it.

    Raises Misunderstood when it is not known.
    """
    said = call.answers.who.strip()
    match Kind(call.answers.kind):
        case Kind.EMPLOYER if said:
            return employer_key(said), [], said
        case Kind.COMMUNITY:
            names = await unit.communities.names()
            meant = [key for key, name in names.items() if said.casefold() in (name.casefold(), key.casefold())]
            if len(meant) == 1 and meant[0] != str(call.asked.channel.home):
                return owned_by(meant[0]), [], names[meant[0]]
            raise Misunderstood(apart_texts.NO_SUCH_COMMUNITY)
        case Kind.PAIR:
            pair, *along = await _pairs(unit, said.split(), call.asked.by.account)
            return pair, along, apart_texts.TWO_PEOPLE
    raise Misunderstood(apart_texts.RULE_HOW)


async def _pairs(unit: Unit, said: list[str], like: AccountRef) -> list[str]:
    """The pair of accounts that is meant, and every other pair of the two people's, as hashes, the smaller first."""
    accounts = [account for each in said if (account := account_in(each, like)) is not None]
    if len(accounts) != 2 or len(set(accounts)) != 2:
        raise Misunderstood(shared.WHO)
    one, other = [list((await hashes(unit, await unit.members.accounts(each))).values()) for each in accounts]
    return ["+".join(sorted((a, b))) for a in one for b in other if a != b]  # what is meant stands first


HANDLERS = (
    Handler(
        Declaration("intro apart", "Keep apart", _("Keep your community out of introductions with somebody"), Ruled,
                    who=Who.ORGANISER),
        keep_apart,
    ),
    Handler(
        Declaration("intro together", "Let meet", _("Let such introductions happen again"), Ruled, who=Who.ORGANISER),
        let_meet,
    ),
)  # fmt: skip
