"""Moderating names nobody to whom they are not known, and tells nobody which accounts are one person's."""

from __future__ import annotations

import pytest

from adapters.contract.commands import Command, Venue
from adapters.contract.content import Text
from adapters.contract.refs import ChannelRef
from adapters.contract.walk import text_of
from bot import texts as shared
from bot.bridging import status_texts
from bot.moderating import texts
from bot.patients.holding_texts import FOUND
from bot.patients.screening import Kind
from bot.texts import acts_texts
from bot.withdrawing import keep_alike
from storage.database import Unit
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.telling import since

NORTH = Text("A member of North")


async def link(world: World, *people: Member) -> None:
    """They are one person."""
    accounts = [each.account for each in people]

    async def together(unit: Unit) -> None:
        await unit.members.link(accounts[0], accounts[1], "m1", 1.0)
        await keep_alike(accounts, unit, world.clock.now())

    await world.database.write(together)


@pytest.fixture
async def servers(world: World) -> tuple[Member, Member]:
    """The organisers of two servers, North and South, of a platform whose users belong to none; they share a bridge."""
    world.blue.homeless = True
    north, south = (ChannelRef("blue", each, f"in-{each}") for each in ("north", "south"))

    async def joined(unit: Unit) -> None:
        await unit.bridges.add("Falls", (north, south), world.clock.now())
        await unit.communities.connected(north.home, "North", 1.0)
        await unit.communities.connected(south.home, "South", 1.0)

    await world.database.write(joined)
    world.clock.advance(1)
    return Member(world, world.blue, north, "Nora", admin=True), Member(world, world.blue, south, "Sid", admin=True)


async def test_between_two_servers_people_are_named_to_the_one_where_they_wrote(
    world: World, servers: tuple[Member, Member]
) -> None:
    nora, sid = servers
    await world.blue.say("Dan", nora.channel, "Buy my pills!")
    await world.rest()

    menu = await sid.choose(sid.newest().ref, "moderate")
    assert text_of(menu).startswith(texts.message_of(Text("a member of North"), "North"))
    assert (await sid.press(menu, "Ban")).startswith(texts.is_barred(NORTH, "Falls"))
    assert await sid.told("bridge banned") == since(texts.by_organisers(NORTH, "South"), world.clock.now())
    assert (await sid.told("bridge log")).endswith(": @Sid banned a member of North")
    theirs = since(texts.by_organisers(Text("@Dan"), "South"), world.clock.now())
    assert await nora.told("bridge banned") == f"{theirs}\n{texts.others_let_in(['South'])}"
    assert (await nora.told("bridge log")).endswith(": An organiser of South banned @Dan")

    world.clock.advance(1)
    assert await sid.press(await sid.use("bridge banned"), "Let 1 back in") == texts.is_let_in(NORTH, "Falls")
    assert "@Dan" not in await sid.told("bridge log")
    assert "let a member of North back in" in await sid.told("bridge log")


async def test_whom_an_organiser_mentions_is_of_their_own_server(world: World, servers: tuple[Member, Member]) -> None:
    nora, sid = servers
    assert (await nora.told("bridge ban", who="<@Dan>")).startswith(texts.is_barred(Text("@Dan"), "Falls"))

    assert await nora.told("bridge banned") == since(texts.by_organisers(Text("@Dan"), "North"), world.clock.now())
    listed = since(texts.by_organisers(NORTH, "North"), world.clock.now())
    assert await sid.told("bridge banned") == f"{listed}\n{texts.others_let_in(['North'])}"


