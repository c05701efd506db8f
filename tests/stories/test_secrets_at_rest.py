"""What opens something is nowhere in the database: of every code and private address that is given out, only a hash."""

from __future__ import annotations

import re

from adapters.contract.commands import Command
from adapters.contract.walk import text_of
from bot.events import Events
from bot.feature import Call
from storage.database import Unit
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.telling import named
from tests.stories.test_privacy import raw

CODE = re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){2}")
ADDRESS = re.compile(r"/calendars/mine/([\w-]{32})\.ics")


async def calendar(world: World, who: Member) -> str:
    """The private part of the address of somebody's calendar, which is served where there is a public address."""
    feature = Events("https://unsilo.example")
    [handler] = [it for it in feature.handlers if it.declaration.name == "events calendar"]
    call = Call(Command("events calendar", who.caller, who.channel, {}), None, world.clock.now())

    async def asked(unit: Unit) -> str:
        return str(await handler.answer(call, unit))

    [secret] = ADDRESS.findall(await world.database.write(asked))
    return str(secret)


async def test_no_code_and_no_private_address_is_in_the_database(
    world: World, database_kind: str, database_url: str
) -> None:
    rosa = Member(world, world.red, world.talk(world.red), "Rosa", admin=True)
    annie = Member(world, world.blue, world.talk(world.blue), "Annie")
    await world.database.write(lambda unit: unit.bridges.leave(world.talk(world.green)))
    await named(rosa)
    invitation, *_ = CODE.findall(await rosa.told("bridge invite"))
    link, *_ = CODE.findall(text_of(await rosa.use("link")))
    await annie.use("link", code=link)
    secret = await calendar(world, rosa)
    await world.rest()
    held = await raw(world, database_kind, database_url)

    assert b"Rosa" in held  # what it is searched in holds what it should
    for opens in (invitation, invitation.replace("-", ""), link, link.replace("-", ""), secret):
        found = opens.encode() in held or opens.lower().encode() in held
        assert not found, opens
