"""The Slack adapter through the real SDK against the sandbox: what the exam does not ask."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from slack_sdk.signature import SignatureVerifier

from adapters.contract.commands import Form, Press
from adapters.contract.content import (
    Attachment,
    Button,
    Content,
    Emoji,
    Excerpt,
    Mention,
    MentionKind,
    Paragraph,
    Text,
    plain,
)
from adapters.contract.errors import Later, Refused, Unsure, Why
from adapters.contract.incoming import ChannelLost, Connected, Deleted, Edited, Posted, Reacted
from adapters.contract.platform import Persona
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef
from adapters.contract.walk import text_of
from adapters.slack import SlackPlatform, Workspace
from sandbox.ledger import Ledger
from sandbox.slack import SlackServer
from tests.adapters.rooms import ANN, DECLARATIONS, PATIENCE, PNG, Listener
from tests.adapters.slack.room import SlackRoom, slack_room


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def room(listener: Listener) -> AsyncIterator[SlackRoom]:
    async with slack_room(listener) as room:
        yield room


@pytest.fixture
async def http_room(listener: Listener) -> AsyncIterator[SlackRoom]:
    async with slack_room(listener, http=True) as room:
        yield room


def picture(room: SlackRoom, name: str = "plan.png") -> Attachment:
    return Attachment(room.channel, "f", name, "", "image/png", len(PNG), "A plan", data=PNG)


# ── Hearing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


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
    [missed] = [it async for it in room.platform.since(room.channel, 0.0)]

    assert isinstance(missed, Posted) and missed.message == ref


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
    assert [(it.message.key, it.emoji.char) for it in missed if isinstance(it, Reacted)] == [(old.key, "👍")]
    assert [it.messages for it in missed if isinstance(it, Deleted)] == [(stone,)]
    assert missed == sorted(missed, key=lambda it: it.at)


async def test_history_comes_in_pages(room: SlackRoom, listener: Listener) -> None:
    sent = [await room.say(f"{number}") for number in range(205)]
    missed = [it async for it in room.platform.since(room.channel, 0.0)]

    assert [it.message.key for it in missed if isinstance(it, Posted)] == [ref.key for ref in sent]


# ── Sending ──────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_blocks_that_slack_refuses_leave_the_words(room: SlackRoom, listener: Listener) -> None:
    refusal = json.dumps({"ok": False, "error": "invalid_blocks"})
    for call in ("postMessage", "update"):
        room.fault(
            f"POST */chat.{call}", "status", status=200, body=refusal, headers={"Content-Type": "application/json"}
        )
    ref = await room.platform.send(room.channel, plain("All the words."), token="t1", persona=ANN)
    assert "blocks" not in room.place.messages[ref.id]
    await room.platform.edit(ref, plain("Other words."), persona=ANN)

    assert [(seen.text, seen.author) for seen in await room.seen()] == [("Other words.", ANN.name)]


async def test_an_edit_keeps_the_token(room: SlackRoom, listener: Listener) -> None:
    ref = await room.platform.send(room.channel, plain("One."), token="t1", persona=ANN)
    await room.platform.edit(ref, plain("Two."), persona=ANN)

    assert await room.platform.find(room.channel, plain("One."), token="t1", persona=ANN, since=time.time()) == (ref,)


async def test_files_whose_answer_was_lost_are_found_by_author_name_and_size(
    room: SlackRoom, listener: Listener
) -> None:
    files = Content(files=(picture(room),))
    await room.platform.send(room.channel, Content(files=(picture(room, "other.png"),)), token="t1", persona=ANN)
    room.fault("POST */files.completeUploadExternal", "reset_after")
    with pytest.raises(Unsure):
        await room.platform.send(room.channel, files, token="t2", persona=ANN)
    await room.until(lambda: len(room.place.messages) == 2)
    found = await room.platform.find(room.channel, files, token="t2", persona=ANN, since=time.time())

    assert [ref.id for ref in found] == [list(room.place.messages)[-1]]


async def test_a_failure_before_the_last_step_of_an_upload_has_done_nothing(
    room: SlackRoom, listener: Listener
) -> None:
    room.fault("GET */files.getUploadURLExternal", "status", status=500)
    room.fault("POST /upload/*", "reset_after")
    for _ in range(2):
        with pytest.raises(Later):
            await room.platform.send(room.channel, Content(files=(picture(room),)), token="t1")

    assert await room.seen() == []


async def test_deleting_a_file_message_deletes_the_file(room: SlackRoom, listener: Listener) -> None:
    ref = await room.platform.send(room.channel, Content(files=(picture(room),)), token="t1", persona=ANN)
    [file] = room.ws.files.values()
    for _ in range(2):
        await room.platform.delete(ref)

    assert file.deleted
    assert await room.seen() == []


async def test_files_in_a_thread_and_empty_files(room: SlackRoom, listener: Listener) -> None:
    root = await room.say("Root.")
    ref = await room.platform.send(root.as_thread, Content(files=(picture(room),)), token="t1", persona=ANN)
    with pytest.raises(Refused):
        await room.platform.send(room.channel, Content(files=(replace(picture(room), data=b""),)), token="t2")

    assert ref.channel == root.as_thread
    assert room.place.messages[ref.id]["thread_ts"] == root.id


async def test_the_bot_must_be_in_the_channel(room: SlackRoom, listener: Listener) -> None:
    elsewhere = room.server.add_channel(room.ws.id, "elsewhere", members=[room.pat.id])
    with pytest.raises(Refused) as refusal:
        await room.platform.send(ChannelRef("slack", room.ws.id, elsewhere.id), plain("Hello?"), token="t1")

    assert refusal.value.why in (Why.FORBIDDEN, Why.GONE)
    assert "invite" in str(refusal.value).lower()


async def test_slack_down_is_later_and_never_a_double(room: SlackRoom, listener: Listener) -> None:
    await room.server.down()
    with pytest.raises((Later, Unsure)):
        await room.platform.send(room.channel, plain("Hello?"), token="t1")
    with pytest.raises(Later):
        await room.platform.profile(room.person, room.channel.home)
    await room.server.up()
    room.fault("POST */chat.postMessage", "half")
    with pytest.raises(Unsure):
        await room.platform.send(room.channel, plain("Once."), token="t2")

    assert [seen.text for seen in await room.seen()] == ["Once."]


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_server_error_is_unsure_for_writes_and_later_for_reads(
    room: SlackRoom, listener: Listener, status: int
) -> None:
    room.fault("POST */chat.postMessage", "status", status=status, body="<html>")
    room.fault("GET */users.info", "status", status=status, body="<html>")
    with pytest.raises(Unsure):
        await room.platform.send(room.channel, plain("Hello?"), token="t1")
    with pytest.raises(Later):
        await room.platform.profile(room.person, room.channel.home)


async def test_links_lead_to_messages(room: SlackRoom, listener: Listener) -> None:
    ref = MessageRef(room.channel, "1700000000.000100")
    assert room.platform.link(ref) == f"https://riversidetrust.slack.com/archives/{room.place.id}/p1700000000000100"


async def test_private_rooms_are_for_one_workspace(room: SlackRoom, listener: Listener) -> None:
    bea = room.server.add_user(room.ws.id, "Bea")
    group = await room.platform.open_private([room.person, AccountRef("slack", room.ws.id, bea.id)])
    with pytest.raises(Refused):
        await room.platform.open_private([room.person, AccountRef("slack", "T0OTHER", "U1")])

    assert set(room.ws.channels[group.id].members) == {room.pat.id, bea.id, room.ws.me.id}


# ── Files in ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_login_page_is_no_file(room: SlackRoom, listener: Listener) -> None:
    ref = await room.attach("plan.png", "", PNG)
    posted = await listener.wait(Posted, lambda it: it.message.key == ref.key)
    room.ws.app.scopes -= {"files:read"}
    with pytest.raises(Refused) as refusal:
        await room.platform.read(posted.content.files[0], 10_000)

    assert "files:read" in str(refusal.value)


async def test_a_file_elsewhere_is_not_fetched(room: SlackRoom, listener: Listener) -> None:
    for url in ("https://evil.example/x", "http://files.slack.com/x", "https://slack.com.evil.example/x", "file:///x"):
        with pytest.raises(Refused):
            await room.platform.read(replace(picture(room), url=url), 10_000)


async def test_a_redirect_away_from_slack_is_not_followed(room: SlackRoom, listener: Listener) -> None:
    ref = await room.attach("plan.png", "", PNG)
    posted = await listener.wait(Posted, lambda it: it.message.key == ref.key)
    [file] = posted.content.files
    away = room.fault("GET /files-pri/*", "status", status=302, headers={"Location": "https://evil.example/x"})
    with pytest.raises(Refused):
        await room.platform.read(file, 10_000)
    room.fault("GET /files-pri/*", "status", status=302, headers={"Location": file.url})

    assert await room.platform.read(file, 10_000) == PNG
    assert away.struck == 1


async def test_a_file_that_lies_about_its_size_is_cut_off(room: SlackRoom, listener: Listener) -> None:
    ref = await room.attach("plan.png", "", PNG)
    posted = await listener.wait(Posted, lambda it: it.message.key == ref.key)
    with pytest.raises(Refused):
        await room.platform.read(replace(posted.content.files[0], size=1), len(PNG) - 1)


async def test_a_file_told_by_its_id_alone_is_looked_up(room: SlackRoom, listener: Listener) -> None:
    ref = await room.attach("plan.png", "A plan", PNG)
    posted = await listener.wait(Posted, lambda it: it.message.key == ref.key)
    bare = Attachment(room.channel, posted.content.files[0].id, "file", "")
    named = await room.platform.named(room.channel, Content(files=(bare,)))

    assert named.files == posted.content.files
    assert await room.platform.read(bare, 10_000) == PNG


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_slack_says_who_is_an_admin(room: SlackRoom, listener: Listener) -> None:
    await room.use("examine")

    [call] = listener.calls
    assert call.by.admin and call.by.name == "Pat"


async def test_nobody_is_an_admin_whom_slack_cannot_tell_of(room: SlackRoom, listener: Listener) -> None:
    room.fault("GET */users.info", "status", status=500)
    await room.use("examine")

    [call] = listener.calls
    assert not call.by.admin and call.by.name == "pat"


async def test_a_long_answer_comes_in_parts_and_a_file_in_it_is_left_out(room: SlackRoom, listener: Listener) -> None:
    listener.answer = Content((Paragraph((Text("word " * 1000),)),), (picture(room),), Excerpt("Ann", "asked"))
    await room.use("examine")
    await room.until(lambda: len(room.told) == 2)

    assert sum(told.count("word") for told in room.told) == 1000


async def test_an_answer_finds_its_way_when_its_address_is_gone(room: SlackRoom, listener: Listener) -> None:
    room.fault("POST /hooks/*", "status", status=404)
    assert await room.use("examine") == ["Only for you."]


async def test_a_form_that_cannot_be_opened_is_owned_up_to(room: SlackRoom, listener: Listener) -> None:
    room.fault("POST */views.open", "status", status=500)
    await room.act("command", name="examine", text="survey")
    await room.until(lambda: bool(room.told))

    assert "try again" in room.told[0]


async def test_buttons_work_in_threads(room: SlackRoom, listener: Listener) -> None:
    root = await room.say("Root.")
    content = Content((Paragraph((Text("More?"),)),), buttons=(Button("More", "examine more", "7"),))
    ref = await room.platform.send(root.as_thread, content, token="t1")
    await room.press(ref, "More")

    [call] = listener.calls
    assert isinstance(call, Press) and call.message == ref and call.channel == root.as_thread


# ── HTTP ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def signed(secret: str, body: str, at: float) -> dict[str, str]:
    stamp = str(int(at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body) or ""
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature, "Content-Type": "application/json"}


@pytest.mark.parametrize("wrong", ["secret", "old", "no number", "none"])
async def test_only_what_slack_signed_is_heard(http_room: SlackRoom, listener: Listener, wrong: str) -> None:
    app = http_room.ws.app
    event = {"type": "message", "user": "U1", "channel": "C1", "ts": "1.2", "event_ts": "1.2", "text": "Forged."}
    body = json.dumps({"type": "event_callback", "team_id": http_room.ws.id, "event_id": "Ev1", "event": event})
    headers = signed("other" if wrong == "secret" else app.signing_secret, body, time.time() - 400 * (wrong == "old"))
    if wrong == "no number":
        headers["X-Slack-Request-Timestamp"] = "soon"
    if wrong == "none":
        del headers["X-Slack-Signature"]
    async with aiohttp.ClientSession() as session, session.post(app.url, data=body, headers=headers) as response:
        status = response.status

    assert status == 401
    assert not any(isinstance(it, Posted) for it in listener.incomings)


async def test_a_form_works_over_http(http_room: SlackRoom, listener: Listener) -> None:
    await http_room.use("examine survey", topic="Falls", sector="care")
    [call] = listener.calls
    assert isinstance(call, Form)


# ── Starting ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def start(server: SlackServer, workspace: Workspace) -> Refused:
    """Run until it is refused."""
    platform = SlackPlatform([workspace], api_url=server.api_url)
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(Refused) as refusal:
            await platform.run(Listener(), DECLARATIONS)
    return refusal.value


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"bot_token": "xoxb-wrong"}, "Bot User OAuth Token"),
        ({"app_token": "xapp-wrong"}, "connections:write"),
        ({"app_token": None}, "signing secret"),
        ({"scopes": "less"}, "reactions:write"),
    ],
)
async def test_what_is_wrong_is_named_with_where_to_mend_it(change: dict[str, Any], says: str) -> None:
    server = SlackServer(Ledger(time.time), limits=False)
    await server.start()
    ws = server.add_workspace("T0NHS", scopes=["chat:write", "users:read"] if change.pop("scopes", None) else None)
    try:
        workspace = Workspace("riverside", ws.app.bot_token, ws.app.app_token)
        refused = await start(server, replace(workspace, **change))
    finally:
        await server.stop()

    assert says in str(refused) and "riverside" in str(refused) and "api.slack.com/apps" in str(refused)


async def test_a_slack_that_is_down_is_waited_for(listener: Listener) -> None:
    server = SlackServer(Ledger(time.time), limits=False)
    await server.start()
    ws = server.add_workspace("T0NHS")
    await server.down()
    workspace = Workspace("riverside", ws.app.bot_token, ws.app.app_token)
    platform = SlackPlatform([workspace], api_url=server.api_url)
    running = asyncio.create_task(platform.run(listener, DECLARATIONS))
    with pytest.raises(Later):
        await platform.profile(AccountRef("slack", ws.id, "U1"), CommunityRef("slack", ws.id))
    await server.up()
    await listener.wait(Connected)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await server.stop()


async def test_each_workspace_is_its_own(listener: Listener) -> None:
    server = SlackServer(Ledger(time.time), limits=False)
    await server.start()
    rooms = [server.add_workspace(team, name) for team, name in (("T0NHS", "Riverside"), ("T0CARE", "Care"))]
    users = [server.add_user(ws.id, "Pat") for ws in rooms]
    channels = [server.add_channel(ws.id, "talk") for ws in rooms]
    workspaces = [Workspace(ws.name, ws.app.bot_token, ws.app.app_token) for ws in rooms]
    platform = SlackPlatform(workspaces, api_url=server.api_url)
    running = asyncio.create_task(platform.run(listener, DECLARATIONS))
    for ws in rooms:
        await listener.wait(Connected, lambda it, team=ws.id: it.community.id == team)  # type: ignore[misc]
    for ws, user, channel in zip(rooms, users, channels, strict=True):
        await server.acts["post"](community=ws.id, user=user.id, channel=channel.id, text=f"Hello from {ws.name}.")
        posted = await listener.wait(Posted, lambda it, team=ws.id: it.message.channel.community == team)  # type: ignore[misc]
        assert text_of(posted.content) == f"Hello from {ws.name}."
        await platform.send(ChannelRef("slack", ws.id, channel.id), plain("Hello back."), token="t1")
    with pytest.raises(Refused):
        await platform.send(ChannelRef("slack", "T0NONE", "C1"), plain("Hello?"), token="t1")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await server.stop()

    assert [[message["text"] for message in channel.messages.values()][-1] for channel in channels] == [
        "Hello back."
    ] * 2


async def test_a_persona_without_a_name_or_with_a_strange_picture_is_the_bot(
    room: SlackRoom, listener: Listener
) -> None:
    ref = await room.platform.send(room.channel, plain("Hi."), token="t1", persona=Persona("\u200b", "javascript:x"))
    assert "username" not in room.place.messages[ref.id]
