"""A person's name as others read it, wherever the bot says it: as on copies, in one line, and nothing of a patient."""

from __future__ import annotations

from adapters.contract.fitting import same_name, shown_name, unlinked
from adapters.contract.platform import Persona
from adapters.contract.refs import AccountRef, CommunityRef
from bot import belonging, texts
from bot.delivering.showing import NAME_LINE
from bot.patients.naming import tells
from bot.patients.screening import year_of
from bot.whom import name_of
from storage.database import Unit


async def called(name: str, account: AccountRef, here: CommunityRef, unit: Unit, now: float) -> str:
    """A name without a community, as those read it who are not to learn where somebody is."""
    return unlinked(shown_name(Persona(await _harmless(name, account, here, unit, now)), NAME_LINE))


async def called_with_home(
    name: str, account: AccountRef, here: CommunityRef, unit: Unit, now: float, *, stranger: bool = False
) -> str:
    """A name with its community, and with the number that tells it from others of that name there."""
    return await called_at_home(await _harmless(name, account, here, unit, now), account, here, unit, stranger=stranger)


async def called_at_home(
    name: str, account: AccountRef, home: CommunityRef | None, unit: Unit, *, stranger: bool = False
) -> str:
    """The same of a name of which others look whether it may tell of a patient. `home`: none, where it is not told."""
    persona = Persona(name)
    if home is not None:
        known = name_of(home, await unit.communities.names())
        number = 1 if name in ("", texts.SOMEBODY) else await unit.members.number(home, same_name(name), account)
        persona = Persona(name, home=texts.guest_of(known) if stranger else known, number=number)
    return unlinked(shown_name(persona, NAME_LINE))


async def _harmless(name: str, account: AccountRef, here: CommunityRef, unit: Unit, now: float) -> str:
    """A name, unless it may tell of a patient."""
    forms = await belonging.masks(account, here, unit)
    return texts.SOMEBODY if not name or tells(name, forms, year_of(now)) else name
