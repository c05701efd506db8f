"""The shapes of Block Kit's interactive elements and composition objects, with their documented limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.slack.richtext import rich_text
from sandbox.slack.schema import Check, anything, array, boolean, choice, integer, shape, string, union

_ID = {"action_id": string(255)}
_DATE = string(pattern=r"\d{4}-\d\d-\d\d")
_TIME = string(pattern=r"([01]\d|2[0-3]):[0-5]\d")


def plain(most: int | None, least: int = 1) -> Check:
    """A `plain_text` object."""
    return shape({"type": choice("plain_text"), "text": string(most, least)}, {"emoji": boolean})


def text(most: int | None) -> Check:
    """A `plain_text` or `mrkdwn` object."""
    mrkdwn = shape({"type": anything, "text": string(most)}, {"verbatim": boolean})
    return union({"plain_text": plain(most), "mrkdwn": mrkdwn})


confirm = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)
option = shape({"text": text(75), "value": string(150)}, {"description": text(75), "url": string(3000)})
_options = array(option, 100)
_groups = array(shape({"label": plain(75), "options": _options}), 100)
_few = array(option, 10)
_trigger = shape({"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"))})


def element(required: Mapping[str, Check], optional: Mapping[str, Check], *, focus: bool = True) -> Check:
    """An interactive element: `type`, `action_id` and `confirm` come with every one."""
    common: dict[str, Check] = {**_ID, "confirm": confirm}
    if focus:
        common["focus_on_load"] = boolean
    return shape({"type": anything, **required}, {**common, **optional})


def _select(many: bool, **fields: Check) -> Check:
    more: dict[str, Check] = {"max_selected_items": integer(1)} if many else {"response_url_enabled": boolean}
    return element({}, {"placeholder": plain(150), **more, **fields})


def _static(many: bool, initial: Mapping[str, Check]) -> Check:
    inner = _select(many, options=_options, option_groups=_groups, **initial)

    def check(value: Any, pointer: str, found: list[str]) -> None:
        inner(value, pointer, found)
        if ("options" in value) == ("option_groups" in value):
            found.append(f"[ERROR] must provide exactly one of options, option_groups [json-pointer:{pointer}]")

    return check


_ids = array(string(), least=0)
_exclude = dict.fromkeys(("exclude_external_shared_channels", "exclude_bot_users"), boolean)
_filter = shape({}, {"include": array(string()), **_exclude})
_conversation = {"default_to_current_conversation": boolean, "filter": _filter}

SELECTS: dict[str, Check] = {
    "static_select": _static(False, {"initial_option": option}),
    "external_select": _select(False, initial_option=option, min_query_length=integer(0)),
    "users_select": _select(False, initial_user=string()),
    "conversations_select": _select(False, initial_conversation=string(), **_conversation),
    "channels_select": _select(False, initial_channel=string()),
    "multi_static_select": _static(True, {"initial_options": array(option, 100)}),
    "multi_external_select": _select(True, initial_options=array(option, 100), min_query_length=integer(0)),
    "multi_users_select": _select(True, initial_users=_ids),
    "multi_conversations_select": _select(True, initial_conversations=_ids, **_conversation),
    "multi_channels_select": _select(True, initial_channels=_ids),
}
PICKERS: dict[str, Check] = {
    "datepicker": element({}, {"initial_date": _DATE, "placeholder": plain(150)}),
    "timepicker": element({}, {"initial_time": _TIME, "placeholder": plain(150), "timezone": string()}),
    "datetimepicker": element({}, {"initial_date_time": integer(10**9, 10**10 - 1)}),
    "checkboxes": element({"options": _few}, {"initial_options": _few}),
    "radio_buttons": element({"options": _few}, {"initial_option": option}),
}
BUTTONS: dict[str, Check] = {
    "button": element(
        {"text": plain(75)},
        {
            "value": string(2000),
            "url": string(3000),
            "style": choice("primary", "danger"),
            "accessibility_label": string(75),
        },
        focus=False,
    ),
    "overflow": element({"options": array(option, 5)}, {}, focus=False),
}
_typed = {"placeholder": plain(150), "dispatch_action_config": _trigger}
INPUTS: dict[str, Check] = {
    "plain_text_input": element(
        {},
        {
            "initial_value": string(3000, 0),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
            **_typed,
        },
    ),
    "email_text_input": element({}, {"initial_value": string(least=0), **_typed}),
    "url_text_input": element({}, {"initial_value": string(least=0), **_typed}),
    "number_input": element(
        {"is_decimal_allowed": boolean},
        {"initial_value": string(), "min_value": string(), "max_value": string(), **_typed},
    ),
    "rich_text_input": element({}, {"initial_value": rich_text, **_typed}),
    "file_input": element({}, {"filetypes": array(string()), "max_files": integer(1, 10)}),
}
