"""Sentences of the weekly lists of events: one's own, and a channel's."""

from __future__ import annotations

from collections.abc import Sequence

from bot.events.wording import sectors as called
from bot.saying import _

WEEKLY = _("Weekly list of events")
IS_OFF = _("You get no weekly list of events.")
NOTHING = _("When nothing is coming, I send nothing.")
HOW = _("I can send you on Mondays at 9am what is coming, up to 7 events. When nothing is coming, I send nothing.")
START = _("Send me the weekly list")
STOP = _("Stop this weekly list")
CHOOSE = _("Sectors and topics")
OFF = _("I do not send you the weekly list any more.")
WHY = _("You asked for this list.")
WHERE = _("Please use this command in a channel of your community. I then know of which events to tell you.")

# In a channel
DIGEST_HERE = _("On Mondays at 9am I post here what is coming, up to 7 events. When nothing is coming, I send nothing.")
DIGEST_OFF = _("I do not post the weekly list any more.")
DIGEST_WAS_OFF = _("I do not post a weekly list in your community.")


def on(community: str) -> str:
    """Somebody gets the list."""
    return _(
        "On Mondays at 9am I send you, privately, up to 7 events that are shown at {community}.", community=community
    )


def of_what(sectors: Sequence[str], topics: Sequence[str]) -> str:
    """Of which events the list is."""
    return _(
        "Events for: {sectors}. Topics: {topics}.",
        sectors=called(sectors) or _("all sectors"),
        topics=tuple(topics) or _("all"),
    )
