"""What is held of somebody as a page: one file, which loads nothing and runs nothing. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

from babel.dates import format_datetime

from bot.privacy import held_texts, page_texts, texts
from bot.saying import LOCALES, spoken
from storage.languages import Language
from storage.profiles import UNTIL_RESUMED

_NO_MOMENT = 1e8  # numbers above are seconds since the epoch
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
    parts.append(f"<p>{made} {_dated(told['made at'], language)}. {escape(', '.join(told['accounts']))}</p>")
    if not told["held"]:
        parts.append(f"<p>{escape(spoken(texts.NOTHING_HELD, language))}</p>")
    for title, rows in told["held"].items():
        names = list(dict.fromkeys(name for row in rows for name in row))
        head = "".join(f'<th scope="col">{_heading(name, language)}</th>' for name in names)
        body = "".join(
            f"<tr>{''.join(f'<td>{_cell(name, row.get(name), language)}</td>' for name in names)}</tr>" for row in rows
        )
        called = escape(_capital(spoken(held_texts.TITLES.get(title, title), language)))
        parts.append(f"<table><caption>{called}</caption><tr>{head}</tr>{body}</table>")
    parts.append(f"<p>{escape(spoken(texts.IN_IT, language))}</p></main></body></html>")
    return "".join(parts)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _heading(column: str, language: Language) -> str:
    """What a column is called; one that has no name of its own by its words."""
    return escape(_capital(spoken(page_texts.HEADINGS.get(column, column.replace("_", " ")), language)))


def _cell(column: str, value: Any, language: Language) -> str:
    """A value in plain words; moments as dates. A moment that is not set is 0."""
    said: str
    match value:
        case None:
            return ""
        case bool():
            said = page_texts.YES if value else page_texts.NO
        case float() if value >= UNTIL_RESUMED:
            said = page_texts.UNTIL_YOU_END_IT
        case float() if value > _NO_MOMENT:
            return _moment(datetime.fromtimestamp(value, UTC), language)
        case float() if not value and column.endswith(("at", "until", "since")):
            said = page_texts.NOT_SET
        case _:
            said = page_texts.VALUES.get(column, {}).get(str(value), str(value))
    return escape(spoken(said, language))


def _dated(written: str, language: Language) -> str:
    """A moment that is written as computers do."""
    try:
        return _moment(datetime.fromisoformat(written), language)
    except ValueError:
        return escape(written)


def _moment(moment: datetime, language: Language) -> str:
    return escape(format_datetime(moment, "d MMMM y, HH:mm 'UTC'", locale=LOCALES[language]))
