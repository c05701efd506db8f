"""Reactions: the bot's own, and who shows one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

from adapters.contract.content import Emoji
from adapters.contract.errors import Why
from adapters.contract.incoming import Author
from adapters.contract.marked import _
from adapters.contract.refs import MessageRef
from adapters.discord import refs
from adapters.discord.errors import UNKNOWN_EMOJI, DiscordRefused
from adapters.discord.session import Session

JSON = dict[str, Any]
_PAGE = 100  # Discord's message reference
_KINDS = (0, 1)  # plain reactions, and those that burst
_VARIATION = "\ufe0f"  # asks for the coloured form; Discord knows some emoji only with it, some only without


async def react(session: Session, message: MessageRef, emoji: Emoji, *, present: bool) -> None:
    """Put the bot's reaction on a message or take it off; harmless when done twice."""
    holder = await session.holder(message)
    forms = _forms(session, message, emoji)
    if not forms:
        raise DiscordRefused(_("Discord has no emoji {name}.", name=emoji.name), Why.UNACCEPTABLE, UNKNOWN_EMOJI, {})
    for at, form in enumerate(forms):
        path = f"/channels/{refs.target(holder)}/messages/{message.id}/reactions/{quote(form, safe='')}/@me"
        try:
            await session.rest.call("PUT" if present else "DELETE", path)
            return
        except DiscordRefused as refused:
            if refused.why is Why.GONE and not present:
                return
            if refused.number != UNKNOWN_EMOJI or at == len(forms) - 1:
                raise


async def reactors(session: Session, message: MessageRef, emoji: Emoji) -> tuple[Author, ...]:
    """The people who show a reaction; nobody, when Discord does not know the emoji. Their names are not told."""
    holder, me = await session.holder(message), await session.me()
    for form in _forms(session, message, emoji):
        path = f"/channels/{refs.target(holder)}/messages/{message.id}/reactions/{quote(form, safe='')}"
        try:
            users = [user for kind in _KINDS async for user in _users(session, path, kind)]
        except DiscordRefused as refused:
            if refused.number != UNKNOWN_EMOJI:
                raise
            continue
        others = {user["id"]: bool(user.get("bot")) for user in users if user["id"] != me.user}
        if others:
            return tuple(Author(refs.account(id), bot=bot) for id, bot in others.items())
    return ()


async def _users(session: Session, path: str, kind: int) -> AsyncIterator[JSON]:
    after = 0
    while True:
        page: list[JSON] = await session.rest.get(path, type=kind, after=after, limit=_PAGE)
        for user in page:
            yield user
        if len(page) < _PAGE:
            return
        after = int(page[-1]["id"])


def _forms(session: Session, message: MessageRef, emoji: Emoji) -> list[str]:
    """How Discord may call the emoji. A community's own is there if the server has one of that name."""
    if emoji.char:
        bare = emoji.char.replace(_VARIATION, "")
        return list(dict.fromkeys((emoji.char, bare, bare + _VARIATION)))
    own = session.places.emoji(message.channel.community, emoji.name)
    from_discord = [f"{emoji.name}:{emoji.id}"] if refs.is_snowflake(emoji.id) else []
    return [own, *from_discord] if own else from_discord
