"""Whom a community names as its organisers, beside those who run it."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Command, Declaration, Who, ask
from adapters.contract.content import Content, Paragraph, plain
from bot import texts as shared
from bot.acts import Act, note
from bot.bridging import status_texts as texts
from bot.bridging.rules import unless_in
from bot.bridging.status import organisers
from bot.bridging.texts import be_in_channel
from bot.feature import Call, Handler
from bot.organisers import looks_after, of
from bot.saying import _, laid
from bot.whom import account_in, mention, name_of
from storage.database import Unit

HERE, NOWHERE = "here", "nowhere"  # in the log of acts


@dataclass(frozen=True)
class Person:
    """Whom somebody means."""

    who: str = ask(_("Who"), hint="Type @ and choose the person", max_length=150)


async def add(call: Call, unit: Unit) -> Content:
    """Name an organiser of this community."""
    by, home = call.asked.by.account, call.asked.channel.home
    account = account_in(call.answers.who, by)
    if account is None:
        return plain(shared.WHO)
    if isinstance(call.asked, Command) and account.id in call.asked.outsiders:
        return plain(texts.NOT_OF_HERE)
    if not await unit.organisers.add(home, account, by, call.now):
        return plain(texts.NAMED_ALREADY)
    await note(call, unit, None, Act.ADD_ORGANISER, str(account))
    if account == by:
        return plain(texts.YOU_ORGANISE)
    return Content((Paragraph(laid(texts.may_organise(mention(account)))),))


async def remove(call: Call, unit: Unit) -> Content:
    """Take a name off this community's organisers; who has acted as one, named or not, is told nothing any more."""
    by, home = call.asked.by.account, call.asked.channel.home
    account = account_in(call.answers.who, by)
    if account is None:
        return plain(shared.WHO)
    if not await unit.organisers.remove(home, account) and not await looks_after(unit, home, account):
        return plain(texts.NOT_NAMED)
    await note(call, unit, None, Act.REMOVE_ORGANISER, str(account))
    left = plain(texts.MAY_STILL, *await _nobody_told(call, unit)).blocks
    return Content((Paragraph(laid(texts.may_not_organise(mention(account)))), *left))


async def here(call: Call, unit: Unit) -> Content:
    """Tell organisers things in this channel."""
    room, venue = call.asked.channel, call.asked.venue
    if venue.private and not venue.name:  # so are private messages, and channels in which the bot is not
        return plain(texts.NO_ROOM_HERE, be_in_channel(room.platform))
    await unit.communities.give_room(room.home, room)
    await note(call, unit, None, Act.ROOM, HERE)
    names = await unit.communities.names()
    return plain(texts.room(name_of(room, names)), texts.ROOM_HOW, *unless_in(venue, room.platform))


async def nowhere(call: Call, unit: Unit) -> Content:
    """Tell organisers things in their letter boxes."""
    await unit.communities.give_room(call.asked.channel.home, None)
    await note(call, unit, None, Act.ROOM, NOWHERE)
    return plain(*(await _nobody_told(call, unit) or (texts.NO_ROOM,)))


async def _nobody_told(call: Call, unit: Unit) -> tuple[str, ...]:
    """What organisers read when none of their community is told anything: those who run it are not known to the bot."""
    told = await unit.presence.reachable(await of(unit, call.asked.channel.home))
    return () if told else (texts.NOBODY_IS_TOLD, texts.TOLD_AGAIN)


async def show(call: Call, unit: Unit) -> Content:
    """Say who organises this community."""
    home = call.asked.channel.home
    if home.nowhere:
        return plain(shared.IN_A_CHANNEL)
    names = await unit.communities.names()
    return Content((await organisers(home, home, names, unit),))


HANDLERS = (
    Handler(Declaration("organisers list", "Organisers", _("Show who organises this community")), show),
    Handler(
        Declaration("organisers add", "Add an organiser", _("Let somebody organise"), Person, who=Who.ORGANISER), add
    ),
    Handler(
        Declaration(
            "organisers here",
            "Tell us here",
            _("Tell organisers in this channel what goes wrong"),
            who=Who.ORGANISER,
            venue=True,
        ),
        here,
    ),
    Handler(
        Declaration(
            "organisers nowhere", "Tell us privately", _("Tell organisers privately instead"), who=Who.ORGANISER
        ),
        nowhere,
    ),
    Handler(
        Declaration(
            "organisers remove", "Remove an organiser", _("Let somebody organise no longer"), Person, who=Who.ORGANISER
        ),
        remove,
    ),
)
