"""Vectors: what changed since a mark, in order; deletions leave no row; what another model made is found."""

from __future__ import annotations

import asyncio

import numpy as np
from sqlalchemy import text

from storage.database import Database, Unit
from storage.vectors import KEPT, Changes

MODEL = "model@1"


def row(*numbers: float) -> np.ndarray:
    return np.asarray(numbers, np.float32)


async def put(database: Database, person: str, model: str = MODEL, **rows: np.ndarray) -> None:
    await database.write(lambda unit: unit.vectors.put(person, rows, model, 1.0))


async def changes(database: Database, mark: int = 0, limit: int = 500) -> Changes:
    return await database.read(lambda unit: unit.vectors.changed_since(mark, limit))


async def test_rows_come_back_as_they_were_and_later_ones_replace_them(database: Database) -> None:
    await put(database, "ann", problem=row(0.5, -0.25), tried=row(1.0, 0.0))
    await put(database, "ann", problem=row(0.0, 1.0))

    [ann] = (await changes(database)).known

    assert (ann.person, ann.model, list(ann.rows)) == ("ann", MODEL, ["problem"])
    assert ann.rows["problem"].tolist() == [0.0, 1.0]
    assert ann.rows["problem"].dtype == np.float32


async def test_only_what_changed_since_is_told_in_the_order_of_the_changes(database: Database) -> None:
    for person in ("ann", "bob", "eve"):
        await put(database, person, problem=row(1.0, 0.0))
    before = await changes(database)
    await put(database, "ann", problem=row(0.0, 1.0))

    after = await changes(database, before.mark)
    first = await changes(database, 0, limit=2)

    assert [each.person for each in before.known] == ["ann", "bob", "eve"]
    assert ([each.person for each in after.known], after.gone, after.more) == (["ann"], (), False)
    assert ([each.person for each in first.known], first.more) == (["bob", "eve"], True)
    assert (await changes(database, after.mark)).mark == after.mark


async def change(database: Database, person: str, model: str = MODEL, **rows: np.ndarray | None) -> bool:
    return await database.write(lambda unit: unit.vectors.change(person, rows, model, 1.0))


async def test_one_text_changes_beside_the_others(database: Database) -> None:
    assert await change(database, "ann", problem=row(1.0, 0.0), tried=row(0.0, 1.0))
    before = await changes(database)
    assert await change(database, "ann", problem=row(0.5, 0.5), tried=None, help=row(0.0, -1.0))

    after = await changes(database, before.mark)

    [ann] = after.known
    assert {key: value.tolist() for key, value in ann.rows.items()} == {"problem": [0.5, 0.5], "help": [0.0, -1.0]}
    assert (ann.model, after.mark > before.mark) == (MODEL, True)


async def test_rows_of_two_models_never_stand_beside_each_other(database: Database) -> None:
    await put(database, "ann", "older@1", problem=row(1.0, 0.0))
    assert not await change(database, "ann", tried=row(0.0, 1.0))
    assert not await change(database, "ann", tried=row(0.0, 1.0))

    [ann] = (await changes(database)).known
    assert (ann.model, dict(ann.rows)) == ("", {})


async def test_two_answers_at_once_both_keep_their_rows(database: Database) -> None:
    await change(database, "ann", problem=row(1.0, 0.0))
    other = Database(str(database.url.render_as_string(hide_password=False)))
    async with other:
        await asyncio.gather(
            *(change(database, "ann", MODEL, **{f"t{number}": row(0.0, 1.0)}) for number in range(8)),
            *(change(other, "ann", MODEL, **{f"u{number}": row(0.0, 1.0)}) for number in range(8)),
        )

    [ann] = (await changes(database)).known
    assert len(ann.rows) == 17


async def test_rows_made_anew_of_texts_that_changed_meanwhile_are_not_kept(postgres_url: str) -> None:
    changed, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(unit: Unit) -> None:
        await unit.vectors.change("ann", {"problem": row(0.0, 1.0)}, MODEL, 2.0)
        changed.set()
        await go_on.wait()

    async def waiting(unit: Unit) -> int:
        blocked = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return int((await unit.connection.execute(blocked)).scalar_one())

    async with Database(postgres_url) as ours, Database(postgres_url) as theirs:
        await put(ours, "ann", problem=row(1.0, 0.0))
        [ann] = (await changes(ours)).known
        form = asyncio.create_task(ours.write(slowly))
        await changed.wait()
        anew = asyncio.create_task(
            theirs.write(lambda unit: unit.vectors.renew("ann", ann.mark, {"problem": row(0.5, 0.5)}, MODEL, 2.0))
        )
        while not await theirs.read(waiting):
            pass
        go_on.set()
        await form
        kept = await anew
        [ann] = (await changes(ours)).known

    assert not kept
    assert ann.rows["problem"].tolist() == [0.0, 1.0]


