"""What the operator's commands share: how they speak, and how they open the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
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


def with_database(work: Callable[[Database], Awaitable[T]]) -> T:
    """Do something with the database of the settings; when it is away or too new, the command ends with 2."""
    from storage.database import Database, Unavailable
    from storage.migrate import TooNew, upgrade

    chosen = configured()

    async def open_and_work() -> T:
        async with Database(chosen.database_url, chosen.keys) as database:
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


def with_unit(work: Callable[[Unit], Awaitable[T]]) -> T:
    """Do something in one unit of work, and let go of what it erased; as with_database."""

    async def work_and_compact(database: Database) -> T:
        done = await database.write(work)
        await database.compact()
        return done

    return with_database(work_and_compact)
