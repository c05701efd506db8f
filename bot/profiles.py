"""What happens to profiles and all that is made of them: their words for searching, joining two, erasing."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.refs import AccountRef
from bot.apart import hashes
from storage.consents import Kind
from storage.database import Unit
from storage.profiles import Profile, Sector
from storage.subjects import people


async def texts_of(unit: Unit, people: Sequence[str]) -> dict[str, dict[str, str]]:
    """The texts by which members are found, by person and by a key that tells nothing of the text.

    Those of paused members are among them: whoever shows a member asks again whether they may be shown now.
    """
    return {person: each.keyed for person, each in (await unit.profiles.many(people)).items()}


async def start(unit: Unit, account: AccountRef, wanted: Sector, now: float) -> tuple[str, Sector]:
    """Make a member's profile; its key and sector come back. Who had one before has the sector that it had."""
    sector = await unit.sectors.take(account, await unit.members.accounts(account)) or wanted
    return await unit.profiles.start(account, sector, now), sector


async def part(unit: Unit, one: Sequence[AccountRef], others: Sequence[AccountRef], now: float) -> None:
    """A member's accounts were taken apart: from now on nothing leads from those without the profile to it.

    They keep the sector of it; one that had another sector before it was linked has that one again. What they said yes
    to for the profile holds no more.
    """
    accounts = [*one, *others]
    for each in (await unit.profiles.all_of(accounts))[:1]:
        await unit.sectors.share([it for it in accounts if it != each.account], each.sector, now)
    for side in (one, others):
        if not await unit.profiles.all_of(side):
            await unit.consents.withdraw(side, Kind.FOUND, now)
        await people(unit).set_apart(side)


async def join(unit: Unit, accounts: Sequence[AccountRef], now: float) -> bool:
    """Leave a member, whose accounts were just linked, with the older of their profiles; True when there were two."""
    younger = (await unit.profiles.all_of(accounts))[1:]
    for each in younger:
        await unit.sectors.remember([each.account], each.sector, now)
        await _drop(unit, each, now)
    return bool(younger)


async def hand_over(unit: Unit, account: AccountRef, to: AccountRef) -> None:
    """Let a member go on under another account of theirs: it has the profile, and is written to, from now on.

    One of the two may have the profile while the other takes part under it. What is somebody else's stays.
    """
    if await _keys(unit, to) <= await _keys(unit, account):
        await people(unit).hand_over(account, to)
        await unit.consents.hand_over(account, to)
        hashed = await hashes(unit, [account, to])
        await unit.apart.share(hashed[account], hashed[to])


async def _keys(unit: Unit, account: AccountRef) -> set[str]:
    """The keys of the profiles that an account has, or under which it takes part."""
    taker = await unit.takers.of([account])
    mine = {each.person for each in await unit.profiles.all_of([account])}
    return mine if taker is None else mine | {taker.person}


async def erase(unit: Unit, accounts: Sequence[AccountRef], now: float) -> bool:
    """Delete a member's profile, what was made of its texts, their searches and wishes; False when there is none.

    That its sector was chosen is remembered, under hashes of the accounts: a change of it needs an organiser.
    """
    found = await unit.profiles.all_of(accounts)
    for each in found[:1]:
        await unit.sectors.remember([each.account], each.sector, now)
        await unit.sectors.share(accounts, each.sector, now)
    for each in found:
        await _drop(unit, each, now)
    await unit.searches.erase(accounts)
    return bool(found)


async def _drop(unit: Unit, profile: Profile, now: float) -> None:
    await unit.profiles.delete(profile.person)
    await unit.vectors.drop(profile.person, now)
    await unit.consents.withdraw([profile.account], Kind.FOUND, now)
