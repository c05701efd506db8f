"""What is asked of the database, for stories about how much that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Dialect, Engine, event

from storage.prepared import Made, Prepared


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that are executed meanwhile, by any connection of this process."""
    seen: list[str] = []
    make = Prepared.made

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    def made(self: Prepared, dialect: Dialect, parameters: Mapping[str, Any]) -> Made:
        found = make(self, dialect, parameters)
        seen.append(found.text)
        return found

    event.listen(Engine, "before_cursor_execute", note)
    Prepared.made = made  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        Prepared.made = make  # type: ignore[method-assign]
        event.remove(Engine, "before_cursor_execute", note)
