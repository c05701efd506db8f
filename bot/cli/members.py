"""The operator's commands about one person's data, for those who cannot ask in chat."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.contract.refs import AccountRef
from bot.cli import erasures
from bot.cli.terminal import complain, with_unit

if TYPE_CHECKING:
    from storage.database import Unit

_ACCOUNT = re.compile(r"slack:[A-Z0-9]+/[A-Z0-9]+|discord:/?[0-9]+", re.ASCII)
ACCOUNT = "slack:<team id>/<user id> or discord:<user id>"
HOW = f"Write {ACCOUNT}."

group = typer.Typer(help="What is held about one person.", no_args_is_help=True)
group.add_typer(erasures.group, name="erasures")


@group.command()
def export(account: Annotated[str, typer.Argument(help=ACCOUNT)]) -> None:
    """Print everything that is held about somebody, as JSON; ends with 1 when something may be missing in it."""
    asked = _account(account)

    from bot import forgetting
    from bot.acts import Act
    from bot.sealing import Secrets, kept_of
    from storage.audit import OPERATOR

    async def found(unit: Unit) -> tuple[dict[str, Any], Secrets]:
        accounts = await unit.members.accounts(asked)
        held = await forgetting.everything(accounts, unit)
        await unit.audit.note(None, None, OPERATOR, Act.EXPORT, str(asked), time.time())
        return {"accounts": [str(each) for each in accounts], "held": held}, await kept_of(unit)

    told, kept = with_unit(found)
    print(json.dumps(told, ensure_ascii=False, indent=2))
    if kept.closed:
        complain(
            f"{kept.closed} text(s) of this database cannot be read, so words of theirs may be missing in this. "
            f"Their key is not in SECRET_KEYS ({', '.join(kept.missing)}): add it, and run this again."
        )
        raise typer.Exit(1)


@group.command()
def erase(
    account: Annotated[str, typer.Argument(help=ACCOUNT)],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")] = False,
) -> None:
    """Remove everything that is held about somebody, on all their linked accounts."""
    asked = _account(account)
    if not yes:
        typer.confirm(f"Remove everything about {asked}? This cannot be undone.", abort=True)

    from bot import forgetting
    from bot.acts import Act
    from bot.compose import ENDINGS
    from storage.audit import OPERATOR

    async def removed(unit: Unit) -> tuple[int, int]:
        accounts = await unit.members.accounts(asked)
        await unit.audit.note(None, None, OPERATOR, Act.ERASE, str(asked), time.time())  # soon a hash of it
        return len(accounts), await forgetting.forget(accounts, unit, time.time(), ENDINGS)

    number, messages = with_unit(removed)
    print(f"Removed what was held about {number} account(s). Messages taken back: {messages}.")
    print("A running bot removes their copies now. Bans and opt-outs stay in force, as salted hashes.")


def _account(text: str) -> AccountRef:
    if not _ACCOUNT.fullmatch(text):
        raise typer.BadParameter(f"“{text}” is not an account. {HOW}")
    platform, _, rest = text.partition(":")
    community, _, id = rest.rpartition("/")
    return AccountRef(platform, community, id)
