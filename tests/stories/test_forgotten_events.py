"""What was done at events by somebody who had all removed."""

from __future__ import annotations

import pytest

from storage.rsvps import Seat
from tests.stories.conftest import World
from tests.stories.gathering import HOUR, START, gather, places, says, seats, until
from tests.stories.test_forgotten import DAY, forgotten, held
from tests.stories.test_privacy import REMOVED, raw, swept


@pytest.fixture
def keys() -> tuple[str, ...]:
    """None: what stays in the files is found there."""
    return ()


async def test_an_answer_to_an_event_goes_and_the_count_stays(world: World) -> None:
    here = await gather(world)
    await here.everywhere()
    zoe = here.member(world.blue, "Zoe")
    await says(here, zoe, "Yes")
    await zoe.use("events digest", where="on")
    await zoe.submit("events tell", "1", sector="nhs", meet="yes")
    await here.settle()
    told = await zoe.told("privacy")
    assert "answers to events: 1; Falls clinic: yes since 14 November 2023" in told
    assert "weekly lists of events: 1; Blue since 14 November 2023" in told
    await forgotten(zoe)
    await here.later(60)

    tally = await world.database.read(lambda unit: unit.rsvps.tally(1))
    assert tally.yes == 1
    assert await seats(here) == {"": Seat.SEATED}
    await swept(world)
    assert list(await held(zoe)) == [REMOVED]
    await here.later(20 * DAY)  # no reminder goes to nobody, and no list
    assert zoe.letters() == []


async def test_a_place_at_an_event_with_few_places_goes_to_who_waits(world: World) -> None:
    here = await gather(world)
    await places(here, capacity="1")
    zoe, dan = here.member(world.blue, "Zoe"), here.member(world.green, "Dan")
    await says(here, zoe, "Yes")
    await says(here, dan, "Yes")
    await forgotten(zoe)

    assert await seats(here) == {"Dan": Seat.OFFERED}


async def test_an_event_stays_without_who_organised_it(world: World) -> None:
    here = await gather(world)
    await here.everywhere()
    assert "events organised: 1" in await here.ann.told("privacy")
    await forgotten(here.ann)
    await here.later(60)
    zoe = here.member(world.blue, "Zoe")

    assert "Falls clinic" in here.words(world.blue)
    assert (await says(here, zoe, "Yes")) != ""
    await swept(world)
    assert "events organised" not in await held(here.ann)
    await here.later(20 * DAY)
    assert here.ann.letters() == []


async def template(world: World) -> str:
    """What each date of the first series says, which stands encrypted in the database's files."""
    series = await world.database.read(lambda unit: unit.events.series.by_id(1))
    assert series is not None
    return series.template


async def test_no_date_of_a_series_names_who_organised_it_and_no_file_does(
    world: World, database_kind: str, database_url: str
) -> None:
    here = await gather(world)
    ready = await here.fill(await here.ready(), "Repeat", repeat="weekly", until="", count="4")
    ready = await here.fill(ready, "Access", contact="Zebedee Ann, 07700 900123")
    panel = await here.ann.use_button(ready, "Announce")
    await here.fill(panel, "Access", contact="")  # of this date alone: those that follow still say it
    await here.later(60)
    assert "what each date says of your events that come again: 1" in await here.ann.told("privacy")
    follows = {"title": "Falls clinic", "contact": "Zebedee Ann, 07700 900123"}
    assert (await held(here.ann))["events that come again"] == [follows]
    assert b"Zebedee" in await raw(world, database_kind, database_url)
    assert "Zebedee" in await template(world)
    await forgotten(here.ann)
    await swept(world)
    assert "Falls clinic" in await template(world) and "Zebedee" not in await template(world)
    assert "events that come again" not in await held(here.ann)
    await until(here, START + HOUR)

    assert "7 December" in here.words(world.red)
    assert "Zebedee" not in here.words(world.red)
    await swept(world)
    await world.database.compact()
    after = await raw(world, database_kind, database_url)
    assert b"Falls clinic" in after
    assert b"Zebedee" not in after and b"07700 900123" not in after
