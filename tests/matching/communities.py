"""Communities for tests of rounds: made by hand, and drawn by Hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from matching.rounds import Person, Rules, Stage, Topic, Wish


def topic(*vector: float, stage: Stage | None = None, weight: float = 1.0) -> Topic:
    """A topic in as many dimensions as there are numbers."""
    return Topic(np.array(vector, dtype=np.float32), stage, weight)


def person(id: str, sector: str | None, *topics: Topic | Sequence[float], **more: Any) -> Person:
    """Somebody with these topics; their employer is their own unless it is told."""
    told = tuple(it if isinstance(it, Topic) else topic(*it) for it in topics)
    return Person(id, sector, more.pop("employer", f"employer of {id}"), told, **more)


SECTORS = ("nhs", "care", "supplier", "charity", None)
VECTORS = st.tuples(*[st.integers(-1, 3)] * 3).filter(any)
TOPICS = st.builds(
    lambda vector, stage, weight: topic(*vector, stage=stage, weight=weight),
    VECTORS,
    st.sampled_from([None, *Stage]),
    st.sampled_from([1.0, 1.0, 0.5, 2.0, 9.0]),
)


NONE: frozenset[str] = frozenset()
TOLD = st.lists(TOPICS, min_size=1, max_size=2).map(tuple)
SETTINGS = {
    "sector": st.sampled_from(SECTORS),
    "employer": st.sampled_from([None, "a", "b", "c", "d"]),
    "topics": st.one_of(TOLD, TOLD, TOLD, TOLD, st.just(())),
    "wish": st.sampled_from(Wish),
    "supplier": st.booleans(),
    "introductions": st.integers(0, 6),
    "region": st.sampled_from([None, "north", "south"]),
    "communities": st.sampled_from([NONE, frozenset("x"), frozenset("xy")]),
    "leanings": st.sampled_from([{}, {"nhs": 0.5}, {"care": 2.0, "nhs": 9.0}]),
    "refused_sectors": st.sampled_from([NONE, NONE, frozenset({"care"}), frozenset({"care", "charity"})]),
    "refused_employers": st.sampled_from([NONE, NONE, frozenset("a"), frozenset("ab")]),
}
ANYBODY = st.builds(Person, id=st.just(""), **SETTINGS)


def people(most: int) -> st.SearchStrategy[list[Person]]:
    """Some people with histories and settings of all kinds."""
    return st.lists(ANYBODY, max_size=most).map(
        lambda drawn: [replace(person, id=f"p{number}") for number, person in enumerate(drawn)]
    )


PAIRS = st.lists(st.tuples(*[st.integers(0, 14).map("p{}".format)] * 2), max_size=12)
RULES = st.builds(
    Rules,
    blocks=PAIRS,
    earlier=PAIRS,
    floor=st.sampled_from([-1.0, 0.2, 0.35, 0.7]),
    ceiling=st.sampled_from([0.5, 0.9]),
    employer_share=st.sampled_from([0.0, 0.2, 1.0]),
    distances=st.sampled_from([{}, {("nhs", "care"): 0.6, ("supplier", "nhs"): 0.8}]),
    fairness=st.sampled_from([0.0, 0.25, 1.0]),
)
