"""A platform that tells late, twice, in another order or not at all, and that can be busy or forbid posting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adapters.contract.errors import Refused, Why
from adapters.contract.incoming import ChannelFound, Connected, Incoming
from tests.fakes.platform import FakePlatform, busy


class Lossy(FakePlatform):
    """What happens waits in `pending` until it is delivered or dropped; nothing is told while the bot is away."""

    def __init__(self, name: str, now: Callable[[], float]) -> None:
        super().__init__(name, now)
        self.pending: list[Incoming] = []
        self.delivered: list[Incoming] = []
        self.forbids_posts = False
        self.limited = False
        self._ups = 0

    async def deliver(self, number: int = 0) -> None:
        """Tell one of the things that wait: the oldest, unless another is chosen."""
        incoming = self.pending.pop(number)
        self.delivered.append(incoming)
        await super()._tell(incoming)

    async def repeat(self, number: int) -> None:
        """Tell something once more."""
        await super()._tell(self.delivered[number])

    async def reconnect(self) -> None:
        """The connection was lost, with what was on its way, and is there again."""
        self.pending.clear()
        self._ups += 1
        name = f"{self.name} again {self._ups} {self._now()}"
        await super()._tell(Connected(name, self._now(), self.community, self.name.title()))

    async def permit(self) -> None:
        """The bot may post again."""
        if self.forbids_posts:
            self.forbids_posts = False
            name = f"{self.name} found {self._now()}"
            await super()._tell(ChannelFound(name, self._now(), self.channel("talk")))

    async def _tell(self, incoming: Incoming) -> None:
        if self.core is not None:
            self.pending.append(incoming)

    def _call(self, call: str, what: str) -> Any:
        if self.limited:
            raise busy(30.0)
        if self.forbids_posts and call == "send":
            raise Refused("The bot may not post here.", Why.FORBIDDEN)
        return super()._call(call, what)
