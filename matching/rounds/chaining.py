"""Pairs and trios are improved along chains, which no step with two groups can see as a whole.

Somebody is set free: by leaving a trio, because the other of their pair joins another, or they were left over. They
take somebody out of a pair, whose partner takes the next, and so on. A chain ends where the last one joins a pair, or
what the trio is without the first, or takes a third out of another trio. One that comes back to itself is of pairs
alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from matching.rounds.candidates import Edges
from matching.rounds.groups import Groups
from matching.rounds.pairs import NOBODY
from matching.rounds.pool import Flags, Floats, Numbers
from matching.rounds.standing import NEVER, Known, Standing
from matching.rounds.ways import LEAST, Near, Steps, Ways

NEAR = 6  # candidates of each person that chains follow
TURNS = 4
ENDS = 3  # of each beginning, that are looked at in one turn
PLACED = 1000.0  # what it gains to place somebody, beside weights of a few units


def chain(groups: Groups, edges: Edges) -> None:
    """Raise the total along chains, for some turns; who was left over and can be placed by one is placed."""
    if not len(edges.one):
        return
    known, open_to = Known(groups.pool, edges), (groups.smallest <= 2) & (groups.largest >= 3)
    near = Near.of(edges, Standing(groups, known), open_to, NEAR)
    draw = np.random.default_rng(0)
    for turn in range(TURNS):
        begins = draw.random(groups.pool.size) < (0.5 if turn else 2.0)  # not all: the cheapest chains hide others
        _Turn(groups, near, known, begins, open_to).improve()


@dataclass(slots=True)
class _Move:
    """What changes: groups, their people as they are divided then, and pairs that must be permitted to meet."""

    loss: float
    old: list[int] = field(default_factory=list)
    new: list[list[int]] = field(default_factory=list)
    asks: list[tuple[int, int]] = field(default_factory=list)
    placed: int = NOBODY

    def add(self, old: int, new: list[int]) -> None:
        """A group, and one that is made of it and others."""
        self.old.append(old)
        self.new.append(new)


class _Turn:
    def __init__(self, groups: Groups, near: Near, known: Known, begins: Flags, open_to: Flags) -> None:
        self._groups, self._near, self._known = groups, near, known
        self._now = now = Standing(groups, known)
        self._group_of: list[int] = groups.group_of.tolist()
        self._steps = Steps(near, now, known)
        joins, self._joined_by = self._steps.best_joins(len(begins))
        losses = np.where(begins, now.leaving, NEVER)
        paired = np.flatnonzero(begins & (now.partner != NOBODY) & (joins[now.partner] < NEVER))
        losses[paired] = now.worth[paired] + joins[now.partner[paired]]
        left = groups.left()
        losses[left[open_to[left]]] = -PLACED
        changed = np.full((len(begins), 2), NOBODY)
        changed[:, 0] = groups.group_of
        changed[paired, 1] = groups.group_of[self._steps.taken[self._joined_by[now.partner[paired]]]]
        losses[paired[changed[paired, 0] == changed[paired, 1]]] = NEVER
        self._joins = joins
        self._ways = Ways(losses, changed, groups.group_of, self._steps)

    def improve(self) -> None:
        """Make the moves that gain most, each group once."""
        moves = sorted(self._permitted([*self._moves()]), key=lambda move: move.loss)
        changed: set[int] = set()
        for move in moves:
            seated = move.placed == NOBODY or (
                self._groups.group_of[move.placed] == NOBODY and len(self._groups.seats.first(np.array([move.placed])))
            )
            if seated and changed.isdisjoint(move.old):
                changed.update(move.old)
                self._groups.replace(tuple(move.old), move.new)
        self._groups.drop_empty()

    def _permitted(self, moves: list[_Move]) -> list[_Move]:
        """Those of which all may meet: two candidates always may, two of one sector are asked about."""
        pairs = [pair for move in moves for pair in move.asks]
        one, other = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        pool = self._groups.pool
        may = pool.may_meet(one, other) & pool.close(one, other, pool.likeness(one, other).overlap)
        refused = {pair for pair, permitted in zip(pairs, may.tolist(), strict=True) if not permitted}
        return [move for move in moves if refused.isdisjoint(move.asks)]

    def _moves(self) -> Iterator[_Move]:
        """The most promising ones, a few of each beginning."""
        losses, lasts, ends = self._ends()
        begun: dict[int, int] = {}
        for at in np.argsort(losses, kind="stable").tolist():
            last, end = int(lasts[at]), int(ends[at])
            first = int(self._ways.first[last])
            begun[first] = begun.get(first, 0) + 1
            if begun[first] <= ENDS:
                yield self._move(float(losses[at]), first, last, end)

    def _ends(self) -> tuple[Floats, Numbers, Numbers]:
        """Of each way to end a chain that gains: the loss, who was set free last, and whom they take or join. NOBODY
        stands for whom the first one was with.
        """
        now, ways, near, steps, group_of = self._now, self._ways, self._near, self._steps, self._groups.group_of
        joining = ways.loss[steps.free] + steps.joins
        taking = ways.loss[near.one] - near.weight + now.leaving[near.other]
        losses = np.concatenate((joining, taking, self._returning()))
        gains = np.flatnonzero(losses < -LEAST)
        everybody = np.arange(len(now.trio))
        lasts = np.concatenate((steps.free, near.one, everybody))[gains]
        ends = np.concatenate((steps.taken, near.other, np.full(len(everybody), NOBODY)))[gains]
        once = (ends == NOBODY) | ~ways.changes(lasts, group_of[ends])
        return losses[gains][once], lasts[once], ends[once]

    def _returning(self) -> Floats:
        """For everybody, what it loses when they come to whom the first one was with, to be a pair or a trio again."""
        now, ways = self._now, self._ways
        losses = np.full(len(now.trio), NEVER)
        moved = (ways.loss < NEVER) & (ways.first != np.arange(len(losses)))
        those = np.flatnonzero(moved & (now.trio[ways.first] != NOBODY))
        one, other = now.remaining(ways.first[those])
        with_one, with_other = self._known.of(those, one), self._known.of(those, other)
        changes = ways.loss[those] + (now.rest[ways.first[those]] - with_one - with_other) / 2
        losses[those] = np.where((with_one < 0) | (with_other < 0), NEVER, changes)
        those = np.flatnonzero(moved & (now.partner[ways.first] != NOBODY))
        partner = now.partner[ways.first[those]]
        worth = self._known.of(those, partner)
        losses[those] = np.where(worth > 0, ways.loss[those] - self._joins[partner] - worth, NEVER)
        return losses

    def _move(self, loss: float, first: int, last: int, end: int) -> _Move:
        """The chain from whoever is set free first to the end that the last one finds."""
        move = _Move(loss)
        self._begin(move, first, last, end)
        for step in self._ways.to(last):
            taken = int(self._steps.taken[step])
            move.add(self._group_of[taken], [int(self._steps.free[step]), taken])
        trio, partner = self._now.trio[end], int(self._now.partner[end])
        if end != NOBODY and trio != NOBODY:
            move.add(self._group_of[end], [number for number in self._now.trios[trio].tolist() if number != end])
            move.new.append([last, end])
        elif end != NOBODY:
            move.add(self._group_of[end], [last, end, partner])
            move.asks.append((last, partner))
        return move

    def _begin(self, move: _Move, first: int, last: int, end: int) -> None:
        """What becomes of whom the first one was with."""
        trio, partner = self._now.trio[first], int(self._now.partner[first])
        if trio != NOBODY:
            rest = [number for number in self._now.trios[trio].tolist() if number != first]
            move.add(self._group_of[first], rest if end != NOBODY else [*rest, last])
            move.asks += [(last, number) for number in rest if end == NOBODY]
        elif partner == NOBODY:
            move.placed = first
        elif end == NOBODY:
            move.add(self._group_of[first], [partner, last])
        else:
            step = int(self._joined_by[partner])
            one, other = int(self._steps.taken[step]), int(self._steps.freed[step])
            move.old.append(self._group_of[first])
            move.add(self._group_of[one], [partner, one, other])
            move.asks.append((partner, other))
