"""What Slack tells of the bot's own standing, in a channel and in the workspace, and of accounts that were closed."""

from __future__ import annotations

from typing import Any

from adapters.contract.incoming import ChannelFound, ChannelLost, CommunityLost, MemberLeft
from adapters.contract.marked import _
from adapters.slack import refs
from adapters.slack.me import Me

Json = dict[str, Any]
GONE = _(
    "The bot was taken out of the Slack workspace, or its token was revoked. Whoever manages the workspace's apps can "
    "install it again at https://api.slack.com/apps; whoever runs the bot then needs its new token."
)
_ARCHIVED = _("The Slack channel was archived. Unarchive it, or take it off the bridge.")
_DELETED = _(
    "The Slack channel was deleted. It cannot come back: take it off the bridge, or join with another channel."
)
_REMOVED = _("The bot was removed from the Slack channel. Invite it again with /invite.")
_LOST = {
    "channel_archive": _ARCHIVED,
    "group_archive": _ARCHIVED,
    "channel_deleted": _DELETED,
    "group_deleted": _DELETED,
    "channel_left": _REMOVED,
    "group_left": _REMOVED,
}
_FOUND = frozenset({"channel_unarchive", "group_unarchive"})


def told(event: Json, me: Me) -> ChannelLost | ChannelFound | CommunityLost | MemberLeft | None:
    """What an event says of where the bot can be, or of who is there no more; None when of something else."""
    match event.get("type"):
        case "member_left_channel" if event.get("user") == me.user:
            return _lost(event, me, _REMOVED)
        case "member_joined_channel" if event.get("user") == me.user:
            return _found(event, me)
        case "tokens_revoked" if me.user in ((event.get("tokens") or {}).get("bot") or []):
            return community_lost(me, _at(event))
        case "app_uninstalled":
            return community_lost(me, _at(event))
        case "user_change" if (user := event.get("user") or {}).get("deleted"):
            return _closed(str(user["id"]), me, _at(event))
        case kind if kind in _LOST:
            return _lost(event, me, _LOST[kind])
        case kind if kind in _FOUND:
            return _found(event, me)
    return None


def community_lost(me: Me, at: float, why: str = GONE) -> CommunityLost:
    """The workspace is lost since an epoch time."""
    community = refs.community(me.team)
    return CommunityLost(f"lost {community} {at}", at, community, why)


def _closed(user: str, me: Me, at: float) -> MemberLeft:
    account = refs.account(me.team, user)
    return MemberLeft(f"{account.platform}:left:{user}:{at}", at, account)


def _lost(event: Json, me: Me, why: str) -> ChannelLost:
    channel = refs.channel(me.team, str(event["channel"]))
    return ChannelLost(f"lost {channel} {_at(event)}", _at(event), channel, why)


def _found(event: Json, me: Me) -> ChannelFound:
    channel = refs.channel(me.team, str(event["channel"]))
    return ChannelFound(f"found {channel} {_at(event)}", _at(event), channel)


def _at(event: Json) -> float:
    return refs.seconds(str(event.get("event_ts") or "0"))
