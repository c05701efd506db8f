"""What a person typed into a command or chose in a menu, as the interaction carries it to the bot."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

from sandbox.discord import native
from sandbox.discord.cdn import attachment, stored_name, type_of
from sandbox.discord.model import JSON, Attachment, Channel
from sandbox.discord.world import World

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, FILE = range(1, 12)


class Resolved:
    """Collects the objects behind the ids that were chosen."""

    def __init__(self, world: World, place: Channel) -> None:
        self._world = world
        self._place = place
        self.found: JSON = {}

    def user(self, user_id: str) -> None:
        """A user, and their membership."""
        self._put("users", user_id, native.user(self._world.user(user_id)))
        guild = self._world.guild_of(self._place)
        if guild and user_id in guild.members:
            member = native.member(guild.members[user_id], with_user=False) | {"permissions": "0"}
            self._put("members", user_id, member)

    def role(self, role_id: str) -> None:
        """A role."""
        guild = self._world.guild(self._place.guild_id)
        self._put("roles", role_id, native.role(guild.roles[role_id]))

    def channel(self, channel_id: str) -> None:
        """A channel."""
        shown = native.channel(self._world, self._world.channel(channel_id))
        self._put("channels", channel_id, shown | {"permissions": "0"})

    def file(self, file: JSON) -> str:
        """A file that is sent along: its new attachment's id."""
        content = b64decode(file.get("content_base64") or "")
        name = stored_name(str(file["name"]))
        one = Attachment(self._world.mint(), self._place.id, name, content, file.get("type") or type_of(name))
        self._world.files[one.channel_id, one.id] = one
        self._put("attachments", one.id, attachment(self._world, one))
        return one.id

    def either(self, either_id: str) -> None:
        """A user or a role."""
        if either_id in self._world.users:
            self.user(either_id)
        else:
            self.role(either_id)

    def _put(self, kind: str, key: str, shown: JSON) -> None:
        self.found.setdefault(kind, {})[key] = shown


def option_data(
    world: World, place: Channel, command: JSON, path: list[str], typed: dict[str, Any], *, focused: str | None = None
) -> JSON:
    """The data of a slash command. ValueError when something required is missing, unknown or of the wrong kind."""
    resolved = Resolved(world, place)
    declared, chain = command["options"], []
    for step in path:
        inner = next((each for each in declared if each["name"] == step and each["type"] in (SUBCOMMAND, GROUP)), None)
        if inner is None:
            raise ValueError(f"/{command['name']} has no subcommand {step!r}.")
        chain.append(inner)
        declared = inner.get("options") or []
    if any(each["type"] in (SUBCOMMAND, GROUP) for each in declared):
        raise ValueError(
            f"Say which of /{command['name']}'s subcommands: {', '.join(each['name'] for each in declared)}."
        )
    if unknown := sorted(typed.keys() - {each["name"] for each in declared}):
        raise ValueError(f"/{command['name']} does not ask for {', '.join(unknown)}.")
    shown = []
    for option in declared:
        if option["name"] in typed:
            value = _value(option, typed[option["name"]], resolved, checked=focused is None)
            given: JSON = {"name": option["name"], "type": option["type"], "value": value}
            shown.append(given | ({"focused": True} if option["name"] == focused else {}))
        elif option.get("required") and focused is None:
            raise ValueError(f"/{command['name']} needs {option['name']}.")
    for step in reversed(chain):
        shown = [{"name": step["name"], "type": step["type"], "options": shown}]
    data: JSON = {"id": command["id"], "name": command["name"], "type": 1, "options": shown}
    if resolved.found:
        data["resolved"] = resolved.found
    return data | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})


def _value(option: JSON, value: Any, resolved: Resolved, *, checked: bool) -> Any:
    name, kind = option["name"], option["type"]
    match kind:
        case 3:
            value = str(value)
            size, unit = len(value), "characters"
            low, high = option.get("min_length") or 0, option.get("max_length") or 6000
        case 4 | 10:
            value = int(value) if kind == INTEGER else float(value)
            size, unit = value, ""
            low, high = option.get("min_value", -(2**53)), option.get("max_value", 2**53)
        case 5:
            return value if isinstance(value, bool) else str(value).lower() in ("true", "yes", "1")
        case 6:
            resolved.user(str(value))
            return str(value)
        case 7:
            resolved.channel(str(value))
            return str(value)
        case 8:
            resolved.role(str(value))
            return str(value)
        case 9:
            resolved.either(str(value))
            return str(value)
        case _:
            return resolved.file(value)
    if checked and not low <= size <= high:
        raise ValueError(f"{name} must be between {low} and {high} {unit}".rstrip() + ".")
    choices = [each["value"] for each in option.get("choices") or []]
    if checked and choices and value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(map(str, choices))}.")
    return value


def chosen_data(world: World, place: Channel, component: JSON, chosen: list[str]) -> JSON:
    """The values chosen in a select, and what they stand for. ValueError when too few, too many or not on offer."""
    low, high = component.get("min_values", 1), component.get("max_values", 1)
    if not low <= len(chosen) <= high:
        raise ValueError(f"Choose between {low} and {high}.")
    resolved = Resolved(world, place)
    for each in chosen:
        match component["type"]:
            case 3:
                if each not in [option["value"] for option in component["options"]]:
                    raise ValueError(f"{each!r} is not on offer.")
            case 5:
                resolved.user(each)
            case 6:
                resolved.role(each)
            case 7:
                resolved.either(each)
            case 8:
                resolved.channel(each)
    return {"values": chosen} | ({"resolved": resolved.found} if resolved.found else {})
