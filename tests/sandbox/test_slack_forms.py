"""Modals from opening to closing, answered by the real slack_bolt."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SlackError
from tests.sandbox.slack_world import (
    Bot,
    Clock,
    Json,
    World,
    buttons,
    make_bot,
    plain,
    refused,
    slack_world,
    socket_mode,
    soon,
)


def modal(title: str = "Event", **more: Any) -> Json:
    """A modal that asks for a name (needed) and days (optional)."""
    days = [{"text": plain(day), "value": day.lower()} for day in ("Monday", "Tuesday")]
    name = {"type": "plain_text_input", "action_id": "name", "max_length": 10}
    choice = {"type": "checkboxes", "action_id": "days", "options": days}
    blocks = [
        {"type": "input", "block_id": "who", "label": plain("Name"), "element": name},
        {"type": "input", "block_id": "when", "label": plain("Days"), "element": choice, "optional": True},
    ]
    return {
        "type": "modal",
        "callback_id": "event",
        "title": plain(title),
        "submit": plain("Send"),
        "blocks": blocks,
        **more,
    }


async def opened(world: World, bot: Bot, view: Json) -> str:
    """The id of a modal that is opened when Ann uses a command."""

    @bot.app.command("/open")
    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    await soon(world.act("command", channel=world.general.id, name="/open"))
    answer = await world.client.views_open(trigger_id=bot.heard[-1]["trigger_id"], view=view)
    return str(answer["view"]["id"])


async def test_modal_from_open_to_submission() -> None:
    """Open by trigger, client-side complaints, the app's complaints, then closed; values come by block and action."""
    sent: list[Json] = []
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):

        @bot.app.command("/event")
        async def event(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
            await client.views_open(trigger_id=body["trigger_id"], view=modal(private_metadata="row 7"))
            await ack()

        @bot.app.view("event")
        async def submitted(ack: AsyncAck, view: Json) -> None:
            sent.append(view)
            name = view["state"]["values"]["who"]["name"]["value"]
            await ack(response_action="errors", errors={"who": "Taken"}) if name == "Ann" else await ack()

        opened = await soon(world.act("command", channel=world.general.id, name="/event"))
        (form,) = opened["forms"]
        assert (await world.act("submit", form=form))["errors"] == {"who": "Please complete this required field."}
        long = await world.act("submit", form=form, values={"name": "x" * 11})
        assert long["errors"] == {"who": "Must be at most 10 characters."}
        assert sent == []
        taken = await soon(world.act("submit", form=form, values={"name": "Ann"}))
        assert (taken["errors"], taken["forms"]) == ({"who": "Taken"}, [form])
        done = await soon(world.act("submit", form=form, values={"who": "Bob", "days": ["tuesday"]}))
        assert (done["errors"], done["forms"]) == ({}, [])
    assert sent[1]["private_metadata"] == "row 7"
    values = sent[1]["state"]["values"]
    assert values["who"]["name"] == {"type": "plain_text_input", "value": "Bob"}
    assert [option["value"] for option in values["when"]["days"]["selected_options"]] == ["tuesday"]


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        ({"response_action": "update", "view": modal("Second")}, ["Second"]),
        ({"response_action": "push", "view": modal("Second")}, ["First", "Second"]),
        ({"response_action": "clear"}, []),
    ],
)
async def test_response_actions(answer: Json, titles: list[str]) -> None:
    """An answer to a submission can replace the modal, put another on top, or close all."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        form = await opened(world, bot, modal("First"))

        @bot.app.view("event")
        async def submitted(ack: AsyncAck) -> None:
            await ack(**answer)

        result = await soon(world.act("submit", form=form, values={"name": "Ann"}))
        shown = [world.ws.views[view].native["title"]["text"] for view in result["forms"]]
    assert shown == titles


async def test_wrong_answers_to_a_submission() -> None:
    """Complaints about a block that is not there, and a view that Slack would refuse, fail loudly."""
    answers: list[Json] = [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "update", "view": modal("x" * 25)},
    ]
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        form = await opened(world, bot, modal())

        @bot.app.view("event")
        async def submitted(ack: AsyncAck) -> None:
            await ack(**answers[0])

        while answers:
            with pytest.raises(SlackError, match="invalid_arguments"):
                await soon(world.act("submit", form=form, values={"name": "Ann"}))
            answers.pop(0)


async def test_closing_tells_who_asked_for_it() -> None:
    """`view_closed` comes for modals with `notify_on_close`, and only for them."""
    closed: list[Json] = []
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):

        @bot.app.view_closed("event")
        async def on_close(ack: AsyncAck, body: Json) -> None:
            closed.append(body)
            await ack()

        quiet = await opened(world, bot, modal())
        await soon(world.act("dismiss", form=quiet))
        loud = await opened(world, bot, modal(notify_on_close=True))
        await soon(world.act("dismiss", form=loud))
        with pytest.raises(LookupError, match="no form"):
            await world.act("dismiss", form=loud)
    assert [(body["view"]["id"], body["is_cleared"]) for body in closed] == [(loud, False)]


async def test_triggers_wear_out() -> None:
    """A trigger opens one modal within three seconds; the stack holds three."""
    clock = Clock()
    async with slack_world(clock=clock) as world, socket_mode(world, bot := make_bot(world)):

        @bot.app.command("/event")
        async def event(ack: AsyncAck) -> None:
            await ack()

        async def trigger() -> str:
            await soon(world.act("command", channel=world.general.id, name="/event"))
            return str(bot.heard[-1]["trigger_id"])

        client = world.client
        spent = await trigger()
        first = (await client.views_open(trigger_id=spent, view=modal()))["view"]
        again = await refused(client.views_open(trigger_id=spent, view=modal()))
        unknown = await refused(client.views_open(trigger_id="1.2.3", view=modal()))
        for _ in range(2):
            await client.views_push(trigger_id=await trigger(), view=modal())
        full = await refused(client.views_push(trigger_id=await trigger(), view=modal()))
        late = await trigger()
        clock.at += 3.5
        expired = await refused(client.views_open(trigger_id=late, view=modal()))
        changed = (await client.views_update(view_id=first["id"], hash=first["hash"], view=modal("New")))["view"]
        race = await refused(client.views_update(view_id=first["id"], hash=first["hash"], view=modal("Old")))
        lost = await refused(client.views_update(view_id="V0NOWHERE", view=modal()))
    assert changed["id"] == first["id"]
    assert [answer["error"] for answer in (again, unknown, full, expired, race, lost)] == [
        "exchanged_trigger_id",
        "invalid_trigger_id",
        "push_limit_reached",
        "expired_trigger_id",
        "hash_conflict",
        "not_found",
    ]


async def test_press_inside_a_modal() -> None:
    """A button in a modal tells which view it is in."""
    pressed: list[Json] = []
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):

        @bot.app.action("rsvp")
        async def rsvp(ack: AsyncAck, body: Json) -> None:
            await ack()
            pressed.append(body)

        form = await opened(world, bot, {**modal(), "blocks": buttons()})
        await soon(world.act("press", channel="", message=form, action="rsvp", value="No"))
    assert pressed[0]["container"] == {"type": "view", "view_id": form}
    assert pressed[0]["view"]["id"] == form
    assert pressed[0]["actions"][0]["value"] == "No"
