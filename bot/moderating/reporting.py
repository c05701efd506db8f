"""Reports: members tell the organisers of both sides about a message."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from adapters.contract.commands import Answers, Asked, Beginning, Command, Declaration, Form, Kind, Press, Way, ask
from adapters.contract.content import Block, Content, Paragraph, Quote, Span, Text, plain
from adapters.contract.refs import ChannelRef, CommunityRef, MessageRef
from bot import crossing
from bot import texts as shared
from bot.feature import Call, Handler
from bot.moderating import passed, passed_texts, texts
from bot.moderating.messages import moderate_button
from bot.moderating.passed import Letter
from bot.moderating.rights import crossed
from bot.moderating.telling import Told, tell, whom
from bot.pointing import pointer
from bot.returning import returned
from bot.saying import _, laid
from bot.stewards import Steward, Stewards
from bot.whom import mention, name_of
from storage.bridges import Bridge
from storage.database import Database, Unit
from storage.messages import Message

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

    async def prepare(self, call: Call) -> set[Steward] | str:
        """Those of whom it cannot be told now; or why the report is not taken, for which nobody is asked after."""
        found, no = await self.database.read(lambda unit: _beforehand(call, unit))
        if found is None or no:
            return no
        homes = {call.asked.channel.home, *found}
        return await self.stewards.unsure(homes, call.now)


async def _beforehand(call: Call, unit: Unit) -> tuple[list[CommunityRef] | None, str]:
    """The communities whose organisers are told besides the reporter's, and why a report is not taken."""
    letter = await _passed_on(call.asked, unit)
    found = None if letter is not None else await _meant(call.asked, unit)
    about = letter or found
    if about is None:
        return None, texts.NOT_COPIED
    homes = letter[1].homes if letter is not None else [found[2].home] if found is not None else []
    return homes, await _too_often(call, unit, about[0])


async def _too_often(call: Call, unit: Unit, message: Message) -> str:
    by = call.asked.by.account
    if await unit.reports.count(by, call.now - WITHIN) >= MOST:
        return texts.TOO_MANY_REPORTS
    return texts.REPORTED_ALREADY if await unit.reports.has(by, message.id) else ""


async def report(call: Call, unit: Unit) -> Content:
    """Tell the organisers of the author's community, and those of the reporter's."""
    asked = call.asked
    if isinstance(call.prepared, str):
        return returned(call, call.prepared)
    if (letter := await _passed_on(asked, unit)) is not None:
        return await _report_letter(call, unit, *letter)
    pointed = asked.message if isinstance(asked, Form) else None
    found, here = await _meant(asked, unit), asked.channel.home
    if pointed is None or found is None:
        return returned(call, texts.NOT_COPIED)
    message, bridge, channel = found
    first = await unit.copies.counterpart(message.id, str(channel.parent)) or message.ref
    stands = {channel.home: first, here: pointed}  # in each community, which may be the same
    told = {home: await whom(unit, home, [bridge.id], call.prepared) for home in stands}
    names = await unit.communities.names()
    reached = [home for home in stands if any(told[home])]
    if (no := await _not_taken(call, unit, message, reached)) is not None:
        return no
    done: set[ChannelRef] = set()  # who organises both communities reads what the reporter's own may know
    for home in (here, *(each for each in stands if each != here)):
        name = f"report-{message.ref.key}-{asked.by.account}-{home}"
        written = _written(call, message, stands[home], channel.home, home, names)
        private = _privately(call, name_of(home, names), own=home == here) if told[home].privately else None
        line = _in_a_room(message, stands[home], name_of(channel.home, names), private)
        await tell(call, unit, name, home, told[home], written, line, done)
    return _thanks(call, told, names)


async def _not_taken(call: Call, unit: Unit, message: Message, reached: Collection[CommunityRef]) -> Content | None:
    """Why a report is not taken; None when it is, and noted."""
    if not reached:
        return returned(call, texts.NOBODY_TO_TELL)
    if no := await _too_often(call, unit, message):
        return returned(call, no)
    new = await unit.reports.add(call.asked.by.account, message.id, call.now)
    return None if new else returned(call, texts.REPORTED_ALREADY)


def _thanks(call: Call, told: Mapping[CommunityRef, Told], names: dict[str, str]) -> Content:
    """Who was told, and who was not: a community may have nobody whom the bot knows of."""
    reached = [home for home in told if any(told[home])]
    unread = [name_of(home, names) for home in reached if not told[home].privately]
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
        told |= {home: await whom(unit, home, bridges or [0], call.prepared)}  # there is no bridge 0
    reached = [home for home in told if any(told[home])]
    if (no := await _not_taken(call, unit, message, reached)) is not None:
        return no
    wrote, by_whom = name_of(found.wrote, names), call.asked.by.account
    done: set[ChannelRef] = set()  # who organises both communities reads what the reader's own may know
    for home in reached:
        own = home == found.theirs and home.platform == by_whom.platform
        places = told[home]
        by: Span = mention(by_whom) if own else Text(_member_of(found.theirs, names))
        first = Paragraph(laid(passed_texts.reported(by, wrote, answer=words.answer)))
        rest = (first, _reason(call), *plain(passed_texts.REPORT_HOW).blocks)
        name, buttons = f"report-{message.ref.key}-{by_whom}-{home}", (moderate_button(message.id),)
        line = passed_texts.reported_in_a_room(wrote, answer=words.answer)
        more = (line, *([_privately(call, name_of(home, names), own=own)] if places.privately else []), texts.ROOM_HOW)
        room = replace(plain(*more), buttons=buttons)
        await tell(call, unit, name, home, places, Content(rest, buttons=buttons), room, done)
    return _thanks(call, told, names)


def _member_of(home: CommunityRef | None, names: dict[str, str]) -> str:
    return shared.A_MEMBER if home is None else texts.member_of(name_of(home, names))


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


def _privately(call: Call, community: str, *, own: bool) -> str:
    return texts.room_told(community, own=own, why=bool(call.answers.why.strip()))


def _in_a_room(message: Message, stands: MessageRef, wrote: str, private: str | None) -> Content:
    """A report where not only organisers may read it: it names nobody, and quotes nothing.

    `private`: what they were told privately. It leads to the message only where nobody was told that.
    """
    which: Span = pointer(stands, texts.A_MESSAGE) if private is None else Text(texts.A_MESSAGE)
    first = Paragraph(laid(texts.reported_in_a_room(which, wrote)))
    rest = plain(*([] if private is None else [private]), texts.ROOM_HOW).blocks
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
