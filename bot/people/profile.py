"""What members say of themselves: the form with which a profile begins, and a small form for each further answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from adapters.contract.commands import Answers, Beginning, Declaration, Way
from adapters.contract.content import Button, Content, plain
from adapters.contract.refs import AccountRef
from bot.feature import Call, Handler
from bot.people import fields, rules, sectors, texts
from bot.understanding import Stage as Readiness
from bot.understanding import Understanding
from storage.database import Unit
from storage.profiles import Profile, Said, Sector, Stage

PROFILE, EDIT, PEERS = "profile", "profile edit", "peers"
BUTTON = frozenset({Way.BUTTON})
Keep = Callable[[Call, Unit, Profile], Awaitable[str]]  # what is wrong with the answer, or nothing


async def own(account: AccountRef, unit: Unit) -> Profile | None:
    """The profile of an account's member, whichever of their accounts it is."""
    return await unit.profiles.of(await unit.members.accounts(account))


def write_button(label: str = "Write your profile") -> Button:
    """A button that opens the first form."""
    return Button(label, PROFILE)


def extra_buttons() -> tuple[Button, ...]:
    """A button for each further answer."""
    return tuple(Button(title, name) for name, title, *_ in EXTRAS)


class Writing:
    """The handlers that write a profile. What was written is embedded once it is committed."""

    def __init__(self, understanding: Understanding) -> None:
        self._understanding = understanding

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """The first form, by both its names, and the small ones."""
        slash = frozenset({Way.SLASH, Way.BUTTON})
        summaries = {PROFILE: "Say what you are trying to change, so that others find you", EDIT: "Change your profile"}
        first = (
            Declaration(name, "Your profile", summary, fields.About, ways=slash, form=True, begins=True)
            for name, summary in summaries.items()
        )
        return (
            *(Handler(declared, self._save, begin=_begin) for declared in first),
            *(self._small(*extra) for extra in EXTRAS),
        )

    def _small(
        self, name: str, title: str, asks: type[Any], begin: Callable[[Profile], Answers], keep: Keep
    ) -> Handler:
        """The handler of one further answer."""

        async def begins(form: Beginning, unit: Unit) -> Answers:
            mine = await own(form.by.account, unit)
            return {} if mine is None else begin(mine)

        async def save(call: Call, unit: Unit) -> Content:
            mine = await own(call.asked.by.account, unit)
            if mine is None:
                return Content(plain(texts.NO_PROFILE).blocks, buttons=(write_button(),))
            if wrong := await keep(call, unit, mine):
                return plain(wrong)
            return await self._saved(call, unit, mine.person, texts.SAVED)

        declared = Declaration(name, title, title, asks, ways=BUTTON, form=True, begins=True)
        return Handler(declared, save, begin=begins)

    async def _save(self, call: Call, unit: Unit) -> Content:
        """Keep sector and problem; the first time, this makes the profile."""
        me, problem, wanted = call.asked.by, rules.one_line(call.answers.problem), Sector(call.answers.sector)
        mine = await own(me.account, unit)
        if wrong := named(call, mine, problem) or ("" if problem else texts.NO_PROBLEM):
            return plain(wrong)
        if mine is None:
            person = await unit.profiles.start(me.account, wanted, call.now)
            await unit.profiles.say(person, Said.PROBLEM, problem, call.now)
            return await self._saved(call, unit, person, texts.SAVED_FIRST)
        await unit.profiles.say(mine.person, Said.PROBLEM, problem, call.now)
        if mine.sector is wanted:
            return await self._saved(call, unit, mine.person, texts.SAVED)
        await unit.vectors.owe(mine.person, call.now)
        return Content(plain(texts.SECTOR_STAYS, texts.SECTOR_ASK).blocks, buttons=(sectors.ask_button(wanted),))

    async def _saved(self, call: Call, unit: Unit, person: str, said: str) -> Content:
        """Have others find the member by their new words, and offer what comes next."""
        await unit.vectors.owe(person, call.now)
        ready = self._understanding.state.stage is Readiness.READY
        lines = [said] if ready else [texts.SAVED, texts.NOT_FOUND_YET]
        kept = await unit.profiles.by_person(person)
        if kept is not None and any(rules.holds(kept.employer, words) for words in kept.words):
            lines.append(texts.EMPLOYER_STANDS)
        lines.append(texts.MORE)
        buttons = (Button("Find people", PEERS), Button("See your profile", "profile show"), *extra_buttons())
        return Content(plain(*lines).blocks, buttons=buttons)


def named(call: Call, mine: Profile | None, words: str) -> str:
    """What is wrong with words that others read blind: a name of the member or their employer stands in them."""
    if rules.holds_person(call.asked.by.name, words):
        return texts.NAMES_YOU
    return texts.NAMES_EMPLOYER if mine is not None and rules.holds(mine.employer, words) else ""


async def _begin(form: Beginning, unit: Unit) -> Answers:
    return fields.about(await own(form.by.account, unit))


def _say(which: Said) -> Keep:
    async def keep(call: Call, unit: Unit, mine: Profile) -> str:
        words = rules.one_line(call.answers.answer)
        if wrong := named(call, mine, words):
            return wrong
        await unit.profiles.say(mine.person, which, words, call.now)
        return ""

    return keep


def _describe(fact: str) -> Keep:
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


async def _employ(call: Call, unit: Unit, mine: Profile) -> str:
    employer = rules.one_line(call.answers.answer)
    shown = bool(employer) and call.answers.seen == fields.SHOWN
    await unit.profiles.describe(mine.person, employer=employer, employer_shown=shown)
    return ""


EXTRAS: tuple[tuple[str, str, type[Any], Callable[[Profile], Answers], Keep], ...] = (
    (
        "profile tried",
        "What did not work",
        fields.Tried,
        lambda mine: fields.said(mine, Said.TRIED),
        _say(Said.TRIED),
    ),
    (
        "profile help",
        "What I can help with",
        fields.Help,
        lambda mine: fields.said(mine, Said.HELP),
        _say(Said.HELP),
    ),
    ("profile stage", "How far I am", fields.Standing, fields.standing, _stand),
    ("profile region", "Region", fields.Region, lambda mine: {"answer": mine.region}, _describe("region")),
    ("profile role", "Role level", fields.Role, lambda mine: {"answer": mine.role}, _describe("role")),
    (
        "profile languages",
        "Languages",
        fields.Languages,
        lambda mine: {"answer": mine.languages},
        _describe("languages"),
    ),
    ("profile employer", "Employer", fields.Employer, fields.employer, _employ),
)
