"""People who can be found, and the cards by which others find them."""

from __future__ import annotations

import asyncio

from adapters.contract.content import Content
from adapters.contract.walk import text_of
from bot.people import texts
from bot.people.wishes import LOOK
from tests.fakes.platform import FakePlatform
from tests.stories.asking import Member
from tests.stories.conftest import PATIENCE, World

FALLS = "Residents fall at night and nobody notices in time"


INTRODUCE = "Ask for an introduction: 1"


def member(world: World, platform: FakePlatform, name: str) -> Member:
    return Member(world, platform, world.talk(platform), name)


async def people(world: World, *answers: tuple[str, str], platform: FakePlatform | None = None) -> list[Member]:
    """Members with these sectors and problems, all of whom can be found."""
    made = [member(world, platform or world.blue, f"Person{number} Smith") for number in range(len(answers))]
    for each, (sector, problem) in zip(made, answers, strict=True):
        await each.use("profile", sector=sector, problem=problem)
        world.clock.advance(1)
    await world.understood()
    return made


def cards(answer: Content) -> list[str]:
    """The cards of an answer, each in one piece."""
    found: list[str] = []
    for line in text_of(answer).splitlines():
        if line[:1].isdigit() and line[1:3] == ". ":
            found.append(line)
        elif found and not line.startswith((texts.BLIND, "More people", texts.SUPPLIERS_READ, texts.WRITE_PROFILE)):
            found[-1] += f"\n{line}" if line else ""
    return found


def labels(answer: Content) -> list[str]:
    return [button.label for button in answer.buttons]


async def tick(world: World) -> None:
    """Let the time pass after which it is looked who came, and wait until that is done."""
    await world.understood()
    world.clock.advance(LOOK)
    async with asyncio.timeout(PATIENCE):
        await world.bot.ticked()
    await world.rest()
