"""Reports: members tell the organisers of both sides about a message."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from adapters.contract.commands import Answers, Asked, Beginning, Command, Declaration, Form, Kind, Press, Way, ask
from adapters.contract.content import Block, Content, Paragraph, Quote, Span, Text, plain
from adapters.contract.refs import ChannelRef, CommunityRef, MessageRef
from bot import crossing, notices, organisers
from bot import texts as shared
from bot.feature import Call, Handler
from bot.moderating import passed, passed_texts, texts
from bot.moderating.messages import moderate_button
from bot.moderating.passed import Letter
from bot.moderating.rights import crossed
from bot.pointing import pointer
from bot.returning import returned
from bot.saying import _, laid
from bot.stewards import Steward, Stewards
from bot.whom import mention, name_of
from storage.bridges import Bridge
from storage.database import Database, Unit
from storage.messages import Message

Told = tuple[list[ChannelRef], list[ChannelRef]]  # organisers' letter boxes, and channels that they chose
Meant = tuple[Message, Bridge, ChannelRef]
Passed = tuple[Message, Letter]

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
    found = await _passed_on(form, unit) or await _meant(form, unit)
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
        letter, found = await self.database.read(lambda unit: _either(call.asked, unit))
        homes = {call.asked.channel.home} | ({found[2].home} if found is not None else set())
        homes |= set(letter[1].homes) if letter is not None else set()
        return await self.stewards.unsure(homes, call.now)


async def report(call: Call, unit: Unit) -> Content:
    """Tell the organisers of the author's community, and those of the reporter's."""
    asked = call.asked
    if (letter := await _passed_on(asked, unit)) is not None:
        return await _report_letter(call, unit, *letter)
    pointed = asked.message if isinstance(asked, Form) else None
    found, here = await _meant(asked, unit), asked.channel.home
    if pointed is None or found is None:
        return returned(call, texts.NOT_COPIED)
    message, bridge, channel = found
    first = await unit.copies.counterpart(message.id, str(channel.parent)) or message.ref
    stands = {channel.home: first, here: pointed}  # in each community, which may be the same
    told = {home: await _told(unit, home, [bridge.id], call.prepared or set()) for home in stands}
    names = await unit.communities.names()
    reached = [home for home in stands if any(told[home])]
    if (no := await _not_taken(call, unit, message, reached)) is not None:
        return no
    done: set[ChannelRef] = set()  # who organises both communities reads what the reporter's own may know
    for home in (here, *(each for each in stands if each != here)):
        name, known = f"report-{message.ref.key}-{asked.by.account}-{home}", set(done)
        boxes, rooms = ([each for each in places if each not in known] for places in told[home])
        written = _written(call, message, stands[home], channel.home, home, names)
        await notices.post(unit, name, written, boxes, call.now)
        line = _in_a_room(message, None if told[home][0] else stands[home], name_of(channel.home, names))
        await notices.post(unit, f"{name}-room", line, rooms, call.now)
        done.update(boxes, rooms)
    return _thanks(call, told, names)


async def _not_taken(call: Call, unit: Unit, message: Message, reached: Collection[CommunityRef]) -> Content | None:
    """Why a report is not taken; None when it is, and noted."""
    by = call.asked.by.account
    if not reached:
        return returned(call, texts.NOBODY_TO_TELL)
    if await unit.reports.count(by, call.now - WITHIN) >= MOST:
        return returned(call, texts.TOO_MANY_REPORTS)
    return None if await unit.reports.add(by, message.id, call.now) else returned(call, texts.REPORTED_ALREADY)


def _thanks(call: Call, told: Mapping[CommunityRef, Told], names: dict[str, str]) -> Content:
    """Who was told, and who was not: a community may have nobody whom the bot knows of."""
    reached = [home for home in told if any(told[home])]
    unread = [name_of(home, names) for home in reached if not told[home][0]]
    nobody = [name_of(home, names) for home in told if home not in reached]
    lines = [texts.thanks([name_of(home, names) for home in reached])]
    lines += [texts.without_words(unread)] if unread and call.answers.why.strip() else []
    return plain(*lines, *([texts.nobody_told_in(nobody)] if nobody else []))


async def _report_letter(call: Call, unit: Unit, message: Message, found: Letter) -> Content:
    """The same about words that a letter brought: nobody is named but the reporter, to their own organisers alone."""
    names, words = await unit.communities.names(), found.words
    told: dict[CommunityRef, Told] = {}
    for home in found.homes:
        bridges = [each.id for each in await unit.bridges.all() if any(end.channel.home == home for end in each.ends)]
        places = await _told(unit, home, bridges or [0], call.prepared or set())  # there is no bridge 0
        told |= {home: places}
    if (no := await _not_taken(call, unit, message, [home for home in told if any(told[home])])) is not None:
        return no
    wrote, by_whom = name_of(found.wrote, names), call.asked.by.account
    done: set[ChannelRef] = set()  # who organises both communities reads what the reader's own may know
    for home, places in told.items():
        boxes, rooms = ([each for each in some if each not in done] for some in places)
        done.update(boxes, rooms)
        own = home == found.theirs and home.platform == by_whom.platform
        by: Span = mention(by_whom) if own else Text(_member_of(found.theirs, names))
        first = Paragraph(laid(passed_texts.reported(by, wrote, answer=words.answer)))
        rest = (first, _reason(call), *plain(passed_texts.REPORT_HOW).blocks)
        name, buttons = f"report-{message.ref.key}-{by_whom}-{home}", (moderate_button(message.id),)
        await notices.post(unit, name, Content(rest, buttons=buttons), boxes, call.now)
        line = passed_texts.reported_in_a_room(wrote, answer=words.answer)
        more = (line, *([texts.ROOM_TOLD] if places[0] else []), texts.ROOM_HOW)
        await notices.post(unit, f"{name}-room", replace(plain(*more), buttons=buttons), rooms, call.now)
    return _thanks(call, told, names)


def _member_of(home: CommunityRef | None, names: dict[str, str]) -> str:
    return shared.A_MEMBER if home is None else texts.member_of(name_of(home, names))


async def _either(asked: Asked, unit: Unit) -> tuple[Passed | None, Meant | None]:
    return await _passed_on(asked, unit), await _meant(asked, unit)


async def _passed_on(asked: Asked | Beginning, unit: Unit) -> Passed | None:
    """The letter with a member's words that a menu or button stood at, for whoever it was written to."""
    pointed = None if isinstance(asked, Command | Press) else asked.message
    message = None if pointed is None else await unit.copies.behind(pointed.key)
    found = None if message is None else await passed.letter(message, unit)
    if message is None or found is None or not await passed.read_by(asked, found.words, unit):
        return None
    return message, found


