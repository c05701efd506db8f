"""Who asks for all that is held of them again and again waits in between, and is told until when."""

from __future__ import annotations

from adapters.contract.content import Content, Paragraph, Timestamp
from bot.privacy import commands, texts
from bot.saying import laid
from tests.stories.asking import Member
from tests.stories.conftest import World


async def test_a_letter_with_all_of_it_comes_every_few_minutes_whichever_account_asks(
    world: World, ann: Member
) -> None:
    annie = Member(world, world.blue, world.talk(world.blue), "Annie")
    await world.database.write(lambda unit: unit.members.link(ann.account, annie.account, "linked", 0.0))
    assert await ann.told("mydata") == texts.ON_ITS_WAY
    again = texts.sent_lately(Timestamp(int(world.clock.now() + commands.BETWEEN_LETTERS) + 1))
    for who in (ann, annie):
        assert await who.use("mydata") == Content((Paragraph(laid(again)),))
    assert not annie.letters()

    world.clock.advance(commands.BETWEEN_LETTERS + 1)
    assert await annie.told("mydata") == texts.ON_ITS_WAY
