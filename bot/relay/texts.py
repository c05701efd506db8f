"""Sentences of the relay that members read."""

from __future__ import annotations

from bot.saying import _, listed, n_
from bot.texts.kept_texts import KEPT

SOMEBODY = _("someone")
NOT_BRIDGED = _("What is written here stays here: no other channel is joined with it.")
JOIN_HOW = _("To join this channel with others, use /bridge create. With a code of theirs, use /bridge join.")
INVITE_HOW = _("To invite another community into this bridge, use /bridge invite.")
NOBODY_REACTED = _("Nobody has reacted to this message.")
NOT_RELAYED = _("This message was not copied to another channel, so I cannot tell who reacted to it.")


WRITE_IT_ANEW = _("It stays where you wrote it. To have it copied, write it anew in other words.")

A_BOT = _("A bot")
ECHOES_WHY = _(
    "Perhaps another bridge repeats what I copy. To keep all bots of your channel from being copied, use /bridge bots "
    "off. To have this one copied again before the hour is over, use /bridge banned."
)


def echoes(bot: str, community: str, bridge: str, times: int) -> str:
    """Told to organisers."""
    return n_(
        "Bridge “{bridge}”: {bot} in {community} wrote the same {count} time within a minute. "
        "I do not copy what it writes for an hour.",
        "Bridge “{bridge}”: {bot} in {community} wrote the same {count} times within a minute. "
        "I do not copy what it writes for an hour.",
        times,
        bridge=bridge,
        bot=bot,
        community=community,
    )


def has_a_word(bridge: str, word: str) -> str:
    """Told to whoever used a word that is filtered."""
    return _(
        "A message of yours was not copied. The organisers of the bridge “{bridge}” filter “{word}”.",
        bridge=bridge,
        word=word,
    )


def edit_has_a_word(bridge: str, word: str) -> str:
    """Told to whoever put such a word into a message that was copied."""
    return _(
        "Your edit contains “{word}”, so its copies were removed. The organisers of the bridge “{bridge}” filter it.",
        bridge=bridge,
        word=word,
    )


def joined_with(bridge: str, others: list[str]) -> str:
    """Where messages of a channel go."""
    return _("Bridge “{bridge}”: what you write here also appears in {others}.", bridge=bridge, others=listed(others))


def inside(bridge: str, communities: list[str]) -> str:
    """Whose channels are in a bridge, whichever way messages go."""
    return _("In the bridge “{bridge}” are channels of {communities}.", bridge=bridge, communities=listed(communities))


ABOUT = _("Unsilo joins channels of separate Slack and Discord communities into one conversation.")
PEOPLE = _(
    "I also find people elsewhere who work on the same as you. Nobody is named before all agree: /peers, /intro join."
)
EVENTS = _("Events of all communities are in one list: /events list. For words that others use: /jargon.")
YOURS = _("{kept} To keep yours here, use /bridge optout.", kept=KEPT)
