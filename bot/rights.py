"""Who may govern a community's bridges. Asked anew at every use, here and nowhere else."""

from __future__ import annotations

from adapters.contract.commands import Caller
from adapters.contract.refs import CommunityRef
from storage.database import Unit


async def is_organiser(by: Caller, community: CommunityRef, unit: Unit) -> bool:
    """Whether someone organises a community: they run it on its platform, or were named by those who organise it."""
    return by.admin or await unit.organisers.has(community, by.account)
