"""Whom a community names as its organisers, beside those who run it."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Declaration, Who, ask
from adapters.contract.content import Content, Paragraph, Text, plain
from bot.bridging import rules, texts
from bot.bridging.acts import Act, note
from bot.bridging.status import mention, organisers
from bot.feature import Call, Handler
from storage.database import Unit


@dataclass(frozen=True)
class Person:
    """Whom somebody means."""

    who: str = ask("Who", hint="Type @ and choose the person", max_length=150)


async def add(call: Call, unit: Unit) -> Content:
    """Name an organiser of this community."""
    by, home = call.asked.by.account, call.asked.channel.home
    account = rules.account_in(call.answers.who, by)
    if account is None:
        return plain(texts.WHO)
    if not await unit.organisers.add(home, account, by, call.now):
        return plain(texts.NAMED_ALREADY)
    await note(call, unit, None, Act.ADD_ORGANISER, str(account))
    return Content((Paragraph((mention(account), Text(texts.MAY_ORGANISE))),))


async def remove(call: Call, unit: Unit) -> Content:
    """Take a name off this community's organisers."""
    by, home = call.asked.by.account, call.asked.channel.home
    account = rules.account_in(call.answers.who, by)
    if account is None:
        return plain(texts.WHO)
    if not await unit.organisers.remove(home, account):
        return plain(texts.NOT_NAMED)
    await note(call, unit, None, Act.REMOVE_ORGANISER, str(account))
    return Content((Paragraph((mention(account), Text(texts.MAY_NOT_ORGANISE))),))


async def show(call: Call, unit: Unit) -> Content:
    """Say who organises this community."""
    home = call.asked.channel.home
    names = await unit.bridges.community_names()
    return Content((await organisers(home, names.get(str(home), str(home)), unit, named=True),))


HANDLERS = (
    Handler(Declaration("organisers list", "Organisers", "Show who organises this community"), show),
    Handler(Declaration("organisers add", "Add an organiser", "Let somebody organise", Person, who=Who.ORGANISER), add),
    Handler(
        Declaration("organisers remove", "Remove an organiser", "Take that back", Person, who=Who.ORGANISER), remove
    ),
)
