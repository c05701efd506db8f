"""Files that come from Slack and go to it, through the real SDK."""

from __future__ import annotations

import time
from dataclasses import replace

import aiohttp
import pytest
from yarl import URL

from adapters.contract.content import (
    Attachment,
    Content,
)
from adapters.contract.errors import Later, Refused, Unsure
from adapters.contract.fitting import FILES_TOGETHER
from adapters.contract.incoming import Posted
from adapters.slack import files
from adapters.slack.files import slacks_own
from tests.adapters.rooms import ANN, PNG, Listener, is_cut_off, picture
from tests.adapters.slack.room import SlackRoom


async def test_files_whose_answer_was_lost_are_found_by_author_name_and_size(
    room: SlackRoom, listener: Listener
) -> None:
    sent = Content(files=(picture(room.channel),))
    await room.platform.send(
        room.channel, Content(files=(picture(room.channel, "other.png"),)), token="t1", persona=ANN
    )
    room.fault("POST */files.completeUploadExternal", "reset_after")
    with pytest.raises(Unsure):
        await room.platform.send(room.channel, sent, token="t2", persona=ANN)
    await room.until(lambda: len(room.place.messages) == 2)
    found = await room.platform.find(room.channel, sent, token="t2", persona=ANN, since=time.time())

    assert [ref.id for ref in found] == [list(room.place.messages)[-1]]


async def test_a_failure_before_the_last_step_of_an_upload_has_done_nothing(
    room: SlackRoom, listener: Listener
) -> None:
    room.fault("GET */files.getUploadURLExternal", "status", status=500)
    room.fault("POST /upload/*", "reset_after")
    for _ in range(2):
        with pytest.raises(Later):
            await room.platform.send(room.channel, Content(files=(picture(room.channel),)), token="t1")

    assert await room.seen() == []


async def test_deleting_a_file_message_deletes_the_file(room: SlackRoom, listener: Listener) -> None:
    ref = await room.platform.send(room.channel, Content(files=(picture(room.channel),)), token="t1", persona=ANN)
    [file] = room.ws.files.values()
    for _ in range(2):
        await room.platform.delete(ref)

    assert file.deleted
    assert await room.seen() == []


async def test_files_in_a_thread_and_empty_files(room: SlackRoom, listener: Listener) -> None:
    root = await room.say("Root.")
    ref = await room.platform.send(root.as_thread, Content(files=(picture(room.channel),)), token="t1", persona=ANN)
    with pytest.raises(Refused):
        await room.platform.send(room.channel, Content(files=(replace(picture(room.channel), data=b""),)), token="t2")

    assert ref.channel == root.as_thread
    assert room.place.messages[ref.id]["thread_ts"] == root.id


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
            await room.platform.read(replace(picture(room.channel), url=url), 10_000)


@pytest.mark.parametrize(
    "url",
    [
        "http://[bad/x",
        "https://files.slack.com:99999999/x",
        "https://files.slack.com:8443/x",
        "https://user:secret@files.slack.com/x",
        "ftp://files.slack.com/x",
        "https://notslack.com/x",
        "//files.slack.com/x",
        "http://127.0.0.1:1/x",
        "files.slack.com/x",
        "https:///x",
    ],
)
async def test_an_address_that_is_none_of_slacks_is_refused(room: SlackRoom, url: str) -> None:
    with pytest.raises(Refused):
        await room.platform.read(replace(picture(room.channel), url=url), 10_000)


def test_the_token_goes_only_to_slack_and_to_the_very_address_that_is_configured() -> None:
    api = "https://proxy.example:8443/api/"
    for own in ("https://slack.com/x", "https://files.slack.com/x", "https://proxy.example:8443/x"):
        assert slacks_own(URL(own), api)
    for other in ("https://proxy.example/x", "http://proxy.example:8443/x", "https://a.proxy.example:8443/x"):
        assert not slacks_own(URL(other), api)


@pytest.mark.parametrize(
    ("status", "headers", "error"),
    [
        (204, {}, Refused),
        (206, {}, Refused),
        (304, {}, Refused),
        (302, {}, Refused),
        (302, {"Location": "http://[bad/x"}, Refused),
        (400, {}, Refused),
        (403, {}, Refused),
        (404, {}, Refused),
        (410, {}, Refused),
        (429, {"Retry-After": "7"}, Later),
        (429, {"Retry-After": "soon"}, Later),
        (500, {}, Later),
        (503, {}, Later),
    ],
)
async def test_what_a_download_may_answer(
    room: SlackRoom, listener: Listener, status: int, headers: dict[str, str], error: type[Exception]
) -> None:
    ref = await room.attach("plan.png", "", PNG)
    posted = await listener.wait(Posted, lambda it: it.message.key == ref.key)
    room.fault("GET /files-pri/*", "status", status=status, headers=headers, times=9)
    with pytest.raises(error):
        await room.platform.read(posted.content.files[0], 10_000)


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


@pytest.mark.parametrize("headers", [{}, {"Content-Length": str(2 * 10**9)}])
async def test_a_file_that_never_ends_is_cut_off_within_its_memory(
    room: SlackRoom, listener: Listener, headers: dict[str, str]
) -> None:
    ref = await room.attach("plan.png", "", PNG)
    posted = await listener.wait(Posted, lambda it: it.message.key == ref.key)
    endless = room.fault("GET /files-pri/*", "endless", headers=headers)
    await is_cut_off(room.platform, posted.content.files[0], endless)


async def test_a_file_that_comes_drop_by_drop_is_given_up(
    room: SlackRoom, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = await room.attach("plan.png", "", PNG)
    posted = await listener.wait(Posted, lambda it: it.message.key == ref.key)
    assert files.DOWNLOAD_TIME.total == 60
    monkeypatch.setattr(files, "DOWNLOAD_TIME", aiohttp.ClientTimeout(total=0.2))
    room.fault("GET /files-pri/*", "endless", seconds=0.05)
    with pytest.raises(Later):
        await room.platform.read(posted.content.files[0], FILES_TOGETHER)


async def test_a_file_that_is_shorter_than_announced_is_for_later(room: SlackRoom, listener: Listener) -> None:
    ref = await room.attach("plan.png", "", PNG)
    posted = await listener.wait(Posted, lambda it: it.message.key == ref.key)
    room.fault("GET /files-pri/*", "half")
    with pytest.raises(Later):
        await room.platform.read(posted.content.files[0], 10_000)


async def test_a_file_told_by_its_id_alone_is_looked_up(room: SlackRoom, listener: Listener) -> None:
    ref = await room.attach("plan.png", "A plan", PNG)
    posted = await listener.wait(Posted, lambda it: it.message.key == ref.key)
    bare = Attachment(room.channel, posted.content.files[0].id, "file", "")
    named = await room.platform.named(room.channel, Content(files=(bare,)))

    assert named.files == posted.content.files
    assert await room.platform.read(bare, 10_000) == PNG
