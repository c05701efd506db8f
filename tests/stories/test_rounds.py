"""Rounds: everybody is asked 48 hours before, matched at once, and hears what came of it."""

from __future__ import annotations

from adapters.contract.refs import AccountRef
from bot.introductions import planning, talk, texts
from storage.profiles import Sector
from tests.fakes.platform import refused
from tests.stories.conftest import World
from tests.stories.introducing import DAY, HOUR, Neighbour, passes, settle_in, until_morning

SECTORS = (Sector.NHS, Sector.SOCIAL_CARE, Sector.CHARITY)


async def town(world: World, *people: tuple[str, Sector], before: bool = True) -> list[Neighbour]:
    """So many people who take part, on all platforms; it is Tuesday morning, 48 hours before a round."""
    await until_morning(world, 0 if before else 1)
    platforms = (world.red, world.blue, world.green)
    made = [
        await settle_in(world, platforms[number % 3], name, sector, rounds=True)
        for number, (name, sector) in enumerate(people)
    ]
    await passes(world)
    if before:
        await until_morning(world, 1)
        await passes(world)
    return made


async def everybody_says(people: list[Neighbour], label: str) -> None:
    for who in people:
        await who.press(who.letter(texts.ROUND_SOON), label)


async def round_starts(world: World) -> None:
    """It becomes Thursday, 10am; the round is planned, and those whom it brings together are asked."""
    await passes(world, 2 * DAY)
    await passes(world)


async def test_everybody_whose_turn_it_is_is_asked_once_48_hours_before(world: World) -> None:
    await until_morning(world, 0)
    ann = await settle_in(world, world.red, "Ann", rounds=True)
    await passes(world, HOUR)
    assert not ann.read()

    await until_morning(world, 1)
    await passes(world)
    await passes(world, HOUR)
    assert [text.split("\n")[0] for text in ann.read()] == [texts.ROUND_SOON]
    assert "Thursday 5 February 2026, 10am" in ann.read()[0]
    labels = [button.label for button in ann.letter(texts.ROUND_SOON).content.buttons]
    assert labels == [texts.IN, texts.SKIP, texts.PAUSE, texts.STOP]


async def test_two_who_take_part_are_asked_about_each_other_and_introduced(world: World) -> None:
    ann, bob = await town(world, ("Ann", Sector.NHS), ("Bob", Sector.SOCIAL_CARE))
    await everybody_says([ann, bob], texts.IN)
    await round_starts(world)

    for who in (ann, bob):
        assert who.has("What overlaps: “fewer falls”\n")
        assert "Ann" not in "\n".join(who.read()) and "Bob" not in "\n".join(who.read())
        await who.answer(texts.YES)
    assert ann.has("Bob (Social care)") and bob.has("Ann (NHS)")


async def test_silence_is_no_and_two_silences_pause_and_say_so(world: World) -> None:
    ann, bob = await town(world, ("Ann", Sector.NHS), ("Bob", Sector.SOCIAL_CARE))
    await everybody_says([bob], texts.IN)
    await round_starts(world)
    assert not ann.has(texts.MEET)
    assert bob.has(texts.WHYS["no other sector"])

    await passes(world, 12 * DAY)
    assert sum(texts.ROUND_SOON in text for text in ann.read()) == 1  # once a month, as she chose
    await passes(world, 14 * DAY)
    await passes(world)  # the round that began meanwhile was planned first
    assert sum(texts.ROUND_SOON in text for text in ann.read()) == 2
    await passes(world, 2 * DAY + HOUR)
    await passes(world)
    assert ann.has(texts.SILENT_PAUSE)
    taker = await world.database.read(lambda unit: unit.takers.by_person(ann.person))
    assert taker is not None and taker.paused(world.clock.now() + 80 * DAY)


