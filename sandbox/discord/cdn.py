"""Files and pictures: attachments under signed links that expire, avatars, icons, emoji and stickers.

Discord's reference, "Signed Attachment CDN URLs": `ex` and `is` are hex seconds, `hm` an HMAC over both and the path.
"""

from __future__ import annotations

import hmac
import mimetypes
import re
import struct
from base64 import b64decode
from hashlib import sha256
from html import escape
from urllib.parse import quote

from aiohttp import web

from sandbox.discord.model import JSON, Attachment
from sandbox.discord.world import World
from sandbox.squares import square

LINK_LIFETIME = 24 * 3600
FILE_LIMIT = 10 * 1024 * 1024
REQUEST_LIMIT = 25 * 1024 * 1024
GONE = "This content is no longer available."
KEY = b"the sandbox signs its links with this"
COLOURS = ("#005eb8", "#00703c", "#7c2855", "#330072", "#ae2573", "#ba5d00", "#006747", "#41506b")


def stored_name(filename: str) -> str:
    """The name Discord keeps: spaces become underscores, other special characters go."""
    return re.sub(r"[^\w.\-]", "", filename.replace(" ", "_")) or "unknown"


def type_of(filename: str) -> str:
    """The media type that a file's name tells."""
    return mimetypes.guess_type(filename)[0] or "application/octet-stream"


def signed(world: World, one: Attachment) -> str:
    """A fresh link to an attachment, good for a day."""
    path = f"attachments/{one.channel_id}/{one.id}/{quote(one.filename)}"
    issued = int(world.now())
    expires = f"{issued + LINK_LIFETIME:x}"
    since = f"{issued:x}"
    return f"{world.cdn_url}/{path}?ex={expires}&is={since}&hm={signature(one, expires, since)}&"


def signature(one: Attachment, expires: str, issued: str) -> str:
    """What makes a link genuine."""
    text = f"{one.channel_id}/{one.id}/{one.filename}?{expires}&{issued}"
    return hmac.new(KEY, text.encode(), sha256).hexdigest()


def attachment(world: World, one: Attachment) -> JSON:
    """An attachment object with fresh links."""
    url = signed(world, one)
    shown: JSON = {
        "id": one.id,
        "filename": one.filename,
        "size": len(one.content),
        "url": url,
        "proxy_url": url,
        "content_type": one.content_type,
        "content_scan_version": 0,
    }
    if one.description is not None:
        shown["description"] = one.description
    if one.title is not None:
        shown["title"] = one.title
    if one.spoiler:
        shown["flags"] = 1 << 3
    if size := dimensions(one.content):
        shown["width"], shown["height"] = size
    return shown


def dimensions(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or GIF picture; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    return None


def initials(text: str, *, round_: bool) -> web.Response:
    """A picture with a name's initials."""
    words = re.findall(r"\w+", text) or ["?"]
    letters = escape("".join(word[0] for word in words[:2]).upper())
    colour = COLOURS[sha256(text.encode()).digest()[0] % len(COLOURS)]
    corner = 64 if round_ else 24
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="128" height="128" viewBox="0 0 128 128">'
        f'<rect width="128" height="128" rx="{corner}" fill="{colour}"/>'
        f'<text x="64" y="64" dy=".36em" text-anchor="middle" font-family="Arial,sans-serif" font-size="52" '
        f'font-weight="700" fill="#fff">{letters}</text></svg>'
    )
    return web.Response(text=svg, content_type="image/svg+xml")


class Cdn:
    """The handlers that serve files and pictures."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        """The CDN's paths, all under /cdn."""
        return [
            web.get("/cdn/attachments/{channel}/{attachment}/{name}", self.file),
            web.get("/cdn/avatars/{user}/{hash}", self.avatar),
            web.get("/cdn/embed/avatars/{number}", self.default_avatar),
            web.get("/cdn/icons/{guild}/{hash}", self.icon),
            web.get("/cdn/emojis/{emoji}", self.emoji),
            web.get("/cdn/stickers/{sticker}", self.sticker),
        ]

    async def file(self, request: web.Request) -> web.Response:
        """An attachment's bytes: 404 when the link has expired, is not genuine, or the message is gone."""
        one = self._attachment(request.match_info["channel"], request.match_info["attachment"])
        expires, issued = request.query.get("ex", ""), request.query.get("is", "")
        genuine = one is not None and hmac.compare_digest(signature(one, expires, issued), request.query.get("hm", ""))
        if one is None or not genuine or int(expires, 16) < self._world.now():
            return web.Response(status=404, text=GONE)
        return web.Response(body=one.content, content_type=one.content_type)

    async def avatar(self, request: web.Request) -> web.Response:
        """A user's picture: where it really lies, or their initials."""
        key = request.match_info["hash"].partition(".")[0]
        if source := self._world.pictures.get(key):
            if source.startswith("data:"):
                head, _, encoded = source.partition(",")
                return web.Response(body=b64decode(encoded), content_type=head[5:].partition(";")[0])
            raise web.HTTPFound(source)
        user = self._world.users.get(request.match_info["user"])
        return initials(user.shown if user else "?", round_=True)

    async def default_avatar(self, request: web.Request) -> web.Response:
        """The picture of users who chose none."""
        return initials(request.match_info["number"].partition(".")[0], round_=True)

    async def icon(self, request: web.Request) -> web.Response:
        """A guild's icon."""
        guild = self._world.guilds.get(request.match_info["guild"])
        return initials(guild.name if guild else "?", round_=False)

    async def emoji(self, request: web.Request) -> web.Response:
        """A custom emoji's picture."""
        wanted = request.match_info["emoji"].partition(".")[0]
        for guild in self._world.guilds.values():
            if wanted in guild.emojis:
                return initials(guild.emojis[wanted].name, round_=False)
        return web.Response(status=404, text=GONE)

    async def sticker(self, request: web.Request) -> web.Response:
        """A sticker's picture."""
        wanted = request.match_info["sticker"].partition(".")[0]
        for guild in self._world.guilds.values():
            if wanted in guild.stickers:
                return web.Response(body=square(guild.stickers[wanted].name), content_type="image/png")
        return web.Response(status=404, text=GONE)

    def _attachment(self, channel_id: str, attachment_id: str) -> Attachment | None:
        return self._world.files.get((channel_id, attachment_id))
