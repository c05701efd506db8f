"""Text as Slack keeps it: what it does to the `text` of apps, mrkdwn from rich text, and who would be pinged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sandbox.slack.model import Json

Ping = tuple[str, str]  # kind ("broadcast", "user" or "usergroup") and target

_ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
_TOKEN = re.compile(r"<(?:[@#!][^<>\s][^<>]*|[A-Za-z][A-Za-z0-9+.-]*:[^<>\s][^<>]*)>")
_BARE = re.compile(r"(?<![\w/@.|<])https?://[^\s<>|]*[^\s<>|.,;:!?)\]'\"*_~`]")
_MENTION = re.compile(r"<(?:!(channel|here|everyone)|@([UW][A-Z0-9]+)|!subteam\^(S[A-Z0-9]+))(?:\|[^<>]*)?>")
_NAMED = re.compile(r"(?<![\w@])@(channel|here|everyone)\b")
_MARKS = {"code": "`", "strike": "~", "italic": "_", "bold": "*"}


def escape(text: str) -> str:
    """The three characters that Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def kept(text: str) -> str:
    """An app's `text` as Slack stores and tells it: stray `&` and `<` escaped, bare links in angle brackets."""
    parts: list[str] = []
    end = 0
    for token in _TOKEN.finditer(text):
        parts += [_plain(text[end : token.start()]), _ENTITY.sub("&amp;", token[0])]
        end = token.end()
    return "".join([*parts, _plain(text[end:])])


def _plain(text: str) -> str:
    return _BARE.sub(r"<\g<0>>", _ENTITY.sub("&amp;", text).replace("<", "&lt;"))


def pings(text: str, blocks: Iterable[Json], *, link_names: bool = False) -> list[Ping]:
    """Everybody whom a message of the bot would notify, in `text` or in any block."""
    found = list(_mentions(text))
    if link_names:
        found += [("broadcast", each[1]) for each in _NAMED.finditer(text)]
    for block in blocks:
        found += _block_pings(block)
    return list(dict.fromkeys(found))


def _mentions(text: str) -> Iterator[Ping]:
    for each in _MENTION.finditer(text):
        broadcast, user, group = each.groups()
        yield ("broadcast", broadcast) if broadcast else ("user", user) if user else ("usergroup", group)


def _block_pings(value: Any) -> Iterator[Ping]:
    match value:
        case {"type": "broadcast", "range": target}:
            yield "broadcast", target
        case {"type": "user", "user_id": target}:
            yield "user", target
        case {"type": "usergroup", "usergroup_id": target}:
            yield "usergroup", target
        case {"type": "mrkdwn" | "markdown", "text": str(text)}:
            yield from _mentions(text)
        case dict():
            for each in value.values():
                yield from _block_pings(each)
        case list():
            for each in value:
                yield from _block_pings(each)
        case _:
            pass


def mrkdwn(blocks: Iterable[Json]) -> str:
    """The `text` that goes with a member's `rich_text` blocks."""
    return "\n".join(_element(each) for block in blocks for each in block["elements"])


def _element(element: Json) -> str:
    match element["type"]:
        case "rich_text_list":
            indent = "    " * element.get("indent", 0)
            first = element.get("offset", 0) + 1
            ordered = element["style"] == "ordered"
            return "\n".join(
                f"{indent}{f'{number}.' if ordered else '•'} {_inlines(item['elements'])}"
                for number, item in enumerate(element["elements"], first)
            )
        case "rich_text_quote":
            return "\n".join(f"&gt; {line}" for line in _inlines(element["elements"]).split("\n"))
        case "rich_text_preformatted":
            return f"```{_inlines(element['elements'])}```"
        case _:
            return _inlines(element["elements"]).removesuffix("\n")


def _inlines(elements: Iterable[Json]) -> str:
    return "".join(_inline(each) for each in elements)


def _inline(element: Json) -> str:
    match element:
        case {"type": "text", "text": text}:
            return _marked(escape(text), element.get("style", {}))
        case {"type": "link", "url": url, "text": label} if label:
            return _marked(f"<{escape(url)}|{escape(label)}>", element.get("style", {}))
        case {"type": "link", "url": url}:
            return _marked(f"<{escape(url)}>", element.get("style", {}))
        case {"type": "user", "user_id": user}:
            return f"<@{user}>"
        case {"type": "channel", "channel_id": channel}:
            return f"<#{channel}|>"  # the real client leaves the label empty
        case {"type": "usergroup", "usergroup_id": group}:
            return f"<!subteam^{group}>"
        case {"type": "broadcast", "range": target}:
            return f"<!{target}>"
        case {"type": "emoji", "name": name}:
            tone = element.get("skin_tone")
            return f":{name}::skin-tone-{tone}:" if tone else f":{name}:"
        case {"type": "date", "timestamp": at, "format": form}:
            return f"<!date^{at}^{form}|{element.get('fallback', '')}>"
        case _:
            return ""


def _marked(text: str, style: Json) -> str:
    body = text.strip()
    if not body:
        return text
    start = text.index(body)
    marks = [mark for name, mark in _MARKS.items() if style.get(name)]
    return text[:start] + "".join(reversed(marks)) + body + "".join(marks) + text[start + len(body) :]
