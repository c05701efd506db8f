"""Nobody can make it look as if their words were somebody else's, or the bot's."""

from __future__ import annotations

from adapters.contract.content import Content, Excerpt, Paragraph, Text
from tests.stories.asking import Member
from tests.stories.conftest import World


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
