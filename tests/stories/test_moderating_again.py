"""A button that is pressed a second time changes nothing."""

from __future__ import annotations

from adapters.contract.content import Text
from bot.moderating import texts
from tests.stories.asking import Member

ANN, HERE = Text("@Ann"), Text("HERE")


async def test_a_second_press_tells_that_it_holds_already_and_writes_nobody_again(
    rosa: Member, ann: Member, bert: Member
) -> None:
    await ann.say("Buy my pills!")
    menu = await rosa.choose(rosa.newest().ref, "moderate")
    assert texts.BARRED_TOLD in await rosa.press(menu, "Mute for a day")
    letters = len(ann.letters())
    again = await rosa.press(menu, "Mute for a day")
    assert again.startswith(texts.is_barred_already(ANN, "Discharge", HERE).split("HERE")[0])
    assert again.endswith("already, so nothing was changed.")
    assert len(ann.letters()) == letters

    await rosa.press(menu, "Ban")
    letters = len(ann.letters())
    assert await rosa.press(menu, "Ban") == texts.is_barred_already(ANN, "Discharge")
    assert (len(ann.letters()), (await rosa.told("bridge log")).count("@Ann")) == (letters, 2)
