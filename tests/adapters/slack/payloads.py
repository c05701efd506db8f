"""Slack's payloads as the tests tell them, and what the adapter reads in them."""

from __future__ import annotations

from typing import Any

from adapters.contract.incoming import Author, Incoming
from adapters.slack import refs
from adapters.slack.me import Me
from adapters.slack.read import event

Json = dict[str, Any]


ME = Me("T1", "UBOT", "BBOT", "ABOT")


ANN = Author(refs.account("T1", "U1"))


TS = "1700000000.000100"


LATER = "1700000009.000200"


def told(**what: Any) -> Json:
    """An event as the Events API wraps it."""
    return {
        "type": "event_callback", "team_id": "T1", "api_app_id": "ABOT", "event_id": "Ev1", "event_time": 1700000000,
        "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True}], "event": what,
    }  # fmt: skip


def message(**more: Any) -> Json:
    """A message event of Ann's."""
    base = {"type": "message", "channel": "C1", "channel_type": "channel", "user": "U1", "ts": TS, "event_ts": TS}
    return {**base, "text": "Hello.", **more}


def heard(**more: Any) -> Incoming | None:
    return event(told(**message(**more)), ME)


def changed(now: Json, before: Json) -> Incoming | None:
    """A change of Ann's message."""
    base = {"type": "message", "user": "U1", "ts": TS, "text": "Hello."}
    inner = {"message": {**base, **now}, "previous_message": {**base, **before}}
    return event(
        told(type="message", subtype="message_changed", hidden=True, channel="C1", ts=LATER, event_ts=LATER, **inner),
        ME,
    )


def rich(*elements: Json) -> list[Json]:
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}]
