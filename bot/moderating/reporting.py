"""Reports: members tell the organisers of both sides about a message."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from adapters.contract.commands import Answers, Asked, Beginning, Command, Declaration, Form, Kind, Press, Way, ask
from adapters.contract.content import Content, Paragraph, Quote, Span, Text, plain
from adapters.contract.refs import ChannelRef, CommunityRef, MessageRef
from bot import crossing, notices, organisers
from bot.feature import Call, Handler
from bot.moderating import texts
from bot.moderating.messages import moderate_button
from bot.moderating.rights import crossed
from bot.pointing import pointer
from bot.returning import returned
from bot.saying import _, laid
from bot.stewards import Steward, Stewards
from bot.whom import mention, name_of
from storage.bridges import Bridge
from storage.database import Database, Unit
from storage.messages import Message

MOST = 10  # reports by one person …
WITHIN = 3600.0  # … in so many seconds


@dataclass(frozen=True)
class Why:
    """What somebody says about a message."""

    why: str = ask(
        _("What is wrong with it?"),
        kind=Kind.PARAGRAPH,
        hint=_("Organisers of your community and of the author's read this. Only your own see your name"),
        max_length=500,
        default="",
    )


async def begin(form: Beginning, unit: Unit) -> Answers | Content:
    """Whoever need not write anything is told so before they do."""
    found = await _meant(form, unit)
    if found is None:  # on a bridge, it may be on its way
        return plain(texts.NOT_COPIED) if await crossing.here(form, unit) is None else {}
    return plain(texts.REPORTED_ALREADY) if await unit.reports.has(form.by.account, found[0].id) else {}


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks the platforms, before the unit, whether those who would be told still organise."""

    database: Database
    stewards: Stewards

    async def prepare(self, call: Call) -> set[Steward]:
        """Those of whom it cannot be told now."""
        found = await self.database.read(lambda unit: _meant(call.asked, unit))
        homes = {call.asked.channel.home} | ({found[2].home} if found is not None else set())
        return await self.stewards.unsure(homes, call.now)


async def report(call: Call, unit: Unit) -> Content:
    """Tell the organisers of the author's community, and those of the reporter's."""
    asked = call.asked
    pointed = asked.message if isinstance(asked, Form) else None
    found, here = await _meant(asked, unit), asked.channel.home
    if pointed is None or found is None:
        return returned(call, texts.NOT_COPIED)
    message, bridge, channel = found
    first = await unit.copies.counterpart(message.id, str(channel.parent)) or message.ref
    stands = {channel.home: first, here: pointed}  # in each community, which may be the same
    told = {home: await _told(unit, home, bridge.id, call.prepared or set()) for home in stands}
    names = await unit.communities.names()
    reached = [home for home in stands if any(told[home])]
    if not reached:
        return returned(call, texts.NOBODY_TO_TELL)
    if await unit.reports.count(asked.by.account, call.now - WITHIN) >= MOST:
        return returned(call, texts.TOO_MANY_REPORTS)
    if not await unit.reports.add(asked.by.account, message.id, call.now):
        return returned(call, texts.REPORTED_ALREADY)
    done: set[ChannelRef] = set()  # who organises both communities reads what the reporter's own may know
    for home in (here, *(each for each in stands if each != here)):
        name, known = f"report-{message.ref.key}-{asked.by.account}-{home}", set(done)
        boxes, rooms = ([each for each in places if each not in known] for places in told[home])
        written = _written(call, message, stands[home], channel.home, home, names)
        await notices.post(unit, name, written, boxes, call.now)
        line = _in_a_room(message, None if told[home][0] else stands[home], name_of(channel.home, names))
        await notices.post(unit, f"{name}-room", line, rooms, call.now)
        done.update(boxes, rooms)
    unread = [name_of(home, names) for home in reached if not told[home][0]]
    lines = [texts.thanks([name_of(home, names) for home in reached])]
    return plain(*lines, *([texts.without_words(unread)] if unread and call.answers.why.strip() else []))


async def _meant(asked: Asked | Beginning, unit: Unit) -> tuple[Message, Bridge, ChannelRef] | None:
    """The message that a menu was opened at, with the bridge that it crossed and where it was written.

    None where there is none, or for somebody whose community is not in that bridge.
    """
    pointed = None if isinstance(asked, Command | Press) else asked.message
    message = None if pointed is None else await unit.copies.behind(pointed.key)
    found = None if message is None else await crossed(message, unit)
    if message is None or found is None or all(end.channel.home != asked.channel.home for end in found[0].ends):
        return None
    return message, *found


async def _told(
    unit: Unit, home: CommunityRef, bridge_id: int, unsure: Collection[Steward]
) -> tuple[list[ChannelRef], list[ChannelRef]]:
    """The letter boxes of a community's organisers who can be reached, and the channel that they chose.

    Others than organisers may read that channel, also whoever was reported. Of whom it cannot be told now whether they
    still organise, they are told only where nobody else is: their letter waits as long as their platform is away.
    """
    boxes = await unit.presence.reachable(await organisers.boxes(unit, home, bridge_id))
    doubted = {account.letter_box for place, account in unsure if place == home}
    boxes = [box for box in boxes if box not in doubted] or boxes
    rooms = [room for room in await organisers.rooms(unit, home, bridge_id) if not room.people]
    return list(boxes), rooms


def _in_a_room(message: Message, stands: MessageRef | None, wrote: str) -> Content:
    """A report where not only organisers may read it: it names nobody, and quotes nothing.

    It leads to the message only where nobody was told privately which it is.
    """
    which: Span = Text(texts.A_MESSAGE) if stands is None else pointer(stands, texts.A_MESSAGE)
    first = Paragraph(laid(texts.reported_in_a_room(which, wrote)))
    rest = plain(*([texts.ROOM_TOLD] if stands is None else []), texts.ROOM_HOW).blocks
    return Content((first, *rest), buttons=(moderate_button(message.id),))


def _written(
    call: Call,
    message: Message,
    stands: MessageRef,
    wrote: CommunityRef,
    reader: CommunityRef,
    names: dict[str, str],
) -> Content:
    """A report as one community's organisers read it. Who made it is named to their own community alone."""
    home = call.asked.channel.home
    by: Span = mention(call.asked.by.account) if home == reader else Text(texts.member_of(name_of(home, names)))
    where = name_of(wrote, names)
    first = Paragraph(laid(texts.reported(by, pointer(stands, texts.A_MESSAGE), where)))
    said = call.answers.why.strip()
    lines = tuple(Paragraph((Text(line),)) for line in said.splitlines())
    words = Quote(lines) if said else plain(texts.NO_REASON).blocks[0]
    return Content((first, words, *plain(texts.REPORT_HOW).blocks), buttons=(moderate_button(message.id),))


_DECLARED = Declaration(
    "report",
    _("Report a message"),
    "Tell organisers of a message",
    Why,
    ways=frozenset({Way.MENU}),
    form=True,
    begins=True,
)


def handler(database: Database, stewards: Stewards) -> Handler:
    """What everybody may use."""
    return Handler(_DECLARED, report, Asking(database, stewards).prepare, begin)
