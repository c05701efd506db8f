"""What members are told of what happens to their words: true for whoever asks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.contract.commands import Venue, Way
from adapters.contract.content import Text
from adapters.contract.walk import text_of
from bot.relay import texts
from bot.texts import staying_texts
from bot.texts.carried_texts import PRIVATE_THREAD
from bot.texts.kept_texts import KEPT
from tests.stories.asking import Member


async def test_everybody_is_told_how_to_opt_out(ann: Member) -> None:
    said = await ann.told("unsilo")
    assert "also appears in" in said and texts.YOURS in said


async def test_newcomers_are_told_in_five_lines_and_every_button_leads_on(ann: Member) -> None:
    shown = await ann.use("unsilo")
    declared = {it.name: it for it in ann.world.bot.app.declarations}

    assert len(shown.blocks) == 5
    assert len(shown.buttons) == 4
    assert all(Way.BUTTON in declared[button.action].ways for button in shown.buttons)


@pytest.mark.parametrize(
    ("where", "sentence"), [("here", staying_texts.OPTED_OUT), ("everywhere", staying_texts.OPTED_OUT_EVERYWHERE)]
)
async def test_whoever_opted_out_is_told_so(ann: Member, where: str, sentence: str) -> None:
    await ann.use("bridge optout", where=where)
    said = await ann.told("unsilo")
    assert sentence in said and "also appears" not in said

    await ann.use("bridge optin", where=where)
    assert "also appears in" in await ann.told("unsilo")


async def test_guests_of_another_organisation_are_told_that_their_words_stay_unless_organisers_want_them(
    rosa: Member, ann: Member
) -> None:
    guest = replace(ann, stranger=True)
    said = await guest.told("unsilo")
    assert staying_texts.STRANGER in said and "also appears" not in said

    await rosa.use("bridge strangers", strangers="on")
    assert "also appears in" in await guest.told("unsilo")


async def test_whoever_is_banned_is_told_by_whom(rosa: Member, ann: Member) -> None:
    await rosa.use("bridge ban", who="<@Ann>")
    said = await ann.told("unsilo")
    assert staying_texts.barred(["Red"]) in said and "also appears" not in said


async def test_whoever_is_muted_is_told_until_when(rosa: Member, ann: Member) -> None:
    await rosa.use("bridge mute", who="<@Ann>", time="1h")
    assert staying_texts.barred(["Red"], Text("HERE")).removesuffix("HERE.") in await ann.told("unsilo")


@pytest.mark.parametrize("admin", [False, True])
@pytest.mark.parametrize("venue", [Venue("beds"), Venue(private=True)], ids=["channel", "private message"])
async def test_where_no_bridge_is_nothing_is_said_of_copies_and_organisers_read_how_to_begin(
    rosa: Member, ann: Member, venue: Venue, admin: bool
) -> None:
    who = replace(rosa if admin else ann, channel=ann.platform.channel("beds"), venue=venue)
    shown = await who.use("unsilo")
    begins = [texts.JOIN_HOW] if admin and venue.name else []

    assert text_of(shown).splitlines() == [texts.ABOUT, texts.NOT_BRIDGED, texts.PEOPLE, texts.EVENTS, *begins]
    assert "Who is here?" not in [button.label for button in shown.buttons]


@pytest.mark.parametrize(
    ("command", "answers", "said"),
    [
        ("bridge pause", {}, staying_texts.paused("Discharge", whole=False)),
        ("bridge pause", {"what": "all"}, staying_texts.paused("Discharge", whole=True)),
        ("bridge direction", {"direction": "in"}, staying_texts.only_receives("Discharge")),
        ("bridge direction", {"direction": "out"}, texts.joined_with("Discharge", ["Blue", "Green"])),
    ],
    ids=["paused", "all paused", "receives", "sends"],
)
async def test_what_is_said_of_a_joined_channel_is_true_of_its_state(
    rosa: Member, ann: Member, command: str, answers: dict[str, str], said: str
) -> None:
    await rosa.use(command, **answers)
    shown = await ann.use("unsilo")
    keeps = [texts.YOURS] if "also appears" in said else []

    assert text_of(shown).splitlines() == [texts.ABOUT, said, texts.PEOPLE, texts.EVENTS, *keeps]
    assert await ann.press(shown, "Who is here?") == f"{texts.inside('Discharge', ['Blue', 'Green', 'Red'])}\n{said}"


async def test_where_nobody_else_receives_it_is_said_that_words_stay(rosa: Member, ann: Member, bert: Member) -> None:
    gwen = replace(bert, platform=bert.world.green, channel=bert.world.talk(bert.world.green), name="Gwen")
    for who in (bert, gwen):
        await who.use("bridge direction", direction="out")

    assert staying_texts.stays_here("Discharge") in await ann.told("unsilo")


async def test_whose_words_stay_reads_nothing_of_how_long_copies_are_kept(rosa: Member, ann: Member) -> None:
    assert KEPT not in await replace(ann, stranger=True).told("unsilo")
    await ann.use("bridge optout", where="here")
    assert KEPT not in await ann.told("unsilo")


async def test_in_a_thread_words_go_where_those_of_its_channel_do_unless_only_some_may_read_it(ann: Member) -> None:
    thread = replace(ann, channel=ann.channel.in_thread("7"))

    assert texts.joined_with("Discharge", ["Blue", "Green"]) in await thread.told("unsilo")
    assert PRIVATE_THREAD in await replace(thread, private=True).told("unsilo")


async def test_who_begins_a_bridge_reads_that_nobody_has_joined_yet_and_what_to_do(rosa: Member, ann: Member) -> None:
    beds, venue = ann.platform.channel("beds"), Venue("beds")
    rosa, ann = replace(rosa, channel=beds, venue=venue), replace(ann, channel=beds, venue=venue)
    await rosa.use("bridge create", name="Beds", rules="Be kind.")
    shown = await rosa.use("unsilo")

    assert staying_texts.alone("Beds") in text_of(shown) and texts.INVITE_HOW in text_of(shown)
    assert "Who is here?" not in [button.label for button in shown.buttons]
    assert texts.INVITE_HOW not in await ann.told("unsilo")


async def test_who_writes_under_the_chatham_house_rule_or_where_messages_wait_reads_so(
    rosa: Member, ann: Member, bert: Member
) -> None:
    await rosa.use("bridge chatham", rule="on")
    await rosa.use("bridge hold", seconds="6")
    said = await ann.told("unsilo")

    assert staying_texts.UNNAMED_HERE in said and staying_texts.waits(6) in said
    assert staying_texts.unnamed_there(["Red"]) in await bert.told("unsilo")
