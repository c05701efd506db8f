"""The edges of REST: who may call, what is answered to nonsense, faults, the CDN, and the state that the page shows."""

from __future__ import annotations

import aiohttp
import pytest

from sandbox.discord import Permission
from sandbox.faults import Fault
from tests.sandbox.discord_world import TOKEN, World


@pytest.mark.parametrize(
    ("method", "path", "token", "status", "code"),
    [
        ("GET", "/users/@me", None, 401, 0),
        ("GET", "/users/@me", "wrong", 401, 0),
        ("GET", "/no/such/route", TOKEN, 404, 0),
        ("GET", "/users/1", TOKEN, 404, 10013),
        ("GET", "/guilds/1", TOKEN, 404, 10004),
        ("GET", "/channels/1", TOKEN, 404, 10003),
        ("GET", "/webhooks/1/x", None, 404, 10015),
        ("POST", "/interactions/1/x/callback", None, 404, 10062),
    ],
)
async def test_refusals_carry_discords_codes(
    world: World, method: str, path: str, token: str | None, status: int, code: int
) -> None:
    answered, body = await world.call(method, path, {} if method == "POST" else None, token=token)
    assert (answered, body["code"]) == (status, code)


async def test_bodies_must_be_json(world: World) -> None:
    url = f"{world.server.api_url}/channels/{world.general.id}/messages"
    headers = {"Authorization": f"Bot {TOKEN}"}
    async with world.http.post(url, data="content=x", headers=headers) as response:
        assert (response.status, (await response.json())["code"]) == (400, 50109)
    async with world.http.post(url, data="{", headers=headers | {"Content-Type": "application/json"}) as response:
        assert (response.status, (await response.json())["code"]) == (400, 50109)


async def test_the_gateway_is_announced(world: World) -> None:
    assert await world.call("GET", "/gateway", token=None) == (200, {"url": world.server.gateway_url})
    status, body = await world.call("GET", "/gateway/bot")
    assert (status, body["url"], body["shards"]) == (200, world.server.gateway_url, 1)


async def test_the_application_says_which_intents_are_switched_on(world: World) -> None:
    _, body = await world.call("GET", "/applications/@me")
    assert body["flags"] == 1 << 15 | 1 << 19


async def test_without_the_content_intent_rest_is_empty_too(world: World) -> None:
    message = await world.post("secret")
    world.bot.privileged = frozenset({"members"})
    _, (read,) = await world.call("GET", f"/channels/{world.general.id}/messages")
    assert (read["id"], read["content"]) == (message, "")


async def test_faults_before_and_after_the_call(world: World) -> None:
    path = f"/channels/{world.general.id}/messages"
    faults = world.server.faults
    faults.add(Fault("POST */messages", "status", status=503))
    faults.add(Fault("POST */messages", "status_after", status=502))
    faults.add(Fault("POST */messages", "delay_after", seconds=0.01))
    answers = []
    for _ in range(3):
        headers = {"Authorization": f"Bot {TOKEN}"}
        url = world.server.api_url + path
        async with world.http.post(url, json={"content": "x"}, headers=headers) as response:
            answers.append((response.status, len(world.general.messages)))
    assert answers == [(503, 0), (502, 1), (200, 2)]


async def test_down_refuses_connections_and_up_takes_them_again(world: World) -> None:
    await world.server.down()
    with pytest.raises(aiohttp.ClientConnectionError):
        await world.call("GET", "/users/@me")
    await world.server.up()
    status, _ = await world.call("GET", "/users/@me")
    assert status == 200


async def test_tokens_of_others_webhooks_stay_hidden(world: World) -> None:
    feed = world.server.add_webhook(world.general)
    world.server.add_bot("other", name="Other", permissions=Permission.MANAGE_WEBHOOKS)
    await world.call("POST", f"/channels/{world.general.id}/webhooks", {"name": "Mine"}, token="other")
    _, seen = await world.call("GET", f"/guilds/{world.guild.id}/webhooks")
    assert [(each["name"], "token" in each) for each in seen] == [("Feed", True), ("Mine", False)]
    status, refused = await world.call("POST", f"/webhooks/{feed.id}/wrong", {"content": "x"}, token=None)
    assert (status, refused["code"]) == (401, 50027)


async def test_links_must_be_genuine(world: World) -> None:
    await world.post(files=[{"name": "a.txt", "content_base64": "YQ==", "alt": "the letter"}])
    (message,) = world.server.state()["communities"][0]["channels"][0]["messages"]
    url = message["files"][0]["url"]
    async with world.http.get(url) as response:
        assert (response.status, await response.read()) == (200, b"a")
    for forged in (url.replace("hm=", "hm=0"), url.partition("?")[0]):
        async with world.http.get(forged) as response:
            assert response.status == 404


async def test_the_state_shows_what_people_see(world: World) -> None:
    first = await world.post("root")
    thread = await world.act("start_thread", name="Root", message=first)
    await world.act("react", world.bob, message=first, emoji="👍")
    await world.post("answer", reply_to=first)
    state = world.server.state()
    (guild,) = state["communities"]
    channels = {each["id"]: each for each in guild["channels"]}
    shown = channels[world.general.id]["messages"]
    assert shown[0]["thread"] == thread["thread"]
    assert shown[0]["reactions"] == [{"emoji": "👍", "by": ["Bob"], "url": None}]
    assert shown[1]["reply_to"] == first
    assert (channels[first]["kind"], channels[first]["parent"]) == ("thread", world.general.id)
    assert [(each["name"], each["admin"]) for each in guild["members"]] == [
        ("Ann", True),
        ("Bob", False),
        ("Unsilo", False),
    ]


async def test_people_may_do_what_their_roles_allow(world: World) -> None:
    message = await world.post("mine")
    with pytest.raises(ValueError, match="authored by another"):
        await world.act("edit", world.bob, message=message, text="theirs")
    with pytest.raises(ValueError, match="Missing Permissions"):
        await world.act("delete", world.bob, message=message)
    theirs = (await world.act("post", world.bob, text="Bob's"))["message"]
    await world.act("delete", message=theirs)
    assert list(world.general.messages) == [message]


async def test_members_are_listed_with_the_intent_only(world: World) -> None:
    status, members = await world.call("GET", f"/guilds/{world.guild.id}/members?limit=2")
    assert (status, [each["user"]["username"] for each in members]) == (200, ["ann", "bob"])
    world.bot.privileged = frozenset()
    status, refused = await world.call("GET", f"/guilds/{world.guild.id}/members")
    assert (status, refused["code"]) == (403, 50001)
