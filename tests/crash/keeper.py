"""Keeps a bot running as an operator's supervisor does: whenever its process dies, another one takes its place."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from sqlalchemy import select

from storage.database import Database, Unit
from storage.inbox import heard
from tests.crash import bot_process
from tests.crash.town import Town
from tests.forks import held_up, processes

PATIENCE = 100.0  # no figure: it ends a test that hangs
GLANCE = 0.02  # seconds between looks into the database: another process's commit makes no sound
REST = 4  # times as long as a look took, the next one waits: who looks all the time lets nothing come true
KILLED = -signal.SIGKILL


class Stopped(Exception):
    """The bot ended by itself."""


class Keeper:
    """One bot in a town: its process, its deaths, and what it has recorded."""

    def __init__(self, town: Town, database: Database, environment: dict[str, str], kills: Sequence[str] = ()) -> None:
        self.town = town
        self.database = database
        self.deaths: list[str] = []  # the step at which each life ended; empty when it was killed from outside
        self.unheard: set[str] = set()  # tags of messages of which the bot did not get to hear something
        self.fatal_lines: set[str] = set()  # in which no bot has died yet, and the next one is to
        self._home = Path(environment["HOME"])
        self._environment = environment
        self._kills = kills
        self._lives = 0
        self._began = 0.0  # when the process that runs now was begun
        self._mortal = False
        self._process: ForkServerProcess | None = None
        self._sessions: set[str] = set()
        self._task: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int:
        """The process that runs now."""
        assert self._process is not None and self._process.pid is not None
        return self._process.pid

    @property
    def steps(self) -> list[str]:
        """The steps that every process wrote down, in the order of their making."""
        return [step for life in range(self._lives) for step in self._steps(life)]

    def _steps(self, life: int) -> list[str]:
        return self._report(life).read_text(encoding="utf-8").splitlines()

    def _report(self, life: int) -> Path:
        return self._home / f"steps-{life}"

    def start(self) -> None:
        """Keep a bot from now on."""
        self._begin()
        self._task = asyncio.create_task(self._keep(), name="keeper")

    def _begin(self) -> None:
        fatal_step = "".join(self._kills[len(self.deaths) :][:1])
        environment = {**self._environment, "STEPS": str(self._report(self._lives)), "FATAL_STEP": fatal_step}
        if self.fatal_lines:
            listed = self._home / "fatal-lines"
            listed.write_text("\n".join(self.fatal_lines), encoding="utf-8")
            environment["FATAL_LINES"] = str(listed)
        self._mortal = bool(fatal_step or self.fatal_lines)
        self._cut_off()
        self._began = self.town.sandbox.now()
        self._report(self._lives).touch()
        self._lives += 1
        self._process = processes.Process(target=bot_process.main, args=(environment,), daemon=True)
        self._process.start()

    async def _keep(self) -> None:
        while True:
            code = await self.ended()
            if code != KILLED:
                raise Stopped(f"with {code}, having said: {self.log}")
            self._died()
            self._begin()

    @property
    def log(self) -> str:
        """What the bots have said."""
        file = self._home / bot_process.LOG
        return file.read_text(encoding="utf-8") if file.exists() else "nothing"

    def _died(self) -> None:
        """Note where the last process died."""
        site = "".join(self._steps(self._lives - 1)[-1:]) if self._mortal else ""
        self.deaths.append(site)
        self.fatal_lines.difference_update(site.split())

    async def ended(self) -> int:
        """Wait until the process that runs now has ended; its exit code."""
        process = self._process
        assert process is not None
        loop, over = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(process.sentinel, over.set)
        try:
            await over.wait()
        finally:
            loop.remove_reader(process.sentinel)
        process.join()
        assert process.exitcode is not None
        return process.exitcode

    def kill(self) -> None:
        """SIGKILL, now."""
        os.kill(self.pid, signal.SIGKILL)
        self._cut_off()

    def freeze(self) -> None:
        """SIGSTOP, now."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT: it goes on as if no time had passed."""
        os.kill(self.pid, signal.SIGCONT)

    async def end(self) -> None:
        """SIGKILL, and no other process takes the place."""
        await self._dismissed()
        self.kill()
        await self.ended()

    @asynccontextmanager
    async def twin(self) -> AsyncIterator[Keeper]:
        """A second bot, which is connected to the same town and database."""
        await self.connected()
        home = self._home / "twin"
        home.mkdir()
        twin = Keeper(self.town, self.database, {**self._environment, "HOME": str(home)})
        twin.start()
        try:
            await twin.connected()
            yield twin
        finally:
            await twin.close()

    def _cut_off(self) -> None:
        """From now on only a new session counts as connected."""
        self._sessions = set(self.town.sandbox.discord.gateway.sessions)

    async def stop(self) -> int:
        """SIGTERM, and no other process takes the place; the exit code."""
        await self._dismissed()
        with contextlib.suppress(ProcessLookupError):  # it died just now
            os.kill(self.pid, signal.SIGTERM)
        code = await self.ended()
        if code == KILLED:
            self._died()
        return code

    @asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        """No bot is there, and what happens meanwhile Slack will not tell again."""
        deliveries = self.town.sandbox.slack.deliveries
        await self.connected()
        await deliveries.settled()
        while await self.stop() == KILLED:  # it died while it was ending
            self.start()
            await self.connected()
        before, deliveries.retries = deliveries.retries, ()
        try:
            yield
            await deliveries.settled()
        finally:
            deliveries.retries = before
        self.start()

    async def close(self) -> None:
        """End it all."""
        await self._dismissed()
        process = self._process
        if process is not None:
            process.kill()
            await self.ended()
            process.close()

    async def _dismissed(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def until(self, what: str, true: Callable[[], Awaitable[bool]], patience: float = PATIENCE) -> None:
        """Wait until it is true; each death renews the patience (in seconds).

        Time in which the bot would have gone on, and a busy machine had no processor for it, is not the bot's.

        Raises what ended the bot; TimeoutError, with what was waited for.
        """
        loop = asyncio.get_running_loop()
        deaths, began = len(self.deaths), loop.time()
        end = began + patience - held_up(self.pid)
        while not await true():
            took = loop.time() - began
            if self._task is not None and self._task.done():
                await self._task
            if len(self.deaths) > deaths:
                deaths, end = len(self.deaths), loop.time() + patience - held_up(self.pid)
            if loop.time() > end + held_up(self.pid):
                raise TimeoutError(f"{what}; the bot's log: {self.log}")
            await asyncio.sleep(max(GLANCE, REST * took))
            began = loop.time()

    async def connected(self) -> None:
        """Wait until Discord tells the process that runs now what happens."""

        async def listening() -> bool:
            sessions = self.town.sandbox.discord.gateway.sessions.values()
            return any(session.socket is not None for session in sessions if session.id not in self._sessions)

        await self.until("connected", listening)

    async def on_discord(
        self, tag: str, act: Callable[[], Awaitable[str]], heard: Callable[[str], str], *, in_history: bool
    ) -> str:
        """Somebody acts on Discord, and the next waits until that is recorded; `heard` is how its key begins.

        Discord tells everything once. What a process had read and not recorded when it died, the next one finds in
        Discord's history, but for what is not in it: so a death excuses one act at most, the one that was under way.
        While no bot is kept, nobody waits.
        """
        if self._task is None:
            return await act()
        await self.connected()
        life = len(self.deaths)
        id = await act()
        start = heard(id)

        async def known() -> bool:
            return any(key.startswith(start) for key in await self.heard())

        async def settled() -> bool:
            return (len(self.deaths) > life and not in_history) or await known()

        await self.until(f"heard {start}", settled)
        if not await known():
            self.unheard.add(tag)
        return id

    async def heard(self) -> list[str]:
        """The keys of what is recorded as heard."""

        async def keys(unit: Unit) -> list[str]:
            return list((await unit.connection.scalars(select(heard.c.key))).all())

        return await self.database.read(keys)

    async def open_deliveries(self) -> dict[str, int]:
        """How many deliveries there are, by state."""
        counts = await self.database.read(lambda unit: unit.outbox.counts())
        return {state: sum(n for (_, s), n in counts.items() if s == state) for _, state in counts}

    async def caught_up(self) -> None:
        """Wait until the process that runs now has read each channel's history to its end."""

        async def looked(unit: Unit) -> list[float]:
            return [
                (await unit.bridges.looked_at(side.ref) or (0.0, 0.0))[1]
                for side in (self.town.slack, self.town.discord)
            ]

        async def read() -> bool:
            return min(await self.database.read(looked)) >= self._began

        await self.until("caught up", read)

    async def rest(self) -> None:
        """Wait until all that happened is recorded and nothing is left to be done."""
        async with asyncio.timeout(PATIENCE):
            await self.town.sandbox.slack.settled()
        await self.connected()
        await self.caught_up()

        async def nothing_left() -> bool:
            return set(await self.open_deliveries()) <= {"failed"}

        await self.until("rest", nothing_left)
