"""What organisers do with events that are announced: edit, cancel, copy, see who comes, write what happened."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Declaration, Kind, Way, Who, ask
from adapters.contract.content import Button, ButtonStyle, Content, ListBlock, Paragraph, Small, Text, plain
from bot.acts import Act, note
from bot.events import acts, announcing_texts, making, panel, recurring, rights, rules, texts, wording
from bot.events.posts import Posts
from bot.events.unsending import unsend
from bot.events.writing import RECAP
from bot.feature import Call, Handler
from bot.returning import returned
from bot.rights import is_organiser
from bot.saying import _
from bot.texts import A_MEMBER, ORGANISERS_ONLY
from bot.whom import name_of
from storage.database import Unit
from storage.events import Event, EventState
from storage.personal import UNKNOWN
from storage.rsvps import Answer, Rsvp, Seat

BUTTON = frozenset({Way.BUTTON})
BOTH = frozenset({Way.SLASH, Way.BUTTON})
CONFIRM, OPEN, TRUSTED, DISTRUST = "events confirm", "events edit", "events trusted", "events distrust"
ALL = "all"
LISTED = 10  # events that a list of buttons shows
LINES = 5  # of a recap


@dataclass(frozen=True)
class Which:
    """An event, by its number."""

    event: str = ask(_("Number of the event"), hint="Leave it out to choose from a list", max_length=20, default="")


@dataclass(frozen=True)
class Recap:
    """What happened, in short."""

    recap: str = ask(_("What happened? Up to 5 lines"), kind=Kind.PARAGRAPH, max_length=1000)


async def edit(call: Call, unit: Unit) -> Content:
    """Show an event with everything that can be changed; without a number, ask which of several."""
    event = await _meant(call, unit, OPEN)
    return event if isinstance(event, Content) else await panel.show(event.id, unit, call.now)


async def copy(call: Call, unit: Unit) -> Content:
    """Make a draft like an event."""
    event = await _meant(call, unit, panel.COPY)
    return event if isinstance(event, Content) else await making.copy(event, call, unit)


async def cancel(call: Call, unit: Unit) -> Content:
    """Ask whether an event is really to be cancelled."""
    event = await _meant(call, unit, panel.CANCEL)
    if isinstance(event, Content):
        return event
    if why := _not_cancellable(event, call.now):
        return plain(why)
    one = Button(texts.YES_CANCEL, CONFIRM, str(event.id), ButtonStyle.DANGER)
    more = Button(texts.YES_CANCEL_ALL, CONFIRM, f"{event.id}/{ALL}", ButtonStyle.DANGER)
    buttons = (one,) if event.series_id is None else (one, more)
    return Content(plain(texts.really_cancel(event.title)).blocks, buttons=buttons)


@dataclass(frozen=True, slots=True)
class Cancelling:
    """Cancels events, and lets `posts` say so."""

    posts: Posts

    async def confirm(self, call: Call, unit: Unit) -> Content:
        """Cancel an event: its posts stay, labelled; whoever answered is told; calendars learn of it."""
        event = await rights.managed(call, unit)
        if isinstance(event, str):
            return plain(event)
        if why := _not_cancellable(event, call.now):
            return plain(why)
        await self.off(event, unit, call.now)
        await acts.did(call, unit, Act.CANCEL_EVENT, event)
        if event.series_id is None or rights.argument(call.asked).partition("/")[2] != ALL:
            return plain(texts.is_off(event.title))
        await recurring.end(event, unit)
        return plain(texts.all_off(event.title))

    async def off(self, event: Event, unit: Unit, now: float) -> None:
        """Cancel an event."""
        await unit.events.change(event.id, state=EventState.CANCELLED)
        await unit.events.raise_sequence(event.id, now)
        await unit.letters.drop(event.id)
        await unsend(event.id, rules.FOR_GUESTS, unit, now)
        told = {"cancelled": (now, event.ends_at or now)}
        answers = (Answer.YES, Answer.MAYBE)
        await unit.letters.plan_for_all(event.id, told, answers=answers, seats=tuple(Seat))
        await self.posts.refresh(event.id, unit, now)


async def drafts(call: Call, unit: Unit) -> Content:
    """Show the community's drafts."""
    found = await unit.events.drafts(call.asked.channel.home, LISTED)
    return _buttons(plain(texts.DRAFTS_ARE), found, OPEN) if found else plain(texts.NO_DRAFTS)


async def people(call: Call, unit: Unit) -> Content:
    """Show organisers who comes, and how many found it useful."""
    event = await rights.managed(call, unit)
    if isinstance(event, str):
        return plain(event)
    tally = await unit.rsvps.tally(event.id)
    answered = await unit.rsvps.people(event.id)
    if not answered:
        return plain(texts.NOBODY)
    figures = texts.count_for_organisers(tally.yes, tally.waiting, tally.maybe, held=tally.held)
    counts = plain(figures, texts.NAMES_STAY)
    groups = (
        (texts.THEY_COME, [it for it in answered if it.seat is Seat.SEATED]),
        (texts.THEY_ARE_OFFERED, [it for it in answered if it.seat is Seat.OFFERED]),
        (texts.THEY_WAIT, [it for it in answered if it.seat is Seat.WAITING]),
        (texts.THEY_MAY_COME, [it for it in answered if it.answer is Answer.MAYBE]),
    )
    lists = [block for name, these in groups if these for block in _named(name, these)]
    said = await unit.rsvps.opinions(event.id)
    after = plain(texts.opinions(said)).blocks if said else ()
    return Content((*counts.blocks, *lists, *after))


