"""Pinned messages, through the real library."""

from __future__ import annotations

import pytest

from adapters.contract.content import plain
from adapters.contract.errors import Refused, Why
from adapters.contract.refs import MessageRef
from adapters.discord import refs
from tests.adapters.discord.room import DiscordRoom
from tests.adapters.rooms import ANN


async def test_a_notice_is_pinned_once(room: DiscordRoom) -> None:
    notice = await room.platform.send(room.channel, plain("Mirrored."), token="t1")
    for _ in range(2):
        await room.platform.pin(notice)
    assert room.place.messages[notice.id].pinned is not None
    assert len(room.server.ledger.acts("bot", "pin")) == 1


async def test_a_message_in_an_archived_thread_is_pinned(room: DiscordRoom) -> None:
    root = await room.say("Who?")
    reply = await room.platform.send(root.as_thread, plain("We."), token="t1", persona=ANN)
    await room.act("archive", channel=root.id)
    await room.platform.pin(reply)
    assert room.guild.threads[root.id].messages[reply.id].pinned is not None


async def test_a_notice_in_a_forum_is_a_post_that_stays_on_top(room: DiscordRoom) -> None:
    forum = refs.channel(room.guild.id, room.forum.id)
    notice = await room.platform.send(forum, plain("This forum is mirrored."), token="t1")
    for _ in range(2):
        await room.platform.pin(notice)
    assert room.guild.threads[notice.id].flags == 1 << 1
    other = await room.platform.send(forum, plain("And this."), token="t2")
    with pytest.raises(Refused, match="pinned post already") as refused:
        await room.platform.pin(other)
    assert refused.value.why is Why.UNACCEPTABLE


async def test_without_the_right_it_is_refused_and_says_which(room: DiscordRoom) -> None:
    notice = await room.platform.send(room.channel, plain("Mirrored."), token="t1")
    await room.act("permit", whom=room.bot.id, deny=["pin_messages"])
    with pytest.raises(Refused, match="Pin Messages") as refused:
        await room.platform.pin(notice)
    assert refused.value.why is Why.FORBIDDEN
    with pytest.raises(Refused) as refused:
        await room.platform.pin(MessageRef(room.nowhere, notice.id))
    assert refused.value.why is Why.GONE
