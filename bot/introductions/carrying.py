"""Settings of introductions as a button carries them: to a form that opens again, or to who comes back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from bot.introductions import texts
from bot.introductions.hours import Unclear, read_zone
from bot.introductions.rules import Frequency

_FREQUENCIES, _SIZES = [each.value for each in Frequency], list(texts.SIZES)
_EVERY_DAY = "".join(str(at) for at in range(len(texts.DAYS)))


def carried(wanted: Mapping[str, Any]) -> str:
    """Settings as a button carries them; short, for Discord takes 64 characters of it."""
    frequency, size = _FREQUENCIES.index(wanted["frequency"]), _SIZES.index(wanted["size"])
    parts = (frequency, size, *(wanted.get(name, "") for name in ("starts", "ends", "days", "zone")))
    return ".".join(map(str, parts))


def chosen(argument: str) -> dict[str, Any]:
    """The settings that a button carries, as far as they are any: it is untrusted."""
    parts = argument.split(".")
    if len(parts) != 6:
        return {}
    frequency, size, starts, ends, days, zone = parts
    found: dict[str, Any] = {}
    if (at := _below(len(_FREQUENCIES), frequency)) is not None:
        found["frequency"] = _FREQUENCIES[at]
    if (at := _below(len(_SIZES), size)) is not None:
        found["size"] = _SIZES[at]
    first, last = (_below(24 * 60, minutes) for minutes in (starts, ends))
    if first is not None and last is not None:
        found |= {"starts": first, "ends": last}
    if days and set(days) <= set(_EVERY_DAY):
        found["days"] = "".join(sorted(set(days)))
    with suppress(Unclear):
        found["zone"] = read_zone(zone)
    return found


def _below(limit: int, text: str) -> int | None:
    """A number that is smaller than `limit`; None for anything else."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else limit
    return number if number < limit else None
