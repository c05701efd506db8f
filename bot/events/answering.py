"""Yes, maybe, no: what people say, wherever they are, and what they are told privately then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adapters.contract.commands import Declaration, Way
from adapters.contract.content import Block, Button, Content, Link, Paragraph, Text, plain
from adapters.contract.refs import AccountRef
from bot.events import answer_texts as texts
from bot.events import reminding, render, rights, rules, seating, wording
from bot.events.unsending import unsend
from bot.feature import Call, Handler
from storage.database import Unit
from storage.events import Event, EventState
from storage.rsvps import Answer, Rsvp, Seat

BUTTON = frozenset({Way.BUTTON})
RECAP, USEFUL = "events summary", "events useful"
OPINIONS = ("yes", "partly", "no")


async def yes(call: Call, unit: Unit) -> Content:
    """Give a place, or one on the waiting list; said again, it changes nothing."""
    event, known, accounts = await asked(call, unit)
    if event is None:
        return plain(wording.NO_EVENT)
    if why := too_late(event, call.now):
        return plain(why)
    sector = await _sector(call, event, known)
    if sector is None:
        return _which_sector(event)
    me, name, now = call.asked.by.account, _called(event, call), call.now
    if known is not None and known.seat is Seat.SEATED:
        await _reach(event, known, call, unit)
        return await _has_place(event, call, unit)
    room = await seating.room(event, unit)
    mine = known is not None and known.seat is Seat.OFFERED and (known.offered_until or 0.0) > now
    sits = mine or room.has(sector)
    seat = Seat.SEATED if sits else Seat.WAITING
    if known is not None and (mine or known.seat is Seat.WAITING):
        await unit.rsvps.change(known.id, account=str(me), name=name, sector=sector, seat=seat, offered_until=None)
    else:
        said = {"name": name, "sector": sector, "answer": Answer.YES, "seat": seat}
        await _keep(event, known, me, now, unit, said)
    await _changed(event, unit)
    if sits:
        await seating.sit(event, me, unit, now)
        return await _has_place(event, call, unit)
    if known is not None:
        await _forget_letters(event, accounts, unit, call.now)
    said_ = plain(texts.waiting(event.title, render.said(event)), _sees(event, call))
    leave = Button(texts.CANNOT_COME, render.NO, str(event.id))
    return _with_buttons(Content(said_.blocks, buttons=(leave,)), event, recap=True)


async def maybe(call: Call, unit: Unit) -> Content:
    """Note a maybe; they are asked again."""
    event, known, accounts = await asked(call, unit)
    if event is None:
        return plain(wording.NO_EVENT)
    if why := too_late(event, call.now):
        return plain(why)
    await _give_back(event, known, Answer.MAYBE, call, unit, accounts)
    await unit.letters.plan(event.id, call.asked.by.account, rules.maybe_letters(event, call.now))
    if not rules.maybe_letters(event, call.now):
        noted = plain(texts.said_maybe(event.title), _sees(event, call), texts.CHANGE_MIND)
        return _with_buttons(noted, event, recap=True)
    asks, button = await reminding.offer(call, unit)
    again = () if asks else (texts.ASKED_AGAIN,)
    said = plain(texts.said_maybe(event.title), *again, _sees(event, call))
    return _with_buttons(Content((*said.blocks, *asks), buttons=button), event, recap=True)


async def no(call: Call, unit: Unit) -> Content:
    """Note a no, and give the place to somebody else."""
    event, known, accounts = await asked(call, unit)
    if event is None:
        return plain(wording.NO_EVENT)
    if why := too_late(event, call.now):
        return plain(why)
    limited = event.capacity is not None
    freed = limited and known is not None and known.seat in (Seat.SEATED, Seat.OFFERED)
    await _give_back(event, known, Answer.NO, call, unit, accounts, has_entry=False)
    holds = (texts.ENTRY_STAYS,) if known is not None and known.has_entry else ()
    noted = plain(texts.said_no(event.title), *((texts.FREED,) if freed else ()), *holds)
    return _with_buttons(noted, event, recap=True)


async def summary(call: Call, unit: Unit) -> Content:
    """Note that somebody wants to be told afterwards what happened."""
    event, known, _ = await asked(call, unit)
    if event is None or known is None:
        return plain(wording.NO_EVENT)
    await unit.rsvps.change(known.id, wants_recap=True)
    return plain(texts.RECAP_WANTED)


async def useful(call: Call, unit: Unit) -> Content:
    """Note whether an event was useful to somebody who was to come."""
    event, known, _ = await asked(call, unit)
    said = rights.argument(call.asked).partition("/")[2]
    if event is None or known is None or known.seat is not Seat.SEATED or said not in OPINIONS:
        return plain(wording.NO_EVENT)
    await unit.rsvps.change(known.id, useful=said)
    return plain(texts.THANKS)


def opinions(event: Event) -> tuple[Button, ...]:
    """The buttons of the question whether it was useful."""
    return tuple(
        Button(label, USEFUL, f"{event.id}/{said}") for label, said in zip(texts.OPINIONS, OPINIONS, strict=True)
    )


async def asked(call: Call, unit: Unit) -> tuple[Event | None, Rsvp | None, Sequence[AccountRef]]:
    """The event that a button means, what the person has said, and their accounts."""
    event = await rights.event(rights.argument(call.asked).partition("/")[0], unit, locked=True)
    accounts = await unit.members.accounts(call.asked.by.account)
    if event is None or event.state is EventState.DRAFT:
        return None, None, accounts
    known = await seating.merge(event, accounts, unit, call.now)
    if known is None and not await rights.shown(call.asked, event, unit):
        return None, None, accounts
    return event, known, accounts


def too_late(event: Event, now: float) -> str | None:
    """Why an event takes no answers any more; None when it does."""
    if event.state is EventState.CANCELLED:
        return texts.cancelled(event.title, render.said(event))
    return wording.IS_OVER if (event.ends_at or 0.0) <= now else None


async def _sector(call: Call, event: Event, known: Rsvp | None) -> str | None:
    """The sector of somebody who asks for a place; None when that matters and is not known. Nobody has to tell."""
    told = rights.argument(call.asked).partition("/")[2]
    if told in (*wording.SECTORS, "none"):
        return "" if told == "none" else told
    if not event.reserved or (known is not None and known.seat is not Seat.NONE):
        return known.sector if known is not None else ""
    return None


def _which_sector(event: Event) -> Content:
    choices = [*wording.SECTORS.items(), ("none", texts.NO_SECTOR)]
    buttons = tuple(Button(label, render.YES, f"{event.id}/{key}") for key, label in choices)
    return Content(plain(texts.WHICH_SECTOR).blocks, buttons=buttons)


async def _keep(event: Event, known: Rsvp | None, me: AccountRef, now: float, unit: Unit, said: dict[str, Any]) -> None:
    """Keep an answer; one that is given anew comes behind everybody else's."""
    if known is None:
        await unit.rsvps.add(event.id, me, now, **said)
    else:
        await unit.rsvps.again(known, me, now, **said)


