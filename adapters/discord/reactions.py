"""The bot's own reactions."""

from __future__ import annotations

from urllib.parse import quote

from adapters.contract.content import Emoji
from adapters.contract.errors import Why
from adapters.contract.refs import MessageRef
from adapters.discord import refs
from adapters.discord.errors import UNKNOWN_EMOJI, DiscordRefused
from adapters.discord.session import Session

_VARIATION = "\ufe0f"  # asks for the coloured form; Discord knows some emoji only with it, some only without


async def react(session: Session, message: MessageRef, emoji: Emoji, *, present: bool) -> None:
    """Put the bot's reaction on a message or take it off; harmless when done twice."""
    holder = await session.holder(message)
    forms = _forms(session, message, emoji)
    if not forms:
        raise DiscordRefused(f"Discord has no emoji {emoji.name}.", Why.UNACCEPTABLE, UNKNOWN_EMOJI, {})
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


def _forms(session: Session, message: MessageRef, emoji: Emoji) -> list[str]:
    """How Discord may call the emoji. A community's own is there if the server has one of that name."""
    if emoji.char:
        bare = emoji.char.replace(_VARIATION, "")
        return list(dict.fromkeys((emoji.char, bare, bare + _VARIATION)))
    own = session.places.emoji(message.channel.community, emoji.name)
    from_discord = [f"{emoji.name}:{emoji.id}"] if refs.is_snowflake(emoji.id) else []
    return [own, *from_discord] if own else from_discord
