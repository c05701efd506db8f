"""What an edit does not do: bring a message across, or leave a copy saying what nobody says any more."""

from __future__ import annotations

from adapters.contract.content import plain
from adapters.contract.incoming import Author, Edited, Posted
from adapters.contract.refs import MessageRef
from bot import relay
from bot.texts import THREAD_WITHOUT_ROOT
from tests.fakes.platform import lost
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.test_privacy import swept


async def test_an_edit_that_had_no_answer_is_undone_when_the_message_is_changed_back(world: World) -> None:
    """As far as is recorded, the copy never said anything else."""
    posted = await world.red.say("Ann", world.talk(world.red), "Beds are full.")
    await world.rest()
    world.blue.trouble("edit", lost, performs=True)
    await world.red.change(posted, "Beds are free.")
    await world.rest()
    await world.red.change(posted, "Beds are full.")
    await world.later(120)

    assert world.lines(world.blue) == world.lines(world.green) == ["Ann · Red: Beds are full."]


async def test_an_edit_brings_no_message_across_that_did_not_cross_itself(world: World) -> None:
    old = MessageRef(world.talk(world.red), "ancient")
    await world.red.say("Ann", old.as_thread, "Still true?")
    await world.later(6)
    abe = Author(world.red.account("Abe"), "Abe")
    posted = Posted("old", world.clock.now(), old, abe, plain("Between us"))
    await world.bot.app.heard(Edited("edit", world.clock.now(), old, abe, plain("Still between us")))
    await world.later(6)
    assert [each.text for each in world.blue.shown(world.talk(world.blue))] == [THREAD_WITHOUT_ROOT, "Still true?"]

    await world.bot.app.heard(posted)  # told late: now it crosses, as it reads by then
    await world.later(6)
    first, second = world.blue.shown(world.talk(world.blue))
    assert (first.text, second.ref.channel) == ("Abe · Red\nStill between us", first.ref.as_thread)


async def test_an_edit_whose_message_never_comes_is_not_kept(world: World) -> None:
    old = MessageRef(world.talk(world.red), "ancient")
    await world.red.say("Ann", old.as_thread, "Still true?")
    await world.later(6)
    abe = Author(world.red.account("Abe"), "Abe")
    await world.bot.app.heard(Edited("edit", world.clock.now(), old, abe, plain("Quizzical zebras")))
    await world.later(2 * 3600)
    await world.database.write(lambda unit: relay.forget(world.clock.now(), unit))

    kept = await world.database.read(lambda unit: unit.messages.by_key(old.key))
    assert kept is not None and kept.stand_in and kept.content is None


async def test_an_edit_of_a_forgotten_message_does_not_bring_it_back(world: World, ann: Member, bert: Member) -> None:
    posted = await world.red.say(ann.name, ann.channel, "Before.")
    await world.rest()
    await ann.forge("forget confirm", "")
    await swept(world)
    world.clock.advance(1)
    await world.red.change(posted, "Anew.")
    await world.red.put("Carl", posted.message, "👍")
    await world.rest()

    assert bert.sees() == []
