"""Guild scheduled events."""

from __future__ import annotations

from sandbox.discord import native, tell
from sandbox.discord.errors import ApiError, Problems, Refusal
from sandbox.discord.http import Call, Routes
from sandbox.discord.model import JSON, ScheduledEvent
from sandbox.discord.permissions import Permission
from sandbox.discord.routes.guilds import guild_of
from sandbox.discord.snowflakes import from_iso

ROUTES = Routes()
STAGE, VOICE, EXTERNAL = 1, 2, 3
SCHEDULED, ACTIVE, COMPLETED, CANCELLED = 1, 2, 3, 4
AFTER = {SCHEDULED: (ACTIVE, CANCELLED), ACTIVE: (COMPLETED,)}
OPEN_LIMIT = 100
PLACE = "/guilds/{guild}/scheduled-events"
FIELDS = {
    "name": None,
    "description": None,
    "channel_id": None,
    "scheduled_start_time": None,
    "scheduled_end_time": None,
    "privacy_level": 2,
    "status": SCHEDULED,
    "entity_type": None,
    "entity_id": None,
    "entity_metadata": None,
    "image": None,
    "recurrence_rule": None,
}


@ROUTES.add("GET", PLACE)
def all_of(call: Call) -> list[JSON]:
    """All events of a guild."""
    return [_shown(call, each) for each in guild_of(call).events.values()]


@ROUTES.add("POST", PLACE)
def create(call: Call) -> JSON:
    """A new event; needs CREATE_EVENTS."""
    guild = guild_of(call, Permission.CREATE_EVENTS)
    body = FIELDS | {name: call.form[name] for name in FIELDS if name in call.form}
    _check(body, call.world.now(), new=True)
    if sum(each.body["status"] in AFTER for each in guild.events.values()) >= OPEN_LIMIT:
        raise ApiError(Refusal.TOO_MANY_EVENTS)
    event = ScheduledEvent(call.world.mint(), guild.id, call.bot.user, body)
    guild.events[event.id] = event
    call.world.note_bot("event", event.id, community=guild.id, name=body["name"])
    tell.scheduled_event(call.world, "GUILD_SCHEDULED_EVENT_CREATE", event)
    return native.scheduled_event(event)


@ROUTES.add("GET", PLACE + "/{event}")
def get(call: Call) -> JSON:
    """One event."""
    return _shown(call, _event(call))


@ROUTES.add("PATCH", PLACE + "/{event}")
def modify(call: Call) -> JSON:
    """Change an event, its status included, which never goes back."""
    event = _event(call)
    _check_right(call, event)
    old = event.body["status"]
    if old not in AFTER:
        raise ApiError(Refusal.EVENT_IS_OVER)
    body = event.body | {name: call.form[name] for name in FIELDS if name in call.form}
    _check(body, call.world.now(), new=False)
    if body["status"] not in (old, *AFTER[old]):
        problems = Problems()
        problems.choice(("status",), AFTER[old])
        problems.check()
    event.body = body
    call.world.note_bot("event", event.id, community=event.guild_id, changed=sorted(call.form))
    tell.scheduled_event(call.world, "GUILD_SCHEDULED_EVENT_UPDATE", event)
    return native.scheduled_event(event)


@ROUTES.add("DELETE", PLACE + "/{event}")
def delete(call: Call) -> None:
    """Remove an event."""
    event = _event(call)
    _check_right(call, event)
    del call.world.guilds[event.guild_id].events[event.id]
    call.world.note_bot("delete_event", event.id, community=event.guild_id)
    tell.scheduled_event(call.world, "GUILD_SCHEDULED_EVENT_DELETE", event)


@ROUTES.add("GET", PLACE + "/{event}/users")
def users(call: Call) -> list[JSON]:
    """A page of those who are interested, by id."""
    event = _event(call)
    guild = call.world.guilds[event.guild_id]
    after, before = call.number("after", 0, 0, 1 << 63), call.number("before", 1 << 63, 0, 1 << 63)
    ids = sorted((each for each in event.interested if after < int(each) < before), key=int)
    limit = call.number("limit", 100, 1, 100)
    page = ids[-limit:] if "before" in call.query else ids[:limit]
    found: list[JSON] = []
    for each in page:
        shown = {"guild_scheduled_event_id": event.id, "user": native.user(call.world.users[each])}
        if call.query.get("with_member") in ("1", "true", "True") and each in guild.members:
            shown["member"] = native.member(guild.members[each])
        found.append(shown)
    return found


def _event(call: Call) -> ScheduledEvent:
    guild = guild_of(call)
    if call.path["event"] not in guild.events:
        raise ApiError(Refusal.UNKNOWN_EVENT)
    return guild.events[call.path["event"]]


def _shown(call: Call, event: ScheduledEvent) -> JSON:
    shown = native.scheduled_event(event)
    if call.query.get("with_user_count") not in ("1", "true", "True"):
        del shown["user_count"]
    return shown


def _check_right(call: Call, event: ScheduledEvent) -> None:
    """Its own events a bot changes with CREATE_EVENTS, others' with MANAGE_EVENTS."""
    own = event.creator.id == call.bot.id
    guild_of(call, Permission.CREATE_EVENTS if own else Permission.MANAGE_EVENTS)


def _check(body: JSON, now: float, *, new: bool) -> None:
    problems = Problems()
    problems.text(("name",), body["name"], 1, 100)
    if body["description"] is not None:
        problems.text(("description",), body["description"], 0, 1000)
    if body["privacy_level"] != 2:
        problems.choice(("privacy_level",), (2,))
    if body["entity_type"] not in (STAGE, VOICE, EXTERNAL):
        problems.choice(("entity_type",), (STAGE, VOICE, EXTERNAL))
    start, end = (_moment(body, name, problems) for name in ("scheduled_start_time", "scheduled_end_time"))
    if body["scheduled_start_time"] is None:
        problems.required(("scheduled_start_time",))
    if new and start is not None and start < now:
        problems.add(
            ("scheduled_start_time",), "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule event in the past."
        )
    if start is not None and end is not None and end <= start:
        problems.add(("scheduled_end_time",), "GUILD_SCHEDULED_EVENT_END_BEFORE_START", "Cannot end before it starts.")
    if body["entity_type"] == EXTERNAL:
        if body["scheduled_end_time"] is None:
            problems.required(("scheduled_end_time",))
        location = (body["entity_metadata"] or {}).get("location")
        problems.text(("entity_metadata", "location"), location, 1, 100)
        if body["channel_id"] is not None:
            problems.add(("channel_id",), "GUILD_SCHEDULED_EVENT_CHANNEL_FORBIDDEN", "External events have no channel.")
    elif body["channel_id"] is None:
        problems.required(("channel_id",))
    problems.check()


def _moment(body: JSON, name: str, problems: Problems) -> float | None:
    if body[name] is None:
        return None
    try:
        return from_iso(body[name])
    except ValueError:
        problems.add((name,), "DATE_TIME_TYPE_PARSE", "Could not parse value. Should be ISO8601.")
        return None
