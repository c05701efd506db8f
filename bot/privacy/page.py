"""What is held of somebody as a page: one file, which loads nothing and runs nothing. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any

from bot.privacy import held_texts, page_texts, texts, values
from bot.privacy.values import Names
from bot.saying import LOCALES, spoken
from storage.languages import Language

NO_NAMES: Names = {}
_HEAD = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    '<meta name="viewport" content="width=device-width"><title>{title}</title>'
    "<style>body{{font:1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}"
    "table{{border-collapse:collapse}}th,td{{border:1px solid #4c6272;padding:.3rem .6rem;text-align:left;"
    "vertical-align:top;overflow-wrap:break-word;max-width:40rem}}div{{overflow-x:auto}}caption{{text-align:left;font-weight:bold;margin-top:1.5rem}}</style>"
    "</head><body><main>"
)


def page(told: Mapping[str, Any], language: Language = Language.ENGLISH, names: Names = NO_NAMES) -> str:
    """The page for what `/mydata` tells: tables with captions and headings, which screen readers read out.

    `names` are what communities are called, by their addresses.
    """
    title = escape(spoken(texts.PAGE_TITLE, language))
    parts = [_HEAD.format(title=title, language=LOCALES[language].replace("_", "-")), f"<h1>{title}</h1>"]
    accounts = ", ".join(spoken(values.where(account, names), language) for account in told["accounts"])
    made = escape(spoken(texts.MADE, language))
    parts.append(f"<p>{made} {_dated(told['made at'], language)}. {escape(accounts)}</p>")
    if not told["held"]:
        parts.append(f"<p>{escape(spoken(texts.NOTHING_HELD, language))}</p>")
    for title, rows in told["held"].items():
        columns = list(dict.fromkeys(name for row in rows for name in row))
        head = "".join(f'<th scope="col">{_heading(name, language)}</th>' for name in columns)
        cells = ([escape(values.said(title, name, row.get(name), names, language)) for name in columns] for row in rows)
        body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
        called = escape(_capital(spoken(held_texts.TITLES.get(title, title), language)))
        table = f"<table><caption>{called}</caption><tr>{head}</tr>{body}</table>"
        parts.append(f'<div role="region" aria-label="{called}" tabindex="0">{table}</div>')  # who has no mouse scrolls
    parts.append(f"<p>{escape(spoken(texts.IN_IT, language))}</p></main></body></html>")
    return "".join(parts)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _heading(column: str, language: Language) -> str:
    """What a column is called; one that has no name of its own by its words."""
    return escape(_capital(spoken(page_texts.HEADINGS.get(column, column.replace("_", " ")), language)))


def _dated(written: str, language: Language) -> str:
    """A moment that is written as computers do."""
    try:
        return escape(values.moment(datetime.fromisoformat(written), language))
    except ValueError:
        return escape(written)
