"""The operator's command that looks whether what was written down of acts is as it was written."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import typer

from bot.terminal import complain
from storage.audit import Chain
from storage.chain import Fault, Link
from storage.database import Unit

_SEAL = re.compile(r"(\d{1,18})-([0-9a-f]{64})", re.ASCII)
HOW = "A seal is what an earlier check printed: a number, a dash, and 64 digits and letters."
WRONG = {Fault.MISSING: "is missing", Fault.ALTERED: "was altered"}


def commands(with_database: Callable[[Callable[[Unit], Awaitable[Any]]], Any]) -> typer.Typer:
    """The group of commands; `with_database` runs a unit of work on the operator's database."""
    app = typer.Typer(help="What was done, and written down.", no_args_is_help=True)

    @app.callback()
    def group() -> None:
        """Makes the command one of a group."""

    @app.command("check")
    def check(
        seal: Annotated[str, typer.Option(help="What an earlier check printed; it has to hold still.")] = "",
    ) -> None:
        """Look at the log of acts: whether a row is missing or was altered, and which is the first."""
        known = _link(seal)
        found: Chain = with_database(lambda unit: unit.audit.check(known))
        if found.broken is not None:
            complain(f"The log is not whole: act {found.broken.number} {WRONG[found.broken.fault]}.")
            raise typer.Exit(1)
        print(f"The log is whole: {found.count} act(s).")
        print(f"Its seal: {found.newest.number}-{found.newest.hash}")

    return app


def _link(seal: str) -> Link | None:
    if not seal:
        return None
    read = _SEAL.fullmatch(seal.strip())
    if read is None:
        raise typer.BadParameter(HOW)
    return Link(int(read[1]), read[2])
