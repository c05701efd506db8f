"""What a command asks, what may be answered, and whether an answer fits. Limits are those of both platforms."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from adapters.contract.written import is_blank, written

Answers = Mapping[str, str | tuple[str, ...]]
TITLE_LIMIT, LABEL_LIMIT, HINT_LIMIT, CHOICE_LIMIT, BUTTON_LIMIT = 24, 45, 100, 75, 24  # characters


class Kind(StrEnum):
    """What a question takes."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    CHOICE = "choice"
    CHOICES = "choices"


@dataclass(frozen=True, slots=True)
class Question:
    """An option on the line, or a field of a form (with `moments.hint_today`). `choices` are (value, label)."""

    name: str
    label: str
    kind: Kind = Kind.LINE
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True
    max_length: int = 300
    sign: str = ""

    @property
    def written(self) -> str:
        """What stands for the answer where a command is shown: the words to choose from, its sign, or its name."""
        if self.kind is Kind.CHOICE:
            return "|".join(value for value, _ in self.choices)
        return self.sign or self.name.upper()

    def __post_init__(self) -> None:
        limit(f"the label of question {self.name}", self.label, LABEL_LIMIT)
        limit(f"the hint of question {self.name}", self.hint, HINT_LIMIT)
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,31}", self.name):
            raise ValueError(f"question name {self.name!r} must be 1 to 32 of a-z, 0-9 and _")
        if len(self.choices) > 25:
            raise ValueError(f"question {self.name} has {len(self.choices)} choices; Discord shows 25 at most")
        if bool(self.choices) != (self.kind in (Kind.CHOICE, Kind.CHOICES)):
            raise ValueError(f"question {self.name}: choices go with the kinds choice and choices")
        for value, label in self.choices:
            limit(f"a choice of question {self.name}", label, CHOICE_LIMIT)
            limit(f"a choice's value of question {self.name}", value, 100)


def ask(
    label: str,
    *,
    kind: Kind = Kind.LINE,
    hint: str = "",
    choices: tuple[tuple[str, str], ...] = (),
    max_length: int = 300,
    default: Any = dataclasses.MISSING,
    sign: str = "",
) -> Any:
    """A field of a questions dataclass. With a default, the question need not be answered.

    `sign` stands for the answer where a command is shown, where the question's name says too little of it.
    """
    if choices and kind is Kind.LINE:
        kind = Kind.CHOICE
    meta = {"label": label, "kind": kind, "hint": hint, "choices": choices, "max_length": max_length, "sign": sign}
    return dataclasses.field(default=default, metadata={"ask": meta})


class Amiss(StrEnum):
    """Why an answer does not fit its question."""

    MISSING = "missing"
    TOO_LONG = "too long"
    NO_CHOICE = "no choice"


class Unfit(ValueError):
    """An answer that does not fit its question, or that lacks. The core has the sentence for it."""

    def __init__(self, ask: Question, amiss: Amiss, answer: str = "") -> None:
        super().__init__(ask.name, amiss)
        self.ask, self.amiss, self.answer = ask, amiss, answer


def taken(answer: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """An answer without what nobody types; empty when nothing in it can be seen."""
    if isinstance(answer, tuple):
        return tuple(map(written, answer))
    return "" if is_blank(words := written(answer)) else words


def fitting(ask: Question, answer: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """The answer to a question as it is declared. Raises Unfit when it is too long, or not one of the choices."""
    values = (answer,) if isinstance(answer, str) else answer
    known = {value.casefold(): value for value, _ in ask.choices}  # who types one may begin it with a capital
    for value in values:
        if len(value) > ask.max_length:
            raise Unfit(ask, Amiss.TOO_LONG, value)
        if ask.choices and value.casefold() not in known:
            raise Unfit(ask, Amiss.NO_CHOICE, value)
    chosen = tuple(known[value.casefold()] for value in values) if ask.choices else values
    return chosen if ask.kind is Kind.CHOICES else chosen[0]


def limit(what: str, text: str, most: int) -> None:
    """Raises ValueError when a text is longer than both platforms show."""
    if len(text) > most:
        raise ValueError(f"{what} has {len(text)} characters; {most} is the most that both platforms show")
