"""The glossary that ships is whole, plausible, sorted, and of all four nations."""

import csv
import io
import itertools
from collections import Counter, defaultdict
from importlib.resources import files

from matching.jargon import Glossary
from matching.spelling import is_acronym

TABLE = files("matching").joinpath("data/glossary.csv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(io.StringIO(TABLE)))
COLUMNS = ["term", "expansion", "meaning", "context", "field", "nation", "source"]
NATIONS = {"UK", "Great Britain", "England and Wales", "England", "Scotland", "Wales", "NI"}


def test_every_row_is_complete() -> None:
    assert list(ROWS[0]) == COLUMNS
    assert [
        row for row in ROWS if not all(isinstance(cell, str) and cell == cell.strip() != "" for cell in row.values())
    ] == []


def test_there_are_enough_entries_and_none_twice() -> None:
    entries = Counter((row["term"].casefold(), row["expansion"].casefold()) for row in ROWS)

    assert [entry for entry, count in entries.items() if count > 1] == []
    assert len({row["term"].casefold() for row in ROWS}) >= 800


def test_rows_are_sorted_by_term() -> None:
    terms = [row["term"].casefold() for row in ROWS]

    assert terms == sorted(terms)


def test_all_nations_are_included() -> None:
    counts = Counter(row["nation"] for row in ROWS)

    assert set(counts) == NATIONS
    assert min(counts[nation] for nation in ("England", "Scotland", "Wales", "NI")) >= 25


def test_terms_and_expansions_are_plausible() -> None:
    assert [row for row in ROWS if len(row["term"]) > 40 or not 2 <= len(row["expansion"]) <= 80] == []
    assert [row for row in ROWS if row["term"].casefold() == row["expansion"].casefold()] == []
    assert [row for row in ROWS if any(mark in row["term"] + row["expansion"] for mark in '|;\n\t"')] == []
    assert [row for row in ROWS if is_acronym(row["term"]) and len(row["expansion"].split()) < 1] == []


def test_meanings_are_one_short_plain_sentence() -> None:
    odd = [
        row["meaning"]
        for row in ROWS
        if not row["meaning"].endswith(".") or len(row["meaning"].split()) > 20 or not row["meaning"][0].isupper()
    ]

    assert odd == []


def test_senses_of_one_term_have_words_of_their_own() -> None:
    senses = defaultdict(list)
    for entry in Glossary.load().entries:
        senses[entry.term.casefold()].append(entry)
    shared = [
        (one.term, one.expansion, other.expansion, one.signs & other.signs)
        for entries in senses.values()
        for one, other in itertools.combinations(entries, 2)
        if one.signs & other.signs
    ]

    assert shared == []


def test_most_acronyms_letters_are_in_their_expansions() -> None:
    """A slip of the pen shows: the first letter of an acronym starts a word of what it stands for."""
    strange = [
        row["term"]
        for row in ROWS
        if is_acronym(row["term"]) and row["term"].isalpha() and row["term"].isupper()
        if not any(
            word.lower().startswith(row["term"][0].lower()) for word in row["expansion"].replace("-", " ").split()
        )
    ]

    assert len(strange) < 0.03 * len(ROWS), strange
