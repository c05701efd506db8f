"""The Events API over HTTP: requests to the bot, signed with the app's secret."""

from __future__ import annotations

import hashlib
import hmac
import json
from urllib.parse import urlencode
from uuid import uuid4

from aiohttp import ClientError, ClientSession, ClientTimeout

from sandbox.slack.delivery import Undelivered
from sandbox.slack.errors import SlackError
from sandbox.slack.model import Json, Workspace

_FORM = "application/x-www-form-urlencoded"
_SOCKET_REASONS = {"timeout": "http_timeout", "no_connection": "connection_failed"}


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """The `X-Slack-Signature` of a body sent at `timestamp` (seconds since the epoch)."""
    return "v0=" + hmac.new(secret.encode(), b"v0:%d:" % timestamp + body, hashlib.sha256).hexdigest()


class Signed:
    """Posts to the address of each app (`App.url`)."""

    def __init__(self) -> None:
        self._session: ClientSession | None = None

    async def carry(self, ws: Workspace, kind: str, payload: str, attempt: int, reason: str, patience: float) -> Json:
        """POST one payload and return what the bot answered (see `Carrier`)."""
        if kind == "events_api":
            body, content_type = payload.encode(), "application/json"
        elif kind == "slash_commands":
            body, content_type = urlencode(json.loads(payload)).encode(), _FORM
        else:
            body, content_type = urlencode({"payload": payload}).encode(), _FORM
        headers = {"Content-Type": content_type}
        if attempt:
            headers |= {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": _SOCKET_REASONS.get(reason, reason)}
        return _answer(await self._post(ws, body, headers, patience))

    async def verify(self, ws: Workspace, url: str, patience: float) -> None:
        """Ask the address to echo a challenge, as Slack does when it is entered; SlackError when it does not."""
        ws.app.url = url
        challenge = uuid4().hex
        asked = {"token": "verification-token", "challenge": challenge, "type": "url_verification"}
        body = json.dumps(asked).encode()
        try:
            answer = await self._post(ws, body, {"Content-Type": "application/json"}, patience)
        except Undelivered as failed:
            ws.app.url = ""
            raise SlackError(f"url_verification: {failed.reason}") from None
        if challenge not in answer:
            ws.app.url = ""
            raise SlackError("url_verification: the challenge did not come back")

    async def close(self) -> None:
        """Close all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _post(self, ws: Workspace, body: bytes, headers: dict[str, str], patience: float) -> str:
        if self._session is None:
            self._session = ClientSession()
        timestamp = int(ws.now())
        stamp = {
            "X-Slack-Request-Timestamp": str(timestamp),
            "X-Slack-Signature": sign(ws.app.signing_secret, timestamp, body),
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }
        limit = ClientTimeout(total=patience)
        post = self._session.post
        try:
            async with post(
                ws.app.url, data=body, headers=headers | stamp, timeout=limit, allow_redirects=False
            ) as response:
                if 200 <= response.status < 300:
                    return await response.text()
                raise Undelivered("http_error", retry=response.headers.get("x-slack-no-retry") != "1")
        except TimeoutError:
            raise Undelivered("http_timeout") from None
        except ClientError:
            raise Undelivered("connection_failed") from None


def _answer(text: str) -> Json:
    """What a bot put into its answer: JSON, or words to show."""
    try:
        value = json.loads(text)
    except ValueError:
        return {"text": text} if text else {}
    return value if isinstance(value, dict) else {}
