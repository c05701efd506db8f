"""Communities for tests of rounds: made by hand, and drawn by Hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
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


@st.composite
def people(draw: st.DrawFn, most: int, wishes: Sequence[Wish] = tuple(Wish)) -> list[Person]:
    """Some people with histories and settings of all kinds."""
    return [
        Person(
            id=f"p{number}",
            sector=draw(st.sampled_from(SECTORS)),
            employer=draw(st.sampled_from([None, "a", "b", "c", f"own {number}"])),
            topics=tuple(draw(st.lists(TOPICS, min_size=0 if draw(st.integers(0, 9)) == 0 else 1, max_size=2))),
            wish=draw(st.sampled_from(wishes)),
            supplier=draw(st.booleans()),
            introductions=draw(st.integers(0, 6)),
            region=draw(st.sampled_from([None, "north", "south"])),
            communities=draw(st.frozensets(st.sampled_from(["x", "y"]))),
            leanings=draw(st.dictionaries(st.sampled_from(["nhs", "care"]), st.sampled_from([0.5, 2.0]))),
            refused_sectors=draw(st.just(frozenset[str]()) | st.frozensets(st.sampled_from(["care", "charity"]))),
            refused_employers=draw(st.just(frozenset[str]()) | st.frozensets(st.sampled_from(["a", "b"]))),
        )
        for number in range(draw(st.integers(0, most)))
    ]


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
