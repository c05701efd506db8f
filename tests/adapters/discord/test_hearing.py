"""What the Discord adapter hears through the real library: sessions, order, history, names."""

from __future__ import annotations

import pytest

from adapters.contract.content import Content, Emoji, Excerpt, Mention, MentionKind, Paragraph
from adapters.contract.errors import Later
from adapters.contract.incoming import Author, Connected, Deleted, Edited, Posted, ReactionsSeen
from adapters.contract.walk import leaves, text_of
from adapters.discord import hearing, refs
from sandbox.discord import Permission
from tests.adapters.discord.room import DiscordRoom
from tests.adapters.rooms import Listener


async def test_a_post_in_a_forum_is_heard_with_its_name(room: DiscordRoom, listener: Listener) -> None:
    await room.act("start_thread", channel=room.forum.id, name="Falls", text="How do you count them?")
    posted = await listener.wait(Posted, lambda it: text_of(it.content) == "How do you count them?")
    assert posted.thread_name == "Falls"
    assert (posted.message.channel.id, posted.message.channel.thread) == (room.forum.id, None)
    assert posted.message.id in room.guild.threads


async def test_an_edit_is_heard_after_its_post_even_when_recording_fails(room: DiscordRoom, listener: Listener) -> None:
    listener.fail = 2
    ref = await room.say("One.")
    await room.change(ref, "Two.")
    await listener.wait(Edited)
    kinds = [type(it) for it in listener.incomings if isinstance(it, Posted | Edited)]
    assert kinds == [Posted, Edited]


async def test_a_bulk_deletion_is_heard_as_one(room: DiscordRoom, listener: Listener) -> None:
    refs = [await room.say(text) for text in ("One.", "Two.", "Three.")]
    await room.act("bulk_delete", messages=[ref.id for ref in refs])
    deleted = await listener.wait(Deleted)
    assert list(deleted.messages) == refs


async def test_a_new_session_is_told_as_a_new_connection(room: DiscordRoom, listener: Listener) -> None:
    before = len([it for it in listener.incomings if isinstance(it, Connected)])
    room.server.refuse_resumes()
    await room.server.drop_connections()
    seen = {it.key for it in listener.incomings}
    again = await listener.wait(Connected, lambda it: it.key not in seen)
    assert (before, again.community.id, again.name) == (1, room.guild.id, "Care Tech Circle")


async def test_what_happens_while_the_line_is_down_is_heard_when_it_resumes(
    room: DiscordRoom, listener: Listener
) -> None:
    await room.server.drop_connections()
    ref = await room.say("Did you get this?")
    posted = await listener.wait(Posted, lambda it: it.message == ref)
    assert text_of(posted.content) == "Did you get this?"


async def test_a_reply_tells_what_it_answers_also_when_it_is_edited(room: DiscordRoom, listener: Listener) -> None:
    first = await room.say("The answer is ||42||.")
    reply = await room.say("Really?", reply_to=first.id)
    await room.change(reply, "Really!")
    posted = await listener.wait(Posted, lambda it: it.message == reply)
    edited = await listener.wait(Edited)
    assert (posted.reply_to, posted.content.reply) == (first, Excerpt("Pat", "The answer is ▒▒▒."))
    assert (text_of(edited.content), edited.content.reply) == ("Really!", posted.content.reply)


async def test_history_tells_edits_too(room: DiscordRoom, listener: Listener) -> None:
    first = await room.say("One.")
    posted = await listener.wait(Posted, lambda it: it.message == first)
    second = await room.say("Two.")
    await room.change(first, "One!")
    missed = [it async for it in room.platform.since(room.channel, posted.at)]
    assert [(type(it), it.message) for it in missed if isinstance(it, Posted | Edited)] == [
        (Posted, second),
        (Edited, first),
    ]


async def test_names_that_an_event_did_not_tell_are_looked_up(room: DiscordRoom) -> None:
    content = Content(
        (
            Paragraph(
                (
                    Mention(MentionKind.USER, room.pat.id),
                    Mention(MentionKind.CHANNEL, room.place.id),
                    Mention(MentionKind.CHANNEL, str(int(room.place.id) + 10**9)),
                )
            ),
        )
    )
    named = await room.platform.named(room.channel, content)
    assert [span.name for span in named.blocks[0].spans] == ["Pat", "talk", ""]  # type: ignore[union-attr]


