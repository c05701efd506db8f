"""Sentences of the room and of what came of it, which members read."""

from __future__ import annotations

from collections.abc import Sequence

from bot.texts import SECTORS, listed
from storage.profiles import Sector

JUST_MESSAGE, CLOSE, KEEP_AWAY = "Just message", "Close", "Close and block"
YOU_ALL = "You all said yes"
ALL_YES = "You all said yes. I opened a conversation for you."
START = "Two questions to begin with:"
QUESTIONS = (
    "What did you try that did not work?",
    "What would be different for people if this problem was solved?",
)
HOW_APART = (
    "To write to each other, reply to this message or in its thread. I carry what you write to the others, with files, "
    "edits and deletions. Where there are no threads, what you just write here goes to your newest conversation.",
    "I keep the text only until it has arrived.",
)
HOW_TOGETHER = "This is a private conversation between you. You can write here."
IN_A_THREAD = "It is a private thread of this server. Whoever may manage threads there can open and read it too."
REMOVE_HOW = "To remove a message for everybody, delete your own, or choose “Remove everywhere” in its menu."
TIMES = "If you want to talk, press each time that you can make. Just messaging is as good."
CLOSES = "It closes after 30 quiet days, or when one of you presses Close."
MARKED = "Noted. When all of you can make a time, I send an invitation."
JUST = "Noted. I tell the others that you prefer messages."
NOT_IN_ROOM = "This conversation is not one of yours."
ROOM_CLOSED = "This conversation is closed. What you write here does not reach the others any more."
CLOSED_NOW = "The conversation is closed."
QUIET = "It was quiet for 30 days, so I closed it."
NO_MORE_THERE = "Somebody in it can no longer be written to here, so I closed it."
NOT_REACHED = "I could not reach the others, so this introduction does not happen."
REMOVED = "The message is being removed everywhere. Where I may not delete the original, it stays with its writer."
NO_MESSAGE = "This message is not part of a conversation that I carry for you."

TALKED_YES, TALKED_NO, TALKED_PLANNED = "Yes, we talked", "No", "We plan to"
THANKS = "Thank you. Only counts of 5 or more are shown to anybody."
OUTCOMES = (
    ("document", "We shared a document"),
    ("mistake", "Avoided a mistake"),
    ("visit", "We visited"),
    ("pilot", "We started a pilot"),
    ("nothing", "Nothing, and that is fine"),
)
MORE, LESS, UNDO = "More like this", "Less like this", "Undo"
LEANED_MORE = "You will get more introductions like this one: "
LEANED_LESS = "You will get fewer introductions like this one: "
UNDONE = "That is undone."
LEANED_HOW = "You see and undo this in /intro settings."
STATS = "Introductions of the last 12 months, in all communities together"
EI_NONE = "There are too few introductions yet to compare ties across and within sectors."


def met(names: Sequence[str]) -> str:
    """Whom the opening brings together."""
    return f"{listed(list(names))}: meet each other."


def person(name: str, sector: str, employer: str) -> str:
    """One of those who are introduced, as the others may know them now."""
    where = SECTORS[Sector(sector)] if sector != Sector.UNSAID else ""
    facts = ", ".join(filter(None, (where, employer)))
    return f"{name} ({facts})" if facts else name


def reads_in_a_thread(names: Sequence[str]) -> str:
    """Who else can read what is written, since some of them take no direct messages."""
    reads = "reads" if len(names) == 1 else "read"
    return (
        f"{listed(list(names))} {reads} this in a private thread of a server, with me. "
        "Whoever may manage threads in that server can open and read it too."
    )


def wants(name: str, problem: str) -> str:
    """What one of them wants to change."""
    return f"{name} wants to change: “{problem}”"


def slot(moment: str, count: int, everybody: int) -> str:
    """A time that is offered, and how many can make it."""
    return f"{moment} ({count} of {everybody} can)" if count else moment


def prefers(name: str) -> str:
    """Told to the others."""
    return f"{name} prefers to just message. That is as good as a call."


def agreed(moment: str) -> str:
    """Told to all."""
    return f"All of you can make {moment}. Here is an invitation for your calendar."


def did_you_talk(names: Sequence[str]) -> str:
    """Asked once, after 14 days."""
    return f"You were introduced to {listed(list(names))} two weeks ago. Did you talk?"


def what_came(names: Sequence[str]) -> str:
    """Asked once, after 90 days."""
    return f"You were introduced to {listed(list(names))} three months ago. What came of it?"


ONLY_YOU = "Your answer is private. I ask only once."
WITH = "Introduction"


def summary(names: Sequence[str]) -> str:
    """The title of the meeting in a calendar."""
    return f"Introduction: {listed(list(names))}"


def ties(one: str, other: str, count: int) -> str:
    """New ties between two sectors."""
    return f"{SECTORS[Sector(one)]} and {SECTORS[Sector(other)]}: {count if count >= 5 else 'fewer than 5'}"


def index(value: float) -> str:
    """The E-I index."""
    return f"Ties across sectors against ties within: {value:+.2f}. It goes from -1 (all within) to +1 (all across)."
