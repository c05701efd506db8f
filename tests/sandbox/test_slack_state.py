"""The state that the page shows."""

import base64
import json

from aiohttp import ClientSession

from tests.sandbox.slack_world import slack_world, soon


async def test_state_of_a_lively_channel() -> None:
    """Authors, threads, reactions, files, tombstones and what only one member sees, all as JSON."""
    async with slack_world() as world:
        world.server.add_emoji(world.ws.id, "nhs")
        file = {"name": "a.txt", "content_base64": base64.b64encode(b"words").decode(), "alt": "Some words"}
        parent = await world.post("Question", files=[file])
        await world.say(
            "Answer", thread_ts=parent, reply_broadcast=True, username="Cleo", icon_url="https://c.example/c"
        )
        await world.act("react", channel=world.general.id, message=parent, emoji="nhs")
        await world.act("react", channel=world.general.id, message=parent, emoji="wave")
        await world.client.chat_postEphemeral(channel=world.general.id, user=world.bob.id, text="Psst")
        lost = await world.post("Soon gone")
        await world.post("Reply", thread=lost)
        await world.act("delete", channel=world.general.id, message=lost)
        await soon(world.server.settled())
        state = json.loads(json.dumps(world.server.state()))
        (community,) = state["communities"]
        (channel,) = community["channels"]
        question, answer, stone, _ = channel["messages"]
        async with ClientSession() as session:
            async with session.get(question["files"][0]["url"]) as response:
                assert await response.read() == b"words"
            async with session.get(community["members"][1]["avatar"]) as response:
                assert (response.content_type, b"AL" in await response.read()) == ("image/svg+xml", True)
            async with session.get(question["reactions"][0]["url"]) as response:
                assert (await response.read()).startswith(b"\x89PNG")
            for missing in ("avatars/T0NHS/U0.svg", "emoji/T0NHS/no.png", "shown/T0NO/F0", "upload/v1/x"):
                method = session.post if missing.startswith("upload") else session.get
                async with method(f"{world.server.base}/{missing}") as response:
                    assert response.status == 404
    assert state["platform"] == "slack"
    assert [member["name"] for member in community["members"]] == ["bridge", "Ann Lee", "Bob"]
    assert (channel["name"], channel["kind"], channel["parent"]) == ("general", "text", None)
    assert question["author"] == {
        "id": world.ann.id,
        "name": "Ann Lee",
        "avatar": world.ann.avatar,
        "emoji": "",
        "app": False,
    }
    assert [(each["emoji"], each["character"], each["by"]) for each in question["reactions"]] == [
        ("nhs", "", ["Ann Lee"]),
        ("wave", "👋", ["Ann Lee"]),
    ]
    assert (question["files"][0]["name"], question["files"][0]["alt"]) == ("a.txt", "Some words")
    assert (answer["author"]["name"], answer["author"]["avatar"]) == ("Cleo", "https://c.example/c")
    assert (answer["author"]["app"], answer["thread"], answer["broadcast"]) == (True, parent, True)
    assert (stone["deleted"], stone["author"]["name"]) == (True, "Slackbot")
    assert community["private"][world.bob.id]["ephemerals"][0]["text"] == "Psst"
