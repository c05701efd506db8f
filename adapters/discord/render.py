"""Content as the JSON body of Discord's create, edit and execute calls. Pure; every sign escaped, nobody pinged."""

from __future__ import annotations

import re
from typing import Any

from adapters.contract.content import (
    Attachment,
    Button,
    ButtonStyle,
    Content,
    Excerpt,
    Link,
    Mention,
    MentionKind,
    Quote,
    Small,
    Span,
    Style,
    Styled,
    Text,
)
from adapters.contract.fitting import first_words, shortened
from adapters.contract.platform import Persona
from adapters.contract.walk import leaves
from adapters.discord.persona import presentable
from adapters.discord.write import write_blocks

JSON = dict[str, Any]
SUPPRESS_EMBEDS = 1 << 2
EPHEMERAL = 1 << 6
_EXCERPT = 100
_BUTTONS = {ButtonStyle.PRIMARY: 1, ButtonStyle.PLAIN: 2, ButtonStyle.DANGER: 4}
_LINK_BUTTON = 5
_PING = re.compile(r"(?<!\\)(?:\\\\)*<@(\d{15,20})>", re.ASCII)  # one that no backslash takes its meaning from


def request(part: Content, persona: Persona | None = None) -> JSON:
    """The body that posts one part: by a webhook under `persona`'s name and picture, or by the bot."""
    body = changed(part)
    if not part.buttons:
        del body["components"]
    if part.files:
        body["attachments"] = [described(at, file) for at, file in enumerate(part.files)]
    if persona is not None:
        body["username"] = presentable(persona)
        if re.match(r"https?://", persona.avatar):
            body["avatar_url"] = persona.avatar
    return body


def changed(part: Content) -> JSON:
    """The body that makes a message show a part, but for its files. Mentions are named anew: an edit resets them."""
    text = markup(part)
    return {
        "content": text,
        "allowed_mentions": _allowed(part, text),
        "flags": 0 if part.previews else SUPPRESS_EMBEDS,
        "components": _rows(part.buttons),
    }


def markup(part: Content) -> str:
    """The text of a part: what it answers, then its blocks."""
    quoted = [] if part.reply is None else [quoted_line(part.reply)]
    return write_blocks((*quoted, *part.blocks))


def quoted_line(excerpt: Excerpt) -> Quote:
    """The message that this one answers, as one small quoted line. Its links lead nowhere."""
    words = first_words(re.sub(r"https?://", "", excerpt.text), _EXCERPT)
    spans: list[Span] = [Styled(Style.BOLD, (Text(excerpt.author),)), Text(f": {words}" if words else "")]
    if excerpt.link:
        spans += [Text(" ("), Link(excerpt.link, (Text("message"),)), Text(")")]
    return Quote((Small(tuple(spans)),))


def described(at: int, file: Attachment) -> JSON:
    """The upload at index `at`: its name and its description for those who do not see it."""
    entry: JSON = {"id": str(at), "filename": filename(file)}
    if file.alt:
        entry["description"] = file.alt[:1024]
    return entry


def filename(file: Attachment) -> str:
    """A file's name as it is sent; Discord keeps a tame form of it, and shows the rest. The prefix makes a spoiler."""
    name = re.sub(r"[\x00-\x1f\x7f/\\]", "", file.name)[-200:] or "file"
    return f"SPOILER_{name}" if file.spoiler else name


def _allowed(part: Content, text: str) -> JSON:
    """Who may be pinged: nobody but the people a mention in the text names by their id (100 at most: Discord's rule).

    A mention in a link's label is a name only.
    """
    shown = set(_PING.findall(text))
    users = dict.fromkeys(
        span.target
        for span in leaves(part)
        if isinstance(span, Mention) and span.kind is MentionKind.USER and span.target in shown
    )
    return {"parse": [], "users": list(users)[:100]} if users else {"parse": []}


def _rows(buttons: tuple[Button, ...]) -> list[JSON]:
    """Buttons, five in a row."""
    return [
        {"type": 1, "components": [_button(button) for button in buttons[at : at + 5]]}
        for at in range(0, len(buttons), 5)
    ]


def _button(button: Button) -> JSON:
    shown: JSON = {"type": 2, "label": shortened(button.label, 80)}
    if button.url:
        return shown | {"style": _LINK_BUTTON, "url": button.url}
    return shown | {"style": _BUTTONS[button.style], "custom_id": f"{button.action}:{button.argument}"}
