"""Bugs that a bridge can have, put into the bot's process on purpose: an exam that cannot fail proves nothing."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from adapters.contract.incoming import Incoming, Posted
from adapters.contract.refs import ChannelRef
from adapters.contract.walk import text_of
from adapters.discord.platform import DiscordPlatform
from adapters.discord.rest import Rest
from adapters.slack.platform import SlackPlatform
from bot import care, hearing
from bot.app import App
from bot.delivering import suspects
from bot.delivering.leases import Leases
from bot.delivering.performer import Performance
from bot.relay import Relay
from storage.database import Unit
from storage.letters import Letter, Letters

DEATHS = suspects.GIVE_UP_AFTER
HEARD_DEATHS, CAREFUL_FOR = hearing.ASIDE_AFTER, care.FOR


def done_before_sending() -> None:
    """Marks a delivery as done before it is made, as whoever fears doubles does."""
    send = Performance._send

    async def forgetful(self: Performance, number: int, part: Any) -> None:
        delivery, message = self._job.delivery, self._job.showing.message
        await self._by.database.write(lambda unit: unit.outbox.done(delivery.id, message.id, message.hash))
        await send(self, number, part)

    Performance._send = forgetful  # type: ignore[method-assign]


def resend_without_looking() -> None:
    """Makes an unsure delivery again without looking for what the first attempt made."""

    async def blind(self: Performance, parts: Any, *, heal: bool) -> None:
        """Sees nothing."""

    Performance._look = blind  # type: ignore[method-assign]


def acknowledge_before_recording() -> None:
    """Tells the platform that an Incoming is recorded when it is not yet."""
    heard = App.heard

    async def hasty(self: App, incoming: Any) -> None:
        tasks = self.__dict__.setdefault("_later", set())

        async def later() -> None:
            await asyncio.sleep(0.05)
            await heard(self, incoming)

        tasks.add(asyncio.create_task(later()))

    App.heard = hasty  # type: ignore[method-assign]


def mark_moved_early() -> None:
    """Notes how far a channel was read when it begins to read, not when all of it is recorded."""
    for platform in (SlackPlatform, DiscordPlatform):

        def since(
            self: Any, channel: ChannelRef, after: float, *, read: Any = platform.since
        ) -> AsyncIterator[Incoming]:
            mark = Path(f"mark-{channel.platform}")
            start = max(after, float(mark.read_text(encoding="utf-8"))) if mark.exists() else after
            mark.write_text(str(time.time()), encoding="utf-8")
            found: AsyncIterator[Incoming] = read(self, channel, start)
            return found

        platform.since = since  # type: ignore[method-assign]


def catch_up_skips_threads() -> None:
    """Reads what was missed in channels, and not in their threads."""
    for platform in (SlackPlatform, DiscordPlatform):

        async def since(
            self: Any, channel: ChannelRef, after: float, *, read: Any = platform.since
        ) -> AsyncIterator[Incoming]:
            async for incoming in read(self, channel, after):
                if not (isinstance(incoming, Posted) and incoming.message.channel.thread):
                    yield incoming

        platform.since = since  # type: ignore[method-assign]


def own_posts_by_name() -> None:
    """Takes for its own whatever is written under a name as copies have it, or under none, as history tells it."""
    heard = App.heard

    async def trusting(self: App, incoming: Incoming) -> None:
        if isinstance(incoming, Posted):
            incoming = replace(incoming, ours=not incoming.author.name or " · " in incoming.author.name)
        await heard(self, incoming)

    App.heard = trusting  # type: ignore[method-assign]


def edit_that_pings() -> None:
    """Says of a new message that it may ping nobody, and forgets it of an edit."""
    call = Rest.call

    async def careless(self: Rest, method: str, path: str, body: Any = None, **more: Any) -> Any:
        if method == "PATCH":
            body = {name: value for name, value in body.items() if name != "allowed_mentions"}
        return await call(self, method, path, body, **more)

    Rest.call = careless  # type: ignore[method-assign]


def never_asks_for_its_lease() -> None:
    """Takes a lane for its own, however long it was frozen, as long as nobody says otherwise."""

    def sure(self: Leases, lane: str, share: float) -> bool:
        return False

    Leases.doubtful = sure  # type: ignore[method-assign]


def reminds_from_memory() -> None:
    """Takes letters that are due out of the table, and writes them some rounds later."""
    take = Letters.take_due
    held: deque[list[Letter]] = deque([[]] * 5)

    async def take_due(self: Letters, now: float, most: int) -> list[Letter]:
        held.append(await take(self, now, most))
        return held.popleft()

    Letters.take_due = take_due  # type: ignore[method-assign]


def dies_of_a_message() -> None:
    """Dies whenever it sends the message `s2`, as of one that takes all memory there is."""
    suspects.GIVE_UP_AFTER = DEATHS
    call = Rest.call

    async def mortal(self: Rest, method: str, path: str, body: Any = None, **more: Any) -> Any:
        if method == "POST" and "s2 " in str(body):
            os.kill(os.getpid(), signal.SIGKILL)
        return await call(self, method, path, body, **more)

    Rest.call = mortal  # type: ignore[method-assign]


def dies_of_hearing() -> None:
    """Dies whenever it looks at the message `s2`, before it can record anything of it."""
    hearing.ASIDE_AFTER, care.FOR = HEARD_DEATHS, CAREFUL_FOR
    hear = Relay.hear

    async def mortal(self: Relay, incoming: Incoming, unit: Unit, now: float) -> None:
        if isinstance(incoming, Posted) and text_of(incoming.content).startswith("s2 "):
            os.kill(os.getpid(), signal.SIGKILL)
        await hear(self, incoming, unit, now)

    Relay.hear = mortal  # type: ignore[method-assign]


PLANTS = {
    plant.__name__: plant
    for plant in (
        done_before_sending,
        resend_without_looking,
        acknowledge_before_recording,
        mark_moved_early,
        catch_up_skips_threads,
        own_posts_by_name,
        edit_that_pings,
        never_asks_for_its_lease,
        reminds_from_memory,
        dies_of_a_message,
        dies_of_hearing,
    )
}
