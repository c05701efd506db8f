"""Who asks for all that is held of them again and again waits; who has it removed again is told that it was."""

from __future__ import annotations

from adapters.contract.content import Content, Paragraph, Timestamp
from bot.privacy import commands, held_texts, texts
from bot.saying import laid
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.test_privacy import RECEIPT, lived, swept


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


async def test_an_old_button_gives_no_second_receipt(world: World, ann: Member) -> None:
    annie = Member(world, world.green, world.talk(world.green), "Annie")
    bert = Member(world, world.blue, world.talk(world.blue), "Bert")
    await lived(ann, annie, bert)
    asked = await ann.use("forget")
    assert (await ann.press(asked, texts.YES_REMOVE)).startswith(RECEIPT)

    again = await ann.press(asked, texts.YES_REMOVE)
    assert "Nothing is left to remove: your data was removed on" in again and texts.TAKES_A_WHILE in again
    assert RECEIPT not in again and texts.REMOVED not in again
    assert again.startswith(await ann.told("forget"))
    assert held_texts.TITLES["letters to you"] not in await ann.told("privacy")
    await swept(world)
    assert texts.TAKES_A_WHILE not in await ann.press(asked, texts.YES_REMOVE)
