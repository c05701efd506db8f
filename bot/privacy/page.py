"""What is held of somebody as a page: one file, which loads nothing and runs nothing. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

from bot.privacy import texts

_HEAD = (
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    '<meta name="viewport" content="width=device-width"><title>{title}</title>'
    "<style>body{{font:1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}"
    "table{{border-collapse:collapse}}th,td{{border:1px solid #4c6272;padding:.3rem .6rem;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}}caption{{text-align:left;font-weight:bold;margin-top:1.5rem}}</style>"
    "</head><body><main>"
)


def page(told: Mapping[str, Any]) -> str:
    """The page for what `/mydata` tells: tables with captions and headings, which screen readers read out."""
    parts = [_HEAD.format(title=escape(texts.PAGE_TITLE)), f"<h1>{escape(texts.PAGE_TITLE)}</h1>"]
    parts.append(f"<p>{escape(texts.MADE)} {escape(told['made at'])}. {escape(', '.join(told['accounts']))}</p>")
    if not told["held"]:
        parts.append(f"<p>{escape(texts.NOTHING_HELD)}</p>")
    for title, rows in told["held"].items():
        names = list(dict.fromkeys(name for row in rows for name in row))
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
        body = "".join(
            f"<tr>{''.join(f'<td>{_cell(name, row.get(name))}</td>' for name in names)}</tr>" for row in rows
        )
        parts.append(f"<table><caption>{escape(title.capitalize())}</caption><tr>{head}</tr>{body}</table>")
    parts.append(f"<p>{escape(texts.IN_IT)}</p></main></body></html>")
    return "".join(parts)


def _cell(name: str, value: Any) -> str:
    """A value; moments as dates."""
    if isinstance(value, float) and value > 1e8:
        return escape(datetime.fromtimestamp(value, UTC).strftime("%d %B %Y, %H:%M UTC"))
    return "" if value is None else escape(str(value))
