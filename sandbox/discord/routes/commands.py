"""Application commands: replacing, listing, adding, changing and removing them, globally or in one guild."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from sandbox.discord.errors import ApiError, Path, Problems, Refusal
from sandbox.discord.http import Call, Routes
from sandbox.discord.model import JSON

ROUTES = Routes()
SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
PER_SCOPE = {SLASH: 100, USER_MENU: 15, MESSAGE_MENU: 15}
NAME = re.compile(r"[-_'\w\u0900-\u097f\u0e00-\u0e7f]{1,32}")
OPTIONS_INSIDE = (1, 2)
LISTS = ("/applications/{application}/commands", "/applications/{application}/guilds/{guild}/commands")


def replace_all(call: Call) -> list[JSON]:
    """Replace all commands of a scope. A command that keeps its name and type keeps its id."""
    wanted = call.body if isinstance(call.body, list) else []
    problems = Problems()
    for index, each in enumerate(wanted):
        check(each, (index,), problems)
    counts = Counter((each.get("type") or SLASH, each.get("name")) for each in wanted)
    for (_, name), times in counts.items():
        if times > 1:
            problems.add((), "APPLICATION_COMMANDS_DUPLICATE_NAME", f"Application command names must be unique: {name}")
    for kind, limit in PER_SCOPE.items():
        if sum((each.get("type") or SLASH) == kind for each in wanted) > limit:
            problems.add(
                (), "APPLICATION_COMMANDS_TOO_MANY", f"Maximum number of application commands reached ({limit})"
            )
    problems.check()
    scope = _scope(call)
    known = {(each["type"], each["name"]): each["id"] for each in scope.values()}
    fresh = [_made(call, each, known.get((each.get("type") or SLASH, each["name"]))) for each in wanted]
    scope.clear()
    scope.update({each["id"]: each for each in fresh})
    call.world.note_bot("commands", names=[each["name"] for each in fresh], community=call.path.get("guild", ""))
    return fresh


def all_of(call: Call) -> list[JSON]:
    """All commands of a scope."""
    return list(_scope(call).values())


def create(call: Call) -> JSON:
    """Add a command, or replace the one of the same name and type."""
    problems = Problems()
    check(call.form, (), problems)
    problems.check()
    scope = _scope(call)
    kind = call.form.get("type") or SLASH
    known = next(
        (each["id"] for each in scope.values() if (each["type"], each["name"]) == (kind, call.form["name"])), None
    )
    command = _made(call, call.form, known)
    scope[command["id"]] = command
    return command


def get(call: Call) -> JSON:
    """One command."""
    return _one(call)


def modify(call: Call) -> JSON:
    """Change a command."""
    changed = _one(call) | call.form
    problems = Problems()
    check(changed, (), problems)
    problems.check()
    command = _made(call, changed, changed["id"])
    _scope(call)[command["id"]] = command
    return command


def delete(call: Call) -> None:
    """Remove a command."""
    del _scope(call)[_one(call)["id"]]


for _list in LISTS:
    ROUTES.add("PUT", _list)(replace_all)
    ROUTES.add("GET", _list)(all_of)
    ROUTES.add("POST", _list)(create)
    ROUTES.add("GET", _list + "/{command}")(get)
    ROUTES.add("PATCH", _list + "/{command}")(modify)
    ROUTES.add("DELETE", _list + "/{command}")(delete)


def check(command: Any, path: Path, problems: Problems) -> None:
    """Refuse bad names, descriptions, options and sizes."""
    kind = command.get("type") or SLASH
    if kind not in PER_SCOPE:
        problems.choice((*path, "type"), tuple(PER_SCOPE))
        return
    if kind != SLASH:
        problems.text((*path, "name"), command.get("name"), 1, 32)
        if command.get("description"):
            problems.add(
                (*path, "description"),
                "APPLICATION_COMMAND_INVALID_DESCRIPTION",
                "Context menu commands cannot have a description",
            )
        return
    _check_named(command, path, problems)
    _check_options(command, path, problems)
    if _size(command) > 8000:
        problems.add(path, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")


def _check_named(one: Any, path: Path, problems: Problems) -> None:
    name = one.get("name")
    problems.text((*path, "name"), name, 1, 32)
    if not isinstance(name, str) or not NAME.fullmatch(name) or name != name.lower():
        problems.add((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    problems.text((*path, "description"), one.get("description"), 1, 100)


def _check_options(one: Any, path: Path, problems: Problems) -> None:
    options = one.get("options") or []
    if not problems.count((*path, "options"), options, 0, 25):
        return
    optional_seen = False
    for index, option in enumerate(options):
        at = (*path, "options", index)
        _check_named(option, at, problems)
        if option.get("type") not in range(1, 12):
            problems.choice((*at, "type"), tuple(range(1, 12)))
        if option.get("type") in OPTIONS_INSIDE:
            _check_options(option, at, problems)
            continue
        if option.get("required") and optional_seen:
            problems.add(
                at,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional_seen = optional_seen or not option.get("required")
        if problems.count((*at, "choices"), option.get("choices") or [], 0, 25):
            for place, choice in enumerate(option.get("choices") or []):
                problems.text((*at, "choices", place, "name"), choice.get("name"), 1, 100)
    names = [each.get("name") for each in options]
    if len(set(names)) != len(names):
        problems.add(
            (*path, "options"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists"
        )


def _size(one: Any) -> int:
    """The characters of names, descriptions and choices, which Discord limits as a whole."""
    own = len(str(one.get("name") or "")) + len(str(one.get("description") or ""))
    choices = sum(len(str(each.get("name"))) + len(str(each.get("value"))) for each in one.get("choices") or [])
    return own + choices + sum(_size(each) for each in one.get("options") or [])


def _scope(call: Call) -> dict[str, JSON]:
    """The commands of the application in the path: global ones, or a guild's. ApiError 10002, 10004, 50001."""
    if call.path["application"] != call.bot.id:
        raise ApiError(Refusal.UNKNOWN_APPLICATION)
    guild_id = call.path.get("guild")
    if guild_id is not None and call.bot.id not in call.world.guild(guild_id).members:
        raise ApiError(Refusal.MISSING_ACCESS)
    return call.bot.commands.setdefault(guild_id, {})


def _one(call: Call) -> JSON:
    scope = _scope(call)
    if call.path["command"] not in scope:
        raise ApiError(Refusal.UNKNOWN_COMMAND)
    return scope[call.path["command"]]


def _made(call: Call, given: JSON, command_id: str | None) -> JSON:
    guild = {"guild_id": call.path["guild"]} if "guild" in call.path else {}
    return {
        "id": command_id or call.world.mint(),
        "application_id": call.bot.id,
        "version": call.world.mint(),
        "type": given.get("type") or SLASH,
        "name": given["name"],
        "name_localizations": given.get("name_localizations"),
        "description": given.get("description") or "",
        "description_localizations": given.get("description_localizations"),
        "options": given.get("options") or [],
        "default_member_permissions": given.get("default_member_permissions"),
        "dm_permission": given.get("dm_permission", True),
        "contexts": given.get("contexts"),
        "integration_types": given.get("integration_types") or [0],
        "nsfw": bool(given.get("nsfw")),
    } | guild
