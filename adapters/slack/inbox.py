"""What Slack sends over HTTP: found its workspace by whose signing secret fits, then answered by that one's Bolt app.

The address of Slack's first challenge names no workspace, so the signature decides; workspaces that share an app share
a secret, and there the team named in the request does. A signature older than five minutes fits none.
Source: Slack, "Verifying requests from Slack".
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_sdk.signature import SignatureVerifier

from adapters.slack.connection import Connection
from adapters.slack.requests import MALFORMED

Json = dict[str, Any]
BODY_WITHIN = 10.0  # seconds for the whole of a request; Slack's come in one piece
_STAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class Inbox:
    """The one address for events, commands and interactions of all workspaces."""

    def __init__(self, connections: Sequence[Connection]) -> None:
        self._connections = [each for each in connections if each.workspace.signing_secret]

    async def serve(self, request: web.Request) -> web.Response:
        """Answer one request of Slack; 401 when its signature fits no workspace, 408 when it comes too slowly."""
        try:
            async with asyncio.timeout(BODY_WITHIN):
                body = (await request.read()).decode()
        except UnicodeDecodeError:
            return web.Response(status=401)
        except TimeoutError:
            return web.Response(status=408, headers={"Connection": "close"})
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        readable = _STAMP.fullmatch(stamp) and _SIGNATURE.fullmatch(signature)
        fitting = [each for each in self._connections if readable and _fits(each, body, stamp, signature)]
        if not fitting:
            return web.Response(status=401)
        team = _team(body) if len(fitting) > 1 else ""
        connection = next((each for each in fitting if each.me.team == team), fitting[0])
        return await to_aiohttp_response(await connection.dispatch(body, request.query_string, request.headers))


def _fits(connection: Connection, body: str, stamp: str, signature: str) -> bool:
    verifier = SignatureVerifier(connection.workspace.signing_secret or "")
    return verifier.is_valid(body, stamp, signature)


def _team(text: str) -> str:
    """The team that a request names; empty when it names none."""
    if not text.startswith("{"):
        form = parse_qs(text)
        if "payload" not in form:
            return form.get("team_id", [""])[0]
        text = form["payload"][0]
    try:
        told: Json = json.loads(text)
        authorizations = told.get("authorizations") or [{}]
        return str(authorizations[0].get("team_id") or told.get("team_id") or (told.get("team") or {}).get("id") or "")
    except MALFORMED:
        return ""
