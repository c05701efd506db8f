"""Reading files that people attached."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import aiohttp
from yarl import URL

from adapters.contract.content import Attachment
from adapters.contract.errors import Later, Refused, Why
from adapters.contract.marked import _
from adapters.discord import refs
from adapters.discord.session import Session

_ORIGINS = frozenset({URL("https://cdn.discordapp.com"), URL("https://media.discordapp.net")})
_SECONDS = 60.0
_CHUNK = 1 << 16


async def read(session: Session, attachment: Attachment, limit: int) -> bytes:
    """A file's bytes. An expired link is fetched anew with its message (Discord's reference, "Signed Attachment URLs").

    Raises Refused when the file is larger than `limit`, gone, or not one of Discord's; Later when it cannot be had now.
    """
    if attachment.size > limit:
        raise _too_large(attachment)
    data = await _download(session, attachment.url, attachment, limit)
    if data is None:
        data = await _download(session, await _fresh(session, attachment), attachment, limit)
    if data is None:
        raise Refused(_("The file {name} is not on Discord any more.", name=attachment.name), Why.GONE)
    return data


async def _fresh(session: Session, attachment: Attachment) -> str:
    message, file = refs.parse_attachment_id(attachment.id)
    at = attachment.origin.in_thread(attachment.origin.thread)
    found: dict[str, Any] = await session.rest.get(f"/channels/{refs.target(at)}/messages/{message}")
    everything = [found, *(each["message"] for each in found.get("message_snapshots", ()))]
    files = [each for one in everything for each in one.get("attachments", ())]
    return next((str(each["url"]) for each in files if each["id"] == file), "")


async def _download(session: Session, url: str, attachment: Attachment, limit: int) -> bytes | None:
    """The bytes behind a link; None when it leads nowhere (any more)."""
    if not url:
        return None
    if _origin(url) not in _ORIGINS | {_origin(session.cdn), _origin(session.rest.base)}:
        raise Refused(_("The file {name} does not lie on Discord.", name=attachment.name), Why.UNACCEPTABLE)
    try:
        async with (
            asyncio.timeout(_SECONDS),
            session.rest.session.get(url, allow_redirects=False) as response,
        ):
            if response.status in (403, 404, 410):
                return None
            if response.status == 429 or response.status >= 500:
                raise _not_now(attachment)
            if response.status != 200:
                told = {"name": attachment.name, "status": response.status}
                said = _("Discord does not give out the file {name}: HTTP status {status}.", **told)
                raise Refused(said, Why.UNACCEPTABLE)
            if (response.content_length or 0) > limit:
                raise _too_large(attachment)
            data = io.BytesIO()
            async for chunk in response.content.iter_chunked(_CHUNK):
                data.write(chunk)
                if data.tell() > limit:
                    raise _too_large(attachment)
            return data.getvalue()  # which is no second copy
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise _not_now(attachment) from error


def _origin(url: str) -> URL | None:
    """Scheme, host and port of an address; None when it is none, or names a user: only a trick does."""
    try:
        read = URL(url)
        return read.origin() if read.user is None and read.password is None else None
    except ValueError:
        return None


def _not_now(attachment: Attachment) -> Later:
    return Later(_("Discord does not give out the file {name} now.", name=attachment.name), 5.0)


def _too_large(attachment: Attachment) -> Refused:
    return Refused(_("The file {name} is too large to be carried over.", name=attachment.name), Why.UNACCEPTABLE)
