"""Forums and single threads as a bridge's end, through the real library."""

from __future__ import annotations

import pytest

from adapters.contract.content import Content, Emoji, Paragraph, Text, plain
from adapters.contract.errors import Refused, Why
from adapters.contract.incoming import Deleted, Edited, Posted, Reacted
from adapters.contract.platform import Persona
from adapters.contract.refs import ChannelRef, MessageRef
from adapters.contract.walk import text_of
from adapters.discord import refs
from tests.adapters.discord.room import DiscordRoom, said
from tests.adapters.rooms import ANN, ANN_SHOWN, Listener


def forum(room: DiscordRoom) -> ChannelRef:
    return refs.channel(room.guild.id, room.forum.id)


async def posted(room: DiscordRoom, name: str, text: str) -> MessageRef:
    """Pat begins a post."""
    thread = (await room.act("start_thread", channel=room.forum.id, name=name, text=text))["thread"]
    return MessageRef(forum(room), thread)


async def test_a_long_message_begins_a_post_under_its_first_words(room: DiscordRoom) -> None:
    text = "How do you " + "count falls on the ward " * 10 + "?"
    ref = await room.platform.send(forum(room), plain(text), token="t1", persona=ANN)
    [thread] = room.guild.threads.values()
    [message] = said(thread)
    assert (thread.id, message.id, ref) == (ref.id, ref.id, MessageRef(forum(room), ref.id))
    assert text.startswith(thread.name.removesuffix("…"))
    assert 80 <= len(thread.name) <= 100
    assert (message.content, message.author.name) == (text, ANN_SHOWN)


async def test_a_post_and_its_replies_are_heard_apart(room: DiscordRoom, listener: Listener) -> None:
    post = await posted(room, "Falls", "How do you count them?")
    reply = (await room.act("post", channel=post.id, text="By hand."))["message"]
    first = await listener.wait(Posted, lambda it: it.message == post)
    second = await listener.wait(Posted, lambda it: it.message == MessageRef(post.as_thread, reply))
    assert (first.thread_name, text_of(first.content)) == ("Falls", "How do you count them?")
    assert text_of(second.content) == "By hand."


async def test_what_happens_to_a_post_is_heard_in_the_forum(room: DiscordRoom, listener: Listener) -> None:
    post = await posted(room, "Falls", "How?")
    await room.act("edit", channel=post.id, message=post.id, text="How, please?")
    await room.act("react", channel=post.id, message=post.id, emoji="👍")
    await room.act("delete", channel=post.id, message=post.id)
    edited, reacted, deleted = (
        await listener.wait(Edited),
        await listener.wait(Reacted),
        await listener.wait(Deleted),
    )
    assert (edited.message, reacted.message, deleted.messages) == (post, post, (post,))


@pytest.mark.parametrize("persona", [ANN, None], ids=["for somebody", "as itself"])
async def test_a_post_of_ours_is_changed_found_and_removed(room: DiscordRoom, persona: Persona | None) -> None:
    platform = room.platform
    ref = await platform.send(forum(room), plain("How?"), token="t1", persona=persona)
    reply = await platform.send(ref.as_thread, plain("By hand."), token="t2", persona=ANN)
    assert reply.channel == ref.as_thread
    await platform.edit(ref, plain("How, please?"), persona=persona)
    await platform.edit(reply, plain("By phone."), persona=ANN)
    await platform.react(ref, Emoji("", "👍"), present=True)
    [thread] = room.guild.threads.values()
    assert [each.content for each in said(thread)] == ["How, please?", "By phone."]
    assert list(thread.messages[ref.id].reactions) != []

    await room.act("archive", channel=ref.id)
    found = await platform.find(forum(room), plain("How, please?"), token="t1", persona=persona, since=0.0)
    answers = await platform.find(ref.as_thread, plain("By phone."), token="t2", persona=ANN, since=0.0)
    assert (found, answers) == ((ref,), (reply,))
    for _ in range(2):
        await platform.delete(ref)
    assert [each.content for each in said(thread)] == ["By phone."]


