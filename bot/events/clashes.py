"""What speaks against a time: other events for the same people, bank holidays, hours at which people cannot come."""

from __future__ import annotations

from datetime import date
from functools import cache

import holidays

from bot.events import render, rules, when, when_texts
from storage.database import Unit
from storage.event_places import PlaceState
from storage.events import Event

MOST = 2  # other events that are named


async def warnings(event: Event, unit: Unit) -> list[str]:
    """Sentences that warn of a time; the organiser decides."""
    if event.starts_at is None or event.ends_at is None:
        return []
    return [*of_time(event.starts_at, event.ends_at, event.zone), *await _others(event, unit)]


def of_time(starts_at: float, ends_at: float, zone: str) -> list[str]:
    """What speaks against a time by itself."""
    begin, end = when.at(starts_at, zone), when.at(ends_at, zone)
    found = []
    if holiday := bank_holiday(begin.date()):
        found.append(when_texts.bank_holiday(begin.date(), holiday))
    outside = begin.hour < 9 or (end.hour, end.minute) > (17, 0) or end.date() != begin.date() or begin.weekday() > 4
    return [*found, when_texts.outside_hours(when.clock(begin))] if outside else found


def bank_holiday(day: date) -> str:
    """What a bank holiday in England is called; empty when the day is none."""
    return str(_year(day.year).get(day, ""))


def same_people(one: Event, other: Event) -> bool:
    """Whether two events are for people of one sector; one that is for everybody is for these too."""
    mine, theirs = set(rules.sectors(one)), set(rules.sectors(other))
    return not mine or not theirs or bool(mine & theirs)


async def _others(event: Event, unit: Unit) -> list[str]:
    mine = {
        place.community for place in await unit.events.places.of(event.id) if place.state is not PlaceState.LEFT_OUT
    }
    found = []
    for other in await unit.events.near(event.starts_at or 0.0, event.ends_at or 0.0, rules.CLASH, event.id):
        theirs = {place.community for place in await unit.events.places.of(other.id, PlaceState.APPROVED)}
        if mine & theirs and same_people(event, other):
            found.append(when_texts.clash(other.title, render.said(other)))
    return found[:MOST]


@cache
def _year(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year))
