"""Declared commands as Discord's application commands and forms. Pure.

Sources: Discord's "Application Commands" and "Component Reference".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from adapters.contract.commands import Answers, Declaration, Kind, Question, Way, Who
from adapters.contract.content import Code, Content, Span
from adapters.contract.forms import Opened
from adapters.contract.questions import LABEL_LIMIT
from adapters.contract.walk import map_spans
from adapters.discord.rights import MANAGE_SERVER

JSON = dict[str, Any]
OPEN_FORM = 9
MENU, SUBCOMMAND = 3, 1
_SLASH, _STRING = 1, 3
_SELECT, _TEXT_INPUT, _LABEL = 3, 4, 18


def slash_names(declarations: Iterable[Declaration]) -> dict[str, Declaration]:
    """What people type for each command.

    A command whose name begins others' cannot be used by itself on Discord: its title becomes its second word.
    Raises ValueError when two commands come to have one name.
    """
    slash = [each for each in declarations if Way.SLASH in each.ways]
    groups = {first for each in slash for first, space, _ in [each.name.partition(" ")] if space}
    names: dict[str, Declaration] = {}
    for each in slash:
        name = f"{each.name} {_slug(each.title)}" if each.name in groups else each.name
        if name in names:
            raise ValueError(f"two commands would be called /{name} on Discord")
        names[name] = each
    return names


def as_typed(content: Content, declarations: Iterable[Declaration]) -> Content:
    """A message with its commands as people type them; they stand in code, each with all that belongs behind it."""
    names = {each.typed: each.typed.replace(each.name, name, 1) for name, each in slash_names(declarations).items()}

    def called(span: Span) -> Span:
        return Code(names.get(span.text, span.text)) if isinstance(span, Code) else span

    return map_spans(content, called)


def app_commands(declarations: Iterable[Declaration]) -> list[JSON]:
    """All commands as Discord registers them. Raises ValueError as `slash_names` does."""
    declarations = list(declarations)
    slash: dict[str, JSON] = {}
    for name, each in slash_names(declarations).items():
        group, _, second = name.partition(" ")
        options = [] if each.form else [_option(ask) for ask in sorted(each.asks, key=lambda ask: not ask.required)]
        if not second:
            slash[group] = _entry(each, group, type=_SLASH, description=each.summary, options=options)
            continue
        if group not in slash:
            slash[group] = _entry(each, group, type=_SLASH, description=f"Commands of {group}", options=[])
        inner = {"type": SUBCOMMAND, "name": second, "description": each.summary, "options": options}
        slash[group]["options"].append(inner)
        if each.who is Who.ANYONE:
            slash[group]["default_member_permissions"] = None
    return [*slash.values(), *(_entry(each, each.title, type=MENU) for each in declarations if Way.MENU in each.ways)]


def same_commands(wanted: list[JSON], registered: list[JSON]) -> bool:
    """Whether Discord has these commands already; what it adds by itself does not count."""
    return {_frozen(each) for each in wanted} == {_frozen(each) for each in registered}


def form(opened: Opened, argument: str, message: str) -> JSON:
    """The response that opens a form. It remembers the press or message that it was opened from.

    Answers with which it begins are filled in; choices that are gone are left out.
    """
    return {
        "type": OPEN_FORM,
        "data": {
            "custom_id": f"{opened.name}:{message}:{argument}",
            "title": opened.title,
            "components": [_begun(_field(ask, opened.optional), opened.answers) for ask in opened.asks],
        },
    }


def _begun(field: JSON, first: Answers) -> JSON:
    inner = field["component"]
    answer = first.get(inner["custom_id"], ())
    values = (answer,) if isinstance(answer, str) else answer
    if inner["type"] == _SELECT:
        options = [{**each, "default": True} if each["value"] in values else each for each in inner["options"]]
        return {**field, "component": {**inner, "options": options}}
    return {**field, "component": {**inner, "value": values[0][: inner["max_length"]]}} if any(values) else field


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def _entry(declaration: Declaration, name: str, **fields: Any) -> JSON:
    organisers = declaration.who is Who.ORGANISER
    return {"name": name, "default_member_permissions": str(MANAGE_SERVER) if organisers else None, **fields}


def _option(ask: Question) -> JSON:
    option: JSON = {
        "type": _STRING,
        "name": ask.name,
        "description": ask.hint or ask.label,
        "required": ask.required,
    }
    if ask.kind is Kind.CHOICE:
        option["choices"] = [{"name": label, "value": value} for value, label in ask.choices]
    else:
        option["max_length"] = min(ask.max_length, 6000)
    return option


def _field(ask: Question, optional: str) -> JSON:
    """A question as a field of a form; Slack says by itself which need not be answered, and Discord does not."""
    inner: JSON = {"custom_id": ask.name, "required": ask.required}
    if ask.choices:
        many = ask.kind is Kind.CHOICES
        inner |= {
            "type": _SELECT,
            "min_values": 1 if ask.required else 0,
            "max_values": len(ask.choices) if many else 1,
            "options": [{"label": label, "value": value} for value, label in ask.choices],
        }
    else:
        style = 2 if ask.kind is Kind.PARAGRAPH else 1
        inner |= {"type": _TEXT_INPUT, "style": style, "max_length": min(ask.max_length, 4000)}
    marked = f"{ask.label} {optional}"
    shown = ask.label if ask.required or len(marked) > LABEL_LIMIT else marked
    label: JSON = {"type": _LABEL, "label": shown, "component": inner}
    return label | {"description": ask.hint} if ask.hint else label


def _frozen(command: JSON) -> str:
    """A command as comparable text: only what a declaration decides, defaults filled in."""
    kept = {
        "type": command.get("type", _SLASH),
        "name": command["name"],
        "description": command.get("description") or "",
        "rights": command.get("default_member_permissions"),
        "options": [_frozen_option(option) for option in command.get("options") or []],
    }
    return repr(kept)


def _frozen_option(option: JSON) -> str:
    inner = [_frozen_option(each) for each in option.get("options") or []]
    choices = [(each["name"], each["value"]) for each in option.get("choices") or []]
    names = ("type", "name", "description", "max_length")
    return repr([*(option.get(name) for name in names), bool(option.get("required")), choices, inner])
