"""The index: exact and quick searches agree, and who is changed or removed is so at once."""

from __future__ import annotations

import random

import numpy as np
import pytest
from numpy.typing import NDArray

from matching.index import Index
from matching.score import best, together

Rows = NDArray[np.float32]

WORDS = ("falls", "beds", "letters", "scans", "carers", "rotas", "pain", "sleep", "visits", "winter", "forms", "alarms")


def units(chance: np.random.Generator, *shape: int) -> Rows:
    rows = chance.standard_normal(shape, np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True), np.float32)


def fill(index: Index, people: int, dimension: int, seed: int = 1) -> dict[str, tuple[Rows, list[str]]]:
    """So many people with up to six texts, each of one of forty kinds."""
    chance, pick = np.random.default_rng(seed), random.Random(seed)
    kinds = units(np.random.default_rng(0), 40, dimension)
    made = {}
    for number in range(people):
        count = pick.randint(0, 6)
        near = kinds[chance.integers(40, size=count)] + 0.6 * units(chance, count, dimension)
        rows = near / np.linalg.norm(near, axis=1, keepdims=True) if count else near
        texts = [" ".join(pick.choices(WORDS, k=4)) for _ in range(max(count, 1))]
        index.put(f"p{number}", [f"t{at}" for at in range(count)], rows, texts)
        made[f"p{number}"] = (rows, texts)
    return made


@pytest.mark.parametrize("dimension", [48, 64, 384])
def test_a_score_is_the_mean_of_the_three_best_cosines_and_the_keyword_part(dimension: int) -> None:
    index = Index(dimension)
    people = fill(index, 300, dimension)
    query = units(np.random.default_rng(2), 1, dimension)

    found = {each.person: each for each in index.search(query, ["nothing in common"], 300)}

    assert found.keys() == people.keys()
    for person, (rows, _) in people.items():
        cosines = rows @ query[0]
        expected = together(best(cosines), np.zeros((), np.float32))
        assert found[person].score == pytest.approx(float(expected), abs=1e-5)
        assert list(found[person].texts.values()) == pytest.approx(cosines.tolist(), abs=1e-5)


def test_words_count_beside_vectors_and_find_who_has_no_vectors() -> None:
    index = Index(64)
    row = units(np.random.default_rng(1), 2, 64)
    index.put("ann", ["problem"], row[:1], ["falls at night"])
    index.put("bob", ["problem"], row[:1], ["beds in winter"])
    index.put("eve", [], np.zeros((0, 64), np.float32), ["falls at night"])

    found = index.search(row[1:], ["falls"], 3)
    by_person = {each.person: each.score for each in found}

    assert by_person["ann"] > by_person["bob"]
    assert by_person["ann"] - by_person["bob"] == pytest.approx(by_person["eve"], abs=1e-6)
    assert by_person["eve"] > 0


@pytest.mark.parametrize("most", [10, 200])
def test_looking_at_signs_first_finds_who_an_exact_search_finds(most: int) -> None:
    exact, quick = Index(384, exact=10**9), Index(384, exact=0)
    fill(exact, 6_000, 384)
    fill(quick, 6_000, 384)
    queries = units(np.random.default_rng(0), 40, 384)[:20] + 0.6 * units(np.random.default_rng(3), 20, 384)
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    shared = 0

    for number, row in enumerate(queries):
        asked = [WORDS[number % len(WORDS)]]
        one, other = (each.search(row[None], asked, most) for each in (exact, quick))
        shared += len({each.person for each in one} & {each.person for each in other})
        assert [each.person for each in one][:3] == [each.person for each in other][:3]

    assert shared >= 0.99 * most * len(queries)


def test_who_is_replaced_or_removed_is_found_only_as_they_are_now() -> None:
    """After a thousand changes in place, the index is as one that was filled anew."""
    chance, pick = np.random.default_rng(5), random.Random(5)
    index, now = Index(64), fill(Index(64), 60, 64)
    for person, (rows, texts) in now.items():
        index.put(person, [f"t{at}" for at in range(len(rows))], rows, texts)
    for _ in range(1_000):
        person = f"p{pick.randrange(80)}"
        if person in now and pick.random() < 0.5:
            index.remove(person)
            del now[person]
            continue
        count = pick.randint(0, 5)
        rows, texts = units(chance, count, 64), [" ".join(pick.choices(WORDS, k=3)) for _ in range(count)]
        index.put(person, [f"t{at}" for at in range(count)], rows, texts)
        now[person] = (rows, texts)
    anew = Index(64)
    for person, (rows, texts) in now.items():
        anew.put(person, [f"t{at}" for at in range(len(rows))], rows, texts)

    for word in WORDS:
        row = units(chance, 1, 64)
        scores = {each.person: (each.score, each.texts) for each in index.search(row, [word], 100)}
        expected = {each.person: (each.score, each.texts) for each in anew.search(row, [word], 100)}
        assert scores.keys() == expected.keys() == now.keys()
        for person, (score, cosines) in expected.items():
            assert scores[person][0] == pytest.approx(score, abs=1e-5)
            assert scores[person][1] == pytest.approx(cosines, abs=1e-5)


def test_nothing_of_who_is_removed_stays_in_memory() -> None:
    index = Index(64)
    rows = units(np.random.default_rng(1), 2, 64)
    index.put("ann", ["problem", "tried"], rows, ["falls at night", "alarms"])
    index.put("bob", ["problem", "tried"], rows[::-1], ["beds", "rotas"])
    index.remove("ann")
    index.remove("bob")

    shelf = index._shelves[2]
    assert not shelf.rows.any() and not shelf._signs.any()
    assert (index._keywords._postings, index._keywords._words, set(index._people)) == ({}, {}, {""})
    assert (len(index), "ann" in index, index.search(rows, ["a", "b"], 5)) == (0, False, [])


def test_of_several_queries_each_person_is_scored_by_the_one_they_fit_best() -> None:
    index = Index(64)
    rows = units(np.random.default_rng(1), 2, 64)
    index.put("ann", ["problem"], rows[:1], ["falls"])
    index.put("bob", ["problem"], rows[1:], ["beds"])

    ann, bob = index.search(rows, ["falls", "beds"], 5)

    assert ann.score == pytest.approx(bob.score, abs=1e-6)
    assert [ann.texts["problem"], bob.texts["problem"]] == pytest.approx([1.0, 1.0])


def test_a_search_among_some_leaves_the_others_out() -> None:
    index = Index(64, exact=0)
    fill(index, 200, 64)
    row = units(np.random.default_rng(1), 1, 64)

    found = index.search(row, ["falls"], 10, among=["p3", "p7", "unknown"])

    assert {each.person for each in found} == {"p3", "p7"}
