"""Sentences of keeping away that members and organisers read: blocks, and rules of a community."""

from __future__ import annotations

from collections.abc import Sequence

from bot.saying import _, joined, listed, n_
from bot.texts import SECTORS
from storage.profiles import Sector

BLOCKED = _("Done. I will not introduce you to them. Nobody is told.")
UNBLOCKED = _("Done. I may introduce you to them again. Nobody is told.")
NOT_BLOCKED = _("You had not blocked that.")
NOTHING_BLOCKED = _("You have not blocked anybody.")
BLOCK_HOW = _(
    "To block, use /intro block person, /intro block employer or /intro block sector, with whom you mean. "
    "To take a block back, use /intro unblock in the same way."
)
WHOM = _(
    "I do not know this person here. Please mention them: type @ and choose them. "
    "For people elsewhere whom you were introduced to, use the buttons in your conversation with them."
)
NOBODY_THERE = _("You cannot block yourself.")

RULED = _("Done. From now on such introductions do not happen. Nobody is told whom that concerns.")
RULED_FROM = _("It holds for questions that are not asked yet. Your members can see it with /intro why.")
UNRULED = _("Done. Such introductions may happen again.")
NOT_RULED = _("You had not ruled that out.")
NOTHING_RULED = _("You have ruled nothing out for your community.")
RULE_HOW = _(
    "To rule something out, use /intro apart employer or /intro apart community, with its name. "
    "To keep two people of your community apart, use /intro apart pair, with both. "
    "To take something back, use /intro together in the same way."
)
NO_SUCH_COMMUNITY = _("I do not know this community, or it is your own. Please write its name as /unsilo shows it.")
TWO_PEOPLE = _("two people")
RULED_HERE = _("The organisers of your community keep its members out of some introductions.")


def no_such_sector(sectors: Sequence[Sector]) -> str:
    """What was meant is none of these."""
    return _(
        "I do not know this sector. Please write one of these: {sectors}",
        sectors=joined([SECTORS[each] for each in sectors]),
    )


def blocked(persons: int, employers: Sequence[str], sectors: Sequence[str]) -> list[str]:
    """What somebody blocked."""
    lines: list[str] = []
    if persons:
        lines.append(n_("You blocked {count} person.", "You blocked {count} people.", persons))
    if employers:
        lines.append(_("Employers: {employers}.", employers=listed(employers)))
    if sectors:
        lines.append(_("Sectors: {sectors}.", sectors=listed([SECTORS[Sector(each)] for each in sectors])))
    return lines


def ruled(employers: Sequence[str], communities: Sequence[str]) -> list[str]:
    """What organisers keep their members from."""
    lines: list[str] = []
    if employers:
        lines.append(_("Not with people of these employers: {employers}.", employers=listed(employers)))
    if communities:
        lines.append(_("Not with people of these communities: {communities}.", communities=listed(communities)))
    return lines


def pairs_apart(count: int) -> str:
    """How many pairs of people organisers keep apart."""
    if count == 1:
        return _("2 people are kept apart.")
    return n_("{count} pair of people is kept apart.", "{count} pairs of people are kept apart.", count)
