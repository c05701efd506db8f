"""Who keeps away from whom: what people blocked. It outlives their profiles, by salted hashes of their accounts."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from enum import StrEnum

from adapters.contract.refs import AccountRef, CommunityRef
from storage.apart import hashed
from storage.database import Unit
from storage.profiles import Profile, Sector

Blocks = Collection[tuple[str, str]]  # (kind, target) of what somebody keeps away


class Kind(StrEnum):
    """What can be blocked. Stored, so the values stay."""

    PERSON = "person"
    EMPLOYER = "employer"
    SECTOR = "sector"
    COMMUNITY = "community"  # by organisers, for theirs
    PAIR = "pair"  # by organisers: two people


def employer_key(name: str) -> str:
    """An employer's name as it is compared."""
    return " ".join(name.casefold().split())


def owned_by(community: CommunityRef | str) -> str:
    """What stands for a community among those who keep others away, and whom others keep away: no account's hash."""
    return f"in {community}"


def blocked(
    blocks: Blocks, hashes: Collection[str], sector: Sector, employer: str, homes: Collection[str] = ()
) -> bool:
    """Whether these keep somebody away: as a person, for their employer, their sector, or a community (`owned_by`)."""
    targets = {(Kind.PERSON.value, hash) for hash in hashes} | {(Kind.SECTOR.value, sector.value)}
    targets |= {(Kind.COMMUNITY.value, home) for home in homes}
    if employer:
        targets.add((Kind.EMPLOYER.value, employer_key(employer)))
    return not targets.isdisjoint(blocks)


async def hashes(unit: Unit, accounts: Collection[AccountRef]) -> dict[AccountRef, str]:
    """Salted hashes of accounts: what outlives leaving names people by these alone."""
    salt = await unit.apart.salt(secrets.token_hex(16))
    return {account: hashed(salt, account) for account in accounts}


async def stay_apart(unit: Unit, one: Collection[AccountRef], others: Collection[AccountRef]) -> None:
    """A member's accounts were taken apart: what each of them keeps away, and what keeps it away, holds for all."""
    known = await hashes(unit, [*one, *others])
    for these, those in ((others, one), (one, others)):
        for each in these:
            for it in those:
                await unit.apart.share_blocks(known[each], known[it])


async def own_hashes(unit: Unit, account: AccountRef) -> frozenset[str]:
    """The hashes of all accounts of the member who has this one."""
    return frozenset((await hashes(unit, await unit.members.accounts(account))).values())


async def kept_from(
    unit: Unit, accounts: Collection[AccountRef], mine: Profile | None, others: Collection[Profile]
) -> frozenset[str]:
    """Of these others, by person, those who keep away from somebody with these accounts, or they from them.

    It changes nothing, so that those who only read may ask.
    """
    salt = await unit.apart.salt()
    if not salt:  # nobody has blocked anything yet
        return frozenset()
    siblings = await unit.members.siblings([each.account for each in others])
    every = {each.person: _hashed(salt, [each.account, *siblings.get(each.account, ())]) for each in others}
    me = _hashed(salt, accounts)
    blocks: dict[str, set[tuple[str, str]]] = {}
    for owner, kind, target in await unit.apart.blocks(me.union(*every.values())):
        blocks.setdefault(owner, set()).add((kind, target))
    my_blocks = _of(me, blocks)
    sector, employer = (Sector.UNSAID, "") if mine is None else (mine.sector, mine.employer)
    return frozenset(
        each.person
        for each in others
        if blocked(my_blocks, every[each.person], each.sector, each.employer)
        or blocked(_of(every[each.person], blocks), me, sector, employer)
    )


def _hashed(salt: str, accounts: Collection[AccountRef]) -> frozenset[str]:
    return frozenset(hashed(salt, account) for account in accounts)


def _of(hashes: Collection[str], blocks: dict[str, set[tuple[str, str]]]) -> set[tuple[str, str]]:
    return {block for hash in hashes for block in blocks.get(hash, ())}
