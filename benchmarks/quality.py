"""How often people who work on the same problem in another sector are found: `python -m benchmarks.quality`.

`data/problems.jsonl` has problems that were told by four sectors. Everybody in turn asks with their own words, and
everybody of the other sectors may be found. Weights were tuned on the tuning half alone, which is also what the lens is
learnt from: there, what ships is measured with lenses that never saw the asker's problem. docs/matching.md has more.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

import matching
from matching import Matcher, embedder, keywords, lens
from matching.jargon import Glossary

Scores = NDArray[np.float32]

PROBLEMS = Path(__file__).parent / "data" / "problems.jsonl"
HALVES = ("tuning", "judging")
KINDS = ("with acronyms", "without acronyms", "all")
DRAWS = 1000  # of problems, for the interval of a ratio
FOLDS = 5  # lenses for the tuning half, each learnt without a share of the families


@dataclass(frozen=True, slots=True)
class Statement:
    """What one person tells of a problem. `acronyms`: whether there are any beside households' words such as NHS."""

    person: str
    problem: str
    family: str
    half: str
    sector: str
    acronyms: bool
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """How one search went: places from 1, in the list that it gave, of those who work on the asker's problem."""

    problem: str
    acronyms: bool
    places: tuple[int, ...]

    @property
    def measures(self) -> tuple[float, float, float, float]:
        """Recall at 1 (whether the first is right), recall at 5, reciprocal rank, nDCG."""
        places, gain = self.places, [1 / np.log2(1 + place) for place in range(1, len(self.places) + 1)]
        found = sum(place <= 5 for place in places) / min(5, len(places))
        return places[0] == 1, found, 1 / places[0], sum(1 / np.log2(1 + place) for place in places) / sum(gain)


def statements(half: str) -> list[Statement]:
    """The statements of one half."""
    rows = (Statement(**json.loads(line)) for line in PROBLEMS.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row.half == half]


def all_peers(rows: Sequence[Statement], scores: Scores) -> Iterator[Answer]:
    """Everybody asks once; whoever tells the same problem in another sector is right. `scores`: (people, queries)."""
    for number, asker in enumerate(rows):
        yield Answer(asker.problem, asker.acronyms, tuple(place for place, _ in _right(rows, scores, number)))


def one_peer(rows: Sequence[Statement], scores: Scores) -> Iterator[Answer]:
    """Everybody asks once for each who is right, as if there were nobody else: the others are taken out of the list."""
    for number, asker in enumerate(rows):
        for before, (place, peer) in enumerate(_right(rows, scores, number)):
            yield Answer(asker.problem, asker.acronyms or peer.acronyms, (place - before,))


def _right(rows: Sequence[Statement], scores: Scores, number: int) -> list[tuple[int, Statement]]:
    asker = rows[number]
    order = np.argsort(-scores[:, number], kind="stable")
    found = [rows[other] for other in order if rows[other].sector != asker.sector]
    return [(place, other) for place, other in enumerate(found, 1) if other.problem == asker.problem]


def by_keywords(rows: Sequence[Statement]) -> Scores:
    """BM25 alone, on the texts as they are."""
    people, queries = _texts(rows)
    return keywords.scores(people, queries)


def by_plain_model(rows: Sequence[Statement]) -> Scores:
    """all-MiniLM-L6-v2 as sentence-transformers runs it when nothing is set."""
    from importlib.util import find_spec

    from sentence_transformers import SentenceTransformer

    spec = find_spec(embedder.PACKAGE)
    folder = Path(next(iter(spec.submodule_search_locations or ()))) / "model" if spec else Path()
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    vectors = model.encode([row.text for row in rows], normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors @ vectors.T, np.float32)


def by_what_ships(rows: Sequence[Statement]) -> Scores:
    """What members get: `matching.load()`; on the tuning half, with lenses that never saw the asker's family."""
    if rows[0].half == "judging":
        return matching.load().scores(*_texts(rows))
    return _through_lenses(rows, Glossary.load().plain)


def without_glossary(rows: Sequence[Statement]) -> Scores:
    """What ships, but with every text as it was written."""
    if rows[0].half == "judging":
        return matching.load(expand=str).scores(*_texts(rows))
    return _through_lenses(rows, str)


