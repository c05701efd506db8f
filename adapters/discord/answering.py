"""Answering commands, presses and forms."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.contract.commands import Asked, Beginning, Caller, Command, Declaration
from adapters.contract.content import Content
from adapters.contract.errors import Later, PlatformError, Refused
from adapters.contract.forms import Opened
from adapters.contract.people import without_strangers
from adapters.contract.platform import Core
from adapters.contract.refs import ChannelRef
from adapters.discord import refs
from adapters.discord.commands import as_typed, form
from adapters.discord.interactions import Opening, may_work, opening
from adapters.discord.posting import uploads
from adapters.discord.refs import is_snowflake
from adapters.discord.render import EPHEMERAL, changed, described, request
from adapters.discord.session import Session
from adapters.discord.split import parts

JSON = dict[str, Any]
_log = logging.getLogger(__name__)
_TRIES = 3
_SAY = 4


async def answer(session: Session, core: Core, declarations: Mapping[str, Declaration], interaction: JSON) -> None:
    """Respond at once, then with what the core answers. What goes wrong is logged: the person sees that none came."""
    try:
        where = interaction.get("channel") or {"id": interaction["channel_id"], "type": 0}
        place = session.places.get(where["id"]) or session.places.learn(where, interaction.get("guild_id"))
        found = opening(interaction, declarations, place)
        if found is None:
            return
        path = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
        if found.begins is not None:
            begins = replace(found.begins, private=place.private)
            if declarations[begins.name].asks_first:
                begins = replace(begins, by=await _by_whom(session, begins.by, begins.channel))
            found = replace(found, response=_opened(begins, await core.begins(begins)))
        await session.rest.call("POST", path, found.response)
        if found.asked is not None:
            asked = await _of_people(session, replace(found.asked, private=place.private))
            asked = replace(asked, by=await _by_whom(session, asked.by, asked.channel))
            declared = declarations.get(asked.name)
            if declared is not None and declared.venue:
                venue = session.places.venue(place)
                asked = replace(asked, venue=replace(venue, joined=may_work(interaction)))
            content = await core.asked(asked)
            if declared is None:  # what there is instead
                content = as_typed(content, declarations.values())
            await _shown(session, f"/webhooks/{interaction['application_id']}/{interaction['token']}", found, content)
    except PlatformError as error:
        _log.warning("A question in Discord got no answer: %s", error)
    except Exception:
        _log.exception("Discord sent an interaction that cannot be read or answered")


def _opened(begins: Beginning, opened: Opened | Content) -> JSON:
    """The response that opens a form, or that says why it does not open."""
    if not isinstance(opened, Content):
        return form(opened, begins.argument, begins.message.id if begins.message else "")
    said = request(parts(opened)[0])
    return {"type": _SAY, "data": {**said, "flags": said["flags"] | EPHEMERAL}}


async def _by_whom(session: Session, by: Caller, channel: ChannelRef) -> Caller:
    """Who asks, with the servers that they are in and run, when it was in a DM, which does not tell it by itself."""
    if not channel.nowhere:
        return by

    async def member(guild: str) -> JSON | None:
        try:
            found: JSON = await session.rest.get(f"/guilds/{guild}/members/{by.account.id}")
        except PlatformError:  # nobody is in, or runs, what Discord does not say now that they do
            return None
        return found

    guilds = list(session.places.guilds())
    members = zip(guilds, await asyncio.gather(*map(member, guilds)), strict=True)
    known = {guild: found for guild, found in members if found is not None}
    runs = frozenset(refs.community(guild) for guild, found in known.items() if session.places.runs(guild, found))
    return replace(by, runs=runs, within=frozenset(map(refs.community, known)))


async def _of_people(session: Session, asked: Asked) -> Asked:
    """A command in which only people are mentioned that there are; not the bot itself."""
    if not isinstance(asked, Command):
        return asked
    me = await session.me()

    async def known(id: str) -> bool:
        if not is_snowflake(id) or id == me.user:
            return False
        try:
            await session.rest.get(f"/users/{id}")
        except Refused:
            return False
        except PlatformError:  # who cannot be asked for now may be somebody
            return True
        return True

    return replace(asked, answers=await without_strangers(asked.answers, known))


async def _shown(session: Session, path: str, found: Opening, content: Content) -> None:
    """Show the answer in place of the first response; further parts follow it."""
    original = f"{path}/messages/@original"
    if not content:
        if not found.changes:
            await _insist(session, "DELETE", original, None, content)
        return
    first, *further = parts(content)
    body = changed(first)
    if first.files:
        body["attachments"] = [described(at, file) for at, file in enumerate(first.files)]
    await _insist(session, "PATCH", original, body, first)
    for part in further:
        body = request(part)
        if found.hidden:
            body["flags"] |= EPHEMERAL
        await _insist(session, "POST", path, body, part)


async def _insist(session: Session, method: str, path: str, body: JSON | None, part: Content) -> None:
    """Call, and wait out a rate limit: an answer is in no queue, and its time is short."""
    for left in reversed(range(_TRIES)):
        try:
            await session.rest.call(method, path, body, files=uploads(part.files))
            return
        except Later as later:
            if not left:
                raise
            await asyncio.sleep(later.after)
