"""What a profile's words mean to the model: made before the unit, and kept in the one that keeps the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.embedding.understanding import NotReady, Stage, Understanding
from bot.people import texts
from bot.saying import together
from storage.database import Unit


@dataclass(frozen=True, slots=True)
class Meaning:
    """Rows of words, by the words, and the model that made them. Nothing, when it could not."""

    model: str = ""
    rows: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)


async def understood(understanding: Understanding, words: Iterable[str]) -> Meaning:
    """What words mean that somebody is about to say. No place for it in a unit of work."""
    said = [each for each in words if each]
    try:
        rows = await understanding.encode(said) if said else ()
        return Meaning(understanding.model, dict(zip(said, rows, strict=True)))
    except NotReady:
        return Meaning()


async def keep(person: str, said: Mapping[str, str], meaning: Meaning, unit: Unit, now: float) -> bool:
    """Keep what a member's changed texts mean, by their keys; an empty one is gone.

    False, when that cannot be said now: then they are still to be embedded.
    """
    if not meaning.model or not meaning.rows.keys() >= set(filter(None, said.values())):
        await unit.vectors.owe(person, now)
        return False
    rows = {key: meaning.rows[words] if words else None for key, words in said.items()}
    return await unit.vectors.change(person, rows, meaning.model, now)


def not_yet(stage: Stage) -> str:
    """Why others cannot find somebody by their new words yet, and when they can."""
    why = {Stage.LOADING: texts.NOT_FOUND_STARTING, Stage.BROKEN: texts.NOT_FOUND_BROKEN}
    return together([texts.NOT_FOUND_YET, why.get(stage, texts.NOT_FOUND_BUSY)], " ")
