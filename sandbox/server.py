"""The whole sandbox: one ledger, both platforms and the page that shows them, on loopback ports."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from sandbox.discord import DiscordServer
from sandbox.ledger import Ledger
from sandbox.people import application
from sandbox.slack import SlackServer


class Sandbox:
    """Slack, Discord and the page. `now` gives seconds since the epoch; `limits=False` lifts the rate limits.

    `ago`: by how many seconds the sandbox's clock lags; scenes write the past with it. `guide`: what the page proposes
    to try; see `sandbox.people`.
    """

    def __init__(self, now: Callable[[], float] = time.time, limits: bool = True) -> None:
        self.ago = 0.0
        self._now = now
        self.ledger = Ledger(self.now)
        self.slack = SlackServer(self.ledger, now=self.now, limits=limits)
        self.discord = DiscordServer(self.ledger, now=self.now, limits=limits)
        self.url = ""
        self.guide: list[dict[str, Any]] = []
        self._runner: web.AppRunner | None = None

    def now(self) -> float:
        """The sandbox's time, in seconds since the epoch."""
        return self._now() - self.ago

    async def start(self, port: int = 0) -> None:
        """Start both platforms and the page; `port` is the page's (0: any that is free). OSError when it is taken."""
        await self.slack.start()
        await self.discord.start()
        self._runner = web.AppRunner(
            application(self.ledger, lambda: self.guide, slack=self.slack, discord=self.discord)
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        try:
            await site.start()
        except OSError:
            await self.stop()
            raise
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"

    async def stop(self) -> None:
        """Stop everything; harmless when done twice."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()
        await self.discord.stop()
        await self.slack.stop()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
