"""Encrypting what is secret: what is in the clear when the bot starts, and everything with the first key on demand."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from storage.database import Database, Unavailable, Unit
from storage.resealing import CLEAR, Key

log = structlog.get_logger(__name__)

MOST = 100  # rows in one unit of work
PASSES = 3  # through all tables: what somebody was just changing is looked at again
AGAIN = 5.0  # seconds until the next try while the database is away


@dataclass(frozen=True, slots=True)
class Secrets:
    """How things are. `keys`: what those in the settings are called; `missing` those that are not there.

    `closed` texts are encrypted with these, `stale` ones with another key than the first or with none, `clear` ones
    with none; `clear_links` of them are never written so.
    """

    keys: tuple[str, ...]
    missing: tuple[str, ...]
    closed: int
    stale: int
    clear: int
    clear_links: int


async def kept_of(unit: Unit) -> Secrets:
    """How things are in the database."""
    keys, counts = unit.resealing.keys, await unit.resealing.counts()
    missing = sorted({kept.key for kept in counts} - {CLEAR, *keys})
    return Secrets(
        keys,
        tuple(missing),
        sum(number for kept, number in counts.items() if kept.key in missing),
        sum(number for kept, number in counts.items() if kept.key in (CLEAR, *keys[1:])),
        sum(number for kept, number in counts.items() if kept.key == CLEAR),
        sum(number for kept, number in counts.items() if kept.key == CLEAR and kept.needs_key),
    )


async def reseal(database: Database, *, clear_only: bool = False) -> int:
    """Encrypt with the first key what is not, a few rows at a time; how many rows there were comes back.

    With `clear_only`, only what is in the clear. It may be stopped at any point, and goes on where it stopped.
    """
    done = 0
    for _ in range(PASSES):
        before = done
        for table in await database.read(_tables):
            done += await _reseal(database, table, clear_only)
        if done == before:
            break
    return done


async def _reseal(database: Database, table: str, clear_only: bool) -> int:
    done, after = 0, None

    async def found(unit: Unit) -> list[Key]:
        return await unit.resealing.stale(table, after, MOST, clear_only=clear_only)

    while rows := await database.read(found):
        done += await database.write(lambda unit, rows=rows: unit.resealing.reseal(table, rows))  # type: ignore[misc]
        after = rows[-1]
    return done


async def _tables(unit: Unit) -> list[str]:
    return unit.resealing.tables


@dataclass(frozen=True, slots=True)
class Sealing:
    """What the bot does about it once, when it starts."""

    database: Database

    async def run(self) -> None:
        """Encrypt what is in the clear, if there is a key; say so in the log when something cannot be kept or read."""
        while True:
            try:
                await self._once()
            except Unavailable as error:
                log.warning("the database is away", task="encrypting", error=str(error))
                await asyncio.sleep(AGAIN)
            except Exception:
                log.exception("what is in the clear was not encrypted")
                return
            else:
                return

    async def _once(self) -> None:
        found = await self.database.read(kept_of)
        if not found.keys:
            log.warning("no SECRET_KEYS: joining links are refused, and what people write is kept in the clear")
        elif found.clear:
            log.info("encrypted what was in the clear", rows=await reseal(self.database, clear_only=True))
            await self.database.compact()
        if found.closed:
            log.error("texts cannot be read: a key is missing in SECRET_KEYS", texts=found.closed, keys=found.missing)
