"""Sentences of the Chatham House Rule that members and organisers read."""

from __future__ import annotations

from bot.texts import listed

ON_MEANS = (
    "What is written there is copied with the name of the community alone: no author's name, picture or mention. "
    "Who reacted there is not named. Names in people's own words are copied, so please leave them out."
)
OFF_MEANS = "What is written from now on is copied with names. What was written before never shows one."
COPIED_BEFORE = "Copies that were made before keep their names. To have one removed, use Moderate in its menu."
ON_ALREADY = "The Chatham House Rule holds in this channel already."
OFF_ALREADY = "The Chatham House Rule does not hold in this channel."
HOLDS = "The Chatham House Rule holds: what is written there is copied without names."
PINNED_HERE = "The Chatham House Rule holds here: what you write is copied without your name."


def changed(by: str, bridge: str, *, on: bool) -> str:
    """Told to everybody."""
    how = "now holds" if on else "does not hold any more"
    return f"Bridge “{bridge}”: the Chatham House Rule {how} in the channel of {by}."


def pinned_there(homes: list[str]) -> str:
    """Of whose messages readers see no names."""
    return f"The Chatham House Rule holds in {listed(homes)}: what is written there comes without names."
