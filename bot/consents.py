"""What members switch on for themselves: off until they say yes, and off again as easily.

A feature that needs somebody's yes declares a `Switch`, and asks `unit.consents` each time before it acts. `/privacy`
shows every switch with one button.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.contract.commands import Press, ask
from adapters.contract.content import Button, Content, plain
from adapters.contract.refs import AccountRef
from bot.feature import Call
from bot.readers import language_of
from bot.saying import _, spoken
from bot.texts.switch_texts import on_or_off
from storage.consents import Kind
from storage.database import Unit

ON, OFF = "on", "off"


@dataclass(frozen=True)
class OnOrOff:
    """Whether somebody wants something."""

    wanted: str = ask(_("On or off"), choices=((ON, "on"), (OFF, "off")), default="")


@dataclass(frozen=True, slots=True)
class Switch:
    """Something that a member may say yes to. `wording` is what they agree to; `summary` says it in a sentence or two.

    Where the two differ, the button `give` leads to the whole of it, and a yes is asked for there.
    """

    kind: Kind
    title: str
    summary: str
    wording: str
    give: Button
    withdraw: Button


def wanted(call: Call) -> bool | None:
    """What a command with `OnOrOff` was told, typed or by a button; None when it was told nothing."""
    said = call.asked.argument if isinstance(call.asked, Press) else call.answers.wanted
    return {ON: True, OFF: False}.get(said)


async def as_read(switch: Switch, account: AccountRef, unit: Unit) -> str:
    """What somebody agrees to, in the language in which they read it: so it is kept with their yes."""
    return spoken(switch.wording, await language_of(account, unit))


async def shown(unit: Unit, accounts: Sequence[AccountRef], switch: Switch) -> Content:
    """Whether it is on, what a yes means, and the button that changes what holds now."""
    agreed = await unit.consents.agreed(accounts, switch.kind)
    said = plain(on_or_off(switch.title, on=agreed), switch.summary)
    return Content(said.blocks, buttons=(switch.withdraw if agreed else switch.give,))
