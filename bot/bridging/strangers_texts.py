"""Sentences on people of other organisations (Slack Connect) that members and organisers read."""

from __future__ import annotations

from bot.saying import _, listed

ON_MEANS = _(
    "On Slack, a channel can be shared with other organisations. From now on, what their people write in this channel "
    "is copied as members' words are. The message that is pinned here tells them so."
)
OFF_MEANS = _(
    "What people of other organisations write in a shared channel is not copied from now on. "
    "What was copied stays. If they delete a message, its copies still go."
)
NOTHING_SHARED = _("Only channels on Slack can be shared with other organisations. Nothing was changed.")
ON_ALREADY = _("What people of other organisations write in this channel is copied as members' words are already.")
OFF_ALREADY = _("What people of other organisations write in this channel is not copied.")
COPIED = _("What people of other organisations write there is treated as members' words are (Slack Connect).")
PINNED_HERE = _(
    "If you belong to another organisation with which this channel is shared, this holds for what you write, too."
)
_STAYS = {  # elsewhere no channel can be shared with another organisation
    "slack": _(
        "If you belong to another organisation with which this channel is shared, what you write here is not copied."
    )
}


def changed(by: str, bridge: str, *, on: bool) -> str:
    """Told to everybody."""
    if on:
        return _(
            "Bridge “{bridge}”: from now on, what people of other organisations write in the channel of {by} "
            "is copied as members' words are.",
            bridge=bridge,
            by=by,
        )
    return _(
        "Bridge “{bridge}”: what people of other organisations write in the channel of {by} is not copied any more.",
        bridge=bridge,
        by=by,
    )


def pinned_stays(platform: str) -> list[str]:
    """Told beside where words go, to those whose do not."""
    return [_STAYS[platform]] if platform in _STAYS else []


def pinned_there(homes: list[str]) -> str:
    """Whose channels let words of other organisations' people come."""
    return _("What comes from {homes} may also be written by guests from other organisations.", homes=listed(homes))
