"""Text made to fit what platforms allow: measured, shortened, cut up, and names in one visible line.

Lengths are UTF-16 units where a platform counts: some count those, and nowhere are they fewer than characters.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from adapters.contract.content import Attachment, Content, Small, Style, Styled, Text
from adapters.contract.ours import reads_as_ours
from adapters.contract.platform import Persona
from adapters.contract.written import composed

FILES_TOGETHER = 25 * 1024 * 1024  # bytes of the files of one message, which are in memory together

SOMEBODY, SOMEWHERE = "Someone", "Somewhere"
_BETWEEN = " · "
_NAME_LEAST, _HOME_LEAST = 20, 20  # units that a long name and a long home leave each other at least
_DOTS = "[·•‧∙⋅⸱・･ꞏ]+"  # what can be taken for the dot between a name and its home
_FALSE_DOTS = re.compile(rf"(?:^|\s+){_DOTS}\s*|\s*{_DOTS}(?:\s+|$)")
_FALSE_MARK = re.compile("\\s*[(\uff08](\\d+)[)\uff09]$")  # what can be taken for the mark of one of several people
_UNSEEN = re.compile("[\u034f\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # they show next to nothing
_BLANKS = re.compile("[\u115f\u1160\u2800\u3164\uffa0\U0001d159]+")  # letters and symbols that show nothing
_JOINER = "\u200d"  # makes one emoji of two


def units(text: str) -> int:
    """The length of a text in UTF-16 units, as JavaScript clients count it."""
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)


def shortened(text: str, most: int) -> str:
    """A text of at most `most` units: one that is longer ends with an ellipsis."""
    if units(text) <= most:
        return text
    end = bisect_right([*accumulate(map(units, text[:most]))], most - 1)
    return text[: _between(text, end, 0)].rstrip() + "…"


def first_words(text: str, most: int) -> str:
    """A text as one line of at most `most` units, which ends after a whole word unless that halves it."""
    line = " ".join(text.split())
    short = shortened(line, most)
    cut = len(short) - 1
    if short == line or line[cut] == " ":
        return short
    end = line.rfind(" ", 0, cut)
    return f"{line[:end]}…" if end > cut // 2 else short


def batches(files: Sequence[Attachment], most: int) -> list[tuple[Attachment, ...]]:
    """Files in runs of at most `most` that fit into memory together; a larger file is alone."""
    runs: list[list[Attachment]] = []
    room = 0
    for file in files:
        if not runs or len(runs[-1]) == most or file.size > room:
            runs.append([])
            room = FILES_TOGETHER
        runs[-1].append(file)
        room -= file.size
    return [tuple(run) for run in runs]


def one_line(text: str) -> str:
    """A text as one line with single spaces, and without what cannot be seen: controls, zero-width, private use."""
    return " ".join("".join(char for char in composed("NFC", text) if not _invisible(char)).split())


def shown_name(persona: Persona, most: int) -> str:
    """`name (2) · home` in one visible line of at most `most` units (45 or more).

    The mark that tells people of one name apart stays whole. The name gives way to the home, which is cut itself only
    where it leaves name and mark fewer than 20 units. A name in which nothing can be seen, or that reads as the bot's,
    becomes "Someone", a home that does "Somewhere"; and none can look as if it came with a home or a mark of its own.
    """
    name = _plain(persona.name)
    mark = f" ({persona.number})" if persona.number > 1 else ""
    home = _visible(persona.home)
    home = SOMEWHERE if reads_as_ours(home) else home
    if not home:
        return shortened(name, most - len(mark)) + mark
    room = most - len(_BETWEEN)
    home = shortened(home, max(_HOME_LEAST, room - min(units(name) + len(mark), _NAME_LEAST)))
    return f"{shortened(name, room - units(home) - len(mark))}{mark}{_BETWEEN}{home}"


def under_name(content: Content, name: str) -> Content:
    """Content under a first line with its writer's name, for where it cannot be posted under that.

    It is small print, as nobody writes: else one message could look like those of several people.
    """
    line = Text(unlinked(name))
    return replace(content, blocks=(Small((Styled(Style.BOLD, (line,)),)), *content.blocks))


def unlinked(name: str) -> str:
    """A name as it stands within a text: platforms make no link of it."""
    return name.replace("://", ":/\u200b/")


def without_home(shown: str) -> str:
    """A shown name without the home that comes with it."""
    return shown.partition(_BETWEEN)[0]


def same_name(name: str) -> str:
    """A name as readers tell it from others: equal for names that look the same but for case and width of letters."""
    return _UNSEEN.sub("", composed("NFKC", _plain(name))).casefold()


def _plain(name: str) -> str:
    """A name with neither home nor mark."""
    alone = " ".join(_FALSE_DOTS.sub(" - ", _visible(name)).split()) or SOMEBODY
    return SOMEBODY if reads_as_ours(alone) else _FALSE_MARK.sub(r" \1", alone).strip()


def _visible(name: str) -> str:
    """A name as one line; empty when it shows nothing but space."""
    line = one_line(_BLANKS.sub(" ", name))
    return line if any(unicodedata.category(char)[0] in "LNPS" for char in line) else ""


def chunks(word: str, most: int) -> list[str]:
    """A word in pieces of at most `most` characters."""
    pieces, start = [], 0
    while len(word) - start > most:
        end = _between(word, start + most, start + most // 2)
        pieces.append(word[start:end])
        start = end
    return [*pieces, word[start:]]


def _between(text: str, end: int, least: int) -> int:
    """The last place up to `end` that is not within what is shown as one character; `end` if none is after `least`."""
    at = end
    while at > least and (_joins(text[at]) or text[at - 1] == _JOINER):
        at -= 1
    return at if at > least else end


def _joins(char: str) -> bool:
    """Whether a character belongs to the one before: accents, joiners, selectors, skin tones, tags."""
    return unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf") or "\U0001f3fb" <= char <= "\U0001f3ff"


def _invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") and not char.isspace()
