"""Sentences on words that the bot passed on privately, for /ask: who wrote them is told to nobody."""

from __future__ import annotations

from adapters.contract.content import Span
from bot.saying import _

WHOEVER_WROTE = _("Whoever wrote it")
BARRED_TOLD = _("They are told privately, and nobody learns who it is. To undo it, use /bridge banned.")
BARRED_UNTOLD = _(
    "They had their data removed, so they are not told. It holds if they come back. To undo it, use /bridge banned."
)
REMOVED = _("It is being removed where it was read.")
NOT_FROM_HERE = _("I cannot tell here whether you are an organiser. Please choose Moderate in a channel of yours.")
MODERATE_HOW = _(
    "Who wrote it is shown to nobody. Remove takes it out of the private message. "
    "Mute and Ban keep whoever wrote it from the bridge and from asking or answering your members, and tell them."
)
ONLY_REMOVE = _("Who wrote it is shown to nobody. Remove takes it out of the private message.")
REPORT_HOW = _(
    "It stands in a private message, and I do not keep its words. "
    "To act, choose Moderate: you do not learn who wrote it."
)
REMOVE = _("Remove it")


def reported(by: Span, community: str, *, answer: bool) -> str:
    """Who reported what, as organisers read it privately."""
    if answer:
        return _("{by} reported an answer that a member of {community} gave with /ask.", by=by, community=community)
    return _("{by} reported a question that a member of {community} put with /ask.", by=by, community=community)


def reported_in_a_room(community: str, *, answer: bool) -> str:
    """The same where others than organisers may read too."""
    if answer:
        return _("Somebody reported an answer that a member of {community} gave with /ask.", community=community)
    return _("Somebody reported a question that a member of {community} put with /ask.", community=community)


def written_in(community: str, *, answer: bool) -> str:
    """What it is that organisers may remove."""
    if answer:
        return _("An answer that a member of {community} gave with /ask.", community=community)
    return _("A question that a member of {community} put with /ask.", community=community)
