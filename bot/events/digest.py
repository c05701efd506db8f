"""Once a week, what is coming: one message for a community whose organisers asked for it, and none when nothing is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from adapters.contract.commands import Declaration, ask
from adapters.contract.content import Content, Heading, Paragraph, Text, plain
from adapters.contract.refs import CommunityRef
from bot import notices
from bot import texts as shared
from bot.acts import Act, note
from bot.events import listing, render, weekly, weekly_texts, when, wording
from bot.feature import Call, Handler
from bot.rights import organises
from bot.saying import _
from bot.withdrawing import withdraw
from storage.database import Unit

MOST = 7  # events in a list
LATE = 86400.0  # seconds after which a list is old news
ON, OFF, HERE, NOWHERE = "on", "off", "here", "nowhere"


@dataclass(frozen=True)
class Where:
    """Who gets the list: whoever asks, or this channel."""

    where: str = ask(
        _("Where"),
        choices=(
            (ON, _("{word}: to you, privately", word=ON)),
            (OFF, _("{word}: not to you any more", word=OFF)),
            (HERE, _("{word}: in this channel, if you are an organiser", word=HERE)),
            (NOWHERE, _("{word}: in no channel, if you are an organiser", word=NOWHERE)),
        ),
        default="",
    )


async def choose(call: Call, unit: Unit) -> Content:
    """Have the list sent to oneself or not, or, as an organiser, posted in this channel or nowhere."""
    here, where = call.asked.channel, call.answers.where
    if where not in (HERE, NOWHERE):
        personal = {ON: weekly.start, OFF: weekly.stop}
        return await personal.get(where, weekly.show)(call, unit)
    if not await organises(call.asked.by, here.home, here.home, unit):
        return plain(shared.ORGANISERS_ONLY)
    if where == NOWHERE:
        if not await unit.events.digests.stop(here.home):
            return plain(weekly_texts.DIGEST_WAS_OFF)
        await _drop_waiting(here.home, unit, call.now)
        await note(call, unit, None, Act.DIGEST, NOWHERE)
        return plain(weekly_texts.DIGEST_OFF)
    await note(call, unit, None, Act.DIGEST, HERE)
    await unit.events.digests.choose(here, when.next_monday(call.now))
    return plain(weekly_texts.DIGEST_HERE)


async def _drop_waiting(community: CommunityRef, unit: Unit, now: float) -> None:
    """No list is posted any more that is on its way; those that stand stay."""
    name = re.compile(rf"events-week-{re.escape(str(community))}-\d+")
    for each in await unit.messages.notices(f"events-week-{community}-"):
        if name.fullmatch(each.ref.id) and each.deleted_at is None and not await unit.copies.lanes(each.id):
            await withdraw(each, now, unit, now)


async def post_due(now: float, unit: Unit) -> None:
    """Post the lists that are due."""
    for channel, since in await unit.events.digests.due(now):
        if not await unit.events.digests.put_off(channel.home, since, when.next_monday(now)) or now - since > LATE:
            continue
        coming = await unit.events.coming(now, MOST + 1, channel.home)
        if not coming:
            continue
        lines = [Paragraph((Text(render.short(event)),)) for event in coming[:MOST]]
        more = plain(wording.MORE_EVENTS).blocks if len(coming) > MOST else ()
        content = Content((Heading(3, (Text(wording.COMING),)), *lines, *more), buttons=listing.buttons(coming[:MOST]))
        await notices.post(unit, f"events-week-{channel.home}-{since:.0f}", content, [channel], now)


HANDLERS = (
    Handler(
        Declaration("events digest", "Weekly list", _("Get once a week what is coming, or do not"), Where),
        choose,
    ),
    *weekly.HANDLERS,
)
