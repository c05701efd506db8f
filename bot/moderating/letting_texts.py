"""What is said of what a channel lets out: waits, filtered words, other bots."""

from __future__ import annotations

from bot.saying import _
from bot.texts.acts_texts import seconds

HOLD_HOW = _("Please give a number of seconds from 0 to 300, or off.")
HOLD_MEANS = _("Whoever deletes a message within that time keeps it from ever appearing elsewhere. An edit changes it.")
HOLD_SAME = _("It is set to that already, so nothing changed.")
HOLD_OFF_MEANS = _("Whatever was still waiting is being copied now.")


def hold_nothing(by: str) -> str:
    """A wait is of no use where nothing leaves anyway."""
    return _(
        "At the moment nothing leaves the channel of {community}: it is paused, or nobody receives from it.",
        community=by,
    )


def held(by: str, bridge: str, count: int) -> str:
    """Somebody changed how long messages wait."""
    if count == 0:
        return _(
            "In the bridge “{bridge}”, messages leave the channel of {community} at once from now on.",
            bridge=bridge,
            community=by,
        )
    return _(
        "In the bridge “{bridge}”, messages wait {seconds} before they leave the channel of {community}.",
        bridge=bridge,
        seconds=seconds(count),
        community=by,
    )


# Words and bots

NO_WORDS = _("No words are filtered on this bridge.")
TOO_MANY_WORDS = _("There are 200 filtered words on this bridge already. Please remove some first.")
FILTER_MEANS = _(
    "This holds for all channels of the bridge, as a whole word, in capitals or not. "
    "Whoever uses it is told privately that their message was not copied."
)
BOTS_ON_ALREADY = _("What other bots write in this channel is copied already.")
BOTS_OFF_ALREADY = _("What other bots write in this channel is already not copied.")
BOTS_ON = _("What other bots write in this channel from now on is copied as people's words are.")
BOTS_OFF = _("What other bots write in this channel is not copied from now on.")


def words_of(bridge: str) -> str:
    """Above the words."""
    return _("Messages with these words are not copied over the bridge “{bridge}”:", bridge=bridge)


def filtered(word: str, bridge: str) -> str:
    """A word was added."""
    return _("Messages with “{word}” are not copied over the bridge “{bridge}” from now on.", word=word, bridge=bridge)


def filtered_already(word: str) -> str:
    """Nothing changed."""
    return _("“{word}” is filtered already.", word=word)


def unfiltered(word: str) -> str:
    """A word was taken away."""
    return _("“{word}” is not filtered any more.", word=word)


def not_filtered(word: str) -> str:
    """Nothing changed."""
    return _("“{word}” is not filtered. Use /bridge filters to see the words.", word=word)
