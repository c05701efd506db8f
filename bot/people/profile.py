"""What members say of themselves: the form with which a profile begins, and a small form for each further answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from adapters.contract.commands import Answers, Beginning, Declaration, Way
from adapters.contract.content import Button, Content, plain
from adapters.contract.refs import AccountRef
from bot import profiles
from bot.embedding.understanding import Understanding
from bot.feature import Call, Handler
from bot.people import being_found, fields, rules, sectors, texts
from bot.people.understood import Meaning, keep, not_yet, understood
from bot.returning import returned
from bot.saying import _
from storage.consents import Kind
from storage.database import Unit
from storage.profiles import Profile, Said, Sector, Stage, topic_key

PROFILE, EDIT, PEERS = "profile", "profile edit", "peers"
BUTTON = frozenset({Way.BUTTON})


@dataclass(frozen=True, slots=True)
class Extra:
    """A further answer: the form that asks for it, how that begins, and what keeps it.

    `keep` says what is wrong with the answer, or nothing; `says` which text it is by which others find the member: its
    key and its words, empty when it goes.
    """

    name: str
    title: str
    asks: type[Any]
    begin: Callable[[Profile], Answers]
    keep: Callable[[Call, Unit, Profile], Awaitable[str]]
    says: Callable[[Any], dict[str, str]] = lambda answers: {}


async def own(account: AccountRef, unit: Unit) -> Profile | None:
    """The profile of an account's member, whichever of their accounts it is."""
    return await unit.profiles.of(await unit.members.accounts(account))


def write_button(label: str = texts.WRITE) -> Button:
    """A button that opens the first form."""
    return Button(label, PROFILE)


def extra_buttons() -> tuple[Button, ...]:
    """A button for each further answer."""
    return tuple(Button(extra.title, extra.name) for extra in EXTRAS)


class Writing:
    """The handlers that write a profile. Words and what they mean to the model are kept together.

    While there is no model, words are kept alone, and embedded later.
    """

    def __init__(self, understanding: Understanding) -> None:
        self._understanding = understanding

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """The first form, by both its names, and the small ones."""
        slash = frozenset({Way.SLASH, Way.BUTTON})
        summaries = {
            PROFILE: _("Say what you are trying to change, so that others find you"),
            EDIT: _("Change your profile"),
        }
        first = (
            Declaration(name, _("Your profile"), summary, fields.About, ways=slash, form=True, begins=True)
            for name, summary in summaries.items()
        )
        return (
            *(Handler(declared, self._save, self._about, _begin) for declared in first),
            *(self._small(extra) for extra in EXTRAS),
        )

    async def _about(self, call: Call) -> Meaning:
        return await understood(self._understanding, [rules.one_line(call.answers.problem)])

    def _small(self, extra: Extra) -> Handler:
        """The handler of one further answer."""

        async def begins(form: Beginning, unit: Unit) -> Answers:
            mine = await own(form.by.account, unit)
            return {} if mine is None else extra.begin(mine)

        async def prepare(call: Call) -> Meaning:
            return await understood(self._understanding, extra.says(call.answers).values())

        async def save(call: Call, unit: Unit) -> Content:
            mine = await own(call.asked.by.account, unit)
            if mine is None:
                return replace(returned(call, texts.NO_PROFILE), buttons=(write_button(),))
            if wrong := await extra.keep(call, unit, mine):
                return returned(call, wrong)
            return await self._saved(call, unit, mine.person, extra.says(call.answers))

        declared = Declaration(extra.name, extra.title, extra.title, extra.asks, ways=BUTTON, form=True, begins=True)
        return Handler(declared, save, prepare, begins)

    async def _save(self, call: Call, unit: Unit) -> Content:
        """Keep sector and problem; the first time, this makes the profile. A sector that was chosen once stays."""
        me, problem, wanted = call.asked.by, rules.one_line(call.answers.problem), Sector(call.answers.sector)
        mine = await own(me.account, unit)
        if wrong := named(call, mine, problem) or ("" if problem else texts.NO_PROBLEM):
            return returned(call, wrong)
        if mine is not None:
            person, sector = mine.person, mine.sector
        else:
            person, sector = await profiles.start(unit, me.account, wanted, call.now)
            agreed_to = await being_found.in_the_form(me.account, unit)
            await unit.consents.give(me.account, Kind.FOUND, agreed_to, call.now)
        said = {Said.PROBLEM.value: problem}
        await unit.profiles.say(person, Said.PROBLEM, problem, call.now)
        if sector is wanted:
            return await self._saved(call, unit, person, said, first=mine is None)
        agreed, hide = _agreed(first=mine is None)
        lines = (texts.SECTOR_STAYS, *agreed, *await self._later(call, unit, person, said), texts.SECTOR_ASK)
        return Content(plain(*lines).blocks, buttons=(sectors.ask_button(wanted), *hide))

    async def _later(self, call: Call, unit: Unit, person: str, said: dict[str, str]) -> list[str]:
        """Have others find the member by these texts; a line that says so, when they cannot yet."""
        if not said or await keep(person, said, call.prepared, unit, call.now):
            return []
        return [not_yet(self._understanding.state.stage)]

    async def _saved(
        self, call: Call, unit: Unit, person: str, said: dict[str, str], *, first: bool = False
    ) -> Content:
        """Have others find the member by their new words, and offer what comes next."""
        agreed, hide = _agreed(first=first)
        lines = [texts.SAVED, *agreed, *await self._later(call, unit, person, said)]
        kept = await unit.profiles.by_person(person)
        if kept is not None and any(rules.holds(kept.employer, words) for words in kept.words):
            lines.append(texts.EMPLOYER_STANDS)
        lines.append(texts.MORE)
        see = Button(texts.SEE, "profile show")
        buttons = (Button(texts.FIND, PEERS), see, *extra_buttons(), *hide)
        return Content(plain(*lines).blocks, buttons=buttons)


