"""Scores: three best texts, words beside vectors, other sectors first, and no two suppliers who say the same."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from matching import keywords
from matching.score import BEST, SUPPLIER, Candidate, Near, best, closest, shown, together
from tests.fakes.embedder import FakeEmbedder, matcher

Rows = NDArray[np.float32]


def row(*numbers: float) -> Rows:
    made = np.asarray(numbers, np.float32)
    return np.asarray(made / np.linalg.norm(made), np.float32)


def test_the_three_best_texts_count_and_fewer_if_there_are_fewer() -> None:
    cosines = np.asarray([[0.1, 0.9, 0.5, 0.7, -0.2]], np.float32)

    assert BEST == 3
    assert best(cosines).tolist() == pytest.approx([0.7])
    assert best(cosines[:, :1]).tolist() == pytest.approx([0.1])
    assert best(cosines[:, :0]).tolist() == [0.0]


def test_a_matcher_scores_everybody_for_every_query() -> None:
    found = matcher().scores([["falls at night", "beds"], ["late discharge"], []], ["falls at night", "late discharge"])

    assert (found.shape, found.dtype.name) == ((3, 2), "float32")
    assert found[0, 0] > found[1, 0] > found[2, 0] - 0.3
    assert found[1].tolist() == pytest.approx([found[1, 0], max(found[:, 1])])
    assert found[2].tolist() == [0.0, 0.0]


def test_jargon_is_written_out_before_anything_is_compared() -> None:
    embedder = FakeEmbedder()
    made = matcher(embedder, lambda text: text.replace("DTOC", "delayed transfers of care"))

    assert made.encode(["DTOC"]) @ made.encode(["delayed transfers of care"]).T == pytest.approx(1.0)
    assert made.keywords([["DTOC"]], ["transfers of care"])[0, 0] > 0.3
    assert embedder.encoded[0] == "delayed transfers of care"


def test_rare_words_say_more_than_common_ones_and_absent_ones_nothing() -> None:
    people = [["falls in wards"], ["beds in wards"], ["rotas in wards"]]
    scores = keywords.scores(people, ["falls in wards", "wards", "sepsis"])

    assert scores[0, 0] > 3 * scores[1, 0] > 0
    assert scores[0, 1] == pytest.approx(scores[1, 1])
    assert scores[:, 2].tolist() == [0.0, 0.0, 0.0]
    assert scores.min() >= 0.0 and scores.max() <= 1.0


def test_a_word_counts_whatever_ending_grammar_gives_it() -> None:
    for one, other in (("falls", "falling"), ("discharged", "discharge"), ("carers'", "carer"), ("policies", "policy")):
        assert keywords.words(one) == keywords.words(other), one


def test_words_score_the_same_whoever_was_there_before() -> None:
    """Changed in place, the keyword part is as if it were made anew."""
    index = keywords.Keywords()
    index.put(0, ["falls at night in falls clinics"])
    index.put(1, ["beds", "beds in winter"])
    index.put(0, ["beds at night"])
    index.put(2, ["rotas"])
    index.remove(2)
    anew = keywords.scores([["beds at night"], ["beds", "beds in winter"]], ["night beds"])[:, 0]

    assert index.scores("night beds", 2).tolist() == pytest.approx(anew.tolist())
    assert index.scores("falls rotas", 3).tolist() == [0.0, 0.0, 0.0]


def test_both_parts_together_are_one_at_most() -> None:
    one = np.ones(1, np.float32)

    assert together(one, one).tolist() == pytest.approx([1.0])


def test_other_sectors_come_first() -> None:
    own, other = Candidate("own", 0.9, "nhs", row(1, 0)), Candidate("other", 0.4, "charity", row(0, 1))

    assert [each.person for each in shown([own, other], "nhs")] == ["other", "own"]


def test_among_those_shown_there_is_variety() -> None:
    twins = [Candidate(f"twin {number}", 0.80 - number / 100, "charity", row(1, 0)) for number in range(5)]
    different = Candidate("different", 0.6, "charity", row(0, 1))

    assert [each.person for each in shown([*twins, different], "nhs", 2)] == ["twin 0", "different"]


def test_of_suppliers_who_say_the_same_one_is_shown() -> None:
    ours, theirs = (Candidate(name, 0.8, SUPPLIER, row(1, 0.1)) for name in ("ours", "theirs"))
    nurse = Candidate("nurse", 0.5, "nhs", row(1, 0.1))

    assert [each.person for each in shown([ours, theirs, nurse], "charity")] == ["ours", "nurse"]


def test_the_closest_texts_of_two_people_are_told_by_their_keys() -> None:
    one = {"problem": row(1.0, 0.0), "tried": row(0.0, 1.0)}
    other = {"problem": row(0.8, 0.6), "help": row(-1.0, 0.0)}

    near = closest(one, other)

    assert near is not None
    assert (near.one, near.other, round(near.cosine, 6)) == ("problem", "problem", 0.8)
    assert closest({"tried": row(0.0, 1.0)}, {"help": row(0.0, -1.0)}) == Near(-1.0, "tried", "help")
    assert closest(one, {}) is None
