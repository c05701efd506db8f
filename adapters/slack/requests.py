"""One request of Slack → Bolt's answer, whatever its shape: what nobody can read is refused, and never raises.

Of such a request the log says the kind of the error and nothing else: it may hold what somebody wrote.
"""

from __future__ import annotations

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack.web import log

MALFORMED = (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError)


async def answer(app: AsyncApp, **request: Any) -> BoltResponse:
    """Bolt's answer to what an `AsyncBoltRequest` is made of; 400 when its shape makes no sense."""
    try:
        asked = AsyncBoltRequest(**request)
        if not isinstance(asked.body, dict) or not asked.body:
            raise TypeError
        return await app.async_dispatch(asked)
    except MALFORMED as error:
        return _unreadable(error)


async def failed(error: Exception) -> BoltResponse:
    """What Bolt answers when one of its listeners raised. Recording has its own answer: this is about shapes."""
    if isinstance(error, MALFORMED):
        return _unreadable(error)
    log.error("A request of Slack could not be answered", exc_info=error)
    return BoltResponse(status=500)


def _unreadable(error: Exception) -> BoltResponse:
    log.warning("A request of Slack could not be read: %s", type(error).__name__)
    return BoltResponse(status=400)
