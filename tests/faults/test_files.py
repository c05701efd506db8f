"""A file is fetched again for as long as there is patience, which begins when the file first cannot be had."""

from __future__ import annotations

from adapters.contract.content import Attachment, Content
from adapters.contract.errors import Later
from bot import texts
from bot.delivering.fetching import PATIENCE
from tests.fakes.platform import busy
from tests.stories.conftest import World


async def _attached(world: World) -> None:
    talk = world.talk(world.red)
    await world.red.say(
        "Ann", talk, "", content=Content(files=(Attachment(talk, "f1", "beds.txt", "https://files.test/f1", size=8),))
    )
    await world.rest()


def _away() -> Later:
    return Later("The file cannot be had now.", 5.0)


async def test_a_file_outlasts_a_target_that_was_away_for_longer_than_files_are_waited_for(world: World) -> None:
    world.blue.trouble("send", lambda: busy(PATIENCE + 1))
    await _attached(world)
    world.red.trouble("read", _away)
    await world.later(PATIENCE + 2)
    await world.later(6)

    [copy] = world.blue.shown(world.talk(world.blue))
    assert [file.name for file in copy.content.files] == ["beds.txt"]


async def test_a_file_that_cannot_be_had_is_named_when_patience_is_over(world: World) -> None:
    world.red.trouble("read", _away, times=99)
    await _attached(world)
    for _ in range(20):
        await world.later(6)

    [copy] = world.blue.shown(world.talk(world.blue))
    assert copy.content.files == ()
    assert texts.not_copied("beds.txt") in copy.text
