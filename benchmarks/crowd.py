"""A crowd for measuring: sentences about the work of health and care, and as many people as are wanted."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]

TEXTS = 3  # of each person
SENTENCES = 2_048  # of which the crowd's texts are made

WHAT = """
late discharge|falls at night|missed appointments|medicines that do not match after a move|pressure sores|
waiting lists for scans|handovers between shifts|bed shortages in winter|repeat blood tests|paper consent forms|
agency staff who do not know the ward|rotas that nobody can see|letters that arrive after the appointment|
alarms that nobody answers|thirst in hot weather|loneliness after a stay in hospital|duplicate referrals|
no view of spare beds|slow procurement|pilots that never end|evidence that buyers accept|
data that two systems hold differently|carers who are not listened to|transport home|equipment that gets lost|
infection outbreaks|oral care|wound photographs|remote monitoring of heart failure|
frail people in the emergency department|unpaid carers' breaks|end of life wishes that are not shared|
young people who move to adult services|interpreters|diabetes checks|dementia at night|
stroke rehabilitation at home|care plans that nobody reads|training that staff have no time for|
complaints that repeat
""".replace("\n", "").split("|")
WHERE = """
in a care home|on an acute ward|in general practice|in a community team|at a mental health trust|
for a supplier of software|in home care|at a hospice|in an ambulance service|at a council|in a charity|
in a research group|in maternity|in pharmacy|in a children's hospital|in supported living
""".replace("\n", "").split("|")
HOW = """
We try to cut {what} {where}.|Staff lose hours to {what} {where}, and nobody measures it.|
We built a tool against {what} {where}.|We tried a checklist for {what} {where}, and it did not last.|
How do others deal with {what} {where}?|I could help with {what} {where}: we have two years of figures.|
Families tell us about {what} {where}.|{what} {where}: we want to know before it happens.
""".replace("\n", "").split("|")


def sentences(count: int = SENTENCES, seed: int = 7) -> list[str]:
    """Sentences, each once, in an order that is random and always the same."""
    made = [how.format(what=what, where=where) for how, what, where in itertools.product(HOW, WHAT, WHERE)]
    random.Random(seed).shuffle(made)
    return made[:count]


def crowd(people: int, rows: Rows, said: Sequence[str], seed: int = 7) -> tuple[Rows, list[list[str]]]:
    """So many people's rows, shape (people, TEXTS, d), and their texts.

    There are more texts than sentences were encoded: each row lies between those of two sentences, and a little aside.
    """
    chance = np.random.default_rng(seed)
    number, dimension = people * TEXTS, rows.shape[1]
    one, other = chance.integers(len(rows), size=(2, number))
    made = np.empty((number, dimension), np.float32)
    for first in range(0, number, 65_536):
        part = slice(first, first + 65_536)
        size = len(one[part])
        aside = chance.standard_normal((size, dimension), np.float32) / np.sqrt(dimension, dtype=np.float32)
        made[part] = rows[one[part]] + 0.5 * rows[other[part]] + 0.4 * aside
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    texts = [said[at] for at in one]
    return made.reshape(people, TEXTS, dimension), [texts[at : at + TEXTS] for at in range(0, number, TEXTS)]
