"""What SQLAlchemy has compiled, kept once for a whole process.

To compile a statement takes SQLAlchemy longer than it takes SQLite to answer. It keeps what it compiled by engine; here
all engines share it, those that read and those that write, and those of one database after another.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy.util import LRUCache

MOST = 2_000  # statements


class Compiled(LRUCache[Any, Any]):
    """Statements by what they say and for which kind of database, whichever engine asks."""

    __slots__ = ()

    def get(self, key: Any, default: Any = None) -> Any:
        """The statement, or None."""
        return super().get(_known(key), default)

    def __setitem__(self, key: Any, made: Any) -> None:
        super().__setitem__(_known(key), made)


@cache
def compiled(keys: tuple[str, ...]) -> Compiled:
    """What was compiled for databases whose keys have these names: what is kept encrypted is compiled with its keys."""
    return Compiled(MOST)


def _known(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """SQLAlchemy's key of a statement begins with the engine's own dialect."""
    dialect, *said = key
    return type(dialect), *said
