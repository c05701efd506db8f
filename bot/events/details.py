"""The small forms of an event: for whom it is, access, sponsor, the joining link. Each begins as things are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from adapters.contract.commands import Answers, Beginning, Declaration, Kind, Reply, Way, ask
from adapters.contract.content import Content
from bot.events import acts, guarded, panel, rights, rules, seating, texts, timing, topics, wording
from bot.feature import Call, Handler
from bot.returning import returned
from bot.saying import _
from storage.database import Unit
from storage.events import EventState

BUTTON = frozenset({Way.BUTTON})
KNOWN = tuple(wording.ACCESS.items())[1:]
SPONSORED = "yes"
LINK_LENGTH = 2000  # characters: as long as any that an invitation or a calendar brings


RULE = (("yes", _("Yes: nobody says who said what, or who came")), ("no", _("No")))


@dataclass(frozen=True)
class Whom:
    """For whom it is, how many, and under which rule."""

    sectors: tuple[str, ...] = ask(
        _("For whom?"),
        hint=_("Empty: everybody"),
        kind=Kind.CHOICES,
        choices=tuple(wording.SECTORS.items()),
        default=(),
    )
    capacity: str = ask(_("How many places?"), hint=_("Empty: no limit"), max_length=6, default="")
    topics: str = ask(_("Topics"), hint=_("falls, hospital discharge"), max_length=220, default="")
    reserved: str = ask(
        _("Places kept for sectors"),
        hint=_("For example: {example}", example="social-care 10, nhs 5"),
        max_length=200,
        default="",
    )
    unnamed: str = ask(_("Chatham House Rule?"), choices=RULE, default="")


@dataclass(frozen=True)
class Access:
    """What people need to know to take part."""

    captions: str = ask(_("Captions?"), choices=KNOWN, default="")
    bsl: str = ask(_("British Sign Language?"), choices=KNOWN, default="")
    step_free: str = ask(_("Step-free?"), choices=KNOWN, default="")
    recorded: str = ask(_("Recorded?"), choices=KNOWN, default="")
    contact: str = ask(_("Contact for access needs"), max_length=200, default="")


@dataclass(frozen=True)
class Sponsor:
    """Whether somebody pays for it."""

    sponsored: str = ask(_("Does the event have a sponsor?"), choices=((SPONSORED, _("Yes")), ("no", _("No"))))
    sponsor: str = ask(_("Who is the sponsor?"), max_length=200, default="")


@dataclass(frozen=True)
class Joining:
    """The way in."""

    link: str = ask(
        _("Link to join"), hint=_("Empty: people who say yes get no link"), max_length=LINK_LENGTH, default=""
    )


async def whom(call: Call, unit: Unit) -> Content:
    """Change for whom an event is, and how many."""
    given: Whom = call.answers
    try:
        places = rules.capacity(given.capacity)
        kept = rules.reserved(given.reserved, places)
        about = topics.read(given.topics)
    except rules.Wrong as wrong:
        return returned(call, wrong.said)
    said = {"sectors": ",".join(given.sectors), "topics": about, "capacity": places, "reserved": kept}
    rule = {"unnamed": given.unnamed == "yes"} if given.unnamed else {}
    answer = await _changed(call, unit, **said, **rule)
    event = await rights.managed(call, unit)
    if not isinstance(event, str) and event.unnamed:
        await unit.rsvps.unname(event.id, event.community)
    if not isinstance(event, str) and event.state is EventState.ANNOUNCED and (event.ends_at or 0.0) > call.now:
        await seating.fill(event, unit, call.now)
    return answer


async def begin_whom(form: Beginning, unit: Unit) -> Answers:
    """The answers as they are."""
    event = await rights.beginning(form, unit)
    if event is None:
        return {}
    kept = ", ".join(f"{sector} {count}" for sector, count in rules.kept(event).items())
    capacity = "" if event.capacity is None else str(event.capacity)
    about = ", ".join(topics.split(event.topics))
    asked = {"topics": about, "capacity": capacity, "reserved": kept, "unnamed": "yes" if event.unnamed else "no"}
    return {"sectors": tuple(rules.sectors(event)), **asked}


async def access(call: Call, unit: Unit) -> Content:
    """Change what people need to know to take part."""
    given: Access = call.answers
    said = {name: getattr(given, name) for name in ("captions", "bsl", "step_free", "recorded")}
    return await _changed(call, unit, **said, contact=given.contact.strip())


async def begin_access(form: Beginning, unit: Unit) -> Answers:
    """The answers as they are."""
    event = await rights.beginning(form, unit)
    names = ("captions", "bsl", "step_free", "recorded", "contact")
    return {} if event is None else {name: getattr(event, name) for name in names}


async def sponsor(call: Call, unit: Unit) -> Content:
    """Say whether there is a sponsor, and who."""
    sponsored, who = call.answers.sponsored == SPONSORED, call.answers.sponsor.strip()
    if sponsored and not who:
        event = await rights.changeable(call, unit)
        if isinstance(event, str):
            return returned(call, event)
        return await panel.refused(call, event.id, unit, texts.SPONSOR_WHO, form=panel.SPONSOR, carries=SPONSORED)
    return await _changed(call, unit, sponsored=sponsored, sponsor=who if sponsored else "")


async def no_sponsor(call: Call, unit: Unit) -> Content:
    """Say with one press that there is none."""
    return await _changed(call, unit, sponsored=False, sponsor="")


async def begin_sponsor(form: Beginning, unit: Unit) -> Answers:
    """The answers as they are."""
    event = await rights.beginning(form, unit)
    if event is not None and panel.carried(form) == SPONSORED:
        return {"sponsored": SPONSORED}
    if event is None or event.sponsored is None:
        return {}
    return {"sponsored": SPONSORED if event.sponsored else "no", "sponsor": event.sponsor}


async def link(call: Call, unit: Unit) -> Content:
    """Set the joining link, swap it or take it away."""
    event = await rights.changeable(call, unit)
    if isinstance(event, str):
        return returned(call, event)
    try:
        url = rules.joining(call.answers.link)
    except rules.Wrong as wrong:
        return returned(call, wrong.said)
    if url == event.link:
        return await panel.show(event.id, unit, call.now, texts.LINK_STAYS if url else texts.NO_LINK)
    if url and not unit.keeps_secrets:
        return returned(call, texts.LINK_NEEDS_KEY)
    if (no := await guarded.refused(event, call, unit, link=url)) is not None:
        return no
    told = await timing.swap_link(event, url, unit, call.now)
    await acts.changed(call, unit, event)
    if not url:
        return await panel.show(event.id, unit, call.now, texts.LINK_GONE)
    sent = texts.LINK_CHANGED if event.link else texts.LINK_SENT
    return await panel.show(event.id, unit, call.now, sent if told else texts.LINK_SET)


async def begin_link(form: Beginning, unit: Unit) -> Answers:
    """The link as it is: whoever sends the form as it opens changes nothing."""
    event = await rights.beginning(form, unit)
    return {} if event is None else {"link": event.link}


async def _changed(call: Call, unit: Unit, **values: Any) -> Content:
    event = await rights.changeable(call, unit)
    if isinstance(event, str):
        return returned(call, event)
    if (no := await guarded.refused(event, call, unit, **values)) is not None:
        return no
    await timing.change(event, unit, call.now, **values)
    await acts.changed(call, unit, event)
    return await panel.show(event.id, unit, call.now, texts.SAVED)


def _form(name: str, title: str, questions: type[Any]) -> Declaration:
    return Declaration(name, title, f"{title} of an event", questions, ways=BUTTON, form=True, begins=True,
                       announces=True)  # fmt: skip


HANDLERS = (
    Handler(_form(panel.WHOM, _("For whom, topics, places"), Whom), whom, begin=begin_whom),
    Handler(_form(panel.ACCESS, _("Access"), Access), access, begin=begin_access),
    Handler(_form(panel.SPONSOR, _("Sponsor"), Sponsor), sponsor, begin=begin_sponsor),
    Handler(
        Declaration(panel.NO_SPONSOR, "No sponsor", "Say that there is none", ways=BUTTON, reply=Reply.REPLACE),
        no_sponsor,
    ),
    Handler(
        Declaration(
            panel.LINK,
            _("Joining link"),
            "Set the joining link",
            Joining,
            ways=BUTTON,
            form=True,
            begins=True,
        ),
        link,
        begin=begin_link,
    ),
)
