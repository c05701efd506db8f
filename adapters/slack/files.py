"""Files in and out.

In: the token goes to Slack's own hosts only, redirects are followed by hand, and a login page (which Slack sends with
status 200 for a token without the right) is no file. Out: the three steps of the external upload; the answer of the
last names no message, so its `ts` is looked for on the file. Sources: Slack's guide to working with files, its
references of files.getUploadURLExternal and files.completeUploadExternal.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterable, Sequence
from typing import Any

import aiohttp
from yarl import URL

from adapters.contract.content import Attachment, Content
from adapters.contract.errors import Later, PlatformError, Refused, Unsure, Why
from adapters.contract.marked import _
from adapters.contract.platform import Persona
from adapters.contract.refs import ChannelRef, MessageRef
from adapters.slack import mrkdwn, read, refs, render
from adapters.slack.errors import DOWN_AFTER, retry_after
from adapters.slack.web import Web

Json = dict[str, Any]
FILE_LIMIT = 1_000_000_000  # bytes of one file on Slack
ALT_LIMIT = 1_000
DOWNLOAD_TIME = aiohttp.ClientTimeout(total=60, sock_connect=10, sock_read=20)
UPLOAD_TIME = aiohttp.ClientTimeout(total=120, sock_connect=10, sock_read=20)
_REDIRECTS = 5
_PIECE = 1 << 16
_LOOKS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)  # seconds between looks for a shared file's message


async def download(web: Web, attachment: Attachment, limit: int) -> bytes:
    """The bytes of a file on Slack. Raises `Refused` when it is too large, elsewhere or not to be had; `Later`."""
    address = attachment.url
    if not address:  # of a file in a shared channel an event may tell the id only
        known = await web.get("files.info", file=attachment.id)
        address = read.attachment(known.get("file") or {}, attachment.origin).url
    try:
        url = URL(address)
        for _hop in range(_REDIRECTS):
            if not slacks_own(url, web.http.api_url):
                raise Refused(_("The file {name} is not on Slack.", name=attachment.name), Why.FORBIDDEN)
            async with web.http.session.get(
                url,
                headers={"Authorization": f"Bearer {web.token}"},
                allow_redirects=False,
                timeout=DOWNLOAD_TIME,
            ) as response:
                if response.status not in (301, 302, 303, 307, 308):
                    return await _body(response, attachment, limit)
                url = url.join(URL(response.headers.get("Location", "")))
    except ValueError as error:  # also aiohttp's InvalidURL
        raise Refused(_("The address of the file {name} is none.", name=attachment.name), Why.GONE) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Later(_("The file {name} could not be fetched from Slack.", name=attachment.name), DOWN_AFTER) from error
    raise Refused(_("Slack leads on and on for the file {name}.", name=attachment.name), Why.GONE)


def slacks_own(url: URL, api_url: str) -> bool:
    """Whether an address is Slack's own, or that of the API the bot was told to use: only there may the token go."""
    if url.scheme not in ("http", "https") or not url.host or url.user or url.password:
        return False
    if url.origin() == URL(api_url).origin():
        return True
    return url.scheme == "https" and url.port == 443 and f".{url.host}".endswith(".slack.com")


async def _body(response: aiohttp.ClientResponse, attachment: Attachment, limit: int) -> bytes:
    name = attachment.name
    if response.status == 429:
        raise Later(_("Slack allows no more downloads now."), retry_after(response.headers))
    if response.status >= 500:
        raise Later(_("The file {name} could not be fetched from Slack.", name=name), DOWN_AFTER)
    if response.status != 200:
        why = Why.GONE if response.status in (404, 410) else Why.FORBIDDEN
        raise Refused(
            _("Slack did not give the file {name} (status {status}).", name=name, status=response.status), why
        )
    if response.content_type == "text/html" and attachment.media_type != "text/html":
        raise Refused(
            _("Slack did not give the file {name}: the app needs the scope files:read.", name=name), Why.FORBIDDEN
        )
    if (response.content_length or 0) > limit:
        raise too_large(name, limit)
    data = io.BytesIO()
    async for piece in response.content.iter_chunked(_PIECE):
        data.write(piece)
        if data.tell() > limit:
            raise too_large(name, limit)
    return data.getvalue()  # which is no second copy


def too_large(name: str, limit: int) -> Refused:
    """A file is larger than `limit` bytes."""
    return Refused(_("The file {name} is larger than {limit} bytes.", name=name, limit=limit), Why.UNACCEPTABLE)


async def share(web: Web, channel: ChannelRef, content: Content, persona: Persona | None) -> MessageRef:
    """Upload files and post them in one message. Until the last step nobody sees anything: its failure is `Later`."""
    ids = [await _uploaded(web, file) for file in content.files]
    named = [{"id": id, "title": file.name} for id, file in zip(ids, content.files, strict=True)]
    body = {
        "files": named,
        "channel_id": channel.id,
        **({"thread_ts": channel.thread} if channel.thread else {}),
        **({"initial_comment": mrkdwn.text(content)} if content.blocks or content.reply else {}),
        **render.identity(persona),
    }
    await web.post("files.completeUploadExternal", **body)
    for wait in _LOOKS:
        ts = shared_at((await _looked(web, ids[0])).get("shares") or {}, channel.id)
        if ts:
            return refs.message(channel.community, channel.id, ts, channel.thread)
        await asyncio.sleep(wait)
    raise Unsure(_("Slack took the files but does not tell their message."))


async def _uploaded(web: Web, file: Attachment) -> str:
    """Steps 1 and 2 for one file; returns its id."""
    if not file.data:
        raise Refused(_("The file {name} is empty; Slack takes no empty files.", name=file.name), Why.UNACCEPTABLE)
    alt = {"alt_txt": file.alt[:ALT_LIMIT]} if file.alt else {}
    step = await web.get("files.getUploadURLExternal", filename=file.name, length=len(file.data), **alt)
    try:
        body = io.BytesIO(file.data)
        async with web.http.session.post(step["upload_url"], data=body, timeout=UPLOAD_TIME) as response:
            if response.status != 200:
                told = {"name": file.name, "status": response.status}
                raise Later(_("Slack did not take the file {name} (status {status}).", **told), DOWN_AFTER)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Later(_("The file {name} could not be sent to Slack.", name=file.name), DOWN_AFTER) from error
    return str(step["file_id"])


async def _looked(web: Web, id: str) -> Json:
    try:
        found: Json = (await web.get("files.info", file=id))["file"]
    except PlatformError as error:
        raise Unsure(_("Slack took the files but cannot be asked for their message.")) from error
    return found


def shared_at(shares: Json, channel: str) -> str:
    """The `ts` of a file's latest message in a channel; empty when there is none yet."""
    found = [str(share["ts"]) for kind in shares.values() for share in kind.get(channel, [])]
    return max(found, default="")


async def delete(web: Web, files: Iterable[Json], mine: str) -> None:
    """Delete those files of a message that the bot's user `mine` uploaded; harmless when they are gone."""
    for file in files:
        if file.get("user") == mine and file.get("mode") != "tombstone":
            try:
                await web.post("files.delete", file=file["id"])
            except Refused as refused:
                if refused.why is not Why.GONE:
                    raise


def same(files: Sequence[Json], wanted: Sequence[Attachment]) -> bool:
    """Whether a message's files are those that were to be posted, as far as can be told: names and sizes."""
    return [(file.get("title"), file.get("size")) for file in files] == [
        (file.name, len(file.data) if file.data else file.size) for file in wanted
    ]
