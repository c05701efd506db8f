"""Changing a profile's sector: members ask, and organisers of their community agree with one press."""

from __future__ import annotations

from adapters.contract.commands import Declaration, Press, Way
from adapters.contract.content import Button, ButtonStyle, Content, Paragraph, plain
from bot import notices, organisers
from bot import texts as shared
from bot.acts import Act, note
from bot.feature import Call, Handler
from bot.people import texts
from bot.rights import organises
from bot.saying import laid
from bot.whom import mention
from storage.database import Unit
from storage.profiles import Sector
from storage.sectors import SectorRequest

ASK, AGREE, DECLINE = "profile sector", "profile sector-yes", "profile sector-no"
BUTTON = frozenset({Way.BUTTON})


def ask_button(wanted: Sector) -> Button:
    """A button that asks organisers for another sector."""
    return Button(texts.ASK_ORGANISERS, ASK, wanted.value, ButtonStyle.PRIMARY)


async def ask(call: Call, unit: Unit) -> Content:
    """Ask the organisers of the community in which somebody is."""
    by, home = call.asked.by.account, call.asked.channel.home
    mine = await unit.profiles.of(await unit.members.accounts(by))
    wanted = _sector(call)
    if mine is None or wanted is None or wanted is mine.sector:
        return plain(texts.SECTOR_GONE)
    if str(home) not in await unit.communities.names():
        return plain(texts.SECTOR_NOT_HERE)
    rooms = await organisers.of(unit, home)
    if not rooms:
        return plain(texts.SECTOR_NOBODY)
    made = await unit.sectors.ask(mine.person, by, home, wanted, call.now)
    said = Paragraph(laid(texts.sector_wanted(mention(by), mine.sector, wanted)))
    buttons = (
        Button(texts.CHANGE_SECTOR, AGREE, made.id, ButtonStyle.PRIMARY),
        Button(texts.LEAVE_SECTOR, DECLINE, made.id),
    )
    await notices.post(unit, _notice(made), Content((said,), buttons=buttons), rooms, call.now)
    return plain(texts.sector_asked(wanted))


async def agree(call: Call, unit: Unit) -> Content:
    """Change the sector."""
    request = await _meant(call, unit)
    if isinstance(request, str):
        return plain(request)
    await unit.profiles.describe(request.person, sector=request.sector.value)
    await note(call, unit, None, Act.SECTOR, str(request.account), request.community)
    return await _answered(call, unit, request, texts.sector_done(request.sector), texts.sector_is(request.sector))


async def decline(call: Call, unit: Unit) -> Content:
    """Leave it as it is."""
    request = await _meant(call, unit)
    if isinstance(request, str):
        return plain(request)
    return await _answered(call, unit, request, texts.SECTOR_LEFT, texts.SECTOR_NO)


async def _meant(call: Call, unit: Unit) -> SectorRequest | str:
    """The request that a button names, for organisers of its community, once; else why not."""
    request = await unit.sectors.by_id(call.asked.argument) if isinstance(call.asked, Press) else None
    if request is None:
        return texts.SECTOR_GONE
    if not await organises(call.asked.by, call.asked.channel.home, request.community, unit):
        return shared.ORGANISERS_ONLY
    theirs = await unit.members.accounts(request.account)
    if call.asked.by.account in theirs:
        return texts.SECTOR_NOT_YOURSELF
    mine = await unit.profiles.of(theirs)
    if mine is None or mine.person != request.person:
        return texts.SECTOR_GONE
    return request if await unit.sectors.answer(request.id) else texts.SECTOR_GONE


async def _answered(call: Call, unit: Unit, request: SectorRequest, organisers_read: str, member_reads: str) -> Content:
    rooms = await organisers.of(unit, request.community)
    asked = Paragraph(laid(texts.sector_of(mention(request.account), organisers_read)))
    await notices.post(unit, _notice(request), Content((asked,)), rooms, call.now)
    box = request.account.letter_box
    await notices.post(unit, f"{_notice(request)}-told", plain(member_reads), [box], call.now)
    return plain(organisers_read)


def _notice(request: SectorRequest) -> str:
    return f"sector-{request.id}"


def _sector(call: Call) -> Sector | None:
    argument = call.asked.argument if isinstance(call.asked, Press) else ""
    return Sector(argument) if argument in {sector.value for sector in Sector} else None


HANDLERS = (
    Handler(Declaration(ASK, "Ask the organisers", "Ask for another sector", ways=BUTTON), ask),
    Handler(Declaration(AGREE, "Change the sector", "Change a member's sector", ways=BUTTON), agree),
    Handler(Declaration(DECLINE, "Leave it as it is", "Leave a member's sector", ways=BUTTON), decline),
)
