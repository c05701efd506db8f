"""`unsilo doctor`: looks at all that a running bot needs, and says how to mend what is wrong. It posts nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence

from adapters.contract.finding import Finding
from adapters.contract.refs import ChannelRef
from bot import compose, logs
from bot.dates import offsets, said
from bot.settings import Misconfigured, Settings
from storage.database import Database, Unavailable
from storage.flow import Flow
from storage.migrate import versions, writable

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
    channels: list[ChannelRef] = []
    try:
        async with Database(settings.database_url) as database:
            for finding in await _database(database):
                yield finding
            channels = await _channels(database)
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
    return [Finding(f"the database, with schema {current}")]


async def _channels(database: Database) -> list[ChannelRef]:
    """The bridged channels; none as long as there is no table for them."""
    current, _, known = await versions(database)
    return await database.read(lambda unit: Flow(unit.connection).ends()) if current and known else []


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
