"""Processes of the project, forked from one that has imported everything already: they start at once.

Each is a real process, with its own environment, folder, streams, signals and exit code: what `python -m bot` is, but
for the seconds in which an interpreter starts and imports.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import runpy
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from subprocess import CompletedProcess
from typing import NamedTuple

Run = Callable[..., CompletedProcess[str]]  # runs `unsilo` with these words
OUT, ERR, IN = "stdout", "stderr", "stdin"

# Neither bot.cli nor bot.cli.terminal: its console looks whether it is on a terminal when it is imported.
IMPORTED = [
    "pytest", "tests.crash.bot_process", "bot.doctor", "bot.convert", "rich.progress", "typer.rich_utils",
    "tests.frozen",
]  # fmt: skip

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(IMPORTED)


def environment(**settings: str) -> dict[str, str]:
    """Our own environment without any settings of a bot, but with these."""
    ours = {
        name: it for name, it in os.environ.items() if not name.startswith(("SLACK", "DISCORD", "DATABASE", "SECRET"))
    }
    return {**ours, "PYTHONPATH": str(Path(__file__).parents[1]), **settings}


class Call(NamedTuple):
    """What a process is to do: `python -m bot WORDS` in a folder. `streams`: the folder with its streams."""

    words: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    streams: Path

    def run(self) -> None:
        """Be that process."""
        os.environ.clear()
        os.environ.update(self.environment)
        os.chdir(self.folder)
        for number, name, flags in ((0, IN, os.O_RDONLY), (1, OUT, os.O_WRONLY), (2, ERR, os.O_WRONLY)):
            os.dup2(os.open(self.streams / name, flags), number)
        # multiprocessing has closed what it found there.
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.argv = ["unsilo", *self.words]
        runpy.run_module("bot", run_name="__main__")

    def ended(self, code: int | None) -> CompletedProcess[str]:
        """How the process ended, and what it said."""
        said, complained = ((self.streams / name).read_text(encoding="utf-8") for name in (OUT, ERR))
        assert code is not None
        return CompletedProcess(list(self.words), code, said, complained)


@contextmanager
def called(words: Sequence[str], folder: Path, settings: Mapping[str, str], given: str) -> Iterator[Call]:
    """A call with these settings, which reads what is given; its streams are kept until the end."""
    with tempfile.TemporaryDirectory() as made:
        streams = Path(made)
        for name, text in ((IN, given), (OUT, ""), (ERR, "")):
            (streams / name).write_text(text, encoding="utf-8")
        yield Call(words, environment(**settings), folder, streams)


def unsilo(*words: str, folder: Path, given: str = "", **settings: str) -> CompletedProcess[str]:
    """Run a command of the operator's to its end."""
    with called(words, folder, settings, given) as call:
        process = processes.Process(target=call.run, daemon=True)
        process.start()
        process.join()
        return call.ended(process.exitcode)


def complaints(ended: CompletedProcess[str]) -> str:
    """What a command of the operator's complained about; it says there from which database it answers, too."""
    first, _, rest = ended.stderr.partition("\n")
    return rest if first.startswith("The database is ") else ended.stderr


class Running:
    """A command of the operator's that is under way."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._process = processes.Process(target=call.run, daemon=True)
        self._process.start()

    def send(self, sign: signal.Signals) -> None:
        """Send it a signal."""
        assert self._process.pid is not None
        os.kill(self._process.pid, sign)

    async def ended(self) -> CompletedProcess[str]:
        """Wait for its end."""
        loop, over = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._process.sentinel, over.set)
        try:
            await over.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        self._process.join()
        return self._call.ended(self._process.exitcode)

    def kill(self) -> None:
        """End it, if it has not ended yet."""
        self._process.kill()
        self._process.join()


@contextmanager
def running(*words: str, folder: Path, **settings: str) -> Iterator[Running]:
    """A command of the operator's, until it ends or the block does."""
    with called(words, folder, settings, "") as call:
        command = Running(call)
        try:
            yield command
        finally:
            command.kill()


class Prepared:
    """Runs commands in processes forked from one that has imported more than the others, once for all of them."""

    def __init__(self, *modules: str) -> None:
        self._calls, theirs = processes.Pipe()
        self._process = processes.Process(target=_serve, args=(theirs, modules))
        self._process.start()
        theirs.close()

    def unsilo(self, *words: str, folder: Path, given: str = "", **settings: str) -> CompletedProcess[str]:
        """Run a command of the operator's to its end."""
        with called(words, folder, settings, given) as call:
            self._calls.send(call)
            return call.ended(self._calls.recv())

    def close(self) -> None:
        """No more commands."""
        self._calls.close()
        self._process.join()


def _serve(calls: Connection[int | None, Call], modules: Sequence[str]) -> None:
    for module in modules:
        import_module(module)
    forked = multiprocessing.get_context("fork")
    while True:
        try:
            call = calls.recv()
        except EOFError:
            return
        process = forked.Process(target=call.run, daemon=True)
        process.start()
        process.join()
        calls.send(process.exitcode)


def held_up(pid: int) -> float:
    """For how many seconds a process was kept waiting for a processor so far, where the system tells; else 0.0."""
    try:
        _, waited, _ = Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()
    except OSError:
        return 0.0
    return int(waited) / 1e9
