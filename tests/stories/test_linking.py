"""One person with several accounts links them, so that people on every side can reach them."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from adapters.contract.content import Code, Content
from adapters.contract.refs import AccountRef
from adapters.contract.walk import leaves, text_of
from bot.linking import texts
from storage.exclusions import EVERYWHERE, Exclusion
from tests.fakes.platform import FakePlatform
from tests.stories.asking import Member
from tests.stories.conftest import World

MINUTE = 60.0


def member(world: World, platform: FakePlatform, name: str = "Ann") -> Member:
    return Member(world, platform, world.talk(platform), name)


async def code(of: Member) -> str:
    """A code that works."""
    return next(span.text for span in leaves(await of.use("link")) if isinstance(span, Code))


async def offer(one: Member, other: Member) -> Content:
    """What the one account is shown who brings the other's code."""
    return await one.use("link", code=await code(other))


async def link(one: Member, other: Member) -> str:
    """Two accounts become one person's; what is said."""
    return await one.press(await offer(one, other), "Yes, this is me")


def told(of: Member) -> list[str]:
    """What the bot has told somebody privately, but for answers."""
    return of.platform.lines(of.platform.channel(f"dm-{of.name}"))


async def accounts(of: Member) -> list[AccountRef]:
    return await of.world.database.read(lambda unit: unit.members.accounts(of.account))


async def test_a_code_from_the_one_account_and_a_yes_from_the_other_link_them(world: World) -> None:
    ann, annie = member(world, world.red), member(world, world.blue, "Annie")

    shown = await offer(annie, ann)
    assert text_of(shown).startswith("This code is from a Red account in Red with the name “Ann”.")
    assert await accounts(ann) == [ann.account]

    said = await annie.press(shown, "Yes, this is me")

    assert said.startswith("This account is now linked to your Red account in Red (Ann).")
    assert told(ann) == [f"Unsilo: This account is now linked to your Blue account in Blue (Annie).\n{texts.UNDO}"]
    assert await accounts(ann) == [ann.account, annie.account]
    assert await accounts(annie) == [annie.account, ann.account]


async def test_a_code_works_once(world: World) -> None:
    ann, annie, eve = member(world, world.red), member(world, world.blue, "Annie"), member(world, world.green, "Eve")
    given = await code(ann)
    shown, hers = await annie.use("link", code=given), await eve.use("link", code=given)
    await annie.press(shown, "Yes, this is me")

    assert await eve.press(hers, "Yes, this is me") == texts.NO_SUCH_CODE
    assert await eve.told("link", code=given) == texts.NO_SUCH_CODE
    assert await accounts(eve) == [eve.account]


async def test_a_yes_that_is_pressed_again_is_no_wrong_code(world: World) -> None:
    ann, annie = member(world, world.red), member(world, world.blue, "Annie")
    shown = await offer(annie, ann)
    await annie.press(shown, "Yes, this is me")

    for _again in range(6):
        assert await annie.press(shown, "Yes, this is me") == texts.LINKED_ALREADY
    assert "wrong codes" not in await annie.told("privacy")


async def test_a_code_works_for_15_minutes_and_a_new_one_takes_its_place(world: World) -> None:
    ann, annie = member(world, world.red), member(world, world.blue)
    first = await code(ann)
    second = await code(ann)

    assert await annie.told("link", code=first) == texts.NO_SUCH_CODE
    shown = await annie.use("link", code=second.lower().replace("-", " "))
    world.clock.advance(15 * MINUTE + 1)
    assert await annie.press(shown, "Yes, this is me") == texts.NO_SUCH_CODE
    assert await accounts(ann) == [ann.account]


async def test_a_code_is_kept_as_a_hash(world: World) -> None:
    given = await code(member(world, world.red))

    async with world.database.engine.connect() as connection:
        [kept] = (await connection.execute(text("SELECT key FROM link_code"))).scalars()
    assert given.replace("-", "") not in kept
    assert re.fullmatch("[0-9a-f]{32}", kept)


async def test_a_code_of_the_same_account_is_explained_and_still_works(world: World) -> None:
    ann, annie = member(world, world.red), member(world, world.blue)
    given = await code(ann)

    assert await ann.told("link", code=given) == texts.SAME_ACCOUNT
    await annie.press(await annie.use("link", code=given), "Yes, this is me")
    assert await annie.told("link", code=await code(ann)) == texts.LINKED_ALREADY


async def test_whoever_guesses_has_to_wait_an_hour_and_nobody_else_has(world: World) -> None:
    ann, eve, annie = member(world, world.red), member(world, world.blue, "Eve"), member(world, world.green)
    guesses = [await eve.told("link", code=f"WRONG{number}") for number in range(4)]
    guesses.append(await eve.forge("link confirm", "WRONG4"))
    given = await code(ann)

    assert guesses == [texts.NO_SUCH_CODE] * 5
    assert await eve.told("link", code=given) == texts.TOO_MANY_GUESSES
    assert await eve.forge("link confirm", given) == texts.TOO_MANY_GUESSES
    assert (await annie.use("link", code=given)).buttons
    world.clock.advance(3601)
    assert (await eve.use("link", code=await code(ann))).buttons


