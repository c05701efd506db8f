"""Addresses of databases, as the operator writes them."""

from __future__ import annotations

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError


def is_address(url: str) -> bool:
    """Whether an address can be read, and names a database: a file, for SQLite."""
    try:
        read = make_url(url)
    except (ArgumentError, ValueError):
        return False
    return bool(read.database) and read.database != ":memory:"
