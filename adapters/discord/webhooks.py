"""One webhook per channel, through which the bot posts under other names. Its threads use it too."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from adapters.contract.errors import Refused, Unsure, Why
from adapters.discord.errors import DiscordRefused
from adapters.discord.rest import Rest

NAME = "Unsilo"


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook, and the secret that lets one post by it: never shown, never logged."""

    id: str
    token: str = field(repr=False)

    @property
    def path(self) -> str:
        """Where it is called."""
        return f"/webhooks/{self.id}/{self.token}"


class Webhooks:
    """The application's webhooks, found again after a restart by the application's id."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._known: dict[str, Hook | None] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def of(self, channel: str, application: str) -> Hook:
        """The channel's webhook, made if there is none."""
        async with self._locks[channel]:
            hook = await self._find(channel, application)
            if hook is None:
                try:
                    made = await self._rest.call("POST", f"/channels/{channel}/webhooks", {"name": NAME})
                except Unsure:
                    self._known.pop(channel, None)  # it may be there: a channel takes 15
                    raise
                hook = self._known[channel] = Hook(made["id"], made["token"])
            return hook

    async def existing(self, channel: str, application: str) -> Hook | None:
        """The channel's webhook; None when there is none, or the bot may not see it."""
        async with self._locks[channel]:
            try:
                return await self._find(channel, application)
            except Refused as refused:
                if refused.why in (Why.FORBIDDEN, Why.GONE):
                    return None
                raise

    @contextmanager
    def forgotten_when_lost(self, channel: str) -> Iterator[None]:
        """Calls of the channel's webhook: when one finds it deleted, the webhook is looked for anew the next time."""
        used = self._known.get(channel)
        try:
            yield
        except DiscordRefused as refused:
            if is_lost(refused) and self._known.get(channel) is used:
                self._known.pop(channel, None)
            raise

    async def _find(self, channel: str, application: str) -> Hook | None:
        if channel not in self._known:
            listed: list[dict[str, Any]] = await self._rest.get(f"/channels/{channel}/webhooks")
            ours = (each for each in listed if each.get("application_id") == application and each.get("token"))
            self._known[channel] = next((Hook(each["id"], each["token"]) for each in ours), None)
        return self._known[channel]


def is_lost(refused: DiscordRefused) -> bool:
    """Whether a webhook's call failed because the webhook is gone."""
    return refused.number in (10015, 50027)
