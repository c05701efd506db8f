"""Sentences that can be said in another language than English, which they are to whoever does not ask.

`_("You have opted out of {bridge}.", bridge=name)` is the English sentence, a string like every other, that still knows
what it was made of. Where it is known who will read it, `spoken` says it in their language, from the catalogue of that
language. What has no translation there is said in English, as a whole. Put together with other words (`+`, `join`,
f-strings) it is English for good: so each sentence has a span of its own. What else than words belongs into a sentence
(somebody who is mentioned, a moment, code) is filled in too, and `laid` makes the spans of it. A sentence that was kept
as plain text, as why a platform refused something is, is `recalled`.
"""

from __future__ import annotations

import dataclasses
import gettext
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from adapters.contract.content import Span, Text
from adapters.contract.walk import spans_text
from bot.recalling import Sentences
from storage.languages import Language

CATALOGUES = Path(__file__).parent / "catalogues"
ADAPTERS = "adapters/"  # where sentences come from that are kept as plain text
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
    parts: tuple[str | Span, ...] = ()  # of which it is made
    between: str = ""  # them
    each_alone: bool = False  # a part that has no translation stays English, and the others do not
    kept: bool = False  # as plain text: what it was made of is found out when it is said in another language

    def told(self, language: Language) -> str | None:
        """The sentence in a language; None when the catalogue lacks it, or something that is filled in."""
        if language is Language.ENGLISH:
            return str(self)
        found = _spans(self, language)
        return None if found is None else spans_text(tuple(found))

    def pattern(self, language: Language) -> str | None:
        """The sentence in a language, with names in braces for what is filled in; None when the catalogue lacks it."""
        count = self.given.get("count", 0)
        if language is Language.ENGLISH or not self.one:
            return self.many if self.many and count != 1 else self.one
        known = catalogue(language)
        if known is None:
            return None
        found = known.ngettext(self.one, self.many, count) if self.many else known.gettext(self.one)
        return found or None


class Catalogue(gettext.GNUTranslations):
    """The translations into a language, and the English sentences in it that may have been kept as plain text."""

    sentences: Sentences


class _Lacking(gettext.NullTranslations):
    """Says nothing in place of what a catalogue lacks: a translation may be the same as the English."""

    def gettext(self, message: str) -> str:
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return ""


class Phrase(tuple[Span, ...]):
    """The spans of a sentence in English, that can be laid out anew in other languages."""

    said: Said

    def told(self, language: Language) -> tuple[Span, ...]:
        """The sentence in a language; in English, when the catalogue lacks it, or something that is filled in."""
        return tuple(_spans(self.said, language) or self)


def _(english: str, /, **given: Any) -> Said:
    """A sentence, in which names in braces are filled in."""
    return _said(english, "", given)


def n_(one: str, many: str, count: int, /, **given: Any) -> Said:
    """A sentence about a number, `{count}`: in English for one, and for all others. Languages have their own forms."""
    return _said(one, many, {"count": count, **given})


def filled(sentence: str, /, **given: Any) -> Said:
    """A sentence that stands in a table as `_("{who} left.")`, once it is known what is filled in."""
    assert isinstance(sentence, Said)
    return _said(sentence.one, sentence.many, given)


def recalled(english: str) -> Said:
    """A sentence that was kept as plain text, and can be said in other languages again: it is known by its English.

    It is one of the adapters', filled in with what stays as it is, or with another of them; or a whole one of the
    bot's own. What is neither stays English, and so does the sentence into which it is filled.
    """
    if isinstance(english, Said):
        return english
    made = _said(english, "", {})
    made.kept = True
    return made


def laid(sentence: str) -> tuple[Span, ...]:
    """The spans of a sentence: words, and the spans that are filled in, `_("{who} left.", who=mention)`."""
    if not isinstance(sentence, Said):
        return (Text(sentence),)
    made = Phrase(_spans(sentence, Language.ENGLISH) or ())
    made.said = sentence
    return made


def together(sentences: Sequence[str], between: str = "\n") -> Said:
    """Sentences below each other, or beside each other; each is said by itself, as when they are paragraphs."""
    made = joined(sentences, between)
    made.each_alone = True
    return made


def joined(parts: Sequence[str | Span], between: str = ", ") -> Said:
    """Words, or sentences, beside each other; in one language, as a whole."""
    made = _said(between.join(_worded(part, Language.ENGLISH) or "" for part in parts), "", {})
    made.parts, made.between = tuple(parts), between
    return made


def listed(names: Sequence[str]) -> str:
    """Names as one would say them."""
    if len(names) < 2:
        return names[0] if names else ""
    return _("{names} and {last}", names=joined(names[:-1]), last=names[-1])


def spoken(what: T, language: Language) -> T:
    """The same content, or sentence, in a language; words that are nobody's sentence stay as they are."""
    return what if language is Language.ENGLISH else settled(what, language)