async def test_whoever_skips_is_left_alone_and_loses_nothing(world: World) -> None:
    ann, bob = await town(world, ("Ann", Sector.NHS), ("Bob", Sector.SOCIAL_CARE))
    await everybody_says([ann], texts.SKIP)
    await everybody_says([bob], texts.IN)
    await round_starts(world)

    taker = await world.database.read(lambda unit: unit.takers.by_person(ann.person))
    assert len(ann.read()) == 1
    assert taker is not None and (taker.silences, taker.paused_until) == (0, 0.0)


async def test_who_is_paused_or_asks_only_themselves_is_not_asked(world: World) -> None:
    await until_morning(world, 0)
    ann = await settle_in(world, world.red, "Ann", rounds=True)
    bob = await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE, rounds=True)
    await ann.use("intro pause", until="2")
    await bob.use(
        "intro settings", frequency="when I ask", size="pair", hours="9am to 5pm", days="1", zone="Europe/London"
    )
    await until_morning(world, 1)
    await passes(world)

    assert not ann.read() and not bob.read()


async def test_a_pause_ends_by_itself(world: World) -> None:
    await until_morning(world, 0)
    ann = await settle_in(world, world.red, "Ann", rounds=True)
    assert "Monday 16 February 2026" in await ann.told("intro pause", until="2")
    await passes(world, DAY)
    assert not ann.read()

    await passes(world, 14 * DAY + HOUR)
    assert ann.has(texts.ROUND_SOON)


async def test_whose_letter_box_is_closed_is_out_before_the_round_and_not_counted_silent(world: World) -> None:
    await until_morning(world, 0)
    ann = await settle_in(world, world.red, "Ann", rounds=True)
    bob = await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE, rounds=True)
    world.red.shut[ann.box.id] = refused()
    await until_morning(world, 1)
    await passes(world)
    await ann.forge("intro in", "1")  # as if it had been read elsewhere
    await everybody_says([bob], texts.IN)
    await round_starts(world)

    assert bob.has(texts.NOT_THIS_TIME) and not bob.has(texts.MEET)


async def test_an_odd_number_makes_a_trio_where_that_is_wanted(world: World) -> None:
    people = await town(world, ("Ann", Sector.NHS), ("Bob", Sector.SOCIAL_CARE), ("Cat", Sector.CHARITY))
    await everybody_says(people, texts.IN)
    await round_starts(world)

    assert all(who.has(texts.MEET_SOME) for who in people)
    for who in people[:2]:
        await who.answer(texts.YES)
    assert not any(who.has(talk.YOU_ALL) for who in people)
    await people[2].answer(texts.NOT_NOW)
    assert all(who.has(talk.YOU_ALL) for who in people[:2])
    assert not people[2].has("Ann") and not any(who.has("Cat") for who in people[:2])


async def test_whom_nobody_suits_hears_why(world: World) -> None:
    people = await town(world, *((f"N{number}", Sector.NHS) for number in range(4)))
    await everybody_says(people, texts.IN)
    await round_starts(world)

    assert all(who.has(texts.WHYS["no other sector"]) for who in people)


async def test_nobody_who_takes_part_is_silently_left_out_or_asked_twice(world: World) -> None:
    people = await town(world, *((f"P{number}", SECTORS[number % 3]) for number in range(7)))
    await everybody_says(people, texts.IN)
    await round_starts(world)
    await passes(world)

    for who in people:
        asked = sum(texts.IF_YES in text for text in who.read())
        told = sum(texts.NOT_THIS_TIME in text for text in who.read())
        assert asked + told == 1


async def test_who_leaves_just_before_is_not_asked_and_the_other_is_not_forgotten(world: World) -> None:
    ann, bob = await town(world, ("Ann", Sector.NHS), ("Bob", Sector.SOCIAL_CARE))
    await everybody_says([ann, bob], texts.IN)
    world.clock.advance(2 * DAY)
    found = await world.database.read(lambda unit: planning.pool(unit, world.clock.now()))
    assert found is not None
    made = await planning.planned(found, world.understanding.encode)

    await ann.use("intro leave")  # between planning and carrying out
    await planning.lay_down(world.database, made, world.clock.now())
    await passes(world)

    assert not ann.has(texts.MEET)
    assert bob.has(texts.NOT_THIS_TIME) and bob.has(texts.WHYS["changed"])


