"""Sentences about jargon that members read."""

from __future__ import annotations

WHICH = "Please say which term: /jargon ICB"
ADD_HOW = "Do you know it? To add it for everybody, type /jargon add."
OTHER_SENSES = "It can also mean:"
NO_WORDS = "I cannot see any words in this message."
NONE_HERE = "I know none of the terms in this message. To look one up, type /jargon and the term."
MAY_BE_WRONG = "I read this from the glossary and the words nearby. It may be wrong: if in doubt, ask the author."
THANKS = "Thank you. The organisers of this community are asked whether to add it. I tell you what they say."
NOBODY_TO_ASK = "Thank you. It is kept, and an organiser of this community can add it with /jargon list."
TOO_MANY = "10 terms of yours wait for organisers already. Please talk to one of them."
ADDED = "It is added. Everybody can look it up, and it helps people to be matched."
ADD_WHERE = "Please do this in a channel of your community, so that I know whose term it is."
GONE = "This term was answered already, or is gone."
NONE_LISTED = "This community has added no terms yet. Anybody can propose one with /jargon add."
WAITS = " (waits for you)"
OTHERS_WAIT = "There are more. They appear here once you have answered these."
WHAT_COUNTS = "A term that you add is used for everybody, to look it up and to match people. Please check it."


def unknown(term: str) -> str:
    """No glossary has it."""
    return f"I do not know “{term}”."


def where_from(source: str) -> str:
    """Behind a meaning: who says so."""
    return f" ({source})"


def stands_for(term: str, expansion: str) -> str:
    """A term and what it is short for."""
    return term if term == expansion else f"{term}: {expansion}"


def proposed(term: str, expansion: str, meaning: str) -> str:
    """Told to organisers, behind the member's name."""
    return f" proposes a term for the glossary. {stands_for(term, expansion)}. {meaning}"


def was_added(term: str) -> str:
    """Told to whoever proposed it."""
    return f"The organisers added your term “{term}” to the glossary. Thank you."


def was_declined(term: str) -> str:
    """Told to whoever proposed it."""
    return f"The organisers did not add your term “{term}” to the glossary."


def added(term: str) -> str:
    """Shown in place of the question."""
    return f"“{term}” is in the glossary now."


def declined(term: str) -> str:
    """Shown in place of the question."""
    return f"“{term}” was not added."


def removed(term: str, count: int) -> str:
    """An organiser took it away."""
    return f"“{term}” is removed." if count == 1 else f"“{term}” is removed, with all its {count} meanings."


def not_listed(term: str) -> str:
    """There is nothing to take away."""
    return f"This community has not added “{term}”. To see what it has added, type /jargon list."


def add(number: int) -> str:
    """On a button."""
    return f"Add {number}"


def leave_out(number: int) -> str:
    """On a button."""
    return f"Do not add {number}"
