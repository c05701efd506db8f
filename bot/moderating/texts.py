"""Sentences of moderating that members read."""

from __future__ import annotations

from bot.texts import listed

# Which message

NOT_ON_A_BRIDGE = "This message is not on a bridge of this channel."
NOT_COPIED = "This message was not copied over a bridge. Please tell your organisers yourself."
NOT_FROM_HERE = "I cannot tell here whether you are an organiser. Please choose Moderate in the menu of the message."

# Banned and muted

NOBODY_BARRED = "Nobody is banned or muted on this bridge."
NOT_BARRED = "They are neither banned nor muted on this bridge."
BARRED_TOLD = "They are told privately. To undo it, use /bridge unban, or /bridge banned for people elsewhere."
BARRED_MEANS = "Your messages, edits and reactions are not copied meanwhile, and not later either."
BARRED_STAYS = (
    "What you write in your own channel stays there. What was copied before stays too, but if you edit or delete it, "
    "its copies go."
)
BARRED_ASK = "If you think that this is a mistake, please talk to an organiser of your community."
UNTIL = " until "
BY_ITSELF = ": stopped by me for repeating the same message"
LET_IN = "Let back in"


def barred(community: str, bridge: str) -> str:
    """Told to the person; until when comes behind it."""
    return f"The organisers of {community} have stopped what you write from being copied over the bridge “{bridge}”"


def stopped(count: int) -> str:
    """What of theirs was on its way."""
    what = "1 message of theirs that waited is" if count == 1 else f"{count} messages of theirs that waited are"
    return f"{what} not copied."


def is_barred(bridge: str) -> str:
    """Behind the person's name; until when comes behind it."""
    return f": nothing of theirs is copied over the bridge “{bridge}” any more"


def let_in(community: str, bridge: str) -> str:
    """Told to the person."""
    return (
        f"The organisers of {community} have let you back into the bridge “{bridge}”. "
        "What you write from now on is copied."
    )


def is_let_in(bridge: str) -> str:
    """Behind the person's name."""
    return f": what they write from now on is copied over the bridge “{bridge}” again."


def barred_by_others(communities: list[str]) -> str:
    """Some other community keeps them out."""
    return f"The organisers of {listed(communities)} keep them out. Only they can let them back in."


def by_organisers(community: str) -> str:
    """Behind the person's name: who did it."""
    return f": by the organisers of {community}"


def let_in_number(number: int) -> str:
    """On a button."""
    return f"Let {number} back in"


# Moderating a message

MESSAGE_OF = "A message by "
MODERATE_HOW = (
    "Mute and Ban hold for the whole bridge, and the author is told privately. "
    "Remove everywhere takes this message out of all channels."
)
REMOVED_ALREADY = "This message was removed already."
REMOVED = "The copies of this message are being removed in all channels."


def written_in(community: str) -> str:
    """Behind what was written, or who wrote it."""
    return f", written in {community}."


def within(somebody: str) -> str:
    """A person without a name, in the middle of a sentence."""
    return somebody[:1].lower() + somebody[1:]


def original_may_stay(community: str) -> str:
    """The bot may not be allowed to remove what others wrote."""
    return (
        f"I remove the message itself in {community} too, if I am allowed to. On Slack I am not: there it stays until "
        "its author or an admin removes it."
    )


# Reports

NOBODY_TO_TELL = "I know of no organiser whom I can tell. Please tell one yourself."
TOO_MANY_REPORTS = "You have reported 10 messages within an hour. Please talk to an organiser."
REPORTED_ALREADY = "You have reported this message already. The organisers know."
REPORTED = " reported "
A_MESSAGE = "a message"
NO_REASON = "They gave no reason."
REPORT_HOW = "Please look at it. To act, choose Moderate: here, or in the menu of the message."


def member_of(community: str) -> str:
    """Somebody who is not named to the other side."""
    return f"A member of {community}"


def thanks(communities: list[str]) -> str:
    """Told to whoever reported."""
    return f"Thank you. The organisers of {listed(communities)} have been told."


# Holding

HOLD_HOW = "Please give a number of seconds from 0 to 300, or off."
HOLD_MEANS = "Who deletes a message within that time keeps it from ever appearing elsewhere. An edit changes it."
HOLD_SAME = "It is set to that already, so nothing changed."
HOLD_OFF_MEANS = "What was held is being copied now."


def seconds(count: int) -> str:
    """How long."""
    return "off" if count == 0 else "1 second" if count == 1 else f"{count} seconds"


def held(by: str, bridge: str, count: int) -> str:
    """Somebody changed how long messages wait."""
    if count == 0:
        return f"In the bridge “{bridge}”, messages leave the channel of {by} at once from now on."
    return f"In the bridge “{bridge}”, messages wait {seconds(count)} before they leave the channel of {by}."


# Words and bots

NO_WORDS = "No words are filtered on this bridge."
WHICH_WORD = "Please give a word."
TOO_MANY_WORDS = "There are 200 filtered words on this bridge already. Please remove some first."
FILTER_MEANS = (
    "This holds for all channels of the bridge, as a whole word, in capitals or not. "
    "Who uses it is told privately that their message was not copied."
)
BOTS_ON = "What other bots write in this channel is copied from now on."
BOTS_OFF = "What other bots write in this channel is not copied from now on."


def words_of(bridge: str) -> str:
    """Above the words."""
    return f"Messages with these words are not copied over the bridge “{bridge}”:"


def filtered(word: str, bridge: str) -> str:
    """A word was added."""
    return f"Messages with “{word}” are not copied over the bridge “{bridge}” from now on."


def filtered_already(word: str) -> str:
    """Nothing changed."""
    return f"“{word}” is filtered already."


def unfiltered(word: str) -> str:
    """A word was taken away."""
    return f"“{word}” is not filtered any more."


def not_filtered(word: str) -> str:
    """Nothing changed."""
    return f"“{word}” is not filtered. Use /bridge filters to see the words."
