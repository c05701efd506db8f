"""Understanding: it loads in the background, finds people, forgets them at once, and embeds anew meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot import texts
from bot.embedding.encoding import WAITING
from bot.embedding.understanding import NotReady, Stage, State, Understanding
from matching import CannotLoad, Matcher
from storage.database import Database, Unit
from tests.fakes.clock import FakeClock
from tests.fakes.embedder import FakeEmbedder, matcher

PATIENCE = 20.0


@dataclass
class Town:
    """People's texts, and an understanding that runs."""

    database: Database
    clock: FakeClock
    embedder: FakeEmbedder
    understanding: Understanding
    said: dict[str, dict[str, str]] = field(default_factory=dict)

    async def loaded(self) -> None:
        """Wait until the model is there, or cannot be."""
        while self.understanding.state.stage is Stage.LOADING:  # noqa: ASYNC110
            await asyncio.sleep(0)

    async def says(self, person: str, **texts: str) -> None:
        """Somebody fills in a form."""
        self.said[person] = texts
        rows = dict(zip(texts, await self.understanding.encode(list(texts.values())), strict=True))
        await self.database.write(lambda unit: unit.vectors.put(person, rows, self.understanding.model, 1.0))

    async def deletes(self, person: str) -> None:
        """Somebody deletes what they wrote."""
        del self.said[person]
        await self.database.write(lambda unit: unit.vectors.drop(person, 1.0))

    async def finds(self, *queries: str, most: int = 10) -> list[str]:
        """Who is found."""
        return [found.person for found in await self.understanding.search(queries, most)]


async def remembered(here: Town) -> set[str]:
    """Who is in memory once the thread has done what was asked of it before."""
    await here.understanding.encode(["anything"])
    return set(here.understanding._index._slots)


@asynccontextmanager
async def town(
    database: Database,
    load: Callable[[], Matcher] | None = None,
    embedder: FakeEmbedder | None = None,
    said: Mapping[str, dict[str, str]] | None = None,
) -> AsyncIterator[Town]:
    """An understanding that runs on a fake model."""
    embedder, clock, known = embedder or FakeEmbedder(), FakeClock(), dict(said or {})

    async def texts_of(unit: Unit, people: Sequence[str]) -> dict[str, dict[str, str]]:
        return {person: known[person] for person in people if person in known}

    understanding = Understanding(database, clock, load or (lambda: matcher(embedder)), texts_of)
    running = asyncio.create_task(understanding.run())
    try:
        async with asyncio.timeout(PATIENCE):
            yield Town(database, clock, embedder, understanding, known)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_whoever_works_on_the_same_is_found_first(database: Database) -> None:
    async with town(database) as here:
        await here.understanding.rest()
        await here.says("ann", problem="falls in care homes", tried="paper records")
        await here.says("bob", problem="discharge from hospital is late")
        await here.says("eve", problem="winter beds")

        found = await here.understanding.search(["late discharge from the hospital"], most=2)

    assert [each.person for each in found][:1] == ["bob"]
    assert len(found) == 2
    assert found[0].score > found[1].score
    assert list(found[0].texts) == ["problem"]
    assert found[0].texts["problem"] > 0.7


async def test_who_deletes_is_gone_from_the_next_search_and_from_memory(database: Database) -> None:
    async with town(database) as here:
        await here.understanding.rest()
        await here.says("ann", problem="falls in care homes")
        await here.says("bob", problem="falls at home")
        before = await here.finds("falls")
        await here.deletes("ann")
        after = await here.finds("falls")

    assert (sorted(before), after) == (["ann", "bob"], ["bob"])


async def test_who_deletes_leaves_memory_with_the_commit_and_without_anybody_looking(database: Database) -> None:
    async with town(database) as here:
        await here.understanding.rest()
        await here.says("ann", problem="falls in care homes")
        await here.says("bob", problem="falls at home")
        await here.finds("falls")
        await here.deletes("ann")

        assert await remembered(here) == {"bob"}


async def test_what_was_read_before_a_deletion_brings_nobody_back(database: Database) -> None:
    async with town(database) as here:
        await here.understanding.rest()
        await here.says("ann", problem="falls in care homes")
        read = asyncio.Event()

        class Late:
            """What it reads is old when it comes."""

            async def read(self, work: Callable[[Unit], Awaitable[object]]) -> object:
                found = await database.read(work)
                await here.deletes("ann")
                read.set()
                return found

        here.understanding._database = Late()  # type: ignore[assignment]
        await here.understanding._sync()
        assert read.is_set()

        assert await remembered(here) == set()


async def test_who_comes_back_after_a_deletion_is_found(database: Database) -> None:
    async with town(database) as here:
        await here.understanding.rest()
        await here.says("ann", problem="falls in care homes")
        await here.deletes("ann")
        await here.says("ann", problem="winter beds")

        assert await here.finds("beds in winter") == ["ann"]
        assert not here.understanding._gone


async def test_who_deletes_in_another_process_leaves_the_memory_of_this_one(postgres_url: str) -> None:
    async with Database(postgres_url) as ours, Database(postgres_url) as theirs, town(ours) as here:
        await here.understanding.rest()
        await here.says("ann", problem="falls in care homes")
        assert await here.finds("falls") == ["ann"]
        await theirs.write(lambda unit: unit.vectors.drop("ann", 1.0))

        while await remembered(here):  # noqa: ASYNC110
            await asyncio.sleep(0)


