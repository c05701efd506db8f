"""Every line in which the bot waits on the way of a message, found by reading the source."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tests.crash.killing import ROOT

# What hears, decides, delivers and commits: each of their waits is on the way of a message, or is excused below.
ON_THE_WAY = (
    "bot/app.py", "bot/care.py", "bot/hearing.py", "bot/catchup.py", "bot/delivering/claiming.py",
    "bot/delivering/dispatcher.py", "bot/delivering/jobs.py", "bot/delivering/performer.py",
    "bot/delivering/showing.py", "bot/delivering/traces.py", "bot/relay/hear.py", "bot/relay/reacting.py",
    "storage/database.py", "storage/postgres.py", "storage/sqlite.py",
)  # fmt: skip
# What these call: of its waits, those that a story passes. The others are for commands, other events and errors.
CALLED = ("adapters/", "bot/", "storage/")
ELSEWHERE = ("bot/events/", "bot/introductions/")
ALSO_EXCUSED = ("adapters/discord/connection.py", "bot/rollcall.py", "storage/presence.py")
# The adapters know nothing of the database: their waits are died in on one kind.
ONLY_ON = {"storage/sqlite.py": "sqlite", "storage/postgres.py": "postgres", "adapters/": "sqlite"}


@dataclass(frozen=True)
class Wait:
    """One `await`, `async for` or `async with`: its line (`path:number`), its function, and the line's text."""

    line: str
    function: str
    text: str


# (function, a piece of the line, why nothing dies there); an empty piece stands for all its lines.
EXCUSED = (
    ("Claims._job", "unit.messages.change(message.id, deleted_at=", "an answer to a question that is not to come"),
    ("App.asked", "", "members' commands"),
    ("App._asked", "", "members' commands"),
    ("_if_they_may", "", "members' commands"),
    ("_answer", "", "members' commands"),
    ("App._answered", "", "members' commands"),
    ("App._refused", "", "members' commands"),
    ("App._spoken", "", "members' commands"),
    ("App._without_its_form", "", "forms that nobody filled in"),
    ("_theirs", "", "members' commands"),
    ("App.begins", "", "forms"),
    ("_begin", "", "forms"),
    ("_may", "", "members' commands and forms"),
    ("App.end", "", "only when the bot ends"),
    ("Hearing.end", "", "only when the bot ends"),
    ("Care.end", "", "only when the bot ends"),
    ("Postgres.close", "", "only when the bot ends"),
    ("Hearing._set_aside", "", "only when a feature fails"),
    ("Hearing._record", "_set_aside", "only when a feature fails"),
    ("Hearing.replay", "_replay", "only when a feature failed"),
    ("Hearing._replay", "", "only when a feature failed"),
    ("Hearing._replay.again", "", "only when a feature failed"),
    ("Hearing._hear_again", "", "only when a feature failed"),
    ("Hearing._leave_aside", "", "only when a feature fails again"),
    ("hear", "away.suspend", "only when a channel is lost"),
    ("hear", "incoming.channel.parent", "only when a channel is found again"),
    ("_posted", "stirred", "only outside of bridges"),
    ("_put_off", "", "only when what is answered still waits"),
    ("_edited", "holding.released", "waits only when a message was held"),
    ("_edited", "_posted(post", "only when a message was held"),
    ("_edited", "post.message", "only when a message was held"),
    ("_edited", "withdraw", "only when an edit may not cross"),
    ("_edited", "by_id", "only when an answer is changed"),
    ("_edited", "quoting", "waits only when an answer is changed"),
    ("_edited", "_reached", "waits only when a channel joined later"),
    ("reacted", "_withhold", "only when somebody reacts who opted out"),
    ("_withhold", "", "only when somebody reacts who opted out"),
    ("Dispatcher.run", "release_all", "only on SQLite, which has one process"),
    ("Postgres._listen", "_driver", "is connected by then"),
    ("Postgres.commit", "_driver", "is connected by then"),
    ("Postgres.commit", "LEFT", "only when people leave"),
    ("_driver", "", "is connected by then"),
    ("Through._ask", "executemany", "only in a bridge of more than two channels"),
    ("CatchUp._channels", "away.idle", "only in a round of a quarter of an hour"),
    ("CatchUp.run", "TaskGroup", "only when the bot ends"),
    ("CatchUp._known", "room_histories", "only in a conversation of people who were introduced"),
    ("CatchUp._attempt", "unreadable", "only when a channel is refused"),
    ("CatchUp._missed", "missed.skip", "only when a thousand messages were missed"),
    ("CatchUp._missed", "self._absent", "waits only for a thread that is to be asked"),
    ("CatchUp._missed", "before - EARLIER", "only when nothing is shown of what stood in a channel"),
    ("CatchUp._absent", "", "only when something that stood in a thread is not shown"),
    ("CatchUp.rest", "", "for tests"),
    ("Dispatcher.rest", "", "for tests"),
    ("Dispatcher.run", "TaskGroup", "every lane has ended by then"),
    ("Performance.perform", "flush", "only when a message's second part fails"),
    ("Performance.record_lost", "", "only when a lane is lost: tests/crash/test_replicas.py"),
    ("Performance._post", "flush", "only when fetching takes longer than half a lease"),
    ("Performance._perform", "pin", "the bot's own notices"),
    ("Performance._perform", "self._keep(0)", "only of what a channel wrote that has left"),
    ("Performer.room", "", "letters to one person"),
    ("Traces.unknown", "room", "letters to one person"),
    ("Traces.unknown", "filled", "waits only when a post with files is looked for"),
    ("Performance._look", "tried", "names are known by then"),
    ("Traces.tried", "", "names are known by then"),
    ("Traces.of", "wanted", "names are known by then"),
    ("Traces.of", "tried", "names are known by then"),
    ("Traces.of", "codec.decode", "only when a lane was lost: tests/crash/test_replicas.py"),
    ("Dispatcher._settle.settle", "keep", "only when a sign of life is overdue: tests/crash/test_replicas.py"),
    ("Dispatcher._settle.settle", "record_lost", "only when a lane is lost: tests/crash/test_replicas.py"),
    ("Claims._job", "_may_come", "letters to one person"),
    ("Claims._may_come", "", "letters to one person"),
    ("_put_back", "", "letters to one person"),
    ("Claims._job", "aiming.find", "only when a message names or links something"),
    ("Claims.next", "_suspects", "waits only for what bots died at five times in a row"),
    ("Claims.next", "broken", "only when a delivery breaks us"),
    ("Claims.next", "too_early", "waits only when a thread's first message is not shown"),
    ("Claims.next", "_overtakes", "waits only when a thread's first message is not shown"),
    ("_overtakes", "", "waits only when a thread's first message is not shown"),
    ("Claims.next", "put_back", "only when that first message may be a copy that nobody knows of"),
    ("Performance._look", "delete(double)", "only when a post lands late: tests/crash/test_replicas.py"),
    ("Performance._remove_doubles", "delete(double)", "only when a post lands late: tests/crash/test_replicas.py"),
    ("Performance._heal", "_edit_all", "only when an edit was made again"),
    ("Performance._edit_all", "", "only when an edit was made again"),
    ("Performance._heal", "_react", "only when a reaction was made again"),
    ("Performance._sync", "self._remove(copy)", "only when an edit takes the files away"),
    ("Performance._send", "self._by.transfers", "only when files take all the room that there is"),
    ("Performance._edit", "flush", "only when a part was posted before"),
    ("_reached", "", "only when a channel joined later"),
    ("wanted", "named", "only when a message names somebody"),
    ("Database.write", "put", "only when ten thousand wait"),
    ("Database._write_forever", "_commit_singly", "only when a piece of work fails"),
    ("Connection._prepare", "PUT", "only when the commands have changed"),
    ("Postgres._again", "sleep", "only when the listening connection was lost"),
    ("Database._commit_singly", "", "only when a piece of work fails"),
    ("Database._commit_alone", "", "only when a piece of work fails"),
    ("Presence.due", "", "only once a minute"),
    ("RollCall.run", "work()", "only once a minute"),
    ("RollCall._people", "", "only once a minute"),
    ("RollCall._communities", "", "only once an hour"),
    ("Database.compact", "", "only once a minute on SQLite, once a day on PostgreSQL"),
    ("Sqlite.compact", "", "only once a minute"),
    ("_opened", "_thread.join", "only when the database cannot be opened"),
    ("Postgres.compact", "", "only once a day"),
)


