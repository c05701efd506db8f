"""Once a week, what is coming: one message for a community whose organisers asked for it, and none when nothing is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from adapters.contract.commands import Declaration, Who, ask
from adapters.contract.content import Content, Heading, Paragraph, Text, plain
from bot import notices
from bot.acts import Act, note
from bot.events import listing, render, texts, when, wording
from bot.feature import Call, Handler
from storage.database import Unit

MOST = 7  # events in a list
HOUR = 9  # on Mondays
LATE = 86400.0  # seconds after which a list is old news
HERE, OFF = "here", "off"


@dataclass(frozen=True)
class Where:
    """Whether this channel gets the list."""

    where: str = ask("Where", choices=((HERE, "here: in this channel"), (OFF, "off: nowhere")), default=HERE)


async def choose(call: Call, unit: Unit) -> Content:
    """Have the list posted in this channel, or nowhere."""
    here = call.asked.channel
    if call.answers.where == OFF:
        if not await unit.events.digests.stop(here.home):
            return plain(texts.DIGEST_WAS_OFF)
        await note(call, unit, None, Act.DIGEST, OFF)
        return plain(texts.DIGEST_OFF)
    await note(call, unit, None, Act.DIGEST, HERE)
    await unit.events.digests.choose(here, next_monday(call.now))
    return plain(texts.DIGEST_HERE)


async def post_due(now: float, unit: Unit) -> None:
    """Post the lists that are due."""
    for channel, since in await unit.events.digests.due(now):
        if not await unit.events.digests.put_off(channel.home, since, next_monday(now)) or now - since > LATE:
            continue
        coming = await unit.events.coming(now, MOST + 1, channel.home)
        if not coming:
            continue
        lines = [Paragraph((Text(render.short(event)),)) for event in coming[:MOST]]
        more = plain(wording.MORE_EVENTS).blocks if len(coming) > MOST else ()
        content = Content((Heading(3, (Text(wording.COMING),)), *lines, *more), buttons=listing.buttons(coming[:MOST]))
        await notices.post(unit, f"events-week-{channel.home}-{since:.0f}", content, [channel], now)


def next_monday(now: float) -> float:
    """The next Monday, 9am."""
    here = when.at(now).replace(tzinfo=None)
    monday = (here - timedelta(days=here.weekday())).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return when.unix(monday if monday > here else monday + timedelta(days=7))


HANDLERS = (
    Handler(
        Declaration(
            "events digest", "Weekly list", "Post once a week what is coming, or do not", Where, who=Who.ORGANISER
        ),
        choose,
    ),
)
