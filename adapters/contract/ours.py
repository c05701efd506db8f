"""Names that read as the bot's, which speaks for itself: nobody, and no community, is shown under one."""

from __future__ import annotations

import re
import unicodedata

from adapters.contract.written import composed

# Letters and digits that are taken for those of the bot's name, and come apart into no plain one and a mark:
# Armenian, Cyrillic, Greek, Lisu and Latin ones, also small capitals and those with a stroke. What is taken for i is
# taken for l.
_TAKEN_FOR = {
    "u": "\u057d\u028b\u03c5\u1d1c\u0289\u0578\ua4f4",
    "n": "\u0572\u0274\u014b\u03b7\u043f\ua4e0",
    "s": "\u0455\ua731\u0282\ua4e25",
    "l": "\u0456\u03b9\u0131\u04cf\u026a\u0268\u029f\u0142\u019ai1\u01c0\u01c3\ua4f2\ua4e1",
    "o": "\u043e\u03bf\u0585\u1d0f\u00f8\u02750\ua4f3",
}
_ALIKE = str.maketrans({char: letter for letter, chars in _TAKEN_FOR.items() for char in chars})
# So are these signs between others, where they do not only part words.
_SIGNS = str.maketrans("$|!\u00a1", "slll")
_SIGNS_WITHIN = re.compile(r"(?<=\w)[$|!\u00a1]+(?=\w)")
# Capitals that come apart into no plain ones: in a dark circle, a box, a dark box.
_BOXED = {start + at: chr(ord("a") + at) for start in (0x1F150, 0x1F130, 0x1F170) for at in range(26)}
_OURS = "unsilo".translate(_ALIKE)
# With these before or behind it, in one word or spelled out with gaps, it is still the bot's.
_BEFORE = ("the", "my", "your", "our", "real", "official")
_BEHIND = ("bot", "app", "help", "helper", "desk", "support", "admin", "team", "official", "system", "assistant",
           "service", "bridge", "news", "info", "notice", "alert", "security", "privacy", "profile",
           "introduction", "intro", "event", "link", "report", "moderation", "moderator", "guard", "demo")  # fmt: skip
_EITHER = ["|".join(word.translate(_ALIKE) for word in words) for words in (_BEFORE, _BEHIND)]
_READS = re.compile(rf"(?:{_EITHER[0]})*{_OURS}(?:(?:{_EITHER[1]})s?)*")
_WORD = re.compile(r"[^\W_]+")
_DIGITS_BEHIND = re.compile(r"(?<=[^\W\d_])\d+(?![^\W_])")
_WITHIN_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[a-z])(?=\d)")


def reads_as_ours(name: str) -> bool:
    """Whether a name reads as the bot's: as a word of it, the beginning of one as in "UnsiloBot", or with gaps.

    Of words that go on as people's names do, as "Unsilova", it is no part.
    """
    plain = "".join(map(_plain, composed("NFKC", name.translate(_BOXED))))
    return any(map(_reads, {plain, _DIGITS_BEHIND.sub("", plain), _WITHIN_WORD.sub(" ", plain)}))


def _reads(name: str) -> bool:
    folded = name.casefold()
    signed = _SIGNS_WITHIN.sub(lambda found: found[0].translate(_SIGNS), folded)
    ways = [_WORD.findall(way.translate(_ALIKE)) for way in {folded, signed}]
    return any(_READS.fullmatch(word) for words in ways for word in (*words, "".join(words)))


def _plain(char: str) -> str:
    """A character without what is set above, below or through it."""
    return "".join(each for each in unicodedata.normalize("NFKD", char) if not unicodedata.combining(each))