async def _give_back(
    event: Event,
    known: Rsvp | None,
    answer: Answer,
    call: Call,
    unit: Unit,
    accounts: Sequence[AccountRef],
    **more: bool,
) -> None:
    """Note an answer that needs no place; a place that this frees goes to whoever waits."""
    said = {"name": _called(event, call), "sector": "" if known is None else known.sector, "answer": answer}
    await _keep(event, known, call.asked.by.account, call.now, unit, {**said, **more, "seat": Seat.NONE})
    await _forget_letters(event, accounts, unit, call.now)
    if known is not None and known.seat in (Seat.SEATED, Seat.OFFERED):
        await seating.fill(event, unit, call.now)
    await _changed(event, unit)


async def _forget_letters(event: Event, accounts: Sequence[AccountRef], unit: Unit, now: float) -> None:
    for account in accounts:
        await unit.letters.drop(event.id, account, kinds=rules.FOR_GUESTS)
    await unsend(event.id, rules.FOR_GUESTS, unit, now, accounts=accounts)


def _called(event: Event, call: Call) -> str:
    """The name under which an answer is kept: none of another community's, where the Chatham House Rule holds."""
    return "" if event.unnamed and call.asked.channel.home != event.community else call.asked.by.name


def _sees(event: Event, call: Call) -> str:
    """Who sees that name."""
    return texts.SEES_NAME if _called(event, call) else texts.SEES_NO_NAME


async def _reach(event: Event, known: Rsvp, call: Call, unit: Unit) -> None:
    """Write to somebody where they were last, from now on."""
    me = call.asked.by.account
    if known.account != me:
        await unit.rsvps.change(known.id, account=str(me), name=_called(event, call))
        await unit.letters.readdress(known.event_id, known.account, me)


async def _changed(event: Event, unit: Unit) -> None:
    if not event.stale:
        await unit.events.change(event.id, stale=True)


async def _has_place(event: Event, call: Call, unit: Unit) -> Content:
    said = plain(texts.seated(event.title, render.said(event)))
    asks, button = await reminding.offer(call, unit)
    blocks = (*said.blocks, *link(event, call.now), *plain(_sees(event, call), texts.CHANGE_MIND).blocks, *asks)
    id = str(event.id)
    ways = ((texts.ENTRY, render.ENTRY), (texts.TELL, render.TELL), (texts.CANNOT_COME, render.NO))
    return Content(blocks, buttons=(*button, *(Button(label, action, id) for label, action in ways)))


def link(event: Event, now: float) -> tuple[Block, ...]:
    """What somebody who has a place is told of the joining link."""
    if rules.link_open(event, now) and event.link:
        return (Paragraph((Text(texts.LINK_IS), Link(event.link))),)
    if event.link:
        return plain(texts.LINK_LATER).blocks
    return ()


def _with_buttons(said: Content, event: Event, *, recap: bool) -> Content:
    more = (Button(texts.TELL_ME_AFTER, RECAP, str(event.id)),) if recap else ()
    return Content(said.blocks, buttons=(*said.buttons, *more))


HANDLERS = (
    Handler(Declaration(render.YES, "Yes", "Say that you come", ways=BUTTON), yes),
    Handler(Declaration(render.MAYBE, "Maybe", "Say that you may come", ways=BUTTON), maybe),
    Handler(Declaration(render.NO, "No", "Say that you do not come", ways=BUTTON), no),
    Handler(Declaration(RECAP, "Tell me afterwards", "Be told what happened", ways=BUTTON), summary),
    Handler(Declaration(USEFUL, "Was it useful?", "Say whether it was useful", ways=BUTTON), useful),
)
