"""What only a message's own platform has: its files, and the names of those who reacted to it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

import structlog

from adapters.contract.content import Content
from adapters.contract.errors import Later, PlatformError, Refused
from adapters.contract.platform import Platform
from adapters.contract.refs import AccountRef, CommunityRef
from bot.clock import Clock
from bot.own_files import data_of, is_own
from bot.showing import without

log = structlog.get_logger(__name__)

PATIENCE = 30.0  # seconds before a file that cannot be fetched is named instead, so that the lane goes on


async def fetched(
    content: Content, limit: int, platforms: Mapping[str, Platform], clock: Clock, missing: dict[str, float]
) -> Content:
    """The content with its files' bytes; a file that is not to be had is replaced by a line that names it.

    Raises Later while there is patience left. `missing` keeps, by file, since when it cannot be had: the target may
    have been away for longer than that before.
    """
    for file in content.files:
        try:
            data = data_of(file) if is_own(file) else await platforms[file.origin.platform].read(file, limit)
        except (Refused, Later) as error:
            now = clock.now()
            if isinstance(error, Later) and now - missing.setdefault(file.id, now) < PATIENCE:
                raise
            log.warning("a file was not copied", why=str(error))
            content = without(content, file)
        else:
            files = tuple(replace(known, data=data) if known is file else known for known in content.files)
            content = replace(content, files=files)
        missing.pop(file.id, None)
    return content


async def names(accounts: Sequence[str], home: CommunityRef, platforms: Mapping[str, Platform]) -> dict[str, str]:
    """By account, the names of those whom a platform tells; `home` is where accounts of no community are asked for."""
    found: dict[str, str] = {}
    for account in map(AccountRef.parse, accounts):
        community = CommunityRef(account.platform, account.community or home.id)
        with contextlib.suppress(PlatformError):
            found[str(account)] = (await platforms[account.platform].profile(account, community)).name
    return found
