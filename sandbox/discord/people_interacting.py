"""What people do with a bot: use its commands and menus, press its buttons, choose, and fill its forms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.discord import interactions, native_message
from sandbox.discord.components import walk
from sandbox.discord.errors import ApiError, Refusal
from sandbox.discord.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, SUBMIT, Interaction
from sandbox.discord.model import JSON, Bot, Channel, Message
from sandbox.discord.options import chosen_data, option_data
from sandbox.discord.permissions import ALL, Permission, permitted
from sandbox.discord.submission import Submission
from sandbox.discord.world import World

SLASH, MESSAGE_MENU = 1, 3


class InteractingPeople:
    """Each act waits for the bot's first answer, at most 3 s, and returns what the person then sees:

    `{"interaction", "channel", "answered", "message" (id or None), "private", "form" (an open modal or None)}`.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.acts: dict[str, Callable[..., Awaitable[JSON]]] = {
            act.__name__: act for act in (self.command, self.complete, self.menu, self.press, self.submit, self.dismiss)
        }

    async def command(
        self, community: str, user: str, channel: str, name: str, options: dict[str, Any] | None = None
    ) -> JSON:
        """Use a slash command; a subcommand is written after its command, "bridge add"."""
        place, (bot, command) = self._place(user, channel), self._command(community, user, name, SLASH)
        data = option_data(self._world, place, command, name.split()[1:], options or {})
        self._note("command", place, command["name"], user, options=options or {})
        return await self._outcome(self._begin(bot, COMMAND, user, place, data))

    async def complete(
        self, community: str, user: str, channel: str, name: str, focused: str, options: dict[str, Any] | None = None
    ) -> JSON:
        """Type into the option `focused` and get the bot's suggestions: `{"choices": […]}`."""
        place, (bot, command) = self._place(user, channel), self._command(community, user, name, SLASH)
        data = option_data(self._world, place, command, name.split()[1:], options or {}, focused=focused)
        one = self._begin(bot, AUTOCOMPLETE, user, place, data)
        await interactions.answered(one)
        return {"interaction": one.id, "channel": place.id, "choices": one.choices}

    async def menu(self, community: str, user: str, channel: str, message: str, name: str) -> JSON:
        """Use a message context-menu command."""
        place, (bot, command) = self._place(user, channel), self._command(community, user, name, MESSAGE_MENU)
        target = self._world.message(place, message)
        data = {
            "id": command["id"],
            "name": command["name"],
            "type": MESSAGE_MENU,
            "target_id": target.id,
            "resolved": {"messages": {target.id: native_message.message(self._world, target, bot)}},
        }
        if "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        self._note("menu", place, target.id, user, name=name)
        return await self._outcome(self._begin(bot, COMMAND, user, place, data))

    async def press(
        self,
        community: str,
        user: str,
        channel: str,
        message: str,
        action: str,
        value: str | None = None,
        values: list[str] | None = None,
    ) -> JSON:
        """Press a button, or choose `values` in a select; `action` is its custom_id."""
        place = self._place(user, channel)
        target = self._shown(place, user, message)
        bot = self._world.bot_by_id(target.application_id or target.author.id)
        component = next((each for each in walk(target.components) if each.get("custom_id") == action), None)
        if component is None or component.get("disabled"):
            raise LookupError(f"The message has no button or menu {action!r} that can be used.")
        data: JSON = {"custom_id": action, "component_type": component["type"], "id": component["id"]}
        chosen = values if values is not None else [value] if value is not None else []
        if component["type"] != 2:
            data |= chosen_data(self._world, place, component, chosen)
        self._note("press", place, target.id, user, action=action, values=chosen)
        return await self._outcome(self._begin(bot, COMPONENT, user, place, data, target))

    async def submit(self, community: str, user: str, form: str, values: dict[str, Any]) -> JSON:
        """Send an open form; `values` are by custom_id: text, a list of choices, or true and false."""
        opened = self._form(user, form)
        asked = self._world.interactions[form]
        filled = Submission(self._world, asked.channel, values)
        components = filled.fill(opened["components"])
        data: JSON = {"custom_id": opened["custom_id"], "components": components, "resolved": filled.resolved}
        del self._world.forms[user][form]
        self._note("submit", asked.channel, form, user, values=values)
        return await self._outcome(self._begin(asked.bot, SUBMIT, user, asked.channel, data, asked.source))

    async def dismiss(self, community: str, user: str, form: str) -> JSON:
        """Close a form without sending it; the bot is not told."""
        self._form(user, form)
        del self._world.forms[user][form]
        return {"form": form}

    def _begin(
        self, bot: Bot, kind: int, user: str, place: Channel, data: JSON, source: Message | None = None
    ) -> Interaction:
        return interactions.begin(self._world, bot, kind, self._world.user(user), place, data, source)

    async def _outcome(self, one: Interaction) -> JSON:
        await interactions.answered(one)
        return {
            "interaction": one.id,
            "channel": one.channel.id,
            "answered": not one.failed,
            "message": one.original.id if one.original else None,
            "private": one.original is not None and one.original.seen_by is not None,
            "form": one.form,
        }

    def _place(self, user: str, channel: str) -> Channel:
        place = self._world.dm(user, channel) if channel in self._world.users else self._world.channel(channel)
        interactions.check_use(self._world, self._world.user(user), place)
        return place

    def _command(self, community: str, user: str, name: str, kind: int) -> tuple[Bot, JSON]:
        """The command of that name, a guild's own before a global one, which the user may use."""
        guild = self._world.guild(community)
        wanted = name.split()[0] if kind == SLASH else name
        for scope in (guild.id, None):
            for bot in self._world.bots_in(guild):
                for command in bot.commands.get(scope, {}).values():
                    if command["type"] == kind and command["name"] == wanted:
                        self._check_allowed(command, permitted(guild, user))
                        return bot, command
        raise ApiError(Refusal.UNKNOWN_COMMAND)

    def _check_allowed(self, command: JSON, rights: Permission) -> None:
        needed = command["default_member_permissions"]
        if needed is not None and (int(needed) & ~rights or int(needed) == 0) and rights != ALL:
            raise ApiError(Refusal.MISSING_PERMISSIONS)

    def _shown(self, place: Channel, user: str, message: str) -> Message:
        private = self._world.ephemerals.get(user, {})
        return private[message] if message in private else self._world.message(place, message)

    def _form(self, user: str, form: str) -> JSON:
        if form not in self._world.forms.get(user, {}):
            raise LookupError("That form is not open.")
        return self._world.forms[user][form]

    def _note(self, act: str, place: Channel, ref: str, user: str, **data: Any) -> None:
        community = place.guild_id or ""
        self._world.ledger.note(
            "discord", "person", act, community=community, channel=place.id, ref=ref, user=user, **data
        )
