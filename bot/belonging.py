"""Of which communities somebody is known to be, whether any keeps another one out, and whose forms hold for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from adapters.contract.commands import Asked
from adapters.contract.refs import AccountRef, CommunityRef
from storage.database import Unit


async def communities(
    account: AccountRef, here: CommunityRef, unit: Unit, within: Collection[CommunityRef] = ()
) -> list[CommunityRef]:
    """Where somebody is, where their accounts belong, wrote something that was copied, were found, or joined.

    `within` is the platform's word, where it gives one. In a private message on a platform whose users belong to no
    community, `here` is none.
    """
    accounts = await unit.members.accounts(account)
    found = {here, *within, *(CommunityRef(it.platform, it.community) for it in accounts if it.community)}
    found.update(await unit.members.communities(accounts), await unit.presence.homes(accounts))
    taker = await unit.takers.of(accounts)
    if taker is not None and taker.home:
        found.add(CommunityRef.parse(taker.home))
    return sorted((home for home in found if not home.nowhere), key=str)


async def own(account: AccountRef, unit: Unit) -> list[CommunityRef]:
    """The same of one account alone: what is told of it tells of none that is linked."""
    found = {*await unit.members.communities([account]), *await unit.presence.homes([account])}
    found.add(CommunityRef(account.platform, account.community))
    return sorted((home for home in found if home.id and not home.nowhere), key=str)


async def sharing(
    mine: Sequence[CommunityRef], others: Collection[CommunityRef | None], unit: Unit
) -> CommunityRef | None:
    """Of somebody's communities, the first that shares a bridge with one of others'; else the first, if any."""
    joined = [{end.channel.home for end in bridge.ends} for bridge in await unit.bridges.all()]
    near = [homes for homes in joined if not homes.isdisjoint(others)]
    return next((each for each in mine if any(each in homes for homes in near)), next(iter(mine), None))


async def asks_from(asked: Asked, others: Collection[AccountRef], unit: Unit, *also: str) -> CommunityRef | None:
    """The community whose organisers judge what somebody writes to others, as far as is known.

    It is where they write. In a private message that is in none, it is one that they are in: if one shares a bridge
    with those of the others, or with `also`, that one.
    """
    here = asked.channel.home
    if not here.nowhere:
        return here
    mine = sorted(asked.by.within, key=str) or await own(asked.by.account, unit)
    theirs = {CommunityRef.parse(home) for home in also if home}
    for each in others:
        theirs.update(await communities(each, each.letter_box.home, unit))
    return await sharing(mine, theirs, unit)


async def keeps_out(account: AccountRef, out: Collection[str], unit: Unit, *also: str) -> bool:
    """Whether a community of somebody's, or of `also`, is one of those that keep another one `out`."""
    if not out:
        return False
    known = {str(home) for home in await communities(account, account.letter_box.home, unit)}
    return not known.union(also).isdisjoint(out)


async def left(account: AccountRef, unit: Unit) -> bool:
    """Whether somebody is away with all of their accounts: closed, or in no community of the bot's any more."""
    accounts = await unit.members.accounts(account)
    return await unit.presence.among(accounts) >= set(accounts)


async def masks(
    account: AccountRef, here: CommunityRef, unit: Unit, within: Collection[CommunityRef] = ()
) -> list[str]:
    """The forms of hospital numbers that any of somebody's communities has set."""
    known = [await unit.held.masks(home) for home in await communities(account, here, unit, within)]
    return sorted({mask for forms in known for mask in forms})