async def test_where_nothing_tells_where_somebody_belongs_they_are_not_named(
    world: World, servers: tuple[Member, Member]
) -> None:
    nora, _ = servers
    dan = Member(world, world.blue, nora.channel, "Dan").account
    bridge = await world.database.read(lambda unit: unit.bridges.of(nora.channel))
    assert bridge is not None
    now, by = world.clock.now(), nora.channel.home
    await world.database.write(lambda unit: unit.exclusions.bar([dan], bridge.id, now, by=by))
    await world.database.write(lambda unit: unit.audit.note(by, bridge.id, nora.account, "ban", str(dan), now - 1))

    assert await nora.told("bridge banned") == since(
        texts.by_organisers(Text(shared.A_MEMBER), "North"), world.clock.now()
    )
    assert (await nora.told("bridge log")).endswith(": @Nora banned a member")


@pytest.mark.parametrize("linked_first", [True, False])
async def test_a_ban_shows_nothing_of_other_accounts(
    world: World, rosa: Member, ann: Member, bert: Member, *, linked_first: bool
) -> None:
    """Samir of the blue community is Ann of the red one."""
    samir = Member(world, world.blue, bert.channel, "Samir")
    if linked_first:
        await link(world, ann, samir)
    await samir.say("Buy my pills!")
    await rosa.press(await rosa.choose(rosa.newest().ref, "moderate"), "Ban")
    if not linked_first:
        await link(world, ann, samir)
    world.clock.advance(1)
    said = since(texts.by_organisers(Text("A member of Blue"), "Red"), world.clock.now() - 1)

    listed = await rosa.use("bridge banned")
    assert text_of(listed) == said
    assert [button.label for button in listed.buttons] == ["Let 1 back in"]
    assert "Ann" not in await rosa.told("bridge log")
    assert "Ann" not in await bert.told("bridge banned")
    assert await rosa.told("bridge unban", who="<@Ann>") == texts.NOT_BARRED
    assert await bert.told("bridge unban", who="<@Samir>") == texts.barred_by_others(["Red"])
    await ann.say("From my other account.")
    mine = await rosa.choose(rosa.newest().ref, "moderate")
    assert texts.LET_IN not in [button.label for button in mine.buttons]
    assert "Red" in await ann.told("unsilo")
    assert world.lines(world.green) == ["Samir · Blue: Buy my pills!"]

    assert await rosa.press(listed, "Let 1 back in") == texts.is_let_in(Text("A member of Blue"), "Discharge")
    world.clock.advance(1)
    await ann.say("Back.")
    assert world.lines(world.green)[1:] == ["Ann · Red: Back."]


async def test_of_two_accounts_that_were_acted_on_each_is_let_in_alone(
    world: World, rosa: Member, ann: Member, bert: Member
) -> None:
    samir = Member(world, world.blue, bert.channel, "Samir")
    await link(world, ann, samir)
    await samir.say("Buy my pills!")
    menu = await rosa.choose(rosa.newest().ref, "moderate")
    await rosa.use("bridge ban", who="<@Ann>")
    before = await rosa.told("bridge banned")
    world.clock.advance(1)
    assert texts.BARRED_TOLD in await rosa.press(menu, "Mute for a day")

    listed = await rosa.use("bridge banned")
    assert text_of(listed).splitlines()[1:] == [before]
    assert await rosa.told("bridge unban", who="<@Ann>") == texts.is_let_in(Text("@Ann"), "Discharge")
    world.clock.advance(1)
    await ann.say("Not yet.")
    assert len(world.lines(world.green)) == 1
    assert await rosa.press(listed, "Let 1 back in") == texts.is_let_in(Text("A member of Blue"), "Discharge")
    world.clock.advance(1)
    await ann.say("Back.")
    assert world.lines(world.green)[1:] == ["Ann · Red: Back."]


async def test_accounts_that_are_unlinked_stay_barred_until_the_one_acted_on_is_let_in(
    world: World, rosa: Member, ann: Member, bert: Member
) -> None:
    samir = Member(world, world.blue, bert.channel, "Samir")
    await link(world, ann, samir)
    await rosa.use("bridge ban", who="<@Ann>")
    await samir.use("unlink")
    world.clock.advance(1)
    await samir.say("Stays.")
    assert world.lines(world.green) == []

    await rosa.use("bridge unban", who="<@Ann>")
    world.clock.advance(1)
    await samir.say("Crosses.")
    assert world.lines(world.green) == ["Samir · Blue: Crosses."]


