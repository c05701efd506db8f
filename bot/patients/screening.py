"""Whether words may tell of a patient. Pure; every feature that carries people's words elsewhere asks it first.

`screened(text)` tells of what kind the traces are that a text has; `words_of(content)` makes one text of a message.
No pattern finds a story that only one patient fits: see docs/privacy.md for what is not found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from itertools import combinations

import regex

from adapters.contract.content import Content, Link, Text
from adapters.contract.walk import map_links, map_spans, text_of, with_languages
from adapters.contract.written import unspelled
from bot.patients import announced, births, homes, labelled, listed, numbers, ward
from bot.patients.seen import Seen
from bot.patients.shown import apart, as_shown

LONGEST_MASK = 20
FEWEST_DIGITS = 5  # in a mask: with fewer, every year and every price is a hospital number
_MASK = re.compile(rf"[A-Z0-9#?/ -]{{1,{LONGEST_MASK}}}")
# Controls but spaces, halves of characters, what Unicode calls ignorable or a mark of format, and marks on characters.
_UNSEEN_ASCII = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_UNSEEN = regex.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\p{Cs}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Mn}\p{Me}]+"
)
_WIDE = re.compile(r"[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]{2,}")  # within a line
_WIDE_HAVE = ("  ", "\t", "\x1f")  # one of these, in ASCII
_BLANKS = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")  # letters and symbols that show nothing
_APART = "\n" + " ;" * 50  # more than is looked at around a number or a date
_CUT = 40  # characters of a field that are looked at beside another's
_ENDS, _BEGINS = re.compile(r"\d[\W_]{0,2}\Z"), re.compile(r"[\W_]{0,2}\d")
_SIGNS = {"#": r"\d", "?": "[A-Z]", " ": r"[\s/-]?", "-": r"[\s/-]?", "/": r"[\s/-]?"}


class Kind(StrEnum):
    """What was found. Stored, so the values stay."""

    NHS_NUMBER = "nhs number"
    HOSPITAL_NUMBER = "hospital number"
    BIRTH_AND_NAME = "birth and name"
    BIRTH_AND_POSTCODE = "birth and postcode"
    POSTCODE_AND_NAME = "postcode and name"


def screened(text: str, masks: Iterable[str] = (), *, year: int | None = None, announces: bool = False) -> list[Kind]:
    """What in a text may tell of a patient; nothing when it may go.

    `masks` are the forms of hospital numbers (see `mask`). `year` is this year, unless it is given. `announces`: it is
    what an event says, which has a venue's postcode and names of its own.
    """
    text, year = folded(text), year or datetime.now(UTC).year
    seen = Seen.of(text)
    housed = homes.housed(seen)
    lives = housed and (
        listed.named(seen)
        or births.named_and_housed(announced.of_somebody(text) if announces else text)
        or (homes.of_cared_for if announces else homes.of_somebody)(text)
    )
    found = {
        Kind.NHS_NUMBER: numbers.named(seen) or labelled.named(seen),
        Kind.HOSPITAL_NUMBER: ward.numbered(seen) or any(_has_form(seen, each) for each in masks),
        Kind.BIRTH_AND_NAME: births.born_and_named(seen, year),
        Kind.BIRTH_AND_POSTCODE: housed and births.born_and_housed(seen, year),
        Kind.POSTCODE_AND_NAME: lives,
    }
    return [kind for kind, there in found.items() if there]


def year_of(now: float) -> int:
    """The year of a moment."""
    return datetime.fromtimestamp(now, UTC).year


def words_of(content: Content) -> str:
    """All words that a message would carry: its text, where links lead, files' names and descriptions, what it quotes.

    What code says is its language counts, too.

    Where links lead stands in a second copy of the text, so that a number is beside the words that say what it is. So
    does what emoji and nameless mentions show: in the first they are left out, so that none of it hides a number.
    """
    content = with_languages(content)
    text = text_of(map_spans(content, apart))
    others = (
        text_of(map_spans(each, change)) for each, change in ((map_links(content, _led), apart), (content, as_shown))
    )
    copies = (part for other in others if other != text for part in (_APART, other))
    files = (words for file in content.files for words in (file.name, file.alt))
    quoted = content.reply.text if content.reply is not None else ""
    return "\n".join(filter(None, (text, *copies, *files, quoted)))


def words_in(fields: Iterable[str]) -> str:
    """All words of a form's fields; once more, where one ends with digits and a later one begins with some."""
    written = [folded(field).strip() for field in fields]
    cut = (
        f"{_APART}\n{one[-_CUT:]}\n{later[:_CUT]}"
        for one, later in combinations(written, 2)
        if _ENDS.search(one[-_CUT:]) and _BEGINS.match(later)
    )
    return "\n".join((*filter(None, written), *cut))


def mask(written: str) -> str | None:
    """The form of a hospital's numbers as it is kept: # is a digit, ? a letter, all else itself; None when it is none.

    "RX1 ######" finds RX1 204816, rx1-204816 and RX1204816. There are no repetitions in it, so looking for it takes
    time in proportion to the text, whatever is in either.
    """
    tidy = " ".join(written.upper().split())
    usable = _MASK.fullmatch(tidy) is not None and tidy.count("#") >= FEWEST_DIGITS
    return tidy if usable else None


def folded(text: str) -> str:
    """Text as it is looked at: nothing invisible, single spaces, one form of each character, digits as 0 to 9.

    Marks above and below go too: before characters are composed, which takes long where there are many of them.
    """
    if not text.isascii():
        plain = _shown(_BLANKS.sub(" ", unspelled(text)))
        composed = unicodedata.normalize("NFKC", plain)
        text = composed if composed == plain else _shown(composed)
    else:
        text = _UNSEEN_ASCII.sub("", text)
    return _WIDE.sub(" ", _figured(text)) if any(map(text.__contains__, _WIDE_HAVE)) or not text.isascii() else text


def _shown(text: str) -> str:
    """A text without what is not to be seen: looked for among its characters, which are few."""
    if text.isascii():
        return _UNSEEN_ASCII.sub("", text)
    unseen = "".join(_UNSEEN.findall("".join(set(text))))
    return text.translate(dict.fromkeys(map(ord, unseen))) if unseen else text


def _figured(text: str) -> str:
    """A text with 0 to 9 for the digits of all scripts."""
    if text.isascii():
        return text
    digits = {ord(char): str(unicodedata.digit(char)) for char in set(text) if not char.isascii() and char.isdigit()}
    return text.translate(digits) if digits else text


def _led(link: Link) -> Link:
    """A link whose words go on with where it leads; without words, that is all it shows."""
    return replace(link, spans=(*link.spans, Text(f" {link.url} "))) if link.spans else link


def _has_form(seen: Seen, form: str) -> bool:
    """Whether a text has a number of such a form: looked for only where its longest row of digits is."""
    others, digits = _pattern(form)
    return digits in seen.shape and others.fullmatch(seen.text) is None


@cache
def _pattern(of: str) -> tuple[re.Pattern[str], str]:
    """What fits texts without a form, in which no word begins one; and its longest row of digits.

    So a word that begins none is passed at once. Searching would look at each of its signs.
    """
    signs = "".join(_SIGNS.get(sign, re.escape(sign)) for sign in of)
    row = max(map(len, re.findall("#+", of)), default=0)
    word = rf"(?!{signs}(?![^\W_]))[^\W_]++"
    return re.compile(rf"[\W_]*+(?:{word}[\W_]*+)*+", re.IGNORECASE), "0" * row
