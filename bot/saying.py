"""Sentences that can be said in another language than English, which they are to whoever does not ask.

`_("You have opted out of {bridge}.", bridge=name)` is the English sentence, a string like every other, that still knows
what it was made of. Where it is known who will read it, `spoken` says it in their language, from the catalogue of that
language. What has no translation there is said in English, as a whole. Put together with other words (`+`, `join`,
f-strings) it is English for good: so each sentence has a span of its own.
"""

from __future__ import annotations

import dataclasses
import gettext
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from storage.languages import Language

CATALOGUES = Path(__file__).parent / "catalogues"
LOCALES = {Language.ENGLISH: "en_GB", Language.WELSH: "cy"}  # as Babel calls them
DAY = "EEEE d MMMM y"
T = TypeVar("T")


class Said(str):
    """A sentence in English, that can be said in other languages. What is filled in may be such a sentence itself.

    A tuple that is filled in is said with commas between.
    """

    one: str
    many: str  # in English for other numbers than one; empty where there is no number
    given: Mapping[str, Any]
    lines: tuple[str, ...] = ()  # of which it is made, each said by itself

    def told(self, language: Language) -> str | None:
        """The sentence in a language; None when the catalogue lacks it, or something that is filled in."""
        if language is Language.ENGLISH:
            return str(self)
        if self.lines:
            return "\n".join(spoken(line, language) for line in self.lines)
        known = catalogue(language)
        if known is None:
            return None
        count = self.given.get("count", 0)
        found = known.ngettext(self.one, self.many, count) if self.many else known.gettext(self.one)
        if not found or (self.many and found in (self.one, self.many)):
            return None
        words = {name: _worded(value, language) for name, value in self.given.items()}
        if None in words.values():
            return None
        return found.format(**words) if words else found


def _(english: str, /, **given: Any) -> Said:
    """A sentence, in which names in braces are filled in."""
    return _said(english, "", given)


def n_(one: str, many: str, count: int, /, **given: Any) -> Said:
    """A sentence about a number, `{count}`: in English for one, and for all others. Languages have their own forms."""
    return _said(one, many, {"count": count, **given})


def together(lines: Sequence[str]) -> Said:
    """Sentences below each other; each is said by itself, as when they are paragraphs."""
    made = _said("\n".join(lines), "", {})
    made.lines = tuple(lines)
    return made


def listed(names: Sequence[str]) -> str:
    """Names as one would say them."""
    return _("{names} and {last}", names=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else "".join(names)


def spoken(what: T, language: Language) -> T:
    """The same content, or sentence, in a language; words that are nobody's sentence stay as they are."""
    return what if language is Language.ENGLISH else settled(what, language)


def settled(what: T, language: Language) -> T:
    """The same as `spoken`; and whoever speaks it once more changes nothing."""
    found: T = _each(what, lambda said: said.told(language) or str(said))
    return found


def offered() -> list[Language]:
    """The languages into which something is translated, English first."""
    return [each for each in Language if each is Language.ENGLISH or catalogue(each) is not None]


@cache
def catalogue(language: Language) -> gettext.NullTranslations | None:
    """The translations into a language; None when there are none yet. What is marked as fuzzy (unsure) is left out."""
    file = CATALOGUES / f"{language}.po"
    return loaded(file.read_bytes()) if file.exists() else None


def loaded(written: bytes) -> gettext.NullTranslations | None:
    """The translations in a catalogue; None when there are none in it."""
    compiled = BytesIO()
    found = read_po(BytesIO(written))
    write_mo(compiled, found)
    compiled.seek(0)
    translated = any(each.id and each.string and any(each.string) and not each.fuzzy for each in found)
    if not translated:
        return None
    known = gettext.GNUTranslations(compiled)
    known.add_fallback(_Missing())
    return known


class _Missing(gettext.NullTranslations):
    """What a catalogue lacks: nothing, so that a translation may be alike in both languages."""

    def gettext(self, message: str) -> str:
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return ""


def _each(what: Any, say: Callable[[Said], str]) -> Any:
    """The same with every sentence in it said in another way."""
    if isinstance(what, Said):
        return say(what)
    if isinstance(what, tuple):
        return tuple(_each(each, say) for each in what)
    if not dataclasses.is_dataclass(what) or isinstance(what, type):
        return what
    values = {each.name: getattr(what, each.name) for each in dataclasses.fields(what)}
    changed = {name: new for name, old in values.items() if (new := _each(old, say)) is not old}
    return dataclasses.replace(what, **changed) if changed else what


def _said(one: str, many: str, given: Mapping[str, Any]) -> Said:
    english = many if many and given["count"] != 1 else one
    words = {name: _worded(value, Language.ENGLISH) for name, value in given.items()}
    made = Said(english.format(**words) if words else english)
    made.one, made.many, made.given = one, many, given
    return made


def _worded(value: Any, language: Language) -> str | None:
    """What is filled in, in a language: a day as people write it; None for a sentence that cannot be said in it."""
    if isinstance(value, Said):
        return value.told(language)
    if isinstance(value, tuple):
        words = [_worded(each, language) for each in value]
        return None if None in words else ", ".join(filter(None, words))
    if isinstance(value, date):
        return format_date(value, DAY, locale=LOCALES[language])
    return str(value)
