"""What a member fills in: the values of inputs, selects and pickers as Slack reports them, and what it would refuse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.slack.blocks import interactive
from sandbox.slack.model import Json, Workspace
from sandbox.slack.natives import file_json

_FIELDS = {  # element type → the field that holds its value, and the field with which it starts
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "overflow": ("selected_option", ""),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", ""),
}
_MANY = {name for name, (field, _) in _FIELDS.items() if field.endswith("s")}


def chosen(ws: Workspace, element: Json, given: Any) -> Json:
    """What Slack reports for an element given a value: text, an option's value, an id, a date, or a list of these."""
    kind = element["type"]
    if kind == "button":
        return {name: element[name] for name in ("text", "value", "style", "url") if name in element}
    field, initial = _FIELDS[kind]
    if given is None:
        return {field: element.get(initial, [] if kind in _MANY else None)}
    if kind in _MANY:
        given = given if isinstance(given, list) else [given]
    if field == "files":
        return {field: [file_json(ws, ws.files[each]) for each in given]}
    if field == "selected_option":
        return {field: _option(element, given)}
    if field == "selected_options":
        return {field: [_option(element, each) for each in given]}
    return {field: str(given) if field == "value" else given}


def state_of(ws: Workspace, blocks: list[Json], values: Mapping[str, Any]) -> Json:
    """`state.values` of a view or message; `values` go by action id or block id."""
    state: dict[str, dict[str, Json]] = {}
    for block, element in interactive(blocks):
        if element["type"] in ("button", "overflow"):
            continue
        given = values.get(element["action_id"], values.get(block["block_id"]))
        value = chosen(ws, element, given)
        state.setdefault(block["block_id"], {})[element["action_id"]] = {"type": element["type"], **value}
    unknown = values.keys() - state.keys() - {action for block in state.values() for action in block}
    if unknown:
        raise LookupError(f"There is no field called {', '.join(sorted(unknown))} in this form.")
    return state


def problems(blocks: list[Json], state: Mapping[str, Mapping[str, Json]]) -> dict[str, str]:
    """What Slack's client would complain of before it sends a form, by block id."""
    found: dict[str, str] = {}
    for block, element in interactive(blocks):
        if block["type"] != "input":
            continue
        field, _ = _FIELDS[element["type"]]
        value = state[block["block_id"]][element["action_id"]].get(field)
        if value in (None, "", []):
            if not block.get("optional"):
                found[block["block_id"]] = "Please complete this required field."
        elif element["type"] == "plain_text_input":
            if len(value) < element.get("min_length", 0):
                found[block["block_id"]] = f"Must be at least {element['min_length']} characters."
            elif len(value) > element.get("max_length", 3000):
                found[block["block_id"]] = f"Must be at most {element.get('max_length', 3000)} characters."
    return found


def _option(element: Json, wanted: Any) -> Json:
    groups: Iterable[Json] = element.get("option_groups", ())
    options = [*element.get("options", ()), *(option for group in groups for option in group["options"])]
    for option in options:
        if wanted in (option["value"], option["text"]["text"]):
            return dict(option)
    raise LookupError(f"There is no choice {wanted!r} here.")
