"""Announcing an event: in one's own channels at once, in other communities when their organisers agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from adapters.contract.commands import Declaration, Reply, Way
from adapters.contract.content import (
    Button,
    ButtonStyle,
    Content,
    Mention,
    MentionKind,
    Paragraph,
    Span,
    Text,
    plain,
)
from adapters.contract.refs import ChannelRef, CommunityRef
from bot import notices, organisers
from bot.acts import Act, note
from bot.events import acts, guarded, panel, recurring, render, rights, rules, when, wording
from bot.events import announcing_texts as texts
from bot.events import texts as making_texts
from bot.events.posts import Posts, question
from bot.feature import Call, Handler
from bot.rights import organises
from bot.whom import name_of
from storage.database import Unit
from storage.event_places import Place, PlaceState
from storage.events import Event, EventState

BUTTON = frozenset({Way.BUTTON})
APPROVE, DECLINE, TRUST = "events approve", "events decline", "events trust"


@dataclass(frozen=True, slots=True)
class Announcing:
    """Handlers and timed work around `posts`."""

    posts: Posts

    async def announce(self, call: Call, unit: Unit) -> Content:
        """Show an event in its own community and where it is trusted; ask the organisers of the others."""
        event = await rights.managed(call, unit)
        if isinstance(event, str):
            return plain(event)
        places = await unit.events.places.of(event.id)
        if event.state is not EventState.DRAFT:
            return plain(making_texts.NOT_A_DRAFT)
        if why := await guarded.why_not_announced(event, places, unit, call.now):
            return await panel.show(event.id, unit, call.now, why)
        await acts.did(call, unit, Act.ANNOUNCE_EVENT, event)
        return await panel.show(event.id, unit, call.now, *await self.begin(event, places, unit, call.now))

    async def begin(self, event: Event, places: Sequence[Place], unit: Unit, now: float) -> list[str]:
        """Announce a draft that lacks nothing; where it is shown, and where one is asked, in words."""
        await unit.events.change(event.id, state=EventState.ANNOUNCED, changed_at=now, announce_at=None)
        await recurring.begin(event, unit)
        await unit.letters.plan(event.id, event.organiser, rules.host_letters(event, now))
        shown, asked = await self.bring(event, [it for it in places if it.state is PlaceState.CHOSEN], unit, now)
        names = await unit.communities.names()
        said = [texts.showing(_names(shown, names))] if shown else []
        said += [texts.asking(_names(asked, names))] if asked else []
        unasked = dict.fromkeys(it.community for it in await unit.events.places.of(event.id, PlaceState.UNASKED))
        return said + [texts.not_askable(name_of(community, names)) for community in unasked]

    async def bring(
        self, event: Event, places: Sequence[Place], unit: Unit, now: float
    ) -> tuple[list[Place], list[Place]]:
        """Show an event where it may be shown at once, and ask elsewhere: (where it is shown, where one is asked)."""
        shown, asked = [], []
        until = rules.deadline(event, now)
        for community in dict.fromkeys(place.community for place in places):
            there = [place for place in places if place.community == community]
            channels = [place.channel for place in there]
            if community == event.community or event.community in await unit.events.places.trusted(community):
                await unit.events.places.move(event.id, channels, PlaceState.APPROVED)
                shown += there
            elif rooms := await organisers.rooms(unit, community, there[0].bridge_id):
                await unit.events.places.move(event.id, channels, PlaceState.ASKED, until)
                await self._ask(event, community, channels, rooms, until, unit, now)
                asked += there
            else:
                await unit.events.places.move(event.id, channels, PlaceState.UNASKED, event.starts_at or now)
        await self.posts.refresh(event.id, unit, now)
        return shown, asked

    async def approve(self, call: Call, unit: Unit) -> Content:
        """Note the yes of a community's organisers: the event is shown there."""
        return await self._approved(call, unit, trust=False)

    async def trust(self, call: Call, unit: Unit) -> Content:
        """Note their yes, to all further events of the community that asks as well."""
        return await self._approved(call, unit, trust=True)

    async def decline(self, call: Call, unit: Unit) -> Content:
        """Note their no."""
        found = await _answerable(call, unit)
        if isinstance(found, str):
            return plain(found)
        event, community, places = found
        await unit.events.places.move(event.id, _channels(places), PlaceState.DECLINED)
        await acts.did(call, unit, Act.DECLINE_EVENT, event, community)
        await self._settle(event, community, places, texts.DECLINED_HERE, unit, call.now)
        name = name_of(community, await unit.communities.names())
        await _tell_of_answer(event, community, texts.declined(event.title, name), call, unit)
        return plain(texts.NOT_SHOWN)

    async def expire(self, now: float, unit: Unit) -> None:
        """Silence is a no: events are not shown where nobody answered in time."""
        late = await unit.events.places.unanswered(now)
        names = await unit.communities.names()
        for id, community in dict.fromkeys((place.event_id, place.community) for place in late):
            event = await unit.events.by_id(id)
            if event is None:
                continue
            places = [place for place in late if (place.event_id, place.community) == (id, community)]
            await unit.events.places.move(id, _channels(places), PlaceState.EXPIRED)
            await self._settle(event, community, places, texts.TOO_LATE, unit, now)
            said = texts.unanswered(event.title, name_of(community, names))
            await _tell_organiser(event, f"answer-{community}", said, unit, now)

    async def ask_later(self, now: float, unit: Unit) -> None:
        """Ask where nobody could be asked when the event was announced, and now somebody can."""
        unasked = await unit.events.places.unasked(now)
        for id, community in dict.fromkeys((place.event_id, place.community) for place in unasked):
            places = [place for place in unasked if (place.event_id, place.community) == (id, community)]
            event = await unit.events.by_id(id)
            if event is None or event.state is not EventState.ANNOUNCED:
                continue
            if await organisers.rooms(unit, community, places[0].bridge_id):
                await self.bring(event, places, unit, now)

    async def _approved(self, call: Call, unit: Unit, *, trust: bool) -> Content:
        found = await _answerable(call, unit)
        if isinstance(found, str):
            return plain(found)
        event, community, places = found
        if event.state is EventState.CANCELLED or (event.ends_at or 0.0) <= call.now:
            return plain(texts.TOO_LATE)
        if trust:
            await unit.events.places.trust(community, event.community, call.asked.by.account, call.now)
            await note(call, unit, None, Act.TRUST_EVENTS, str(event.community), community)
        await unit.events.places.move(event.id, _channels(places), PlaceState.APPROVED)
        await acts.did(call, unit, Act.APPROVE_EVENT, event, community)
        await self.posts.refresh(event.id, unit, call.now)
        await self._settle(event, community, places, texts.APPROVED_HERE, unit, call.now)
        name = name_of(community, await unit.communities.names())
        await _tell_of_answer(event, community, texts.approved(event.title, name), call, unit)
        return plain(texts.SHOWN_ALWAYS if trust else texts.SHOWN_NOW)

    async def _ask(
        self,
        event: Event,
        community: CommunityRef,
        channels: Sequence[ChannelRef],
        rooms: Iterable[ChannelRef],
        until: float,
        unit: Unit,
        now: float,
    ) -> None:
        """Ask a community's organisers, with all that they need to know, and one button for each answer."""
        names = await unit.communities.names()
        home = name_of(event.community, names)
        moment = when.at(until, event.zone)
        said = texts.request(home, len(channels))
        how = texts.request_how(moment.date(), when.clock(moment))
        argument = f"{event.id}/{community}"
        buttons = (
            Button(texts.APPROVE, APPROVE, argument, ButtonStyle.PRIMARY),
            Button(texts.DECLINE, DECLINE, argument),
            Button(texts.approve_always(home), TRUST, argument),
        )
        where = _line_of(channels)
        blocks = (*plain(said).blocks, where, *render.details(event, names), *plain(how).blocks)
        await notices.post(unit, question(event.id, community), Content(blocks, buttons=buttons), rooms, now)

    async def _settle(
        self, event: Event, community: CommunityRef, places: Sequence[Place], said: str, unit: Unit, now: float
    ) -> None:
        """Let the question say how it was answered, wherever it stands."""
        rooms = await organisers.rooms(unit, community, places[0].bridge_id)
        content = plain(texts.settled(event.title, said))
        await notices.post(unit, question(event.id, community), content, rooms, now)


