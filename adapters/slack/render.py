"""Content → the body of Slack's requests.

A message goes out twice in one request: as blocks, which hold it exactly, and as `text` with all its words, which
notifications show and screen readers read. Limits are Slack's: 75 characters and 25 buttons in an actions block, 80
characters of a name; names of buttons are unique in their block. Source: Slack's references of Block Kit and of
chat.postMessage.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from adapters.contract.content import Button, ButtonStyle, Content
from adapters.contract.fitting import shortened, shown_name
from adapters.contract.links import allowed
from adapters.contract.platform import Persona
from adapters.slack import mrkdwn, rich_text
from adapters.slack.line import escape

Json = dict[str, Any]
BLOCK_LIMIT = 50
BUTTON_LIMIT, LABEL_LIMIT, VALUE_LIMIT = 25, 75, 2000
NAME_LIMIT = 80
EVENT_TYPE = "unsilo_copy"
OPEN = "_open"  # the action of a button that opens a page: there is nothing to do for us


def request(
    part: Content,
    persona: Persona | None = None,
    *,
    channel: str = "",
    thread: str | None = None,
    token: str = "",
) -> Json:
    """The JSON body of the `chat.postMessage` that posts one part."""
    return {
        **({"channel": channel} if channel else {}),
        **({"thread_ts": thread} if thread else {}),
        **message(part),
        **identity(persona),
        "unfurl_links": part.previews,
        "unfurl_media": part.previews,
        **({"metadata": metadata(token)} if token else {}),
    }


def message(part: Content) -> Json:
    """What a part says: its `text` and its blocks."""
    text = mrkdwn.text(part) or " · ".join(escape(button.label) for button in part.buttons)
    blocks = native_blocks(part)
    return {"text": text, **({"blocks": blocks} if blocks and len(blocks) <= BLOCK_LIMIT else {})}


def native_blocks(part: Content) -> list[Json]:
    """The blocks of a part: its text and its buttons."""
    return [*rich_text.blocks(part), *actions(part.buttons)]


def metadata(token: str) -> Json:
    """What makes a message findable by its token. Everybody in the workspace can read it: it says nothing else."""
    return {"event_type": EVENT_TYPE, "event_payload": {"id": token}}


def token_of(message: Json) -> str:
    """The token that `metadata` put into a message; empty when there is none."""
    meta = message.get("metadata") or {}
    return str((meta.get("event_payload") or {}).get("id", "")) if meta.get("event_type") == EVENT_TYPE else ""


def identity(persona: Persona | None) -> Json:
    """The name and picture of somebody else, made fit."""
    if persona is None:
        return {}
    picture = {"icon_url": persona.avatar} if allowed(persona.avatar) else {}
    return {"username": shown_name(persona, NAME_LIMIT), **picture}


def actions(buttons: Iterable[Button]) -> list[Json]:
    """Buttons as blocks. `action_id` is the declared name, numbered after `~` where a name comes again."""
    elements = [_button(button, number) for number, button in enumerate(buttons)]
    rows = [elements[start : start + BUTTON_LIMIT] for start in range(0, len(elements), BUTTON_LIMIT)]
    return [{"type": "actions", "elements": row} for row in rows]


def _button(button: Button, number: int) -> Json:
    what: Json = {"url": button.url} if button.url else {}
    if button.argument:
        what["value"] = button.argument[:VALUE_LIMIT]
    if button.style is not ButtonStyle.PLAIN:
        what["style"] = button.style.value
    action = button.action or OPEN
    label = {"type": "plain_text", "text": shortened(button.label, LABEL_LIMIT), "emoji": True}
    return {"type": "button", "text": label, "action_id": f"{action}~{number}" if number else action, **what}


def action_name(action_id: str) -> str:
    """The declared name in an `action_id`."""
    return action_id.partition("~")[0]
