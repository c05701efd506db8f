"""What was said in a channel, from its history.

Replies are in the history of their thread only, and a reply to an old message does not show in the channel's. So a
look back goes further than asked for: to messages whose threads or texts have changed since.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

from adapters.contract.errors import Refused, Why
from adapters.contract.incoming import Incoming
from adapters.contract.refs import ChannelRef, MessageRef
from adapters.slack import read, refs
from adapters.slack.names import Names
from adapters.slack.read import Me
from adapters.slack.web import Web

Json = dict[str, Any]
LOOK_BACK = 3 * 86_400.0  # seconds for which a message may still be answered, edited or reacted to unheard
_PAGE = 200


async def messages(web: Web, channel: ChannelRef, after: float) -> AsyncIterator[Json]:
    """The messages of a channel, or of a thread, after a time, in the pages' order, with their metadata."""
    method = "conversations.replies" if channel.thread else "conversations.history"
    thread = {"ts": channel.thread} if channel.thread else {}
    bounds: dict[str, str | int] = {"oldest": refs.stamp(after), "limit": _PAGE, "include_all_metadata": 1}
    cursor: dict[str, str | int] = {}
    while True:
        page = await web.get(method, channel=channel.id, **thread, **bounds, **cursor)
        for message in page["messages"]:
            if refs.seconds(message["ts"]) > after:  # the parent leads every page of replies
                yield message
        next_page = (page.get("response_metadata") or {}).get("next_cursor")
        if not next_page:
            return
        cursor = {"cursor": next_page}


async def message(web: Web, ref: MessageRef) -> Json | None:
    """One message; None when it is gone."""
    bounds: dict[str, str | int] = {"oldest": ref.id, "latest": ref.id, "inclusive": 1, "limit": 1}
    page = await web.get("conversations.history", channel=ref.channel.id, **bounds)
    for found in page["messages"]:
        if found["ts"] == ref.id:
            return dict(found)
    try:
        thread = await web.get(
            "conversations.replies", channel=ref.channel.id, ts=ref.channel.thread or ref.id, **bounds
        )
    except Refused as refused:
        if refused.why is Why.GONE:
            return None
        raise
    return next((dict(found) for found in thread["messages"] if found["ts"] == ref.id), None)


async def since(web: Web, me: Me, names: Names, channel: ChannelRef, after: float) -> AsyncIterator[Incoming]:
    """What happened in a channel and its threads after a time, oldest first."""
    now = refs.stamp(time.time())
    found: list[Json] = []
    try:
        async for one in messages(web, channel, after - LOOK_BACK if channel.thread is None else after):
            found.append(one)
            if channel.thread is None and refs.seconds(one.get("latest_reply") or "0") > after:
                found += [reply async for reply in messages(web, channel.in_thread(one["ts"]), after)]
    except Refused as refused:
        if not (channel.thread and refused.code == "thread_not_found"):
            raise
    unique = {one["ts"]: one for one in found}  # a broadcast reply is in both histories
    told = [incoming for one in unique.values() for incoming in _told(one, channel.id, me, names, after, now)]
    for incoming in sorted(told, key=lambda each: each.at):
        yield incoming


def _told(message: Json, channel: str, me: Me, names: Names, after: float, now: str) -> Iterator[Incoming]:
    """One message of history as what was to be heard of it."""
    if message.get("subtype") == "tombstone":
        if gone := read.edited(message, channel, me, now, names):
            yield gone
        return
    posted = read.posted(message, channel, me, names)
    if posted is None:
        return
    if posted.at > after:
        yield posted
    edit = str((message.get("edited") or {}).get("ts") or "0")
    if refs.seconds(edit) > after and (change := read.edited(message, channel, me, edit, names)):
        yield change
    for reaction in message.get("reactions") or []:
        for user in reaction.get("users") or []:
            yield read.reacted(posted.message, str(user), str(reaction["name"]), now, me, names)
