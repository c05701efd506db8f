"""Whatever shape a message has, it crosses or is set aside; nothing breaks, and what comes after it crosses."""

from __future__ import annotations

import asyncio
import itertools
import logging
import time
from collections import Counter
from collections.abc import Callable

import pytest

from sandbox.discord.native_message import message_event
from sandbox.discord.world import Dispatch
from tests.faults.shapes import DISCORD, HALVES, SLACK, TEXTS, Json, shaped
from tests.gaps.town import PEOPLE, Awake, Side, awake, bridged, town

BRIDGES = 8
AT_MOST = 100.0  # seconds that are waited for a plain message behind a shape: no figure, it ends a test that hangs
Tell = Callable[[Side, Json], None]
_turns = itertools.count()  # people write in turn: what one person writes this fast is put off


def on_slack(side: Side, shape: Json) -> None:
    """Slack tells of a message of this shape."""
    workspace = side.server.workspace(side.community)
    ts = workspace.channels[side.channel].stamp(workspace.now())
    user = side.people[next(_turns) % PEOPLE]
    plain = {"type": "message", "user": user, "text": "a", "ts": ts, "event_ts": ts, "channel": side.channel}
    workspace.emit(workspace, shaped(plain, shape))


def on_discord(side: Side, shape: Json) -> None:
    """Discord tells of a message of this shape."""
    world = side.server.world
    channel = world.channels[side.channel]
    [bot] = world.bots.values()
    last = next(reversed(channel.messages.values()))
    fresh = {**message_event(world, last, bot, content=True), "id": world.mint(), "content": "a"}
    kind = shape.get("event", "MESSAGE_CREATE")
    data = shaped(fresh, {name: value for name, value in shape.items() if name != "event"})
    world.emit(Dispatch(kind, lambda _: data, world.guild_of(channel), channel))


def shown(side: Side) -> list[str]:
    """What a channel shows, oldest first."""
    if side.platform == "slack":
        return [each["text"] for each in side.server.workspace(side.community).channels[side.channel].messages.values()]
    return [each.content for each in side.server.world.channels[side.channel].messages.values()]


def after(name: str) -> str:
    """What is written behind a shape."""
    return f"After {name}."


async def survives(bot: Awake, here: Side, there: Side, tell: Tell, shapes: dict[str, Json]) -> dict[str, float]:
    """Send each shape, and a plain message behind it; how long each plain one took, in seconds."""
    await here.say("Good morning.", next(_turns) % PEOPLE)  # on Discord, whoever wrote last writes the next shape
    took = {}
    for name, shape in shapes.items():
        tell(here, shape)
        began = time.monotonic()
        plain = after(name)
        await here.say(plain, next(_turns) % PEOPLE)
        took[name] = AT_MOST
        try:
            await bot.until(lambda plain=plain: plain in shown(there), AT_MOST)  # type: ignore[misc]
        except TimeoutError:
            break  # what comes after it fares no better
        took[name] = time.monotonic() - began
    return took


@pytest.mark.timeout(300)
@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_no_shape_of_a_message_breaks_anything(
    database_url: str, platform: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    tell, field, odd = (on_slack, "text", SLACK) if platform == "slack" else (on_discord, "content", DISCORD)
    shapes = {**{name: {field: text} for name, text in TEXTS.items()}, **{f"odd: {it}": odd[it] for it in odd}}
    assert len(shapes) >= 100
    async with town(BRIDGES) as place:
        await bridged(place, database_url)
        async with awake(place, database_url) as bot:
            pairs = place.bridges if platform == "slack" else [pair[::-1] for pair in place.bridges]
            shares = [dict([*shapes.items()][number::BRIDGES]) for number in range(BRIDGES)]
            runs = (survives(bot, *pair, tell, share) for pair, share in zip(pairs, shares, strict=True))
            took = {name: seconds for run in await asyncio.gather(*runs) for name, seconds in run.items()}
            await bot.rest()
            aside = await bot.bot._database.read(lambda unit: unit.inbox.set_aside_reasons())
            everything = [text for _, there in pairs for text in shown(there)]

    assert [name for name in shapes if took.get(name, AT_MOST) >= AT_MOST] == []
    plain = Counter(text for text in everything if text in {after(name) for name in shapes})
    assert plain == dict.fromkeys(map(after, shapes), 1)
    before = {text: everything[number - 1] for number, text in enumerate(everything)}
    lost = [name for name in TEXTS if before[after(name)] in plain]
    assert lost == [name for name in HALVES if name in lost]
    assert aside.count("UnicodeEncodeError in Posted") >= len(lost)
    assert not [record for record in caplog.records if "could not be recorded" in record.getMessage()]
