"""Forms of hospitals' numbers hold wherever people of theirs write, also in messages that are in no community."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.contract.refs import AccountRef, ChannelRef
from bot.patients import holding_texts
from bot.patients.screening import Kind
from storage.profiles import Sector
from storage.takers import Taker
from tests.stories.asking import Member
from tests.stories.conftest import World


class Elsewhere(Member):
    """Somebody whose account belongs to no community, as on Discord."""

    @property
    def account(self) -> AccountRef:
        return AccountRef(self.platform.name, "", self.name)


@pytest.mark.parametrize("known", ["within", "wrote", "joined", "linked", "nowhere"])
async def test_forms_of_hospitals_hold_in_direct_messages_that_are_in_no_community(
    world: World, ann: Member, rosa: Member, known: str
) -> None:
    home = ann.channel.home
    await rosa.use("guard form", action="add", form="RX1 ######")
    eve = Elsewhere(world, world.red, ChannelRef("red", "@me", "dm-eve"), "Eve")
    if known == "within":
        eve = replace(eve, within=frozenset({home}))
    elif known == "wrote":
        await world.database.write(lambda unit: unit.members.number(home, "eve", eve.account))
    elif known == "joined":
        person = await world.database.write(lambda unit: unit.profiles.start(eve.account, Sector.NHS, 0.0))
        hours = ("Europe/London", "01234", 0, 60)
        taker = Taker(person, eve.account, "Eve", 0.0, "", "monthly", "pair", *hours, home=str(home))
        await world.database.write(lambda unit: unit.takers.join(taker))
    elif known == "linked":
        await world.database.write(lambda unit: unit.members.link(eve.account, ann.account, "linked", 0.0))

    asked = {"where": "people", "suppliers": "no", "me": "hidden"}
    refused = holding_texts.not_taken([Kind.HOSPITAL_NUMBER])
    told_ = await eve.told("ask", words="Who knows RX1 204816?", **asked)
    assert told_.startswith(refused) == (known != "nowhere")
