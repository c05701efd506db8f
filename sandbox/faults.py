"""Faults on request: what goes wrong, where, and at which call.

A `Fault` names a route by a glob over `"METHOD /path"` (for HTTP) or `"EVENT type"` (for deliveries to the bot), skips
`after` matching calls, and then strikes `times` calls. The servers ask `Faults.strike` once for every call and event.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from aiohttp import web

Action = Literal[
    "reset_before",  # close the connection without having read or done anything
    "reset_after",  # perform the call, then close the connection: the answer is lost
    "status",  # answer `status` with `body` and `headers`, performing nothing
    "status_after",  # perform the call, then answer `status` all the same
    "delay",  # wait `seconds`, or `until` that happens, then perform the call
    "delay_after",  # perform the call, then wait `seconds` before answering
    "half",  # perform the call, send half of the answer, close the connection
    "endless",  # answer with `headers` and bytes that never end, `seconds` between two pieces; `sent` counts them
    "twice",  # answer twice, or EVENT: deliver twice
    "late",  # EVENT: deliver `seconds` later
    "never",  # EVENT: do not deliver
    "hold",  # EVENT: keep back until `release()`; then deliver in reverse order
]


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong. `route` is a glob such as `"POST */chat.postMessage"` or `"EVENT message*"`."""

    route: str
    action: Action
    after: int = 0
    times: int = 1
    seconds: float = 0.0
    until: asyncio.Event | None = None
    status: int = 500
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    seen: int = 0
    struck: int = 0
    sent: int = 0


class Faults:
    """The faults in force on one server."""

    def __init__(self) -> None:
        self.active: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Put a fault in force and return it, so that the caller can read how often it struck."""
        self.active.append(fault)
        return fault

    def clear(self) -> None:
        """Take all faults away."""
        self.active.clear()

    def strike(self, route: str) -> Fault | None:
        """The first fault that is due at this call of `route`, counted as struck; None when all is well."""
        due: Fault | None = None
        for fault in self.active:
            if not fnmatchcase(route, fault.route):
                continue
            fault.seen += 1
            if due is None and fault.seen > fault.after and fault.struck < fault.times:
                fault.struck += 1
                due = fault
        return due


def drop(request: web.BaseRequest) -> None:
    """Close a request's connection at once, as a network does when it breaks."""
    if request.transport is not None:
        request.transport.abort()
