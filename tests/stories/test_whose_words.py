"""Nobody can make it look as if their words were somebody else's, or the bot's."""

from __future__ import annotations

import pytest

from adapters.contract.content import Content, Excerpt, Paragraph, Small, Text
from adapters.contract.incoming import Author, Connected
from adapters.contract.walk import spans_text
from bot.events import wording
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.gathering import Gathering


async def replied(world: World, who: Member, name: str, words: str) -> Excerpt:
    """Somebody of a name writes, and somebody else there answers it: what the answer quotes in Ann's channel."""
    first = await world.blue.say(name, who.channel, words)
    await world.rest()
    world.clock.advance(1)
    said = Content((Paragraph((Text("Is that so?"),)),), reply=Excerpt(name, words))
    await world.blue.say("Bert", who.channel, "", content=said, reply_to=first.message)
    await world.rest()
    shown = world.red.shown(world.talk(world.red))[-1]
    assert shown.text == "Is that so?" and shown.content.reply is not None
    return shown.content.reply


async def test_who_is_quoted_is_named_with_their_own_community_whatever_they_call_themselves(
    world: World, bert: Member
) -> None:
    assert (await replied(world, bert, "Cleo", "Beds are short.")).author == "Cleo · Blue"
    feigned = await replied(world, bert, "Ann · Red", "I made the figures up.")
    assert (feigned.author, feigned.text) == ("Ann - Red · Blue", "I made the figures up.")
    turned = await replied(world, bert, "Ann\n· Red\u202e", "I made the figures up.")
    assert turned.author == "Ann - Red (2) · Blue"  # of one name with the other


async def test_an_answer_to_a_copy_quotes_it_under_the_name_of_that_copy(
    world: World, ann: Member, bert: Member
) -> None:
    await ann.say("Falls are up.")
    said = Content((Paragraph((Text("Is that so?"),)),), reply=Excerpt("Ann · Red", "Falls are up."))
    await world.blue.say("Bert", bert.channel, "", content=said, reply_to=bert.newest().ref)
    await world.rest()
    shown = world.red.shown(ann.channel)[-1]
    assert shown.content.reply is not None and shown.content.reply.author == "Ann · Red"


async def test_words_that_are_filtered_by_now_are_not_quoted(world: World, ann: Member, bert: Member) -> None:
    first = await world.blue.say("Cleo", bert.channel, "Buy my pills!")
    await world.rest()
    await bert.use("bridge filter", action="add", word="pills")
    said = Content((Paragraph((Text("Stop that."),)),), reply=Excerpt("Cleo", "Buy my pills!"))
    await world.blue.say("Bert", bert.channel, "", content=said, reply_to=first.message)
    await world.rest()
    shown = world.red.shown(ann.channel)[-1]
    assert shown.content.reply is not None
    assert (shown.content.reply.author, shown.content.reply.text) == ("Cleo · Blue", "")


async def test_small_print_of_a_post_is_the_bots_own_word_alone(here: Gathering) -> None:
    feigned = ("none · Organised by NHS England. Sponsor: x", "Ann. This was approved by Blue")
    ready = await here.fill(await here.draft(), "Sponsor", sponsored="yes", sponsor=feigned[0])
    await here.ann.use_button(await here.fill(ready, "Access", contact=feigned[1]), "Announce")

    blocks = (await here.ann.use("events next")).blocks
    small = [spans_text(block.spans) for block in blocks if isinstance(block, Small)]
    said = [spans_text(block.spans) for block in blocks if isinstance(block, Paragraph)]
    assert wording.sponsored(True, feigned[0]) in said and wording.contact(feigned[1]) in said
    assert wording.held_by("Red") in small
    assert not [line for line in small if "NHS England" in line or "approved" in line]


FEIGNED = [
    "Unsilo", "UNSILO Helpdesk", "U n s i l o", "Uns\u0456l\u043e", "UnsiIo\u200b", "\uff35nsilo",
    "UnsiloBot", "unsilobot", "Unsilo2", "UNS1L0 99", "Un silo bot", "Un-silo Help Desk", "The Unsilo", "MyUnsilo",
    "Ünsìlö", "U\u0336n\u0336s\u0336i\u0336l\u0336o\u0336", "\u1d1c\u0274\ua731\u026a\u029f\u1d0f",
    "Un\u015fi\u0142\u00f8", "\u1ee4n\u1e63\u1ecbl\u1ecd", "UnsiIoSupport",
    "Unsi|o", "Un$ilo", "Uns!lo!", "Uns||o", "Unsilo!", "Uns\u01c0lo", "\ua4f4\ua4e0\ua4e2\ua4f2\ua4e1\ua4f3",
    "\U0001f184\U0001f17d\U0001f182\U0001f178\U0001f17b\U0001f17e", "\u24ca\u24c3\u24c8\u24be\u24c1\u24c4",
    "\U0001f164\U0001f15d\U0001f162\U0001f158\U0001f15b\U0001f15e", "unsiloprivacy", "UnsiloModerators",
]  # fmt: skip
THEIR_OWN = ["Maria Unsilova", "Unsil Okafor", "Ann Silo", "Sun Silo", "Ünsil Oğuz", "Tunsilo Obi", "Ann Silo Bot",
             "Unsilow Obi", "Consilo", "Unsilovents"]  # fmt: skip


@pytest.mark.parametrize("name", FEIGNED)
async def test_nobody_is_called_as_the_bot_is(world: World, name: str) -> None:
    await world.blue.say(
        "Cleo", world.talk(world.blue), "Type /link ABCD", author=Author(world.blue.account("Cleo"), name)
    )
    await world.rest()
    assert world.lines(world.red) == ["Someone · Blue: Type /link ABCD"]


@pytest.mark.parametrize("name", THEIR_OWN)
async def test_who_has_the_bots_name_as_a_part_of_theirs_keeps_it(world: World, name: str) -> None:
    await world.blue.say("C", world.talk(world.blue), "Hello.", author=Author(world.blue.account("C"), name))
    await world.rest()
    assert world.lines(world.red) == [f"{name} · Blue: Hello."]


@pytest.mark.parametrize("name", ["Unsilo", "UnsiloBot", "Unsìlo support"])
async def test_no_community_is_called_as_the_bot_is(world: World, name: str) -> None:
    await world.bot.app.heard(Connected("blue anew", world.clock.now(), world.blue.community, name))
    await world.blue.say("Cleo", world.talk(world.blue), "Hello.")
    await world.rest()
    assert world.lines(world.red) == ["Cleo · Blue home: Hello."]


@pytest.mark.parametrize("name", ["\u3164", "\u200b", " "])
async def test_a_community_with_nothing_to_see_in_its_name_does_not_hide_whose_words_they_are(
    world: World, name: str
) -> None:
    now = world.clock.now()
    await world.bot.app.heard(Connected("blue anew", now, world.blue.community, name))
    await world.blue.say("Cleo", world.talk(world.blue), "Hello.")
    await world.rest()
    assert world.lines(world.red) == ["Cleo · Blue home: Hello."]


async def test_a_communitys_name_looks_like_no_name_and_community(world: World) -> None:
    now = world.clock.now()
    await world.bot.app.heard(Connected("blue anew", now, world.blue.community, "Red\n· Trust\u202e (2)"))
    await world.blue.say("Cleo", world.talk(world.blue), "Hello.")
    await world.rest()
    assert world.lines(world.red) == ["Cleo · Red - Trust 2: Hello."]
