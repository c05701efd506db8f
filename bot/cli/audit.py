"""The operator's commands for what has to be answered for: whether the log of acts is whole, whose data was touched."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.terminal import complain, with_unit

if TYPE_CHECKING:
    from storage.chain import Link
    from storage.database import Unit

_SEAL = re.compile(r"(\d{1,18})-([0-9a-f]{64})", re.ASCII)
HOW = "A seal is what an earlier check printed: a number, a dash, and 64 digits and letters."
WHEN = "Write a date or a time as 2026-03-03 or 2026-03-03T17:00+00:00; without an offset it is UTC."

group = typer.Typer(help="What was done, and written down.", no_args_is_help=True)


@group.command()
def check(
    seal: Annotated[
        str, typer.Option(metavar="SEAL", help="What an earlier check printed; it has to hold still.")
    ] = "",
) -> None:
    """Look at the log of acts: whether a row is missing or was altered, and which is the first."""
    from storage.chain import Fault

    known = _link(seal)
    found = with_unit(lambda unit: unit.audit.check(known))
    if found.broken is not None:
        wrong = {Fault.MISSING: "is missing", Fault.ALTERED: "was altered"}[found.broken.fault]
        complain(f"The log is not whole: act {found.broken.number} {wrong}.")
        raise typer.Exit(1)
    print(f"The log is whole: {found.count} act(s).")
    print(f"Its seal: {found.newest.number}-{found.newest.hash}")


@group.command()
def touched(
    since: Annotated[str, typer.Option(metavar="TIME", help=f"From when on. {WHEN}")] = "",
    until: Annotated[str, typer.Option(metavar="TIME", help="Until when, in the same form.")] = "",
) -> None:
    """Print whose data a span of time touched, in which communities, and what was done then; as JSON.

    Without a span it is everybody of whom anything is held: for when the whole database was taken.
    """
    first, last = _moment(since), _moment(until)

    async def found(unit: Unit) -> dict[str, Any]:
        from bot.acts import Act
        from storage import touched as tables
        from storage.audit import OPERATOR

        rows = await tables.within(unit.connection, first, last)
        done = await tables.acts(unit.connection, first, last)
        names = await unit.communities.names()
        await unit.audit.note(None, None, OPERATOR, Act.TOUCHED, f"{since or '…'} to {until or '…'}", time.time())
        homes = {
            home: {"name": names.get(home, ""), "rows": counts} for home, counts in sorted(rows.communities.items())
        }
        return {"communities": homes, "accounts": dict(sorted(rows.accounts.items())), "acts": done}

    print(json.dumps(with_unit(found), ensure_ascii=False, indent=2))


def _moment(said: str) -> float | None:
    """A moment in seconds since the epoch; None when nothing is said."""
    if not said:
        return None
    try:
        read = datetime.fromisoformat(said)
    except ValueError:
        raise typer.BadParameter(WHEN) from None
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()


def _link(seal: str) -> Link | None:
    if not seal:
        return None
    from storage.chain import Link

    read = _SEAL.fullmatch(seal.strip())
    if read is None:
        raise typer.BadParameter(HOW)
    return Link(int(read[1]), read[2])
