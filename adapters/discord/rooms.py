"""Rooms that only some people share with the bot: direct messages, and private threads.

A private thread is read by those in it, and by whoever may manage threads in its server.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from adapters.contract.errors import Refused, Why
from adapters.contract.marked import _
from adapters.contract.refs import AccountRef, ChannelRef
from adapters.discord import refs
from adapters.discord.session import Session

_PRIVATE_THREAD = 12
_WEEK = 10_080  # minutes without a message after which a thread is archived; the longest that there is


async def open_private(session: Session, accounts: Sequence[AccountRef], known: ChannelRef | None) -> ChannelRef:
    """A DM for one person; a private thread for several in a server that all are in, or for one in the server named."""
    if len(accounts) == 1 and not accounts[0].community:
        made = await session.rest.call("POST", "/users/@me/channels", {"recipient_id": accounts[0].id})
        return session.places.learn(made).ref
    people = frozenset(accounts)
    for room in (known, session.begun.get(people)):
        if room is not None and await _stands(session, room, accounts):
            session.begun.pop(people, None)
            return room
    refused = Refused(_("These people share no Discord channel in which the bot may open a thread."), Why.FORBIDDEN)
    for guild in _guilds(session, accounts):
        if not await _all_in(session, accounts, guild):
            continue
        for place in session.places.channels_of(guild):
            try:
                return await _private_thread(session, place.id, guild, accounts)
            except Refused as error:
                refused = error
    raise refused


def _guilds(session: Session, accounts: Sequence[AccountRef]) -> list[str]:
    """The servers in which a room for these people may be."""
    named = {account.community for account in accounts if account.community}
    return [guild for guild in session.places.guilds() if not named or named == {guild}]


async def _all_in(session: Session, accounts: Sequence[AccountRef], guild: str) -> bool:
    for account in accounts:
        try:
            await session.rest.get(f"/guilds/{guild}/members/{account.id}")
        except Refused:
            return False
    return True


async def _stands(session: Session, known: ChannelRef, accounts: Sequence[AccountRef]) -> bool:
    """Whether a thread is still there, with these people in it: whoever left it comes in again."""
    try:
        thread = await session.rest.get(f"/channels/{refs.target(known)}")
        session.places.learn(thread)
        await _let_in(session, thread["id"], accounts)
    except Refused:
        return False
    return True


async def _private_thread(session: Session, channel: str, guild: str, accounts: Sequence[AccountRef]) -> ChannelRef:
    """A private thread for these people in a channel that all of them see."""
    await session.me()  # what the bot begins is told by whose it is
    body = {"name": "Introduction", "type": _PRIVATE_THREAD, "invitable": False, "auto_archive_duration": _WEEK}
    thread = await session.rest.call("POST", f"/channels/{channel}/threads", body)
    room = session.begun[frozenset(accounts)] = session.places.learn(thread, guild).ref
    try:
        await _let_in(session, thread["id"], accounts)
    except Refused:
        del session.begun[frozenset(accounts)]
        with suppress(Refused):
            await session.rest.call("DELETE", f"/channels/{thread['id']}")
        raise
    del session.begun[frozenset(accounts)]
    return room


async def _let_in(session: Session, thread: str, accounts: Sequence[AccountRef]) -> None:
    for account in accounts:
        await session.rest.call("PUT", f"/channels/{thread}/thread-members/{account.id}")
