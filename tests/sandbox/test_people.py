"""The HTTP API through which people act: what it hands on, and what it says to those who get it wrong."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from sandbox.faults import Faults
from sandbox.ledger import Ledger
from sandbox.people import application

Client = TestClient[web.Request, web.Application]
PATIENCE = 100.0  # seconds; no figure: it ends a test that hangs


class Village:
    """A platform with one act, and a file."""

    def __init__(self, ledger: Ledger, home: str) -> None:
        self.api_url = f"{home}/api/v10"
        self.faults = Faults()
        self.acts: dict[str, Callable[..., Awaitable[dict[str, Any]]]] = {"post": self.post}
        self._ledger = ledger

    def state(self) -> dict[str, Any]:
        return {"platform": "village", "communities": []}

    async def post(self, community: str, text: str = "") -> dict[str, Any]:
        if community != "here":
            raise LookupError("There is no community there.")
        if not text:
            raise ValueError("no_text")
        self._ledger.note("slack", "person", "post", community=community, text=text)
        return {"message": "1"}


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(lambda: 1_700_000_000.0)


@pytest.fixture
async def home() -> AsyncIterator[TestServer]:
    """The platform's own web server, with some files."""
    app = web.Application()

    async def moved(_: web.Request) -> web.Response:
        raise web.HTTPFound("/cdn/attachments/1/2/picture.svg")

    async def picture(_: web.Request) -> web.Response:
        return web.Response(text="<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml")

    async def page(_: web.Request) -> web.Response:
        return web.Response(text="<script>alert(1)</script>", content_type="text/html")

    async def away(_: web.Request) -> web.Response:
        raise web.HTTPFound("http://192.0.2.1/elsewhere")

    app.add_routes(
        [
            web.get("/cdn/avatars/1/a.png", moved),
            web.get("/cdn/attachments/1/2/picture.svg", picture),
            web.get("/page.html", page),
            web.get("/away", away),
        ]
    )
    server = TestServer(app)
    async with server:
        yield server


@pytest.fixture
async def client(ledger: Ledger, home: TestServer) -> AsyncIterator[Client]:
    address = str(home.make_url("")).rstrip("/")
    app = application(ledger, slack=Village(ledger, address), discord=Village(ledger, address))
    async with TestClient(TestServer(app)) as client:
        yield client


async def complaint(answer: ClientResponse) -> str:
    assert answer.status == 400, await answer.text()
    error: str = (await answer.json())["error"]
    return error


async def test_the_state_holds_both_platforms(client: Client) -> None:
    answer = await client.get("/state")

    assert list(await answer.json()) == ["slack", "discord"]


async def test_an_act_reaches_its_platform_and_its_answer_comes_back(client: Client, ledger: Ledger) -> None:
    answer = await client.post("/act", json={"platform": "slack", "act": "post", "community": "here", "text": "Hello"})

    assert (answer.status, await answer.json()) == (200, {"message": "1"})
    assert [entry.data for entry in ledger.acts("person", "post")] == [{"text": "Hello"}]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({}, "Name the platform: slack or discord."),
        ({"platform": "teams"}, "Name the platform: slack or discord."),
        ({"platform": ["slack"]}, "Name the platform: slack or discord."),
        ({"platform": "slack", "act": "shout"}, "There is no act 'shout'. Choose one of: post."),
        (
            {"platform": "slack", "act": "post"},
            "post cannot be done like this: missing a required argument: 'community'. "
            "It takes community, text (optional).",
        ),
        (
            {"platform": "slack", "act": "post", "community": "here", "colour": "red"},
            "post cannot be done like this: got an unexpected keyword argument 'colour'. "
            "It takes community, text (optional).",
        ),
        ({"platform": "slack", "act": "post", "community": "there"}, "There is no community there."),
        ({"platform": "slack", "act": "post", "community": "here"}, "Write something, or attach a file."),
        (["slack"], 'Send one JSON object, such as {"platform": "slack", "act": "post", …}.'),
    ],
)
async def test_a_wrong_act_is_answered_with_what_to_do(client: Client, wish: object, said: str) -> None:
    assert await complaint(await client.post("/act", json=wish)) == said


async def test_only_json_is_taken_so_that_no_foreign_page_can_act(client: Client) -> None:
    body = json.dumps({"platform": "slack", "act": "post", "community": "here", "text": "Hello"})

    answer = await client.post("/act", data=body, headers={"Content-Type": "text/plain"})

    assert await complaint(answer) == "Send JSON, with the header Content-Type: application/json."


async def test_what_is_not_json_is_said_to_be_so(client: Client) -> None:
    answer = await client.post("/act", data="{", headers={"Content-Type": "application/json"})

    assert (await complaint(answer)).startswith("That is not JSON:")


