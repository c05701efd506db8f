"""How the Discord adapter hears that a channel or a server is lost, and is back, through the real library."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from adapters.contract.content import Button, Content, plain
from adapters.contract.errors import Later, Refused, Why
from adapters.contract.incoming import ChannelFound, ChannelLost, CommunityLost, Connected, Deleted, Posted
from adapters.discord import refs
from adapters.discord.platform import DiscordPlatform
from adapters.discord.rest import Rest
from tests.adapters.discord.room import DiscordRoom
from tests.adapters.rooms import ANN, Listener

OWN = "the-token"


async def forbidden(room: DiscordRoom, token: str) -> None:
    """The bot posts and may not."""
    with pytest.raises(Refused) as refused:
        await room.platform.send(room.channel, plain("Hello."), token=token)
    assert refused.value.why is Why.FORBIDDEN


def found(listener: Listener) -> list[Any]:
    return [it.channel for it in listener.incomings if isinstance(it, ChannelFound)]


async def test_a_deleted_channel_is_lost_and_says_how_to_go_on(room: DiscordRoom, listener: Listener) -> None:
    await room.act("delete_channel")
    lost = await listener.wait(ChannelLost)
    assert lost.channel == room.channel
    assert "make a new channel" in lost.why


async def test_a_deleted_thread_is_lost_as_a_thread(room: DiscordRoom, listener: Listener) -> None:
    root = await room.say("Who?")
    await room.say("We.", thread=root)
    await room.act("delete_channel", channel=root.id)
    lost = await listener.wait(ChannelLost)
    assert (lost.channel, "start a new thread" in lost.why) == (root.as_thread, True)


async def test_a_deleted_post_of_a_forum_is_a_deleted_message_and_a_lost_thread(
    room: DiscordRoom, listener: Listener
) -> None:
    post = (await room.act("start_thread", channel=room.forum.id, name="Falls", text="How?"))["thread"]
    await room.act("delete_channel", channel=post)
    lost, deleted = await listener.wait(ChannelLost), await listener.wait(Deleted)
    assert lost.channel == refs.channel(room.guild.id, room.forum.id, post)
    assert [it.id for it in deleted.messages] == [post]


async def test_a_bot_that_is_removed_has_lost_the_server_until_it_is_back(
    room: DiscordRoom, listener: Listener
) -> None:
    connections = len([it for it in listener.incomings if isinstance(it, Connected)])
    await room.govern("kick", member=room.bot.id)
    lost = await listener.wait(CommunityLost)
    assert lost.community == room.channel.home
    assert "Manage Server" in lost.why
    await forbidden(room, "t1")

    await room.govern("invite_bot", bot=room.bot.id)
    seen = {it.key for it in listener.incomings[:connections]}
    await listener.wait(ChannelFound, lambda it: it.channel == room.channel)
    back = [it for it in listener.incomings if isinstance(it, Connected) and it.key not in seen]
    assert [it.community for it in back] == [room.channel.home]
    await room.platform.send(room.channel, plain("Back."), token="t2", persona=ANN)


async def test_a_server_that_was_lost_while_the_line_was_down_is_told(room: DiscordRoom, listener: Listener) -> None:
    other = room.server.add_guild(name="Another")
    room.server.invite(room.bot, other)
    await listener.wait(Connected, lambda it: it.community.id == other.id)
    room.server.refuse_resumes()
    del other.members[room.bot.id]  # nobody tells the bot
    await room.server.drop_connections()
    lost = await listener.wait(CommunityLost)
    assert lost.community.id == other.id


async def test_an_outage_of_a_server_is_no_loss(room: DiscordRoom, listener: Listener) -> None:
    [session] = room.server.gateway.sessions.values()
    session.push("GUILD_DELETE", {"id": room.guild.id, "unavailable": True}, "outage")
    ref = await room.say("Still here?")
    await listener.wait(Posted, lambda it: it.message == ref)
    assert not [it for it in listener.incomings if isinstance(it, CommunityLost)]


@pytest.mark.parametrize("how", ["channel", "role", "member"])
async def test_a_forbidden_channel_is_found_once_when_rights_change(
    room: DiscordRoom, listener: Listener, how: str
) -> None:
    [own] = [role for role in room.guild.roles.values() if role.managed_by == room.bot.id]
    helper = room.server.add_role(room.guild, "Helper")
    await room.act("permit", whom=own.id, deny=["send_messages"])
    await forbidden(room, "t1")
    assert not found(listener)
    if how == "channel":
        await room.act("permit", whom=own.id)
    elif how == "role":
        await room.govern("change_role", role=own.id, permissions=["administrator"])
    else:
        await room.govern("change_role", role=helper.id, member=room.bot.id)
    await listener.wait(ChannelFound)
    await room.govern("change_role", role=helper.id, permissions=[])  # nothing is barred any more
    ref = await room.say("Again?")
    await listener.wait(Posted, lambda it: it.message == ref)
    assert found(listener) == [room.channel]


async def test_a_locked_thread_is_no_loss_of_its_channel(room: DiscordRoom, listener: Listener) -> None:
    root = await room.say("Who?")
    await room.say("We.", thread=root)
    [own] = [role for role in room.guild.roles.values() if role.managed_by == room.bot.id]
    await room.govern("change_role", role=own.id, permissions=[])
    await room.act("archive", channel=root.id, locked=True)
    with pytest.raises(Refused) as refused:
        await room.platform.send(root.as_thread, plain("And I."), token="t1")
    assert refused.value.why is Why.UNACCEPTABLE


@pytest.mark.parametrize("gateway_tells", [True, False])
async def test_a_revoked_token_loses_all_servers_and_the_bot_keeps_asking(
    room: DiscordRoom, listener: Listener, gateway_tells: bool
) -> None:
    other = room.server.add_guild(name="Another")
    room.server.invite(room.bot, other)
    await listener.wait(Connected, lambda it: it.community.id == other.id)
    await room.govern("reset_token", bot=room.bot.id, quietly=not gateway_tells)
    if not gateway_tells:
        with pytest.raises(Refused) as refused:
            await room.platform.send(room.channel, plain("Hello."), token="t1")
        assert refused.value.why is Why.UNAUTHORISED
    for guild in (room.guild.id, other.id):
        lost = await listener.wait(CommunityLost, lambda it, guild=guild: it.community.id == guild)  # type: ignore[misc]
        assert "DISCORD_TOKEN" in lost.why

    await room.until_waited(lambda waits: sum(wait >= 300 for wait in waits) >= 2)
    seen = {it.key for it in listener.incomings}
    await room.govern("reset_token", bot=room.bot.id, token=OWN)
    await listener.wait(Connected, lambda it: it.key not in seen)
    assert len([it for it in listener.incomings if isinstance(it, CommunityLost)]) == 2
    await room.platform.send(room.channel, plain("Back."), token="t2", persona=ANN)


async def test_a_call_that_is_turned_away_once_by_mistake_loses_nothing(room: DiscordRoom, listener: Listener) -> None:
    room.fault("POST */channels/*/messages", "status", status=401, body="{}")
    with pytest.raises(Refused):
        await room.platform.send(room.channel, plain("Hello."), token="t1")
    ref = await room.say("Still here?")
    await listener.wait(Posted, lambda it: it.message == ref)
    await room.platform.send(room.channel, plain("Yes."), token="t2")
    assert not [it for it in listener.incomings if isinstance(it, CommunityLost)]
    assert room.waits == []


async def test_one_whose_token_is_revoked_disturbs_no_other(room: DiscordRoom, listener: Listener) -> None:
    bot = room.server.add_bot("second", name="Second")
    heard = Listener()
    second = DiscordPlatform("second", api_url=room.server.api_url)
    running = asyncio.create_task(second.run(heard, ()))
    await heard.wait(Connected)
    await room.govern("reset_token", bot=bot.id)
    await heard.wait(CommunityLost)
    ref = await room.say("Do you hear me?")
    await listener.wait(Posted, lambda it: it.message == ref)
    assert not running.done()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await second.close()


async def test_what_was_heard_is_recorded_before_the_end(room: DiscordRoom, listener: Listener) -> None:
    await room.platform.close()
    gate = asyncio.Event()
    heard = Listener()
    record = heard.heard

    async def slowly(incoming: Any) -> None:
        if isinstance(incoming, Posted):
            await gate.wait()
        await record(incoming)

    heard.heard = slowly  # type: ignore[method-assign]
    second = DiscordPlatform(OWN, api_url=room.server.api_url)
    running = asyncio.create_task(second.run(heard, ()))
    await heard.wait(Connected)
    said = [await room.say(text) for text in ("One.", "Two.", "Three.")]
    await room.server.settled()
    running.cancel()
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(running, return_exceptions=True)
    assert [it.message for it in heard.incomings if isinstance(it, Posted)] == said


async def test_who_left_one_server_and_is_in_another_is_still_there(room: DiscordRoom, listener: Listener) -> None:
    other = room.server.add_guild(name="Elsewhere")
    warden = room.server.add_user(other, "warda", admin=True)
    await room.server.acts["join"](community=other.id, user=room.pat.id)
    await room.server.acts["invite_bot"](community=other.id, user=warden.id, bot=room.bot.id)
    await listener.wait(Connected, lambda it: it.community.id == other.id)
    first = await room.platform.home(room.person, refs.community(room.guild.id))
    await room.leave()

    assert (first, await room.platform.home(room.person, first)) == (
        refs.community(room.guild.id),
        refs.community(other.id),
    )


async def test_in_direct_messages_it_is_told_in_which_servers_somebody_still_is(
    room: DiscordRoom, listener: Listener
) -> None:
    box = await room.platform.open_private([room.person])
    content = Content(plain("Hello.").blocks, buttons=(Button("Go", "examine more"),))
    letter = await room.platform.send(box, content, token="t9")
    press = {"user": room.pat.id, "channel": room.bot.id, "message": letter.id, "action": "examine more:"}
    for times, there in enumerate((True, False)):
        await room.server.acts["press"](community=room.guild.id, **press)
        await room.until(lambda: len(listener.calls) > times)  # noqa: B023
        assert listener.calls[-1].by.within == (frozenset({room.channel.home}) if there else frozenset())
        if there:
            await room.leave()


async def test_who_is_asked_after_by_many_at_once_is_asked_for_once(
    room: DiscordRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    get = Rest.get

    async def counted(rest: Rest, path: str, **given: str | int) -> Any:
        asked.append(path)
        return await get(rest, path, **given)

    monkeypatch.setattr(Rest, "get", counted)
    found = await asyncio.gather(*(room.platform.profile(room.person, room.channel.home) for _ in range(20)))

    assert ({it.name for it in found}, len(asked)) == ({found[0].name}, 1)


async def test_who_cannot_be_asked_after_is_not_gone(room: DiscordRoom, listener: Listener) -> None:
    room.fault("GET */members/*", "status", status=500)
    with pytest.raises(Later):
        await room.platform.home(room.person)


async def test_who_is_asked_after_when_the_bot_is_in_no_server_any_more_is_in_none(
    room: DiscordRoom, listener: Listener
) -> None:
    await room.govern("kick", member=room.bot.id)
    await listener.wait(CommunityLost)

    assert await room.platform.home(room.person) is None


async def test_a_bot_that_knows_of_no_server_says_of_nobody_that_they_left(room: DiscordRoom) -> None:
    unconnected = DiscordPlatform(OWN, api_url=room.server.api_url)

    with pytest.raises(Later):
        await unconnected.home(room.person)
