"""What bridging decides, without any I/O."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.contract.commands import Venue
from adapters.contract.content import Paragraph, Quote, Text
from adapters.contract.refs import ChannelRef
from bot.bridging import pinned_texts, texts
from bot.whom import name_of
from storage.bridges import Bridge, Direction, End
from storage.invites import Invite, InviteState

RULES_LENGTH = 1500  # characters
INVITE_SECONDS = 7 * 24 * 3600.0  # for which a code can be used; and then, for which the hosts may answer


def why_unusable(invite: Invite, here: ChannelRef, host: str, now: float) -> str | None:
    """Why a code cannot be used any more in a channel; None when it can. `host`: the community that is asked."""
    if invite.state is InviteState.ASKED and invite.guest == here and now <= invite.expires_at:
        return texts.asked_already(host)
    if invite.state is not InviteState.OPEN:
        return texts.USED_CODE
    return texts.EXPIRED_CODE if now > invite.expires_at else None


def why_unanswerable(invite: Invite, at: ChannelRef, now: float) -> str | None:
    """Why somebody in a channel cannot answer a request to join; None when they can."""
    if invite.host.home != at.home:
        return texts.NOT_YOUR_REQUEST
    if invite.state is not InviteState.ASKED:
        return texts.ANSWERED_REQUEST
    return texts.EXPIRED_REQUEST if now > invite.expires_at else None


def why_not_here(bridge: Bridge, channel: ChannelRef, held_by: Bridge | None) -> str | None:
    """Why a channel cannot become an end of a bridge; None when it can. `held_by` is the one that it is in."""
    if held_by is not None:
        return texts.in_a_bridge(held_by.name)
    # Two threads of one channel would be one lane.
    return texts.SAME_CHANNEL if any(end.channel.parent == channel.parent for end in bridge.ends) else None


def why_not_confirmed(venue: Venue, typed: str, platform: str) -> str | None:
    """Why a channel is not opened to readers elsewhere; None when it may be. A private one's name has to be typed."""
    if not venue.private:
        return None
    if not venue.name:
        return texts.not_seen(platform)
    if not _plain(typed):
        return texts.NAME_MISSING
    return None if _plain(typed) == _plain(venue.name) else texts.NAME_DIFFERS


def unless_in(venue: Venue, platform: str) -> tuple[str, ...]:
    """What the bot needs in a channel, unless it is known to have it."""
    return () if venue.joined else (texts.be_in_channel(platform),)


def _plain(name: str) -> str:
    return " ".join(name.split()).removeprefix("#").casefold()


def homes(ends: Iterable[End], names: dict[str, str]) -> list[str]:
    """What the communities of ends are called, each once."""
    return list(dict.fromkeys(name_of(end.channel, names) for end in ends))


def quoted(written: str) -> Quote:
    """A bridge's rules as they are shown."""
    return Quote(tuple(Paragraph((Text(line),)) for line in (written or texts.NO_RULES).splitlines()))


def ways(bridge: Bridge, end: End) -> tuple[list[End], list[End]]:
    """The ends that get what is written at one, and those of which it gets what is written, while it is not paused.

    It may also be an end that is still to join.
    """
    others = [other for other in bridge.ends if other.channel != end.channel and not other.paused]
    there = [other for other in others if Direction.IN is not end.direction and other.direction is not Direction.OUT]
    here = [other for other in others if Direction.OUT is not end.direction and other.direction is not Direction.IN]
    return there, here


def leads_to(bridge: Bridge, channel: ChannelRef, names: dict[str, str]) -> str:
    """Where words of a channel that joins a bridge will be seen, and whose words in it."""
    if bridge.paused or all(end.paused for end in bridge.ends):
        return pinned_texts.pinned_paused(homes(bridge.ends, names))
    there, here = ways(bridge, End(channel))
    return texts.will_appear(homes(there, names), homes(here, names))


def request_how(bridge: Bridge, host: ChannelRef) -> str:
    """What a yes of the hosts leads to, by what their channel does."""
    end = bridge.end(host) or End(host)
    return texts.request_how(end.direction, paused=bridge.paused or end.paused)
