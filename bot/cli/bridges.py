"""The operator's commands about bridges, with channels written as their addresses."""

from __future__ import annotations

import re
import time
from enum import StrEnum
from typing import Annotated

import typer

from adapters.contract.refs import ChannelRef
from bot.cli.terminal import complain, say, with_unit

_IDS = {"slack": re.compile(r"[A-Z0-9]+|\d+\.\d+"), "discord": re.compile(r"\d+")}

ADDRESS = "slack:<team id>/<channel id> or discord:<server id>/<channel id>"

group = typer.Typer(help="Which channels mirror each other.", no_args_is_help=True)


class Switch(StrEnum):
    """On or off."""

    ON = "on"
    OFF = "off"


@group.command()
def add(
    name: Annotated[str, typer.Argument(help="What the bridge is called.")],
    channels: Annotated[list[str], typer.Argument(metavar="CHANNEL", help=ADDRESS)],
) -> None:
    """Join channels into a bridge."""
    from bot.bridging import operating
    from storage.bridges import Taken

    refs = tuple(dict.fromkeys(_channel(channel) for channel in channels))
    if not name.strip():
        raise typer.BadParameter("A bridge needs a name.")
    if len(refs) < 2:
        raise typer.BadParameter("A bridge needs at least two different channels.")
    try:
        with_unit(lambda unit: operating.add(name, refs, unit, time.time()))
    except Taken as taken:
        complain(str(taken))
        raise typer.Exit(1) from None
    say.print(f"Bridge “{name}” joins {len(refs)} channels. A running bot uses it at once.")


@group.command("list")
def show() -> None:
    """Show every bridge and its channels."""
    found = with_unit(lambda unit: unit.bridges.all())
    if not found:
        say.print("There is no bridge yet. Make one with `unsilo bridge add NAME CHANNEL CHANNEL…`.")
    for bridge in found:
        say.print(bridge.name)
        for end in bridge.ends:
            say.print(f"  {end.channel}")


@group.command()
def remove(name: Annotated[str, typer.Argument(help="What `unsilo bridge list` calls it.")]) -> None:
    """Take a bridge away. Copies that were made stay."""
    from bot.bridging import operating

    if not with_unit(lambda unit: operating.remove(name, unit, time.time())):
        complain(f"There is no bridge called “{name}”. `unsilo bridge list` shows them.")
        raise typer.Exit(1)
    say.print(f"Bridge “{name}” is gone. Its channels are not joined any more.")


@group.command()
def bots(
    channel: Annotated[str, typer.Argument(help=ADDRESS)],
    switch: Annotated[Switch, typer.Argument(metavar="on|off", help="Whether they leave it.")],
) -> None:
    """Let other bots' messages leave a channel (on, as at first), or keep them there (off)."""
    from bot.bridging import operating

    ref = _channel(channel)
    if not with_unit(lambda unit: operating.let_bots(ref, switch is Switch.ON, unit, time.time())):
        complain(f"The channel {ref} is in no bridge. `unsilo bridge list` shows them.")
        raise typer.Exit(1)
    say.print(f"Messages of other bots {'leave' if switch is Switch.ON else 'stay in'} {ref}.")


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
