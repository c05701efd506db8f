"""Somebody had all removed that is held of them: what is under way ends, and what names them to others goes."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.refs import AccountRef
from bot import belonging
from bot.introductions import naming
from bot.introductions.departing import erase
from storage.database import Unit


async def forget(accounts: Sequence[AccountRef], persons: Sequence[str], unit: Unit, now: float) -> None:
    """End what is under way, as when somebody leaves; take back what the bot told others in their name.

    Those are the openings of rooms, which hold their name and words, and their questions and answers. That these were
    theirs is kept under hashes for a while, with where they belonged: what was reported can still be judged.
    """
    told = await naming.of_questions(accounts, unit)
    homes = await belonging.communities(accounts[0], accounts[0].letter_box.home, unit) if told else []
    for person in persons:
        await unit.rooms.leave(person)
        await erase(unit, person, now)
    await unit.former_asks.keep(accounts, homes[0] if homes else None)
    await naming.take_back(told, unit, now)
