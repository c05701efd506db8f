"""Sentences of the notice that every joined channel carries, pinned."""

from __future__ import annotations

from bot.bridging.texts import STAYS_HERE
from bot.saying import _, listed, n_, together
from bot.texts.kept_texts import KEPT

PINNED_ALONE = _("No other community is in it at the moment: what is written here stays here.")
PINNED_KEPT = _(
    "{kept} After that I keep its number, time and reactions, and its author's account. I also keep a number that "
    "changes with its text. So edits and deletions still cross.",
    kept=KEPT,
)
PINNED_HOW = _(
    "If you do not want your messages to be copied, choose Opt out or use /bridge optout. "
    "To read the rules of this bridge, use /bridge rules."
)
PINNED_LEFT = _("This channel is not in a bridge any more. What is written here stays here.")
OPT_OUT = _("Opt out")


def pinned(bridge: str) -> str:
    """How the notice begins."""
    return _("This channel is in the bridge “{bridge}”.", bridge=bridge)


def pinned_with(there: list[str], here: list[str]) -> str:
    """With whom it is mirrored: who sees what is written here, and whose words are seen here."""
    if there and there == here:
        return _(
            "What is written here also appears in {others}, and what is written there appears here.",
            others=listed(there),
        )
    out = _("What is written here also appears in {others}.", others=listed(there)) if there else STAYS_HERE
    comes = _("What is written in {others} appears here.", others=listed(here))
    return together([out, comes], " ") if here else out


def pinned_paused(others: list[str]) -> str:
    """With whom it will be mirrored again."""
    return n_(
        "{others} is in it too. It is paused: nothing is copied for now.",
        "{others} are in it too. It is paused: nothing is copied for now.",
        len(others),
        others=listed(others),
    )
