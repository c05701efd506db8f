"""`python -m benchmarks.matching_speed [--quick]`: how fast texts are encoded and people found, each beside its rival.

Encoding is measured beside sentence-transformers as it comes, searching beside numpy's exact search and beside the time
that it takes only to read the same vectors. Rivals take turns in one run, and what is shown is the median of the rounds
and the ratio: a noisy machine is noisy for all. No limit on time fails anything.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

import matching
from benchmarks import report
from benchmarks.crowd import crowd, sentences
from benchmarks.peers import asked, memory
from matching import Found, Index, embedder
from matching.score import best

Rows = NDArray[np.float32]

AIM_ENCODING, AIM_COSINE, AIM_SEARCH, AIM_RECALL = 2.5, 0.999, 10.0, 0.99
WANTED = 10
say = Console(highlight=False, width=120)


def main(sizes: Sequence[int], texts: int, rounds: int) -> None:
    """Measure everything and print it."""
    report.heading(say)
    say.print(f"load average {os.getloadavg()[0]:.1f} of the last minute")
    matcher, seconds, memory = _started()
    said = sentences()
    encoding(matcher, said[:texts], rounds)
    rows = matcher.encode(said)
    searching(sizes, rows, said, matcher, rounds)
    made = Table(
        "people", "started after", "memory", "p50", "p99", "loop held up, at most", title="/peers, from words to cards"
    )
    made.add_row("0", f"{seconds:.1f} s", f"{memory:.0f} MB", "", "", "")
    for size in sizes:
        some, words = crowd(size, rows, said)
        made.add_row(f"{size:,}", *asyncio.run(asked(matcher, some, words, said, rounds * 10)))
    say.print(made)
    say.print(f"load average {os.getloadavg()[0]:.1f} of the last minute, {os.getloadavg()[1]:.1f} of five minutes")


def encoding(matcher: matching.Matcher, said: Sequence[str], rounds: int) -> None:
    """Throughput, and the latency of a single query, beside sentence-transformers' own."""
    import torch
    from sentence_transformers import SentenceTransformer

    ours, threads = embedder.load(), torch.get_num_threads()
    plain = SentenceTransformer(str(embedder.packaged()), device="cpu")
    rivals: dict[str, Callable[[Sequence[str]], Rows]] = {
        "sentence-transformers": lambda texts: np.asarray(plain.encode(list(texts), normalize_embeddings=True)),
        "ours": ours.encode,
    }
    cosine = (rivals["ours"](said) * rivals["sentence-transformers"](said)).sum(axis=1)
    made = Table(
        "", "texts/s", "processor a text", "one query, p50", "p99", title=f"Encoding, {threads} thread(s), {ours.kind}"
    )
    whole: dict[str, list[float]] = {name: [] for name in rivals}
    work: dict[str, list[float]] = {name: [] for name in rivals}
    single: dict[str, list[float]] = {name: [] for name in rivals}
    for turn in range(rounds):
        for name, encode in rivals.items():
            begun, used = time.perf_counter(), time.process_time()
            encode(said)
            whole[name].append(len(said) / (time.perf_counter() - begun))
            work[name].append(1e3 * (time.process_time() - used) / len(said))
            single[name] += [_seconds(encode, [said[at]]) for at in range(turn, turn + 20)]
    for name in rivals:
        one = np.percentile(single[name], (50, 99)) * 1e3
        figures = f"{statistics.median(whole[name]):.0f}", f"{statistics.median(work[name]):.2f} ms"
        made.add_row(name, *figures, f"{one[0]:.1f} ms", f"{one[1]:.1f} ms")
    ratios = [
        statistics.median(whole["ours"]) / statistics.median(whole["sentence-transformers"]),
        statistics.median(work["sentence-transformers"]) / statistics.median(work["ours"]),
        statistics.median(single["sentence-transformers"]) / statistics.median(single["ours"]),
    ]
    made.add_row("times as fast", *(f"{ratio:.2f}" for ratio in ratios), "")
    say.print(made)
    say.print(f"Least cosine to what sentence-transformers says: {cosine.min():.5f}; the aim is {AIM_COSINE}.")
    say.print(f"The aim is {AIM_ENCODING} times as fast.\n")


