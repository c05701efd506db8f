"""Every subject that holds something of people. A new one belongs here: a test finds the table that does not."""

from __future__ import annotations

from storage.database import Unit
from storage.erasing import Erasing
from storage.erasing_events import ErasingEvents
from storage.erasing_people import ErasingPeople
from storage.erasures import Erasures
from storage.personal import Forgotten, Personal
from storage.removals import Removals


def personal(unit: Unit) -> tuple[Personal, ...]:
    """Every such subject, in the order in which people read of them; each shows it, and lets it go."""
    return (
        erasing(unit),
        unit.consents,
        unit.exclusions,
        people(unit),
        ErasingEvents(unit.connection),
        unit.members,
        unit.presence,
        unit.languages,
        unit.organisers,
        unit.reports,
        unit.held,
        unit.audit,
        forgotten(unit),
        erasures(unit),
    )


def erasing(unit: Unit) -> Erasing:
    """What people wrote, gave and were told."""
    return Erasing(unit.connection)


def people(unit: Unit) -> ErasingPeople:
    """How people are found and introduced."""
    return ErasingPeople(unit.connection)


def forgotten(unit: Unit) -> Forgotten:
    """Whose data is being removed."""
    return Forgotten(unit.connection)


def removals(unit: Unit) -> Removals:
    """What came about in a community."""
    return Removals(unit.connection)


def erasures(unit: Unit) -> Erasures:
    """Whose data was removed, as hashes."""
    return Erasures(unit.connection, unit.salt)
