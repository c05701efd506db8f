"""Embedding people's texts anew: after another model was chosen, and for whom there was no model yet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from storage.database import Database, Unit

Rows = NDArray[np.float32]
Texts = Mapping[str, Mapping[str, str]]
"""People's texts, by person and by the text's key."""


class TextsOf(Protocol):
    """Reads people's texts that may be searched: what they wrote into forms, and approved."""

    async def __call__(self, unit: Unit, people: Sequence[str], /) -> Texts:
        """The texts. Whoever has none is left out, and is then not found."""


async def renew(
    database: Database,
    people: Sequence[tuple[str, int]],
    texts_of: TextsOf,
    encode: Callable[[Sequence[str]], Awaitable[Rows]],
    model: str,
    now: float,
) -> None:
    """Embed people's texts with a model; `people` come with the mark of their last change.

    Whoever changed meanwhile keeps what they have: their turn comes again.
    """
    said = await database.read(lambda unit: texts_of(unit, [person for person, _ in people]))
    for person, mark in people:
        theirs = said.get(person, {})
        rows = dict(zip(theirs, await encode(list(theirs.values())), strict=True))
        await database.write(partial(_keep, person, mark, rows, model, now))


async def _keep(person: str, mark: int, rows: Mapping[str, Rows], model: str, now: float, unit: Unit) -> None:
    await unit.vectors.renew(person, mark, rows, model, now)