async def test_a_deletion_leaves_no_row_and_is_told_for_a_while(database: Database) -> None:
    await put(database, "ann", problem=row(1.0, 0.0))
    before = await changes(database)
    await database.write(lambda unit: unit.vectors.drop("ann", 10.0))
    after = await changes(database, before.mark)
    await database.write(lambda unit: unit.vectors.drop("bob", 10.0 + KEPT + 1.0))

    assert (after.known, after.gone) == ((), ("ann",))
    assert (await changes(database)).gone == ("bob",)
    assert await database.read(lambda unit: unit.vectors.mark("ann")) is None


async def test_whoever_came_back_after_a_deletion_is_known_again(database: Database) -> None:
    await put(database, "ann", problem=row(1.0, 0.0))
    await database.write(lambda unit: unit.vectors.drop("ann", 1.0))
    await put(database, "ann", problem=row(0.0, 1.0))

    found = await changes(database)

    assert ([each.person for each in found.known], found.gone) == (["ann"], ())


async def test_what_another_model_made_or_none_yet_is_stale(database: Database) -> None:
    await put(database, "ann", problem=row(1.0, 0.0))
    await put(database, "bob", "old@1", problem=row(1.0, 0.0))
    await database.write(lambda unit: unit.vectors.owe("eve", 1.0))
    await put(database, "gone", "old@1", problem=row(1.0, 0.0))
    await database.write(lambda unit: unit.vectors.drop("gone", 1.0))

    stale = await database.read(lambda unit: unit.vectors.stale(MODEL, 10))

    assert [person for person, _ in stale] == ["bob", "eve"]
    assert dict(stale)["eve"] == await database.read(lambda unit: unit.vectors.mark("eve"))
    assert await database.read(lambda unit: unit.vectors.count(MODEL)) == (1, 3)


async def test_the_nearest_are_found_in_the_database_where_it_has_pgvector(
    database: Database, database_kind: str
) -> None:
    chance = np.random.default_rng(1)
    rows = chance.standard_normal((60, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    for number, each in enumerate(rows):
        await put(database, f"p{number}", "old@1" if number == 7 else MODEL, problem=each, tried=-each)
    prepared = await database.write(lambda unit: unit.vectors.prepare(384))
    again = await database.write(lambda unit: unit.vectors.prepare(384))

    async def near(number: int) -> list[str] | None:
        return await database.read(lambda unit: unit.vectors.nearest(rows[number], MODEL, 3))

    if database_kind == "sqlite":
        assert (prepared, again, await near(3)) == (False, False, None)
    else:
        cosines = np.abs(rows @ rows[3])
        cosines[7] = 0.0
        exact = np.argsort(-cosines)[:3]
        assert (prepared, again) == (True, True)
        assert await near(3) == [f"p{number}" for number in exact]
        assert "p7" not in (await near(7) or [])
    known = await database.read(lambda unit: unit.vectors.of(["p3", "nobody"]))
    assert [(each.person, sorted(each.rows)) for each in known] == [("p3", ["problem", "tried"])]


async def test_marks_become_visible_in_their_order_however_many_write_at_once(database: Database) -> None:
    seen: list[str] = []

    async def follow() -> None:
        mark = 0
        while len(seen) < 40:
            found = await changes(database, mark)
            seen.extend(each.person for each in found.known)
            mark = found.mark

    async def write(number: int) -> None:
        rows = {"problem": row(float(number), 1.0)}

        async def work(unit: Unit) -> None:
            await unit.vectors.put(f"p{number}", rows, MODEL, 1.0)

        await database.write(work, about=str(number))

    async with asyncio.timeout(60):
        await asyncio.gather(follow(), *(write(number) for number in range(40)))

    assert sorted(seen) == sorted(f"p{number}" for number in range(40))
