"""Understanding what people work on: the embedding model and the index of people, behind one thread.

It loads after the start and says so meanwhile; without it, messages cross all the same. Only what people write into
forms and asks comes here, never what they write in channels.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

import numpy as np
import structlog
from numpy.typing import NDArray

from bot import texts
from bot.clock import Clock
from bot.embedding.encoding import Encoding, in_time
from bot.embedding.encoding import NotReady as NotReady
from bot.embedding.renewing import Texts, TextsOf, renew
from bot.embedding.worker import Full, Worker
from matching import CannotLoad, Found, Index, Matcher
from matching.why import Phrase
from storage.database import Database, Unavailable, Unit
from storage.vectors import Changes, Known

log = structlog.get_logger(__name__)

T = TypeVar("T")
Rows = NDArray[np.float32]
LOOK = 1.0  # seconds between looks for what changed
AGAIN = 300.0  # seconds after which a model that could not be loaded is tried again
EMBEDDED = 8  # people whose texts are embedded anew in one go
FEWEST = 5  # people, of whom a number is told
MOST = 200  # people that a search gives unless told otherwise


class Stage(StrEnum):
    """How far the model is."""

    LOADING = "loading"
    READY = "ready"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class State:
    """How matching does. `reason` is for the operator; `embedded` of `people` have rows of this model."""

    stage: Stage = Stage.LOADING
    model: str = ""
    reason: str = ""
    embedded: int = 0
    people: int = 0

    def as_json(self) -> dict[str, Any]:
        """The state as JSON, for everybody: without numbers under 5."""
        counts = {"embedded": self.embedded, "people": self.people}
        return {**asdict(self), **{name: count if count >= FEWEST else None for name, count in counts.items()}}


class Understanding:
    """Encodes texts and finds people. `load` runs in the thread; `texts_of` in a unit of work.

    `run` is a service of the bot, which begins to load the model `after` so many seconds; as long as that is not
    done, everything else raises NotReady.
    """

    def __init__(
        self, database: Database, clock: Clock, load: Callable[[], Matcher], texts_of: TextsOf, *, after: float = 0.0
    ) -> None:
        self._after = after
        self.state = State()
        self._database = database
        self._clock = clock
        self._load = load
        self._texts_of = texts_of
        self._worker = Worker("matching")
        self._encoding = Encoding(self._in_thread)
        self._matcher: Matcher | None = None
        self._index = Index(0)
        self._mark = 0
        self._gone: dict[str, int] = {}  # who left, with the mark of it, until the mark is reached
        self._owing = True  # whether there may be people without rows of this model
        self._syncing = asyncio.Lock()
        self._look = asyncio.Event()
        self._rested = asyncio.Event()

    @property
    def model(self) -> str:
        """The model's full name, to be kept with its rows. Raises NotReady."""
        return self._ready().name

    async def run(self) -> None:
        """Load the model, then keep the index and the rows up to date; until cancelled."""
        self._database.follow(self._left)
        try:
            if self._after:
                await self._later(self._after)
            while not await self._loaded():
                await self._later(AGAIN)
            self._clock.every("understanding", LOOK, self._look.set)
            async with asyncio.TaskGroup() as running:
                running.create_task(self._encoding.run(), name="encoding")
                running.create_task(self._keep_up(), name="vectors")
        finally:
            self._worker.stop()

    async def encode(self, asked: Sequence[str]) -> Rows:
        """The texts' unit rows, shape (n, d). What arrives together is encoded together. Raises NotReady."""
        self._ready()
        return await self._encoding.rows(asked)

    async def search(
        self, queries: Sequence[str], most: int = MOST, among: Collection[str] | None = None
    ) -> list[Found]:
        """The people whose texts fit one of the queries best, the best first; only people of `among`, if given.

        What is committed by now is taken into account: whoever was deleted is not found. Raises NotReady, and
        Unavailable when the database is away.
        """
        matcher = self._ready()
        rows = await self._encoding.rows(queries)
        await self._sync()
        return await self._asked(lambda: self._search(matcher, rows, queries, most, among))

    async def why(self, query: str, said: Sequence[str], most: int = 3) -> list[Phrase]:
        """The phrases of texts, as they stand there, that come nearest to the query. Raises NotReady."""
        matcher = self._ready()
        return await self._asked(lambda: matcher.shared(query, said, most))

    async def rest(self) -> None:
        """Wait until the model is loaded, and everything that is committed by now is embedded and in the index."""
        self._rested.clear()
        self._look.set()
        await self._rested.wait()

    def _ready(self) -> Matcher:
        if self._matcher is None:
            raise NotReady(texts.MATCHING_BROKEN if self.state.stage is Stage.BROKEN else texts.MATCHING_LOADING)
        return self._matcher

    async def _loaded(self) -> bool:
        """Whether the model could be loaded. Whatever goes wrong, messages cross."""
        try:
            matcher = await self._worker.do(self._load)
        except Exception as error:
            known = isinstance(error, CannotLoad)
            reason = str(error) if known else f"The model cannot be loaded ({type(error).__name__})."
            self.state = State(Stage.BROKEN, reason=reason)
            log.error("matching does not work", reason=reason, exc_info=not known)
            return False
        await self._prepared(matcher.dimension)
        self._index, self._matcher = Index(matcher.dimension), matcher
        self.state = State(Stage.READY, matcher.name)
        log.info("matching is ready", model=matcher.name)
        return True

    async def _prepared(self, dimension: int) -> None:
        try:
            await self._database.write(lambda unit: unit.vectors.prepare(dimension))
        except Unavailable as error:  # it is made at the next start; nothing here needs it
            log.warning("the database is away", task="understanding", error=str(error))

    async def _later(self, seconds: float) -> None:
        woken = asyncio.Event()
        self._clock.wake("understanding", self._clock.now() + seconds, woken.set)
        await woken.wait()

    async def _asked(self, job: Callable[[], T]) -> T:
        """Have something done in the thread that somebody waits for. Raises NotReady."""
        try:
            return await in_time(self._worker.ask(job))
        except Full:
            raise NotReady(texts.MATCHING_BUSY) from None

    async def _in_thread(self, asked: Sequence[str]) -> Rows:
        matcher = self._ready()
        return await self._worker.do(lambda: matcher.encode(asked))

    def _search(
        self, matcher: Matcher, rows: Rows, queries: Sequence[str], most: int, among: Collection[str] | None
    ) -> list[Found]:
        return self._index.search(rows, [matcher.expand(query) for query in queries], most, among)

    def _left(self, people: Mapping[str, int] | None) -> None:
        """Whoever has left with a commit leaves memory before anything else is done there."""
        if people is None:
            self._look.set()
            return
        self._gone.update(people)
        self._worker.put(lambda: self._forget(people))

    def _forget(self, people: Collection[str]) -> None:
        for person in people:
            self._index.remove(person)

    async def _keep_up(self) -> None:
        """Follow what is committed, and embed what another model embedded, or none yet."""
        while True:
            try:
                await self._sync()
                if self._owing:
                    self._owing = await self._embed()
                    continue
                self._rested.set()
            except Unavailable as error:
                log.warning("the database is away", task="understanding", error=str(error))
            except Exception:
                log.exception("matching fell behind")
            await self._look.wait()
            self._look.clear()

    async def _sync(self) -> None:
        """Bring the index up to what is committed."""
        matcher = self._ready()
        async with self._syncing:
            more = True
            while more:
                changes, said = await self._database.read(self._changes)
                self._owing |= any(known.model != matcher.name for known in changes.known)
                there = [known for known in changes.known if known.mark > self._gone.get(known.person, 0)]
                if there or changes.gone:
                    await self._worker.do(partial(_apply, self._index, matcher, there, changes.gone, said))
                self._mark, more = changes.mark, changes.more
                self._gone = {person: mark for person, mark in self._gone.items() if mark > changes.mark}

    async def _changes(self, unit: Unit) -> tuple[Changes, Texts]:
        changes = await unit.vectors.changed_since(self._mark)
        people = [known.person for known in changes.known]
        return changes, await self._texts_of(unit, people) if people else {}

    async def _embed(self) -> bool:
        """Embed some people's texts with this model; whether there may be more to do."""
        model = self.model
        owed = await self._database.read(lambda unit: unit.vectors.stale(model, EMBEDDED))
        await renew(self._database, owed, self._texts_of, self._in_thread, model, self._clock.now())
        done, people = await self._database.read(lambda unit: unit.vectors.count(model))
        self.state = replace(self.state, embedded=done, people=people)
        return bool(owed)


def _apply(index: Index, matcher: Matcher, there: Sequence[Known], gone: Sequence[str], said: Texts) -> None:
    """Change the index. Rows of another model cannot be compared: until they are made anew, words alone count."""
    for person in gone:
        index.remove(person)
    for known in there:
        rows = known.rows if known.model == matcher.name else {}
        matcher.note(index, known.person, rows, said.get(known.person, {}))
