"""Changing many rows a portion at a time, so that whoever else writes comes between."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Delete, Update, select

from storage.prepared import Prepared

PORTION = 500  # rows in one statement, with all that goes with them


def portion(change: Delete | Update, key: Column[Any], which: Any, first: Column[Any], still: Any = True) -> Prepared:
    """A change to so many of these rows, by the column that they have each a value of its own in: the `first` first.

    `still`: what has to be so when a row's turn comes, for it may have become another while it was waited for.
    """
    some = select(key).where(which).order_by(first).limit(PORTION)
    return Prepared(change.where(key.in_(some), still))


def more(*counts: int) -> bool:
    """Whether anything may be left, by how many rows were changed."""
    return max(counts) >= PORTION
