"""Files: the external upload flow of the real slack_sdk, downloads with and without the token, deletion."""

import base64

from aiohttp import ClientSession

from tests.sandbox.slack_world import Json, World, make_bot, refused, slack_world, socket_mode, soon

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def given(name: str, content: bytes, **more: str) -> Json:
    """A file as a member's act takes it."""
    return {"name": name, "content_base64": base64.b64encode(content).decode(), **more}


async def fetch(url: str, token: str = "") -> tuple[int, str, bytes]:
    """Status, media type and content of an address."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with ClientSession() as session, session.get(url, headers=headers) as response:
        return response.status, response.content_type, await response.read()


async def upload(world: World, content: bytes, **complete: str) -> Json:
    """Upload a file step by step; returns the last answer."""
    ticket = await world.client.files_getUploadURLExternal(filename="chart.png", length=len(content), alt_txt="A chart")
    async with ClientSession() as session, session.post(ticket["upload_url"], data=content) as response:
        assert response.status == 200
    files = [{"id": ticket["file_id"], "title": "Chart"}]
    answer = await world.client.api_call("files.completeUploadExternal", json={"files": files, **complete})
    assert isinstance(answer.data, dict)
    return answer.data


async def test_upload_in_three_steps() -> None:
    """The answer names no message; a moment later the event comes and files.info knows the share."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        parent = await world.post("Show me")
        answer = await upload(
            world, PNG, channel_id=world.general.id, thread_ts=parent, initial_comment="Here", username="Ann (Discord)"
        )
        file = answer["files"][0]
        assert "shares" not in file and "ts" not in answer
        await soon(world.server.settled())
        shown = (await world.client.files_info(file=file["id"]))["file"]
    event = bot.events[1]
    assert bot.kinds() == ["message", "message.file_share", "file_shared"]
    assert (event["thread_ts"], event["text"], event["username"]) == (parent, "Here", "Ann (Discord)")
    assert event["bot_id"] == world.ws.me.bot_id
    assert event["files"][0]["id"] == file["id"]
    assert (shown["title"], shown["alt_txt"], shown["mimetype"], shown["size"]) == ("Chart", "A chart", "image/png", 28)
    assert shown["shares"]["public"][world.general.id][0]["ts"] == event["ts"]
    assert shown["shares"]["public"][world.general.id][0]["thread_ts"] == parent


async def test_files_upload_v2() -> None:
    """The SDK's helper works as it is."""
    async with slack_world() as world:
        await world.client.files_upload_v2(
            content="a,b\n1,2\n", filename="table.csv", channel=world.general.id, initial_comment="Figures"
        )
        await soon(world.server.settled())
        (message,) = world.general.messages.values()
    assert (message["text"], message["files"][0]["filetype"]) == ("Figures", "csv")


async def test_refused_uploads() -> None:
    """Empty, never sent, used twice, in a channel without the bot, with too long a description."""
    async with slack_world() as world:
        client = world.client
        away = world.server.add_channel(world.ws.id, "away", members=[world.ann.id])
        empty = await refused(client.files_getUploadURLExternal(filename="a.txt", length=0))
        wordy = await refused(client.files_getUploadURLExternal(filename="a.txt", length=1, alt_txt="x" * 1001))
        never = await client.files_getUploadURLExternal(filename="a.txt", length=1)
        unsent = await refused(client.files_completeUploadExternal(files=[{"id": never["file_id"]}]))
        outside = await refused(upload(world, PNG, channel_id=away.id))
        done = await upload(world, PNG, channel_id=world.general.id)
        twice = await refused(client.files_completeUploadExternal(files=[{"id": done["files"][0]["id"]}]))
        async with ClientSession() as session, session.post(never["upload_url"], data=b"too long") as response:
            assert response.status == 400
    assert [answer["error"] for answer in (empty, wordy, unsent, outside, twice)] == [
        "invalid_arguments",
        "alt_txt_too_large",
        "file_not_found",
        "not_in_channel",
        "file_not_found",
    ]


async def test_blocks_of_a_file_message() -> None:
    """Blocks are ignored beside a comment; a markdown block is an internal error."""
    blocks = '[{"type": "markdown", "text": "*x*"}]'
    async with slack_world() as world:
        failed = await refused(upload(world, PNG, channel_id=world.general.id, blocks=blocks))
        assert failed["error"] == "internal_error"
        await upload(world, PNG, channel_id=world.general.id, blocks=blocks, initial_comment="Words")
        rich = '[{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}]'
        await upload(world, PNG, channel_id=world.general.id, blocks=rich)
        await soon(world.server.settled())
        first, second = world.general.messages.values()
    assert ("blocks" in first, first["text"]) == (False, "Words")
    assert second["blocks"][0]["type"] == "rich_text"


async def test_only_the_token_opens_a_file() -> None:
    """Without it, or without `files:read`, the answer is 200 and a login page."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        await world.post("", files=[given("scan.png", PNG, alt="A scan")])
        await soon(world.server.settled())
        file = bot.events[0]["files"][0]
        assert (bot.events[0]["subtype"], file["alt_txt"]) == ("file_share", "A scan")
        token = world.ws.app.bot_token
        for url in (file["url_private"], file["url_private_download"]):
            assert await fetch(url, token) == (200, "image/png", PNG)
        for wrong in ("", "xoxb-wrong"):
            status, kind, page = await fetch(file["url_private"], wrong)
            assert (status, kind) == (200, "text/html")
            assert b"Sign in" in page
        world.ws.app.scopes -= {"files:read"}
        assert (await fetch(file["url_private"], token))[1] == "text/html"


async def test_deleted_files_leave_tombstones() -> None:
    """A message with words keeps a tombstone of its file; a message without goes with its only file."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        wordy = await world.server.acts["post"](**world.where, text="Look", files=[given("a.txt", b"a")])
        bare = await world.server.acts["post"](**world.where, files=[given("b.txt", b"b")])
        url = world.message(wordy["message"])["files"][0]["url_private"]
        for posted in (wordy, bare):
            await world.act("delete_file", file=posted["files"][0])
        await soon(world.server.settled())
        assert world.message(wordy["message"])["files"] == [{"id": wordy["files"][0], "mode": "tombstone"}]
        assert bare["message"] not in world.general.messages
        assert (await fetch(url, world.ws.app.bot_token))[0] == 404
        gone = await refused(world.client.files_info(file=wordy["files"][0]))
        assert gone["error"] == "file_deleted"
    assert bot.kinds()[4:] == ["message.message_changed", "file_deleted", "message.message_deleted", "file_deleted"]


async def test_bot_deletes_its_own_files_only() -> None:
    """A member's file is not the bot's to delete."""
    async with slack_world() as world:
        foreign = await world.server.acts["post"](**world.where, files=[given("a.txt", b"a")])
        answer = await refused(world.client.files_delete(file=foreign["files"][0]))
        assert answer["error"] == "cant_delete_file"
        done = await upload(world, PNG, channel_id=world.general.id)
        await soon(world.server.settled())
        await world.client.files_delete(file=done["files"][0]["id"])
        assert len(world.general.messages) == 1
