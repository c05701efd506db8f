"""The operator's commands for what is kept encrypted: a new key, and encrypting everything with the first one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import complain, configured, with_database

if TYPE_CHECKING:
    from bot.sealing import Secrets
    from storage.database import Database

group = typer.Typer(help="What is kept encrypted.", no_args_is_help=True)


@group.command()
def key(
    save: Annotated[
        bool, typer.Option("--save", help="Write it into .env in this folder, unless there is one already.")
    ] = False,
) -> None:
    """Print a new key for SECRET_KEYS. It is kept nowhere else."""
    from storage.sealing import new_key

    if not save:
        print(new_key())
    elif configured().keys:
        print("SECRET_KEYS is set already. Nothing was changed.")
    else:
        _append(Path(".env"), f"SECRET_KEYS={new_key()}\n")
        print("SECRET_KEYS is set in .env. Keep a copy of it apart from the database and its backups.")


def _append(path: Path, line: str) -> None:
    """Add a line to a file, which is its owner's alone to read when it is new."""
    path.touch(0o600)
    with path.open("a+", encoding="utf-8") as file:
        file.seek(0)
        before = file.read()
        file.write(line if not before or before.endswith("\n") else f"\n{line}")


@group.command()
def rotate() -> None:
    """Encrypt everything that is secret with the first of SECRET_KEYS. A running bot goes on meanwhile."""
    if not configured().keys:
        complain("SECRET_KEYS is not set. Run `unsilo secrets key`, and set SECRET_KEYS to what it prints.")
        raise typer.Exit(2)

    async def rotated(database: Database) -> tuple[int, Secrets]:
        from bot.sealing import kept_of, reseal

        rows = await reseal(database)
        await database.compact()
        return rows, await database.read(kept_of)

    rows, found = with_database(rotated)
    print(f"Encrypted with the first key ({found.keys[0]}): {rows} row(s).")
    if found.closed:
        complain(
            f"{found.closed} text(s) cannot be read: their key is not in SECRET_KEYS ({', '.join(found.missing)})."
        )
    if found.stale:
        complain(f"{found.stale} text(s) were being changed, or were encrypted with an older key. Run it again.")
    if found.closed or found.stale:
        raise typer.Exit(1)
    print("Nothing needs another key: the others can be taken out of SECRET_KEYS.")
