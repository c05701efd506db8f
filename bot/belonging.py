"""Of which communities somebody is known to be, and which forms of hospital numbers hold for them everywhere."""

from __future__ import annotations

from collections.abc import Collection

from adapters.contract.refs import AccountRef, CommunityRef
from storage.database import Unit


async def communities(
    account: AccountRef, here: CommunityRef, unit: Unit, within: Collection[CommunityRef] = ()
) -> list[CommunityRef]:
    """Where somebody is, where their accounts belong, wrote something that was copied, or joined introductions.

    `within` is the platform's word, where it gives one. In a private message on a platform whose users belong to no
    community, `here` is none.
    """
    accounts = await unit.members.accounts(account)
    found = {here, *within, *(CommunityRef(it.platform, it.community) for it in accounts if it.community)}
    found.update(await unit.members.communities(accounts))
    taker = await unit.takers.of(accounts)
    if taker is not None and taker.home:
        found.add(CommunityRef.parse(taker.home))
    return sorted((home for home in found if not home.nowhere), key=str)


async def masks(
    account: AccountRef, here: CommunityRef, unit: Unit, within: Collection[CommunityRef] = ()
) -> list[str]:
    """The forms of hospital numbers that any of somebody's communities has set."""
    known = [await unit.held.masks(home) for home in await communities(account, here, unit, within)]
    return sorted({mask for forms in known for mask in forms})
