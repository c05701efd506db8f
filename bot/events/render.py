"""What an event looks like: its post, and what its organisers see. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.contract.content import (
    Block,
    Button,
    ButtonStyle,
    Content,
    Heading,
    Paragraph,
    Small,
    Style,
    Styled,
    Text,
    TimeForm,
    Timestamp,
)
from bot.events import announcing_texts, rules, topics, ways_in, when, wording
from bot.events.recurrence import Rule
from bot.whom import name_of
from storage.event_places import Place, PlaceState
from storage.events import Event, EventState
from storage.rsvps import Tally

YES, MAYBE, NO = "events yes", "events maybe", "events no"
ENTRY, TELL = "events entry", "events tell"
BETWEEN = Text(" · ")


def said(event: Event) -> str:
    """From when to when, in words: in the event's own zone."""
    if event.starts_at is None or event.ends_at is None:
        return wording.TIME_UNKNOWN
    return when.said(event.starts_at, event.ends_at, event.zone)


@dataclass(frozen=True, slots=True)
class Counts:
    """Who comes, in numbers; by sector: whose places are taken or kept, and who has one."""

    tally: Tally
    taken: Mapping[str, int]
    seated: Mapping[str, int]

    def said(self, event: Event) -> list[str]:
        """What everybody may know of it, in lines."""
        full = rules.Places(event.capacity, rules.kept(event), self.taken).full
        tally = self.tally
        count = wording.coming(tally.yes, event.capacity, full=full, waiting=tally.waiting, held=tally.held)
        return [line for line in (count, wording.by_sector(rules.by_sector(self.seated))) if line]


def post(event: Event, counts: Counts, names: dict[str, str], page: str = "") -> Content:
    """The post in every channel. `page` is the address of the event's public page, where there is one."""
    if event.state is EventState.CANCELLED:
        return cancelled(event, names)
    blocks = (*details(event, names), *map(_small, counts.said(event)))
    link = (Button(wording.ADD, url=page),) if page else ()
    return Content(blocks, buttons=(*answers(event), *link))


def cancelled(event: Event, names: dict[str, str]) -> Content:
    """What stands in the place of the post of a cancelled event."""
    struck = Styled(Style.STRIKE, (Text(wording.struck(event.title, said(event))),))
    return Content(
        (
            Heading(2, (Text(wording.CANCELLED),)),
            Paragraph((struck,)),
            _small(wording.held_by(name_of(event.community, names))),
        )
    )


def answers(event: Event) -> tuple[Button, ...]:
    """The buttons with which people answer."""
    id = str(event.id)
    return (
        Button(wording.YES, YES, id, ButtonStyle.PRIMARY),
        Button(wording.MAYBE, MAYBE, id),
        Button(wording.NO, NO, id),
    )


def details(event: Event, names: dict[str, str]) -> tuple[Block, ...]:
    """All that everybody may know of an event. Never the joining link."""
    zone = () if event.starts_at is None else (Text(wording.IN_ZONE),)
    time: tuple[Block, ...] = (Paragraph((Styled(Style.BOLD, (Text(said(event)),)), *zone)),)
    if event.starts_at is not None:
        here = Timestamp(int(event.starts_at), TimeForm.DATETIME_LONG, wording.in_zone(said(event)))
        time += (_line(Text(wording.YOUR_TIME), here),)
    if rule := Rule.parse(event.rule):
        time += (_line(Text(wording.repeats(rule.repeat, rule.until, rule.count))),)
    place = wording.online(event.place) if event.link else event.place or wording.PLACE_UNKNOWN
    about = ways_in.about(event)
    access = wording.access(event.captions, event.bsl, event.step_free, event.recorded)
    sponsored = wording.sponsored(event.sponsored, event.sponsor)
    kept, held_by = rules.kept(event), wording.held_by(name_of(event.community, names))
    # What organisers wrote is no small print: that is the bot's own word, which could be imitated in it.
    written = ([wording.contact(event.contact)] if event.contact else []) + ([sponsored] if event.sponsored else [])
    return (
        Heading(2, (Text(event.title),)),
        *time,
        _line(Text(wording.where(place))),
        *((_line(Text(about)),) if about else ()),
        _line(Text(wording.is_for(rules.sectors(event)))),
        *((_line(Text(wording.topics(topics.split(event.topics)))),) if event.topics else ()),
        *((_line(Text(wording.reserved(kept))),) if kept else ()),
        *((_line(Text(wording.CHATHAM_HOLDS)),) if event.unnamed else ()),
        *(_line(Text(line)) for line in written),
        _small(access),
        _small(held_by) if event.sponsored else Small((Text(sponsored), BETWEEN, Text(held_by))),
    )


def short(event: Event) -> str:
    """An event in one line."""
    return wording.short(event.title, said(event))


def titles(found: Sequence[Place], names: dict[str, str], bridges: Mapping[int, str]) -> list[str]:
    """What each place is called: the community, and the bridge where that has more than one of them."""
    often = Counter(place.community for place in found)
    called = []
    for place in found:
        name, bridge = name_of(place.community, names), bridges.get(place.bridge_id)
        several = often[place.community] > 1
        called.append(announcing_texts.within(name, bridge) if bridge and several else name)
    return called


def places(found: Sequence[Place], called: Sequence[str]) -> list[str]:
    """Where an event is shown, and where not, in words for its organisers."""
    said = {
        PlaceState.CHOSEN: announcing_texts.WILL_SHOW,
        PlaceState.LEFT_OUT: announcing_texts.LEFT_OUT,
        PlaceState.ASKED: announcing_texts.WAITS,
        PlaceState.APPROVED: announcing_texts.SHOWS,
        PlaceState.DECLINED: announcing_texts.SAID_NO,
        PlaceState.EXPIRED: announcing_texts.SAID_NOTHING,
        PlaceState.UNASKED: announcing_texts.NOBODY_YET,
    }
    return [announcing_texts.place(name, said[place.state]) for place, name in zip(found, called, strict=True)]


def _line(*spans: Text | Timestamp | Styled) -> Paragraph:
    return Paragraph(spans)


def _small(text: str) -> Small:
    return Small((Text(text),))
