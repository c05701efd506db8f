"""Pinning messages of ours."""

from __future__ import annotations

from adapters.contract.refs import MessageRef
from adapters.discord import refs
from adapters.discord.session import Session
from adapters.discord.threads import awake

_PINNED = 1 << 1  # Discord's channel reference, "Channel Flags": a post that stays on top of its forum


async def pin(session: Session, message: MessageRef) -> None:
    """Pin a message to its channel; a forum's first message keeps its post on top. Harmless when done twice."""
    holder = await session.holder(message)

    async def act() -> None:
        if holder == message.channel:
            await session.rest.call("PUT", f"/channels/{refs.target(holder)}/messages/pins/{message.id}")
        else:
            await session.rest.call("PATCH", f"/channels/{message.id}", {"flags": _PINNED})

    await awake(session, holder, act)
