"""Commands, menus, buttons and forms through the real discord.py, and what the platform refuses about them."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
import pytest
from discord import app_commands

from tests.sandbox.discord_world import Listener, World


async def sync(client: Listener, world: World, *commands: Any) -> None:
    """Register commands in the guild."""
    guild = discord.Object(int(world.guild.id))
    for command in commands:
        client.tree.add_command(command, guild=guild)
    await client.tree.sync(guild=guild)


async def test_a_command_is_answered_privately_and_followed_up(world: World) -> None:
    @app_commands.command(name="ask", description="Ask a question")
    async def ask(interaction: discord.Interaction, question: str, who: discord.Member | None = None) -> None:
        assert who is not None
        await interaction.response.send_message(f"{question} for {who.display_name}", ephemeral=True)
        public = await interaction.followup.send("for all", wait=True)
        await public.edit(content="for everybody")
        await interaction.edit_original_response(content="changed")

    async with world.client() as client:
        await sync(client, world, ask)
        outcome = await world.act("command", name="ask", options={"question": "Why?", "who": world.bob.id})
        assert (outcome["answered"], outcome["private"]) == (True, True)
        update = await client.until("raw_message_edit")
        assert update.message.content == "for everybody"
        await client.until("app_command_completion")
        private = world.server.state()["communities"][0]["private"][world.ann.id]["ephemerals"]
        assert [each["native"]["content"] for each in private] == ["changed"]
        (shown,) = world.general.messages.values()
        assert (shown.type, shown.content) == (0, "for everybody")


async def test_a_deferred_command_is_completed_later(world: World) -> None:
    @app_commands.command(name="slow", description="Takes its time")
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await interaction.followup.send("done")

    async with world.client() as client:
        await sync(client, world, slow)
        outcome = await world.act("command", name="slow")
        await client.until("raw_message_edit")
        message = world.general.messages[outcome["message"]]
        assert (message.type, message.content, message.flags, message.edited) == (20, "done", 0, None)


async def test_a_subcommand_with_choices_and_autocomplete(world: World) -> None:
    group = app_commands.Group(name="bridge", description="Linked channels")
    heard: list[str] = []

    @group.command(name="add", description="Link a channel")
    async def add(interaction: discord.Interaction, name: str) -> None:
        heard.append(name)
        await interaction.response.send_message("linked")

    @add.autocomplete("name")
    async def names(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=current + "x", value=current + "x")]

    async with world.client() as client:
        await sync(client, world, group)
        suggested = await world.act("complete", name="bridge add", focused="name", options={"name": "wa"})
        assert suggested["choices"] == [{"name": "wax", "value": "wax"}]
        await world.act("command", name="bridge add", options={"name": "ward"})
        assert heard == ["ward"]
        with pytest.raises(ValueError, match="needs name"):
            await world.act("command", name="bridge add")
        with pytest.raises(ValueError, match="subcommands: add"):
            await world.act("command", name="bridge")


async def test_a_message_menu_opens_a_form_and_its_values_arrive(world: World) -> None:
    class Share(discord.ui.Modal, title="Share"):
        why: discord.ui.Label[Any] = discord.ui.Label(
            text="Why?", component=discord.ui.TextInput(custom_id="why", max_length=50)
        )
        where: discord.ui.Label[Any] = discord.ui.Label(
            text="Where?",
            component=discord.ui.Select(
                custom_id="where",
                options=[discord.SelectOption(label="Here", value="here"), discord.SelectOption(label="There")],
            ),
        )
        sure: discord.ui.Label[Any] = discord.ui.Label(text="Sure?", component=discord.ui.Checkbox(custom_id="sure"))
        how: discord.ui.Label[Any] = discord.ui.Label(
            text="How?",
            component=discord.ui.RadioGroup(
                custom_id="how",
                options=[discord.RadioGroupOption(label="Fast"), discord.RadioGroupOption(label="Slow")],
            ),
        )

        async def on_submit(self, interaction: discord.Interaction) -> None:
            parts = (self.why, self.where, self.sure, self.how)
            why, where, sure, how = (each.component for each in parts)
            assert isinstance(why, discord.ui.TextInput)
            assert isinstance(where, discord.ui.Select)
            assert isinstance(sure, discord.ui.Checkbox)
            assert isinstance(how, discord.ui.RadioGroup)
            answer = f"{why.value} {where.values} {sure.value} {how.value}"
            await interaction.response.send_message(answer, ephemeral=True)

    @app_commands.context_menu(name="Share to the bridge")
    async def share(interaction: discord.Interaction, message: discord.Message) -> None:
        assert message.content == "worth sharing"
        await interaction.response.send_modal(Share())

    async with world.client() as client:
        await sync(client, world, share)
        message = await world.post("worth sharing")
        opened = await world.act("menu", message=message, name="Share to the bridge")
        form = opened["form"]
        assert (form["title"], form["components"][0]["label"]) == ("Share", "Why?")
        community = {"community": world.guild.id, "user": world.ann.id, "form": form["id"]}
        with pytest.raises(ValueError, match="between 0 and 50"):
            await world.server.acts["submit"](**community, values={"why": "x" * 51, "where": ["here"], "how": "Fast"})
        values = {"why": "useful", "where": ["here"], "sure": True, "how": "Fast"}
        sent = await world.server.acts["submit"](**community, values=values)
        answer = world.server.world.ephemerals[world.ann.id][sent["message"]]
        assert answer.content == "useful ['here'] True Fast"
        with pytest.raises(LookupError):
            await world.server.acts["dismiss"](**community)


async def test_a_legacy_form_with_action_rows_works_and_can_be_dismissed(world: World) -> None:
    class Old(discord.ui.Modal, title="Old"):
        name: discord.ui.TextInput[Any] = discord.ui.TextInput(label="Name", custom_id="name")

    @app_commands.command(name="old", description="An old form")
    async def old(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Old())

    async with world.client() as client:
        await sync(client, world, old)
        opened = await world.act("command", name="old")
        assert world.server.state()["communities"][0]["private"][world.ann.id]["forms"] == [opened["form"]]
        form = {"community": world.guild.id, "user": world.ann.id, "form": opened["form"]["id"]}
        await world.server.acts["dismiss"](**form)
        assert world.server.state()["communities"][0]["private"] == {}


async def test_buttons_and_selects_update_their_message(world: World) -> None:
    class Choice(discord.ui.View):
        @discord.ui.button(label="Yes", custom_id="yes")
        async def yes(self, interaction: discord.Interaction, _: discord.ui.Button[Any]) -> None:
            await interaction.response.edit_message(content="chosen", view=None)

        @discord.ui.select(cls=discord.ui.UserSelect, custom_id="who")
        async def who(self, interaction: discord.Interaction, select: discord.ui.UserSelect[Any]) -> None:
            await interaction.response.send_message(select.values[0].display_name)

    async with world.client() as client:
        channel = client.get_channel(int(world.general.id))
        assert isinstance(channel, discord.TextChannel)
        sent = await channel.send("choose", view=Choice())
        outcome = await world.act("press", message=str(sent.id), action="who", values=[world.bob.id])
        assert world.general.messages[outcome["message"]].content == "Bob"
        outcome = await world.act("press", message=str(sent.id), action="yes")
        assert outcome["message"] == str(sent.id)
        message = world.general.messages[str(sent.id)]
        assert (message.content, message.components) == ("chosen", [])
        with pytest.raises(LookupError):
            await world.act("press", message=str(sent.id), action="yes")


async def test_new_components_are_shown_and_pressed(world: World) -> None:
    class Card(discord.ui.LayoutView):
        container = discord.ui.Container[Any](
            discord.ui.TextDisplay("# Round 3"),
            discord.ui.Section("Meet Bob", accessory=discord.ui.Button(label="Meet", custom_id="meet")),
        )

    async with world.client() as client:
        channel = client.get_channel(int(world.general.id))
        assert isinstance(channel, discord.TextChannel)
        view = Card()
        sent = await channel.send(view=view)
        assert (sent.flags.components_v2, sent.content) == (True, "")
        pressing = asyncio.create_task(world.act("press", message=str(sent.id), action="meet"))
        interaction = await client.until("interaction")
        await interaction.response.defer()
        assert (await pressing)["answered"]
        path = f"/channels/{world.general.id}/messages/{sent.id}"
        status, refused = await world.call("PATCH", path, {"content": "x"})
        assert (status, list(refused["errors"])) == (400, ["content"])


async def raw_interaction(world: World, client: Listener) -> tuple[str, str, asyncio.Task[Any]]:
    """A command that nobody answers yet: its id, its token, and the act that waits."""
    command = {"name": "raw", "description": "Raw"}
    await world.call("POST", f"/applications/{world.bot.id}/commands", command)
    waiting = asyncio.create_task(world.act("command", name="raw"))
    interaction = await client.until("interaction")
    return str(interaction.id), interaction.token, waiting


async def test_an_interaction_is_answered_once_and_its_token_dies(world: World) -> None:
    async with world.client() as client:
        one, token, waiting = await raw_interaction(world, client)
        answer = {"type": 4, "data": {"content": "hi"}}
        path = f"/interactions/{one}/{token}/callback"
        status, refused = await world.call("POST", path, {"type": 7, "data": {}}, token=None)
        assert (status, refused["code"]) == (400, 50035)
        status, refused = await world.call("POST", path, {"type": 4, "data": {"content": "x" * 2001}}, token=None)
        assert (status, list(refused["errors"])) == (400, ["data"])
        assert await world.call("POST", path, answer, token=None) == (204, None)
        status, refused = await world.call("POST", path, answer, token=None)
        assert (status, refused["code"]) == (400, 40060)
        assert (await waiting)["answered"]
        follow = f"/webhooks/{world.bot.id}/{token}"
        status, _ = await world.call("POST", follow, {"content": "more"}, token=None)
        assert status == 200
        assert await world.call("DELETE", f"{follow}/messages/@original", token=None) == (204, None)
        world.clock.at += 15 * 60 + 1
        status, refused = await world.call("POST", follow, {"content": "late"}, token=None)
        assert (status, refused["code"]) == (401, 50027)


async def test_an_answer_after_three_seconds_is_too_late(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.discord.interactions.ANSWER_WITHIN", 0.1)  # the person's patience; real seconds
    async with world.client() as client:
        one, token, waiting = await raw_interaction(world, client)
        assert (await waiting)["answered"] is False
        path = f"/interactions/{one}/{token}/callback"
        status, refused = await world.call("POST", path, {"type": 5}, token=None)
        assert (status, refused["code"]) == (404, 10062)


@pytest.mark.parametrize(
    "command",
    [
        {"name": "Upper", "description": "x"},
        {"name": "two words", "description": "x"},
        {"name": "x" * 33, "description": "x"},
        {"name": "x", "description": ""},
        {"name": "x", "description": "y" * 101},
        {
            "name": "x",
            "description": "y",
            "options": [{"name": str(n), "description": "d", "type": 3} for n in range(26)],
        },
        {"name": "x", "type": 3, "description": "menus have none"},
    ],
)
async def test_bad_commands_are_refused(world: World, command: dict[str, Any]) -> None:
    path = f"/applications/{world.bot.id}/guilds/{world.guild.id}/commands"
    status, refused = await world.call("PUT", path, [command])
    assert (status, refused["code"], "0" in refused["errors"]) == (400, 50035, True)


async def test_replacing_commands_keeps_ids_and_drops_the_rest(world: World) -> None:
    path = f"/applications/{world.bot.id}/commands"
    one, two = {"name": "one", "description": "1"}, {"name": "two", "description": "2"}
    _, before = await world.call("PUT", path, [one, two])
    _, after = await world.call("PUT", path, [one | {"description": "one"}])
    assert [each["id"] for each in after] == [before[0]["id"]]
    assert (await world.call("GET", path))[1] == after
    status, refused = await world.call("PUT", path, [{"name": f"c{n}", "description": "x"} for n in range(101)])
    assert (status, refused["code"]) == (400, 50035)


async def test_admin_commands_are_for_admins(world: World) -> None:
    command = {"name": "admin", "description": "x", "default_member_permissions": "8"}
    await world.call("PUT", f"/applications/{world.bot.id}/commands", [command])
    with pytest.raises(ValueError, match="Missing Permissions"):
        await world.act("command", world.bob, name="admin")
