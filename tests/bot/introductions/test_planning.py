"""A round over random communities and histories keeps every hard rule, and leaves nobody out without a reason."""

from __future__ import annotations

import asyncio
import random
from itertools import combinations

import pytest

from bot.introductions import hours, texts
from bot.introductions.planning import Planned, Pool, planned
from bot.introductions.rules import Known, group_barred
from storage.rounds import Round
from tests.bot.introductions.communities import community
from tests.fakes.embedder import FakeEmbedder

NOW = 1_770_112_800.0


def round_of(seed: int) -> tuple[Pool, Planned]:
    """A community's round, with a history of earlier introductions."""
    members = {member.taker.person: member for member in community(seed) if not member.candidate.paused}
    chance = random.Random(seed + 1)
    pairs = [*combinations(sorted(members), 2)]
    some = chance.sample(pairs, min(len(pairs), len(pairs) // 5))
    known = {pair: Known(chance.random() < 0.5, NOW - chance.randrange(2) * 500 * 86_400) for pair in some}
    pool = Pool(
        Round(1, NOW, seed, None, None), members, known, {person: chance.randrange(4) for person in members}, NOW
    )
    embedder = FakeEmbedder()

    async def embed(asked: object) -> object:
        return embedder.encode(list(asked))  # type: ignore[call-overload]

    return pool, asyncio.run(planned(pool, embed))  # type: ignore[arg-type]


@pytest.mark.parametrize("ten", range(10))
def test_nobody_is_matched_twice_with_a_blocked_or_earlier_partner_or_left_out_in_silence(ten: int) -> None:
    grouped = 0
    for seed in range(ten * 15, ten * 15 + 15):
        pool, made = round_of(seed)
        placed = [person for group in made.plan.groups for person in group.members]
        grouped += len(placed)

        assert len(placed) == len(set(placed))
        assert set(placed) | set(made.plan.unplaced) == set(pool.everybody)
        assert set(placed).isdisjoint(made.plan.unplaced)
        assert all(why.value in texts.WHYS for why in made.plan.unplaced.values())
        for group in made.plan.groups:
            members = [pool.everybody[person] for person in group.members]
            assert group_barred([member.candidate for member in members], pool.known, NOW) is None
            for one, other in combinations(members, 2):
                assert hours.overlap(one.hours, other.hours)
    assert grouped > 0


def test_a_round_can_be_replayed_from_its_seed() -> None:
    _, first = round_of(7)
    _, second = round_of(7)

    assert [group.members for group in first.plan.groups] == [group.members for group in second.plan.groups]
    assert first.plan.unplaced == second.plan.unplaced
