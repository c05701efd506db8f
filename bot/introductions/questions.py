"""Sentences about questions that members put with /ask."""

from __future__ import annotations

from bot.texts import ROLES, SECTORS
from storage.profiles import Alike, Sector

ANSWER, NOT_ME, THANK, REVEAL, CLOSE = "Answer", "Not for me", "Thank them", "Show them who I am", "Close the question"
NEEDS_PROFILE = "To ask a question, write your profile first: use /profile. Others then see your sector."
ASKED_ALREADY = "You have put this question already. Answers come back here."
TOO_MANY = "You have put 3 questions in the last 7 days. Please wait before you put another one."
NOBODY = "I found nobody who takes part in introductions and could answer this now. Nothing was sent."
NOBODY_BUT_HERE = "I found nobody else who could answer this now. It is in this channel and those it is joined with."
NOT_HERE = "This channel is not joined with any other, so I can only ask people directly."
ONLY_YOU = (
    "Whoever answers sees your sector, and your role level if at least 5 members share it. They do not see your name."
)
ASKED_YOU = "You are asked because your profile says that you may know. Nobody is told if you do not answer."
NO_PATIENTS = "Please do not share information about patients or people you care for."
SENT = "Your answer is on its way. It shows your sector, and your role level if at least 5 members share it."
CLOSED = "This question does not take answers any more."
NOT_INVITED = "This question is for people who are not suppliers. Whoever asked can invite suppliers, and did not."
NOT_YOURS = "This question was not put to you."
NEEDS_PROFILE_TO_ANSWER = "To answer, write your profile first: use /profile. Your answer then shows your sector."
OWN = "You cannot answer your own question."
THANKED = "I pass your thanks on."
THANKS = "Whoever asked a question that you answered says thank you."
REVEALED = "Done. Those who answered know now who asked."
NOBODY_ANSWERED = "Nobody has answered yet, so there is nobody to show it to."
CLOSED_NOW = "The question is closed. I have deleted its words."
PASSED = "That is fine. Nobody is told."


def who(kind: Alike) -> str:
    """A member by what at least five share."""
    sector = f"Somebody: {SECTORS[Sector(kind.sector)]}" if kind.sector else "Somebody, sector not shown"
    return f"{sector}, {ROLES[kind.role].lower()}" if kind.role else sector


def asks(who: str) -> str:
    """Above a question."""
    return f"{who}, asks:"


def named_asks(name: str, who: str) -> str:
    """Above a question whose writer shows their name."""
    return f"{name} ({who.removeprefix('Somebody: ')}) asks:"


def put_to(count: int) -> str:
    """Told to whoever asked; how many may know stays hidden while they are few."""
    people = f"{count if count >= 5 else 'a few'} people"
    return f"Your question goes to {people} who may know, each in their working hours. Answers come back here."


def answers(who: str) -> str:
    """Above an answer."""
    return f"{who}, answers your question:"


def named_answers(name: str, who: str) -> str:
    """Above an answer whose writer shows their name."""
    return f"{name} ({who.removeprefix('Somebody: ')}) answers your question:"


def it_was(name: str) -> str:
    """Told to those who answered."""
    return f"The question that you answered was from {name}."
