"""What is held of somebody as a page: one file, which loads nothing and runs nothing. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

from babel.dates import format_datetime

from bot.privacy import held_texts, texts
from bot.saying import LOCALES, spoken
from storage.languages import Language

_HEAD = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    '<meta name="viewport" content="width=device-width"><title>{title}</title>'
    "<style>body{{font:1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}"
    "table{{border-collapse:collapse}}th,td{{border:1px solid #4c6272;padding:.3rem .6rem;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}}caption{{text-align:left;font-weight:bold;margin-top:1.5rem}}</style>"
    "</head><body><main>"
)


def page(told: Mapping[str, Any], language: Language = Language.ENGLISH) -> str:
    """The page for what `/mydata` tells: tables with captions and headings, which screen readers read out."""
    title = escape(spoken(texts.PAGE_TITLE, language))
    parts = [_HEAD.format(title=title, language=LOCALES[language].replace("_", "-")), f"<h1>{title}</h1>"]
    made = escape(spoken(texts.MADE, language))
    parts.append(f"<p>{made} {escape(told['made at'])}. {escape(', '.join(told['accounts']))}</p>")
    if not told["held"]:
        parts.append(f"<p>{escape(spoken(texts.NOTHING_HELD, language))}</p>")
    for title, rows in told["held"].items():
        names = list(dict.fromkeys(name for row in rows for name in row))
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
        body = "".join(
            f"<tr>{''.join(f'<td>{_cell(row.get(name), language)}</td>' for name in names)}</tr>" for row in rows
        )
        called = escape(_capital(spoken(held_texts.TITLES.get(title, title), language)))
        parts.append(f"<table><caption>{called}</caption><tr>{head}</tr>{body}</table>")
    parts.append(f"<p>{escape(spoken(texts.IN_IT, language))}</p></main></body></html>")
    return "".join(parts)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _cell(value: Any, language: Language) -> str:
    """A value; moments as dates."""
    if isinstance(value, float) and value > 1e8:
        moment = datetime.fromtimestamp(value, UTC)
        return escape(format_datetime(moment, "dd MMMM y, HH:mm 'UTC'", locale=LOCALES[language]))
    return "" if value is None else escape(str(value))
