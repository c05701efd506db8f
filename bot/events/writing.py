"""Letters about events, written when they are due: reminders, questions, changes. Each person gets each one once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from adapters.contract.content import Button, ButtonStyle, Content, Paragraph, Text, plain
from bot import notices
from bot.events import answer_texts as guests
from bot.events import aside, entries, reminding, render, rules, texts, when, wording
from bot.events.answering import link, opinions
from bot.events.calendars import Look
from storage.consents import Kind
from storage.database import Unit
from storage.events import Event, EventState
from storage.letters import Letter
from storage.rsvps import Rsvp, Seat

MOST = 60  # letters at a time
WITH_ENTRY = ("entry", "changed", "moved", "cancelled")  # kinds that bring an entry to who has asked for one
RECAP = "events recap"  # the command behind the organiser's button


@dataclass(frozen=True, slots=True)
class Writing:
    """Timed work. `base` is the address of the public pages, which calendars are told; empty: there are none."""

    base: str = ""

    async def write_due(self, now: float, unit: Unit) -> None:
        """Write the letters that are due; what would only confuse by now is dropped."""
        letters = await unit.letters.take_due(now, MOST)
        look = Look(await unit.communities.names() if letters else {}, self.base)
        for letter in letters:
            event = await unit.events.by_id(letter.event_id)
            if event is None or now > letter.useful_until:
                continue
            accounts = await unit.members.accounts(letter.account)
            known = await unit.rsvps.of(event.id, accounts)
            content = says(letter, event, known, now)
            if letter.kind in reminding.LETTERS and not await unit.consents.agreed(accounts, Kind.REMINDERS):
                content = way_in(letter, event, known, now)
            if content is not None:
                if letter.kind in WITH_ENTRY and known is not None and known.has_entry:
                    content = replace(content, files=(entries.file(event, look),))
                name = f"event-{event.id}-{letter.kind}-{letter.due_at:.0f}-{letter.account}"
                await notices.post(unit, name, content, [await aside.box(unit, letter.account)], now)


def says(letter: Letter, event: Event, known: Rsvp | None, now: float) -> Content | None:
    """What a letter says; None when it is out of place by now."""
    if letter.kind == "cancelled":
        holds = known is not None and known.has_entry
        rest = guests.ENTRY_OUT if holds else guests.NOTHING_TO_DO
        return plain(guests.cancelled(event.title, render.said(event)), rest)
    if event.state is EventState.CANCELLED:
        return None
    if letter.kind == "host":
        return _asks(plain(texts.how_did_it_go(event.title)), Button(texts.WRITE_SUMMARY, RECAP, str(event.id)))
    if letter.kind == "recap":
        return _recap(event)
    if known is None:
        return None
    return _to_guest(letter.kind, event, known, now)


@dataclass(frozen=True, slots=True)
class _Guest:
    """An event, and what somebody said about it."""

    event: Event
    known: Rsvp
    now: float

    @property
    def said(self) -> str:
        return render.said(self.event)

    def remind(self, text: str) -> Content:
        """A reminder with all that is needed to come."""
        place = self.event.place or (wording.ONLINE if self.event.link else wording.PLACE_UNKNOWN)
        where = plain(text, wording.where(place)).blocks
        return _asks(Content((*where, *link(self.event, self.now))), self.no())

    def yes(self, label: str) -> Button:
        return Button(label, render.YES, str(self.event.id), ButtonStyle.PRIMARY)

    def no(self) -> Button:
        return Button(guests.CANNOT_COME, render.NO, str(self.event.id))


def _to_guest(kind: str, event: Event, known: Rsvp, now: float) -> Content | None:
    """A letter to somebody who answered; None when their answer has changed since."""
    guest, title, seated = _Guest(event, known, now), event.title, known.seat is Seat.SEATED
    match kind:
        case "day" if seated:
            tomorrow = when.at(now, event.zone).date() < rules.local(event).date()
            return guest.remind((guests.tomorrow if tomorrow else guests.soon)(title, guest.said))
        case "hour" if seated:
            return guest.remind(guests.soon(title, guest.said))
        case "after" if seated:
            return _asks(plain(guests.was_it_useful(title)), *opinions(event))
        case "link" if seated:
            return Content((*plain(guests.new_link(title)).blocks, *link(event, now)))
        case "entry" if known.has_entry:
            return plain(guests.entry(title, guest.said))
        case "changed" if known.has_entry:
            return plain(guests.entry_changed(title, guest.said))
        case "moved":
            said, label = guests.MOVED[known.seat]
            entry_ = (guests.ENTRY_NEW,) if known.has_entry else ()
            come = (guest.yes(label),) if label else ()
            return _asks(plain(guests.moved(title, guest.said), said, *entry_), *come, guest.no())
        case "maybe" if known.seat is Seat.NONE:
            return _asks(plain(guests.maybe_still(title, guest.said)), guest.yes(guests.WILL_COME), guest.no())
        case "offer" if known.seat is Seat.OFFERED and known.offered_until is not None:
            kept = when.moment(when.at(known.offered_until, event.zone))
            return _asks(plain(guests.offered(title, guest.said, kept)), guest.yes(guests.TAKE_PLACE), guest.no())
        case "free" if known.seat is Seat.WAITING:
            return _asks(plain(guests.free(title, guest.said)), guest.yes(guests.TAKE_PLACE), guest.no())
        case "lapsed" if known.seat is Seat.NONE:
            return _asks(plain(guests.lapsed(title)), guest.yes(wording.YES))
    return None


def way_in(letter: Letter, event: Event, known: Rsvp | None, now: float) -> Content | None:
    """What stays of a reminder for somebody who wants none: the link, if they have a place where one is needed."""
    if letter.kind != "day" or event.state is EventState.CANCELLED or known is None or known.seat is not Seat.SEATED:
        return None
    said = plain(guests.way_in(event.title, render.said(event)))
    return Content((*said.blocks, *link(event, now))) if event.link else None


def _recap(event: Event) -> Content | None:
    if not event.recap:
        return None
    lines = tuple(Paragraph((Text(line),)) for line in event.recap.splitlines())
    return Content((*plain(guests.recap(event.title)).blocks, *lines))


def _asks(said: Content, *buttons: Button) -> Content:
    return Content(said.blocks, buttons=buttons)
