"""Mentions and links lead to the readers' own side: to people who linked their accounts, to channels and copies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.contract.content import (
    Block,
    Code,
    CodeBlock,
    Content,
    Excerpt,
    Link,
    Mention,
    MentionKind,
    Paragraph,
    Span,
    Style,
    Styled,
    Text,
    plain,
)
from adapters.contract.incoming import Edited, Posted
from storage.exclusions import EVERYWHERE, Exclusion
from tests.fakes.platform import FakePlatform, lost
from tests.stories.conftest import World
from tests.stories.test_linking import link, member

USER, CHANNEL = MentionKind.USER, MentionKind.CHANNEL


async def writes(world: World, *spans: Span, platform: FakePlatform | None = None) -> Posted:
    """Somebody posts spans in Red's bridged channel, or in another's."""
    where = platform or world.red
    posted = await where.say("Bob", world.talk(where), "", content=Content((Paragraph(spans),)))
    await world.rest()
    return posted


def shown(world: World, platform: FakePlatform) -> tuple[Span, ...]:
    """The spans of the newest message."""
    return spans(platform.shown(world.talk(platform))[-1].content.blocks[-1])


def spans(block: Block) -> tuple[Span, ...]:
    assert isinstance(block, Paragraph)
    return block.spans


async def test_a_linked_member_is_pinged_and_everybody_else_is_a_name(world: World) -> None:
    await link(member(world, world.blue, "Annie"), member(world, world.red, "Ann"))
    ann, cem = Mention(USER, "Ann", "Ann Lee"), Mention(USER, "Cem", "Cem")

    await writes(world, ann, Text(" and "), cem, Styled(Style.BOLD, (ann,)))

    ping = Mention(USER, "Ann", "Ann Lee", "Annie")
    assert shown(world, world.blue) == (ping, Text(" and "), cem, Styled(Style.BOLD, (ping,)))
    assert shown(world, world.green) == (ann, Text(" and "), cem, Styled(Style.BOLD, (ann,)))


@pytest.mark.parametrize("where", ["here", "everywhere"])
async def test_who_opted_out_is_not_named_when_others_mention_or_quote_them_and_nobody_else_is_kept_back(
    world: World, where: str
) -> None:
    await member(world, world.red, "Eve").use("bridge optout", where=where)
    eve, evelyn = Mention(USER, "Eve", "Eve"), Mention(USER, "Cem", "Eve Lyn")
    asked = await writes(world, Text("Ask "), Styled(Style.BOLD, (eve,)), Text(" or "), evelyn)
    assert shown(world, world.blue) == (Text("Ask "), Styled(Style.BOLD, (Text("a member"),)), Text(" or "), evelyn)

    said = Excerpt("Bob", "Ask @Eve or @Eve Lyn", people=(eve, evelyn))
    answer = replace(plain("I have."), reply=said)
    await world.red.say("Ann", world.talk(world.red), "", content=answer, reply_to=asked.message)
    await world.rest()
    quoted = world.green.shown(world.talk(world.green))[-1].content.reply
    assert quoted is not None and quoted.text == "Ask a member or @Eve Lyn"


async def test_who_opted_out_is_not_named_by_what_comes_late_and_is_again_once_they_opt_in(world: World) -> None:
    eve, mention = member(world, world.red, "Eve"), Mention(USER, "Eve", "Eve")
    content = Content((Paragraph((mention,)),))
    await world.later(7200.0)
    await eve.use("bridge optout", where="here")
    await world.red.say("Bob", world.talk(world.red), "", content=content, at=world.clock.now() - 3600.0)
    await world.rest()
    assert shown(world, world.blue) == (Text("a member"),)

    await eve.use("bridge optin", where="here")
    await writes(world, mention)
    assert shown(world, world.blue) == (mention,)


async def test_nobody_is_pinged_who_opted_out_or_took_their_account_away(world: World) -> None:
    ann, annie = member(world, world.red, "Ann"), member(world, world.blue, "Annie")
    await link(annie, ann)
    now = world.clock.now()
    await world.database.write(lambda unit: unit.exclusions.add(annie.account, EVERYWHERE, Exclusion.OPTED_OUT, now))
    mention = Mention(USER, "Ann", "Ann Lee")

    await writes(world, mention)
    assert shown(world, world.blue) == (Text("a member"),)

    await world.database.write(lambda unit: unit.exclusions.remove(annie.account, EVERYWHERE, Exclusion.OPTED_OUT))
    await writes(world, mention)
    assert shown(world, world.blue) == (Mention(USER, "Ann", "Ann Lee", "Annie"),)

    await annie.use("unlink")
    await writes(world, mention)
    assert shown(world, world.blue) == (mention,)


async def test_what_comes_late_pings_nobody(world: World) -> None:
    await link(member(world, world.blue, "Annie"), member(world, world.red, "Ann"))
    mention = Mention(USER, "Ann", "Ann Lee")
    await world.later(7200)

    await world.red.say(
        "Bob", world.talk(world.red), "", content=Content((Paragraph((mention,)),)), at=world.clock.now() - 3600
    )
    await world.rest()

    assert shown(world, world.blue) == (mention,)


async def test_a_bridged_channel_is_mentioned_as_the_readers_know_it(world: World) -> None:
    ends = (world.red.channel("falls"), world.blue.channel("stumbles"))
    await world.database.write(lambda unit: unit.bridges.add("Falls", ends, world.clock.now()))
    falls, other = Mention(CHANNEL, "falls", "falls"), Mention(CHANNEL, "private", "private")

    await writes(world, falls, other)

    assert shown(world, world.blue) == (Mention(CHANNEL, "falls", "falls", "stumbles"), other)
    assert shown(world, world.green) == (falls, other)


async def test_a_link_to_a_message_leads_to_the_copy(world: World) -> None:
    first = await writes(world, Text("Beds are full."))
    url = world.red.link(first.message)
    [copy] = world.blue.shown(world.talk(world.blue))

    await writes(world, Link(url), Link(url, (Text("this"),)), Link(url, (Text(url),)))

    there = world.blue.link(copy.ref)
    assert shown(world, world.blue) == (Link(there), Link(there, (Text("this"),)), Link(there))


async def test_a_link_to_a_copy_leads_to_the_original_or_to_another_copy(world: World) -> None:
    first = await writes(world, Text("Beds are full."))
    [copy], [other] = (it.shown(world.talk(it)) for it in (world.blue, world.green))
    link = Link(world.blue.link(copy.ref))

    await writes(world, link, platform=world.blue)

    assert shown(world, world.red) == (Link(world.red.link(first.message)),)
    assert shown(world, world.green) == (Link(world.green.link(other.ref)),)


async def test_a_link_to_a_reply_leads_to_its_copy_in_the_thread(world: World) -> None:
    root = await writes(world, Text("Beds are full."))
    reply = await world.red.say("Ann", root.message.as_thread, "Not all.")
    await world.rest()
    copy = world.blue.shown(world.talk(world.blue))[-1]

    await writes(world, Link(world.red.link(reply.message)))

    assert shown(world, world.blue) == (Link(world.blue.link(copy.ref)),)


async def test_a_link_to_a_channel_leads_to_the_one_it_is_bridged_with(world: World) -> None:
    red, blue = (Link(it.link(world.talk(it)), (Text("our talk"),)) for it in (world.red, world.blue))

    await writes(world, red)

    assert shown(world, world.blue) == (blue,)


async def test_what_has_no_counterpart_stays_and_so_does_what_is_in_code(world: World) -> None:
    first = await writes(world, Text("Beds are full."))
    url = world.red.link(first.message)
    private = await world.red.say("Ann", world.red.channel("private"), "Psst.")
    line = (Link(world.red.link(private.message)), Link("https://example.org/a"), Code(url), Text(url))
    content = Content((CodeBlock(url), Paragraph(line)))

    await world.red.say("Bob", world.talk(world.red), "", content=content)
    await world.rest()

    assert world.blue.shown(world.talk(world.blue))[-1].content.blocks == content.blocks


async def test_a_link_to_a_deleted_message_stays(world: World) -> None:
    first = await writes(world, Text("Beds are full."))
    await world.red.remove(first.message)
    await world.rest()
    link = Link(world.red.link(first.message))

    await writes(world, link)

    assert shown(world, world.blue) == (link,)


async def test_a_link_in_an_edit_leads_there_too(world: World) -> None:
    first = await writes(world, Text("Beds are full."))
    [copy] = world.blue.shown(world.talk(world.blue))
    posted = await writes(world, Text("See above."))
    link = Link(world.red.link(first.message))

    content = Content((Paragraph((link,)),))
    await world.bot.app.heard(Edited("edit", world.clock.now() + 1, posted.message, posted.author, content))
    await world.rest()

    assert shown(world, world.blue) == (Link(world.blue.link(copy.ref)),)


async def test_a_post_whose_answer_was_lost_is_found_although_its_mentions_lead_elsewhere_now(world: World) -> None:
    world.blue.tokens = False
    world.blue.trouble("send", lost, performs=True)
    await writes(world, Mention(USER, "Ann", "Ann"))
    await link(member(world, world.blue, "Annie"), member(world, world.red, "Ann"))
    await world.later(10)

    assert shown(world, world.blue) == (Mention(USER, "Ann", "Ann", "Annie"),)
    assert len(world.blue.shown(world.talk(world.blue))) == 1
