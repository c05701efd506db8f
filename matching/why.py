"""Why two people fit, in words that one of them wrote: the phrases of a text that come nearest to another text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from .words import FUNCTION

Rows = NDArray[np.float32]

LONGEST = 5  # words in a phrase
NEAR = 0.35  # cosine from which a phrase is shared at all
_CLAUSE = re.compile(r"[^.,;:!?()\[\]\n\u2013\u2014\"\u201c\u201d]+")
_WORD = re.compile(r"[^\W_]+(?:['\u2019&/-][^\W_]+)*")
# Words at which a phrase neither begins nor ends, nor reaches over: verbs that help, and what joins clauses.
_JOINING = """
   
    about after against also because been before being between cannot could did does doing down during each even every
    from get gets getting give given gives going got how just keep keeps let lets like made make makes making many might
    more most much must need needs never only other over own really should since still such take takes taking there
    these they thing things those through too try trying under until upon used using very want wants was well were
    where whether which while without would
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


class Difference(StrEnum):
    """In what two people differ."""

    SECTOR = "sector"
    STAGE = "stage"
    ROLE = "role"


def phrases(text: str) -> list[tuple[int, int]]:
    """Where the phrases of a text stand: up to five words of one clause that name something."""
    found = []
    for clause in _CLAUSE.finditer(text):
        run: list[re.Match[str]] = []
        for word in [*_WORD.finditer(text, clause.start(), clause.end()), None]:
            if word is not None and word[0].lower() not in _JOINTS:
                run.append(word)
                continue
            found += [
                (run[first].start(), run[last].end())
                for first in range(len(run))
                for last in range(first, min(len(run), first + LONGEST))
                if last > first or len(run[first][0]) > 3 or run[first][0].isupper()
            ]
            run = []
    return found


def shared(query: str, texts: Sequence[str], encode: Callable[[Sequence[str]], Rows], most: int = 3) -> list[Phrase]:
    """The phrases of `texts` that come nearest to the query, the nearest first; none overlaps another."""
    places = [(number, *place) for number, text in enumerate(texts) for place in phrases(text)]
    if not places or not query.strip():
        return []
    rows = encode([query, *(texts[number][start:end] for number, start, end in places)])
    cosines = rows[1:] @ rows[0]
    chosen: list[Phrase] = []
    said: set[str] = set()
    for at in np.argsort(-cosines, kind="stable"):
        number, start, end = places[int(at)]
        words = texts[number][start:end]
        taken = any(each.text == number and start < each.end and each.start < end for each in chosen)
        if cosines[at] < NEAR or len(chosen) == most:
            break
        if not taken and words.lower() not in said:
            said.add(words.lower())
            chosen.append(Phrase(number, start, end, words, float(cosines[at])))
    return chosen


def differences(one: dict[Difference, str], other: dict[Difference, str]) -> list[tuple[Difference, str, str]]:
    """In what two people differ, as codes: what, the one's, the other's. What either did not say is no difference."""
    return [
        (what, one[what], other[what])
        for what in Difference
        if one.get(what) and other.get(what) and one[what] != other[what]
    ]
