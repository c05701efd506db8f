"""The operator's commands."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from adapters.contract.refs import ChannelRef
from bot import cli_audit, cli_matching, cli_members, logs, settings
from bot.bridging import operating
from bot.terminal import complain, configured, say, with_database
from storage.bridges import Taken
from storage.database import Database, Unavailable, Unit
from storage.migrate import TooNew

T = TypeVar("T")
_IDS = {"slack": re.compile(r"[A-Z0-9]+|\d+\.\d+"), "discord": re.compile(r"\d+")}
STOP_WITHIN = 8.0  # seconds for what is in flight; the process then ends within ten

app = typer.Typer(
    help="Unsilo joins Slack and Discord communities into one conversation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
bridges = typer.Typer(help="Which channels mirror each other.", no_args_is_help=True)
databases = typer.Typer(help="The database.", no_args_is_help=True)
app.add_typer(bridges, name="bridge")
app.add_typer(databases, name="db")
cli_matching.add_to(app)


@app.command()
def run() -> None:
    """Run the bot with the settings in the environment or .env."""
    from bot import compose  # the platforms' SDKs take a second to load, and other commands do without

    chosen = configured()
    logs.configure(chosen.log_level)
    try:
        asyncio.run(_until_stopped(compose.run(chosen)))
    except* (settings.Misconfigured, TooNew, Unavailable) as errors:
        for error in errors.exceptions:
            complain(str(error))
        raise typer.Exit(2) from None


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="Play a story, print it, and leave.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The page's port; 0 takes any that is free.")] = 8765,
) -> None:
    """Show the bot at work between a sandbox Slack and a sandbox Discord; no account needed."""
    from bot import demo as show

    logs.configure("WARNING")
    raise typer.Exit(asyncio.run(_until_stopped(show.once() if once else show.page(port))) or 0)


@bridges.command("add")
def bridge_add(name: str, channels: Annotated[list[str], typer.Argument(metavar="CHANNEL...")]) -> None:
    """Join channels into a bridge. Write slack:<team id>/<channel id> or discord:<server id>/<channel id>."""
    refs = tuple(dict.fromkeys(_channel(channel) for channel in channels))
    if not name.strip():
        raise typer.BadParameter("A bridge needs a name.")
    if len(refs) < 2:
        raise typer.BadParameter("A bridge needs at least two different channels.")
    try:
        _with_database(lambda unit: operating.add(name, refs, unit, time.time()))
    except Taken as taken:
        complain(str(taken))
        raise typer.Exit(1) from None
    say.print(f"Bridge “{name}” joins {len(refs)} channels. A running bot uses it at once.")


@bridges.command("list")
def bridge_list() -> None:
    """Show every bridge and its channels."""
    found = _with_database(lambda unit: unit.bridges.all())
    if not found:
        say.print("There is no bridge yet. Make one with `unsilo bridge add NAME CHANNEL CHANNEL…`.")
    for bridge in found:
        say.print(bridge.name)
        for end in bridge.ends:
            say.print(f"  {end.channel}")


@bridges.command("remove")
def bridge_remove(name: str) -> None:
    """Take a bridge away. Copies that were made stay."""
    if not _with_database(lambda unit: operating.remove(name, unit, time.time())):
        complain(f"There is no bridge called “{name}”. `unsilo bridge list` shows them.")
        raise typer.Exit(1)
    say.print(f"Bridge “{name}” is gone. Its channels are not joined any more.")


class Switch(StrEnum):
    """On or off."""

    ON = "on"
    OFF = "off"


@bridges.command("bots")
def bridge_bots(channel: str, switch: Switch) -> None:
    """Let other bots' messages leave a channel (on, as at first), or keep them there (off)."""
    ref = _channel(channel)
    if not _with_database(lambda unit: operating.let_bots(ref, switch is Switch.ON, unit, time.time())):
        complain(f"The channel {ref} is in no bridge. `unsilo bridge list` shows them.")
        raise typer.Exit(1)
    say.print(f"Messages of other bots {'leave' if switch is Switch.ON else 'stay in'} {ref}.")