async def test_a_removed_post_does_not_keep_its_words_as_its_title(room: DiscordRoom) -> None:
    ref = await room.platform.send(forum(room), plain("My name is Ann Archer."), token="t1", persona=ANN)
    await room.platform.send(ref.as_thread, plain("Welcome!"), token="t2", persona=Persona("Bob"))
    await room.platform.delete(ref)
    [thread] = room.guild.threads.values()
    assert thread.name == "Removed message"
    assert [each.content for each in said(thread)] == ["Welcome!"]


async def test_a_persons_title_stays_when_the_bot_removes_their_post(room: DiscordRoom) -> None:
    post = await posted(room, "Falls", "How?")
    [own] = [role for role in room.guild.roles.values() if role.managed_by == room.bot.id]
    await room.govern("change_role", role=own.id, permissions=["administrator"])
    await room.platform.delete(post)
    [thread] = room.guild.threads.values()
    assert (thread.name, said(thread)) == ("Falls", [])


async def test_history_tells_posts_and_replies_of_archived_posts_too(room: DiscordRoom, listener: Listener) -> None:
    old = await posted(room, "Old", "Before.")
    before = await listener.wait(Posted, lambda it: it.message == old)
    await room.act("archive", channel=old.id)
    falls = await posted(room, "Falls", "How?")
    hand = (await room.act("post", channel=falls.id, text="By hand."))["message"]
    beds = await posted(room, "Beds", "How many?")
    await room.act("archive", channel=falls.id)
    await room.act("edit", channel=old.id, message=old.id, text="Before!")
    missed = [it async for it in room.platform.since(forum(room), before.at)]
    new = [(it.message, it.thread_name) for it in missed if isinstance(it, Posted)]
    assert new == [(falls, "Falls"), (MessageRef(falls.as_thread, hand), "Falls"), (beds, "Beds")]
    assert [it.message for it in missed if isinstance(it, Edited)] == [old]


async def test_a_message_in_a_post_that_is_gone_is_gone(room: DiscordRoom) -> None:
    post = await posted(room, "Falls", "How?")
    await room.act("delete_channel", channel=post.id)
    for persona in (ANN, None):
        with pytest.raises(Refused) as refused:
            await room.platform.send(post.as_thread, plain("By hand."), token="t1", persona=persona)
        assert refused.value.why is Why.GONE


@pytest.mark.parametrize("where", ["forum", "channel"])
async def test_one_thread_is_an_end_of_its_own(room: DiscordRoom, listener: Listener, where: str) -> None:
    if where == "forum":
        thread = (await posted(room, "Falls", "How?")).as_thread
    else:
        begun = await room.act("start_thread", name="Falls")
        thread = room.channel.in_thread(begun["thread"])
    ref = await room.platform.send(thread, plain("By hand."), token="t1", persona=ANN)
    notice = await room.platform.send(thread, plain("Mirrored."), token="t2")
    await room.platform.pin(notice)
    await room.platform.edit(ref, plain("By phone."), persona=ANN)
    heard = (await room.act("post", channel=refs.target(thread), text="I see."))["message"]
    told = await listener.wait(Posted, lambda it: it.message.id == heard)
    missed = [it.message async for it in room.platform.since(thread, 0.0) if isinstance(it, Posted)]
    assert (ref.channel, notice.channel, told.message) == (thread, thread, MessageRef(thread, heard))
    assert {ref, notice, told.message} <= set(missed)
    await room.platform.delete(ref)
    place = room.guild.threads[refs.target(thread)]
    assert [each.content for each in said(place)][-2:] == ["Mirrored.", "I see."]


async def test_a_post_without_words_has_a_title(room: DiscordRoom) -> None:
    await room.platform.send(forum(room), Content((Paragraph((Text("\u200b"),)),)), token="t1", persona=ANN)
    [thread] = room.guild.threads.values()
    assert thread.name == "Conversation"


async def test_a_title_that_the_bot_may_not_take_is_told_once_the_message_is_gone(room: DiscordRoom) -> None:
    ref = await room.platform.send(forum(room), plain("My name is Ann Archer."), token="t1", persona=ANN)
    [own] = [role for role in room.guild.roles.values() if role.managed_by == room.bot.id]
    await room.act("permit", channel=room.forum.id, whom=own.id, deny=["manage_threads"])
    with pytest.raises(Refused, match="Manage Threads"):
        await room.platform.delete(ref)
    [thread] = room.guild.threads.values()
    assert said(thread) == []
