"""Somebody had all removed that is held of them: what is under way ends, and what names them to others goes."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.refs import AccountRef
from bot.introductions import naming
from bot.introductions.departing import erase
from storage.database import Unit


async def forget(accounts: Sequence[AccountRef], persons: Sequence[str], unit: Unit, now: float) -> None:
    """End what is under way, as when somebody leaves; take back what the bot told others in their name.

    Those are the openings of rooms, which hold their name and words, and their questions and answers.
    """
    told = await naming.of_questions(accounts, unit)
    for person in persons:
        await unit.rooms.leave(person)
        await erase(unit, person, now)
    await unit.asks.erase(accounts)
    await naming.take_back(told, unit, now)
