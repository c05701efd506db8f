"""A small language for the shapes of Slack's JSON: each check adds Slack-like complaints to a list.

A complaint reads `[ERROR] must be less than 76 characters [json-pointer:/blocks/0/text/text]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any, str, list[str]], None]


def complain(found: list[str], pointer: str, what: str) -> None:
    """Add one complaint about the value at a JSON pointer."""
    found.append(f"[ERROR] {what} [json-pointer:{pointer}]")


def string(most: int | None = None, least: int = 1, pattern: str = "") -> Check:
    """A string of `least` to `most` characters that matches the pattern as a whole."""

    def check(value: Any, pointer: str, found: list[str]) -> None:
        if not isinstance(value, str):
            complain(found, pointer, "must provide a string")
        elif len(value) < least:
            complain(found, pointer, f"must be more than {least - 1} characters")
        elif most is not None and len(value) > most:
            complain(found, pointer, f"must be less than {most + 1} characters")
        elif pattern and not re.fullmatch(pattern, value):
            complain(found, pointer, "failed to match required pattern")

    return check


def integer(least: int | None = None, most: int | None = None) -> Check:
    """A whole number in a range."""

    def check(value: Any, pointer: str, found: list[str]) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            complain(found, pointer, "must provide a number")
        elif least is not None and value < least:
            complain(found, pointer, f"must be at least {least}")
        elif most is not None and value > most:
            complain(found, pointer, f"must be no more than {most}")

    return check


def boolean(value: Any, pointer: str, found: list[str]) -> None:
    """True or False."""
    if not isinstance(value, bool):
        complain(found, pointer, "must provide a boolean")


def anything(value: Any, pointer: str, found: list[str]) -> None:
    """Whatever it is."""


def choice(*values: Any) -> Check:
    """One of some values."""

    def check(value: Any, pointer: str, found: list[str]) -> None:
        if value not in values:
            complain(found, pointer, f"must be a valid enum value: {', '.join(map(str, values))}")

    return check


def array(item: Check, most: int | None = None, least: int = 1) -> Check:
    """A list of `least` to `most` items."""

    def check(value: Any, pointer: str, found: list[str]) -> None:
        if not isinstance(value, list):
            complain(found, pointer, "must provide an array")
            return
        if len(value) < least:
            complain(found, pointer, f"no fewer than {least} items allowed")
        if most is not None and len(value) > most:
            complain(found, pointer, f"no more than {most} items allowed")
            return
        for index, each in enumerate(value):
            item(each, f"{pointer}/{index}", found)

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these fields and no others."""
    fields = {**required, **(optional or {})}

    def check(value: Any, pointer: str, found: list[str]) -> None:
        if not isinstance(value, dict):
            complain(found, pointer, "must provide an object")
            return
        for name in required:
            if name not in value:
                complain(found, pointer, f"missing required field: {name}")
        for name, each in value.items():
            known = fields.get(name)
            if known is None:
                complain(found, pointer, f"invalid additional property: {name}")
            else:
                known(each, f"{pointer}/{name}", found)

    return check


def union(kinds: Mapping[str, Check]) -> Check:
    """An object whose `type` says which of the shapes it must have."""

    def check(value: Any, pointer: str, found: list[str]) -> None:
        if not isinstance(value, dict):
            complain(found, pointer, "must provide an object")
        elif "type" not in value:
            complain(found, pointer, "missing required field: type")
        elif not isinstance(value["type"], str) or value["type"] not in kinds:
            complain(found, f"{pointer}/type", f"unsupported type: {value['type']}")
        else:
            kinds[value["type"]](value, pointer, found)

    return check
