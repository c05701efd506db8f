"""What Discord's history tells of messages that were missed."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any

from adapters.contract.errors import Refused, Why
from adapters.contract.incoming import Past
from adapters.contract.patience import patient
from adapters.contract.refs import ChannelRef
from adapters.discord import refs
from adapters.discord.places import Place, Places
from adapters.discord.session import Session

JSON = dict[str, Any]
Get = Callable[..., Awaitable[Any]]
_PAGE = 100  # Discord's message reference


async def messages_after(get: Get, channel: str, at: float) -> AsyncIterator[JSON]:
    """A channel's messages after an epoch time, oldest first."""
    after = max(0, refs.last_until(at))
    while True:
        page: list[JSON] = await get(f"/channels/{channel}/messages", after=after, limit=_PAGE)
        page.sort(key=lambda message: int(message["id"]))
        for message in page:
            yield message
        if len(page) < _PAGE:
            return
        after = int(page[-1]["id"])


async def happened(session: Session, channel: ChannelRef, after: float) -> list[Past]:
    """What happened in a channel and its threads since an epoch time, oldest first: posts, and edits of posts.

    Then the reactions that those messages show now, and the hundred before them.
    """
    get = patient(session.rest.get)
    place = await session.place(refs.target(channel))
    places = [place] if place.parent else [place, *await threads_of(get, session.places, place, after)]
    found: list[Past] = []
    for each in places:
        if each.parent or not each.forum:
            found += await _in_place(session, each, after, get)
    return sorted(found, key=lambda past: past.at)


async def _in_place(session: Session, place: Place, after: float, get: Get) -> list[Past]:
    reader, now = await session.reader(), time.time()
    # The last hundred messages from before may have been edited since.
    before = refs.last_until(after) + 1
    earlier = await get(f"/channels/{place.id}/messages", before=before, limit=_PAGE) if before else []
    edits = [edited for message in earlier if (edited := reader.edited(message, place)) and edited.at > after]
    found: list[Past] = [*edits, *(reader.reactions(message, place, now) for message in earlier)]
    async for message in messages_after(get, place.id, after):
        found += [each for each in (reader.posted(message, place), reader.edited(message, place)) if each]
        found.append(reader.reactions(message, place, now))
    return found


async def threads_of(get: Get, places: Places, place: Place, after: float) -> list[Place]:
    """A channel's threads: those that are open, and those archived since an epoch time."""
    if place.guild is None:
        return []
    active = await get(f"/guilds/{place.guild}/threads/active")
    listed = [thread for thread in active["threads"] if thread.get("parent_id") == place.id]
    for kind in ("public", "private"):
        listed += await _archived(get, f"/channels/{place.id}/threads/archived/{kind}", after)
    return [places.learn(thread, place.guild) for thread in listed]


async def _archived(get: Get, path: str, after: float) -> list[JSON]:
    """The threads archived since an epoch time. Discord lists the latest first, so an older one ends the search."""
    found: list[JSON] = []
    params: dict[str, str | int] = {"limit": _PAGE}
    while True:
        try:
            page = await get(path, **params)
        except Refused as refused:
            if refused.why is Why.FORBIDDEN:  # private ones are only for those who manage threads
                return found
            raise
        times = [each["thread_metadata"]["archive_timestamp"] for each in page["threads"]]
        recent = sum(datetime.fromisoformat(time).timestamp() >= after for time in times)
        found += page["threads"][:recent]
        if recent < len(times) or not page.get("has_more"):
            return found
        params["before"] = times[-1]
