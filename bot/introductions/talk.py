"""Sentences of the room and of what came of it, which members read."""

from __future__ import annotations

from collections.abc import Sequence

from bot.saying import _, joined, listed, n_
from bot.texts import SECTORS
from storage.profiles import Sector

JUST_MESSAGE, CLOSE, KEEP_AWAY = _("Just message"), _("Close"), _("Close and block")
TAKE_BACK, NOT_AGAIN = _("Take the block back"), _("Do not introduce us again")
YOU_ALL = _("Everybody said yes")
ALL_YES = _("Everybody said yes. I opened a conversation for you.")
START = _("Two questions to begin with:")
QUESTIONS = (
    _("What did you try that did not work?"),
    _("What would be different for people if this problem was solved?"),
)
HOW_APART = _(
    "To write to each other, reply to this message or in its thread. "
    "I carry what you write to the others, with files, edits and deletions."
)
WITHOUT_THREADS = _("In direct messages on Discord, a message that is no reply goes to your newest conversation.")
KEPT_UNTIL = _("I keep the text only until it has arrived.")
HOW_TOGETHER = _("This is a private conversation between you. You can write here.")
IN_A_THREAD = _("It is a private thread of this server. Whoever may manage threads there can open and read it too.")
REMOVE_HOW = _("To remove a message for everybody, delete your own, or choose “Remove everywhere” in its menu.")
TIMES = _("If you want to talk, press each time that you can make. Just messaging is as good.")
CLOSES = _("It closes after 30 quiet days, or when one of you presses Close.")
MARKED = _("Noted. When all of you can make a time, I send an invitation.")
AGREE_HOW = _("I open no call for you: please write to each other how you want to talk.")
JUST = _("Noted. I tell the others that you prefer messages.")
NOT_IN_ROOM = _("This conversation is not one of yours.")
ROOM_CLOSED = _("This conversation is closed. What you write here does not reach the others any more.")
CLOSED_TOGETHER = _("This conversation is closed. All of you can still read what is written here.")
CALLED_OFF = _("The talk that you agreed on does not take place. This file takes it out of your calendar.")
CALLED_OFF_BY_HAND = _("Some calendars do not follow such a file. Please delete the entry there.")
TALK_IS_OFF = _("Introduction: does not take place")
CLOSE_SURE = _("Do you want to close this conversation for everybody in it?")
AWAY_SURE = _("Do you want to close this conversation, and never be introduced to these people again?")
CLOSE_MEANS = _("It cannot be opened again. Nobody is told who closed it.")
YES_CLOSE, YES_AWAY = _("Yes, close it"), _("Yes, close and block")
CLOSED_NOW = _("The conversation is closed.")
BLOCKED_NOW = _("I will not introduce you to these people again. They are not told.")
UNBLOCK_HOW = _("If that was a mistake, press Take the block back.")
QUIET = _("It was quiet for 30 days, so I closed it.")
NO_MORE_THERE = _("Somebody in it can no longer be written to here, so I closed it.")
NOT_REACHED = _("I could not reach the others, so this introduction does not happen.")
REMOVED = _("The message is being removed everywhere. Where I may not delete the original, it stays with its writer.")
NO_MESSAGE = _(
    "This message is not part of a conversation that I carry for you. "
    "On a bridge, organisers can remove it everywhere: they choose Moderate in its menu. "
    "To tell them of it, choose Report a message."
)

TALKED_YES, TALKED_NO, TALKED_PLANNED = _("Yes, we talked"), _("No"), _("We plan to")
THANKS = _("Thank you. Only counts of 5 or more are shown to anybody.")
OUTCOMES = (
    ("document", _("We shared a document")),
    ("mistake", _("Avoided a mistake")),
    ("visit", _("We visited")),
    ("pilot", _("We started a pilot")),
    ("nothing", _("Nothing, and that is fine")),
)
MORE, LESS, UNDO = _("More like this"), _("Less like this"), _("Undo")
LEANED_MORE = _("You will get more introductions like this one: ")
LEANED_LESS = _("You will get fewer introductions like this one: ")
UNDONE = _("That is undone.")
LEANED_HOW = _("You see and undo this in /intro settings.")
ONLY_YOU = _("Your answer is private. I ask only once.")


def closed(*, shared: bool) -> str:
    """A conversation has ended; `shared`: where its members all read one place, the bot cannot keep them apart."""
    return CLOSED_TOGETHER if shared else ROOM_CLOSED


def met(names: Sequence[str]) -> str:
    """Whom the opening brings together."""
    return _("{names}: meet each other.", names=listed(names))


def person(name: str, sector: str, employer: str) -> str:
    """One of those who are introduced, as the others may know them now."""
    where = SECTORS[Sector(sector)] if sector != Sector.UNSAID else ""
    facts = [fact for fact in (where, employer) if fact]
    return _("{name} ({facts})", name=name, facts=joined(facts)) if facts else name


def reads_in_a_thread(names: Sequence[str]) -> str:
    """Who else can read what is written, since some of them take no direct messages."""
    return n_(
        "{names} reads this in a private thread of a server, with me. "
        "Whoever may manage threads in that server can open and read it too.",
        "{names} read this in a private thread of a server, with me. "
        "Whoever may manage threads in that server can open and read it too.",
        len(names),
        names=listed(names),
    )


def wants(name: str, problem: str) -> str:
    """What one of them wants to change."""
    return _("{name} wants to change: “{problem}”", name=name, problem=problem)


def slot(moment: str, count: int, everybody: int) -> str:
    """A time that is offered, and how many can make it."""
    if not count:
        return moment
    return _("{moment} ({able} of {everybody} can)", moment=moment, able=count, everybody=everybody)


def prefers(name: str) -> str:
    """Told to the others."""
    return _("{name} prefers to just message. That is as good as a call.", name=name)


def talk_stands(moment: str) -> str:
    """Told to all when somebody prefers to write, and a time is agreed already."""
    return _(
        "Your talk, {moment}, stays in your calendars. Please write to each other whether it takes place.",
        moment=moment,
    )


def agreed_on(moment: str) -> str:
    """Told to whoever pressed the last time that was missing, or any later."""
    return _("All of you can make {moment}. The invitation for your calendar is on its way.", moment=moment)


def agreed(moment: str) -> str:
    """Told to all."""
    return _("All of you can make {moment}. Here is an invitation for your calendar.", moment=moment)


def did_you_talk(names: Sequence[str]) -> str:
    """Asked once, after 14 days."""
    return _("You were introduced to {names} two weeks ago. Did you talk?", names=listed(names))


def what_came(names: Sequence[str]) -> str:
    """Asked once, after 90 days."""
    return _("You were introduced to {names} three months ago. What came of it?", names=listed(names))


def summary(names: Sequence[str]) -> str:
    """The title of the meeting in a calendar."""
    return _("Introduction: {names}", names=listed(names))
