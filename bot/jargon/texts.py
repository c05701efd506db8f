"""Sentences about jargon that members read."""

from __future__ import annotations

from bot.saying import _, n_

WHICH = _("Please say which term: /jargon ICB")
ADD_HOW = _("Do you know it? To add it for everybody, type /jargon add.")
OTHER_SENSES = _("It can also mean:")
NO_WORDS = _("I cannot see any words in this message.")
NONE_HERE = _("I know none of the terms in this message. To look one up, type /jargon and the term.")
MAY_BE_WRONG = _("I read this from the glossary and the words nearby. It may be wrong: if in doubt, ask the author.")
THANKS = _("Thank you. The organisers of this community are asked whether to add it. I tell you what they say.")
NOBODY_TO_ASK = _("Thank you. It is kept, and an organiser of this community can add it with /jargon list.")
TOO_MANY = _("10 terms of yours wait for organisers already. Please talk to one of them.")
THERE = _("This term is there already, or waits for the organisers. Nothing was changed.")
ADDED = _("It is added. Everybody can look it up, and it helps people to be matched.")
ADD_WHERE = _("Please do this in a channel of your community, so that I know whose term it is.")
GONE = _("This term was answered already, or is gone.")
NONE_LISTED = _("This community has added no terms yet. Anybody can propose one with /jargon add.")
WAITS = _(" (waits for you)")
OTHERS_WAIT = _("There are more. They appear here once you have answered these.")
WHAT_COUNTS = _("A term that you add is used for everybody, to look it up and to match people. Please check it.")


def unknown(term: str) -> str:
    """No glossary has it."""
    return _("I do not know “{term}”.", term=term)


def where_from(source: str) -> str:
    """Behind a meaning: who says so."""
    return f" ({source})"


def stands_for(term: str, expansion: str) -> str:
    """A term and what it is short for."""
    return term if term == expansion else f"{term}: {expansion}"


def proposed(term: str, expansion: str, meaning: str) -> str:
    """Told to organisers, behind the member's name."""
    return _(" proposes a term for the glossary. {term}. {meaning}", term=stands_for(term, expansion), meaning=meaning)


def was_added(term: str) -> str:
    """Told to whoever proposed it."""
    return _("The organisers added your term “{term}” to the glossary. Thank you.", term=term)


def was_declined(term: str) -> str:
    """Told to whoever proposed it."""
    return _("The organisers did not add your term “{term}” to the glossary.", term=term)


def added(term: str) -> str:
    """Shown in place of the question."""
    return _("“{term}” is in the glossary now.", term=term)


def declined(term: str) -> str:
    """Shown in place of the question."""
    return _("“{term}” was not added.", term=term)


def removed(term: str, count: int) -> str:
    """An organiser took it away."""
    return n_("“{term}” is removed.", "“{term}” is removed, with its {count} meanings.", count, term=term)


def not_listed(term: str) -> str:
    """There is nothing to take away."""
    return _("This community has not added “{term}”. To see what it has added, type /jargon list.", term=term)


def add(number: int) -> str:
    """On a button."""
    return _("Add {number}", number=number)


def leave_out(number: int) -> str:
    """On a button."""
    return _("Do not add {number}", number=number)