async def _answerable(call: Call, unit: Unit) -> tuple[Event, CommunityRef, list[Place]] | str:
    """The event, the asked community and its channels, if whoever pressed may answer; else why they may not."""
    number, _, key = rights.argument(call.asked).partition("/")
    event, community = await rights.event(number, unit, locked=True), CommunityRef.parse(key)
    if event is None:
        return wording.NO_EVENT
    if not await organises(call.asked.by, call.asked.channel.home, community, unit):
        return texts.NOT_YOUR_ANSWER
    places = [place for place in await unit.events.places.of(event.id) if place.community == community]
    asked = [place for place in places if place.state is PlaceState.ASKED]
    if not asked:
        late = any(place.state is PlaceState.EXPIRED for place in places)
        return texts.TOO_LATE if late else texts.ANSWERED
    return texts.TOO_LATE if (asked[0].deadline or 0.0) <= call.now else (event, community, asked)


async def _tell_of_answer(event: Event, community: CommunityRef, said: str, call: Call, unit: Unit) -> None:
    """Tell an event's organiser how a community's organisers answered; not whoever gave the answer themselves."""
    if event.organiser not in await unit.members.accounts(call.asked.by.account):
        await _tell_organiser(event, f"answer-{community}", said, unit, call.now)


async def _tell_organiser(event: Event, name: str, said: str, unit: Unit, now: float) -> None:
    await notices.post(unit, f"event-{event.id}-{name}", plain(said), await rights.hosts(event, unit), now)


def _line_of(channels: Sequence[ChannelRef]) -> Paragraph:
    """Which channels are meant: each as its own community's people see it."""
    parents = list(dict.fromkeys(channel.parent for channel in channels))
    spans: list[Span] = [Text(texts.CHANNEL if len(parents) == 1 else texts.CHANNELS)]
    for at, channel in enumerate(parents):
        spans += [*((Text(", "),) if at else ()), Mention(MentionKind.CHANNEL, channel.id, target=channel.id)]
    return Paragraph(tuple(spans))


def _channels(places: Iterable[Place]) -> list[ChannelRef]:
    return [place.channel for place in places]


def _names(places: Iterable[Place], names: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(name_of(place.community, names) for place in places))


def handlers(posts: Posts) -> tuple[Handler, ...]:
    """What organisers press."""
    made = Announcing(posts)
    once = Declaration(panel.ANNOUNCE, "Announce", "Announce an event", ways=BUTTON, reply=Reply.REPLACE)
    answers = (
        (APPROVE, "Approve", "Show an event in your channel", made.approve),
        (DECLINE, "Do not show it", "Do not show an event in your channel", made.decline),
        (TRUST, "Approve always", "Show all events of a community", made.trust),
    )
    return (
        Handler(once, made.announce),
        *(Handler(Declaration(name, title, summary, ways=BUTTON), work) for name, title, summary, work in answers),
    )
