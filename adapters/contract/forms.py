"""A form as it opens before one person: the words are the core's, and platforms only show them."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.questions import BUTTON_LIMIT, TITLE_LIMIT, Answers, Question, limit


@dataclass(frozen=True, slots=True)
class Opened:
    """The form of the command `name`, in words that its reader reads, with the answers with which it begins.

    `send` and `cancel` stand on its buttons, and `optional` behind the label of a question that need not be answered,
    where a platform has no words of its own for these. Nothing in it is left to fill in.
    """

    name: str
    title: str
    asks: tuple[Question, ...]
    answers: Answers
    send: str
    cancel: str
    optional: str

    def __post_init__(self) -> None:
        limit(f"the title of {self.name}", self.title, TITLE_LIMIT)
        for label in (self.send, self.cancel, self.optional):
            limit(f"a word of the form of {self.name}", label, BUTTON_LIMIT)