async def test_what_not_everybody_in_the_server_knows_stays_unnamed(room: DiscordRoom, listener: Listener) -> None:
    elsewhere = room.server.add_guild(name="NHS Suppliers")
    room.server.invite(room.bot, elsewhere)
    selling = room.server.add_channel(elsewhere, "selling-to-the-nhs")
    stranger = room.server.add_user(elsewhere, "stranger", "Stranger")
    secret = room.server.add_channel(room.guild, "secret")
    room.server.set_rights(secret, room.bot, allow=Permission.VIEW_CHANNEL)
    room.server.set_rights(secret, deny=Permission.VIEW_CHANNEL)
    nurses = room.server.add_channel(room.guild, "nurses")
    hidden = (await room.act("start_thread", channel=secret.id, name="Who goes", text="x"))["thread"]
    said = f"<#{selling.id}> <#{secret.id}> <#{nurses.id}> <#{hidden}> <@{stranger.id}> <@{room.pat.id}>"
    await room.say(said)
    posted = await listener.wait(Posted, lambda it: "nurses" in text_of(it.content))

    named = await room.platform.named(room.channel, posted.content)
    mentions = [span.name for span in leaves(named) if isinstance(span, Mention)]
    assert mentions == ["", "", "nurses", "", "", "Pat"]
    author = await room.platform.profile(refs.account(stranger.id), room.channel.home)
    assert author.name == "Stranger"  # who has left the server still has a name above what they wrote


async def test_history_tells_how_many_people_show_a_reaction_and_who_is_asked_for(
    room: DiscordRoom, listener: Listener
) -> None:
    first = await room.say("One.")
    posted = await listener.wait(Posted, lambda it: it.message == first)
    second = await room.say("Two.")
    await room.put(first, "❤️", True)
    await room.platform.react(first, Emoji("", "❤️"), present=True)
    await room.platform.react(second, Emoji("", "👍"), present=True)
    missed = [it async for it in room.platform.since(room.channel, posted.at)]
    seen = {it.message: it.counts for it in missed if isinstance(it, ReactionsSeen)}
    assert seen == {first: ((Emoji("❤️", "❤️"), 1),), second: ()}
    assert await room.platform.reactors(first, Emoji("", "❤️")) == (Author(room.person),)
    for emoji in (Emoji("", "👍"), Emoji("unheard_of"), Emoji("", "no emoji")):
        assert await room.platform.reactors(second, emoji) == ()


async def test_a_busy_platform_is_waited_for_by_history_alone(room: DiscordRoom, listener: Listener) -> None:
    ref = await room.say("One.")
    body = '{"retry_after": 0.01}'
    fault = room.fault("GET */channels/*/messages", "status", status=429, body=body)
    missed = [it.message async for it in room.platform.since(room.channel, 0.0) if isinstance(it, Posted)]
    assert (missed, fault.struck) == ([ref], 1)
    room.fault("GET */channels/*/messages", "status", status=429, body=body)
    with pytest.raises(Later):
        await room.platform.find(room.channel, Content(), token="t", persona=None, since=0.0)


async def test_many_reactors_are_all_told(room: DiscordRoom) -> None:
    ref = await room.say("Who comes?")
    people = [room.server.add_user(room.guild, f"user{at}") for at in range(230)]
    for each in people:
        await room.act("react", user=each.id, message=ref.id, emoji="👍")
    told = await room.platform.reactors(ref, Emoji("", "👍"))
    assert [each.account.id for each in told] == [each.id for each in people]


async def test_who_comes_when_too_many_are_being_answered_is_not_kept_waiting(
    room: DiscordRoom, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "_MOST_ASKED", 0)
    look = await room.say("Look.")
    await room.act("menu", message=look.id, name="Examine this")
    ref = await room.say("Is it down?")
    await listener.wait(Posted, lambda it: it.message == ref)

    assert listener.calls == []
