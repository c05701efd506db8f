"""The labelled problems have the shape that makes them a fair exam."""

import json
import re
from collections import defaultdict
from pathlib import Path

from matching import lens

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "benchmarks/data/problems.jsonl").read_text(encoding="utf-8").splitlines()
]
SECTORS = {"NHS", "social care", "supplier", "charity or research"}
PROBLEMS = defaultdict(list)
for _row in ROWS:
    PROBLEMS[_row["problem"]].append(_row)


def test_there_are_enough_statements_and_problems() -> None:
    assert len(ROWS) >= 360
    assert len(PROBLEMS) >= 72
    assert len({row["person"] for row in ROWS}) == len({row["text"].casefold() for row in ROWS}) == len(ROWS)


def test_every_row_is_complete() -> None:
    columns = {"person", "problem", "family", "half", "sector", "acronyms", "text"}

    assert all(set(row) == columns for row in ROWS)
    assert {row["sector"] for row in ROWS} == SECTORS
    assert {row["acronyms"] for row in ROWS} == {True, False}


def test_each_problem_is_told_by_three_sectors_or_more() -> None:
    assert {problem for problem, rows in PROBLEMS.items() if len({row["sector"] for row in rows}) < 3} == set()


def test_near_misses_stay_in_one_half() -> None:
    families = defaultdict(set)
    for row in ROWS:
        families[row["family"]].add((row["half"], row["problem"]))

    assert all(len({half for half, _ in pairs}) == 1 and len(pairs) > 1 for pairs in families.values())


def test_the_halves_are_alike() -> None:
    for acronyms in (True, False):
        halves = [
            sum(row["half"] == half and row["acronyms"] is acronyms for row in ROWS) for half in ("tuning", "judging")
        ]
        assert min(halves) >= 60 and max(halves) < 1.3 * min(halves)


def test_acronyms_are_marked() -> None:
    """Households' own words (NHS, GP, AI and the like) do not count."""
    ordinary = {"NHS", "GP", "GPs", "AI", "QR", "SIM", "A&E", "SystmOne"}
    wrong = [
        row["text"]
        for row in ROWS
        if not row["acronyms"] and set(re.findall(r"\b(?:\w*[A-Z]&?\w*[A-Z]\w*)\b", row["text"])) - ordinary
    ]

    assert wrong == []


def test_the_lens_is_learnt_from_the_tuning_half_alone() -> None:
    texts, problems = lens.tellings()

    assert list(zip(problems, texts, strict=True)) == [
        (row["problem"], row["text"]) for row in ROWS if row["half"] == "tuning"
    ]
