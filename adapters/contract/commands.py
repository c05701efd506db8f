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
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from adapters.contract.questions import TITLE_LIMIT, fitting, limit, taken
from adapters.contract.questions import Amiss as Amiss
from adapters.contract.questions import Answers as Answers
from adapters.contract.questions import Kind as Kind
from adapters.contract.questions import Question as Question
from adapters.contract.questions import Unfit as Unfit
from adapters.contract.questions import ask as ask
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef

_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}( [a-z][a-z0-9-]{0,30})?")


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


class Misunderstood(ValueError):
    """Answers with which a handler can do nothing; `args[0]` is a sentence for the person who gave them."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One command: `name` is one or two words ("unsilo", "bridge create"), `title` is what menus and forms show.

    With `form`, it opens a form with its questions; without, its questions are options on the command's line. A form
    that `begins` opens with some answers filled in already. With `venue`, the platform is asked what the channel is.
    What is written into one that `announces` is what an event says.
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
    announces: bool = False

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"command name {self.name!r} must be one or two lower-case words")
        limit(f"the title of {self.name}", self.title, TITLE_LIMIT)
        limit(f"the summary of {self.name}", self.summary, 100)
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
        """Whether it has to be known who opens the form: with which answers, and whether for this person at all."""
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
        """What people type, with what belongs behind it: "/bridge mute WHO TIME"; in brackets what may be left out.

        Of a choice, the words stand there of which one is typed: "/bridge chatham on|off".
        """
        asks = () if self.form else self.asks
        words = (ask.written if ask.required else f"[{ask.written}]" for ask in asks)
        return " ".join((f"/{self.name}", *words))

    def read(self, answers: Answers) -> Any:
        """Answers as the questions' dataclass; None when there are no questions. An answer of blanks is none.

        Raises Unfit when a required answer is missing, too long or not one of the choices.
        """
        if self.questions is None:
            return None
        answers = {name: taken(answer) for name, answer in answers.items()}
        given = [each for each in self.asks if answers.get(each.name)]
        for each in self.asks:
            if each.required and each not in given:
                raise Unfit(each, Amiss.MISSING)
        return self.questions(**{each.name: fitting(each, answers[each.name]) for each in given})

    def read_line(self, line: str) -> dict[str, str | tuple[str, ...]]:
        """Answers from the words after a slash command: a word for each question, the rest for the last."""
        asks = self.asks
        words = line.split(maxsplit=max(0, len(asks) - 1)) if asks else []
        return {
            ask.name: tuple(word.split(",")) if ask.kind is Kind.CHOICES else word
            for ask, word in zip(asks, words, strict=False)
        }


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `admin` is the platform's own word, asked at the time of use.

    `runs` and `within` are its word where they ask in no community, as in a private message: the communities that they
    run, and those that they are in. The latter is empty where an account belongs to its community for good. A
    `stranger` belongs to another organisation, with which the channel is shared.
    """

    account: AccountRef
    name: str
    admin: bool = False
    runs: frozenset[CommunityRef] = frozenset()
    within: frozenset[CommunityRef] = frozenset()
    stranger: bool = False


@dataclass(frozen=True, slots=True)
class Venue:
    """What a channel is, by the platform's own word at the time of use: its name, and whether it is closed to some of
    its community. Where that cannot be told it is `private`, without a name. `joined`: the bot is known to be in it,
    and may read and write there.
    """

    name: str = ""
    private: bool = False
    joined: bool = False


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
    """Someone used a slash command, or a command in a message's menu (`message`, `quoted`).

    `outsiders` are the ids of those mentioned in its answers who belong to another organisation, with which channels of
    this community are shared; whoever the platform does not place is one. `private`: it was used in a thread that only
    some of those in its channel may read.
    """

    name: str
    by: Caller
    channel: ChannelRef
    answers: Answers
    message: MessageRef | None = None
    quoted: Quoted | None = None
    venue: Venue = NOT_ASKED
    outsiders: frozenset[str] = frozenset()
    private: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """Someone pressed a button. `argument` names the row it acts on: untrusted, to be checked against that row.

    `private` as in `Command`.
    """

    name: str
    argument: str
    by: Caller
    channel: ChannelRef
    message: MessageRef
    venue: Venue = NOT_ASKED
    private: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Someone submitted a form. `argument` and `message` are those of the press or command that opened it.

    `private` as in `Command`.
    """

    name: str
    argument: str
    by: Caller
    channel: ChannelRef
    answers: Answers
    message: MessageRef | None = None
    venue: Venue = NOT_ASKED
    private: bool = False


@dataclass(frozen=True, slots=True)
class Beginning:
    """A form is about to open before someone: by a command, a command of a message's menu, or a press.

    `private` as in `Command`.
    """

    name: str
    argument: str
    by: Caller
    channel: ChannelRef
    message: MessageRef | None = None
    quoted: Quoted | None = None
    private: bool = False


Asked = Command | Press | Form
