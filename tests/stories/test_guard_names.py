"""A name that may tell of a patient is not copied, and holds nothing up; what only looks like a mention is held."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from adapters.contract.commands import Caller
from adapters.contract.content import Content, Emoji, Excerpt, Mention, MentionKind, Paragraph, Text
from adapters.contract.incoming import Author, Reacted
from adapters.contract.walk import text_of
from bot import texts as shared
from bot.introductions import talk
from bot.introductions import texts as introductions
from bot.patients import holding_texts
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.introducing import Neighbour, ann_and_bob, asked
from tests.stories.telling import told

NUMBER = "9990000018"  # of the range that is never issued


@pytest.fixture
def bert(world: World) -> Member:
    """Belongs to the blue community."""
    return Member(world, world.blue, world.talk(world.blue), "Bert")


async def test_who_has_a_number_in_their_name_is_copied_as_someone_and_holds_nothing_up(
    world: World, ann: Member, rosa: Member, bert: Member
) -> None:
    await rosa.use("guard form", action="add", form="RX1 ######")
    for name in (f"Bed4 {NUMBER}", "rx1-204816", "Cleo"):
        await world.red.say(name, ann.channel, "Hello.")
    await world.rest()

    assert bert.sees() == ["Someone · Red: Hello.", "Someone · Red: Hello.", "Cleo · Red: Hello."]
    assert world.red.lines(ann.channel)[-1] == "Cleo: Hello."


async def test_who_is_mentioned_or_quoted_under_such_a_name_is_not_named(
    world: World, ann: Member, bert: Member
) -> None:
    first = await world.red.say("Ann", ann.channel, "First.")
    mentioned = (Mention(MentionKind.USER, "u1", f"Bed4 {NUMBER}"), Mention(MentionKind.CHANNEL, "c1", NUMBER))
    said = Content((Paragraph((Text("Ask "), *mentioned)),), reply=Excerpt(f"Bed4 {NUMBER}", "First."))
    await world.red.say("Ann", ann.channel, "", content=said, reply_to=first.message)
    await world.rest()

    [copy] = [shown for shown in world.blue.messages.values() if "Ask" in shown.text]
    assert text_of(copy.content) == "Ask @someone#••••••••••"
    assert copy.content.reply is not None and copy.content.reply.author == "Someone"
    assert told(ann) == ""


async def test_who_reacted_is_someone_when_their_name_has_a_number(world: World, ann: Member, bert: Member) -> None:
    posted = await world.red.say("Ann", ann.channel, "Hello.")
    await world.rest()
    for name in (f"Bed4 {NUMBER}", "Cleo"):
        await world.red.put(name, posted.message, "👍")
    await world.rest()
    [copy] = [shown for shown in world.blue.messages.values() if shown.text == "Hello."]

    assert text_of(await bert.choose(copy.ref, "who-reacted")) == "👍 someone, Cleo · Red"


async def test_an_emoji_of_a_community_whose_name_has_a_number_stays_there(
    world: World, ann: Member, bert: Member
) -> None:
    posted = await world.red.say("Ann", ann.channel, "Hello.")
    await world.rest()
    for name in ("nhs_9990000018", "ward_cat"):
        given = Reacted(name, world.clock.now(), posted.message, Author(ann.account, "Ann"), Emoji(name), present=True)
        await world.bot.app.heard(given)
    await world.rest()
    [copy] = [shown for shown in world.blue.messages.values() if shown.text == "Hello."]

    assert text_of(await bert.choose(copy.ref, "who-reacted")) == ":ward_cat: Ann · Red"


async def test_a_mention_of_nobody_with_a_number_for_an_id_is_held(world: World, ann: Member, bert: Member) -> None:
    nobody = Content((Paragraph((Mention(MentionKind.USER, NUMBER),)),))
    await world.red.say("Ann", ann.channel, "", content=nobody)
    await world.rest()

    assert bert.sees() == []
    assert holding_texts.KEPT in told(ann)


@dataclass(frozen=True)
class Renamed(Neighbour):
    """A neighbour whom their platform calls otherwise by now."""

    shown_as: str = ""

    @property
    def caller(self) -> Caller:
        return replace(super().caller, name=self.shown_as)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Bob\n· NHS England", "Bob - NHS England"),
        (f"Bob Smith {NUMBER}", shared.SOMEBODY),
        ("Bob RX1 204816", shared.SOMEBODY),
    ],
)
async def test_those_who_are_introduced_read_names_as_copies_show_them(world: World, name: str, read: str) -> None:
    ann, bob = await asked(await ann_and_bob(world))
    await world.database.write(lambda unit: unit.held.add_mask(world.blue.community, "RX1 ######", 0.0))
    await Renamed(world, bob.platform, bob.channel, "Bob", shown_as=name).answer(introductions.YES)

    opening = next(text for text in ann.read() if talk.YOU_ALL in text)
    assert f"{read} (Social care)" in opening.splitlines()[1]
    assert NUMBER not in opening and "204816" not in opening
