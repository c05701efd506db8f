"""Two events as they are when their story begins, and what is known of them later."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from adapters.contract.refs import AccountRef
from bot.events import making, reminding, when
from storage.consents import Kind
from storage.database import Unit
from storage.digests import Interest
from storage.events import Event
from storage.rsvps import Rsvp
from tests.crash.acting import Done
from tests.crash.gathering import CHANNEL, OTHERS, ROOM, START, Gathering

HOUR = 3600.0
CLINIC, ROUNDS = 1, 2  # the events' numbers
LONG_LINK, NEW_LINK = "https://meet.example/one", "https://meet.example/two"
SLACK, DISCORD, SLACK_ROOM = f"slack {CHANNEL}", f"discord {CHANNEL}", f"slack {ROOM}"
CLINIC_POST, ROUNDS_POST = ("Falls clinic", "Sponsor: none"), ("Ward rounds", "Sponsor: none")
COMERS = ("Helen", "Ruth", *OTHERS)  # five, so that the post says how many


def at(day: int, hour: int, minute: int = 1) -> float:
    """A moment in March 2026, in London, which is a minute past unless told otherwise."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC).timestamp()


async def prepare(here: Gathering, unit: Unit) -> None:
    """Two drafts; a weekly list in the Slack channel, and one for Helen, who is reminded of events, as Ruth is."""
    for title, day, hour, link in (("Falls clinic", 12, 14, LONG_LINK), ("Ward rounds", 17, 10, "")):
        local = datetime(2026, 3, day, hour)
        starts = when.unix(local)
        times = {"local": local.isoformat(timespec="minutes"), "starts_at": starts, "ends_at": starts + HOUR}
        places = {"place": "Leeds", "link": link, "capacity": len(COMERS), "sponsored": False}
        side = here.town.discord
        where = {"community": side.ref.home, "channel": side.ref, "organiser": here.people["Samir"].account}
        id = await unit.events.add(START, title=title, zone=when.ZONE, minutes=60, **times, **places, **where)
        await making.possible_places(id, side.ref, unit)
    for name in ("Helen", "Ruth"):
        await unit.consents.give(here.people[name].account, Kind.REMINDERS, reminding.SWITCH.wording, START)
    slack, monday = here.town.slack.ref, when.next_monday(START)
    await unit.events.digests.choose(slack, monday)
    await unit.events.digests.ask(Interest(here.people["Helen"].account, slack.home, "", "", START, monday))


async def event_of(unit: Unit, id: int) -> Event:
    """The event of a number."""
    found = await unit.events.by_id(id)
    assert found is not None
    return found


def rsvp_of(id: int, account: AccountRef, holds: Any) -> Done:
    """Whether somebody's answer to an event is such that this holds."""

    async def done(unit: Unit) -> bool:
        known: Rsvp | None = await unit.rsvps.of(id, [account])
        return known is not None and bool(holds(known))

    return done
