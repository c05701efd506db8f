"""Deliveries that were given up, and are kept to be shown and to be tried again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select, update

from storage.outbox import GIVEN_UP, State, delivery
from storage.schema import Session


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Queries on them. Lanes that got work are noted in `woken`, for after the commit."""

    connection: Session
    woken: set[str]

    async def errors(self) -> list[str]:
        """Why deliveries were given up, oldest first."""
        failed = select(delivery.c.error).where(GIVEN_UP).order_by(delivery.c.id)
        return list((await self.connection.scalars(failed)).all())

    async def of(self, lanes: list[str]) -> list[tuple[str, str, int]]:
        """(lane, error, how many) of what was given up in these lanes."""
        by = (delivery.c.lane, delivery.c.error)
        here = select(*by, func.count()).where(GIVEN_UP, delivery.c.lane.in_(lanes))
        rows = await self.connection.execute(here.group_by(*by).order_by(*by))
        return [(lane_key, error, count) for lane_key, error, count in rows]

    async def retry(self, lanes: list[str], now: float) -> int:
        """Try again what was given up in these lanes; how many there are comes back.

        Each counts as unsure, so that what did happen after all is found rather than done twice.
        """
        anew = {"state": State.SENDING, "failures": 0, "breaks": 0, "deaths": 0, "due_at": now, "error": ""}
        again = update(delivery).where(GIVEN_UP, delivery.c.lane.in_(lanes)).values(anew)
        self.woken.update(lanes)
        return (await self.connection.execute(again)).rowcount
