"""How far this machine's clock is from the platforms': Slack turns away what seems older than five minutes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
from yarl import URL

PATIENCE = 5.0  # seconds
_HERE = ("127.0.0.1", "localhost", "::1")  # no proxy of the environment can lead there


async def offsets(addresses: Mapping[str, str]) -> dict[str, float]:
    """By how many seconds the clock is ahead of each platform's, by the `Date` that its address answers with.

    Who does not answer, or tells no date, is left out.
    """
    found = await asyncio.gather(*(_offset(url) for url in addresses.values()))
    return {name: each for name, each in zip(addresses, found, strict=True) if each is not None}


def said(name: str, offset: float) -> str:
    """How far the clock is from that of a platform, in words for the operator."""
    side = "ahead of" if offset > 0 else "behind"
    return f"the clock of this machine is {abs(offset):.0f} seconds {side} that of {name}"


async def _offset(url: str) -> float | None:
    limit = aiohttp.ClientTimeout(total=PATIENCE)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit, trust_env=URL(url).host not in _HERE) as session,
            session.get(url, allow_redirects=False) as response,
        ):
            told: datetime = parsedate_to_datetime(response.headers["Date"])
            return time.time() - told.timestamp()
    except (aiohttp.ClientError, TimeoutError, OSError, KeyError, ValueError, TypeError):
        return None
