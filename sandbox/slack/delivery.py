"""How events, commands and presses reach the bot: envelopes, time-outs, retries and what faults do to them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from typing import Any, NamedTuple, Protocol

from sandbox.faults import Fault, Faults
from sandbox.slack.model import Json, Workspace, new_id

FAREWELLS = ("tokens_revoked", "app_uninstalled")  # these are retried although the app is no longer installed

NO_MESSAGE = ("", "")


class Undelivered(Exception):
    """One attempt failed. `retry` is False when the bot asked for no retries of this one."""

    def __init__(self, reason: str, *, retry: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry = retry


class Carrier(Protocol):
    """A way to the bot."""

    async def carry(self, ws: Workspace, kind: str, payload: str, attempt: int, reason: str, patience: float) -> Json:
        """Hand over one payload (JSON) and return what the bot answered; Undelivered when it did not in `patience` s.

        `kind` is Socket Mode's: `events_api`, `slash_commands` or `interactive`.
        """


class Notification(NamedTuple):
    """An event for the bot. `of` is the message that it tells of (its channel and `ts`), if it tells of one."""

    id: str
    name: str
    payload: str
    of: tuple[str, str] = NO_MESSAGE


class Deliveries:
    """Events on their way. `patience` and `retries` (the waits before each retry) are in seconds."""

    def __init__(self, faults: Faults, socket: Carrier, http: Carrier) -> None:
        self.patience = 3.0
        self.retries: tuple[float, ...] = (0.0, 60.0, 300.0)
        self.listening = False
        self._faults = faults
        self._socket = socket
        self._http = http
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: list[tuple[Workspace, Notification]] = []

    def emit(self, ws: Workspace, event: Json) -> None:
        """Send an event on its way to the bot. While the server is down it is lost, as in Slack's own outages."""
        if not ws.app.alive:
            return
        event_id = new_id("Ev")
        name = f"{event['type']}.{event['subtype']}" if event.get("subtype") else event["type"]
        of = (event.get("channel", ""), event.get("ts", "")) if event["type"] == "message" else NO_MESSAGE
        it = Notification(event_id, name, json.dumps(_outer(ws, event_id, event)), of)
        if not self.listening:
            ws.note("platform", "undelivered", ref=event_id, type=name, reason="down")
            return
        fault = self._faults.strike(f"EVENT {name}")
        match fault:
            case Fault(action="never"):
                ws.note("platform", "undelivered", ref=event_id, type=name, reason="fault")
            case Fault(action="hold"):
                self._held.append((ws, it))
            case Fault(action="late" | "delay", seconds=seconds):
                self.spawn(self._deliver(ws, it, after=seconds))
            case Fault(action="twice"):
                self.spawn(self._deliver(ws, it))
                self.spawn(self._deliver(ws, it))
            case _:
                self.spawn(self._deliver(ws, it))

    def release(self) -> None:
        """Deliver what was held back, the last first."""
        held, self._held = self._held, []
        for ws, it in reversed(held):
            self.spawn(self._deliver(ws, it))

    async def ask(self, ws: Workspace, kind: str, payload: Json) -> Json:
        """Hand over a command or press, once, and return the bot's answer; Undelivered when there is none in time."""
        fault = self._faults.strike(f"EVENT {kind}")
        if fault is not None and fault.action in ("late", "delay"):
            await asyncio.sleep(fault.seconds)
        ref = str(payload.get("trigger_id", ""))
        if fault is not None and fault.action == "never":
            raise Undelivered("fault")
        if fault is not None and fault.action == "twice":
            await self._attempt(ws, kind, Notification(ref, kind, json.dumps(payload)))
        return await self._attempt(ws, kind, Notification(ref, kind, json.dumps(payload)))

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something in the background; `settled` waits for it and `close` cancels it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait until nothing is on its way any more; what a fault holds back does not count."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def close(self) -> None:
        """Give up all deliveries."""
        tasks = set(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _deliver(self, ws: Workspace, it: Notification, after: float = 0.0) -> None:
        reason = ""
        for attempt, wait in enumerate((after, *self.retries)):
            if wait:
                await asyncio.sleep(wait)
            if attempt and not ws.app.alive and it.name not in FAREWELLS:
                break
            try:
                await self._attempt(ws, "events_api", it, attempt, reason)
            except Undelivered as failed:
                reason = failed.reason
                if not failed.retry:
                    break
            else:
                return
        ws.note("platform", "undelivered", ref=it.id, type=it.name, reason=reason)

    async def _attempt(self, ws: Workspace, kind: str, it: Notification, attempt: int = 0, reason: str = "") -> Json:
        channel, ts = it.of
        ws.note("platform", "deliver", channel=channel, ref=it.id, type=it.name, attempt=attempt, of=ts)
        carrier = self._http if ws.app.url else self._socket
        answer = await carrier.carry(ws, kind, it.payload, attempt, reason, self.patience)
        ws.note("platform", "acked", ref=it.id, type=it.name, attempt=attempt)
        return answer


def _outer(ws: Workspace, event_id: str, event: Json) -> Json:
    authorization = {"enterprise_id": None, "team_id": ws.id, "user_id": ws.me.id, "is_bot": True}
    return {
        "token": "verification-token",
        "team_id": ws.id,
        "context_team_id": ws.id,
        "context_enterprise_id": None,
        "api_app_id": ws.app.id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(ws.now()),
        "authorizations": [{**authorization, "is_enterprise_install": False}],
        "is_ext_shared_channel": _is_shared(ws, event),
        "event_context": f"4-{event_id}",
    }


def _is_shared(ws: Workspace, event: Json) -> bool:
    """Whether an event happened in a channel that is shared with another organisation."""
    place = event.get("channel") or (event.get("item") or {}).get("channel")
    return isinstance(place, str) and place in ws.channels and bool(ws.channels[place].shared)
