"""`unsilo peers` and `unsilo matching rebuild`, as the operator types them, on the model that ships."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from adapters.contract.refs import AccountRef
from storage.consents import Kind
from storage.database import Database, Unit
from storage.profiles import UNTIL_RESUMED, Said, Sector
from tests.forks import Prepared, Run, complaints

PEOPLE = {
    "Ann": (Sector.SOCIAL_CARE, "We want fewer falls at night in our care homes."),
    "Bob": (Sector.SUPPLIER, "Trusts take years to buy software that works."),
    "Eve": (Sector.NHS, "Patients fall on our wards after dark."),
}


@pytest.fixture(scope="module")
def prepared() -> Iterator[Prepared]:
    """To import what runs the model takes three times as long as to load it."""
    made = Prepared("sentence_transformers")
    yield made
    made.close()


@pytest.fixture
def unsilo(prepared: Prepared, tmp_path: Path) -> Run:
    """Runs `unsilo` in an empty folder."""
    return partial(prepared.unsilo, folder=tmp_path)


def fill_in_forms(url: str) -> None:
    """Three members fill in the form while there is no model; a fourth has paused, a fifth is not to be found."""

    async def work(unit: Unit) -> None:
        others = [("Zoe", (Sector.NHS, "Falls at night.")), ("Hal", (Sector.NHS, "Falls at night, and nobody sees."))]
        for name, (sector, problem) in [*PEOPLE.items(), *others]:
            account = AccountRef("slack", "T1", f"U{name}")
            person = await unit.profiles.start(account, sector, 1.0)
            if name != "Hal":
                await unit.consents.give(account, Kind.FOUND, "Others find me.", 1.0)
            await unit.profiles.say(person, Said.PROBLEM, problem, 1.0)
            await unit.vectors.owe(person, 1.0)
            if name == "Zoe":
                await unit.profiles.pause(person, UNTIL_RESUMED)

    async def fill() -> None:
        async with Database(url) as database:
            await database.write(work)

    asyncio.run(fill())


def test_people_are_embedded_and_then_found_by_what_they_mean(unsilo: Run, sqlite_url: str) -> None:
    fill_in_forms(sqlite_url)
    rebuilt = unsilo("matching", "rebuild", DATABASE_URL=sqlite_url)
    found = unsilo("peers", "falls at night", DATABASE_URL=sqlite_url)

    assert (rebuilt.returncode, complaints(rebuilt)) == (0, "")
    assert "5 people have new vectors, made by all-MiniLM-L6-v2@" in rebuilt.stdout
    assert "5/5" in rebuilt.stdout
    assert [line.split("  ")[1] for line in found.stdout.splitlines()] == ["social care", "nhs", "supplier"]
    assert "“falls at night”" not in found.stdout.splitlines()[1]  # Zoe has paused, Hal did not say yes
    assert "falls" in found.stdout.splitlines()[0]
    assert not [name for name in (*PEOPLE, "Zoe", "slack:") if name in found.stdout]


def test_whom_the_model_has_embedded_it_embeds_again_only_when_told_to(unsilo: Run, sqlite_url: str) -> None:
    fill_in_forms(sqlite_url)
    unsilo("matching", "rebuild", DATABASE_URL=sqlite_url)
    again = unsilo("matching", "rebuild", DATABASE_URL=sqlite_url)
    everybody = unsilo("matching", "rebuild", "--all", DATABASE_URL=sqlite_url)

    assert "0 people have" in again.stdout
    assert "5 people have" in everybody.stdout


def test_a_folder_that_is_no_model_is_named(unsilo: Run, tmp_path: Path) -> None:
    refused = unsilo("peers", "falls", EMBEDDING_MODEL=str(tmp_path))

    assert refused.returncode == 2
    assert "holds no .safetensors file" in refused.stderr


def test_nobody_is_found_where_nobody_is(unsilo: Run, sqlite_url: str) -> None:
    shown = unsilo("peers", "falls", DATABASE_URL=sqlite_url)

    assert shown.stdout.splitlines()[-1:] == ["Nobody is found who works on this."]


def test_in_a_wrong_folder_nobody_is_looked_for(unsilo: Run, tmp_path: Path) -> None:
    lost = unsilo("peers", "falls")

    assert lost.returncode == 2
    assert "There is no database of Unsilo at" in lost.stderr
    assert list(tmp_path.iterdir()) == []
