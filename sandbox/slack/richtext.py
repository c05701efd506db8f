"""The shape of `rich_text` blocks (Slack's published types of Block Kit elements)."""

from __future__ import annotations

from sandbox.slack.schema import Check, anything, array, boolean, choice, integer, shape, string, union

_STYLES = ("bold", "italic", "strike", "code", "underline")
_style = shape({}, dict.fromkeys(_STYLES, boolean))
_mention_style = shape(
    {}, dict.fromkeys(("bold", "italic", "strike", "underline", "highlight", "client_highlight", "unlink"), boolean)
)

_inline: dict[str, Check] = {
    "text": shape({"type": anything, "text": string()}, {"style": _style}),
    "link": shape(
        {"type": anything, "url": string(3000, pattern=r"[A-Za-z][A-Za-z0-9+.-]*:\S+")},
        {"text": string(least=0), "unsafe": boolean, "style": _style},
    ),
    "user": shape({"type": anything, "user_id": string(pattern=r"[UWB][A-Z0-9]+")}, {"style": _mention_style}),
    "usergroup": shape({"type": anything, "usergroup_id": string(pattern=r"S[A-Z0-9]+")}, {"style": _mention_style}),
    "channel": shape({"type": anything, "channel_id": string(pattern=r"[CGD][A-Z0-9]+")}, {"style": _mention_style}),
    "team": shape({"type": anything, "team_id": string(pattern=r"[TE][A-Z0-9]+")}, {"style": _mention_style}),
    "broadcast": shape({"type": anything, "range": choice("here", "channel", "everyone")}, {"style": _mention_style}),
    "emoji": shape(
        {"type": anything, "name": string(pattern=r"[^\s:]+(?:::skin-tone-[2-6])?")},
        {"unicode": string(), "skin_tone": integer(1, 6), "url": string(), "style": _style},
    ),
    "date": shape(
        {"type": anything, "timestamp": integer(), "format": string()},
        {"url": string(), "fallback": string(), "style": _style},
    ),
    "color": shape({"type": anything, "value": string()}, {"style": _style}),
}
_section = shape({"type": anything, "elements": array(union(_inline), least=0)})
_items = union({"rich_text_section": _section})
_border = {"border": choice(0, 1)}

_top: dict[str, Check] = {
    "rich_text_section": _section,
    "rich_text_list": shape(
        {"type": anything, "style": choice("bullet", "ordered"), "elements": array(_items)},
        {"indent": integer(0, 8), "offset": integer(0), **_border},
    ),
    "rich_text_quote": shape({"type": anything, "elements": array(union(_inline), least=0)}, _border),
    "rich_text_preformatted": shape(
        {"type": anything, "elements": array(union({name: _inline[name] for name in ("text", "link")}), least=0)},
        {"language": string(), **_border},
    ),
}

rich_text = shape({"type": anything, "elements": array(union(_top))}, {"block_id": string(255)})
