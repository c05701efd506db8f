"""Sentences about introductions that there were or will be: why, which, and how many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.introductions.rules import ENOUGH
from bot.saying import _, listed
from bot.texts import SECTORS
from bot.texts.introduction_texts import STATES
from storage.profiles import Sector

FEW = _("fewer than 5")
WHY_HOW = _(
    "I compare what you and others approved in your profiles. I look for a problem in common, and for a sector "
    "and an employer that differ. Whoever had fewer introductions comes first. Blocks and people you met are left out."
)
WHY_NONE = _("I have not asked you about anybody yet.")
HISTORY_NONE = _("You have not been introduced to anybody yet.")
SOMEBODY = _("somebody")

PREVIEW = _("What the next round looks like now. It shows counts only, never who.")
TURN, ANSWERED_IN = _("People whose turn it is"), _("Those of them who have said yes")
SMALL_LEFT_OUT = _("Nothing is shown of fewer than 5, also not whether there are any.")
STATS = _("Introductions of the last 12 months, in all communities together")
EI_NONE = _("There are too few introductions yet to compare ties across and within sectors.")


def last(words: str) -> str:
    """What of the reader's own words the last introduction was about."""
    return _("Your last one, in your words: “{words}”", words=words)


def happened(day: date, state: str, names: Sequence[str] | None = None) -> str:
    """One introduction: when it was thought of, what became of it, and with whom, for those who know the names."""
    if names is None:
        return _("{day}: {state}", day=day, state=STATES[state])
    return _("{day}: {names}, {state}", day=day, names=listed(names) if names else SOMEBODY, state=STATES[state])


def figure(count: int) -> str:
    """A count for organisers; small ones are not told."""
    return str(count) if count >= ENOUGH else FEW


def counted(what: str, count: int) -> str:
    """A figure for organisers."""
    return _("{what}: {figure}", what=what, figure=figure(count))


def at_least(what: str, count: int) -> str:
    """A figure for organisers, where the exact one would tell a small one."""
    return _("{what}: {figure} or more", what=what, figure=count)


def ties(one: str, other: str, count: int) -> str:
    """New ties between two sectors."""
    return _(
        "{one} and {other}: {figure}", one=SECTORS[Sector(one)], other=SECTORS[Sector(other)], figure=figure(count)
    )


def index(value: float) -> str:
    """The E-I index."""
    shown = f"{value:+.2f}"
    return _(
        "Ties across sectors against ties within: {index}. It goes from -1 (all within) to +1 (all across).",
        index=shown,
    )
