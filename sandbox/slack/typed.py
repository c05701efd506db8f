"""What a member types into Slack's composer, as the `rich_text` block that the client makes of it.

Marks work as they do with "format messages with markup": `*bold*`, `_italic_`, `~strike~`, code, fences, quotes, lists,
`[label](link)`, `@Name`, `#channel`, `@here`, `:emoji:`. Mentions may also be given as Slack writes them (`<@U…>`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sandbox.slack import emoji
from sandbox.slack.model import Json, Workspace

_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_QUOTE = re.compile(r">\s?(.*)")
_ITEM = re.compile(r"((?:    |\t)*)(?:([-*•])|(\d+)[.)])\s+(.*)")
_URL = r"https?://[^\s<>|]*[^\s<>|.,;:!?)\]'\"*_~`]"
_INLINE = re.compile(
    rf"""`(?P<code>[^`\n]+)`
    |<@(?P<user>[UW][A-Z0-9]+)(?:\|[^<>]*)?>|<\#(?P<channel>[CGD][A-Z0-9]+)(?:\|[^<>]*)?>
    |<!(?P<broadcast>here|channel|everyone)>|<!subteam\^(?P<usergroup>S[A-Z0-9]+)(?:\|[^<>]*)?>
    |<!date\^(?P<at>\d+)\^(?P<form>[^|>^]+)(?:\|(?P<fallback>[^<>]*))?>
    |<(?P<wrapped>[a-z]+:[^\s<>|]+)(?:\|(?P<inside>[^<>]+))?>|\[(?P<label>[^\]\n]+)\]\((?P<target>{_URL})\)
    |(?<![\w/])(?P<url>{_URL})
    |(?<!\w)(?P<name>[@\#][^\s@\#<>][^@\#<>\n]*)
    |(?<![\w:]):(?P<emoji>[a-z0-9_+'-]+):(?::skin-tone-(?P<tone>[2-6]):)?
    |(?<![\w*])\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])
    |(?<![\w_])_(?P<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])
    |(?<![\w~])~(?P<strike>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])
    """,
    re.VERBOSE,
)
_BROADCASTS = ("here", "channel", "everyone")


def compose(ws: Workspace, text: str) -> list[Json]:
    """The blocks of a typed message: one `rich_text`, or none when nothing was typed."""
    elements: list[Json] = []
    end = 0
    for fence in _FENCE.finditer(text):
        elements += _lines(ws, text[end : fence.start()].removesuffix("\n"))
        elements.append({"type": "rich_text_preformatted", "elements": [{"type": "text", "text": fence[1] or " "}]})
        end = fence.end()
    elements += _lines(ws, text[end:].removeprefix("\n") if end else text)
    return [{"type": "rich_text", "elements": elements}] if elements else []


def _lines(ws: Workspace, text: str) -> list[Json]:
    elements: list[Json] = []
    for line in text.split("\n") if text.strip() else []:
        if quote := _QUOTE.fullmatch(line):
            _join(elements, {"type": "rich_text_quote", "elements": list(_inline(ws, quote[1]))})
        elif item := _ITEM.fullmatch(line):
            _join(elements, _list(ws, item))
        else:
            _join(elements, {"type": "rich_text_section", "elements": list(_inline(ws, line))})
    return [each for each in elements if each["elements"]]


def _list(ws: Workspace, item: re.Match[str]) -> Json:
    indent, bullet, number, words = item.groups()
    made: Json = {
        "type": "rich_text_list",
        "elements": [{"type": "rich_text_section", "elements": list(_inline(ws, words))}],
        "style": "bullet" if bullet else "ordered",
        "indent": min(8, indent.replace("\t", "    ").count("    ")),
        "border": 0,
    }
    if number and int(number) > 1:
        made["offset"] = int(number) - 1
    return made


def _join(elements: list[Json], new: Json) -> None:
    """Add an element, or lengthen the last one when it continues it."""
    last = elements[-1] if elements else None
    if last is None or any(last.get(key) != new.get(key) for key in ("type", "style", "indent")):
        elements.append(new)
    elif new["type"] == "rich_text_list":
        last["elements"] += new["elements"]
    else:
        last["elements"] += [{"type": "text", "text": "\n"}, *new["elements"]]
        last["elements"] = _merged(last["elements"])


def _merged(elements: list[Json]) -> list[Json]:
    merged: list[Json] = []
    for each in elements:
        if merged and each["type"] == merged[-1]["type"] == "text" and each.get("style") == merged[-1].get("style"):
            merged[-1] = {**merged[-1], "text": merged[-1]["text"] + each["text"]}
        else:
            merged.append(each)
    return merged


def _inline(ws: Workspace, text: str, style: Json | None = None) -> Iterator[Json]:
    style = style or {}
    end = position = 0
    while found := _INLINE.search(text, position):
        elements, length = _token(ws, found, style)
        if elements is None:  # only looked like a mention or an emoji
            position = found.start() + 1
            continue
        yield from _text(text[end : found.start()], style)
        yield from elements
        end = position = found.start() + length
    yield from _text(text[end:], style)


def _token(ws: Workspace, found: re.Match[str], style: Json) -> tuple[list[Json] | None, int]:
    """The elements that one match stands for (None when it is only text), and how many characters it takes."""
    group = found.groupdict()
    size = len(found[0])
    for mark in ("bold", "italic", "strike"):
        if group[mark] is not None:
            return list(_inline(ws, group[mark], {**style, mark: True})), size
    if group["code"] is not None:
        return [{"type": "text", "text": group["code"], "style": {**style, "code": True}}], size
    for kind in ("user", "channel", "usergroup"):
        if group[kind] is not None:
            return [{"type": kind, f"{kind}_id": group[kind]}], size
    if group["broadcast"] is not None:
        return [{"type": "broadcast", "range": group["broadcast"]}], size
    if group["at"] is not None:
        fallback = {"fallback": group["fallback"]} if group["fallback"] else {}
        return [{"type": "date", "timestamp": int(group["at"]), "format": group["form"], **fallback}], size
    if group["name"] is not None:
        return _named(ws, group["name"])
    if group["emoji"] is not None:
        return _emoji(ws, group["emoji"], group["tone"]), size
    url = group["wrapped"] or group["target"] or group["url"]
    label = group["inside"] or group["label"]
    link = {"type": "link", "url": url, **({"text": label} if label else {}), **({"style": style} if style else {})}
    return [link], size


def _named(ws: Workspace, words: str) -> tuple[list[Json] | None, int]:
    """The longest name of a member, channel, group or broadcast that the words after `@` or `#` begin with."""
    best: tuple[int, Json] | None = None
    for name, element in _names(ws, words[0]):
        size = len(name) + 1
        fits = words[1:size].casefold() == name.casefold() and not words[size : size + 1].isalnum()
        if name and fits and (best is None or size > best[0]):
            best = size, element
    return ([best[1]], best[0]) if best else (None, 0)


