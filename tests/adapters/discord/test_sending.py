"""What the Discord adapter sends through the real library: webhooks, threads, files, and what is found again."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from adapters.contract.content import Content, Emoji, Link, Mention, MentionKind, Paragraph, Text, plain
from adapters.contract.errors import Later, Refused, Unsure, Why
from adapters.contract.platform import Persona
from adapters.contract.refs import MessageRef
from adapters.discord.platform import DiscordPlatform
from sandbox.discord.permissions import Permission
from sandbox.ledger import Entry
from tests.adapters.discord.room import DiscordRoom, said
from tests.adapters.rooms import PNG, picture

ANN = Persona("Ann", "https://x.org/ann.png", "Trust")


def noted(room: DiscordRoom, *acts: str) -> list[Entry]:
    """What the bot did of these kinds."""
    return room.server.ledger.acts("bot", *acts)


async def test_one_webhook_serves_a_channel_and_is_found_again(room: DiscordRoom) -> None:
    await asyncio.gather(
        *(room.platform.send(room.channel, plain(f"{at}"), token=f"t{at}", persona=ANN) for at in range(5))
    )
    again = DiscordPlatform("the-token", api_url=room.server.api_url)
    await again.send(room.channel, plain("5"), token="t5", persona=ANN)
    await again.close()
    assert len(noted(room, "webhook")) == 1
    assert len(said(room.place)) == 6


async def test_a_deleted_webhook_is_made_again_once(room: DiscordRoom) -> None:
    await room.platform.send(room.channel, plain("One."), token="t1", persona=ANN)
    [webhook] = room.server.world.webhooks
    await room.server.acts["delete_webhook"](community=room.guild.id, user=room.pat.id, webhook=webhook)
    await room.platform.send(room.channel, plain("Two."), token="t2", persona=ANN)
    assert [message.content for message in said(room.place)] == ["One.", "Two."]
    assert len(room.server.world.webhooks) == 1
    assert [each.data["status"] for each in noted(room, "refused")] == [404]


async def test_a_deleted_webhook_is_asked_once_by_edits_too(room: DiscordRoom) -> None:
    ref = await room.platform.send(room.channel, plain("One."), token="t1", persona=ANN)
    [webhook] = room.server.world.webhooks
    await room.server.acts["delete_webhook"](community=room.guild.id, user=room.pat.id, webhook=webhook)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            await room.platform.edit(ref, plain("Two."), persona=ANN)
        assert refused.value.why is Why.GONE
    await room.platform.send(room.channel, plain("Three."), token="t2", persona=ANN)
    assert [each.data["status"] for each in noted(room, "refused")] == [404]


async def test_a_refused_name_moves_into_the_text(room: DiscordRoom) -> None:
    body = '{"code": 50035, "message": "Invalid Form Body", "errors": {"username": {"_errors": [{"message": "no"}]}}}'
    room.fault("POST */webhooks/*/*", "status", status=400, body=body)
    ref = await room.platform.send(room.channel, plain("Hello."), token="t1", persona=ANN)
    [message] = said(room.place)
    assert (message.author.name, message.content) == ("Guest", "-# **Ann · Trust**\nHello.")

    found = await room.platform.find(room.channel, plain("Hello."), token="t1", persona=ANN, since=0.0)
    await room.platform.edit(ref, plain("Bye."), persona=ANN)
    assert found == (ref,)
    assert said(room.place)[0].content == "-# **Ann · Trust**\nBye."


async def test_a_thread_is_opened_under_the_first_words_of_its_message(room: DiscordRoom) -> None:
    root = await room.platform.send(room.channel, plain("Who has *done* this?"), token="t1", persona=ANN)
    await room.platform.send(root.as_thread, plain("We."), token="t2")
    [thread] = room.guild.threads.values()
    assert (thread.name, thread.id) == ("Who has *done* this?", root.id)


async def test_a_thread_is_titled_with_the_names_of_people(room: DiscordRoom) -> None:
    root = await room.say(f"Hi <@1> <@{room.pat.id}>")
    await room.platform.send(root.as_thread, plain("We."), token="t2")
    [thread] = room.guild.threads.values()
    assert thread.name == "Hi @someone @Pat"


async def test_an_archived_thread_is_woken(room: DiscordRoom) -> None:
    root = await room.say("Who?")
    reply = await room.platform.send(root.as_thread, plain("We."), token="t1", persona=ANN)
    await room.act("archive", channel=root.id)
    await room.platform.edit(reply, plain("We all."), persona=ANN)
    await room.act("archive", channel=root.id)
    await room.platform.send(root.as_thread, plain("And I."), token="t2", persona=ANN)
    assert [message.content for message in said(room.guild.threads[root.id])] == ["We all.", "And I."]


@pytest.mark.parametrize("persona", [ANN, None], ids=["for somebody", "as itself"])
async def test_a_top_message_in_a_forum_begins_a_post(room: DiscordRoom, persona: Persona | None) -> None:
    forum = room.channel.__class__("discord", room.guild.id, room.forum.id)
    ref = await room.platform.send(forum, plain("How do you do handover?"), token="t1", persona=persona)
    reply = await room.platform.send(ref.as_thread, plain("By phone."), token="t2", persona=ANN)
    await room.platform.edit(ref, plain("How do you do a handover?"), persona=persona)
    await room.platform.react(ref, Emoji("", "👍"), present=True)
    [thread] = room.guild.threads.values()
    assert (thread.name, thread.id, thread.parent_id) == ("How do you do handover?", ref.id, room.forum.id)
    assert [message.content for message in said(thread)] == ["How do you do a handover?", "By phone."]
    found = await room.platform.find(forum, plain("How do you do a handover?"), token="t1", persona=persona, since=0.0)
    assert (found, reply.channel) == ((ref,), ref.as_thread)
    await room.platform.delete(ref)
    assert [message.content for message in said(thread)] == ["By phone."]


async def test_what_the_bot_says_itself_is_said_once(room: DiscordRoom) -> None:
    first = await room.platform.send(room.channel, plain("A reminder."), token="same")
    second = await room.platform.send(room.channel, plain("A reminder."), token="same")
    assert first == second
    assert len(said(room.place)) == 1


async def test_a_webhook_whose_making_had_no_answer_is_found_and_not_made_again(room: DiscordRoom) -> None:
    room.fault("POST */channels/*/webhooks", "reset_after")
    with pytest.raises(Unsure):
        await room.platform.send(room.channel, plain("one"), token="t1", persona=ANN)
    await room.platform.send(room.channel, plain("two"), token="t2", persona=ANN)

    assert len(room.server.world.webhooks) == 1


@pytest.mark.parametrize(("persona", "route"), [(ANN, "POST */webhooks/*/*"), (None, "POST */channels/*/messages")])
async def test_a_server_error_after_the_post_is_unsure_and_nothing_is_repeated(
    room: DiscordRoom, persona: Persona | None, route: str
) -> None:
    await room.platform.send(room.channel, plain("Before."), token="t0", persona=persona)
    fault = room.fault(route, "status_after", status=502, times=5)
    with pytest.raises(Unsure):
        await room.platform.send(room.channel, plain("Once."), token="t1", persona=persona)
    assert fault.struck == 1
    assert [message.content for message in said(room.place)] == ["Before.", "Once."]


async def test_all_copies_of_a_doubled_post_are_found(room: DiscordRoom) -> None:
    sent = [await room.platform.send(room.channel, plain("Twice."), token="t1", persona=ANN) for _ in range(2)]
    await room.platform.send(room.channel, plain("Twice."), token="t1", persona=Persona("Bob"))
    found = await room.platform.find(room.channel, plain("Twice."), token="t1", persona=ANN, since=0.0)
    assert found == tuple(sent)


async def test_a_post_is_found_though_its_author_s_community_is_called_otherwise_by_now(room: DiscordRoom) -> None:
    sent = await room.platform.send(room.channel, plain("Once."), token="t1", persona=replace(ANN, home=""))
    found = await room.platform.find(room.channel, plain("Once."), token="t1", persona=ANN, since=0.0)
    assert found == (sent,)


async def test_nothing_is_found_in_a_thread_that_was_never_opened(room: DiscordRoom) -> None:
    root = await room.say("Who?")
    assert await room.platform.find(root.as_thread, plain("x"), token="t1", persona=ANN, since=0.0) == ()


async def test_a_limit_that_is_known_to_be_reached_is_not_tried(room: DiscordRoom) -> None:
    await room.platform.send(room.channel, plain("One."), token="t1", persona=ANN)
    room.busy()
    for _ in range(2):
        with pytest.raises(Later) as later:
            await room.platform.send(room.channel, plain("Two."), token="t2", persona=ANN)
    assert 0 < later.value.after <= 1.5
    assert len(noted(room, "refused")) <= 1


async def test_files_stay_with_an_edit_and_go_with_one_that_has_none(room: DiscordRoom) -> None:
    file = picture(room.channel)
    ref = await room.platform.send(room.channel, replace(plain("Plan:"), files=(file,)), token="t1", persona=ANN)
    unread = replace(file, data=None)
    await room.platform.edit(ref, replace(plain("The plan:"), files=(unread,)), persona=ANN)
    [message] = said(room.place)
    assert (message.content, [each.content for each in message.attachments]) == ("The plan:", [PNG])
    await room.platform.edit(ref, plain("No plan."), persona=ANN)
    assert (said(room.place)[0].content, said(room.place)[0].attachments) == ("No plan.", [])


async def test_nobody_is_pinged_by_a_post_or_an_edit(room: DiscordRoom) -> None:
    loud = plain(f"@everyone @here <@{room.pat.id}>")
    for persona in (ANN, None):
        ref = await room.platform.send(room.channel, loud, token=f"t{persona is None}", persona=persona)
        await room.platform.edit(ref, loud, persona=persona)
    assert noted(room, "ping") == []


@pytest.mark.parametrize("persona", [ANN, None], ids=["for somebody", "as itself"])
async def test_only_the_people_who_are_meant_are_pinged(room: DiscordRoom, persona: Persona | None) -> None:
    bob = room.server.add_user(room.guild, "bob", "Bob")
    pat = Mention(MentionKind.USER, "U1", "Pat", target=room.pat.id)
    talk = Mention(MentionKind.CHANNEL, "C1", "talk", target=room.place.id)
    named = Mention(MentionKind.USER, "U2", "Bob")
    label = Link("https://x.org", (Mention(MentionKind.USER, "U2", "Bob", target=bob.id),))
    spans = (pat, Text(" in "), talk, Text(f": <@{bob.id}> "), named, Text(" "), label)
    ref = await room.platform.send(room.channel, Content((Paragraph(spans),)), token="t1", persona=persona)
    [message] = said(room.place)
    pinged = [each.data["users"] for each in noted(room, "ping")]
    assert pinged == [(room.pat.id,)]
    shown = f"<@{room.pat.id}> in <#{room.place.id}>: \\<@{bob.id}> @Bob [@Bob](https://x.org)"
    assert message.content == shown

    await room.platform.edit(ref, Content((Paragraph((Text("Hello "), pat)),)), persona=persona)
    assert (said(room.place)[0].content, said(room.place)[0].mentions) == (f"Hello <@{room.pat.id}>", [room.pat.id])


async def test_a_reaction_with_the_servers_own_emoji(room: DiscordRoom) -> None:
    own = room.server.add_emoji(room.guild, "nhs")
    platform = room.platform
    ref = await room.say("Look.")
    with pytest.raises(Refused) as refused:
        await platform.react(ref, Emoji("unheard_of"), present=True)
    assert refused.value.why is Why.UNACCEPTABLE
    await room.use("examine")  # by its answer, the events before it have arrived too
    await platform.react(ref, Emoji("nhs"), present=True)
    assert own.id in {each.emoji["id"] for each in room.place.messages[ref.id].reactions.values()}


async def test_several_people_get_a_private_thread(room: DiscordRoom) -> None:
    bob = room.server.add_user(room.guild, "bob", "Bob")
    private = await room.platform.open_private([room.person, replace(room.person, id=bob.id)])
    thread = room.guild.threads[private.id]
    assert (thread.type, private.thread) == (12, None)
    assert {room.pat.id, bob.id} <= set(thread.members)


async def test_a_private_thread_whose_making_was_interrupted_is_gone_on_with(room: DiscordRoom) -> None:
    """Whoever was let in already has been told of it."""
    bob = room.server.add_user(room.guild, "bob", "Bob")
    people = [room.person, replace(room.person, id=bob.id)]
    room.fault("PUT */thread-members/*", "status", status=503, after=1)
    with pytest.raises(Unsure):
        await room.platform.open_private(people)
    private = await room.platform.open_private(people)

    assert [each.id for each in room.guild.threads.values() if each.type == 12] == [private.id]
    assert {room.pat.id, bob.id} <= set(room.guild.threads[private.id].members)
    assert await room.platform.open_private(people) != private  # as for the next time that they are brought together


async def test_who_takes_no_direct_messages_gets_a_private_thread_and_the_same_one_again(room: DiscordRoom) -> None:
    within = replace(room.person, community=room.guild.id)
    first = await room.platform.open_private([within])
    await room.platform.send(first, plain("Only for you."), token="t1", persona=ANN)
    thread = room.guild.threads[first.id]
    assert (thread.type, thread.invitable) == (12, False)
    assert [each.content for each in thread.messages.values() if each.content] == ["-# **Ann · Trust**\nOnly for you."]
    assert set(thread.members) == {room.pat.id, room.bot.user.id}

    assert not room.platform.capabilities(first).threads
    assert await room.platform.open_private([within], first) == first
    await room.govern("delete_channel", channel=first.id)
    assert await room.platform.open_private([within], first) != first


async def test_a_message_that_is_not_ours_is_deleted_as_the_bot_where_it_may(room: DiscordRoom) -> None:
    await room.platform.delete(await room.say("Spam."))
    assert await room.seen() == []

    ref = await room.say("More of it.")
    room.server.set_rights(room.place, room.bot, deny=Permission.MANAGE_MESSAGES)
    with pytest.raises(Refused) as refused:
        await room.platform.delete(ref)
    assert refused.value.why is Why.FORBIDDEN
    await room.platform.delete(MessageRef(room.channel, str(int(ref.id) + 10**9)))


async def test_a_server_that_is_down_is_later(room: DiscordRoom) -> None:
    await room.server.down()
    with pytest.raises(Later):
        await room.platform.send(room.channel, plain("x"), token="t1", persona=ANN)
