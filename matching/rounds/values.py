"""What a round is told about people and rules, and what it answers: plain values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum, StrEnum
from math import isfinite

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]


class Stage(IntEnum):
    """How far somebody is with a topic. Two people one step apart have most to tell each other."""

    THINKING = 0
    DOING = 1
    DONE = 2


class Wish(Enum):
    """The size of group that somebody wants: the smallest they accept, what they like, the largest they accept.

    Who wants one person accepts two where somebody would be left out otherwise. Who wants a trio or a circle is never
    put one-to-one.
    """

    PAIR = (2, 2, 3)
    TRIO = (3, 3, 4)
    CIRCLE = (3, 4, 6)

    @property
    def smallest(self) -> int:
        """The fewest people, oneself included."""
        return self.value[0]

    @property
    def likes(self) -> int:
        """The number to aim for."""
        return self.value[1]

    @property
    def largest(self) -> int:
        """The most people."""
        return self.value[2]


@dataclass(frozen=True, slots=True, eq=False)
class Topic:
    """One problem that somebody works on.

    `vector` has any length but zero; its direction counts. `weight` above 1 asks for more of this, below 1 for less.
    """

    vector: Rows
    stage: Stage | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """Somebody who opted in to a round.

    `sector` and `employer` are None when not told: an untold sector may meet any told one, at lower weight, and an
    untold employer is nobody's. `leanings` are weights for other people's sectors (1 when missing). `communities` are
    what the person belongs to: who shares one may know each other already. `introductions` counts all earlier ones.
    """

    id: str
    sector: str | None
    employer: str | None
    topics: tuple[Topic, ...]
    wish: Wish = Wish.PAIR
    supplier: bool = False
    introductions: int = 0
    region: str | None = None
    communities: frozenset[str] = frozenset()
    leanings: Mapping[str, float] = field(default_factory=dict)
    refused_sectors: frozenset[str] = frozenset()
    refused_employers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for everybody in a round. Pairs of ids have no order; ids that are not in the round do no harm.

    `floor` and `ceiling` are cosines of the two closest topics: below the one nobody is introduced, above the other two
    suppliers are competitors. Of one supplier's people at most `employer_share` of the round takes part, but always
    one. `distances` says how much meeting across two sectors is worth (1 when missing). The factors that follow
    multiply a pair's weight: a sector `unsaid`, a community in common (`familiar`), two regions (`elsewhere`).
    `fairness` is how fast a person's weight falls with introductions: (1 + introductions) ** -fairness.
    """

    blocks: Collection[tuple[str, str]] = ()
    earlier: Collection[tuple[str, str]] = ()
    floor: float = 0.35
    ceiling: float = 0.75
    employer_share: float = 0.1
    distances: Mapping[tuple[str, str], float] = field(default_factory=dict)
    unsaid: float = 0.5
    familiar: float = 0.7
    elsewhere: float = 0.95
    fairness: float = 0.25

    def __post_init__(self) -> None:
        """Raise ValueError for numbers with which no sum could be trusted."""
        factors = (self.unsaid, self.familiar, self.elsewhere, *self.distances.values())
        if not all(isfinite(number) and 0 < number <= 100 for number in factors):
            raise ValueError("a factor must be above 0 and at most 100")
        if not all(isfinite(number) for number in (self.floor, self.ceiling, self.employer_share)):
            raise ValueError("floor, ceiling and share must be numbers")
        if not 0 <= self.fairness <= 10:
            raise ValueError("fairness must be from 0 to 10")


@dataclass(frozen=True, slots=True)
class Tie:
    """What joins two people: the cosine of their two closest topics, which topics (by position), and its weight.

    The weight is 0 for two of one sector, who meet only in a group that has a second one.
    """

    one: str
    other: str
    overlap: float
    weight: float
    topics: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """People who are introduced to each other, and the tie of each two of them."""

    members: tuple[str, ...]
    ties: tuple[Tie, ...]

    @property
    def weight(self) -> float:
        """The sum of the ties' weights over one less than the size: half of what its members get on average, summed."""
        return sum(tie.weight for tie in self.ties) / (len(self.members) - 1)


class Why(StrEnum):
    """Why somebody is in no group: the first in this order that is true."""

    NO_TOPIC = "no topic"  # they said nothing to match on
    NO_OTHER_SECTOR = "no other sector"  # nobody of another sector takes part
    OWN_LIMITS = "own limits"  # they keep away from every sector or employer that takes part
    ALL_MET = "all met"  # everybody else was met, is a colleague, or is kept apart (by whom is not said)
    NONE_CLOSE = "none close"  # nobody works on something close enough
    COMPETITORS = "competitors"  # who is close enough competes with them
    EMPLOYER_SHARE = "employer share"  # enough of their employer's people take part
    GROUP_SIZE = "group size"  # somebody suits them, but not enough people for the size that they want
    ALL_TAKEN = "all taken"  # everybody who suits them is introduced to others: an odd number, or too few of a sector


@dataclass(frozen=True, slots=True)
class Plan:
    """A round: everybody is in one group or has a reason.

    `alternates` has, for those in a group, up to three others that the rules permit, the best first: `one` is the
    person. An alternate is in a group too, as a rule: ask them when they are free.
    """

    groups: tuple[Group, ...]
    alternates: Mapping[str, tuple[Tie, ...]]
    unplaced: Mapping[str, Why]
    seed: int

    @property
    def weight(self) -> float:
        """The groups' weights, summed."""
        return sum(group.weight for group in self.groups)
