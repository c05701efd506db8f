"""Organisers read figures of introductions, and nothing that is true of fewer than five."""

from __future__ import annotations

from adapters.contract.refs import AccountRef
from bot.introductions import figures_texts
from storage.database import Unit
from storage.profiles import Sector
from tests.stories.conftest import World
from tests.stories.introducing import Neighbour, settle_in, until_morning


async def test_organisers_see_how_many_would_take_part_and_nothing_of_fewer_than_five(world: World) -> None:
    await until_morning(world, 0)
    boss = await settle_in(world, world.red, "Boss", joins=False, admin=True)
    for number in range(6):
        await settle_in(world, world.blue, f"N{number}", Sector.NHS, rounds=True)
    without = await boss.told("intro preview")
    for number in range(2):
        await settle_in(world, world.green, f"C{number}", Sector.SOCIAL_CARE, rounds=True)

    said = await boss.told("intro preview")
    assert said == without, "it would tell that somebody of social care takes part"
    assert "NHS: 6" in said and "Social care" not in said and "People whose turn it is: 6 or more" in said
    ann = Neighbour(world, world.red, world.red.channel("lobby"), "Ann")
    assert "organisers" in await ann.told("intro preview")


async def test_figures_for_organisers_hide_what_is_true_of_fewer_than_five(world: World) -> None:
    await until_morning(world, 1)
    boss = await settle_in(world, world.red, "Boss", joins=False, admin=True)

    async def introduced(unit: Unit, number: int, one: Sector, other: Sector) -> None:
        parties = [
            {"person": f"{number}{sector}{place}", "account": AccountRef("red", "home", f"{number}{place}"),
             "sector": sector.value, "answer": "yes", "talked": "yes"}
            for place, sector in enumerate((one, other))
        ]  # fmt: skip
        id = await unit.introductions.propose("round", parties, 0.0, world.clock.now())
        assert id is not None
        await unit.introductions.move(id, "proposed", "open", opened_at=world.clock.now())

    async def few(unit: Unit) -> None:
        for number in range(2):
            await introduced(unit, number, Sector.NHS, Sector.SUPPLIER)

    async def year(unit: Unit) -> None:
        for number in range(2, 4):
            await introduced(unit, number, Sector.NHS, Sector.SUPPLIER)
        for number in range(4, 14):
            await introduced(unit, number, Sector.NHS, Sector.SOCIAL_CARE)

    none = await boss.told("intro stats")
    await world.database.write(few)
    assert await boss.told("intro stats") == none
    await world.database.write(year)
    said = await boss.told("intro stats")
    assert "NHS and Social care: 10" in said and figures_texts.SMALL_LEFT_OUT in said
    assert "Supplier" not in said, "a line would tell that there was one"
    assert "+1.00" in said and "Yes, we talked: 28" in said
