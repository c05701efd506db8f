"""How a channel comes into a bridge: with the yes of its own organisers and of those who invited it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from adapters.contract.commands import Answers, Beginning, Declaration, Form, Kind, Press, Way, Who, ask
from adapters.contract.content import Button, ButtonStyle, Code, Content, Heading, Paragraph, Text, Timestamp, plain
from adapters.contract.refs import ChannelRef
from bot import codes, notices
from bot.acts import Act, channels, note, on_a_bridge
from bot.bridging import pinned, rules, texts
from bot.crossing import listeners
from bot.feature import Call, Handler
from bot.returning import returned
from bot.saying import _, laid
from bot.whom import name_of
from storage.bridges import Bridge, End, Taken
from storage.database import Unit
from storage.invites import Invite, InviteState

ACCEPT, CONFIRM, APPROVE, DECLINE = "bridge accept", "bridge confirm", "bridge approve", "bridge decline"
BUTTON = frozenset({Way.BUTTON})
NAME_LENGTH = 100  # of a channel's name, on both platforms


@dataclass(frozen=True)
class Plan:
    """What a bridge is to be."""

    name: str = ask(_("Name of the bridge"), max_length=60, hint=_("What the channels will talk about"))
    rules: str = ask(_("Rules"), kind=Kind.PARAGRAPH, max_length=rules.RULES_LENGTH, hint=_("Shown before joining"))
    channel: str = ask(
        _("This channel's name, if it is private"),
        max_length=NAME_LENGTH,
        hint=_("Others will see what is written in it"),
        default="",
    )


@dataclass(frozen=True)
class Ticket:
    """What a guest brings."""

    code: str = ask(_("Code of the invitation"), max_length=40)


@dataclass(frozen=True)
class Confirmation:
    """What whoever opens a private channel types."""

    channel: str = ask(
        _("Name of this channel"), max_length=NAME_LENGTH, hint=_("Others will see what is written in it")
    )


async def begin_create(form: Beginning, unit: Unit) -> Answers | Content:
    """Whose channel is in a bridge already is told so before they write rules."""
    known = await unit.bridges.holding(form.channel)
    return {} if known is None else plain(texts.in_a_bridge(known.name))


async def create(call: Call, unit: Unit) -> Content:
    """Begin a bridge with this channel."""
    here, name = call.asked.channel, " ".join(call.answers.name.split())
    if not name:
        return returned(call, texts.NO_NAME)
    if (known := await unit.bridges.holding(here)) is not None:
        return returned(call, texts.in_a_bridge(known.name))
    if (why := rules.why_not_confirmed(call.asked.venue, call.answers.channel, here.platform)) is not None:
        return returned(call, why)
    by = str(call.asked.by.account)
    try:
        id = await unit.bridges.add(name, (here,), call.now, created_by=by, rules=call.answers.rules.strip())
    except Taken:
        return returned(call, texts.name_taken(name))
    await note(call, unit, id, Act.CREATE, name)
    await _note_private(call, unit, id)
    return plain(texts.created(name), texts.INVITE_NEXT, *rules.unless_in(call.asked.venue, here.platform))


async def invite(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Make a code, and show it to the one who asked."""
    code, until = codes.new(), call.now + rules.INVITE_SECONDS
    await unit.invites.make(codes.key(code), bridge.id, end.channel, until)
    await note(call, unit, bridge.id, Act.INVITE)
    return Content(
        (
            Paragraph(laid(texts.code_is(Code(code)))),
            Paragraph(laid(texts.code_how(Code(f"/bridge join {code}")))),
            Paragraph(laid(texts.code_until(Timestamp(int(until))))),
        )
    )


async def join(call: Call, unit: Unit) -> Content:
    """Show what a code leads to, and ask whether to join."""
    found = await _usable(call, unit, codes.key(call.answers.code))
    if isinstance(found, str):
        return plain(found)
    _, bridge = found
    names = await unit.communities.names()
    agreed = rules.quoted(await unit.bridges.rules(bridge.id))
    leads = rules.leads_to(bridge, call.asked.channel, names)
    lines = (leads, texts.WHAT_CROSSES, texts.WHAT_IS_KEPT, texts.BOTH_AGREE)
    shown = (Heading(2, (Text(bridge.name),)), *plain(*lines, texts.RULES_ARE).blocks, agreed)
    if call.asked.venue.private:
        asked = _asks_for_its_name(call.answers.code)
        return replace(asked, blocks=(*shown, *asked.blocks))
    return Content(shown, buttons=(Button(texts.JOIN, ACCEPT, call.answers.code, ButtonStyle.PRIMARY),))


