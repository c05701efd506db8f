"""Who may govern a community's bridges. Asked anew at every use, here and nowhere else."""

from __future__ import annotations

from dataclasses import replace

from adapters.contract.commands import Asked, Caller
from adapters.contract.refs import ChannelRef, CommunityRef
from bot import texts
from storage.database import Unit


async def is_organiser(by: Caller, community: CommunityRef, unit: Unit) -> bool:
    """Whether someone organises a community: they run it on its platform, or were named by those who organise it."""
    return by.admin or await unit.organisers.has(community, by.account)


async def organises(by: Caller, here: CommunityRef, community: CommunityRef, unit: Unit) -> bool:
    """Whether someone who asks in one place organises a community.

    Elsewhere the platform's word counts only where it speaks of that community, as in private messages. Whose account
    belongs to no community was named as a member of one: who is in it no more, by the platform's word, is nobody there.
    """
    if here == community:
        return await is_organiser(by, community, unit)
    runs, homeless = community in by.runs, not by.account.community
    if homeless and not runs and community not in by.within:
        return False
    return await is_organiser(replace(by, admin=runs), community, unit)


def organisers_only(channel: ChannelRef) -> str:
    """What whoever may not do something as an organiser is told; where there is no community, to go where one is."""
    return texts.IN_A_CHANNEL if channel.nowhere else texts.ORGANISERS_ONLY


async def seen(asked: Asked, unit: Unit, now: float) -> None:
    """Whoever asks is there; but in private messages people may still ask who left every community of the bot's."""
    if asked.by.account.community or asked.by.within or not asked.channel.nowhere:
        await unit.presence.back(asked.by.account, now)
