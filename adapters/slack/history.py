"""What was said in a channel, from its history.

Replies are in the history of their thread only, and a reply to an old message does not show in the channel's. So a
look back goes further than asked for: to messages whose threads or texts have changed since.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

from adapters.contract.content import Emoji
from adapters.contract.errors import Refused, Why
from adapters.contract.incoming import Author, Past, ReactionsSeen
from adapters.contract.refs import ChannelRef, MessageRef
from adapters.slack import emoji as emojis
from adapters.slack import read, refs
from adapters.slack.me import Me
from adapters.slack.names import Names
from adapters.slack.web import Web

Json = dict[str, Any]
LOOK_BACK = 3 * 86_400.0  # seconds for which a message may still be answered, edited or reacted to unheard
_PAGE, _RESTRICTED_PAGE = 999, 15  # the most that Slack's reference of conversations.history allows; to some apps


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
        if len(page["messages"]) <= _RESTRICTED_PAGE:  # of the many that were asked for, though there are more
            web.restricted()
        cursor = {"cursor": next_page}


async def message(web: Web, ref: MessageRef) -> Json | None:
    """One message; None when it is gone."""
    bounds: dict[str, str | int] = {"oldest": ref.id, "latest": ref.id, "inclusive": 1, "limit": 1}
    if not ref.channel.thread:  # one call is enough for a reply, and all that some apps are allowed in a minute
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


async def since(web: Web, me: Me, names: Names, channel: ChannelRef, after: float) -> AsyncIterator[Past]:
    """What happened in a channel and its threads after a time, oldest first; it waits while Slack is busy."""
    web, now = web.patiently(), time.time()
    found: dict[str, Json] = {}  # by `ts`: a broadcast reply is in both histories
    if channel.thread:
        found = await _replies(web, channel, after)
    else:
        async for one in messages(web, channel, after - LOOK_BACK):
            found[one["ts"]] = one
            if refs.seconds(str(one.get("latest_reply") or "0")) > after:
                found |= await _replies(web, channel.in_thread(one["ts"]), after)
    told = [past for one in found.values() for past in _told(one, channel.id, me, names, after, now)]
    for past in sorted(told, key=lambda each: each.at):
        yield past


async def _replies(web: Web, thread: ChannelRef, after: float) -> dict[str, Json]:
    """A thread's replies after a time; none when it is gone."""
    try:
        return {reply["ts"]: reply async for reply in messages(web, thread, after)}
    except Refused as refused:
        if refused.code != "thread_not_found":
            raise
        return {}


async def reactors(web: Web, me: Me, names: Names, ref: MessageRef, emoji: Emoji) -> tuple[Author, ...]:
    """The people who show a reaction on a message; history may name only some of them."""
    found = await web.get("reactions.get", channel=ref.channel.id, timestamp=ref.id, full="true")
    users = (
        str(user)
        for reaction in found["message"].get("reactions") or []
        if _same(emojis.read(str(reaction["name"]), names.emoji), emoji)
        for user in reaction["users"]
    )
    return tuple(Author(refs.account(me.team, user)) for user in dict.fromkeys(users) if user != me.user)


def _same(one: Emoji, other: Emoji) -> bool:
    """Several names may stand for one character."""
    return one.char == other.char if one.char else one.name == other.name


def _told(message: Json, channel: str, me: Me, names: Names, after: float, now: float) -> Iterator[Past]:
    """One message of history as what was to be heard of it."""
    if message.get("subtype") == "tombstone":
        if gone := read.edited(message, channel, me, refs.stamp(now), names):
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
    yield _reactions(message, posted.message, me, names, now)


def _reactions(message: Json, ref: MessageRef, me: Me, names: Names, now: float) -> ReactionsSeen:
    """How many people show each reaction."""
    counts = (
        (emojis.read(str(each["name"]), names.emoji), int(each["count"]) - (me.user in each["users"]))
        for each in message.get("reactions") or []
    )
    return ReactionsSeen(
        f"reactions {ref.key} {now}", now, ref, tuple((emoji, count) for emoji, count in counts if count)
    )
