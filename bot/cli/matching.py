"""What the operator's commands about matching do: embed everybody anew, and look for people."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import typer
from numpy.typing import NDArray
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

import matching
from bot.cli.terminal import complain, configured, say, with_database
from bot.embedding.renewing import Texts, renew
from bot.profiles import texts_of
from bot.terms import Terms
from storage.consents import Kind
from storage.database import Database
from storage.profiles import Profile
from storage.vectors import Known

Rows = NDArray[np.float32]

AT_ONCE = 16  # people whose texts are embedded between two looks at the bar
SHOWN = 5
EVERYBODY = 2**31 - 1
CONSIDERED = 100  # people whom a search gives, for some of them may be paused


def rebuild(everybody: bool) -> None:
    """Embed people's texts with the model of the settings; also whoever it has embedded already, if `everybody`."""
    matcher = _loaded()

    async def encode(texts: Sequence[str]) -> Rows:
        return matcher.encode(texts)

    async def work(database: Database) -> int:
        await _learn(matcher, database)
        made_by = "" if everybody else matcher.name  # nobody's rows are made by no model
        people = await database.read(lambda unit: unit.vectors.stale(made_by, EVERYBODY))
        columns = (TextColumn("Embedding people's texts"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=say) as progress:
            bar = progress.add_task("", total=len(people))
            for first in range(0, len(people), AT_ONCE):
                some = people[first : first + AT_ONCE]
                await renew(database, some, texts_of, encode, matcher.name, time.time())
                progress.advance(bar, len(some))
        return len(people)

    done = with_database(work)
    say.print(f"{done} {'person has' if done == 1 else 'people have'} new vectors, made by {matcher.name}.")


def peers(words: str) -> None:
    """Print who works on a problem, as members see them: unnamed."""
    matcher = _loaded()

    async def work(database: Database) -> list[tuple[matching.Found, Profile]]:
        await _learn(matcher, database)
        row = matcher.encode([words])
        known, said = await _candidates(database, row[0], matcher.name)
        index = matching.Index(matcher.dimension)
        for person in known:
            rows = person.rows if person.model == matcher.name else {}
            matcher.note(index, person.person, rows, said.get(person.person, {}))
        found = index.search(row, [matcher.expand(words)], CONSIDERED)
        profiles = await database.read(lambda unit: unit.profiles.many([each.person for each in found]))
        accounts = [profile.account for profile in profiles.values()]
        agreed = await database.read(lambda unit: unit.consents.among(accounts, Kind.FOUND))
        now = time.time()
        return [
            (each, profile)
            for each in found
            if (profile := profiles.get(each.person)) is not None
            and profile.account in agreed
            and not profile.paused(now)
        ]

    shown = with_database(work)
    for each, profile in shown[:SHOWN]:
        phrases = ", ".join(f"“{phrase.words}”" for phrase in matcher.shared(words, list(profile.words)))
        say.print(f"{each.score:.2f}  {profile.sector.value}  {phrases}".rstrip())
    if not shown:
        say.print("Nobody is found who works on this.")


async def _candidates(database: Database, row: Rows, model: str) -> tuple[Sequence[Known], Texts]:
    """The people that come into question, with their texts: those whom pgvector finds, or else everybody."""
    near = await database.read(lambda unit: unit.vectors.nearest(row, model, CONSIDERED))
    known: list[Known] = []
    if near is not None:
        known += await database.read(lambda unit: unit.vectors.of(near))
    else:
        mark, more = 0, True
        while more:
            changes = await database.read(lambda unit, mark=mark: unit.vectors.changed_since(mark))  # type: ignore[misc]
            mark, more = changes.mark, changes.more
            known += changes.known
    return known, await database.read(lambda unit: texts_of(unit, [each.person for each in known]))


async def _learn(matcher: matching.Matcher, database: Database) -> None:
    """Have communities' own terms written out, too."""
    terms = Terms()
    terms.learn(await database.read(lambda unit: unit.jargon.approved()))
    matcher.expand = terms.expand


def _loaded() -> matching.Matcher:
    try:
        with say.status("Loading the model…"):
            return matching.load(configured().embedding_model)
    except matching.CannotLoad as error:
        complain(str(error))
        raise typer.Exit(2) from None
