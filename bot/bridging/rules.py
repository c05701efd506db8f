"""What bridging decides, without any I/O."""

from __future__ import annotations

import re
from dataclasses import replace

from adapters.contract.content import Paragraph, Quote, Text
from adapters.contract.refs import AccountRef, ChannelRef
from bot.bridging import texts
from storage.bridges import Bridge
from storage.invites import Invite, InviteState

RULES_LENGTH = 1500  # characters
INVITE_SECONDS = 7 * 24 * 3600.0  # for which a code can be used; and then, for which the hosts may answer
# A mention as both platforms write it in a command (`should_escape` on Slack), or an id.
_ACCOUNT = re.compile(r"<@!?(?P<mention>\w+)(\|[^>]*)?>|(?P<id>(?=\w*\d)[A-Z0-9]{6,})", re.ASCII)


def why_unusable(invite: Invite, now: float) -> str | None:
    """Why a code cannot be used any more; None when it can."""
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


def account_in(text: str, like: AccountRef) -> AccountRef | None:
    """The account that somebody means, on the platform and in the community of another; None when it is unclear."""
    found = _ACCOUNT.fullmatch(text.strip())
    return None if found is None else replace(like, id=found["mention"] or found["id"])


def homes(bridge: Bridge, names: dict[str, str], without: ChannelRef | None = None) -> list[str]:
    """What the communities of a bridge are called, each once; `without` one channel's."""
    ends = [end.channel for end in bridge.ends if end.channel != without]
    return list(dict.fromkeys(name_of(channel, names) for channel in ends))


def name_of(channel: ChannelRef, names: dict[str, str]) -> str:
    """What a channel's community is called."""
    return names.get(str(channel.home)) or str(channel.home)


def quoted(written: str) -> Quote:
    """A bridge's rules as they are shown."""
    return Quote(tuple(Paragraph((Text(line),)) for line in (written or texts.NO_RULES).splitlines()))
