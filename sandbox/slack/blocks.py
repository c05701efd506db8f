"""Whether a message's blocks or a view are what Slack accepts; its complaints when they are not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sandbox.slack.elements import BUTTONS, INPUTS, PICKERS, SELECTS, plain, text
from sandbox.slack.errors import SlackError
from sandbox.slack.model import Json
from sandbox.slack.richtext import rich_text
from sandbox.slack.schema import Check, anything, array, boolean, choice, complain, shape, string, union

BLOCKS_PER_MESSAGE, BLOCKS_PER_VIEW = 50, 100
CHARACTERS_PER_MESSAGE = 13_200  # msg_blocks_too_long was seen from about here on
MARKDOWN = 12_000
VIEW_BYTES = 250_000

_URL = string(3000, pattern=r"https?://\S+")
_image = {"type": anything, "alt_text": string(2000)}
_picture: dict[str, Check] = {"image_url": _URL, "slack_file": shape({}, {"id": string(), "url": string()})}
_image_element = shape(_image, _picture)
_id = {"block_id": string(255)}


def _section(value: Any, pointer: str, found: list[str]) -> None:
    _section_shape(value, pointer, found)
    if "text" not in value and "fields" not in value:
        complain(found, pointer, "must provide at least one of text, fields")


_section_shape = shape(
    {"type": anything},
    {
        "text": text(3000),
        "fields": array(text(2000), 10),
        "accessory": union({**BUTTONS, **SELECTS, **PICKERS, "image": _image_element}),
        "expand": boolean,
        **_id,
    },
)
_cell = union({"raw_text": shape({"type": anything, "text": string()}), "rich_text": rich_text})
_column = shape({}, {"align": choice("left", "center", "right"), "is_wrapped": boolean})

MESSAGE_BLOCKS: dict[str, Check] = {
    "section": _section,
    "header": shape({"type": anything, "text": plain(150)}, _id),
    "divider": shape({"type": anything}, _id),
    "image": shape(_image, {**_picture, "title": plain(2000), **_id}),
    "context": shape(
        {
            "type": anything,
            "elements": array(union({"image": _image_element, "plain_text": text(None), "mrkdwn": text(None)}), 10),
        },
        _id,
    ),
    "actions": shape({"type": anything, "elements": array(union({**BUTTONS, **SELECTS, **PICKERS}), 25)}, _id),
    "rich_text": rich_text,
    "markdown": shape({"type": anything, "text": string(MARKDOWN)}, _id),
    "table": shape(
        {"type": anything, "rows": array(array(_cell, 20), 100)}, {"column_settings": array(_column, 20), **_id}
    ),
    "video": shape(
        {"type": anything, "alt_text": string(2000), "title": plain(199), "thumbnail_url": _URL, "video_url": _URL},
        {
            "title_url": _URL,
            "description": plain(199),
            "provider_icon_url": _URL,
            "provider_name": string(50),
            "author_name": string(50),
            **_id,
        },
    ),
}
VIEW_BLOCKS: dict[str, Check] = {
    **{name: check for name, check in MESSAGE_BLOCKS.items() if name not in ("markdown", "table")},
    "input": shape(
        {"type": anything, "label": plain(2000), "element": union({**INPUTS, **SELECTS, **PICKERS})},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean, **_id},
    ),
}
_view_common: dict[str, Check] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_view_blocks = array(union(VIEW_BLOCKS), BLOCKS_PER_VIEW)
VIEW = union(
    {
        "modal": shape(
            {"type": anything, "title": plain(24), "blocks": _view_blocks},
            {
                "close": plain(24),
                "submit": plain(24),
                "clear_on_close": boolean,
                "notify_on_close": boolean,
                "submit_disabled": boolean,
                **_view_common,
            },
        ),
        "home": shape({"type": anything, "blocks": _view_blocks}, _view_common),
    }
)
_message_blocks = array(union(MESSAGE_BLOCKS), BLOCKS_PER_MESSAGE, least=0)


def check_blocks(blocks: Any) -> None:
    """Refuse wrong message blocks: SlackError `invalid_blocks` with complaints, or `msg_blocks_too_long`."""
    found: list[str] = []
    _message_blocks(blocks, "/blocks", found)
    if not found:
        _unique(blocks, "/blocks", found)
        if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MARKDOWN:
            complain(found, "/blocks", f"markdown must be less than {MARKDOWN + 1} characters")
    if found:
        raise SlackError("invalid_blocks", errors=found, response_metadata={"messages": found})
    if sum(map(len, words(blocks))) > CHARACTERS_PER_MESSAGE:
        raise SlackError("msg_blocks_too_long")


def check_view(view: Any, kind: str) -> None:
    """Refuse a wrong view: SlackError `invalid_arguments` with complaints, or `view_too_large`."""
    found: list[str] = []
    VIEW(view, "/view", found)
    if not found and view["type"] != kind:
        complain(found, "/view/type", f"must be {kind}")
    if not found:
        _unique(view["blocks"], "/view/blocks", found)
        if kind == "modal" and "submit" not in view and any(block["type"] == "input" for block in view["blocks"]):
            complain(found, "/view", "missing required field: submit, as there is an input block")
    if found:
        raise SlackError.wrong("invalid_arguments", found)
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        raise SlackError("view_too_large")


def words(value: Any) -> Iterator[str]:
    """Every text that members would read in blocks."""
    if isinstance(value, list):
        for each in value:
            yield from words(each)
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for name, each in value.items():
            if name != "text" or not isinstance(each, str):
                yield from words(each)


def interactive(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each element that can be pressed or filled in, with its block."""
    for block in blocks:
        single = [block.get("accessory"), block.get("element")]
        inner = block["elements"] if block["type"] == "actions" else single
        yield from ((block, each) for each in inner if each and each["type"] != "image")


def _unique(blocks: list[Json], pointer: str, found: list[str]) -> None:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id in seen:
            complain(found, f"{pointer}/{index}/block_id", "block_id already exists")
        if block_id:
            seen.add(block_id)
        actions = [element.get("action_id") for _, element in interactive([block]) if element.get("action_id")]
        if len(actions) != len(set(actions)):
            complain(found, f"{pointer}/{index}/elements", "action_id already exists")
        if block["type"] == "image" and ("image_url" in block) == ("slack_file" in block):
            complain(found, f"{pointer}/{index}", "must provide exactly one of image_url, slack_file")