@databases.command("upgrade")
def db_upgrade() -> None:
    """Bring the database's schema to the newest version."""

    async def nothing(unit: Unit) -> None:
        """Upgrading is all there is to do."""

    _with_database(nothing)
    say.print("The database is up to date.")


@app.command()
def manifest(
    workspace: Annotated[
        str, typer.Option(help="The workspace whose command prefix is used, as the settings name it.")
    ] = "",
) -> None:
    """Print Slack's app manifest, made from the bot's commands."""
    from bot import compose

    known = configured().workspaces if workspace else {}
    if workspace and workspace not in known:
        complain(f"The settings name no workspace “{workspace}”. They name: {', '.join(sorted(known)) or 'none'}.")
        raise typer.Exit(2)
    print(json.dumps(compose.slack_manifest(known[workspace].command_prefix if workspace else ""), indent=2))


@app.command()
def invite() -> None:
    """Print how the bot is let into a Discord server and a Slack workspace."""
    from bot import compose

    try:
        link = asyncio.run(compose.discord_invite(configured()))
    except settings.Misconfigured as error:
        complain(str(error))
        raise typer.Exit(2) from None
    print(f"Discord: open {link}")
    print(
        "Slack: paste what `unsilo manifest` prints at https://api.slack.com/apps → Create New App → From a manifest;"
    )
    print("for an app that is there already, under App Manifest.")


@app.command()
def doctor() -> None:
    """Look at everything that a running bot needs, and say how to mend what is wrong. It posts nothing."""
    from bot import doctor as examination

    async def sound() -> bool:
        well = True
        async for finding in examination.examine(chosen):
            well &= not finding.mend or finding.optional
            print(examination.line(finding), flush=True)
        return well

    logs.configure("ERROR")
    try:
        chosen = settings.load()
    except settings.Misconfigured as error:
        for sentence in str(error).splitlines():
            print(f"problem: a setting is wrong: {sentence} The README explains each.")
        raise typer.Exit(1) from None
    raise typer.Exit(0 if asyncio.run(sound()) else 1)


@app.command()
def convert(
    from_: Annotated[str, typer.Option("--from", help="slack or discord")] = "",
    to: Annotated[str, typer.Option("--to", help="slack or discord")] = "",
    names: Annotated[Path | None, typer.Option(help="A JSON file of names; docs/convert.md tells of what.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Read one JSON object a line, answer each with one.")] = False,
) -> None:
    """Read one message's markup on standard input and print it as it would be posted on the other side."""
    from bot import convert as conversion

    try:
        if as_json:
            all_right = True
            for line in filter(str.strip, sys.stdin):
                answered, right = conversion.answer(line)
                all_right &= right
                print(answered, flush=True)
            raise typer.Exit(0 if all_right else 2)
        known = names.read_text(encoding="utf-8") if names else "{}"
        print(conversion.text(from_, to, sys.stdin.read(), known))
    except (conversion.CannotConvert, OSError) as error:
        complain(str(error))
        raise typer.Exit(2) from None


def _channel(text: str) -> ChannelRef:
    try:
        ref = ChannelRef.parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    if ref.platform not in _IDS:
        raise typer.BadParameter(f"“{ref.platform}” is not a platform. Use slack or discord.")
    for id in filter(None, (ref.community, ref.id, ref.thread)):
        if not _IDS[ref.platform].fullmatch(id):
            raise typer.BadParameter(
                f"“{id}” is not an id of {ref.platform.title()}. The README shows where to find it."
            )
    return ref


def _with_database(work: Callable[[Unit], Awaitable[T]]) -> T:
    async def work_and_compact(database: Database) -> T:
        done = await database.write(work)
        await database.compact()
        return done

    return with_database(work_and_compact)


app.add_typer(cli_members.commands(_with_database), name="member")
app.add_typer(cli_audit.commands(_with_database), name="audit")


async def _until_stopped(work: Coroutine[Any, Any, T]) -> T | None:
    """Run until done, or until Ctrl-C or SIGTERM; then what is in flight may finish, for some seconds."""
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(work)

    def stop() -> None:
        task.cancel()
        loop.call_later(STOP_WITHIN, task.cancel)

    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop)
    try:
        return await task
    except asyncio.CancelledError:
        return None
