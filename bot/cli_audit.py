"""The operator's command that looks whether what was written down of acts is as it was written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from bot.terminal import complain, with_unit

if TYPE_CHECKING:
    from storage.chain import Link

_SEAL = re.compile(r"(\d{1,18})-([0-9a-f]{64})", re.ASCII)
HOW = "A seal is what an earlier check printed: a number, a dash, and 64 digits and letters."


group = typer.Typer(help="What was done, and written down.", no_args_is_help=True)


@group.callback()
def one_of_a_group() -> None:
    """What was done, and written down."""


@group.command()
def check(
    seal: Annotated[str, typer.Option(help="What an earlier check printed; it has to hold still.")] = "",
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


def _link(seal: str) -> Link | None:
    if not seal:
        return None
    from storage.chain import Link

    read = _SEAL.fullmatch(seal.strip())
    if read is None:
        raise typer.BadParameter(HOW)
    return Link(int(read[1]), read[2])
