"""One message's markup as it would be posted on the other side: for operators who wonder, and for tools.

Works without any platform: reading and rendering are the adapters' pure code. docs/convert.md tells the format.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from adapters.contract.content import Content, Mention, MentionKind, Span
from adapters.contract.walk import map_spans
from adapters.discord import markup as discord_markup
from adapters.discord import names as discord_names
from adapters.discord import render as discord_render
from adapters.discord import split as discord_split
from adapters.slack import markup as slack_markup
from adapters.slack import names as slack_names
from adapters.slack import render as slack_render
from adapters.slack import split as slack_split

_TABLES = (
    "slack_users", "discord_users", "slack_channels", "discord_channels", "discord_roles", "slack_usergroups",
    "slack_custom_emoji", "channel_links_slack_to_discord", "user_links_discord_to_slack",
)  # fmt: skip

Names = Mapping[str, Mapping[str, str]]


class CannotConvert(ValueError):
    """What was given cannot be converted; `args[0]` says why."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One platform's pure code. `text_key` is where its request holds the text."""

    read: Callable[[str, Names], Content]
    parts: Callable[[Content], tuple[Content, ...]]
    request: Callable[[Content], dict[str, Any]]
    text_key: str


_SIDES = {
    "slack": _Side(
        lambda text, names: slack_markup.read_markup(
            text,
            slack_names.Names(
                users=names["slack_users"],
                channels=names["slack_channels"],
                groups=names["slack_usergroups"],
                emoji=names["slack_custom_emoji"],
            ),
        ),
        slack_split.parts,
        slack_render.request,
        "text",
    ),
    "discord": _Side(
        lambda text, names: discord_markup.read_markup(
            text,
            discord_names.Names(
                users=names["discord_users"], channels=names["discord_channels"], roles=names["discord_roles"]
            ),
        ),
        discord_split.parts,
        discord_render.request,
        "content",
    ),
}


def text(from_: str, to: str, markup: str, names: str) -> str:
    """The text of each message that would be posted, blank lines between; `names` is JSON. Raises CannotConvert."""
    parts = _converted(from_, to, markup, _object(names, "the names"))
    return "\n\n".join(str(part[_SIDES[to].text_key]) for part in parts)


def answer(line: str) -> tuple[str, bool]:
    """One JSON object's answer, and whether it could be converted: if not, the answer is `{"error": …}`."""
    try:
        asked = _object(line, "the line")
        parts = _converted(asked.get("from", ""), asked.get("to", ""), asked.get("text"), asked.get("names") or {})
    except CannotConvert as error:
        return json.dumps({"error": str(error)}, ensure_ascii=False), False
    texts = [part[_SIDES[asked["to"]].text_key] for part in parts]
    return json.dumps({"parts": texts, "request": parts[-1] if parts else {}}, ensure_ascii=False), True


def _converted(from_: object, to: object, markup: object, names: object) -> list[dict[str, Any]]:
    """The request of each message that would be posted."""
    for side in (from_, to):
        if not isinstance(side, str) or side not in _SIDES:
            raise CannotConvert("Say from which platform, and to which: slack or discord.")
    if not isinstance(markup, str):
        raise CannotConvert("“text” must be the message's markup, as text.")
    if not isinstance(names, dict):
        raise CannotConvert("“names” must be an object.")
    markup = markup.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # halves of characters
    origin, target = _SIDES[str(from_)], _SIDES[str(to)]
    known = {table: _table(names, table) for table in _TABLES}
    content = map_spans(origin.read(markup, known), lambda span: _linked(span, str(from_), str(to), known))
    return [target.request(part) for part in target.parts(content)]


def _linked(span: Span, from_: str, to: str, names: Names) -> Span:
    """A mention of a bridged channel, or of somebody whose accounts are linked, points at the one on the other side."""
    if not isinstance(span, Mention) or from_ == to:
        return span
    table = {
        MentionKind.CHANNEL: ("channel_links_slack_to_discord", "slack"),
        MentionKind.USER: ("user_links_discord_to_slack", "discord"),
    }.get(span.kind)
    if table is None:
        return span
    links, written_from = names[table[0]], table[1]
    if from_ != written_from:
        links = {there: here for here, there in links.items()}
    return replace(span, target=links.get(span.id, ""))


def _table(names: Mapping[str, Any], table: str) -> dict[str, str]:
    found = names.get(table) or {}
    if not isinstance(found, dict):
        raise CannotConvert(f"“{table}” must be an object of ids and names.")
    return {str(key): str(value) for key, value in found.items()}


def _object(text: str, what: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise CannotConvert(f"{what[:1].upper()}{what[1:]} is not JSON: {error}.") from error
    except RecursionError as error:
        raise CannotConvert(f"{what[:1].upper()}{what[1:]} is nested too deeply.") from error
    if not isinstance(found, dict):
        raise CannotConvert(f"{what[:1].upper()}{what[1:]} must be a JSON object.")
    return found
