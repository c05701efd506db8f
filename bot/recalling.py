"""English sentences found again by what came of them, when names in braces had been filled in. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import Formatter


class Sentences:
    """Sentences as they stand in a catalogue, `The file {name} is not on Slack.`"""

    def __init__(self, sentences: Iterable[str]) -> None:
        made = {each: _pattern(each) for each in sentences}
        self._alone = {each for each, (_length, pattern) in made.items() if pattern is None}
        # The one with most words of its own first, which is the most that can be said of what a text is.
        self._patterns = [
            (each, pattern)
            for each, (length, pattern) in sorted(made.items(), key=lambda it: (-it[1][0], it[0]))
            if pattern is not None and length
        ]

    def found(self, text: str) -> tuple[str, dict[str, str]] | None:
        """The sentence that a text is, and what is filled in; None when it is none of them."""
        if text in self._alone:
            return text, {}
        matches = ((each, pattern.fullmatch(text)) for each, pattern in self._patterns)
        return next(((each, match.groupdict()) for each, match in matches if match), None)


def _pattern(sentence: str) -> tuple[int, re.Pattern[str] | None]:
    """How many characters of a sentence are its own, and what it matches; None where nothing is filled in."""
    length, parts, names = 0, [], set[str]()
    for words, name, _spec, _conversion in Formatter().parse(sentence):
        length += len(words)
        parts.append(re.escape(words))
        if name is not None:
            parts.append(f"(?P={name})" if name in names else f"(?P<{name}>.*?)")
            names.add(name)
    return length, re.compile("".join(parts), re.DOTALL) if names else None
