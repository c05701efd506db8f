"""What records hold, in words: states as people say them, numbers of accounts with where they are. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from babel.dates import format_datetime, get_day_names

from adapters.contract import codec
from adapters.contract.content import Content, Emoji
from adapters.contract.incoming import Author, Edited, Posted, Reacted
from adapters.contract.platform import Persona
from adapters.contract.walk import text_of
from bot.days import clock
from bot.privacy import page_texts
from bot.saying import LOCALES, joined, spoken
from storage.languages import Language
from storage.personal import UNKNOWN
from storage.profiles import UNTIL_RESUMED

_CODES = (("numbers among people of one name", "name"),)
_NO_MOMENT = 1e8  # numbers above are seconds since the epoch
_LISTED = ("kinds", "languages")  # several, with commas between
TAKING_PART = "taking part in introductions"
Names = Mapping[str, str]  # of communities, by their addresses


def said(title: str, column: str, value: Any, names: Names, language: Language) -> str:
    """A value of a table, in a language. A moment that there is not is 0, or nothing."""
    if value is None:
        return spoken(page_texts.NONE, language)
    if isinstance(value, float) and _NO_MOMENT < value < UNTIL_RESUMED:
        return moment(datetime.fromtimestamp(value, UTC), language)
    return spoken(_worded(title, column, value, names, language), language)


def moment(when: datetime, language: Language) -> str:
    """A moment in a language."""
    return format_datetime(when, "d MMMM y, HH:mm 'UTC'", locale=LOCALES[language])


def where(address: str, names: Names) -> str:
    """An account or a channel by its number, and the name of where it is."""
    place, slash, id = address.partition("/")
    platform, _, community = place.partition(":")
    if platform == UNKNOWN:
        return page_texts.KEPT_AS_A_CODE
    if not slash or not id:
        return names.get(place, address)
    if not community:
        return page_texts.of_no_place(platform.title(), id)
    return page_texts.place(names.get(place, community), id)


def _worded(title: str, column: str, value: Any, names: Names, language: Language) -> str:
    match value:
        case bool():
            return page_texts.YES if value else page_texts.NO
        case float() if value >= UNTIL_RESUMED:
            return page_texts.UNTIL_YOU_END_IT
        case float() if not value and column.endswith(("at", "until", "since")):
            return page_texts.NONE
    known = page_texts.OF.get(title, {}).get(column) or page_texts.VALUES.get(column, {})
    if column in _LISTED:
        return joined([known.get(each.strip(), each.strip()) for each in str(value).split(",")])
    if (found := known.get(str(value))) is not None:
        return found
    if title == TAKING_PART and column in (own := _taking_part(language)):
        return own[column](str(value))
    if (title, column) in _CODES:
        return page_texts.KEPT_AS_A_CODE
    if column == "model":  # behind the name stand its version, and what else the numbers were made with
        return page_texts.model(str(value).partition("@")[0])
    if column == "detail":
        return _about(str(value), names)
    if column == "leanings":
        return _leanings(str(value))
    return where(str(value), names) if column in _PLACES else _decoded(str(value))


def _taking_part(language: Language) -> Mapping[str, Callable[[str], str]]:
    """What the record of taking part in introductions holds as numbers."""
    return {
        "days": partial(_days, language=language),
        "starts": lambda minutes: clock(int(minutes)),
        "ends": lambda minutes: clock(int(minutes)),
        "wording": page_texts.version,
    }


def _days(numbers: str, language: Language) -> str:
    names = get_day_names("wide", locale=LOCALES[language])
    return joined([names[int(number)] for number in numbers])


def _about(written: str, names: Names) -> str:
    """What an act was about: an account or a community, what was found in a message, or words of its own."""
    place = written.partition("/")[0]
    if place in names or place.endswith(":"):  # accounts of platforms whose users belong to no community
        return where(written, names)
    found = [page_texts.VALUES["kinds"].get(each) for each in written.split(", ")]
    return joined([each for each in found if each]) if all(found) else written


def _leanings(written: str) -> str:
    """Of which sectors, or words, somebody wanted more or less."""
    chosen = page_texts.VALUES["leaning"]
    found: Mapping[str, float] = json.loads(written)
    called = page_texts.VALUES["sector"]
    return joined(
        [page_texts.leaning(called.get(of, of), chosen["more" if by > 1 else "less"]) for of, by in found.items()]
    )


def _decoded(text: str) -> str:
    """What is stored in the way of `codec`, in the words that were written; all else as it stands."""
    if not text.startswith("{"):
        return text
    try:
        return _words(codec.decode(text))
    except (ValueError, KeyError, TypeError):
        return text


def _words(kept: Any) -> str:
    match kept:
        case Content():
            return text_of(kept)
        case Author() | Persona():
            return kept.name
        case Emoji():
            return kept.char or f":{kept.name}:"
        case Posted() | Edited():
            return text_of(kept.content)
        case Reacted():
            return _words(kept.emoji)
    raise TypeError


_PLACES = (
    "account", "aside", "box", "by", "channel", "community", "contact", "home", "lane", "named_by", "place", "who",
)  # fmt: skip
