"""`unsilo doctor`: looks at all that a running bot needs, and says how to mend what is wrong. It posts nothing."""

from __future__ import annotations

import stat
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

from adapters.contract.examination import Finding
from adapters.contract.refs import ChannelRef
from bot import compose, logs
from bot.clock_offsets import offsets, said
from bot.sealing import Secrets, kept_of
from bot.settings import Misconfigured, Settings
from storage.database import Database, Unavailable
from storage.flow import Flow
from storage.migrate import file_of, is_there, versions, where, writable

NEW_KEY = "Run `unsilo secrets key --save`, which writes one into .env, and keep a copy apart from the database."
NO_DATABASE = "Run this in the folder of the bot, or set DATABASE_URL as the bot has it. `unsilo run` makes a new one."
ENV = Path(".env")
CLOCK_LIMIT = 120.0  # seconds; beyond 300 Slack's signed requests are turned away


def line(finding: Finding) -> str:
    """A finding as it is printed; what is optional is a note."""
    if not finding.mend:
        return f"ok: {finding.what}"
    return logs.redacted(f"{'note' if finding.optional else 'problem'}: {finding.what.rstrip('.')}. {finding.mend}")


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Look at the settings, the database, the clock, and each platform with its bridged channels."""
    try:
        compose.platforms(settings)
    except Misconfigured as error:
        yield Finding("no platform is set up", str(error).removeprefix("No platform is set up. "))
    else:
        yield Finding("the settings")
    if open_to_others(ENV):
        yield _open(ENV)
    channels: list[ChannelRef] = []
    url = settings.database_url
    try:
        if not is_there(url):
            yield Finding(f"there is no database at {where(url)}", NO_DATABASE)
        else:
            async with Database(url, settings.keys) as database:
                for finding in await _database(database):
                    yield finding
                    if not finding.mend:
                        for secret in secrets(await database.read(kept_of)):
                            yield secret
                channels = await _channels(database)
            if (file := file_of(url)) is not None and open_to_others(file):
                yield _open(file)
    except Unavailable as error:
        yield Finding(f"the database cannot be opened: {error}", "Check DATABASE_URL, and that it runs.")
    clock = _clock(await offsets(compose.addresses(settings)))
    if clock is not None:
        yield clock
    for found in compose.examinations(settings, channels):
        async for finding in found:
            yield finding
    without = {"slack"} if not settings.workspaces else set()
    without |= {"discord"} if settings.discord_token is None else set()
    for channel in channels:
        if channel.platform in without:
            yield Finding(
                f"{channel.platform.title()} is not set up, and its channel {channel} is bridged",
                "Set its tokens (the README shows how to get them), or take the channel off its bridge.",
            )


def open_to_others(file: Path) -> bool:
    """Whether others than a file's owner and group may read it."""
    return file.is_file() and bool(file.stat().st_mode & stat.S_IROTH)


def _open(file: Path) -> Finding:
    return Finding(f"{file} can be read by every user of this machine", f"Run `chmod 600 {file}`.", optional=True)


async def _database(database: Database) -> Sequence[Finding]:
    current, newest, known = await versions(database)
    if not known:
        return [
            Finding(
                f"the database has schema {current}, which is newer than this version of Unsilo ({newest})",
                "Install the newer version of Unsilo.",
            )
        ]
    if current != newest:
        return [
            Finding(
                f"the database has schema {current or 'none'}, and this version of Unsilo needs {newest}",
                "Run `unsilo db upgrade`.",
            )
        ]
    if not await writable(database):
        return [
            Finding(
                "the database cannot be written to",
                "Let the user that runs Unsilo write to the file and its folder, or to the PostgreSQL schema.",
            )
        ]
    return [Finding(f"the database, with schema {current}, at {where(database.url)}")]


async def _channels(database: Database) -> list[ChannelRef]:
    """The bridged channels; none as long as there is no table for them."""
    current, _, known = await versions(database)
    return await database.read(lambda unit: Flow(unit.connection).ends()) if current and known else []


def secrets(found: Secrets) -> list[Finding]:
    """What there is to say of what is kept encrypted."""
    said = []
    if found.closed:
        names = ", ".join(found.missing)
        said.append(
            Finding(
                f"{found.closed} texts in the database cannot be read: they are encrypted with a key that is not in "
                f"SECRET_KEYS ({names})",
                "Add that key at the end of SECRET_KEYS. If it is lost, organisers are asked for joining links again.",
            )
        )
    if not found.keys and found.clear_links:
        said.append(Finding(f"{found.clear_links} joining links are in the database in the clear", NEW_KEY))
    elif not found.keys:
        said.append(
            Finding(
                "there is no key (SECRET_KEYS): what people write is kept in the clear (their profiles, questions and "
                f"messages on their way; {found.clear} texts now), and joining links of events are refused",
                NEW_KEY,
                optional=True,
            )
        )
    elif found.stale:
        said.append(
            Finding(
                f"{found.stale} texts in the database are not encrypted with the first key",
                "Run `unsilo secrets rotate`.",
                optional=True,
            )
        )
    return said or [Finding("the secrets in the database, which are encrypted")]


def _clock(found: Mapping[str, float]) -> Finding | None:
    """What there is to say of this machine's clock; nothing when no platform tells the time."""
    if not found:
        return None
    name, offset = max(found.items(), key=lambda item: abs(item[1]))
    if abs(offset) <= CLOCK_LIMIT:
        return Finding("the clock of this machine")
    return Finding(
        said(name, offset),
        "Have it set by the network (NTP): Slack turns away what is five minutes off.",
    )
