"""What a term means: typed, or in the menu of a message. What a message says is looked up, and never embedded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from adapters.contract.commands import Command, Declaration, Way, ask
from adapters.contract.content import Content, ListBlock, Paragraph, Small, Style, Styled, Text, plain
from bot.feature import Call, Handler
from bot.jargon import texts
from bot.saying import _
from bot.terms import Terms
from matching.jargon import Entry, Glossary
from storage.database import Database, Unit

SENSES = 4  # of one term, at most
TERMS = 10  # of one message, at most


@dataclass(frozen=True)
class Which:
    """The term that somebody asks about."""

    term: str = ask(_("Term"), hint="For example: ICB", max_length=80)


class Asking:
    """The handlers that explain."""

    def __init__(self, database: Database, terms: Terms) -> None:
        self._database = database
        self._terms = terms

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """By typing, and from a message's menu."""
        menu = frozenset({Way.MENU})
        meaning = Declaration("jargon", "Look up", _("Say what a term of health and care means"), Which)
        message = Declaration("jargon this", "What does that mean?", "Explain the terms of a message", ways=menu)
        return (
            Handler(meaning, self._meaning, self._glossary),
            Handler(message, self._message, self._glossary),
        )

    async def _glossary(self, call: Call) -> Glossary:
        """The glossary with the terms that are approved now."""
        self._terms.learn(await self._database.read(lambda unit: unit.jargon.approved()))
        return self._terms.glossary

    async def _meaning(self, call: Call, unit: Unit) -> Content:
        """What a term can mean, the likeliest sense first."""
        glossary: Glossary = call.prepared
        term = call.answers.term.strip()
        senses = _known(glossary.meanings(term))[:SENSES]
        return explained(senses) if senses else plain(texts.unknown(term), texts.ADD_HOW)

    async def _message(self, call: Call, unit: Unit) -> Content:
        """What the terms of a message mean there."""
        glossary: Glossary = call.prepared
        quoted = call.asked.quoted if isinstance(call.asked, Command) else None
        if quoted is None:
            return plain(texts.NO_WORDS)
        found = _known(mention.entry for mention in glossary.terms_in(quoted.text))[:TERMS]
        if not found:
            return plain(texts.NONE_HERE)
        said = ListBlock(tuple((_line(entry),) for entry in found))
        return Content((said, Small((Text(texts.MAY_BE_WRONG),))))


def explained(senses: Sequence[Entry]) -> Content:
    """The first sense, and then the others, each with who says so."""
    first, *others = senses
    if not others:
        return Content((_line(first),))
    rest = ListBlock(tuple((_line(sense),) for sense in others))
    return Content((_line(first), *plain(texts.OTHER_SENSES).blocks, rest))


def _line(entry: Entry) -> Paragraph:
    head = Styled(Style.BOLD, (Text(texts.stands_for(entry.term, entry.expansion)),))
    return Paragraph((head, Text(f". {entry.meaning}{texts.where_from(entry.source)}")))


def _known(entries: Iterable[Entry]) -> list[Entry]:
    """Each sense once, without the everyday ones."""
    return list(dict.fromkeys(entry for entry in entries if entry.written))