async def test_two_workers_carry_a_round_out_once(world: World) -> None:
    ann, bob = await town(world, ("Ann", Sector.NHS), ("Bob", Sector.SOCIAL_CARE))
    await everybody_says([ann, bob], texts.IN)
    world.clock.advance(2 * DAY)
    found = await world.database.read(lambda unit: planning.pool(unit, world.clock.now()))
    assert found is not None
    first, second = [await planning.planned(found, world.understanding.encode) for _ in range(2)]
    assert first.plan.groups == second.plan.groups and first.round.seed == second.round.seed  # it can be replayed

    for made in (first, second):
        await planning.lay_down(world.database, made, world.clock.now())
    for _ in (first, second):
        await world.database.write(lambda unit: planning.carry_on(unit, world.clock.now()))
    await passes(world)
    assert sum(texts.IF_YES in text for text in ann.read()) == 1
    assert sum(texts.IF_YES in text for text in bob.read()) == 1


async def test_after_a_no_an_alternate_is_asked_and_nobody_learns_of_the_no(world: World) -> None:
    people = await town(
        world, ("Ann", Sector.NHS), ("Bob", Sector.SOCIAL_CARE), ("Cat", Sector.NHS), ("Dan", Sector.SOCIAL_CARE)
    )
    await everybody_says(people, texts.IN)
    await round_starts(world)
    by_name = {who.name: who for who in people}
    [first, second] = await world.database.read(lambda unit: unit.introductions.in_round(1))
    for introduction in (first, second):  # in each pair, the one of the NHS says yes and the other says no
        for party in introduction.parties:
            name = AccountRef.parse(str(party.account)).id
            yes = (introduction is first) == (party.sector == Sector.NHS)
            await by_name[name].answer(texts.YES if yes else texts.NOT_NOW)
    await passes(world, 11 * DAY)
    await passes(world)

    willing = [who for who in people if who.has(texts.DID_NOT_WORK_OUT)]
    assert len(willing) == 2
    for who in willing:
        assert sum(texts.IF_YES in text for text in who.read()) == 1
        await who.answer(texts.YES)
    assert all(who.has(talk.YOU_ALL) for who in willing)


async def test_what_came_of_it_is_asked_twice_and_privately(world: World) -> None:
    ann, bob = await town(world, ("Ann", Sector.NHS), ("Bob", Sector.SOCIAL_CARE))
    await everybody_says([ann, bob], texts.IN)
    await round_starts(world)
    for who in (ann, bob):
        await who.answer(texts.YES)
    for _ in range(3):
        await passes(world, 5 * DAY)
    question = ann.letter("Did you talk?")
    assert "Bob" in question.text
    told = await ann.use_button(question, talk.TALKED_YES)
    await passes(world, DAY)
    assert sum("Did you talk?" in text for text in ann.read()) == 1

    more = await ann.press(told, talk.MORE)
    assert "More of: Social care" in more
    again = await ann.use_button(told, talk.MORE)
    taker = await world.database.read(lambda unit: unit.takers.by_person(ann.person))
    assert taker is not None and dict(taker.leanings) == {"social care": 1.5}
    await ann.press(again, talk.UNDO)
    taker = await world.database.read(lambda unit: unit.takers.by_person(ann.person))
    assert taker is not None and dict(taker.leanings) == {}

    for _ in range(8):
        await passes(world, 10 * DAY)
    assert talk.THANKS in await bob.press(bob.letter("What came of it?"), "We visited")
    stranger = await settle_in(world, world.green, "Eve", Sector.CHARITY)
    assert await stranger.forge("intro outcome", "1.pilot") == texts.NOT_YOURS