async def recap(call: Call, unit: Unit) -> Content:
    """Keep what happened, and send it to who asked for it."""
    event = await rights.managed(call, unit)
    if isinstance(event, str):
        return returned(call, event)
    lines = [line.strip() for line in call.answers.recap.splitlines() if line.strip()]
    if event.unnamed and rules.names_in(lines, [each.name for each in await unit.rsvps.people(event.id)]):
        return returned(call, texts.RECAP_NAMES)
    if len(lines) > LINES:
        return returned(call, texts.TOO_MANY_LINES)
    wanting, said = await unit.rsvps.wanting_recap(event.id), "\n".join(lines)
    await unit.events.change(event.id, recap=said)
    for each in wanting if said != event.recap else ():  # sent once, however often the form is
        await unit.letters.plan(event.id, each.account, {"recap": (call.now, call.now + 7 * rules.DAY)})
    return plain(texts.recap_sent(len(wanting)))


async def trusted(call: Call, unit: Unit) -> Content:
    """Show whose events are let in unasked, with a way to take that back."""
    found = await unit.events.places.trusted(call.asked.channel.home)
    if not found:
        return plain(announcing_texts.TRUSTS_NOBODY)
    names = await unit.communities.names()
    called = [(name_of(each, names), str(each)) for each in found]
    buttons = tuple(Button(announcing_texts.ask_again(name), DISTRUST, key) for name, key in called)
    return Content(plain(announcing_texts.trusts([name for name, _ in called])).blocks, buttons=buttons[:25])


async def distrust(call: Call, unit: Unit) -> Content:
    """Be asked again about a community's events."""
    here, key = call.asked.channel.home, rights.argument(call.asked)
    for community in await unit.events.places.trusted(here):
        if str(community) == key:
            await unit.events.places.distrust(here, community)
            await note(call, unit, None, Act.DISTRUST_EVENTS, key)
            return plain(announcing_texts.distrusted(name_of(community, await unit.communities.names())))
    return plain(announcing_texts.TRUSTS_NOBODY)


async def _meant(call: Call, unit: Unit, action: str) -> Event | Content:
    """The event of a button or a number, or the only one there is; else which there are, or why none can be meant."""
    carried = rights.argument(call.asked)
    typed = "" if carried or call.answers is None else call.answers.event.strip()
    if carried or rights.number(typed) is not None:
        return _or_why(await rights.managed(call, unit, carried or typed))
    home = call.asked.channel.home
    if not await is_organiser(call.asked.by, home, unit):
        return plain(ORGANISERS_ONLY)
    found = await unit.events.organised(home, call.now, LISTED)
    if not found:
        return plain(texts.NONE_OWN)
    if len(found) == 1 and not typed:
        return _or_why(await rights.managed(call, unit, str(found[0].id)))
    return _buttons(plain(texts.NOT_A_NUMBER if typed else texts.WHICH), found, action)


def _or_why(found: Event | str) -> Event | Content:
    return plain(found) if isinstance(found, str) else found


def _buttons(said: Content, found: list[Event], action: str) -> Content:
    buttons = tuple(Button(f"{event.id}. {event.title}"[:75], action, str(event.id)) for event in found)
    return Content(said.blocks, buttons=buttons)


def _not_cancellable(event: Event, now: float) -> str | None:
    if event.state is EventState.DRAFT:
        return texts.NOT_ANNOUNCED
    if event.state is EventState.CANCELLED:
        return texts.IS_CANCELLED
    return wording.IS_OVER if (event.ends_at or 0.0) <= now else None


def _named(title: str, people: list[Rsvp]) -> tuple[Paragraph | ListBlock | Small, ...]:
    items = tuple((Paragraph((Text(texts.person(it.name or _nameless(it), it.sector)),)),) for it in people)
    return (Paragraph((Text(title),)), ListBlock(items, ordered=True))


def _nameless(person: Rsvp) -> str:
    """What stands for somebody without a name: who was forgotten, or answered under the Chatham House Rule."""
    return texts.ERASED if person.account.platform == UNKNOWN else A_MEMBER


def handlers(posts: Posts) -> tuple[Handler, ...]:
    """What organisers ask for."""

    def declared(name: str, title: str, summary: str) -> Declaration:
        return Declaration(name, title, summary, Which, ways=BOTH)

    return (
        Handler(declared(OPEN, "Edit an event", _("Change an event")), edit),
        Handler(declared(panel.COPY, "Copy an event", _("Make a draft like an event")), copy),
        Handler(declared(panel.CANCEL, "Cancel an event", _("Cancel an event")), cancel),
        Handler(Declaration(CONFIRM, "Cancel event", "Cancel an event", ways=BUTTON), Cancelling(posts).confirm),
        Handler(Declaration("events draft", "Drafts", _("Show the drafts of events"), who=Who.ORGANISER), drafts),
        Handler(Declaration(panel.PEOPLE, "Who comes", "Show who comes to an event", ways=BUTTON), people),
        Handler(Declaration(RECAP, _("What happened?"), "Write what happened", Recap, ways=BUTTON, form=True), recap),
        Handler(
            Declaration(TRUSTED, "Trusted communities", _("Show whose events need no answer"), who=Who.ORGANISER),
            trusted,
        ),
        Handler(
            Declaration(DISTRUST, "Ask again", "Be asked about events again", ways=BUTTON, who=Who.ORGANISER), distrust
        ),
    )
