"""Organisers keep people out of a bridge, and take messages out of it, whichever community they come from."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from adapters.contract.content import ListBlock, Paragraph, Text, Timestamp
from adapters.contract.refs import ChannelRef, MessageRef
from adapters.contract.walk import text_of
from bot import moderating, organisers
from bot import texts as shared
from bot.moderating import texts
from tests.fakes.platform import FakePlatform, refused
from tests.rows import rows
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.telling import since

HOUR = 3600.0
ANN, SOMEBODY, HERE = Text("@Ann"), Text("A member of Red"), Text("HERE")

# The world's three channels are joined already, by the operator.


def member(world: World, platform: FakePlatform, name: str, *, admin: bool = False) -> Member:
    return Member(world, platform, world.talk(platform), name, admin)


@pytest.fixture
def rosa(world: World) -> Member:
    """Runs the red community."""
    return member(world, world.red, "Rosa", admin=True)


@pytest.fixture
def ann(world: World) -> Member:
    """Belongs to the red community."""
    return member(world, world.red, "Ann")


@pytest.fixture
def bert(world: World) -> Member:
    """Runs the blue community."""
    return member(world, world.blue, "Bert", admin=True)


async def test_nothing_of_somebody_who_is_banned_crosses(world: World, rosa: Member, ann: Member, bert: Member) -> None:
    before = await world.red.say("Ann", ann.channel, "Before.")
    await world.rest()
    answer = await rosa.told("bridge ban", who="<@Ann>")
    world.clock.advance(1)
    await ann.say("After.")
    await world.red.put("Ann", before.message, "👍")
    await bert.say("Hello, Ann?")
    [asked] = [shown for shown in world.red.shown(ann.channel) if shown.text == "Hello, Ann?"]
    await world.red.put("Ann", asked.ref, "👋")
    await world.rest()

    assert answer == f"{texts.is_barred(ANN, 'Discharge')}\n{texts.BARRED_TOLD}"
    assert bert.sees() == ["Ann · Red: Before.", "Bert: Hello, Ann?"]
    assert [shown.reactions for shown in world.blue.shown(bert.channel)] == [set(), set()]
    assert ann.sees() == ["Ann: Before.", "Ann: After.", "Bert · Blue: Hello, Ann?"]
    letter = " ".join(part.text for part in ann.letters())
    assert letter == f"{texts.barred('Red', 'Discharge')} {texts.BARRED_MEANS} {texts.BARRED_STAYS} {texts.BARRED_ASK}"


async def test_a_copy_that_its_banned_author_has_changed_goes(world: World, rosa: Member, bert: Member) -> None:
    one = await world.red.say("Ann", rosa.channel, "Mr Smith in bed 4 …")
    two = await world.red.say("Ann", rosa.channel, "See example.org.")
    await world.rest()
    await rosa.use("bridge ban", who="<@Ann>")
    world.clock.advance(1)
    await world.red.change(one, "The man in bed 4 …")
    await world.red.change(two, "See example.org.")  # a preview came
    await world.rest()

    assert bert.sees() == ["Ann · Red: See example.org."]


async def test_a_mute_ends_by_itself_and_nothing_of_it_crosses_later(
    world: World, rosa: Member, ann: Member, bert: Member
) -> None:
    await rosa.use("bridge mute", who="<@Ann>", time="1h")
    world.clock.advance(60)
    await ann.say("Heard at once.")
    core, world.red.core = world.red.core, None
    late = await world.red.say("Ann", ann.channel, "Heard late.")
    world.red.core = core
    await world.later(HOUR)
    await world.bot.app.heard(late)
    await world.later(16 * 60)
    await world.caught_up()
    await ann.say("After it.")

    assert bert.sees() == ["Ann · Red: After it."]
    assert ann.letters()[0].text.startswith(texts.barred("Red", "Discharge", HERE).removesuffix("HERE."))
    assert await rosa.told("bridge banned") == texts.NOBODY_BARRED
    await world.database.write(lambda unit: moderating.forget(world.clock.now() + moderating.KEEP_ENDED, unit))
    assert await rows(world.database, text("SELECT * FROM exclusion")) == []
    assert "choose one of" in await rosa.told("bridge mute", who="<@Ann>", time="1y")


async def test_a_ban_holds_for_all_accounts_of_a_member(world: World, rosa: Member, ann: Member, bert: Member) -> None:
    abroad = member(world, world.green, "Anna")
    await world.database.write(lambda unit: unit.members.link(ann.account, abroad.account, "m1", 1.0))
    await rosa.use("bridge ban", who="<@Ann>")
    await abroad.say("From my other account.")
    assert bert.sees() == []

    await rosa.use("bridge unban", who="<@Ann>")
    world.clock.advance(1)
    await abroad.say("Back.")
    assert bert.sees() == ["Anna · Green: Back."]


async def test_somebody_who_is_let_back_in_is_told_so(world: World, rosa: Member, ann: Member, bert: Member) -> None:
    assert await rosa.told("bridge unban", who="<@Ann>") == texts.NOT_BARRED
    await rosa.use("bridge ban", who="<@Ann>")
    world.clock.advance(1)
    assert await rosa.told("bridge unban", who="<@Ann>") == texts.is_let_in(ANN, "Discharge")
    world.clock.advance(1)
    await ann.say("Thank you.")

    assert ann.letters()[-1].text == texts.let_in("Red", "Discharge")
    assert bert.sees() == ["Ann · Red: Thank you."]
    assert await rosa.told("bridge ban", who="Ann") == f"{shared.WHO}\n{texts.ELSEWHERE}"
    assert await rosa.told("bridge unban", who="Ann") == f"{shared.WHO}\n{texts.BARRED_ELSEWHERE}"
    assert await rosa.told("bridge mute", who="Ann", time="1h") == f"{shared.WHO}\n{texts.ELSEWHERE}"


async def test_what_one_community_decided_another_cannot_undo(
    world: World, rosa: Member, ann: Member, bert: Member
) -> None:
    posted = await world.red.say("Ann", ann.channel, "Buy my pills!")
    await world.rest()
    menu = await bert.choose(bert.newest().ref, "moderate")
    assert text_of(menu).splitlines()[0] == "A message by a member of Red."
    assert await bert.press(menu, "Ban") == f"{texts.is_barred(SOMEBODY, 'Discharge')}\n{texts.BARRED_TOLD}"
    assert ann.letters()[0].text.startswith(texts.barred("Blue", "Discharge"))
    assert await rosa.told("bridge unban", who="<@Ann>") == texts.barred_by_others(["Blue"])
    assert (await rosa.use("bridge banned")).buttons == ()
    await rosa.use("bridge mute", who="<@Ann>", time="1h")
    assert await rosa.told("bridge unban", who="<@Ann>") == texts.barred_by_others(["Blue"])

    listed = await bert.use("bridge banned")
    assert text_of(listed) == since(texts.by_organisers(SOMEBODY, "Blue"), world.clock.now())
    [button] = listed.buttons
    assert await rosa.forge(button.action, button.argument) == texts.barred_by_others(["Blue"])
    assert await bert.press(listed, "Let 1 back in") == texts.is_let_in(SOMEBODY, "Discharge")
    world.clock.advance(1)
    await world.red.say("Ann", ann.channel, "Sorry.")
    await world.rest()
    assert bert.sees() == ["Ann · Red: Buy my pills!", "Ann · Red: Sorry."]
    assert [button.label for button in (await bert.choose(posted.message, "moderate")).buttons][3:] == []


async def test_an_organiser_moderates_the_author_of_a_copy(world: World, ann: Member, bert: Member) -> None:
    await ann.say("Buy my pills!")
    copy = bert.newest().ref
    menu = await bert.choose(copy, "moderate")
    assert text_of(menu).startswith(texts.message_of(Text("a member of Red"), "Red"))
    muted = texts.is_barred(SOMEBODY, "Discharge", HERE).removesuffix("HERE.")
    assert (await bert.press(menu, "Mute for a day")).startswith(muted)
    world.clock.advance(23 * HOUR)
    await ann.say("And more!")
    again = await bert.choose(copy, "moderate")
    assert await bert.press(again, texts.LET_IN) == texts.is_let_in(SOMEBODY, "Discharge")
    world.clock.advance(1)
    await ann.say("I have stopped.")

    said = [line for line in bert.sees() if line.startswith("Ann")]
    assert said == ["Ann · Red: Buy my pills!", "Ann · Red: I have stopped."]


async def test_a_message_is_removed_everywhere(world: World, rosa: Member, ann: Member, bert: Member) -> None:
    await ann.say("Mr Smith in bed 4 …")
    menu = await bert.choose(bert.newest().ref, "moderate")
    assert await bert.press(menu, "Remove everywhere") == f"{texts.REMOVED}\n{texts.original_may_stay('Red')}"

    assert ann.sees() == bert.sees() == world.lines(world.green) == []
    assert await bert.press(menu, "Remove everywhere") == texts.REMOVED_ALREADY
    assert (await rosa.told("bridge log")).endswith("An organiser of Blue removed a message")


async def test_where_the_bot_may_not_remove_the_message_itself_the_copies_go(
    world: World, ann: Member, bert: Member
) -> None:
    world.red.trouble("delete", refused)
    await ann.say("Mr Smith in bed 4 …")
    await bert.press(await bert.choose(bert.newest().ref, "moderate"), "Remove everywhere")

    assert ann.sees() == ["Ann: Mr Smith in bed 4 …"]
    assert bert.sees() == world.lines(world.green) == []
    assert await world.database.read(lambda unit: unit.given_up.errors()) == []


async def test_a_copy_removed_by_hand_goes_everywhere_and_is_written_down(
    world: World, rosa: Member, ann: Member, bert: Member
) -> None:
    await ann.say("Mr Smith in bed 4 …")
    await world.blue.remove(bert.newest().ref)
    await world.rest()

    assert ann.sees() == bert.sees() == world.lines(world.green) == []
    assert (await bert.told("bridge log")).endswith(f": {shared.SOMEBODY} removed a message")
    assert (await rosa.told("bridge log")).endswith(": An organiser of Blue removed a message")
    home = bert.channel.home
    assert await world.database.read(lambda unit: organisers.rooms(unit, home, 1)) == []


async def test_members_without_rights_are_refused(world: World, rosa: Member, ann: Member, bert: Member) -> None:
    bob = member(world, world.blue, "Bob")
    await ann.say("Hello.")
    copy = bert.newest().ref
    menu = await bert.choose(copy, "moderate")
    await rosa.use("bridge ban", who="<@Zoe>")
    [listed] = [button.argument for button in (await rosa.use("bridge banned")).buttons]

    assert text_of(await bob.choose(copy, "moderate")) == shared.ORGANISERS_ONLY
    for button in menu.buttons:
        assert await bob.forge(button.action, button.argument) == shared.ORGANISERS_ONLY
    assert await bob.forge("moderate let-in", listed) == shared.ORGANISERS_ONLY
    assert await bob.told("bridge ban", who="<@Ann>") == shared.ORGANISERS_ONLY
    assert await bob.told("bridge mute", who="<@Ann>", time="1h") == shared.ORGANISERS_ONLY
    assert await bob.told("bridge unban", who="<@Ann>") == shared.ORGANISERS_ONLY
    assert await bob.told("bridge banned") == shared.ORGANISERS_ONLY
    await ann.say("Still here.")
    assert bert.sees() == ["Ann · Red: Hello.", "Ann · Red: Still here."]


async def test_an_organiser_outside_the_bridge_moderates_nothing(
    world: World, rosa: Member, ann: Member, bert: Member
) -> None:
    await ann.say("Hello.")
    menu = await bert.choose(bert.newest().ref, "moderate")
    elsewhere = ChannelRef(world.blue.name, "another server", "talk")
    outsider = Member(world, world.blue, elsewhere, "Olga", admin=True)
    for button in menu.buttons:
        assert await outsider.forge(button.action, button.argument) == texts.NOT_FROM_HERE
    await rosa.use("bridge ban", who="<@Zoe>")
    [listed] = (await rosa.use("bridge banned")).buttons
    assert await outsider.forge("moderate let-in", listed.argument) == texts.NOT_FROM_HERE
    assert await outsider.forge("moderate let-in", "x") == shared.UNKNOWN_COMMAND
    assert await outsider.forge("moderate", "999999") == texts.NOT_ON_A_BRIDGE
    assert await outsider.forge("moderate", "x") == texts.NOT_ON_A_BRIDGE

    await bert.use("organisers add", who="<@Olga>")
    assert texts.REMOVED in await outsider.press(menu, "Remove everywhere")


async def test_what_never_crossed_cannot_be_moderated(world: World, rosa: Member, bert: Member) -> None:
    await rosa.use("bridge pause")
    notice = bert.newest().ref
    for message in (notice, MessageRef(bert.channel, "unknown")):
        assert text_of(await bert.choose(message, "moderate")) == texts.NOT_ON_A_BRIDGE
        assert text_of(await bert.choose(message, "report", why="?")).startswith(texts.NOT_COPIED)


async def test_a_mute_does_not_end_a_ban(world: World, rosa: Member, ann: Member, bert: Member) -> None:
    await rosa.use("bridge ban", who="<@Ann>")
    assert await rosa.told("bridge mute", who="<@Ann>", time="1h") == texts.STAYS_BANNED
    await world.later(2 * 3600.0)
    await ann.say("Am I back?")

    assert bert.sees() == []


async def test_nobody_keeps_themselves_out(rosa: Member, bert: Member) -> None:
    assert await rosa.told("bridge ban", who="<@Rosa>") == texts.NOT_YOURSELF
    assert await rosa.told("bridge mute", who="<@Rosa>", time="1d") == texts.NOT_YOURSELF
    await rosa.say("Still here.")

    assert bert.sees() == ["Rosa · Red: Still here."]


async def test_of_two_who_are_named_to_nobody_here_it_is_told_since_when(
    world: World, rosa: Member, bert: Member
) -> None:
    await rosa.use("bridge ban", who="<@Ann>")
    await world.later(3600.0)
    await rosa.use("bridge ban", who="<@Abe>")
    listed = await bert.use("bridge banned")
    [items] = [block.items for block in listed.blocks if isinstance(block, ListBlock)]
    lines = [line for (line,) in items if isinstance(line, Paragraph)]
    moments = [span for line in lines for span in line.spans if isinstance(span, Timestamp)]

    assert [moment.unix for moment in moments] == [int(world.clock.now()), int(world.clock.now()) - 3600]
