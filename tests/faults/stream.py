"""A stream of what people did in three communities, recorded without a bot; and what comes of it when one hears it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from itertools import count

from adapters.contract.incoming import Incoming, Posted
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform
from tests.stories.conftest import World

STEP = 0.04  # seconds between two happenings: a window of 50 is shorter than a reply waits for its thread
FIRST = 1_000_000  # the number of the first message: those that a bot makes have others
NAMES = ("red", "blue", "green")
PEOPLE = 20  # who write in turn: what one person writes this fast is put off
End = Counter[tuple[str, str, str, str, tuple[str, ...]]]


async def recorded(happenings: int, seed: int) -> list[Incoming]:
    """So many things that people do, as their platforms tell them, oldest first."""
    dice, clock = random.Random(seed), FakeClock()
    clock.advance(1)
    platforms = [FakePlatform(name, clock.now) for name in NAMES]
    for platform in platforms:
        platform._ids = count(FIRST)
    told: list[Incoming] = []
    said: dict[FakePlatform, list[Posted]] = {platform: [] for platform in platforms}
    while len(told) < happenings:
        clock.advance(STEP)
        platform, who = dice.choice(platforms), f"Ann {len(told) % PEOPLE}"
        living, name = said[platform], f"{platform.name} {len(told)}"
        act = dice.choices(("say", "reply", "edit", "delete", "react"), (4, 2, 4, 1, 3))[0] if living else "say"
        posted = dice.choice(living[-20:]) if living else None
        match act, posted:
            case "reply", Posted() if posted.message.channel.thread is None:
                living.append(await platform.say(who, posted.message.as_thread, f"reply {name}"))
                told.append(living[-1])
            case "edit", Posted():
                told.append(await platform.change(posted, f"edit {name}"))
            case "delete", Posted():
                living.remove(posted)
                told.append(await platform.remove(posted.message))
            case "react", Posted():
                char, person = dice.choice("👍🎉"), dice.choice(("Ann", "Bob"))
                shown = (char, person) in platform.messages[posted.message.id].reactions
                told.append(await platform.put(person, posted.message, char, not shown))
            case _:
                living.append(await platform.say(who, platform.channel("talk"), f"say {name}"))
                told.append(living[-1])
    return told


def shuffled(stream: Sequence[Incoming], window: int, seed: int) -> list[Incoming]:
    """The stream out of order: nothing comes by `window` places or more too early or too late."""
    dice = random.Random(seed)
    places = {incoming.key: place + dice.uniform(0, window) for place, incoming in enumerate(stream)}
    return sorted(stream, key=lambda incoming: places[incoming.key])


async def hearing(world: World, stream: Sequence[Incoming], times: int = 1) -> None:
    """The bot is told a stream, each thing so many times, and comes to rest."""
    for incoming in stream:
        world.clock.advance(STEP)
        for _ in range(times):
            await world.bot.app.heard(incoming)
    for _ in range(4):
        await world.later(10)


def end(world: World) -> End:
    """What the communities show in the end: where, of whom, in which thread, what, with which reactions.

    A reply to what was deleted stands in the channel, or in a thread that has lost its first message: that is the same.
    """
    shown: End = Counter()
    for platform in (world.red, world.blue, world.green):
        messages = platform.shown(world.talk(platform))
        roots = {each.ref.as_thread.thread: each.text for each in messages}
        for each in messages:
            root = roots.get(each.ref.channel.thread, "") if each.ref.channel.thread else ""
            shown[(platform.name, each.author, root, each.text, tuple(sorted(char for char, _ in each.reactions)))] += 1
    return shown
