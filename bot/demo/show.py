"""What `unsilo demo` runs: the sandbox, the bot connected to it, and what people there have told the bot before."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from rich.console import Console

from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef
from bot import compose
from bot.bridging import pinned
from bot.consents import as_read
from bot.demo import tour
from bot.demo.story import Mismatch, Stage, play
from bot.introductions import hours, joining
from bot.introductions import texts as introductions
from bot.introductions.rules import Frequency
from bot.people.being_found import IN_THE_FORM
from bot.settings import Settings, SlackWorkspace
from bot.web import why
from sandbox import scenes
from sandbox.cast import COMMONS, HOSPITAL, SHARED, Person
from sandbox.server import Sandbox
from storage.consents import Kind as Consent
from storage.database import Database, Unit
from storage.migrate import upgrade
from storage.profiles import Said, Sector
from storage.sealing import new_key
from storage.takers import Taker

CONNECT_WITHIN = 20.0
BRIDGE = "Getting home"
say = Console(highlight=False, soft_wrap=True)


async def page(port: int) -> int:
    """Serve the page until stopped."""
    try:
        async with _running(port, limits=True) as (sandbox, _):
            say.print(f"Two communities, one conversation: [bold]{sandbox.url}[/]  (Ctrl-C ends it)")
            if sys.stdout.isatty() and (os.environ.get("DISPLAY") or sys.platform in ("darwin", "win32")):
                await asyncio.to_thread(webbrowser.open, sandbox.url)
            await asyncio.get_running_loop().create_future()
    except OSError as error:
        say.print(f"The page cannot be served on port {port}: {why(error)}. Choose another with --port.", markup=False)
        return 2
    return 0


async def once() -> int:
    """Play the story and print what each side shows; 0 only when each shows exactly what it should."""
    async with _running(0, limits=False) as (sandbox, scene):
        stage = Stage(sandbox, scene)
        try:
            await play(stage)
        except Mismatch as mismatch:
            stage.print(say)
            say.print(f"\nThis is not what it should be: {mismatch}", markup=False)
            return 1
        stage.print(say)
        say.print("\nEach side shows exactly what it should.")
        return 0


@asynccontextmanager
async def _running(port: int, *, limits: bool) -> AsyncIterator[tuple[Sandbox, scenes.Scene]]:
    """The sandbox with its scene, and the bot connected to both communities. OSError when the port is taken."""
    with tempfile.TemporaryDirectory(prefix="unsilo-demo-") as folder:
        sandbox = Sandbox(limits=limits)
        await sandbox.start(port)
        try:
            scene = await scenes.furnish(sandbox, compose.slack_manifest())
            settings = _settings(sandbox, scene, Path(folder))
            sandbox.guide = guide(scene, settings.public_url, sandbox.now())
            async with Database(settings.database_url, settings.keys) as database:
                await upgrade(database)
                ends = (
                    ChannelRef("slack", scene.team, scene.slack_channels[SHARED]),
                    ChannelRef("discord", scene.guild, scene.discord_channels[SHARED]),
                )
                await database.write(lambda unit: pinned.add(BRIDGE, ends, unit, sandbox.now()))
                await database.write(lambda unit: profiles(scene, unit, sandbox.now()))
                await database.write(lambda unit: organisers(scene, unit, sandbox.now()))
                bot = asyncio.create_task(compose.run(settings), name="bot")
                try:
                    await _at_work(database, bot)
                    yield sandbox, scene
                finally:
                    bot.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await bot
        finally:
            await sandbox.stop()


async def profiles(scene: scenes.Scene, unit: Unit, now: float) -> None:
    """What people have written of their work: whoever comes to the demo finds them, and can be introduced to them."""
    homes = ((HOSPITAL, "slack", scene.team), (COMMONS, "discord", ""))  # a Discord account is the same everywhere
    for people, platform, community in homes:
        for each in people:
            if each.problem:
                account = AccountRef(platform, community, scene.people[each.slug])
                person = await unit.profiles.start(account, Sector(each.sector), now)
                await unit.profiles.say(person, Said.PROBLEM, each.problem, now)
                await unit.consents.give(account, Consent.FOUND, IN_THE_FORM, now)
                await unit.vectors.owe(person, now)
                await _takes_part(each, person, account, unit, now)


async def organisers(scene: scenes.Scene, unit: Unit, now: float) -> None:
    """Each community has named who runs it, so that the bot has somebody to ask there from the beginning."""
    homes = (
        (HOSPITAL, CommunityRef("slack", scene.team), scene.team),
        (COMMONS, CommunityRef("discord", scene.guild), ""),
    )
    for people, home, community in homes:
        for each in people:
            if each.admin:
                account = AccountRef(home.platform, community, scene.people[each.slug])
                await unit.organisers.add(home, account, account, now)


async def _takes_part(who: Person, person: str, account: AccountRef, unit: Unit, now: float) -> None:
    """Somebody takes part in introductions, and is written to at any hour: a demo is started at any."""
    wishes = (Frequency.MONTHLY.value, "pair", hours.LONDON, "0123456", 0, 0)  # of every day, from midnight to midnight
    await unit.takers.join(Taker(person, account, who.name, now, introductions.WORDING, *wishes, seen_at=now))
    agreed = await as_read(joining.SWITCH, account, unit)
    await unit.consents.give(account, Consent.INTRODUCTIONS, agreed, now)


def guide(scene: scenes.Scene, pages: str, now: float) -> list[dict[str, Any]]:
    """What the page proposes to try. `pages` is the bot's own web address."""
    channels = {"slack": scene.slack_channels, "discord": scene.discord_channels}
    return tour.chapters(tour.Town(scene.people, channels, pages, hours.next_round(now)))


async def _at_work(database: Database, bot: asyncio.Task[None]) -> None:
    """Wait until the bot has said in both communities what it does there. Raises what ended it, or TimeoutError."""

    async def done(unit: Unit) -> bool:
        return len(await unit.communities.names()) == 2 and not await unit.outbox.counts()

    async with asyncio.timeout(CONNECT_WITHIN):
        while not await database.read(done):
            if bot.done():
                await bot
            await asyncio.sleep(0.05)


def _settings(sandbox: Sandbox, scene: scenes.Scene, folder: Path) -> Settings:
    port = _free_port()
    return Settings.model_construct(
        slack={"northgate": SlackWorkspace(bot_token=SecretStr(scene.bot_token), app_token=SecretStr(scene.app_token))},
        slack_api_url=sandbox.slack.api_url,
        discord_token=SecretStr(scene.discord_token),
        discord_api_url=sandbox.discord.api_url,
        database_url=f"sqlite+aiosqlite:///{folder}/demo.sqlite3",
        secret_keys=SecretStr(new_key()),  # it goes with the folder
        port=port,
        public_url=f"http://127.0.0.1:{port}",
    )


def _free_port() -> int:
    """A port of this machine that nobody uses: addresses of pages are told before the bot listens there."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port
