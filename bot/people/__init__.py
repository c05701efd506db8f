"""People: profiles by which members are found, and finding who works on the same without anybody being named."""

from __future__ import annotations

from adapters.contract.incoming import Incoming
from bot.embedding.understanding import Understanding
from bot.feature import Handler, Tick
from bot.people import being_found, keeping, sectors
from bot.people.finding import Finder
from bot.people.peers import Finding
from bot.people.profile import Writing
from bot.people.wishes import Wishes
from storage.database import Database, Unit


class People:
    """The feature, as the composition root plugs it in. `introduces`: members can ask for introductions."""

    def __init__(self, database: Database, understanding: Understanding, *, introduces: bool = False) -> None:
        finder = Finder(database, understanding)
        self._writing = Writing(understanding)
        self._finding = Finding(database, finder, introduces=introduces)
        self._wishes = Wishes(database, finder)

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """What members may say of themselves, and whom they may look for."""
        writing = (*self._writing.handlers, *keeping.HANDLERS, *being_found.HANDLERS, *sectors.HANDLERS)
        return (*writing, *self._finding.handlers, *self._wishes.handlers)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Telling of whoever came, and forgetting."""
        return self._wishes.ticks

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Nothing: what people write in channels is not looked at."""
