"""Addresses of databases, as the operator writes them."""

from __future__ import annotations

from sqlalchemy import make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

# What may stand behind the ? of PostgreSQL's address. The driver's own names, and sslmode, which hosts write.
_SSL = ("ssl", "sslmode")
_UNDERSTOOD = {*_SSL, "host", "port", "passfile", "service", "target_session_attrs", "krbsrvname"}
_MODES = {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}


def is_address(url: str) -> bool:
    """Whether an address can be read, and names a database: a file, for SQLite."""
    try:
        read = make_url(url)
    except (ArgumentError, ValueError):
        return False
    return bool(read.database) and read.database != ":memory:"


def strange(url: str) -> list[str]:
    """What stands behind the ? of PostgreSQL's address and means nothing to the driver, by name."""
    said = make_url(url).query
    wrong = {name for name in _SSL if name in said and said[name] not in _MODES}
    return sorted({*wrong, *(said.keys() - _UNDERSTOOD)})


def driven(url: URL) -> URL:
    """PostgreSQL's address as the driver takes it: to it, sslmode is ssl."""
    mode = url.query.get("sslmode")
    return url if mode is None else url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
