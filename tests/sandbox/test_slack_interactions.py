"""Commands, menus, buttons and the Home tab, answered by the real slack_bolt."""

import pytest
from aiohttp import ClientSession
from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox.faults import Fault
from tests.sandbox.slack_world import Clock, Json, buttons, make_bot, refused, slack_world, socket_mode, soon

MANIFEST = {
    "features": {
        "bot_user": {"display_name": "helper"},
        "slash_commands": [{"command": "/event", "description": "Share an event", "should_escape": True}],
        "shortcuts": [{"name": "Share", "type": "message", "callback_id": "share", "description": "Share it"}],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "channels:history", "im:write"]}},
    "settings": {"event_subscriptions": {"bot_events": ["message.channels", "app_home_opened"]}},
}


async def test_command_from_the_manifest() -> None:
    """A command arrives with escaped mentions; its answer can be for all, later ones go to the response_url."""
    async with slack_world(manifest=MANIFEST) as world, socket_mode(world, bot := make_bot(world)):

        @bot.app.command("/event")
        async def event(ack: AsyncAck, respond: AsyncRespond) -> None:
            await ack(text="A meetup", response_type="in_channel")
            await respond("Only for you")

        world.bob.real_name = "Bob van Dyke"
        typed = "new @Bob van Dyke, @bob, @bobby in #general"
        answer = await soon(world.act("command", channel=world.general.id, name="event", text=typed))
        assert answer["error"] is None
        await soon(world.server.settled())
        bob = f"<@{world.bob.id}|bob>"
        assert bot.heard[0]["text"] == f"new {bob}, {bob}, @bobby in <#{world.general.id}|general>"
        assert bot.heard[0]["channel_name"] == "general"
        assert [message["text"] for message in world.general.messages.values()] == ["A meetup"]
        assert [message["text"] for message in world.ws.ephemerals[world.ann.id]] == ["Only for you"]
        with pytest.raises(LookupError, match="not a valid command"):
            await world.act("command", channel=world.general.id, name="/other")
    assert world.ws.me.name == "helper"


async def test_silent_command_times_out() -> None:
    """Without an answer in time the member is told that the app did not respond."""
    async with slack_world() as world, socket_mode(world, make_bot(world)):
        world.server.deliveries.patience = 0.1
        answer = await soon(world.act("command", channel=world.general.id, name="/nobody"))
        assert answer["error"] == "operation_timeout"
        world.server.faults.add(Fault("EVENT slash_commands", "never"))
        assert (await world.act("command", channel=world.general.id, name="/nobody"))["error"] == "operation_timeout"


async def test_buttons_and_selects() -> None:
    """A press carries the message, the button's value and a response_url that can replace the message."""
    pressed: list[Json] = []
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):

        @bot.app.action("rsvp")
        async def rsvp(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
            await ack()
            pressed.append(body)
            await respond(f"{body['user']['username']}: {body['actions'][0]['value']}", replace_original=True)

        @bot.app.action("seats")
        async def seats(ack: AsyncAck, body: Json) -> None:
            pressed.append(body)
            await ack()

        ts = await world.say("Coming?", blocks=buttons())
        await soon(world.act("press", channel=world.general.id, message=ts, action="seats", value="2"))
        await soon(world.act("press", channel=world.general.id, message=ts, action="rsvp", value="No"))
        await soon(world.server.settled())
        assert pressed[0]["actions"][0]["selected_option"]["text"]["text"] == "Two"
        assert (pressed[1]["actions"][0]["value"], pressed[1]["message"]["ts"]) == ("No", ts)
        assert pressed[1]["container"]["is_ephemeral"] is False
        assert world.message(ts)["text"] == "ann.lee: No"
        with pytest.raises(LookupError, match="nothing with the action"):
            await world.act("press", channel=world.general.id, message=ts, action="gone")


async def test_press_on_an_ephemeral_message() -> None:
    """It can be replaced and removed through the response_url alone."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):

        @bot.app.action("rsvp")
        async def rsvp(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
            await ack()
            assert body["container"]["is_ephemeral"] is True
            if body["actions"][0]["value"] == "Yes":
                await respond("Thank you", replace_original=True, blocks=buttons())
            else:
                await respond(delete_original=True)

        await world.client.chat_postEphemeral(
            channel=world.general.id, user=world.ann.id, text="Coming?", blocks=buttons()
        )
        (message,) = world.ws.ephemerals[world.ann.id]
        press = {"channel": world.general.id, "message": message["ts"], "action": "rsvp"}
        await soon(world.act("press", **press, value="Yes"))
        assert [each["text"] for each in world.ws.ephemerals[world.ann.id]] == ["Thank you"]
        await soon(world.act("press", **press, value="No"))
        assert world.ws.ephemerals[world.ann.id] == []


async def test_response_url_wears_out() -> None:
    """Five uses, thirty minutes."""
    clock = Clock()
    async with slack_world(clock=clock) as world, socket_mode(world, bot := make_bot(world)):

        @bot.app.command("/event")
        async def event(ack: AsyncAck) -> None:
            await ack()

        for _ in range(2):
            await soon(world.act("command", channel=world.general.id, name="/event"))
        first, second = (AsyncWebhookClient(body["response_url"], proxy="") for body in bot.heard)
        for number in range(5):
            assert (await first.send(text=str(number))).body == "ok"
        used = await first.send(text="6")
        clock.at += 1801
        expired = await second.send(text="late")
        empty = await second.send()
    assert (used.status_code, '"used_url"' in used.body) == (404, True)
    assert (expired.status_code, '"expired_url"' in expired.body) == (404, True)
    assert empty.status_code == 404
    assert len(world.ws.ephemerals[world.ann.id]) == 5


async def test_message_shortcut() -> None:
    """A menu on a message sends the message along."""
    used: list[Json] = []
    async with slack_world(manifest=MANIFEST) as world, socket_mode(world, bot := make_bot(world)):

        @bot.app.shortcut("share")
        async def share(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
            await ack()
            used.append(body)
            await respond("Shared")

        ts = await world.post("Worth sharing")
        await soon(world.act("menu", channel=world.general.id, message=ts, name="share"))
        with pytest.raises(LookupError, match="no shortcut"):
            await world.act("menu", channel=world.general.id, message=ts, name="other")
    assert (used[0]["type"], used[0]["message"]["text"]) == ("message_action", "Worth sharing")
    assert [message["text"] for message in world.ws.ephemerals[world.ann.id]] == ["Shared"]


async def test_home_tab() -> None:
    """Opening the Home tab is an event; what is published there replaces what was there, guarded by its hash."""
    async with slack_world(manifest=MANIFEST) as world, socket_mode(world, bot := make_bot(world)):
        await world.act("open_home")
        await soon(world.server.settled())
        assert bot.kinds() == ["app_home_opened"]
        home = {"type": "home", "blocks": buttons()}
        first = (await world.client.views_publish(user_id=world.ann.id, view=home))["view"]
        await world.client.views_publish(user_id=world.ann.id, view=home, hash=first["hash"])
        race = await refused(world.client.views_publish(user_id=world.ann.id, view=home, hash=first["hash"]))
        shown = await world.act("open_home")
    assert race["error"] == "hash_conflict"
    assert shown["view"]["id"] == first["id"]


async def test_guessed_response_url_is_not_found() -> None:
    """Only an address that was given to the bot answers."""
    async with (
        slack_world() as world,
        ClientSession() as session,
        session.post(f"{world.server.base}/hooks/{world.ws.id}/guess", json={"text": "x"}) as response,
    ):
        assert response.status == 404