def settled(what: T, language: Language) -> T:
    """The same as `spoken`; and whoever speaks it once more changes nothing."""
    found: T = _each(what, language)
    return found


def offered() -> list[Language]:
    """The languages into which something is translated, English first."""
    return [each for each in Language if each is Language.ENGLISH or catalogue(each) is not None]


@cache
def catalogue(language: Language) -> Catalogue | None:
    """The translations into a language; None when there are none yet. What is marked as fuzzy (unsure) is left out."""
    file = CATALOGUES / f"{language}.po"
    return loaded(file.read_bytes()) if file.exists() else None


def loaded(written: bytes) -> Catalogue | None:
    """The translations in a catalogue; None when there are none in it."""
    found = read_po(BytesIO(written))
    if not any(each.id and each.string and any(each.string) and not each.fuzzy for each in found):
        return None
    compiled = BytesIO()
    write_mo(compiled, found)
    compiled.seek(0)
    made = Catalogue(compiled)
    made.add_fallback(_Lacking())
    kept = (each.id for each in found if any(file.startswith(ADAPTERS) for file, _line in each.locations))
    made.sentences = Sentences(each for each in kept if isinstance(each, str))
    return made


def _each(what: Any, language: Language) -> Any:
    """Content, or any part of one, with every sentence in it said in a language."""
    if isinstance(what, Said):
        return what.told(language) or str(what)
    if isinstance(what, Phrase):
        return what.told(language)
    if isinstance(what, tuple):
        return tuple(_each(each, language) for each in what)
    if not dataclasses.is_dataclass(what) or isinstance(what, type):
        return what
    values = {each.name: getattr(what, each.name) for each in dataclasses.fields(what)}
    changed = {name: new for name, old in values.items() if (new := _each(old, language)) is not old}
    return dataclasses.replace(what, **changed) if changed else what


def _said(one: str, many: str, given: Mapping[str, Any]) -> Said:
    english = many if many and given["count"] != 1 else one
    words = {name: _worded(value, Language.ENGLISH) for name, value in given.items()}
    made = Said(english.format(**words) if words else english)
    made.one, made.many, made.given = one, many, given
    return made


def _spans(said: Said, language: Language) -> list[Span] | None:
    """A sentence as spans; None when it cannot be said in the language. Words that follow each other are one span."""
    said = _again(str(said), language) if said.kept else said
    found: list[Span] = []
    for words, filled in _pieces(said, language):
        filling = _filling(filled, language)
        if filling is None and said.each_alone:
            filling = _filling(filled, Language.ENGLISH)
        if filling is None:
            return None
        found += [Text(words), *filling]
    return _merged(found) if found else None


def _again(kept: str, language: Language) -> Said:
    """What a sentence was made of that was kept as plain text. What is filled in may be one of the same kind itself."""
    known = None if language is Language.ENGLISH else catalogue(language)
    if known is None or (found := known.sentences.found(kept)) is None:
        return _said(kept, "", {})
    english, given = found
    within = {name: inner for name, text in given.items() if (inner := known.sentences.found(text)) is not None}
    return _said(english, "", {**given, **{name: _said(one, "", filled) for name, (one, filled) in within.items()}})


def _pieces(said: Said, language: Language) -> Iterator[tuple[str, Any]]:
    """Words of a sentence, each with what is filled in behind them; none when the catalogue lacks it."""
    if said.parts:
        yield from ((said.between if at else "", part) for at, part in enumerate(said.parts))
    elif (pattern := said.pattern(language)) is not None and not said.given:
        yield pattern, ""
    elif pattern is not None:
        for words, name, _spec, _conversion in Formatter().parse(pattern):
            yield words, "" if name is None else said.given[name]


def _filling(value: Any, language: Language) -> Sequence[Span] | None:
    """What is filled in, as spans; None for a sentence that cannot be said in the language."""
    value = value.text if isinstance(value, Text) else joined(value) if isinstance(value, tuple) else value
    if isinstance(value, Said):
        return _spans(value, language)
    if isinstance(value, Span):
        return [_each(value, language)]
    return [Text(str(_worded(value, language)))]


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and isinstance(span, Text) and isinstance(last := merged[-1], Text):
            merged[-1] = Text(last.text + span.text)
        elif span != Text(""):
            merged.append(span)
    return merged


def _worded(value: Any, language: Language) -> str | None:
    """What is filled in, in a language: a day as people write it; None for a sentence that cannot be said in it."""
    value = value.text if isinstance(value, Text) else joined(value) if isinstance(value, tuple) else value
    if isinstance(value, Said):
        return value.told(language)
    if isinstance(value, Span):
        return spans_text((value,))
    if isinstance(value, date):
        return format_date(value, DAY, locale=LOCALES[language])
    return str(value)
