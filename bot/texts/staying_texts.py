"""Sentences on why somebody's words are not copied from where they write, and on how they are."""

from __future__ import annotations

from adapters.contract.content import Span
from bot.saying import _, listed
from bot.texts.acts_texts import seconds

OPTED_OUT = _("What you write here is not copied: you have opted out. To change that, use /bridge optin.")
OPTED_OUT_EVERYWHERE = _(
    "What you write here is not copied: you have opted out of all bridges. "
    "To change that, use /bridge optin everywhere."
)
STRANGER = _("What you write here is not copied: you belong to another organisation with which this channel is shared.")
UNNAMED_HERE = _("The Chatham House Rule holds here: your name is never copied with what you write.")


def unnamed_there(communities: list[str]) -> str:
    """Of whose messages readers see no names."""
    return _(
        "The Chatham House Rule holds in {communities}: what comes from there has no names.",
        communities=listed(communities),
    )


def waits(count: float) -> str:
    """For how long what is written waits first."""
    return _(
        "What you write here waits {seconds} before it is copied. If you delete it within that time, it never appears "
        "elsewhere.",
        seconds=seconds(round(count)),
    )


def paused(bridge: str, *, whole: bool) -> str:
    """Nothing goes from here to anywhere, nor comes."""
    if whole:
        return _("The bridge “{bridge}” is paused. What you write here is not copied, not even later.", bridge=bridge)
    return _(
        "This channel is paused in the bridge “{bridge}”. What you write here is not copied, not even later.",
        bridge=bridge,
    )


def only_receives(bridge: str) -> str:
    """Nothing goes from here to anywhere, and what is written elsewhere comes."""
    return _("Bridge “{bridge}”: this channel only receives. What you write here stays here.", bridge=bridge)


def alone(bridge: str) -> str:
    """No other channel is there to which anything could go."""
    return _(
        "This channel is in the bridge “{bridge}”. What you write here stays here until others join.", bridge=bridge
    )


def stays_here(bridge: str) -> str:
    """What is said of a channel from which nothing goes anywhere now, for nobody else receives."""
    return _(
        "This channel is in the bridge “{bridge}”. What you write here is not copied at the moment: the other channels "
        "are paused, or receive nothing.",
        bridge=bridge,
    )


def barred(communities: list[str], until: Span | None = None) -> str:
    """What organisers decided about the reader."""
    given = {"communities": listed(communities), "until": until}
    if until is None:
        return _(
            "What you write here is not copied: the organisers of {communities} keep your messages from this bridge.",
            **given,
        )
    return _(
        "What you write here is not copied: the organisers of {communities} keep your messages from this bridge "
        "until {until}.",
        **given,
    )


def barred_by_itself(until: Span | None = None) -> str:
    """That nothing of theirs is copied, by no organiser's wish but as an echo."""
    if until is None:
        return _("What you write here is not copied: the same was written again and again, so I stopped it.")
    return _(
        "What you write here is not copied: the same was written again and again, so I stopped it until {until}.",
        until=until,
    )
