"""Rate limits, scopes, tokens and HTTP faults, seen through the real slack_sdk."""

import pytest
from aiohttp import ClientError, ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.faults import Action, Fault
from tests.sandbox.slack_world import Clock, refused, slack_world


async def test_one_post_per_second_and_channel_in_short_bursts() -> None:
    """Four at once, then one a second; other channels are not held up."""
    clock = Clock()
    async with slack_world(limits=True, clock=clock) as world:
        other = world.server.add_channel(world.ws.id, "other")
        for number in range(4):
            await world.say(str(number))
            clock.at += 0.1
        with pytest.raises(SlackApiError) as error:
            await world.say("too many")
        assert error.value.response.status_code == 429
        assert error.value.response.headers["Retry-After"] == "4"
        assert error.value.response["error"] == "rate_limited"
        assert world.noted("refused") == [{"status": 429, "error": "rate_limited", "route": "chat.postMessage"}]
        await world.client.chat_postMessage(channel=other.id, text="elsewhere")
        clock.at += 4
        await world.say("again")
        assert len(world.general.messages) == 5


async def test_tiers() -> None:
    """A tier 2 method can be called 20 times a minute; other methods go on."""
    clock = Clock()
    async with slack_world(limits=True, clock=clock) as world:
        for _ in range(20):
            await world.client.users_list()
        assert (await refused(world.client.users_list()))["error"] == "ratelimited"
        await world.client.users_info(user=world.ann.id)
        clock.at += 60
        await world.client.users_list()


async def test_no_limits_when_switched_off() -> None:
    """For speed tests."""
    async with slack_world(limits=False) as world:
        for number in range(30):
            await world.say(str(number))
        assert len(world.general.messages) == 30


async def test_scopes() -> None:
    """A call without its scope is told which is needed and which are there; custom names need their own."""
    async with slack_world(scopes=["chat:write", "channels:history", "channels:read"]) as world:
        client, channel = world.client, world.general.id
        private = world.server.add_channel(world.ws.id, "private", private=True)
        await world.say("plain")
        for call, needed in (
            (client.users_info(user=world.ann.id), "users:read"),
            (client.chat_postMessage(channel=channel, text="x", username="Ann"), "chat:write.customize"),
            (client.conversations_history(channel=private.id), "groups:history"),
            (client.conversations_open(users=world.ann.id), "channels:manage"),
            (client.files_getUploadURLExternal(filename="a", length=1), "files:write"),
            (client.reactions_add(channel=channel, timestamp="1.000001", name="wave"), "reactions:write"),
        ):
            answer = await refused(call)
            assert (answer["error"], answer["needed"]) == ("missing_scope", needed)
            assert answer["provided"] == "channels:history,channels:read,chat:write"


async def test_tokens() -> None:
    """None, wrong, of the wrong kind, of an app that was removed."""
    async with slack_world() as world:
        base = world.server.api_url
        for token, method, code in (
            ("", "auth.test", "not_authed"),
            ("xoxb-wrong", "auth.test", "invalid_auth"),
            (world.ws.app.bot_token, "apps.connections.open", "not_allowed_token_type"),
            (world.ws.app.app_token, "users.list", "not_allowed_token_type"),
            (world.ws.app.bot_token, "chat.nonsense", "unknown_method"),
        ):
            client = AsyncWebClient(token, base_url=base, proxy="", retry_handlers=[])
            assert (await refused(client.api_call(method)))["error"] == code
        await world.act("uninstall")
        assert (await refused(world.client.auth_test()))["error"] == "account_inactive"
        async with ClientSession() as session, session.post(f"{base}auth.test", data={"token": "xoxb-no"}) as response:
            assert (await response.json())["error"] == "invalid_auth"


@pytest.mark.parametrize(
    ("action", "posted", "error"),
    [
        ("reset_before", 0, ClientError),
        ("reset_after", 1, ClientError),
        ("status", 0, SlackApiError),
        ("status_after", 1, SlackApiError),
        ("half", 1, ClientError),
    ],
)
async def test_faults_on_calls(action: Action, posted: int, error: type[Exception]) -> None:
    """The connection breaks or the answer is lost, before or after the message was posted."""
    async with slack_world() as world:
        world.server.faults.add(Fault("POST */chat.postMessage", action, body="{}"))
        with pytest.raises(error):
            await world.say("Once?")
        assert len(world.general.messages) == posted
        await world.say("Twice")
        assert len(world.general.messages) == posted + 1


async def test_default_retry_of_the_sdk_doubles_a_post() -> None:
    """slack_sdk's own retry after a lost answer posts twice: what a bot must switch off."""
    async with slack_world() as world:
        careless = AsyncWebClient(world.ws.app.bot_token, base_url=world.server.api_url, proxy="")
        world.server.faults.add(Fault("POST */chat.postMessage", "reset_after"))
        await careless.chat_postMessage(channel=world.general.id, text="Twins")
        assert [message["text"] for message in world.general.messages.values()] == ["Twins", "Twins"]


async def test_fault_after_some_calls() -> None:
    """`after` lets calls pass first; `times` is how often it strikes."""
    async with slack_world() as world:
        fault = world.server.faults.add(Fault("GET */users.info", "status", after=1, times=2, status=503))
        outcomes = []
        for _ in range(4):
            try:
                await world.client.users_info(user=world.ann.id)
                outcomes.append(200)
            except SlackApiError as error:
                outcomes.append(error.response.status_code)
    assert outcomes == [200, 503, 503, 200]
    assert fault.struck == 2


async def test_delays() -> None:
    """A delayed call is performed all the same."""
    async with slack_world() as world:
        for action in ("delay", "delay_after"):
            world.server.faults.add(Fault("POST */chat.postMessage", action, seconds=0.01))
            await world.say(action)
        assert len(world.general.messages) == 2
