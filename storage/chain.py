"""The chain of the acts that are written down: each row's hash covers the row and the hash of the one before. Pure.

Where a row says who it was, the hash covers the salted hash of that account. It is what stands in the row once somebody
has had their data removed, so the chain stays whole. A bridge's number is kept twice: `about` never changes, while
`bridge_id` goes with the bridge.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Fault(StrEnum):
    """What is wrong with a row."""

    MISSING = "missing"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class Link:
    """A row's number and hash."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first row of which something is wrong."""

    number: int
    fault: Fault


def digest(row: Mapping[str, Any], hidden: Callable[[str], str]) -> str:
    """The hash of a row, by its columns' names. `hidden` makes an account's salted hash, and leaves one as it is."""
    who, detail = hidden(row["who"]), hidden(row["detail"]) if row["detail"] else ""
    said = [row["previous"], row["id"], row["at"], row["community"], row["about"], who, row["act"], detail]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def first_fault(
    start: Link, rows: Iterable[Mapping[str, Any]], end: Link, hidden: Callable[[str], str]
) -> Broken | None:
    """What is wrong first with rows, in the order of their numbers, that follow on `start` and lead to `end`."""
    last = start
    for row in rows:
        if row["id"] != last.number + 1:
            return Broken(last.number + 1, Fault.MISSING)
        if row["previous"] != last.hash and digest(row, hidden) == row["hash"]:
            return Broken(max(last.number, start.number + 1), Fault.ALTERED)  # this row is right: the one before is not
        moved = row["bridge_id"] is not None and row["bridge_id"] != row["about"]
        if moved or row["previous"] != last.hash or digest(row, hidden) != row["hash"]:
            return Broken(row["id"], Fault.ALTERED)
        last = Link(row["id"], row["hash"])
    if last.number < end.number:
        return Broken(last.number + 1, Fault.MISSING)
    return None if last == end else Broken(last.number, Fault.ALTERED)
