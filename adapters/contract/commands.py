"""Commands, declared once for both platforms, and the calls that people make of them.

From a declaration come Slack's slash command, its one-line parsing and its modal, Discord's app command and its modal,
the help text, the README's table and Slack's app manifest. Limits of both platforms are checked when a declaration is
made, which is when its module is imported. Sources: Slack's Block Kit and manifest references (modal title 24,
shortcut name 24, option text 75, 10 shortcuts an app), Discord's application command and component references (name
32, description 100, modal title 45, label 45, at most 5 questions in a modal, 25 choices).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef
from adapters.contract.written import written

_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}( [a-z][a-z0-9-]{0,30})?")
Answers = Mapping[str, str | tuple[str, ...]]


class Way(StrEnum):
    """How people reach a command."""

    SLASH = "slash"  # by typing /name
    MENU = "menu"  # from a message's menu: Slack's message shortcut, Discord's message command
    BUTTON = "button"  # only by a button whose `action` is the command's name


class Who(StrEnum):
    """Who may use a command."""

    ANYONE = "anyone"
    ORGANISER = "organiser"


class Reply(StrEnum):
    """Who sees the answer. Discord fixes it in its first response, so it is part of the declaration."""

    PRIVATE = "private"  # only the person who asked
    PUBLIC = "public"  # everybody in the channel
    REPLACE = "replace"  # the message with the pressed button changes: an earlier answer, private as that was


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

    def __post_init__(self) -> None:
        _limit(f"the label of question {self.name}", self.label, 45)
        _limit(f"the hint of question {self.name}", self.hint, 100)
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,31}", self.name):
            raise ValueError(f"question name {self.name!r} must be 1 to 32 of a-z, 0-9 and _")
        if len(self.choices) > 25:
            raise ValueError(f"question {self.name} has {len(self.choices)} choices; Discord shows 25 at most")
        if bool(self.choices) != (self.kind in (Kind.CHOICE, Kind.CHOICES)):
            raise ValueError(f"question {self.name}: choices go with the kinds choice and choices")
        for value, label in self.choices:
            _limit(f"a choice of question {self.name}", label, 75)
            _limit(f"a choice's value of question {self.name}", value, 100)


def ask(
    label: str,
    *,
    kind: Kind = Kind.LINE,
    hint: str = "",
    choices: tuple[tuple[str, str], ...] = (),
    max_length: int = 300,
    default: Any = dataclasses.MISSING,
) -> Any:
    """A field of a questions dataclass. With a default, the question need not be answered."""
    if choices and kind is Kind.LINE:
        kind = Kind.CHOICE
    meta = {"ask": {"label": label, "kind": kind, "hint": hint, "choices": choices, "max_length": max_length}}
    return dataclasses.field(default=default, metadata=meta)


class Misunderstood(ValueError):
    """Answers that do not fit the questions; `args[0]` is a sentence for the person who gave them."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One command: `name` is one or two words ("unsilo", "bridge create"), `title` is what menus and forms show.

    With `form`, it opens a form with its questions; without, its questions are options on the command's line. A form
    that `begins` opens with some answers filled in already. With `venue`, the platform is asked what the channel is.
    """

    name: str
    title: str
    summary: str
    questions: type[Any] | None = None
    ways: frozenset[Way] = frozenset({Way.SLASH})
    who: Who = Who.ANYONE
    reply: Reply = Reply.PRIVATE
    form: bool = False
    begins: bool = False
    venue: bool = False

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"command name {self.name!r} must be one or two lower-case words")
        _limit(f"the title of {self.name}", self.title, 24)
        _limit(f"the summary of {self.name}", self.summary, 100)
        if self.form and not 1 <= len(self.asks) <= 5:
            raise ValueError(f"the form of {self.name} has {len(self.asks)} questions; a form takes 1 to 5")
        if not self.form and any("{" in each.hint for each in self.asks):
            raise ValueError(f"{self.name} has no form whose hints could be of the day")
        if self.begins and not self.form:
            raise ValueError(f"{self.name} has no form that could begin with answers")
        if Way.MENU in self.ways and self.asks and not self.form:
            raise ValueError(f"{self.name} is in a message's menu: its questions need a form")

    @property
    def asks_first(self) -> bool:
        """Whether the core is asked before the form opens: with which answers, and whether for this person at all."""
        return self.form and (self.begins or self.who is Who.ORGANISER)

    @property
    def asks(self) -> tuple[Question, ...]:
        """The questions, in order."""
        if self.questions is None:
            return ()
        return tuple(
            Question(field.name, required=field.default is dataclasses.MISSING, **field.metadata["ask"])
            for field in dataclasses.fields(self.questions)
        )

    @property
    def typed(self) -> str:
        """What people type, with what belongs behind it: "/bridge mute WHO TIME"; in brackets what may be left out."""
        asks = () if self.form else self.asks
        words = (ask.name.upper() if ask.required else f"[{ask.name.upper()}]" for ask in asks)
        return " ".join((f"/{self.name}", *words))

    def read(self, answers: Answers) -> Any:
        """Answers as the questions' dataclass; None when there are no questions.

        Raises Misunderstood when a required answer is missing, too long or not one of the choices.
        """
        if self.questions is None:
            return None
        answers = {name: _written(answer) for name, answer in answers.items()}
        given = [ask for ask in self.asks if answers.get(ask.name)]
        for ask in self.asks:
            if ask.required and ask not in given:
                typed = Way.SLASH in self.ways and not self.form
                if typed and ask.choices:
                    raise Misunderstood(_choose(ask))
                raise Misunderstood(
                    f"Please add {ask.name}: {self.typed}" if typed else f"Please answer “{ask.label}”."
                )
        return self.questions(**{ask.name: _fit(ask, answers[ask.name]) for ask in given})

    def read_line(self, line: str) -> dict[str, str | tuple[str, ...]]:
        """Answers from the words after a slash command: a word for each question, the rest for the last."""
        asks = self.asks
        words = line.split(maxsplit=max(0, len(asks) - 1)) if asks else []
        return {
            ask.name: tuple(word.split(",")) if ask.kind is Kind.CHOICES else word
            for ask, word in zip(asks, words, strict=False)
        }


def _written(answer: str | tuple[str, ...]) -> str | tuple[str, ...]:
    return written(answer) if isinstance(answer, str) else tuple(map(written, answer))


def _fit(ask: Question, answer: str | tuple[str, ...]) -> str | tuple[str, ...]:
    values = (answer,) if isinstance(answer, str) else answer
    for value in values:
        if len(value) > ask.max_length:
            raise Misunderstood(f"“{ask.label}” takes up to {ask.max_length} characters. Yours has {len(value)}.")
        if ask.choices and value not in {known for known, _ in ask.choices}:
            raise Misunderstood(_choose(ask))
    return values if ask.kind is Kind.CHOICES else values[0]


def _choose(ask: Question) -> str:
    labels = ", ".join(label for _, label in ask.choices)
    return f"For “{ask.label}”, choose one of: {labels}."


def _limit(what: str, text: str, most: int) -> None:
    if len(text) > most:
        raise ValueError(f"{what} has {len(text)} characters; {most} is the most that both platforms show")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `admin` is the platform's own word, asked at the time of use.

    `runs` is its word where they ask in no community, as in a private message: the communities that they run.
    """

    account: AccountRef
    name: str
    admin: bool = False
    runs: frozenset[CommunityRef] = frozenset()


