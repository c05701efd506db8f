"""The long exam of a story that is told to bots that die: a test class inherits it and says which story."""

from __future__ import annotations

from collections.abc import Collection, Coroutine, Mapping
from typing import Any, ClassVar

import pytest

from storage.database import Unit
from tests.crash.acting import Acting
from tests.crash.exam import Fresh
from tests.crash.gathering import Gathering, gathered
from tests.crash.lines import passed
from tests.crash.plays import ANSWERS, SHOWS, end, in_every_line, play, story

TOWNS = 3  # at once


class Ways:
    """`told_by` tells it, in a town for which `prepared` writes into the database what the story begins with.

    `ways` are the beginnings of the paths of modules on its way, and `races` lines there that wait now and then.
    `ends` are functions, by path, that it has to pass: a story that does not tells of something else. In as many
    lives as there is something shown, more than `shown` end.
    """

    told_by: ClassVar[type[Acting]]
    prepared: ClassVar[staticmethod[[Gathering, Unit], Coroutine[Any, Any, None]]]
    ways: ClassVar[Collection[str]]
    races: ClassVar[Collection[tuple[str, str]]] = ()
    ends: ClassVar[Mapping[str, Collection[str]]]
    shown: ClassVar[int]

    @pytest.mark.soak
    @pytest.mark.timeout(3600)
    async def test_death_in_every_line_on_its_way(self, fresh: Fresh) -> None:
        whole = await play(fresh, self.prepared, story(self.told_by, "play"))
        assert (whole.wrong, whole.deaths) == ("", ())
        lines = passed({line for step in whole.steps for line in step.split()}, tuple(self.ways), self.races)
        there = {(wait.line.partition(":")[0], wait.function) for wait in lines.values()}
        assert [(path, name) for path, names in self.ends.items() for name in names if (path, name) not in there] == []

        ends = await in_every_line(fresh, self.prepared, story(self.told_by, "play"), lines, TOWNS)

        assert ([it.wrong for it in ends if it.wrong], [sorted(it.left) for it in ends if it.left]) == ([], [])

    @pytest.mark.soak
    @pytest.mark.timeout(3600)
    async def test_death_after_everything_that_is_shown(self, fresh: Fresh) -> None:
        told = story(self.told_by, "play")
        whole = await play(fresh, self.prepared, told, dies_at=(*SHOWS, *ANSWERS))

        assert whole.wrong == ""
        assert len(whole.deaths) > self.shown

    @pytest.mark.soak
    @pytest.mark.timeout(600)
    async def test_two_bots_on_one_database_tell_everybody_once(self, fresh_postgres: Fresh) -> None:
        """Both do the timed work, and Discord tells both of each press."""
        async with gathered(fresh_postgres, self.prepared) as here, here.keeper.twin():
            await story(self.told_by, "play")(here)
            await here.ends()
            assert end(here).wrong == ""

    @pytest.mark.soak
    @pytest.mark.timeout(3600)
    @pytest.mark.parametrize("seed", range(5))
    async def test_deaths_at_random(self, fresh: Fresh, seed: int) -> None:
        whole = await play(fresh, self.prepared, story(self.told_by, "play"), seed=seed)

        assert whole.wrong == ""
        assert len(whole.deaths) > 10
