"""Sentences of the Chatham House Rule that members and organisers read."""

from __future__ import annotations

from bot.saying import _

ON_MEANS = _(
    "What is copied from there has the name of the community alone: no author's name, picture or mention. "
    "Whoever reacted there is not named. Names in people's own words are copied, so please leave them out."
)
ON_MEANS_HERE = _(
    "What is copied from here has the name of the community alone: no author's name, picture or mention. "
    "Whoever reacted here is not named. Names in people's own words are copied, so please leave them out."
)
OFF_MEANS_HERE = _("What is copied from here has names again. What was written under the rule never shows one.")
OFF_MEANS = _("What is copied from there has names again. What was written under the rule never shows one.")
COPIED_BEFORE = _(
    "Copies that were made before keep their names. Organisers can remove one: use Moderate in its menu. "
    "If you are no organiser, ask them with Report a message."
)
ON_ALREADY = _("The Chatham House Rule holds in this channel already.")
OFF_ALREADY = _("The Chatham House Rule does not hold in this channel.")
HOLDS = _("The Chatham House Rule holds: what is copied from there has no names.")


def changed(by: str, bridge: str, *, on: bool) -> str:
    """Told to everybody."""
    given = {"bridge": bridge, "community": by}
    if on:
        return _("Bridge “{bridge}”: the Chatham House Rule now holds in the channel of {community}.", **given)
    return _("Bridge “{bridge}”: the Chatham House Rule does not hold any more in the channel of {community}.", **given)
