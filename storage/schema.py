"""What all tables share: their metadata, column types, and an insert that may find the row already there.

Times are seconds since the epoch, in UTC. Addresses (`str` of a ref) are stored as text: see `adapters.contract.refs`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from sqlalchemy import BigInteger, CursorResult, Dialect, Float, Integer, MetaData, ScalarResult, Table, Text, text
from sqlalchemy.dialects import postgresql, sqlite

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in a column declared INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")
Time = Float(53)
Address = Text
CHUNK = 500  # values in one statement, well under what both databases take


@dataclass(slots=True)
class Company:
    """Whether other processes may be at work on the same database, and how often others came so far."""

    here: bool = False
    times: int = 0

    def note(self, *, here: bool) -> None:
        """Others are here, or are not."""
        self.times += here and not self.here
        self.here = here


class Session(Protocol):
    """The connection of a unit of work: what its queries use of one."""

    @property
    def company(self) -> Company:
        """Who else is at work on this database."""

    @property
    def dialect(self) -> Dialect:
        """SQLAlchemy's dialect."""

    async def execute(self, statement: Any, parameters: Any = None) -> CursorResult[*tuple[Any, ...]]:
        """Execute a statement; of what is `Prepared`, as much of a result comes back as queries use: `Rows`."""

    async def scalars(self, statement: Any, parameters: Any = None) -> ScalarResult[Any]:
        """Execute a statement; the first column of its rows."""


def only(sqlite: str, postgresql: str = "") -> dict[str, Any]:
    """What makes an index one of those rows only that fulfil this, on either database."""
    return {"sqlite_where": text(sqlite), "postgresql_where": text(postgresql or sqlite)}


@cache
def upsert(table: Table, dialect: str) -> Any:
    """An INSERT which can say what to do when the row is there already (`on_conflict_do_…`)."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
