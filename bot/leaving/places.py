"""Communities that the bot was taken out of: organisers of the others are told, and after 7 days all of it goes."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.content import Content, Paragraph, TimeForm, Timestamp, plain
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef
from bot import forgetting, notices, organisers
from bot.acts import Act
from bot.apart import owned_by
from bot.forgetting import Ending, Removal
from bot.leaving import people, texts
from bot.saying import laid
from bot.whom import name_of
from storage.audit import ITSELF
from storage.database import Unit
from storage.messages import NOTICES
from storage.subjects import removals

DAY = 24 * 3600.0
KEEP = 7 * DAY
WAIT = 7 * DAY  # longer, for a platform that does not say who is elsewhere
AT_ONCE = 10  # people whose data is removed in one unit of work


async def lost(community: CommunityRef, unit: Unit, now: float) -> None:
    """The bot was taken out: tell what happens. Who left traces there, and belongs to no community, is asked after."""
    if not await unit.communities.lose(community, now):
        return
    for account in await removals(unit).traced(community):
        await unit.presence.ask_again(account, now)
    name = name_of(community, await unit.communities.names())
    day = Timestamp(int(now + KEEP), TimeForm.DATE_LONG)
    until = Paragraph(laid(texts.what_goes(day)))
    said = Content((*plain(texts.taken_out(name)).blocks, until, *plain(texts.COPIES_STAY).blocks))
    await notices.post(unit, _notice(community, now), said, await _told(community, unit), now)


async def found(community: CommunityRef, unit: Unit, now: float) -> None:
    """The bot is in a community: if it was lost before, say that it is back."""
    lost_at = await unit.communities.find(community)
    notice = _notice(community, lost_at)
    if lost_at and await unit.messages.by_key(MessageRef(NOTICES, notice).key) is not None:
        name = name_of(community, await unit.communities.names())
        await notices.post(unit, notice, plain(texts.is_back(name)), await _told(community, unit), now)


async def alone(community: CommunityRef, unit: Unit, now: float) -> list[AccountRef] | None:
    """Who belongs to a lost community alone; None while that may yet be found out.

    Of whom the platform does not say in all that time whether they are elsewhere, they are taken to be nowhere. So is
    everybody whom it does not know, once the bot is in no other community of it.
    """
    unknown = await removals(unit).unknown(community, await unit.communities.lost_at(community))
    elsewhere = any(each.platform == community.platform for each in await unit.communities.held())
    if unknown and elsewhere and community not in await unit.communities.lost(now - KEEP - WAIT):
        return None
    return list(dict.fromkeys([*await removals(unit).accounts(community), *unknown]))


async def remove_people(accounts: Sequence[AccountRef], unit: Unit, now: float, endings: Sequence[Ending]) -> None:
    """Remove what is held of people under these accounts. Whoever has another that is there goes on under it."""
    for account in accounts:
        await people.go_on(account, unit)
        await unit.audit.note(None, None, ITSELF, Act.ERASE, str(account), now)  # soon a hash of it
        await forgetting.forget([account], unit, now, endings, copies=False)


async def remove(community: CommunityRef, unit: Unit, now: float, removed: Sequence[Removal]) -> None:
    """Remove what is left of a community, and tell the others so."""
    told, name = await _told(community, unit), name_of(community, await unit.communities.names())
    number = await unit.audit.note(community, None, ITSELF, Act.REMOVE_COMMUNITY, "", now)
    for removal in removed:
        await removal(community, unit, now)
    await removals(unit).erase(community, owned_by(community))
    await notices.post(unit, f"community-removed-{number}", plain(texts.is_gone(name), texts.COPIES_STAY), told, now)


async def _told(community: CommunityRef, unit: Unit) -> list[ChannelRef]:
    """Where the organisers of the other sides of a community's bridges are told things."""
    theirs = [each for each in await unit.bridges.all() if any(end.channel.home == community for end in each.ends)]
    rooms = [room for bridge in theirs for room in await organisers.everywhere(unit, bridge, but=community)]
    return list(dict.fromkeys(rooms))


def _notice(community: CommunityRef, lost_at: float) -> str:
    """Called after the community as after a channel of it, so that the name goes with the others."""
    return f"lost-{community}/-{lost_at:.0f}"
