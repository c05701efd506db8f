"""Which calls the relay makes, and how each can go wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sandbox.faults import Fault
from tests.gaps.town import Town

HTML = "<html><body><h1>503 Service Unavailable</h1></body></html>"
JSON_429 = '{"message": "slow down", "retry_after": 1.5, "global": false}'

SLACK = (
    "POST */chat.postMessage",
    "POST */chat.update",
    "POST */chat.delete",
    "POST */reactions.add",
    "POST */reactions.remove",
    "GET */files.getUploadURLExternal",
    "POST /upload/v1/*",
    "POST */files.completeUploadExternal",
    "GET /files-pri/*",
)
DISCORD = (
    "POST */webhooks/*",
    "PATCH */webhooks/*/messages/*",
    "DELETE */webhooks/*/messages/*",
    "PUT */reactions/*",
    "DELETE */reactions/*",
    "POST */messages/*/threads",
    "GET /cdn/attachments/*",
)
RARE_SLACK = (
    "GET */conversations.history",
    "GET */conversations.replies",
    "GET */users.info",
)
RARE_DISCORD = (
    "GET */channels/*/webhooks",
    "POST */channels/*/webhooks",
    "GET */channels/*/messages",
)

FAULTS: dict[str, dict[str, Any]] = {
    "never arrives": {"action": "reset_before"},
    "answer lost": {"action": "reset_after"},
    "half an answer": {"action": "half"},
    "a page of HTML": {"action": "status", "status": 503, "body": HTML},
    "too many": {"action": "status", "status": 429, "seconds": 1.0, "headers": {"Retry-After": "1"}},
}
RARE_FAULTS: dict[str, dict[str, Any]] = {
    "500": {"action": "status", "status": 500},
    "502": {"action": "status", "status": 502, "body": HTML},
    "500 though done": {"action": "status_after", "status": 500},
    "slow": {"action": "delay", "seconds": 0.5},
    "too slow": {"action": "delay", "seconds": 12.0},
    "slow to answer": {"action": "delay_after", "seconds": 12.0},
    "answered twice": {"action": "twice"},
    "too many, of a proxy": {
        "action": "status",
        "status": 429,
        "body": HTML,
        "headers": {"Via": "", "Retry-After": "1"},
    },
    "too many, for 1.5 s": {"action": "status", "status": 429, "body": JSON_429, "headers": {"Retry-After": "1.5"}},
    "too many, for how long?": {"action": "status", "status": 429, "body": "{}"},
    "too many, for a word": {"action": "status", "status": 429, "body": "{}", "headers": {"Retry-After": "soon"}},
    "too many, for nothing": {"action": "status", "status": 429, "body": "{}", "headers": {"Retry-After": "0"}},
}
APART = 3  # calls between two faults on one route


def strike(place: Town, slack: Iterable[str], discord: Iterable[str], faults: dict[str, dict[str, Any]]) -> list[Fault]:
    """Have each fault strike each route once."""
    made = []
    for server, routes in ((place.sandbox.slack, slack), (place.sandbox.discord, discord)):
        for route in routes:
            for number, fault in enumerate(faults.values()):
                made.append(server.faults.add(Fault(route, after=APART * number, **fault)))
    return made
