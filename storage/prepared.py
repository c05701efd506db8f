"""Statements that are asked for every message, written by SQLAlchemy once and then handed to the driver as they are.

SQLAlchemy's way of executing a statement takes longer than what these ask of the database, on SQLite ten times. So
its part ends with the text: who executes one takes its text and its values, and gives the driver's rows back as `Rows`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Dialect

from storage.sealing import Sealed

Values = Sequence[Any]
_Convert = Callable[[Any], Any] | None
_Places = tuple[tuple[int, Sealed], ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A statement as one kind of database takes it, with these parameters. `keys`: the columns of its rows, if any.

    What is sealed is known by its place, since its keys are those of the database at hand: of its `dialect`.
    """

    text: str
    keys: tuple[str, ...]
    _names: tuple[str, ...]
    _constants: Mapping[str, Any]
    _into: tuple[_Convert, ...]
    _out_of: tuple[_Convert, ...]
    _sealed: _Places
    _opened: _Places

    def values(self, parameters: Mapping[str, Any], dialect: Dialect) -> list[Any]:
        """The values in the order of their places in the text."""
        found = []
        for name, convert in zip(self._names, self._into, strict=True):
            value = parameters[name] if name in parameters else self._constants[name]
            found.append(value if convert is None else convert(value))
        for place, kind in self._sealed:
            found[place] = kind.process_bind_param(found[place], dialect)
        return found

    def rows(self, found: Iterable[Values], dialect: Dialect, count: int = -1) -> Rows:
        """What the driver found, or how many rows it changed."""
        if any(self._out_of):
            found = [
                tuple(value if out is None else out(value) for value, out in zip(row, self._out_of, strict=True))
                for row in found
            ]
        if self._opened:
            found = [self._open(row, dialect) for row in found]
        return Rows(self.keys, list(found), count)

    def _open(self, row: Values, dialect: Dialect) -> Values:
        found = list(row)
        for place, kind in self._opened:
            found[place] = kind.process_result_value(found[place], dialect)
        return found


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement of SQLAlchemy's, made once for each kind of database and each set of parameters."""

    statement: Any
    _made: dict[tuple[str, frozenset[str]], Made] = field(default_factory=dict)

    def made(self, dialect: Dialect, parameters: Mapping[str, Any]) -> Made:
        """The statement for a kind of database and these parameters, whatever their values are."""
        key = (dialect.name, frozenset(parameters))
        if key not in self._made:
            self._made[key] = _make(self.statement, dialect, sorted(parameters))
        return self._made[key]


def _make(statement: Any, dialect: Dialect, names: list[str]) -> Made:
    compiled = statement.compile(dialect=dialect, column_keys=names)
    if "POSTCOMPILE" in compiled.string:
        raise ValueError("a list of values, as for IN, is not known when a statement is prepared: name each")
    defaults = {column.key: column.default.arg for column in compiled.insert_prefetch}
    places = tuple(compiled.positiontup)
    columns = [] if statement.is_dml and not statement._returning else list(statement.exported_columns)
    return Made(
        compiled.string,
        tuple(str(column.key) for column in columns),
        places,
        {**compiled.params, **defaults},
        tuple(_own(compiled.binds[name].type, dialect, "bind_processor") for name in places),
        tuple(_own(column.type, dialect, "result_processor", None) for column in columns),
        _sealed([compiled.binds[name].type for name in places]),
        _sealed([column.type for column in columns]),
    )


def _sealed(kinds: Iterable[Any]) -> _Places:
    return tuple((place, kind) for place, kind in enumerate(kinds) if isinstance(kind, Sealed))


def _own(kind: Any, dialect: Dialect, processor: str, *more: Any) -> _Convert:
    """What a type does to values of ours, or of the database. PostgreSQL's driver has all our types itself."""
    if dialect.name == "postgresql" or isinstance(kind, Sealed):
        return None
    found: _Convert = getattr(kind.dialect_impl(dialect), processor)(dialect, *more)
    return found


@dataclass(frozen=True, slots=True)
class Rows:
    """What a prepared statement found: as much of SQLAlchemy's result as queries use."""

    _keys: tuple[str, ...]
    _found: list[Values]
    rowcount: int

    def __iter__(self) -> Iterator[Values]:
        return iter(self._found)

    def first(self) -> Any:
        """The first row, or None."""
        return self._found[0] if self._found else None

    def all(self) -> list[Any]:
        """Every row."""
        return list(self._found)

    def scalar(self) -> Any:
        """The first value of the first row, or None."""
        return self._found[0][0] if self._found else None

    def mappings(self) -> Rows:
        """The same, each row by the names of its columns."""
        return Rows(self._keys, [dict(zip(self._keys, row, strict=True)) for row in self._found], self.rowcount)  # type: ignore[misc]

    def scalars(self) -> Rows:
        """The same, of each row only the first value."""
        return Rows(self._keys, [row[0] for row in self._found], self.rowcount)
