"""`python -m benchmarks.matching_speed [--quick]`: how fast texts are encoded and people found, each beside its rival.

Encoding is measured beside sentence-transformers as it comes, searching beside numpy's exact search and beside the time
that it takes only to read the same vectors. Rivals take turns in one run, and what is shown is the median of the rounds
and the ratio: a noisy machine is noisy for all. No limit on time fails anything.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import random
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

import matching
from benchmarks import report
from benchmarks.crowd import TEXTS, crowd, sentences
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
    encoding(said[:texts], rounds)
    rows = matcher.encode(said)
    searching(sizes, rows, said, rounds)
    heads = "people", "started after", "memory", "p50", "p99", "loop held up at most, by itself"
    made = Table(*heads, title="/peers, from words to cards")
    made.add_row("0", f"{seconds:.1f} s", f"{memory:.0f} MB", "", "", "")
    for size in sizes:
        some, words = crowd(size, rows, said)
        made.add_row(f"{size:,}", *asyncio.run(asked(matcher, some, words, said, rounds * 10)))
    say.print(made)
    say.print(f"load average {os.getloadavg()[0]:.1f} of the last minute, {os.getloadavg()[1]:.1f} of five minutes")


def encoding(said: Sequence[str], rounds: int) -> None:
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
        "",
        "texts/s",
        "processor a text",
        "one query, p50",
        "p99",
        "processor",
        title=f"Encoding, {threads} thread(s), {ours.kind}",
    )
    whole: dict[str, list[tuple[float, float]]] = {name: [] for name in rivals}
    single: dict[str, list[tuple[float, float]]] = {name: [] for name in rivals}
    for turn in range(rounds):
        for name, encode in rivals.items():
            whole[name].append(_seconds(encode, said))
            single[name] += [_seconds(encode, [said[at]]) for at in range(turn, turn + 20)]
    for name in rivals:
        together, work = _medians(whole[name])
        one, own = _medians(single[name])
        p99 = np.percentile([each for each, _ in single[name]], 99) * 1e3
        made.add_row(
            name,
            f"{1e3 * len(said) / together:.0f}",
            f"{work / len(said):.2f} ms",
            f"{one:.1f} ms",
            f"{p99:.1f} ms",
            f"{own:.1f} ms",
        )
    plainly, fast = (np.asarray([*_medians(whole[name]), *_medians(single[name])]) for name in rivals)
    ratios = [f"{ratio:.2f}" for ratio in plainly / fast]
    made.add_row("times as fast", ratios[0], ratios[1], ratios[2], "", ratios[3])
    say.print(made)
    say.print(f"Least cosine to what sentence-transformers says: {cosine.min():.5f}; the aim is {AIM_COSINE}.")
    say.print(f"The aim is {AIM_ENCODING} times as fast.\n")


def searching(sizes: Sequence[int], rows: Rows, said: Sequence[str], rounds: int) -> None:
    """The index beside numpy's exact search and reading alone; both score vectors and words."""
    heads = "people", "reading", "numpy, p50", "ours, p50", "p99", "numpy ÷ ours", "the same of processor", "recall@10"
    made = Table(*heads, title=f"Searching, {TEXTS} texts a person")
    for size in sizes:
        some, words = crowd(size, rows, said)
        index = Index(rows.shape[1])
        for number, (own, texts) in enumerate(zip(some, words, strict=True)):
            index.put(str(number), ("a", "b", "c"), own, texts)
        chosen = random.Random(3).sample(range(len(said)), rounds * 10)
        took: dict[str, list[tuple[float, float]]] = {"reading": [], "exact": [], "ours": []}
        shared = 0
        flat = some.reshape(-1)
        for at in chosen:
            query = _beside(rows[at], at)
            took["reading"].append(_seconds(np.dot, flat, flat))
            took["exact"].append(_seconds(_numpy, some, query))
            took["ours"].append(_seconds(index.search, query[None], [said[at]], WANTED))
            shared += len(
                _people(index.search(query[None], [said[at]], WANTED)) & _people(_exact(index, query, said[at]))
            )
        (numpy, numpys), (quick, quicks) = _medians(took["exact"]), _medians(took["ours"])
        made.add_row(
            f"{size:,}",
            f"{_medians(took['reading'])[0]:.2f} ms",
            f"{numpy:.2f} ms",
            f"{quick:.2f} ms",
            f"{np.percentile([each for each, _ in took['ours']], 99) * 1e3:.2f} ms",
            f"{numpy / quick:.1f}",
            f"{numpys:.2f} ÷ {quicks:.2f} = {numpys / quicks:.1f}",
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


def _seconds(work: Callable[..., object], *given: object) -> tuple[float, float]:
    """How long work took, and how much of the processors' time."""
    begun, used = time.perf_counter(), time.process_time()
    work(*given)
    return time.perf_counter() - begun, time.process_time() - used


def _medians(took: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Of the time and of the processors' time, in ms."""
    passed, used = np.median(np.asarray(took), axis=0) * 1e3
    return float(passed), float(used)


def _started() -> tuple[matching.Matcher, float, float]:
    """The matcher, how long it took to load, and the memory (MB) that this process holds now."""
    begun = time.perf_counter()
    made = matching.load()
    gc.freeze()  # as the bot does: to collect among what a model brings would stop the loop
    return made, time.perf_counter() - begun, memory()


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--quick", action="store_true", help="up to 10,000 people, fewer rounds")
    quick = options.parse_args().quick
    main((1_000, 10_000) if quick else (1_000, 10_000, 100_000), 128 if quick else 512, 3 if quick else 5)
