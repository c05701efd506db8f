"""What only a message's own platform has: its files, and the names of those who reacted to it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

import structlog

from adapters.contract.content import Attachment, Content
from adapters.contract.errors import Later, PlatformError, Refused
from adapters.contract.platform import Platform
from adapters.contract.refs import AccountRef, CommunityRef
from bot import texts
from bot.clock import Clock
from bot.delivering.showing import pointed_to, without
from bot.files.kinds import Not, carried
from bot.files.own_files import data_of, is_own
from bot.files.transfers import most

log = structlog.get_logger(__name__)

PATIENCE = 30.0  # seconds before a file that cannot be fetched is named instead, so that the lane goes on


async def fetched(
    content: Content,
    limit: int,
    link: str,
    platforms: Mapping[str, Platform],
    clock: Clock,
    missing: dict[str, float],
) -> Content:
    """The content with the bytes of its files; one that is not to be had, or not copied, becomes a line that names it.

    `limit` is in bytes per file; `link` leads to the message. Raises Later while there is patience left. `missing`
    keeps, by file, since when it cannot be had: the target may have been away for longer than that before.
    """
    for file in content.files:
        since = missing.setdefault(file.id, clock.now())
        try:
            data = await _carried(file, limit, platforms)
        except (Refused, Later) as error:
            if isinstance(error, Later) and clock.now() - since < PATIENCE:
                raise
            log.warning("a file was not copied", why=str(error))
            content = without(content, file, texts.not_copied(file.name))
        else:
            if isinstance(data, Not):
                log.info("a file was not copied", why=data.value)
                content = pointed_to(content, file, data, link)
            else:
                files = tuple(replace(known, data=data) if known is file else known for known in content.files)
                content = replace(content, files=files)
        missing.pop(file.id, None)
    return content


async def _carried(file: Attachment, limit: int, platforms: Mapping[str, Platform]) -> bytes | Not:
    """A file's bytes as they are copied, or why they are not. Raises what reading raises."""
    if is_own(file):
        return data_of(file)
    data = await platforms[file.origin.platform].read(file, min(limit, most(file)))
    return await asyncio.to_thread(carried, data, file.name, file.media_type)


async def names(accounts: Sequence[str], home: CommunityRef, platforms: Mapping[str, Platform]) -> dict[str, str]:
    """By account, the names of those whom a platform tells; `home` is where accounts of no community are asked for."""
    found: dict[str, str] = {}
    for account in map(AccountRef.parse, accounts):
        community = CommunityRef(account.platform, account.community or home.id)
        with contextlib.suppress(PlatformError):
            found[str(account)] = (await platforms[account.platform].profile(account, community)).name
    return found