@dataclass(frozen=True, slots=True)
class Venue:
    """What a channel is, by the platform's own word at the time of use: its name, and whether it is closed to some of
    its community. Where that cannot be told it is `private`, without a name.
    """

    name: str = ""
    private: bool = False


NOT_ASKED = Venue()


@dataclass(frozen=True, slots=True)
class Quoted:
    """The message in whose menu a command was chosen, as the platform sends it along: who wrote it, and its words.

    `author` is None for bots. It serves that one answer, and is never stored.
    """

    author: AccountRef | None
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """Someone used a slash command, or a command in a message's menu (`message`, `quoted`)."""

    name: str
    by: Caller
    channel: ChannelRef
    answers: Answers
    message: MessageRef | None = None
    quoted: Quoted | None = None
    venue: Venue = NOT_ASKED


@dataclass(frozen=True, slots=True)
class Press:
    """Someone pressed a button. `argument` names the row it acts on: untrusted, to be checked against that row."""

    name: str
    argument: str
    by: Caller
    channel: ChannelRef
    message: MessageRef
    venue: Venue = NOT_ASKED


@dataclass(frozen=True, slots=True)
class Form:
    """Someone submitted a form. `argument` and `message` are those of the press or command that opened it."""

    name: str
    argument: str
    by: Caller
    channel: ChannelRef
    answers: Answers
    message: MessageRef | None = None
    venue: Venue = NOT_ASKED


@dataclass(frozen=True, slots=True)
class Beginning:
    """A form is about to open before someone: by a command, a command of a message's menu, or a press."""

    name: str
    argument: str
    by: Caller
    channel: ChannelRef
    message: MessageRef | None = None
    quoted: Quoted | None = None


Asked = Command | Press | Form
