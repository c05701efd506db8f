"""Commands, forms and buttons in Slack, in Socket Mode and over HTTP, and who may speak there."""

from __future__ import annotations

import json
import time
from urllib.parse import urlencode

import aiohttp
import pytest
from slack_sdk.signature import SignatureVerifier

from adapters.contract.commands import Command, Form, Press
from adapters.contract.content import (
    Button,
    Content,
    Excerpt,
    Paragraph,
    Text,
)
from adapters.contract.incoming import Posted
from adapters.slack.render import OPEN
from sandbox.slack.natives import user_json
from tests.adapters.rooms import Listener, picture
from tests.adapters.slack.room import SlackRoom


async def test_slack_says_who_is_an_admin(room: SlackRoom, listener: Listener) -> None:
    await room.use("examine")

    [call] = listener.calls
    assert call.by.admin and call.by.name == "Pat"


async def test_nobody_is_an_admin_or_of_the_workspace_whom_slack_cannot_tell_of(
    room: SlackRoom, listener: Listener
) -> None:
    room.fault("GET */users.info", "status", status=500)
    await room.use("examine")

    [call] = listener.calls
    assert not call.by.admin and call.by.stranger and call.by.name == "pat"


@pytest.mark.parametrize(
    "told",
    [
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"is_stranger": True},
        {"is_bot": True},
        {"deleted": True},
        {"team_id": "T0ELSEWHERE"},
        {"is_admin": False, "is_owner": False},
    ],
    ids=lambda told: next(iter(told)),
)
async def test_no_guest_stranger_bot_or_closed_account_is_an_admin(
    room: SlackRoom, listener: Listener, monkeypatch: pytest.MonkeyPatch, told: dict[str, object]
) -> None:
    told = {"is_owner": True, **told}
    monkeypatch.setattr("sandbox.slack.directory.user_json", lambda ws, user: {**user_json(ws, user), **told})
    await room.use("examine")

    [call] = listener.calls
    assert not call.by.admin


async def test_an_organisations_admin_is_one_in_each_of_its_workspaces(
    room: SlackRoom, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    teams = {"team_id": "T0OTHER", "enterprise_user": {"teams": ["T0OTHER", room.ws.id]}}
    monkeypatch.setattr("sandbox.slack.directory.user_json", lambda ws, user: {**user_json(ws, user), **teams})
    await room.use("examine")

    [call] = listener.calls
    assert call.by.admin


async def test_a_long_answer_comes_in_parts_and_a_file_in_it_is_left_out(room: SlackRoom, listener: Listener) -> None:
    listener.answer = Content((Paragraph((Text("word " * 1000),)),), (picture(room.channel),), Excerpt("Ann", "asked"))
    await room.use("examine")
    await room.until(lambda: len(room.told) == 2)

    assert sum(told.count("word") for told in room.told) == 1000


async def test_an_answer_finds_its_way_when_its_address_is_gone(room: SlackRoom, listener: Listener) -> None:
    room.fault("POST /hooks/*", "status", status=404)
    assert await room.use("examine") == ["Only for you."]


async def test_a_form_that_cannot_be_opened_is_owned_up_to_in_the_cores_words(
    room: SlackRoom, listener: Listener
) -> None:
    room.fault("POST */views.open", "status", status=500)

    assert await room.use("examine survey") == ["Only for you."]
    [call] = listener.calls
    assert isinstance(call, Command) and call.name == "examine survey" and call.by.account == room.person


@pytest.mark.parametrize(
    ("typed", "name"), [("examine nonsense please", "examine nonsense"), ("examine more 7", "examine more")]
)
async def test_what_cannot_be_typed_is_answered_by_the_core(
    room: SlackRoom, listener: Listener, typed: str, name: str
) -> None:
    assert await room.use(typed) == ["Only for you."]

    [call] = listener.calls
    assert isinstance(call, Command)
    assert (call.name, call.answers, call.message) == (name, {}, None)


async def test_a_button_that_is_too_old_is_answered_by_the_core_and_one_that_opens_a_page_is_not(
    room: SlackRoom, listener: Listener
) -> None:
    buttons = (Button("Page", url="https://example.org/"), Button("Old", "gone", "7"))
    ref = await room.platform.send(room.channel, Content((Paragraph((Text("More?"),)),), buttons=buttons), token="t1")
    await room.act("press", message=ref.id, action=OPEN, value=None)

    assert await room.press(ref, "Old") == ["Only for you."]
    [call] = listener.calls
    assert isinstance(call, Press) and (call.name, call.argument, call.message) == ("gone", "7", ref)


async def test_buttons_work_in_threads(room: SlackRoom, listener: Listener) -> None:
    root = await room.say("Root.")
    content = Content((Paragraph((Text("More?"),)),), buttons=(Button("More", "examine more", "7"),))
    ref = await room.platform.send(root.as_thread, content, token="t1")
    await room.press(ref, "More")

    [call] = listener.calls
    assert isinstance(call, Press) and call.message == ref and call.channel == root.as_thread


async def test_a_form_works_over_http(http_room: SlackRoom, listener: Listener) -> None:
    await http_room.use("examine survey", topic="Falls", sector="care")
    [call] = listener.calls
    assert isinstance(call, Form)


def signed(secret: str, body: str, at: float) -> dict[str, str]:
    stamp = str(int(at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body) or ""
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature, "Content-Type": "application/json"}


async def test_a_command_that_somebody_sends_once_more_is_not_done_again(
    http_room: SlackRoom, listener: Listener
) -> None:
    app = http_room.ws.app
    form = {"command": "/examine", "team_id": http_room.ws.id, "channel_id": http_room.channel.id}
    body = urlencode({**form, "user_id": http_room.pat.id, "trigger_id": "1.2"})
    headers = {**signed(app.signing_secret, body, time.time()), "Content-Type": "application/x-www-form-urlencoded"}
    statuses = []
    async with aiohttp.ClientSession() as session:
        for _ in range(3):
            async with session.post(app.url, data=body, headers=headers) as response:
                statuses.append(response.status)

    await http_room.until(lambda: bool(http_room.told))
    assert statuses == [200] * 3
    assert len(listener.calls) == 1


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
