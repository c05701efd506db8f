"""People who left: nothing more reaches them, what is under way ends, and what stays away for long is forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.refs import AccountRef
from bot import forgetting, profiles
from bot.acts import Act
from bot.forgetting import Ending, Parting
from storage.audit import ITSELF
from storage.database import Unit
from storage.subjects import erasing

DAY = 24 * 3600.0
KEEP = 90 * DAY  # an account is opened again within days as a rule, after a long leave within weeks
AT_ONCE = 10


async def left(account: AccountRef, at: float, unit: Unit, now: float, partings: Sequence[Parting]) -> None:
    """An account was closed, or is in no community of the bot's any more. Of others than members nothing is noted."""
    if not await unit.presence.concerns(account) or not await unit.presence.leave(account, at):
        return
    await unit.withdrawals.letters(await erasing(unit).boxes([account]))
    for parting in partings:
        await parting(account, unit, now)
    await go_on(account, unit)


async def go_on(account: AccountRef, unit: Unit) -> bool:
    """Let a member go on under another of their accounts that is there; False when they have none."""
    others = (await unit.members.accounts(account))[1:]
    away = await unit.presence.among(others)
    there = [each for each in others if each not in away]
    if there:
        await profiles.hand_over(unit, account, there[0])
    return bool(there)


async def forget(unit: Unit, now: float, endings: Sequence[Ending]) -> None:
    """Remove what is held of those who are away for too long, as if they had asked for it. Some at a time.

    Whoever has another account that is there, or was until lately, is no one of these.
    """
    long = await unit.presence.gone(now - KEEP)
    done: set[AccountRef] = set()
    for account in long:
        accounts = await unit.members.accounts(account)
        if account not in done and set(accounts) <= set(long):
            await unit.audit.note(None, None, ITSELF, Act.ERASE, str(account), now)  # soon a hash of it
            await forgetting.forget(accounts, unit, now, endings)
            done |= set(accounts)
        if len(done) >= AT_ONCE:
            return
