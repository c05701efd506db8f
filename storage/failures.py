"""What drivers raise, by what it means: the database is away, or the work is wrong."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator

import asyncpg
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

COLLISIONS = ("40P01", "40001")  # PostgreSQL's deadlock_detected and serialization_failure: the same may go through
# PostgreSQL's connection exceptions, insufficient resources, an operator's doing, not accepting connections, somebody
# else's lock, read-only (a replica, before it takes over), a transaction left idle, and what goes wrong in the machine;
# a password, a database or a right that is not there, or not any more: whoever runs it can mend that meanwhile.
AWAY = ("08", "53", "57", "55000", "55P03", "25006", "25P03", "58", "28", "3D", "42501")


class Contended(Exception):
    """Another process is at the same thing. Nothing was recorded; the unit is done again when that one is through."""


class Unavailable(Exception):
    """The database did not do what was asked of it. Nothing was recorded; the same call may go through later."""


# What any use of a database may raise, whatever is done with what it finds.
DRIVERS = (
    DBAPIError, PoolTimeout, OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError,
    sqlite3.Error, Contended, Unavailable,
)  # fmt: skip


def said(error: Exception) -> str:
    """What a driver says, in one line, without the statement and the names of classes around it."""
    own = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    if isinstance(own, OSError) and own.strerror:
        return f"{own.strerror} ({own.filename})" if own.filename else own.strerror
    return re.sub(r"^<class '[^']*'>: ", "", str(own)).partition("\n")[0] or type(own).__name__


def _unfit(error: InterfaceError) -> bool:
    """Whether asyncpg found that a value is none that PostgreSQL could take: it would not be the next time either."""
    return isinstance(getattr(error.orig, "__cause__", None), ValueError)


def _away(error: Exception) -> bool:
    """Whether a driver's own error means that the database is away, rather than that the work is wrong."""
    match error:
        case asyncpg.InterfaceError():
            return not isinstance(error, ValueError)
        case asyncpg.PostgresError():
            return str(error.sqlstate or "").startswith((*COLLISIONS, *AWAY))
        case sqlite3.OperationalError():
            return True
        case _:
            return type(error) is sqlite3.DatabaseError  # of that very class: the file is none of ours


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Turn what drivers raise when the database is away into Unavailable."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout, OSError) as error:
        if isinstance(error, InterfaceError) and _unfit(error):
            raise
        raise Unavailable(said(error)) from error
    except DBAPIError as error:
        foreign = type(error) is DatabaseError  # of that very class: the file is none of ours
        state = getattr(error.orig, "sqlstate", None) or ""
        if error.connection_invalidated or foreign or state.startswith((*COLLISIONS, *AWAY)):
            raise Unavailable(said(error)) from error
        raise
    except asyncpg.InternalClientError as error:  # the server has ended a connection, and is not through with it
        raise Unavailable(str(error)) from error
    except (asyncpg.InterfaceError, asyncpg.PostgresError, sqlite3.Error) as error:
        if _away(error):
            raise Unavailable(str(error)) from error
        raise