async def test_a_fault_comes_into_force_and_goes(client: Client) -> None:
    wish = {"platform": "slack", "route": "POST *", "action": "status", "status": 503}

    put = await client.post("/fault", json=wish)
    assert (await put.json())["status"] == 503

    assert (await client.delete("/fault", params={"platform": "slack"})).status == 200
    assert (await client.delete("/fault")).status == 200


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"route": "POST *", "action": "explode"}, "Choose the action among reset_before,"),
        ({"action": "status"}, "Name the route,"),
        ({"route": "POST *", "action": "status", "colour": 1}, "A fault has no colour. Use only action, after,"),
    ],
)
async def test_a_wrong_fault_is_answered_with_what_to_do(client: Client, wish: dict[str, Any], said: str) -> None:
    assert (await complaint(await client.post("/fault", json={"platform": "slack"} | wish))).startswith(said)


async def test_faults_of_an_unknown_platform_cannot_be_taken_away(client: Client) -> None:
    answer = await client.delete("/fault", params={"platform": "teams"})

    assert await complaint(answer) == "Name the platform: slack or discord."


async def test_the_ledger_is_read_whole_or_from_an_entry_on(client: Client, ledger: Ledger) -> None:
    for number in range(3):
        ledger.note("slack", "bot", "post", ref=str(number))

    whole = await (await client.get("/ledger")).json()
    rest = await (await client.get("/ledger", params={"after": "2"})).json()

    assert [entry["ref"] for entry in whole["entries"]] == ["0", "1", "2"]
    assert [entry["ref"] for entry in rest["entries"]] == ["2"]
    assert "whole number" in await complaint(await client.get("/ledger", params={"after": "two"}))


async def test_the_live_feed_tells_what_happens_from_now_on(client: Client, ledger: Ledger) -> None:
    ledger.note("slack", "bot", "post", ref="before")
    async with client.get("/live") as feed:
        assert await feed.content.readline() == b"retry: 1000\n"
        ledger.note("slack", "bot", "post", ref="after")
        number, entry = await told(feed)

    assert (number, entry["ref"], entry["act"]) == (1, "after", "post")


async def test_the_live_feed_begins_where_a_reader_of_the_ledger_stopped(client: Client, ledger: Ledger) -> None:
    ledger.note("slack", "bot", "post", ref="read")
    ledger.note("slack", "bot", "post", ref="between")

    async with client.get("/live", params={"after": "1"}) as feed:
        number, entry = await told(feed)

    assert (number, entry["ref"]) == (1, "between")


async def test_a_browser_that_comes_back_is_told_what_it_missed(client: Client, ledger: Ledger) -> None:
    for ref in ("first", "second"):
        ledger.note("slack", "bot", "post", ref=ref)

    async with client.get("/live", headers={"Last-Event-ID": "0"}) as feed:
        number, entry = await told(feed)

    assert (number, entry["ref"]) == (1, "second")


async def test_a_quiet_feed_says_that_it_is_still_there(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.people.HEARTBEAT", 0.01)

    async with client.get("/live") as feed:
        async with asyncio.timeout(PATIENCE):
            while await feed.content.readline() != b": still here\n":
                pass


async def test_the_server_stops_at_once_although_a_feed_is_open(client: Client, ledger: Ledger) -> None:
    feed = await client.get("/live")
    assert feed.status == 200

    async with asyncio.timeout(PATIENCE):
        await client.close()

    assert ledger.watchers == []


async def test_the_page_may_load_nothing_from_elsewhere(client: Client) -> None:
    answer = await client.get("/")

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "Unsilo" in await answer.text()


async def test_a_picture_on_discords_cdn_is_found_in_the_sandbox(client: Client) -> None:
    answer = await client.get("/media", params={"url": "https://cdn.discordapp.com/avatars/1/a.png?size=128"})

    assert (answer.status, answer.content_type) == (200, "image/svg+xml")
    assert answer.headers["Content-Disposition"] == "inline"


async def test_a_page_that_somebody_uploaded_is_downloaded_and_never_run(client: Client, home: TestServer) -> None:
    answer = await client.get("/media", params={"url": str(home.make_url("/page.html"))})

    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "http://192.0.2.1/", "/state", "https://example.org/a.png"])
async def test_nothing_outside_the_sandbox_is_fetched(client: Client, url: str) -> None:
    assert (await client.get("/media", params={"url": url})).status == 404


async def test_no_redirect_leads_out_of_the_sandbox(client: Client, home: TestServer) -> None:
    assert (await client.get("/media", params={"url": str(home.make_url("/away"))})).status == 404


async def told(feed: ClientResponse) -> tuple[int, dict[str, Any]]:
    """The number and entry of the next event."""
    number = -1
    async with asyncio.timeout(PATIENCE):
        while True:
            name, _, value = (await feed.content.readline()).decode().rstrip("\n").partition(": ")
            if name == "id":
                number = int(value)
            if name == "data":
                return number, json.loads(value)
