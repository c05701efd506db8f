"""Declared commands as Slack has them: slash commands, shortcuts and modals, and what comes back of them. Pure.

A command of two words is a slash command with a first argument: `bridge create` is `/bridge create`. A shortcut's
`callback_id`, a button's `action_id` and a modal's `callback_id` are the command's name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from adapters.contract.commands import Answers, Declaration, Kind, Question, Way
from adapters.contract.content import Content
from adapters.contract.forms import Opened
from adapters.contract.walk import text_of
from adapters.slack.markup import read_blocks
from adapters.slack.prefix import NO_PREFIX, Prefix
from adapters.slack.render import VALUE_LIMIT

Json = dict[str, Any]
METADATA_LIMIT = 3000  # characters of a view's private_metadata
INPUT_LIMIT = 3000  # characters of a text input
_ANSWER = "answer"
NONE_YET: Answers = {}


@dataclass(frozen=True, slots=True)
class Where:
    """Where somebody asked: what an answer or a form needs to find its way back. `url` is Slack's `response_url`."""

    user: str
    channel: str
    thread: str = ""
    message: str = ""
    argument: str = ""
    url: str = ""
    trigger: str = ""
    called: str = ""  # the user's name, as the request tells it
    author: str = ""  # of the message in whose menu it was chosen; empty for bots
    text: str = ""


def of_command(body: Json) -> Where:
    """Where a slash command was used."""
    return Where(
        user=str(body["user_id"]),
        channel=str(body["channel_id"]),
        url=str(body.get("response_url") or ""),
        trigger=str(body.get("trigger_id") or ""),
        called=str(body.get("user_name") or ""),
    )


def of_shortcut(body: Json) -> Where:
    """Where a command of a message's menu was used."""
    message = body.get("message") or {}
    where = _of_message(body, str(body.get("message_ts") or message.get("ts") or ""), message)
    author = "" if message.get("bot_id") else str(message.get("user") or "")
    return replace(where, author=author, text=text_of(Content(read_blocks(str(message.get("text") or "")))))


def of_press(body: Json) -> Where:
    """Where a button was pressed."""
    container = body.get("container") or {}
    where = _of_message(body, str(container.get("message_ts") or ""), body.get("message") or {})
    return replace(where, argument=str(body["actions"][0].get("value") or ""))


def _of_message(body: Json, ts: str, message: Json) -> Where:
    user = body["user"]
    thread = str((body.get("container") or {}).get("thread_ts") or message.get("thread_ts") or "")
    return Where(
        user=str(user["id"]),
        channel=str((body.get("channel") or {}).get("id") or ""),
        thread=thread if thread != ts else "",
        message=ts,
        url=str(body.get("response_url") or ""),
        trigger=str(body.get("trigger_id") or ""),
        called=str(user.get("name") or user.get("username") or ""),
    )


def of_form(body: Json) -> Where:
    """Where the form was opened that somebody submitted."""
    kept: Json = json.loads(body["view"].get("private_metadata") or "{}")
    user = body["user"]
    return Where(
        user=str(user["id"]),
        channel=str(kept.get("channel", "")),
        thread=str(kept.get("thread", "")),
        message=str(kept.get("message", "")),
        argument=str(kept.get("argument", "")),
        url=str(kept.get("url", "")),
        called=str(user.get("name") or user.get("username") or ""),
    )


def slash(declarations: Iterable[Declaration], first: str, text: str) -> tuple[Declaration, str] | None:
    """The declaration that a slash command's first word means, and the rest of its line; the longer name first.

    What stands behind a command that takes nothing on its line was to be one of those beside it.
    """
    known = {each.name: each for each in declarations if Way.SLASH in each.ways}
    rest = text.strip()
    word, _, after = rest.partition(" ")
    if both := known.get(f"{first} {word.casefold()}"):  # who writes on a phone begins with a capital
        return both, after.strip()
    alone = known.get(first)
    takes_words = alone is not None and bool(alone.asks) and not alone.form
    if rest and not takes_words and any(name.startswith(f"{first} ") for name in known):
        return None
    return None if alone is None else (alone, rest)


def typed(declaration: Declaration, line: str) -> Answers:
    """What stands behind a slash command whose form opens: its first answer, if that is in people's own words."""
    first = declaration.asks[0] if declaration.form and line else None
    return {} if first is None or first.choices else {first.name: line}


def unknown(first: str, text: str) -> str:
    """The name of a command that there is not: the word after the slash, and the first behind it, if there is one."""
    return " ".join((first, *text.split()[:1]))


def view(opened: Opened, where: Where, prefix: Prefix = NO_PREFIX, typed: Answers = NONE_YET) -> Json:
    """The modal of a form as it opens; with what was typed where the form begins with no answer."""
    first = {**typed, **opened.answers}
    kept = {"channel": where.channel, "thread": where.thread, "message": where.message, "argument": where.argument}
    kept = {name: value[:VALUE_LIMIT] for name, value in kept.items() if value}
    whole = json.dumps({**kept, "url": where.url})
    return {
        "type": "modal",
        "callback_id": opened.name,
        "title": _plain(opened.title),
        "submit": _plain(opened.send),
        "close": _plain(opened.cancel),
        "private_metadata": whole if len(whole) <= METADATA_LIMIT else json.dumps(kept),
        "blocks": [_input(ask, prefix, first.get(ask.name, "")) for ask in opened.asks],
    }


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def _input(ask: Question, prefix: Prefix, first: str | tuple[str, ...]) -> Json:
    return {
        "type": "input",
        "block_id": ask.name,
        "label": _plain(prefix.words(ask.label)),
        "element": {"action_id": _ANSWER, **_element(ask), **_first(ask, first)},
        "optional": not ask.required,
        **({"hint": _plain(prefix.words(ask.hint))} if ask.hint else {}),
    }


def _element(ask: Question) -> Json:
    options = [{"text": _plain(label), "value": value} for value, label in ask.choices]
    match ask.kind:
        case Kind.CHOICE:
            return {"type": "static_select", "options": options}
        case Kind.CHOICES:
            return {"type": "multi_static_select", "options": options}
        case Kind.LINE | Kind.PARAGRAPH:
            most = min(ask.max_length, INPUT_LIMIT)
            return {"type": "plain_text_input", "multiline": ask.kind is Kind.PARAGRAPH, "max_length": most}


def _first(ask: Question, answer: str | tuple[str, ...]) -> Json:
    """What a field shows at first. A choice that there is not any more is left out."""
    values = (answer,) if isinstance(answer, str) else answer
    if not ask.choices:
        return {"initial_value": values[0][: min(ask.max_length, INPUT_LIMIT)]} if values and values[0] else {}
    chosen = [{"text": _plain(label), "value": value} for value, label in ask.choices if value in values]
    if not chosen:
        return {}
    return {"initial_options": chosen} if ask.kind is Kind.CHOICES else {"initial_option": chosen[0]}


def answers(body: Json) -> dict[str, str | tuple[str, ...]]:
    """What somebody answered in a modal, by the questions' names; what they left out is not there."""
    values = ((body["view"].get("state") or {}).get("values") or {}).items()
    found = {name: _value(fields.get(_ANSWER) or {}) for name, fields in values}
    return {name: value for name, value in found.items() if value}


def _value(field: Json) -> str | tuple[str, ...]:
    if field.get("type") == "multi_static_select":
        return tuple(str(option["value"]) for option in field.get("selected_options") or [])
    return str((field.get("selected_option") or {}).get("value") or field.get("value") or "")