def _agreed(*, first: bool) -> tuple[tuple[str, ...], tuple[Button, ...]]:
    """What whoever saved their profile for the first time said yes to, and the button that takes it back."""
    return ((texts.AGREED,), (being_found.HIDE,)) if first else ((), ())


def named(call: Call, mine: Profile | None, words: str) -> str:
    """What is wrong with words that others read blind: a name of the member or their employer stands in them."""
    if rules.holds_person(call.asked.by.name, words):
        return texts.NAMES_YOU
    return texts.NAMES_EMPLOYER if mine is not None and rules.holds(mine.employer, words) else ""


async def _begin(form: Beginning, unit: Unit) -> Answers:
    return fields.about(await own(form.by.account, unit))


def _say(which: Said) -> Callable[[Call, Unit, Profile], Awaitable[str]]:
    async def keep(call: Call, unit: Unit, mine: Profile) -> str:
        words = rules.one_line(call.answers.answer)
        if wrong := named(call, mine, words):
            return wrong
        await unit.profiles.say(mine.person, which, words, call.now)
        return ""

    return keep


def _says(which: Said) -> Callable[[Any], dict[str, str]]:
    return lambda answers: {which.value: rules.one_line(answers.answer)}


def _describe(fact: str) -> Callable[[Call, Unit, Profile], Awaitable[str]]:
    async def keep(call: Call, unit: Unit, mine: Profile) -> str:
        await unit.profiles.describe(mine.person, **{fact: call.answers.answer})
        return ""

    return keep


async def _stand(call: Call, unit: Unit, mine: Profile) -> str:
    topic = rules.one_line(call.answers.topic)
    if wrong := named(call, mine, topic):
        return wrong
    stage = None if call.answers.stage == fields.GONE else Stage(call.answers.stage)
    kept = await unit.profiles.stand(mine.person, topic, stage, call.now)
    return "" if kept else texts.TOO_MANY_TOPICS


def _topic(answers: fields.Standing) -> dict[str, str]:
    """The topic as a text: whoever takes it away says it no more, and the problem itself is none."""
    topic = rules.one_line(answers.topic)
    return {topic_key(topic): "" if answers.stage == fields.GONE else topic} if topic else {}


async def _employ(call: Call, unit: Unit, mine: Profile) -> str:
    employer = rules.one_line(call.answers.answer)
    shown = bool(employer) and call.answers.seen == fields.SHOWN
    await unit.profiles.describe(mine.person, employer=employer, employer_shown=shown)
    return ""


def _text(name: str, title: str, asks: type[Any], which: Said) -> Extra:
    """A text that others may read parts of."""
    return Extra(name, title, asks, lambda mine: fields.said(mine, which), _say(which), _says(which))


def _fact(fact: str, title: str, asks: type[Any]) -> Extra:
    """What is chosen from a list."""
    return Extra(f"profile {fact}", title, asks, lambda mine: {"answer": getattr(mine, fact)}, _describe(fact))


EXTRAS = (
    _text("profile tried", _("What did not work"), fields.Tried, Said.TRIED),
    _text("profile help", _("What I can help with"), fields.Help, Said.HELP),
    Extra("profile stage", _("How far I am"), fields.Standing, fields.standing, _stand, _topic),
    _fact("region", _("Region"), fields.Region),
    _fact("role", _("Role level"), fields.Role),
    _fact("languages", _("Languages"), fields.Languages),
    Extra("profile employer", _("Employer"), fields.Employer, fields.employer, _employ),
)