def without_lens(rows: Sequence[Statement]) -> Scores:
    """What ships, but with the model's vectors as they are."""
    return Matcher(embedder.load(), Glossary.load().plain).scores(*_texts(rows))


def _through_lenses(rows: Sequence[Statement], expand: Callable[[str], str]) -> Scores:
    encoder = _Remembering(embedder.load())
    families = list(dict.fromkeys(row.family for row in rows))
    fold = np.array([families.index(row.family) % FOLDS for row in rows])
    people, queries = _texts(rows)
    scores = np.zeros((len(rows), len(rows)), np.float32)
    for number in range(FOLDS):
        known = [row for row, of in zip(rows, fold, strict=True) if of != number]
        learnt = lens.learn(encoder.encode([expand(row.text) for row in known]), [row.problem for row in known])
        asked = np.flatnonzero(fold == number)
        scores[:, asked] = Matcher(encoder, expand, "", learnt).scores(people, [queries[at] for at in asked])
    return scores


class _Remembering:
    """An encoder that encodes each text once."""

    def __init__(self, encoder: matching.Encoder) -> None:
        self.name, self.dimension = encoder.name, encoder.dimension
        self._encoder = encoder
        self._rows: dict[str, Scores] = {}

    def encode(self, texts: Sequence[str]) -> Scores:
        new = [text for text in dict.fromkeys(texts) if text not in self._rows]
        self._rows |= dict(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([self._rows[text] for text in texts])


def _texts(rows: Sequence[Statement]) -> tuple[list[list[str]], list[str]]:
    return [[row.text] for row in rows], [row.text for row in rows]


WAYS: dict[str, Callable[[Sequence[Statement]], Scores]] = {
    "keywords only (BM25)": by_keywords,
    "plain MiniLM": by_plain_model,
    "what ships, no glossary": without_glossary,
    "what ships, no lens": without_lens,
    "what ships": by_what_ships,
}
EXAMS: dict[str, Callable[[Sequence[Statement], Scores], Iterator[Answer]]] = {
    "all peers": all_peers,
    "one peer": one_peer,
}


def of_kind(answers: Sequence[Answer], kind: str) -> list[Answer]:
    """The answers with acronyms, without, or all."""
    return [answer for answer in answers if kind == "all" or answer.acronyms == (kind == KINDS[0])]


def ratio(ours: Sequence[Answer], theirs: Sequence[Answer]) -> tuple[float, float, float]:
    """Our recall at 1 as a multiple of theirs, and what 95 % of draws of whole problems lie between."""
    problems = sorted({answer.problem for answer in ours})
    sums = np.array([[sum(a.measures[0] for a in way if a.problem == p) for p in problems] for way in (ours, theirs)])
    draws = np.random.default_rng(0).integers(0, len(problems), (DRAWS, len(problems)))
    drawn = sums[:, draws].sum(axis=2)
    low, high = np.percentile(drawn[0] / np.maximum(drawn[1], 1), (2.5, 97.5))
    return float(sums[0].sum() / max(sums[1].sum(), 1)), float(low), float(high)


def table(half: str, exam: str, answers: dict[str, list[Answer]]) -> Table:
    """One exam's figures on one half."""
    shown = Table("", "", "searches", "recall@1", "recall@5", "MRR", "nDCG", title=f"{half} half, {exam}")
    for kind in KINDS:
        for way, all_answers in answers.items():
            chosen = of_kind(all_answers, kind)
            means = np.mean([answer.measures for answer in chosen], axis=0)
            shown.add_row(kind, way, str(len(chosen)), *(f"{mean:.3f}" for mean in means))
        times, low, high = ratio(of_kind(answers["what ships"], kind), of_kind(answers["plain MiniLM"], kind))
        shown.add_row("", f"  ships ÷ plain: {times:.2f} times ({low:.2f} to {high:.2f})", "", end_section=True)
    return shown


def main(halves: Sequence[str] = HALVES) -> None:
    """Print every figure."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    console = Console(width=120)
    for half in halves:
        rows = statements(half)
        scores = {way: score(rows) for way, score in WAYS.items()}
        for exam, asked in EXAMS.items():
            console.print(table(half, exam, {way: list(asked(rows, scores[way])) for way in WAYS}))


if __name__ == "__main__":
    main()