async def _meant(asked: Asked | Beginning, unit: Unit) -> Meant | None:
    """The message that a menu was opened at, with the bridge that it crossed and where it was written.

    None where there is none, or for somebody whose community is not in that bridge.
    """
    pointed = None if isinstance(asked, Command | Press) else asked.message
    message = None if pointed is None else await unit.copies.behind(pointed.key)
    found = None if message is None else await crossed(message, unit)
    if message is None or found is None or all(end.channel.home != asked.channel.home for end in found[0].ends):
        return None
    return message, *found


async def _told(unit: Unit, home: CommunityRef, bridges: Iterable[int], unsure: Collection[Steward]) -> Told:
    """The letter boxes of a community's organisers who can be reached, and the channel that they chose.

    Others than organisers may read that channel, also whoever was reported. Of whom it cannot be told now whether they
    still organise, they are told only where nobody else is: their letter waits as long as their platform is away.
    """
    looking, chosen = dict[ChannelRef, None](), dict[ChannelRef, None]()
    for id in bridges:
        looking |= dict.fromkeys(await organisers.boxes(unit, home, id))
        chosen |= dict.fromkeys(room for room in await organisers.rooms(unit, home, id) if not room.people)
    boxes = await unit.presence.reachable(list(looking))
    doubted = {account.letter_box for place, account in unsure if place == home}
    boxes = [box for box in boxes if box not in doubted] or boxes
    return list(boxes), list(chosen)


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
    rest = (first, _reason(call), *plain(texts.REPORT_HOW).blocks)
    return Content(rest, buttons=(moderate_button(message.id),))


def _reason(call: Call) -> Block:
    """What the reporter says of it."""
    said = call.answers.why.strip()
    lines = tuple(Paragraph((Text(line),)) for line in said.splitlines())
    return Quote(lines) if said else plain(texts.NO_REASON).blocks[0]


_DECLARED = Declaration(
    "report",
    _("Report a message"),
    "Tell organisers of a message",
    Why,
    ways=frozenset({Way.MENU, Way.BUTTON}),
    form=True,
    begins=True,
)


def handler(database: Database, stewards: Stewards) -> Handler:
    """What everybody may use."""
    return Handler(_DECLARED, report, Asking(database, stewards).prepare, begin)
