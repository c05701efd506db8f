"""Why two people fit, in words that one of them wrote: the phrases of a text that come nearest to another text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .words import FUNCTION

Rows = NDArray[np.float32]

LONGEST = 5  # words in a phrase
MOST_WORDS = 8  # in all phrases of one answer: they tell what is shared, and are no copy of what somebody wrote
SHORTEST = 4  # letters in a phrase, unless it is an acronym
NEAR = 0.35  # cosine from which a phrase is shared at all
_CLAUSE = re.compile(r"[^.,;:!?()\[\]\n\u2013\u2014\"\u201c\u201d]+")
_WORD = re.compile(r"[^\W_]+(?:['\u2019&/-][^\W_]+)*")
# Words at which a phrase neither begins nor ends, nor reaches over: verbs that help, and what joins clauses.
_JOINING = """
   
    about after against also because been before being between cannot could did does doing down during each even every
    from get gets getting give given gives going got how just keep keeps let lets like made make makes making many might
    more most much must need needs never only other over own really should since still such take takes taking there
    these they thing things those through too try trying under until upon used using very want wants was well were
    where whether which while without would anybody anything everybody everything mostly nobody nothing often see sees
    somebody something sometimes
"""
_JOINTS = FUNCTION | frozenset(_JOINING.split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a text, cut exactly as they stand there; `text` is the text's number. `cosine` to the other text."""

    text: int
    start: int
    end: int
    words: str
    cosine: float


def phrases(text: str) -> list[tuple[int, int]]:
    """Where the phrases of a text stand: the longest runs of words, five at most, that name something in one clause."""
    found = []
    for clause in _CLAUSE.finditer(text):
        run: list[re.Match[str]] = []
        for word in [*_WORD.finditer(text, clause.start(), clause.end()), None]:
            if word is not None and word[0].lower() not in _JOINTS:
                run.append(word)
                continue
            found += [
                _span(run[first : first + LONGEST]) for first in range(max(len(run) - LONGEST + 1, min(len(run), 1)))
            ]
            run = []
    return [(start, end) for start, end in found if end - start >= SHORTEST or text[start:end].isupper()]


def _shorter(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A phrase, and the phrases of at least two words within it."""
    run = list(_WORD.finditer(text, start, end))
    return [_span(run[first:last]) for first in range(len(run)) for last in range(first + 2, len(run) + 1)] or [
        (start, end)
    ]


def _span(run: Sequence[re.Match[str]]) -> tuple[int, int]:
    return run[0].start(), run[-1].end()


def shared(query: str, texts: Sequence[str], encode: Callable[[Sequence[str]], Rows], most: int = 3) -> list[Phrase]:
    """The phrases of `texts` that come nearest to the query, the nearest first; none overlaps another.

    First whole phrases are compared, then the best of them with shorter ones within: so that few have to be encoded.
    """
    places = [(number, *place) for number, text in enumerate(texts) for place in phrases(text)]
    if not places or not query.strip():
        return []
    first = encode([query, *(texts[number][start:end] for number, start, end in places)])
    whole = _apart([_phrase(texts, place, row, first[0]) for place, row in zip(places, first[1:], strict=True)], most)
    within = [(each.text, *place) for each in whole for place in _shorter(texts[each.text], each.start, each.end)]
    second = encode([texts[number][start:end] for number, start, end in within]) if within else first[:0]
    shorter = [_phrase(texts, place, row, first[0]) for place, row in zip(within, second, strict=True)]
    return _apart([each for each in (*whole, *shorter) if not _everything(each, texts[each.text])], most)


def cut(text: str, others: Sequence[str]) -> str:
    """At most five words of a text: the phrase that has most words in common with the other texts, else the first.

    Nothing, when the text names nothing.
    """
    known = {word[0].lower() for other in others for word in _WORD.finditer(other)}
    found = [text[start:end] for start, end in phrases(text)]
    return max(found, key=lambda each: sum(word[0].lower() in known for word in _WORD.finditer(each)), default="")


def _everything(phrase: Phrase, text: str) -> bool:
    """Whether a phrase is all that a text of more than two words says."""
    words = [*_WORD.finditer(text)]
    return len(words) > 2 and (phrase.start, phrase.end) == _span(words)


def _phrase(texts: Sequence[str], place: tuple[int, int, int], row: Rows, query: Rows) -> Phrase:
    number, start, end = place
    return Phrase(number, start, end, texts[number][start:end], float(row @ query))


def _apart(found: Sequence[Phrase], most: int) -> list[Phrase]:
    """The nearest phrases that are near enough, do not overlap, and do not say the same twice."""
    chosen: list[Phrase] = []
    for one in sorted(found, key=lambda each: -each.cosine):
        overlaps = any(one.text == each.text and one.start < each.end and each.start < one.end for each in chosen)
        repeats = any(one.words.lower() == each.words.lower() for each in chosen)
        fits = len(chosen) < most and sum(map(_length, chosen)) + _length(one) <= MOST_WORDS
        if one.cosine >= NEAR and not overlaps and not repeats and fits:
            chosen.append(one)
    return chosen


def _length(phrase: Phrase) -> int:
    return len(phrase.words.split())
