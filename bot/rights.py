"""Who may govern a community's bridges. Asked anew at every use, here and nowhere else."""

from __future__ import annotations

from dataclasses import replace

from adapters.contract.commands import Caller
from adapters.contract.refs import CommunityRef
from storage.database import Unit


async def is_organiser(by: Caller, community: CommunityRef, unit: Unit) -> bool:
    """Whether someone organises a community: they run it on its platform, or were named by those who organise it."""
    return by.admin or await unit.organisers.has(community, by.account)


async def organises(by: Caller, here: CommunityRef, community: CommunityRef, unit: Unit) -> bool:
    """Whether someone who asks in one place organises a community.

    Elsewhere the platform's word counts only where it speaks of that community, as in private messages.
    """
    return await is_organiser(by if here == community else replace(by, admin=community in by.runs), community, unit)