async def accept(call: Call, unit: Unit) -> Content:
    """Note the guests' yes, and ask the hosts for theirs. A private channel's name has to be typed first."""
    if call.asked.venue.private:
        return _asks_for_its_name(_argument(call))
    return await _accepted(call, unit)


async def confirm(call: Call, unit: Unit) -> Content:
    """Note the guests' yes for a private channel, if its name was typed, and ask the hosts for theirs."""
    where, venue = call.asked.channel, call.asked.venue
    if (why := rules.why_not_confirmed(venue, call.answers.channel, where.platform)) is not None:
        return returned(call, why)
    return await _accepted(call, unit)


def _asks_for_its_name(code: str) -> Content:
    button = Button(texts.JOIN_PRIVATE, CONFIRM, code, ButtonStyle.PRIMARY)
    return replace(plain(texts.PRIVATE, texts.PRIVATE_HOW), buttons=(button,))


async def _note_private(call: Call, unit: Unit, bridge_id: int) -> None:
    """Write down that somebody opened a private channel."""
    if call.asked.venue.private:
        await note(call, unit, bridge_id, Act.OPEN_PRIVATE)


async def _accepted(call: Call, unit: Unit) -> Content:
    found = await _usable(call, unit, codes.key(_argument(call)))
    if isinstance(found, str):
        return plain(found)
    invited, bridge = found
    if not await unit.invites.use(invited.key, call.asked.channel, call.now + rules.INVITE_SECONDS):
        return plain(texts.USED_CODE)
    await note(call, unit, bridge.id, Act.ASK)
    await _note_private(call, unit, bridge.id)
    names = await unit.communities.names()
    wanted = _wanted(call, name_of(call.asked.channel, names), bridge)
    request = plain(wanted, rules.request_how(bridge, invited.host))
    buttons = (
        Button(texts.APPROVE, APPROVE, invited.key, ButtonStyle.PRIMARY),
        Button(texts.DECLINE, DECLINE, invited.key, ButtonStyle.DANGER),
    )
    await notices.post(unit, _notice(invited), replace(request, buttons=buttons), [invited.host], call.now)
    needs = rules.unless_in(call.asked.venue, call.asked.channel.platform)
    return plain(texts.asked(name_of(invited.host, names)), *needs)


def _wanted(call: Call, guest: str, bridge: Bridge) -> str:
    """What the hosts are asked. A private channel's name is its own community's."""
    if (venue := call.asked.venue).private:
        return texts.request_private(guest, bridge.name)
    return texts.request_named(guest, bridge.name, venue.name) if venue.name else texts.request(guest, bridge.name)


async def approve(call: Call, unit: Unit) -> Content:
    """Note the hosts' yes: the guests' channel is in."""
    found = await _answerable(call, unit)
    if isinstance(found, str):
        return plain(found)
    invited, bridge, guest = found
    if rules.why_not_here(bridge, guest, await unit.bridges.holding(guest)) is not None:
        return plain(texts.GUEST_TAKEN)
    if not await unit.invites.answer(invited.key, InviteState.APPROVED):
        return plain(texts.ANSWERED_REQUEST)
    await unit.bridges.join(bridge.id, guest, call.now)
    names = await unit.communities.names()
    newcomer = name_of(guest, names)
    name = await note(call, unit, bridge.id, Act.APPROVE, newcomer)
    settled = plain(texts.approved(newcomer, bridge.name))
    await notices.post(unit, _notice(invited), settled, [invited.host], call.now)
    joined = await unit.bridges.by_id(bridge.id) or bridge

    def said(place: ChannelRef) -> Content:
        return plain(texts.joined(newcomer, bridge.name, sends=bool(listeners(joined, place, call.now))))

    await pinned.told(name, said, channels(bridge), unit, call.now)
    sends = bool(listeners(joined, guest, call.now))
    welcome = texts.welcome(bridge.name, rules.homes(bridge.ends, names), sends=sends)
    shown = plain(welcome, texts.WHAT_IS_KEPT, texts.SEE_RULES)
    await notices.post(unit, f"{name}-guest", shown, [guest], call.now)
    await pinned.update(bridge.id, unit, call.now)
    return settled


