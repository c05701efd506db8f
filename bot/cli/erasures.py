"""The operator's commands for backups: whose data was removed is kept elsewhere, and removed again when one came back.

The list holds salted hashes and times. It fits only the database that it came from, and that one's backups.
"""

from __future__ import annotations

import json
import re
import time
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import complain, contents, with_unit

if TYPE_CHECKING:
    from storage.database import Unit

_HASH = re.compile(r"[0-9a-f]{40}", re.ASCII)
HOW = "Give a file that `unsilo member erasures export` wrote."

group = typer.Typer(help="Whose data was removed, for backups that are put back.", no_args_is_help=True)


class NoList(ValueError):
    """What was given is no list of removals."""


@group.command("export")
def write_out() -> None:
    """Print whose data was removed within the last 90 days, as salted hashes. Keep it apart from the database."""

    async def found(unit: Unit) -> dict[str, object]:
        from storage.subjects import erasures

        known = erasures(unit)
        return {"database": await known.database(), "removed": await known.all()}

    print(json.dumps(with_unit(found), indent=2))


@group.command("apply")
def apply_again(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="What `unsilo member erasures export` wrote.")],
) -> None:
    """Remove again what a backup brought back of people who had it removed. Do it before the bot runs again."""
    try:
        database, told = read(contents(path))
    except NoList as error:
        complain(str(error))
        raise typer.Exit(2) from None

    async def removed(unit: Unit) -> int | None:
        from bot import forgetting
        from bot.compose import ENDINGS
        from storage.subjects import erasures

        if await erasures(unit).database() != database:
            return None
        return len(await forgetting.forget_again(told, unit, time.time(), ENDINGS))

    number = with_unit(removed)
    if number is None:
        complain("This list belongs to another database. Nothing was removed.")
        raise typer.Exit(2)
    print(f"Removed again what the backup had brought back about {number} account(s).")


def read(written: bytes) -> tuple[str, dict[str, float]]:
    """The database of a list, and when whose data was removed, by hash. Raises NoList when it is none."""
    try:
        said = json.loads(written)
        database, removed = said["database"], said["removed"]
        told = {hash: float(at) for hash, at in removed.items() if isinstance(at, int | float) and isfinite(at)}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        raise NoList(HOW) from error
    if not isinstance(database, str) or len(told) != len(removed) or not all(map(_HASH.fullmatch, told)):
        raise NoList(HOW)
    return database, told
