"""What the Slack adapter hears through the real SDK: renewed connections, names, history."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.contract.content import (
    Content,
    Emoji,
    Mention,
    MentionKind,
    Paragraph,
    plain,
)
from adapters.contract.incoming import ChannelLost, Connected, Deleted, Edited, Posted, ReactionsSeen
from adapters.contract.refs import CommunityRef
from adapters.contract.walk import leaves, text_of
from adapters.slack import sockets
from tests.adapters.rooms import ANN, Listener
from tests.adapters.slack.room import SlackRoom


async def test_a_lost_connection_is_renewed_and_the_core_is_told(room: SlackRoom, listener: Listener) -> None:
    first = await listener.wait(Connected)
    await room.server.drop_connections()
    again = await listener.wait(Connected, lambda it: it.key != first.key)
    await room.server.connected(room.ws.id, 2)
    ref = await room.say("Still there?")

    assert again.community == CommunityRef("slack", room.ws.id)
    assert (await listener.wait(Posted, lambda it: it.message.key == ref.key)).content == plain("Still there?")


async def test_slack_may_renew_the_connections_at_any_time(room: SlackRoom, listener: Listener) -> None:
    await room.server.disconnect("refresh_requested")
    await room.server.connected(room.ws.id, 2)
    ref = await room.say("Still there?")

    assert await listener.wait(Posted, lambda it: it.message.key == ref.key)


async def test_after_a_failure_to_record_the_core_is_told_to_catch_up(room: SlackRoom, listener: Listener) -> None:
    first = await listener.wait(Connected)
    room.server.deliveries.retries = ()
    listener.fail = 1
    ref = await room.say("Do not lose this.")
    await listener.wait(Connected, lambda it: it.key != first.key)
    [missed] = [it async for it in room.platform.since(room.channel, 0.0) if isinstance(it, Posted)]

    assert missed.message == ref


async def test_an_event_told_twice_has_one_key(room: SlackRoom, listener: Listener) -> None:
    room.fault("EVENT message", "twice")
    ref = await room.say("Once.")
    await room.server.settled()
    heard = [it.key for it in listener.incomings if isinstance(it, Posted)]

    assert heard == [f"posted {ref.key}"] * 2


async def test_leaving_a_channel_loses_it(room: SlackRoom, listener: Listener) -> None:
    await room.act("kick", who=room.ws.me.id)
    lost = await listener.wait(ChannelLost)

    assert lost.channel == room.channel


async def test_a_moderator_may_delete_our_copy(room: SlackRoom, listener: Listener) -> None:
    ref = await room.platform.send(room.channel, plain("A copy."), token="t1", persona=ANN)
    await room.remove(ref)
    deleted = await listener.wait(Deleted)

    assert deleted.messages == (ref,)


async def test_a_thread_parent_leaves_a_tombstone_and_its_replies_alone(room: SlackRoom, listener: Listener) -> None:
    root = await room.say("Root.")
    await room.say("Reply.", thread=root)
    await room.remove(root)
    await listener.wait(Deleted, lambda it: it.messages == (root,))
    await room.server.settled()

    assert [it for it in listener.incomings if isinstance(it, Edited)] == []


async def test_a_private_channel_stays_unnamed(room: SlackRoom, listener: Listener) -> None:
    secret = room.server.add_channel(room.ws.id, "secret", private=True)
    await room.say(f"See <#{secret.id}> <#{room.place.id}>")
    posted = await listener.wait(Posted)
    named = await room.platform.named(room.channel, posted.content)
    assert [span.name for span in leaves(named) if isinstance(span, Mention)] == ["", "talk"]


async def test_names_that_events_do_not_tell_are_found_out(room: SlackRoom, listener: Listener) -> None:
    room.server.add_emoji(room.ws.id, "nhs")
    group = room.server.add_usergroup(room.ws.id, "leads", [room.pat.id])
    unknown = Mention(MentionKind.USER, "U0GONE")
    told = [(MentionKind.USER, room.pat.id), (MentionKind.CHANNEL, room.place.id), (MentionKind.GROUP, group)]
    mentions = [Mention(kind, id) for kind, id in told]
    content = Content((Paragraph((*mentions, Emoji("nhs", id="nhs"), unknown)),))
    named = await room.platform.named(room.channel, content)

    [paragraph] = named.blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.spans == (
        *(replace(mention, name=name) for mention, name in zip(mentions, ("Pat", "talk", "leads"), strict=True)),
        Emoji("nhs", id="nhs", url=room.ws.emoji["nhs"]),
        unknown,
    )


async def test_a_name_is_asked_for_once(room: SlackRoom, listener: Listener) -> None:
    for _ in range(3):
        await room.platform.profile(room.person, room.channel.home)
    fault = room.fault("GET */users.info", "status", status=500)

    assert (await room.platform.profile(room.person, room.channel.home)).name == "Pat"
    assert fault.seen == 0


async def test_a_changed_profile_is_told_and_asked_for_anew(room: SlackRoom, listener: Listener) -> None:
    assert (await room.platform.profile(room.person, room.channel.home)).name == "Pat"
    await room.server.acts["change_profile"](community=room.ws.id, user=room.pat.id, display_name="Dr Pat Lee")
    await room.server.settled()

    assert (await room.platform.profile(room.person, room.channel.home)).name == "Dr Pat Lee"


async def test_history_tells_edits_reactions_tombstones_and_new_replies_to_old_messages(
    room: SlackRoom, listener: Listener
) -> None:
    old = await room.say("Old.")
    stone = await room.say("Stone.")
    last = await room.say("On the stone.", thread=stone)
    at = (await listener.wait(Posted, lambda it: it.message.key == last.key)).at
    reply = await room.say("New reply.", thread=old)
    await room.change(old, "Old, but new.")
    await room.put(old, "👍", True)
    await room.remove(stone)
    missed = [it async for it in room.platform.since(room.channel, at)]

    assert [it.message.key for it in missed if isinstance(it, Posted)] == [reply.key]
    assert [text_of(it.content) for it in missed if isinstance(it, Edited)] == ["Old, but new."]
    counts = {it.message.key: it.counts for it in missed if isinstance(it, ReactionsSeen)}
    assert [(emoji.char, count) for emoji, count in counts.pop(old.key)] == [("👍", 1)]
    assert counts == {reply.key: ()}
    assert [it.messages for it in missed if isinstance(it, Deleted)] == [(stone,)]
    assert missed == sorted(missed, key=lambda it: it.at)


async def test_history_comes_in_pages(room: SlackRoom, listener: Listener) -> None:
    sent = [await room.say(f"{number}") for number in range(205)]
    missed = [it async for it in room.platform.since(room.channel, 0.0)]

    assert [it.message.key for it in missed if isinstance(it, Posted)] == [ref.key for ref in sent]


async def test_what_is_too_much_at_once_is_not_acknowledged_and_is_looked_up(
    room: SlackRoom, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await listener.wait(Connected)
    monkeypatch.setattr(sockets, "_MOST", 0)
    room.server.deliveries.retries = ()
    ref = await room.say("One too many.")
    await listener.wait(Connected, lambda it: it.key != first.key)
    [missed] = [it async for it in room.platform.since(room.channel, 0.0) if isinstance(it, Posted)]

    assert missed.message == ref
    assert [it for it in listener.incomings if isinstance(it, Posted)] == []