def _names(ws: Workspace, mark: str) -> Iterator[tuple[str, Json]]:
    if mark == "#":
        for channel in ws.channels.values():
            yield channel.name, {"type": "channel", "channel_id": channel.id}
        return
    for each in _BROADCASTS:
        yield each, {"type": "broadcast", "range": each}
    for group in ws.usergroups.values():
        yield group["handle"], {"type": "usergroup", "usergroup_id": group["id"]}
    for user in ws.users.values():
        for name in (user.display_name, user.real_name, user.name):
            yield name, {"type": "user", "user_id": user.id}


def _emoji(ws: Workspace, name: str, tone: str | None) -> list[Json] | None:
    if name in ws.emoji and not tone:
        return [{"type": "emoji", "name": name}]
    character = emoji.character(name)
    if character is None:
        return None
    code = emoji.code_points(character)
    if not tone:
        return [{"type": "emoji", "name": name, "unicode": code}]
    return [{"type": "emoji", "name": name, "unicode": f"{code}-1f3f{int(tone) + 9:x}", "skin_tone": int(tone)}]


def _text(text: str, style: Json) -> Iterator[Json]:
    """Plain words; emoji typed as characters become emoji elements, as the client makes them."""
    end = 0
    for found in emoji.CHARACTER.finditer(text):
        if found.start() > end:
            yield _words(text[end : found.start()], style)
        name, tone = emoji.name_of(found)
        more = {"skin_tone": tone} if tone else {}
        yield {"type": "emoji", "name": name, "unicode": emoji.code_points(found[1] + found[2]), **more}
        end = found.end()
    if end < len(text):
        yield _words(text[end:], style)


def _words(text: str, style: Json) -> Json:
    return {"type": "text", "text": text, **({"style": dict(style)} if style else {})}