async def test_what_arrives_together_is_encoded_together(database: Database) -> None:
    async with town(database) as here:
        await here.understanding.rest()
        here.embedder.held.clear()
        first = asyncio.create_task(here.understanding.encode(["one"]))
        await asyncio.sleep(0)
        others = [asyncio.create_task(here.understanding.encode([f"text {number}"])) for number in range(9)]
        await asyncio.sleep(0)
        here.embedder.held.set()
        rows = await asyncio.gather(first, *others)

    assert here.embedder.calls == 2
    assert [each.shape for each in rows] == [(1, 64)] * 10


async def test_too_many_at_once_are_told_to_come_back(database: Database) -> None:
    async with town(database) as here:
        await here.understanding.rest()
        here.embedder.held.clear()
        crowd = [asyncio.create_task(here.understanding.encode([str(number)])) for number in range(WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(NotReady, match="Many people"):
            await here.understanding.encode(["one more"])
        here.embedder.held.set()
        await asyncio.gather(*crowd)
        assert (await here.understanding.encode(["later"])).shape == (1, 64)


async def test_who_gave_up_takes_a_place_until_their_turn_comes(database: Database) -> None:
    async with town(database) as here:
        await here.understanding.rest()
        here.embedder.held.clear()
        for _ in range(2):  # the first is taken up, and held
            first = asyncio.create_task(here.understanding.encode(["first"]))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            crowd = [asyncio.create_task(here.understanding.encode([str(number)])) for number in range(WAITING)]
            await asyncio.sleep(0)
            for each in (first, *crowd):
                each.cancel()
            await asyncio.gather(first, *crowd, return_exceptions=True)
        more = asyncio.create_task(here.understanding.encode(["one more"]))
        await asyncio.sleep(0)
        assert more.done()  # at once, not after a wait in vain
        with pytest.raises(NotReady, match="Many people"):
            await more
        here.embedder.held.set()
        async with asyncio.timeout(PATIENCE):
            while here.understanding._encoding._waiting:  # noqa: ASYNC110
                await asyncio.sleep(0)
        assert (await here.understanding.encode(["later"])).shape == (1, 64)


async def test_while_the_model_loads_and_when_it_cannot_be_loaded_askers_are_told(database: Database) -> None:
    loading, broken = threading.Event(), True

    def load() -> Matcher:
        loading.wait()
        if broken:
            raise CannotLoad("The weights are not there.")
        return matcher()

    async with town(database, load) as here:
        with pytest.raises(NotReady) as early:
            await here.finds("falls")
        loading.set()
        await here.loaded()
        with pytest.raises(NotReady) as never:
            await here.finds("falls")
        told = here.understanding.state.as_json()
        broken = False
        here.clock.advance(301)
        await here.understanding.rest()

        assert await here.finds("falls") == []

    assert str(early.value) == texts.MATCHING_LOADING
    assert str(never.value) == texts.MATCHING_BROKEN
    assert (told["stage"], told["reason"]) == ("broken", "The weights are not there.")


def test_how_few_people_there_are_is_told_to_nobody() -> None:
    told = [State(people=people, embedded=people).as_json() for people in (0, 4, 5)]

    assert [(each["people"], each["embedded"]) for each in told] == [(None, None), (None, None), (5, 5)]


async def test_another_model_embeds_everybody_anew_and_words_find_them_meanwhile(database: Database) -> None:
    async with town(database) as here:
        await here.understanding.rest()
        for number in range(20):
            await here.says(f"p{number}", problem=f"falls of kind {number}")
        said = dict(here.said)
    newer = FakeEmbedder("fake@2")
    newer.held.clear()
    async with town(database, embedder=newer, said=said) as here:
        await here.loaded()
        await here.understanding._sync()
        by_words = here.understanding._index.search(FakeEmbedder().encode(["falls"]), ["falls of kind 7"], 1)
        newer.held.set()
        await here.understanding.rest()
        state = here.understanding.state
        found = await here.understanding.search(["falls of kind 7"], 1)

    assert [(each.person, each.texts) for each in by_words] == [("p7", {})]
    assert (state.embedded, state.people) == (20, 20)
    assert [(each.person, list(each.texts)) for each in found] == [("p7", ["problem"])]


async def test_who_filled_in_the_form_before_the_model_was_there_is_embedded_later(database: Database) -> None:
    said = {"ann": {"problem": "falls in care homes"}}
    await database.write(lambda unit: unit.vectors.owe("ann", 1.0))
    async with town(database, said=said) as here:
        await here.understanding.rest()

        [ann] = await here.understanding.search(["falls"])

    assert list(ann.texts) == ["problem"]


async def test_why_shows_the_words_that_were_written(database: Database) -> None:
    async with town(database) as here:
        await here.understanding.rest()

        phrases = await here.understanding.why("falls at night", ["We count Night  falls on paper, in beds"])

    assert [phrase.words for phrase in phrases][:1] == ["Night  falls"]