async def decline(call: Call, unit: Unit) -> Content:
    """Note the hosts' no."""
    found = await _answerable(call, unit)
    if isinstance(found, str):
        return plain(found)
    invited, bridge, guest = found
    if not await unit.invites.answer(invited.key, InviteState.DECLINED):
        return plain(texts.ANSWERED_REQUEST)
    names = await unit.communities.names()
    newcomer, host = name_of(guest, names), name_of(invited.host, names)
    name = await note(call, unit, bridge.id, Act.DECLINE, newcomer)
    settled = plain(texts.declined(newcomer, bridge.name))
    await notices.post(unit, _notice(invited), settled, [invited.host], call.now)
    await notices.post(unit, name, plain(texts.not_let_in(host, bridge.name)), [guest], call.now)
    return settled


async def _usable(call: Call, unit: Unit, key: str) -> tuple[Invite, Bridge] | str:
    """The invitation that this channel may use, and its bridge; or why it may not."""
    if (found := await _invitation(unit, key)) is None:
        return texts.UNKNOWN_CODE
    here = call.asked.channel
    host = name_of(found[0].host, await unit.communities.names())
    why = rules.why_unusable(found[0], here, host, call.now)
    return why or rules.why_not_here(found[1], here, await unit.bridges.holding(here)) or found


async def _answerable(call: Call, unit: Unit) -> tuple[Invite, Bridge, ChannelRef] | str:
    """The request that the pressed button is about, its bridge and guest; or why it cannot be answered from here."""
    found = await _invitation(unit, _argument(call))
    if found is None or found[0].guest is None:
        return texts.ENDED_REQUEST
    invited, bridge = found
    return rules.why_unanswerable(invited, call.asked.channel, call.now) or (invited, bridge, found[0].guest)


async def _invitation(unit: Unit, key: str) -> tuple[Invite, Bridge] | None:
    """An invitation whose host is still in the bridge, and that bridge."""
    invited = await unit.invites.of(key)
    bridge = None if invited is None else await unit.bridges.by_id(invited.bridge_id)
    return (invited, bridge) if invited and bridge and bridge.end(invited.host) else None


def _argument(call: Call) -> str:
    """What a button carries: untrusted."""
    return call.asked.argument if isinstance(call.asked, Press | Form) else ""


def _notice(invited: Invite) -> str:
    return f"request-{invited.key}"


HANDLERS = (
    Handler(
        Declaration(
            "bridge create",
            _("Start a bridge"),
            _("Start a bridge with this channel"),
            Plan,
            who=Who.ORGANISER,
            form=True,
            venue=True,
            begins=True,
        ),
        create,
        begin=begin_create,
    ),
    Handler(
        Declaration(
            "bridge invite", "Invite", _("Get a code with which another community can join"), who=Who.ORGANISER
        ),
        on_a_bridge(invite),
    ),
    Handler(
        Declaration(
            "bridge join", "Join a bridge", _("Join this channel to a bridge"), Ticket, who=Who.ORGANISER, venue=True
        ),
        join,
    ),
    Handler(Declaration(ACCEPT, "Join", "Ask to be let in", ways=BUTTON, who=Who.ORGANISER, venue=True), accept),
    Handler(
        Declaration(
            CONFIRM,
            _("Join a private channel"),
            "Ask to be let in with a private channel",
            Confirmation,
            ways=BUTTON,
            who=Who.ORGANISER,
            form=True,
            venue=True,
        ),
        confirm,
    ),
    Handler(Declaration(APPROVE, "Approve", "Let a channel in", ways=BUTTON, who=Who.ORGANISER), approve),
    Handler(Declaration(DECLINE, "Decline", "Do not let a channel in", ways=BUTTON, who=Who.ORGANISER), decline),
)
