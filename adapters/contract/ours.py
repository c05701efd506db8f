"""Names that read as the bot's, which speaks for itself: nobody, and no community, is shown under one."""

from __future__ import annotations

import re
import unicodedata

from adapters.contract.written import composed

# Letters and digits that are taken for those of the bot's name, and come apart into no plain one and a mark: Armenian,
# Cyrillic, Greek and Latin ones, also small capitals and those with a stroke. What is taken for i is taken for l.
_ALIKE = str.maketrans(
    "\u057d\u028b\u03c5\u1d1c\u0289\u0578\u0572\u0274\u014b\u03b7\u043f\u0455\ua731\u0282\u0456\u03b9\u0131\u04cf\u026a"
    "\u0268\u029f\u0142\u019ai1\u043e\u03bf\u0585\u1d0f\u00f8\u027505",
    "uuuuunnnnnnssslllllllllllooooooos",
)
_OURS = "unsilo".translate(_ALIKE)
# With these before or behind it, in one word or spelled out with gaps, it is still the bot's.
_BEFORE = ("the", "my", "your", "our", "real", "official")
_BEHIND = ("bot", "app", "help", "helper", "desk", "support", "admin", "team", "official", "system", "assistant",
           "service", "bridge", "news", "info", "notice", "alert", "security")  # fmt: skip
_READS = re.compile(rf"(?:{'|'.join(_BEFORE).translate(_ALIKE)})*{_OURS}(?:{'|'.join(_BEHIND).translate(_ALIKE)})*")
_WORD = re.compile(r"[^\W_]+")
_DIGITS_BEHIND = re.compile(r"(?<=[^\W\d_])\d+(?![^\W_])")
_WITHIN_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[a-z])(?=\d)")


def reads_as_ours(name: str) -> bool:
    """Whether a name reads as the bot's: as a word of it, the beginning of one as in "UnsiloBot", or with gaps.

    Of words that go on as people's names do, as "Unsilova", it is no part.
    """
    plain = "".join(map(_plain, composed("NFKC", name)))
    return any(map(_reads, {plain, _DIGITS_BEHIND.sub("", plain), _WITHIN_WORD.sub(" ", plain)}))


def _reads(name: str) -> bool:
    words = _WORD.findall(name.casefold().translate(_ALIKE))
    return any(_READS.fullmatch(word) for word in (*words, "".join(words)))


def _plain(char: str) -> str:
    """A character without what is set above, below or through it."""
    return "".join(each for each in unicodedata.normalize("NFKD", char) if not unicodedata.combining(each))
