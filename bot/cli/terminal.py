"""What the operator's commands share: how they speak, and how they open the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer
from rich.console import Console

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.database import Database, Unit

T = TypeVar("T")

say = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)  # members choose names that it prints


def configured() -> Settings:
    """The settings; when one is wrong, it is named and the command ends with 2."""
    from bot import settings

    try:
        return settings.load()
    except settings.Misconfigured as error:
        complain(str(error))
        raise typer.Exit(2) from None


def complain(sentence: str) -> None:
    """Say on standard error what is wrong."""
    from bot.logs import redacted

    Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False).print(redacted(sentence))


def unavailable(error: Exception) -> str:
    """What to do about a database that does not do what it should."""
    return f"The database cannot be used: {str(error).rstrip('.')}. Check DATABASE_URL, and that the database runs."


def contents(path: Path) -> bytes:
    """What a file holds that the operator named; when it cannot be read, the command says why and ends with 2."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        complain(f"There is no file “{path}”. The folder that was looked in is {path.absolute().parent}.")
    except OSError as error:
        complain(f"The file “{path}” cannot be read: {error.strerror or error}.")
    raise typer.Exit(2)


def with_database(work: Callable[[Database], Awaitable[T]], *, makes: bool = False) -> T:
    """Do something with the database of the settings; when it is away or too new, the command ends with 2.

    So it does when there is none, unless this `makes` one: an empty database would answer that nothing is held. Which
    one it is stands on standard error, apart from what the command prints.
    """
    from storage.database import Database, Unavailable
    from storage.migrate import TooNew, is_made, is_there, upgrade, where

    chosen = configured()
    address = where(chosen.database_url)

    async def open_and_work() -> T:
        if not makes and not is_there(chosen.database_url):
            raise _lacking(address)
        async with Database(chosen.database_url, chosen.keys) as database:
            if not makes and not await is_made(database):
                raise _lacking(address)
            complain(f"The database is {address}.")
            await upgrade(database)
            return await work(database)

    try:
        return asyncio.run(open_and_work())
    except TooNew as error:
        complain(str(error))
        raise typer.Exit(2) from None
    except Unavailable as error:
        complain(unavailable(error))
        raise typer.Exit(2) from None


def _lacking(address: str) -> typer.Exit:
    """Say where a database was looked for, and how to name the right one; the command's end."""
    complain(
        f"There is no database of Unsilo at {address}. Nothing was made, and nothing was answered. Run this in the "
        "folder of the bot, or set DATABASE_URL as the bot has it: DATABASE_URL=sqlite:////srv/unsilo/unsilo.sqlite3. "
        "`unsilo run` and `unsilo db upgrade` make a new one."
    )
    return typer.Exit(2)


def with_unit(work: Callable[[Unit], Awaitable[T]], *, makes: bool = False) -> T:
    """Do something in one unit of work, and let go of what it erased; as with_database."""

    async def work_and_compact(database: Database) -> T:
        done = await database.write(work)
        await database.compact()
        return done

    return with_database(work_and_compact, makes=makes)
