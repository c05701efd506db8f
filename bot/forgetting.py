"""A person's own data: all of it in one place, and all of it gone. For them, and for the operator on their behalf."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef
from bot import profiles
from bot.acts import Act
from bot.withdrawing import take_back, withdraw
from storage import named
from storage.audit import OPERATOR
from storage.database import Unit
from storage.exclusions import EVERYWHERE
from storage.outbox import Op
from storage.personal import UNKNOWN, Records
from storage.subjects import erasing, erasures, forgotten, people, personal

DAY = 24 * 3600.0
KEEP_ERASURES = 90 * DAY  # as long as a backup may be put back; docs/privacy.md asks that they go after 30 days

# What a feature does when somebody's data is removed, so that what is under way ends properly for everybody else. It
# is given their accounts, the keys of their profiles (which are gone), the unit of work and the time.
Ending = Callable[[Sequence[AccountRef], Sequence[str], Unit, float], Awaitable[None]]
# What a feature does when an account is away: nothing that is under way is to wait for it.
Parting = Callable[[AccountRef, Unit, float], Awaitable[None]]
# What a feature does when a member's accounts were taken apart: it is given those of the one side, then of the other.
# True when something ended of which all are to be told.
TakenApart = Callable[[Sequence[AccountRef], Unit, float], Awaitable[bool]]
# What a feature does before all goes that is held of a community, so that it ends properly for the others.
Removal = Callable[[CommunityRef, Unit, float], Awaitable[None]]


async def everything(accounts: Sequence[AccountRef], unit: Unit) -> Records:
    """All that is held of a person with these accounts, by what it is."""
    found: Records = {}
    for subject in personal(unit):
        found |= await subject.records(accounts)
    return found


async def forget(
    accounts: Sequence[AccountRef], unit: Unit, now: float, endings: Sequence[Ending], *, copies: bool = True
) -> int:
    """Have all removed that is held of a person; how many of their messages are taken back comes back.

    Copies and letters go as fast as the platforms let them. `sweep` does the rest, within a day. Without `copies` these
    stay where they stand, and all that is held goes at once.
    """
    count = await take_back(accounts, EVERYWHERE, unit, now) if copies else 0
    conversations = await erasing(unit).conversations(accounts)  # before they end
    await people(unit).set_apart(accounts)
    persons = await people(unit).persons(accounts)
    await profiles.erase(unit, accounts, now)
    for ending in endings:
        await ending(accounts, persons, unit, now)
    boxes = [ChannelRef.parse(box) for box in await erasing(unit).boxes(accounts)]
    for letter in await erasing(unit).letters(accounts) if copies else ():
        await unit.messages.change(letter.id, deleted_at=now)
        await unit.outbox.drop_waiting(letter.id)
        await unit.outbox.add(Op.SYNC, letter.id, boxes, now)
    for letter in await erasing(unit).told_with_others(accounts, conversations) if copies else ():
        await unit.withdrawals.take_out(letter.id, [*boxes, *map(ChannelRef.parse, conversations)], now)
    await let_go(accounts, persons, unit, now)
    if copies:
        await forgotten(unit).add(accounts, now)
    else:
        for account in accounts:
            await erasing(unit).sweep(account, now, whatever=True)
    await erasures(unit).note(accounts, now)
    return count


async def forget_again(
    told: Mapping[str, float], unit: Unit, now: float, endings: Sequence[Ending]
) -> list[AccountRef]:
    """Remove what a backup brought back: `told` is when whose data was removed, by the hash of their account.

    Whose removal the database knows of, it has removed itself: they are left alone, for they may have come back since.
    What they wrote before their removal is not copied when history is read again.
    """
    later = await erasures(unit).unknown(told)
    everybody = await named.accounts(unit.connection) if later else []
    theirs = [account for account in everybody if await erasures(unit).hashed(account) in later]
    for account in theirs:
        await unit.audit.note(None, None, OPERATOR, Act.ERASE, str(account), now)  # soon a hash of it
        await forget([account], unit, now, endings)
    for hash, at in later.items():
        await unit.exclusions.keep_until(AccountRef(UNKNOWN, "", hash), at)
    await erasures(unit).keep(later)
    return theirs


async def let_go(accounts: Sequence[AccountRef], persons: Sequence[str], unit: Unit, now: float) -> None:
    """Remove from the tables what is held of a person. Whoever searches finds them no more from the commit on."""
    for person in persons:
        await unit.vectors.drop(person, now)
        await people(unit).erase_person(person)
    for subject in personal(unit):
        await subject.erase(accounts)


async def sweep(now: float, unit: Unit) -> None:
    """Go on with what could not be removed at once; after a day, whatever a platform says."""
    await erasures(unit).forget(now - KEEP_ERASURES)
    for account, since in await forgotten(unit).all():
        for message in await erasing(unit).late(account, since):
            await withdraw(message, now, unit, now)
        if await erasing(unit).sweep(account, since, whatever=now - since > DAY):
            await forgotten(unit).done(account)
