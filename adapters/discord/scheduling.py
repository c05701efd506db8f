"""Discord's own scheduled events. Limits and fields are those of its reference, "Guild Scheduled Event"."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from adapters.contract.errors import Refused, Why
from adapters.contract.fitting import shortened
from adapters.contract.refs import CommunityRef
from adapters.contract.scheduling import Scheduled
from adapters.discord.session import Session

JSON = dict[str, Any]
_EXTERNAL, _GUILD_ONLY, _CANCELED = 3, 2, 4
_NAME, _ABOUT, _PLACE = 100, 1000, 100


async def schedule(session: Session, community: CommunityRef, entry: Scheduled, known: str) -> str:
    """Make or change an event."""
    path, body = f"/guilds/{community.id}/scheduled-events", fields(entry)
    if not known:
        known = await scheduled(session, community, entry.title, entry.starts_at)
    if known:
        await session.rest.call("PATCH", f"{path}/{known}", body)
        return known
    return str((await session.rest.call("POST", path, body))["id"])


async def scheduled(session: Session, community: CommunityRef, title: str, starts_at: float) -> str:
    """The id of an event of ours with this name and time; empty when there is none."""
    me = await session.me()
    for each in await session.rest.get(f"/guilds/{community.id}/scheduled-events"):
        same = each["name"] == shortened(title, _NAME) and _moment(each) == int(starts_at)
        if same and each.get("creator_id") == me.user:
            return str(each["id"])
    return ""


async def unschedule(session: Session, community: CommunityRef, known: str) -> None:
    """Cancel an event; one that is gone, or over, stays as it is."""
    try:
        path = f"/guilds/{community.id}/scheduled-events/{known}"
        await session.rest.call("PATCH", path, {"status": _CANCELED})
    except Refused as refused:
        if refused.why not in (Why.GONE, Why.UNACCEPTABLE):
            raise


def fields(entry: Scheduled) -> JSON:
    """An event as Discord has it: somewhere else than in a channel, which needs an end and a place."""
    return {
        "name": shortened(entry.title, _NAME),
        "description": shortened(entry.about, _ABOUT),
        "scheduled_start_time": _iso(entry.starts_at),
        "scheduled_end_time": _iso(entry.ends_at),
        "privacy_level": _GUILD_ONLY,
        "entity_type": _EXTERNAL,
        "entity_metadata": {"location": shortened(entry.place, _PLACE)},
    }


def _moment(event: JSON) -> float:
    return datetime.fromisoformat(str(event["scheduled_start_time"]).replace("Z", "+00:00")).timestamp()


def _iso(moment: float) -> str:
    return datetime.fromtimestamp(int(moment), UTC).isoformat()
