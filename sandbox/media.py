"""Pictures and files of both platforms, brought to the page's own address, so that the page talks to no other host."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import ClientError, ClientSession, web
from yarl import URL

REDIRECTS = 4
# Whatever a file holds, the browser must neither run nor render it in the page's name.
INERT = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
SHOWN = ("image/", "audio/", "video/")
DISCORD_HOSTS = ("cdn.discordapp.com", "media.discordapp.net")


class Media:
    """Fetches what lies on the sandbox's own servers and nothing else. `homes` tells their addresses, by platform."""

    def __init__(self, homes: Callable[[], dict[str, URL]]) -> None:
        self._homes = homes
        self._session: ClientSession | None = None

    async def open(self, _: web.Application) -> None:
        """Get ready to fetch."""
        self._session = ClientSession()

    async def close(self, _: web.Application) -> None:
        """Let go of all connections."""
        if self._session is not None:
            await self._session.close()

    async def serve(self, request: web.Request) -> web.Response:
        """`GET /media?url=`: the picture or file, whichever of its platform's addresses was given; 404 if not ours."""
        url = URL(request.query.get("url", ""))
        page = request.url.origin()
        assert self._session is not None, "the application has started"
        for _ in range(REDIRECTS):
            url = self._mapped(url)
            if not url.absolute or url.origin() not in {page, *self._homes().values()}:
                break
            try:
                async with self._session.get(url, allow_redirects=False) as answer:
                    if location := answer.headers.get("Location"):
                        url = url.join(URL(location))
                        continue
                    if answer.status == 200:
                        return file(await answer.read(), answer.content_type)
            except ClientError:
                pass  # that server is down; then so is the picture
            break
        raise web.HTTPNotFound(text="There is no such picture or file in the sandbox.")

    def _mapped(self, url: URL) -> URL:
        """An address on Discord's real CDN as the sandbox's own."""
        home = self._homes().get("discord")
        if home is None or url.host not in DISCORD_HOSTS:
            return url
        return home.with_path("/cdn" + url.path).with_query(url.query)


def file(content: bytes, content_type: str) -> web.Response:
    """A file as the browser may have it: pictures, sound and films shown, all else downloaded."""
    shown = content_type.startswith(SHOWN)
    headers = INERT | {"Content-Disposition": "inline" if shown else "attachment"}
    return web.Response(body=content, content_type=content_type, headers=headers)
