"""Contract values to JSON and back: how content and incomings are stored.

Every value becomes an object with its class's name under `_`; fields that equal their default are left out. The names
are stored, so renaming a class or a field needs a migration. File bytes are never encoded.
"""

from __future__ import annotations

import dataclasses
import json
from enum import Enum
from typing import Any, get_type_hints

from adapters.contract import content, incoming, platform, refs

_CLASSES: dict[str, type[Any]] = {
    value.__name__: value
    for module in (refs, content, incoming, platform)
    for value in vars(module).values()
    if isinstance(value, type) and dataclasses.is_dataclass(value) and value.__module__ == module.__name__
}
_FIELDS = {name: tuple(dataclasses.fields(cls)) for name, cls in _CLASSES.items()}
_ENUMS: dict[tuple[str, str], type[Enum]] = {
    (name, field): hint
    for name, cls in _CLASSES.items()
    for field, hint in get_type_hints(cls, {**vars(refs), **vars(content), **vars(incoming)}).items()
    if isinstance(hint, type) and issubclass(hint, Enum)
}


def encode(value: Any) -> str:
    """A contract value as JSON text."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> Any:
    """The contract value that `encode` wrote. Raises ValueError when the text is none."""
    return _value(json.loads(text))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    name = type(value).__name__
    if name not in _CLASSES:
        return value
    plain: dict[str, Any] = {"_": name}
    for field in _FIELDS[name]:
        inner = getattr(value, field.name)
        if inner != field.default and field.name != "data":
            plain[field.name] = _plain(inner)
    return plain


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(item) for item in plain)
    if not isinstance(plain, dict):
        return plain
    name = plain["_"]
    if name not in _CLASSES:
        raise ValueError(f"{name!r} is not a contract value")
    fields = {key: _field(name, key, inner) for key, inner in plain.items() if key != "_"}
    return _CLASSES[name](**fields)


def _field(name: str, key: str, inner: Any) -> Any:
    enum = _ENUMS.get((name, key))
    return enum(inner) if enum is not None else _value(inner)
