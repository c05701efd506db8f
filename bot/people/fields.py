"""What a profile asks, one form for each answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from adapters.contract.commands import Answers, Kind, ask
from bot import texts as shared
from bot.people import texts
from bot.saying import _, joined
from storage.profiles import Profile, Said, Sector

SECTOR_CHOICES = tuple((sector.value, label) for sector, label in shared.SECTORS.items())
REGION_CHOICES = tuple(shared.REGIONS.items())
ROLE_CHOICES = tuple(shared.ROLES.items())
STAGE_CHOICES = tuple((stage.value, label) for stage, label in shared.STAGES.items())
GONE = "gone"
SHOWN, HIDDEN = "shown", "hidden"
SENTENCE = 300


SHARED = _("Others see it without your name, if 5 or more share it")


def sentence(question: str) -> Any:
    """A question for a text that may be left out; others may read parts of it."""
    hint = _("Others may read parts of it, without your name. Leave out names, your employer and patients")
    return ask(question, kind=Kind.PARAGRAPH, hint=hint, max_length=SENTENCE, default="")


def one_of(question: str, choices: tuple[tuple[str, str], ...]) -> Any:
    """A question for a fact that may be left out; others see it when enough share it."""
    return ask(question, choices=choices, hint=SHARED, default="")


@dataclass(frozen=True)
class About:
    """The form with which a profile begins."""

    sector: str = ask(
        _("Which sector do you work in?"),
        choices=SECTOR_CHOICES,
        hint=_("Seen without your name if 5 or more share it, for suppliers always. Only organisers change it"),
    )
    problem: str = ask(
        _("What are you trying to change?"),
        kind=Kind.PARAGRAPH,
        hint=_("Your first save lets others find parts of it, not your name. No names, employer or patients"),
        max_length=SENTENCE,
    )


@dataclass(frozen=True)
class Tried:
    """What did not work."""

    answer: str = sentence(_("What did you try that did not work?"))


@dataclass(frozen=True)
class Help:
    """What they could help with."""

    answer: str = sentence(_("What could you help others with?"))


@dataclass(frozen=True)
class Standing:
    """How far they are, with the problem or with a topic of its own."""

    stage: str = ask(
        _("How far are you?"),
        choices=(*STAGE_CHOICES, (GONE, _("Take this topic away"))),
        hint=SHARED,
    )
    topic: str = ask(
        _("With which topic?"),
        hint=_("Leave it empty for what you are trying to change. Others may read it in part, without your name"),
        max_length=80,
        default="",
    )


@dataclass(frozen=True)
class Region:
    """Where they work."""

    answer: str = one_of(_("Which region do you work in?"), REGION_CHOICES)


@dataclass(frozen=True)
class Role:
    """How high up they work."""

    answer: str = one_of(_("What is your role level?"), ROLE_CHOICES)


@dataclass(frozen=True)
class Languages:
    """What they speak or sign."""

    answer: tuple[str, ...] = ask(
        _("Which languages do you speak or sign?"),
        kind=Kind.CHOICES,
        choices=tuple(texts.LANGUAGES.items()),
        hint=_("People you are introduced to see them, once all of you have said yes"),
        default=(),
    )


@dataclass(frozen=True)
class Employer:
    """For whom they work."""

    answer: str = ask(
        _("Who is your employer?"),
        hint=_("It keeps you from being introduced to colleagues. It is on no card"),
        max_length=100,
        default="",
    )
    seen: str = ask(
        _("Who may see it?"),
        choices=((HIDDEN, _("Nobody")), (SHOWN, _("People I am introduced to, once all said yes"))),
        default=HIDDEN,
    )


def about(mine: Profile | None) -> Answers:
    """The answers with which the first form opens."""
    return {} if mine is None else {"sector": mine.sector.value, "problem": mine.problem}


def said(mine: Profile, which: Said) -> Answers:
    """The text that a form begins with."""
    return {"answer": mine.texts[which].text} if which in mine.texts else {}


def standing(mine: Profile) -> Answers:
    """How far they are with the problem."""
    return {"stage": mine.stage.value} if mine.stage else {}


def employer(mine: Profile) -> Answers:
    """For whom they work, and who may see it."""
    return {"answer": mine.employer, "seen": SHOWN if mine.employer_shown else HIDDEN} if mine.employer else {}


def lines(mine: Profile) -> list[tuple[str, str, str]]:
    """All that a profile holds, as (what it is, the answer, who sees it)."""
    found: list[tuple[Any, str]] = [("sector", shared.SECTORS[Sector(mine.sector)])]
    found += [(which, mine.texts[which].text) for which in Said if which in mine.texts]
    stages = [texts.stage_of(stage, topic) for topic, stage in _stages(mine)]
    found += [
        ("stage", joined(stages, "; ")),
        ("region", shared.REGIONS.get(mine.region, "")),
        ("role", shared.ROLES.get(mine.role, "")),
        ("languages", joined([texts.LANGUAGES[each] for each in mine.languages if each in texts.LANGUAGES])),
        ("employer", mine.employer),
    ]
    return [(texts.FIELDS[which], answer, _seen(which, mine)) for which, answer in found if answer]


def _stages(mine: Profile) -> list[tuple[str, Any]]:
    return sorted(mine.stages.items())


def _seen(which: Any, mine: Profile) -> str:
    if which == "employer":
        return texts.SEEN_AFTER if mine.employer_shown else texts.SEEN_BY_NOBODY
    return texts.SEEN[which]
