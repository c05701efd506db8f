"""Sentences about questions that members put with /ask."""

from __future__ import annotations

from bot.saying import _, n_
from bot.texts import ROLES_INSIDE, SECTORS
from storage.profiles import Alike, Sector

ANSWER, NOT_ME, THANK = _("Answer"), _("Not for me"), _("Thank them")
REVEAL, CLOSE, REPORT = _("Show them who I am"), _("Close the question"), _("Report it")
NEEDS_PROFILE = _("To ask a question, write your profile first: use /profile. Others then see your sector.")
ASKED_ALREADY = _("You have put this question already. I send you the answers privately.")
TOO_MANY = _("You have put 3 questions in the last 7 days. Please wait before you put another one.")
NOBODY = _("I found nobody who takes part in introductions and could answer this now. Nothing was sent.")
NOBODY_BUT_HERE = _("I found nobody else who could answer this now. It is in the channels where your messages appear.")
NOT_HERE = _("This channel is not joined with any other, so I can only ask people directly.")
ASK_A_FEW = _("You can still ask a few people directly.")
STAYS_HERE = _(
    "What you write here is not copied at the moment, so your question was not put into any channel. "
    "Use /unsilo to see why. You can still ask a few people directly."
)
ONLY_YOU = _(
    "Whoever is asked does not see your name. "
    "They see your sector and role level only where at least 5 members share them. Suppliers are always shown as such."
)
# How many may know stays hidden: they are few.
PUT = _(
    "Your question goes to a few people who may know, each in their working hours. I send you their answers privately. "
    "Whoever takes no direct messages may read your question in a private thread of their server. "
    "Whoever may manage threads there could read it too."
)
ASKED_YOU = _(
    "You are asked because your profile says that you may know. Nobody is told if you do not answer. "
    "If whoever asked takes no direct messages, they may read your answer in a private thread of their server. "
    "Whoever may manage threads there could read it too."
)
NO_PATIENTS = _("Please do not share information about patients or people you care for.")
ANSWER_STAYS_HERE = _(
    "What you write here is not copied at the moment, so your answer was not passed on. Use /unsilo to see why."
)
ANSWERED_OFTEN = _("I have passed on 3 answers of yours to this question. That is as many as I pass on.")
# So much is true of everybody: nobody is to learn from it that they are kept away, and so who asked.
SENT = _(
    "Your answer goes to whoever asked, without your name, unless one of you keeps the other away. "
    "It shows your sector and role level only where at least 5 members share them. Suppliers are always shown as such. "
    "Whoever takes no direct messages may read it in a private thread of their server. "
    "Whoever may manage threads there could read it too."
)
SENT_NAMED = _(
    "Your answer goes to whoever asked, with your name, unless one of you keeps the other away. "
    "Whoever takes no direct messages may read it in a private thread of their server. "
    "Whoever may manage threads there could read it too."
)
CLOSED = _("This question does not take answers any more.")
NOT_INVITED = _("Whoever asked did not choose that suppliers answer, so you cannot answer this question.")
NOT_YOURS = _("This question was not put to you.")
NEEDS_PROFILE_TO_ANSWER = _(
    "To answer, write your profile first. Your answer shows your sector only where at least 5 members share it. "
    "Suppliers are always shown as such."
)
WRITE_PROFILE = _("Write your profile")
OWN = _("You cannot answer your own question.")
THANKED = _("I pass your thanks on.")
THANKED_BEFORE = _("I have passed your thanks on already.")
THANKS = _("Whoever asked a question that you answered says thank you.")
REVEALED = _("Done. Those who answered know now who asked.")
NOBODY_ANSWERED = _("Nobody has answered yet, so there is nobody to show it to.")
CLOSED_NOW = _("The question is closed. I have deleted its words.")
STOOD_HERE = _("A question stood here. It takes no answers any more, and I have deleted its words.")
PASSED = _("That is fine. Nobody is told.")


def asks(kind: Alike) -> str:
    """Above a question: who asks, by what at least five members share."""
    return _("Somebody ({facts}) asks:", facts=_facts(kind))


def named_asks(name: str, kind: Alike) -> str:
    """Above a question whose writer shows their name; in channels, with their community."""
    return _("{name} ({facts}) asks:", name=name, facts=_facts(kind))


def has_a_word(bridge: str, word: str) -> str:
    """Its words are not let through."""
    return _(
        "Your question was not put into any channel. The organisers of the bridge “{bridge}” filter “{word}”.",
        bridge=bridge,
        word=word,
    )


def answer_has_a_word(bridge: str, word: str) -> str:
    """The same of an answer that is given in a channel."""
    return _(
        "Your answer was not passed on. The organisers of the bridge “{bridge}” filter “{word}”.",
        bridge=bridge,
        word=word,
    )


def answers(kind: Alike) -> str:
    """Above an answer."""
    return _("Somebody ({facts}) answers your question:", facts=_facts(kind))


def named_answers(name: str, kind: Alike) -> str:
    """Above an answer whose writer shows their name."""
    return _("{name} ({facts}) answers your question:", name=name, facts=_facts(kind))


def waits(count: float) -> tuple[str, ...]:
    """What whoever answers reads besides, where what they write is held for so many seconds first."""
    if not count:
        return ()
    goes = n_("Your answer goes out in {count} second, as messages from here do.",
              "Your answer goes out in {count} seconds, as messages from here do.", int(count))  # fmt: skip
    return goes, _("It does not go out if you opt out before, or organisers keep your messages or the question back.")


def it_was(name: str) -> str:
    """Told to those who answered."""
    return _("The question that you answered was from {name}.", name=name)


def _facts(kind: Alike) -> str:
    """A member's sector and role level, as far as they are shown."""
    sector = SECTORS[Sector(kind.sector)] if kind.sector else _("sector not shown")
    return _("{sector}, {role}", sector=sector, role=ROLES_INSIDE[kind.role]) if kind.role else sector
