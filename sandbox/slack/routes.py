"""The web server's routes."""

from __future__ import annotations

import html
from hashlib import sha256
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.slack import calls, emoji, files, responses
from sandbox.slack.model import Workspace
from sandbox.striking import striking

if TYPE_CHECKING:
    from sandbox.slack.server import SlackServer

BODY_LIMIT = 256 * 1024 * 1024


def application(server: SlackServer) -> web.Application:
    """Slack's whole web face."""
    routes = Routes(server)
    app = web.Application(middlewares=[striking(server.faults)], client_max_size=BODY_LIMIT)
    app.add_routes(
        [
            web.route("*", "/api/{method}", routes.api),
            web.get("/link", server.sockets.serve),
            web.post("/upload/v1/{ticket}", routes.upload),
            web.post("/hooks/{team}/{hook}", routes.hook),
            web.get("/files-pri/{team}-{file}/{tail:.+}", routes.download),
            web.get("/shown/{team}/{file}", routes.shown),
            web.get("/avatars/{team}/{user}.svg", routes.avatar),
            web.get("/emoji/{team}/{name}.png", routes.emoji),
        ]
    )
    return app


class Routes:
    """The handlers which look up the workspace that a request is about."""

    def __init__(self, server: SlackServer) -> None:
        self._server = server

    async def api(self, request: web.Request) -> web.Response:
        """One call of the Web API."""
        return await calls.answer(self._server, request)

    async def upload(self, request: web.Request) -> web.Response:
        """The bytes of a file."""
        ticket = request.match_info["ticket"]
        for ws in self._server.workspaces.values():
            if ticket in ws.uploads:
                return await files.receive(ws, ticket, request)
        raise web.HTTPNotFound

    async def hook(self, request: web.Request) -> web.Response:
        """An answer to a `response_url`."""
        ws = self._workspace(request)
        hook = ws.hooks.get(request.match_info["hook"])
        if hook is None:
            raise web.HTTPNotFound
        return await responses.receive(self._server, ws, hook, request)

    async def download(self, request: web.Request) -> web.Response:
        """`url_private` and `url_private_download`."""
        return files.download(self._workspace(request), request)

    async def shown(self, request: web.Request) -> web.Response:
        """A file for the page, which has no token. Nothing that the bot gets points here."""
        return files.content(self._workspace(request), request.match_info["file"])

    async def avatar(self, request: web.Request) -> web.Response:
        """A member's picture: initials on a colour."""
        user = self._workspace(request).users.get(request.match_info["user"])
        if user is None:
            raise web.HTTPNotFound
        words = user.real_name.split() or ["?"]
        initials = html.escape("".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper())
        hue = sha256(user.id.encode()).digest()[0] * 360 // 256
        return web.Response(
            text=f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72"><rect width="72" height="72" '
            f'fill="hsl({hue} 45% 38%)"/><text x="36" y="46" font-size="28" font-family="sans-serif" fill="#fff" '
            f'text-anchor="middle">{initials}</text></svg>',
            content_type="image/svg+xml",
        )

    async def emoji(self, request: web.Request) -> web.Response:
        """The picture of a workspace's own emoji."""
        name = request.match_info["name"]
        if name not in self._workspace(request).emoji:
            raise web.HTTPNotFound
        return web.Response(body=emoji.picture(name), content_type="image/png")

    def _workspace(self, request: web.Request) -> Workspace:
        ws = self._server.workspaces.get(request.match_info["team"])
        if ws is None:
            raise web.HTTPNotFound
        return ws