async def test_a_button_holds_no_account(world: World, rosa: Member, ann: Member, bert: Member) -> None:
    await rosa.use("bridge ban", who="<@Ann>")
    await ann.say("Stays.")
    [button] = (await rosa.use("bridge banned")).buttons

    assert button.argument.isdecimal()
    for forged in (f"1 {ann.account}", "0", "1", "9" * 19, "²", ""):
        assert await rosa.forge(button.action, forged) == shared.UNKNOWN_COMMAND
    assert await rosa.forge(button.action, button.argument) == texts.is_let_in(Text("@Ann"), "Discharge")
    assert await rosa.forge(button.action, button.argument) == texts.NOT_BARRED


async def test_who_had_their_data_removed_is_let_in_without_a_letter(world: World, rosa: Member, ann: Member) -> None:
    await rosa.use("bridge ban", who="<@Ann>")
    await ann.forge("forget confirm", "")
    await world.later(1)
    who = Text(shared.DATA_REMOVED)

    listed = await rosa.use("bridge banned")
    assert text_of(listed) == since(texts.by_organisers(who, "Red"), world.clock.now() - 1)
    assert (await rosa.told("bridge log")).endswith(f": @Rosa banned {shared.DATA_REMOVED_INSIDE}")
    assert await rosa.press(listed, "Let 1 back in") == texts.is_let_in(who, "Discharge")
    assert await world.database.read(lambda unit: unit.given_up.errors()) == []
    lanes = await world.database.read(lambda unit: unit.outbox.counts())
    assert not [lane for lane, _ in lanes if lane.startswith("unsilo:")]


async def test_the_log_names_the_bridge_where_it_is_another(world: World, rosa: Member, bert: Member) -> None:
    there = Member(world, world.red, world.red.channel("falls"), "Rosa", admin=True, venue=Venue("falls"))
    await there.use("bridge create", name="Falls", rules="Be kind.", channel="falls")
    await there.use("bridge bots", bots="on")
    await there.use("bridge bots", bots="off")
    await rosa.use("bridge pause")
    await rosa.use("bridge mute", who="<@Ann>", time="1h")

    assert [line.partition(": ")[2] for line in (await there.told("bridge log")).splitlines()][-1] == (
        "@Rosa started the bridge Falls"
    )
    first, second, third, last = (await rosa.told("bridge log")).splitlines()
    assert first.endswith(": @Rosa muted @Ann")
    assert "Discharge" not in first + second
    assert "on the bridge “Falls”: @Rosa changed whether other bots" in third
    assert last.endswith(": @Rosa started the bridge Falls")
    assert (await bert.told("bridge log")).splitlines()[0].endswith(": An organiser of Red muted a member of Red")


async def test_the_log_says_in_words_what_was_found() -> None:
    said = acts_texts.detail("send anyway", "nhs number, postcode and name")
    assert said == f"{FOUND[Kind.NHS_NUMBER]} and {FOUND[Kind.POSTCODE_AND_NAME]}"
    assert acts_texts.detail("send hidden", "hospital number") == FOUND[Kind.HOSPITAL_NUMBER]


async def test_nobody_of_another_organisation_becomes_an_organiser(world: World, rosa: Member) -> None:
    who = {"who": "<@Sam>"}
    asked = Command("organisers add", rosa.caller, rosa.channel, who, outsiders=frozenset({"Sam"}))
    assert text_of(await world.bot.app.asked(asked)) == status_texts.NOT_OF_HERE
    assert await world.database.read(lambda unit: unit.organisers.of(world.red.community)) == []

    assert await rosa.told("organisers add", **who) != status_texts.NOT_OF_HERE
    assert await world.database.read(lambda unit: unit.organisers.of(world.red.community)) != []
