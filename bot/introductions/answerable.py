"""Whether somebody may answer a question that was put with /ask: told when they open the form, and asked again then."""

from __future__ import annotations

from dataclasses import replace

from adapters.contract.commands import Answers, Asked, Beginning, Form, Press
from adapters.contract.content import Button, Content, plain
from adapters.contract.refs import ChannelRef
from bot import belonging
from bot.cards import fields_shared_by
from bot.introductions import posting, questions
from bot.introductions.rules import procurement
from bot.texts.usage_texts import FOR_MEMBERS
from storage.asks import Question
from storage.database import Unit
from storage.profiles import Alike, Profile, Sector

PROFILE = "profile"  # what another feature brings, by the name of its command


async def begin(form: Beginning, unit: Unit) -> Answers | Content:
    """Whoever may not answer is told so before they write anything."""
    reason = await found(form, unit)
    return with_a_way_on(plain(reason), reason) if isinstance(reason, str) else {}


async def found(asks: Asked | Beginning, unit: Unit) -> tuple[Question, Profile, ChannelRef | None] | str:
    """The question that somebody may answer, their profile, and the channel in which it stands, if it is in one.

    Else why they may not.
    """
    asked = await question(asks, unit)
    if asked is None or asked.closed_at is not None:
        return questions.CLOSED
    accounts = await unit.members.accounts(asks.by.account)
    mine = await unit.profiles.of(accounts)
    if await belonging.left(asks.by.account, unit):
        return FOR_MEMBERS
    if asked.account in accounts:
        return questions.OWN
    if mine is None:
        return questions.NEEDS_PROFILE_TO_ANSWER
    theirs = await unit.profiles.of(await unit.members.accounts(asked.account))
    known = Alike("", "", "", "") if theirs is None else await kind(unit, theirs)
    if not may_answer(known, mine.sector, asked.suppliers):
        return questions.NOT_INVITED
    here = asks.channel if await posting.in_channel(asks, asked.id, unit) else None
    if here is None and mine.person not in await unit.asks.readers(asked.id):
        return questions.NOT_YOURS
    return asked, mine, here


def with_a_way_on(said: Content, why: str) -> Content:
    """A refusal, with a button for whoever only lacks a profile."""
    if why != questions.NEEDS_PROFILE_TO_ANSWER:
        return said
    return replace(said, buttons=(Button(questions.WRITE_PROFILE, PROFILE),))


def may_answer(asker: Alike, other: Sector, suppliers: bool) -> bool:
    """Suppliers answer those who may buy only when they are invited.

    So it is with a sector that is not shown, whoever has it: else a supplier would learn who may buy.
    """
    shown = Sector(asker.sector) if asker.sector else None
    return suppliers or other is not Sector.SUPPLIER or not procurement([other, shown])


async def question(asks: Asked | Beginning, unit: Unit) -> Question | None:
    """The question that a button or form names."""
    return await unit.asks.of(number(asks))


def number(asks: Asked | Beginning) -> int:
    """What a button carries, if it is a number; no row has 0."""
    said = asks.argument if isinstance(asks, Press | Form | Beginning) else ""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= 15 else 0


async def kind(unit: Unit, profile: Profile) -> Alike:
    """What at least five members share with a profile."""
    return fields_shared_by(profile.alike, await unit.profiles.crowd())