def searching(sizes: Sequence[int], rows: Rows, said: Sequence[str], matcher: matching.Matcher, rounds: int) -> None:
    """The index beside numpy's exact search and reading alone; both score vectors and words."""
    made = Table(
        "people", "texts", "reading", "numpy, p50", "ours, p50", "p99", "numpy ÷ ours", "recall@10", title="Searching"
    )
    for size in sizes:
        some, words = crowd(size, rows, said)
        index = Index(rows.shape[1])
        for number, (own, texts) in enumerate(zip(some, words, strict=True)):
            index.put(str(number), ("a", "b", "c"), own, texts)
        chosen = random.Random(3).sample(range(len(said)), rounds * 10)
        reading, exact, ours, shared = [], [], [], 0
        flat = some.reshape(-1)
        for at in chosen:
            query = _beside(rows[at], at)
            reading.append(_seconds(np.dot, flat, flat))
            exact.append(_seconds(_numpy, some, query))
            ours.append(_seconds(index.search, query[None], [said[at]], WANTED))
            shared += len(
                _people(index.search(query[None], [said[at]], WANTED)) & _people(_exact(index, query, said[at]))
            )
        p50, p99 = np.percentile(ours, (50, 99)) * 1e3
        numpy = statistics.median(exact) * 1e3
        made.add_row(
            f"{size:,}",
            f"{size * some.shape[1]:,}",
            f"{statistics.median(reading) * 1e3:.2f} ms",
            f"{numpy:.2f} ms",
            f"{p50:.2f} ms",
            f"{p99:.2f} ms",
            f"{numpy / p50:.1f}",
            f"{shared / (WANTED * len(chosen)):.3f}",
        )
    say.print(made)
    say.print(
        f"The aims at {sizes[-1]:,} people: numpy ÷ ours {AIM_SEARCH:.0f}, recall@{WANTED} {AIM_RECALL}. "
        "Ours scores words, too.\n"
    )


def _numpy(some: Rows, query: Rows) -> list[int]:
    """What one would write instead: every cosine, the mean of each person's three, the ten best people."""
    people, each, dimension = some.shape
    scores = best((some.reshape(-1, dimension) @ query).reshape(people, each))
    near = np.argpartition(-scores, WANTED)[:WANTED]
    return [int(number) for number in near[np.argsort(-scores[near])]]


def _exact(index: Index, query: Rows, words: str) -> list[Found]:
    """What the index gives when it scores everybody exactly."""
    signs_from, index.exact = index.exact, sys.maxsize
    found = index.search(query[None], [words], WANTED)
    index.exact = signs_from
    return found


def _people(found: Sequence[Found]) -> set[str]:
    return {each.person for each in found}


def _beside(row: Rows, seed: int) -> Rows:
    """A query near to a row, as another sentence on the same would be."""
    aside = np.random.default_rng(seed).standard_normal(len(row)).astype(np.float32) / np.sqrt(len(row))
    return np.asarray((row + 0.4 * aside) / np.linalg.norm(row + 0.4 * aside), np.float32)


def _seconds(work: Callable[..., object], *given: object) -> float:
    begun = time.perf_counter()
    work(*given)
    return time.perf_counter() - begun


def _started() -> tuple[matching.Matcher, float, float]:
    """The matcher, how long it took to load, and the memory (MB) that this process holds now."""
    begun = time.perf_counter()
    made = matching.load()
    return made, time.perf_counter() - begun, memory()


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--quick", action="store_true", help="up to 10,000 people, fewer rounds")
    quick = options.parse_args().quick
    main((1_000, 10_000) if quick else (1_000, 10_000, 100_000), 128 if quick else 512, 3 if quick else 5)
