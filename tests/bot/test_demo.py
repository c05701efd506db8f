"""The demo, as a newcomer starts it; without a model, which other tests load."""

from __future__ import annotations

import pytest

from bot import compose, demo
from sandbox import scenes
from sandbox.cast import COMMONS, HOSPITAL
from sandbox.server import Sandbox
from storage.database import Database


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading it takes longer than the story."""
    monkeypatch.setattr(compose, "CONNECTED_FIRST", 3600.0)


async def test_the_story_ends_with_what_each_side_should_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert await demo.once() == 0
    assert "Each side shows exactly what it should." in capsys.readouterr().out


async def test_members_of_the_scene_wait_to_be_found(database: Database) -> None:
    wrote = [each.problem for each in (*HOSPITAL, *COMMONS) if each.problem]
    async with Sandbox() as sandbox:
        scene = await scenes.furnish(sandbox)
        await database.write(lambda unit: demo.profiles(scene, unit, 0.0))
    found = await database.read(lambda unit: unit.profiles.everybody())

    assert sorted(each.problem for each in found) == sorted(wrote)
    assert len({each.account.platform for each in found}) == 2
    assert len(await database.read(lambda unit: unit.vectors.stale("any", 100))) == len(wrote)
