"""The lens makes tellings of one problem alike, also of problems that it never saw."""

import numpy as np

from matching import lens
from matching.lens import Rows


def _tellings(seed: int, problems: int, each: int) -> tuple[Rows, list[str]]:
    """Rows in which the first ten numbers tell how somebody speaks, and the other ten, more faintly, of what."""
    random = np.random.default_rng(seed)
    rows = np.concatenate(
        [
            random.normal(0.0, 3.0, (problems * each, 10)),
            np.repeat(random.normal(0.0, 1.0, (problems, 10)), each, axis=0),
        ],
        axis=1,
    ) + random.normal(0.0, 0.1, (problems * each, 20))
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(unit, np.float32), [str(number // each) for number in range(problems * each)]


def _first_is_right(rows: Rows, problems: list[str]) -> float:
    cosines = rows @ rows.T
    np.fill_diagonal(cosines, -2.0)
    return float(
        np.mean([problems[int(best)] == own for best, own in zip(cosines.argmax(axis=1), problems, strict=True)])
    )


def test_what_differs_within_problems_counts_for_less() -> None:
    seen = lens.learn(*_tellings(1, 60, 5))
    rows, problems = _tellings(2, 30, 5)

    assert _first_is_right(seen(rows), problems) > 2 * _first_is_right(rows, problems)


def test_rows_stay_unit_rows_of_their_shape() -> None:
    rows, problems = _tellings(1, 20, 3)

    seen = lens.learn(rows, problems)(rows)

    assert seen.shape == rows.shape
    assert seen.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(seen, axis=1), 1.0, atol=1e-5)


def test_tellings_that_do_not_differ_change_nothing_but_the_centre() -> None:
    rows = np.eye(4, dtype=np.float32)

    seen = lens.learn(rows, list("abcd"))(rows)

    centred = rows - rows.mean(axis=0)
    np.testing.assert_allclose(seen, centred / np.linalg.norm(centred, axis=1, keepdims=True), atol=1e-5)


def test_a_slightly_less_exact_model_gives_nearly_the_same_lens() -> None:
    rows, problems = _tellings(1, 40, 5)
    blurred = rows + np.random.default_rng(3).normal(0.0, 0.002, rows.shape).astype(np.float32)

    one, other = lens.learn(rows, problems)(rows), lens.learn(blurred, problems)(blurred)

    assert float((one * other).sum(axis=1).min()) > 0.99


def test_its_name_tells_what_it_was_learnt_from() -> None:
    assert lens.version().startswith("lens@")
    assert len(lens.version()) == len("lens@12345678")
