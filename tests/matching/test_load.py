"""The matcher that ships: model, glossary and lens together."""

import numpy as np
import pytest

import matching
from matching import Matcher, embedder
from tests.fakes.embedder import FakeEmbedder


@pytest.fixture(scope="module")
def shipped() -> Matcher:
    return matching.load()


def test_its_name_tells_all_that_makes_the_vectors(shipped: Matcher) -> None:
    model, glossary, lens = shipped.name.split("+")

    assert model == f"all-MiniLM-L6-v2@{embedder.PACKAGED_SHA256[:12]}"
    assert glossary.startswith("glossary@")
    assert lens == matching.lens.version()


def test_rows_are_unit_rows(shipped: Matcher) -> None:
    rows = shipped.encode(["A fall at night", "DNA rates in clinic"])

    assert rows.shape == (2, shipped.dimension)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    assert shipped.encode([]).shape[0] == 0


@pytest.mark.parametrize(
    ("asked", "right", "wrong"),
    [
        ("DNA rates in our clinic", "Patients do not turn up", "We sequence genes of tumours"),
        ("SALT waits for care homes", "Nobody assesses how residents swallow", "Too much sodium in our food"),
        ("dols backlog", "Nobody checks whether people may be kept locked in", "Builders are behind with repairs"),
    ],
)
def test_an_insiders_words_find_an_outsiders(shipped: Matcher, asked: str, right: str, wrong: str) -> None:
    scores = shipped.scores([[right], [wrong]], [asked])

    assert scores[0, 0] > scores[1, 0]


def test_what_is_meant_stands_out(shipped: Matcher) -> None:
    scores = shipped.scores([["Our DTOC figures are late"], ["Wound photographs"]], ["delayed transfers of care"])

    assert scores[0, 0] > scores[1, 0] + 0.2


def test_vectors_go_through_the_lens_and_phrases_do_not() -> None:
    plain, turned = Matcher(FakeEmbedder(), str), Matcher(FakeEmbedder(), str, "", lambda rows: -rows)

    np.testing.assert_array_equal(turned.encode(["a fall at night"]), -plain.encode(["a fall at night"]))
    query, texts = "falls at night", ["Residents fall at night"]
    assert turned.shared(query, texts) == plain.shared(query, texts) != []