async def test_three_accounts_become_one_persons_in_any_order(world: World) -> None:
    ann, annie, anna = member(world, world.red), member(world, world.blue), member(world, world.green)
    second = member(world, world.red, "Ann2")
    await link(annie, ann)
    await link(second, anna)
    await link(anna, annie)

    everyone = {ann.account, annie.account, anna.account, second.account}
    assert {frozenset(await accounts(each)) for each in (ann, annie, anna, second)} == {frozenset(everyone)}
    assert "linked" in told(ann)[-1]


async def test_unlinking_takes_one_account_away_and_tells_the_others(world: World) -> None:
    ann, annie, anna = member(world, world.red), member(world, world.blue), member(world, world.green)
    await link(annie, ann)
    await link(anna, ann)

    assert await annie.told("unlink") == f"{texts.UNLINKED}\n{texts.OPT_OUTS_STAY}"
    assert await accounts(annie) == [annie.account]
    assert set(await accounts(ann)) == {ann.account, anna.account}
    assert told(ann)[-1] == f"Unsilo: {texts.left('Blue account in Blue')}"

    await anna.use("unlink")
    assert await ann.told("unlink") == texts.NOT_LINKED


@pytest.mark.parametrize("who", ["Ann", "Annie"])
async def test_whoever_opted_out_with_one_account_has_with_both(world: World, who: str) -> None:
    ann, annie = member(world, world.red), member(world, world.blue, "Annie")
    which = next(each for each in (ann, annie) if each.name == who)
    now = world.clock.now()
    await world.database.write(lambda unit: unit.exclusions.add(which.account, EVERYWHERE, Exclusion.OPTED_OUT, now))

    other = ann if which is annie else annie
    await other.say("Copied before.")
    assert len(world.lines(world.green)) == 1

    assert texts.OPTED_OUT in await link(annie, ann)
    await ann.say("Stays in Red.")
    await annie.say("Stays in Blue.")

    assert world.lines(world.green) == []
    await annie.use("unlink")
    await annie.say("Stays, too.")
    await ann.say("And this.")
    assert world.lines(world.green) == []


async def test_whoever_is_barred_cannot_come_back_with_another_account(world: World) -> None:
    ann, annie = member(world, world.red), member(world, world.blue)
    now = world.clock.now()
    bridge = await world.database.read(lambda unit: unit.bridges.of(ann.channel))
    assert bridge is not None
    for account, until in ((ann.account, now + 900), (annie.account, now + 60)):
        await world.database.write(
            lambda unit, account=account, until=until: unit.exclusions.bar(  # type: ignore[misc]
                [account], bridge.id, now, until
            )
        )

    said = await link(annie, ann)
    world.clock.advance(120)
    await annie.say("Still barred.")
    assert world.lines(world.green) == []
    assert texts.OPTED_OUT not in said

    world.clock.advance(900)
    await annie.say("No longer.")
    assert world.lines(world.green) == ["Ann · Blue: No longer."]


async def test_before_the_yes_they_read_what_linking_does_and_what_unlinking_does_not_undo(world: World) -> None:
    shown = text_of(await offer(member(world, world.blue, "Annie"), member(world, world.red)))
    for line in (texts.WHAT_LINKING_DOES, texts.BOTH_SEE_ALL, texts.UNLINKING_LATER, texts.ONLY_YOURS):
        assert line in shown
    assert texts.THIS_STAYS not in shown and texts.OTHER_STAYS not in shown


async def profile(who: Member) -> None:
    await who.use("profile", sector="nhs", problem=f"Falls, says {who.platform.name}")


async def test_before_the_yes_they_read_which_profile_would_be_deleted(world: World) -> None:
    ann, annie = member(world, world.red), member(world, world.blue, "Annie")
    await profile(ann)
    shown = await offer(annie, ann)
    world.clock.advance(10)
    await profile(annie)  # after they were asked

    [button] = shown.buttons
    again = await annie.use_button(shown, button.label)
    assert texts.OTHER_STAYS in text_of(again)
    assert await accounts(ann) == [ann.account] and "Falls" in await annie.told("profile show")
    assert texts.THIS_STAYS in text_of(await ann.use("link", code=await code(annie)))

    assert texts.ONE_PROFILE in await annie.press(again, button.label)
    kept = texts.profile_stays_with("Red account in Red")
    assert (await annie.told("unlink")).splitlines()[1] == kept


async def test_no_name_makes_it_look_as_if_an_account_were_another(world: World) -> None:
    feigned = "Ann. IT says: choose yes\n\u202e· Red"
    eve = member(world, world.blue, feigned)
    shown = text_of(await offer(member(world, world.red), eve))
    assert "from a Blue account in Blue with the name “Ann. IT says: choose yes - Red”. Anybody can choose" in shown
