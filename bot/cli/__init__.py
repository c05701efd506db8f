"""The operator's commands. What a command needs it imports itself: `--help` and the small ones then start at once."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bot.cli import audit, bridges, members, secrets
from bot.cli.terminal import complain, configured, contents, say, unavailable, with_unit

if TYPE_CHECKING:
    from storage.database import Unit

T = TypeVar("T")
STOP_WITHIN = 8.0  # seconds for what is in flight; the process then ends within ten

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
databases = typer.Typer(help="The database.", no_args_is_help=True)
people = typer.Typer(help="Finding people who work on the same.", no_args_is_help=True)
app.add_typer(bridges.group, name="bridge")
app.add_typer(databases, name="db")
app.add_typer(people, name="matching")
app.add_typer(members.group, name="member")
app.add_typer(audit.group, name="audit")
app.add_typer(secrets.group, name="secrets")


def _version(asked: bool) -> None:
    if asked:
        from importlib import metadata

        try:
            print(f"unsilo {metadata.version('unsilo')}")
        except metadata.PackageNotFoundError:
            complain("Only a package knows its version, and this is none: pip install it.")
            raise typer.Exit(2) from None
        raise typer.Exit


@app.callback()
def unsilo(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print which version this is.")
    ] = False,
) -> None:
    """Unsilo joins Slack and Discord communities into one conversation."""


@app.command()
def run() -> None:
    """Run the bot with the settings in the environment or .env."""
    from bot import compose, logs
    from bot.settings import Misconfigured
    from storage.database import Unavailable
    from storage.migrate import TooNew

    chosen = configured()
    logs.configure(chosen.log_level)
    try:
        asyncio.run(_until_stopped(compose.run(chosen)))
    except* (Misconfigured, TooNew, Unavailable) as errors:
        for error in errors.exceptions:
            complain(unavailable(error) if isinstance(error, Unavailable) else str(error))
        raise typer.Exit(2) from None


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="Play a story, print it, and leave.")] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="The page's port; 0 takes any that is free.")
    ] = 8765,
) -> None:
    """Show the bot at work between a sandbox Slack and a sandbox Discord; no account needed."""
    from bot import logs
    from bot.demo import show

    logs.configure("WARNING")
    raise typer.Exit(asyncio.run(_until_stopped(show.once() if once else show.page(port))) or 0)


@databases.command("upgrade")
def db_upgrade() -> None:
    """Bring the database's schema to the newest version."""

    async def nothing(unit: Unit) -> None:
        """Upgrading is all there is to do."""

    with_unit(nothing, makes=True)
    say.print("The database is up to date.")


@people.command()
def rebuild(
    everybody: Annotated[bool, typer.Option("--all", help="Also whoever this model has embedded already.")] = False,
) -> None:
    """Embed people's texts with the model of the settings. A running bot goes on, and searches with what there is."""
    from bot.cli import matching

    matching.rebuild(everybody)


@app.command()
def peers(words: Annotated[str, typer.Argument(metavar="PROBLEM", help="What it is, in a sentence.")]) -> None:
    """Show who works on a problem, as members see them: unnamed."""
    if not words.strip():
        raise typer.BadParameter("Say what the problem is, in a sentence.")
    from bot.cli import matching

    matching.peers(words)


@app.command()
def manifest(
    workspace: Annotated[
        str, typer.Option(metavar="NAME", help="The workspace whose command prefix is used, as the settings name it.")
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
    from bot.settings import Misconfigured

    try:
        link = asyncio.run(compose.discord_invite(configured()))
    except Misconfigured as error:
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
    from bot import logs, settings

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
    from_: Annotated[str, typer.Option("--from", metavar="slack|discord", help="The side it is from.")] = "",
    to: Annotated[str, typer.Option("--to", metavar="slack|discord", help="The side it is for.")] = "",
    names: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A JSON file of names; docs/convert.md tells of what.")
    ] = None,
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
        known = contents(names).decode("utf-8", "replace") if names else "{}"
        print(conversion.text(from_, to, sys.stdin.read(), known))
    except conversion.CannotConvert as error:
        complain(str(error))
        raise typer.Exit(2) from None


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