def waits(path: str) -> Iterator[Wait]:
    """The waits in a module of ours."""
    source = (ROOT / path).read_text(encoding="utf-8")
    texts = source.splitlines()
    found: dict[int, str] = {}

    def visit(node: ast.AST, function: str) -> None:
        for child in ast.iter_child_nodes(node):
            inside = function
            if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                inside = f"{function}.{child.name}".lstrip(".")
            if isinstance(child, ast.Await | ast.AsyncFor | ast.AsyncWith):
                found[child.lineno] = inside
            elif isinstance(child, ast.comprehension) and child.is_async:
                found[child.target.lineno] = inside
            visit(child, inside)

    visit(ast.parse(source), "")
    for number, function in sorted(found.items()):
        yield Wait(f"{path}:{number}", function, texts[number - 1].strip())


def at_some_hours(step: str) -> bool:
    """Whether a step is of what events and introductions do by themselves, as the hour has it, and not of a message.

    They have exams of their own, on a clock that is moved.
    """
    heard = "bot/app.py" in step or "bot/hearing.py" in step
    return not heard and any(part in step for part in ELSEWHERE)


def required(observed: Collection[str], database: str) -> dict[str, Wait]:
    """The lines in which something has to die on this kind of database.

    `observed`: the lines in which an undisturbed bot was seen to wait.
    """
    paths = {line.rpartition(":")[0] for line in observed if line.startswith(CALLED)} | set(ON_THE_WAY)
    found = {}
    for path in sorted(paths):
        if any(path.startswith(part) and database != kind for part, kind in ONLY_ON.items()):
            continue
        for wait in waits(path):
            if (path in ON_THE_WAY or wait.line in observed) and not excused(wait):
                found[wait.line] = wait
    return found


def passed(observed: Collection[str], parts: Collection[str], but: Collection[tuple[str, str]] = ()) -> dict[str, Wait]:
    """The waits in modules whose path begins so, of those that an undisturbed bot was seen to make.

    `but`: (path, a piece of the line) of those that it makes now and then.
    """
    paths = {line.rpartition(":")[0] for line in observed}
    there = sorted(path for path in paths if path.startswith(tuple(parts)))
    found = [wait for path in there for wait in waits(path) if wait.line in observed]
    return {
        wait.line: wait
        for wait in found
        if not any(wait.line.startswith(path) and piece in wait.text for path, piece in but)
    }


def excused(wait: Wait) -> str:
    """Why nothing has to die in a line; empty when something has to."""
    return next((why for function, text, why in EXCUSED if wait.function == function and text in wait.text), "")


def idle_excuses() -> list[str]:
    """Excuses for lines that are not there any more."""
    there = [wait for path in (*ON_THE_WAY, *ALSO_EXCUSED) for wait in waits(path)]
    return [
        f"{function} {text}"
        for function, text, _ in EXCUSED
        if not any(wait.function == function and text in wait.text for wait in there)
    ]
