"""What organisers and members may know of a bridge: how it is doing, who may organise, and what organisers did."""

from __future__ import annotations

from adapters.contract.commands import Declaration, Way, Who
from adapters.contract.content import (
    Block,
    Button,
    Content,
    Heading,
    ListBlock,
    Mention,
    MentionKind,
    Paragraph,
    Span,
    Style,
    Styled,
    Text,
    TimeForm,
    Timestamp,
    plain,
)
from adapters.contract.refs import AccountRef, CommunityRef
from bot.bridging import rules, texts
from bot.bridging.acts import Act, note, on_a_bridge
from bot.feature import Call, Handler
from storage.audit import Entry
from storage.bridges import Bridge, End
from storage.database import Unit
from storage.outbox import State

RETRY = "bridge retry"
ACTS_SHOWN = 20


async def status(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Say how each channel is doing; what failed can be tried again."""
    names = await unit.bridges.community_names()
    counts = await unit.outbox.counts()
    failed = await unit.outbox.failed(_lanes(bridge))
    blocks: list[Block] = [Heading(2, (Text(bridge.name),))]
    if bridge.paused:
        blocks += plain(texts.BRIDGE_PAUSED).blocks
    for each in bridge.ends:
        lane = str(each.channel.parent)
        waiting = counts.get((lane, State.WAITING), 0) + counts.get((lane, State.SENDING), 0)
        label = texts.end_label(rules.name_of(each.channel, names), here=each is end)
        heard = _when(await unit.messages.newest(each.channel))
        shown = _when(await unit.copies.newest(lane))
        blocks += (
            Paragraph((Styled(Style.BOLD, (Text(label),)),)),
            Paragraph((Text(texts.way(each.direction, paused=each.paused)),)),
            Paragraph((Text(texts.LAST_HEARD), heard, Text(texts.LAST_SHOWN), shown, Text(texts.waiting(waiting)))),
            *plain(*(texts.failed(count, why) for where, why, count in failed if where == lane)).blocks,
        )
    return Content(tuple(blocks), buttons=(Button("Try again", RETRY),) if failed else ())


async def retry(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Try again what was given up, in every channel of the bridge."""
    count = await unit.outbox.retry(_lanes(bridge), call.now)
    if count:
        await note(call, unit, bridge.id, Act.RETRY)
    return plain(texts.retried(count))


async def people(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Say who may organise: people by name to their own community alone."""
    names = await unit.bridges.community_names()
    items = []
    for home in dict.fromkeys(each.channel.home for each in bridge.ends):
        called = names.get(str(home), str(home))
        items.append((await organisers(home, called, unit, named=home == call.asked.channel.home),))
    return Content((*plain(texts.PEOPLE).blocks, ListBlock(tuple(items))))


async def organisers(home: CommunityRef, called: str, unit: Unit, *, named: bool) -> Paragraph:
    """A line on who organises a community."""
    found = await unit.organisers.of(home)
    spans: list[Span] = [Text(texts.those_who_run(called))]
    if named:
        spans += [span for account in found for span in (Text(", "), mention(account))]
    elif found:
        spans.append(Text(texts.and_more(len(found))))
    return Paragraph(tuple(spans))


def mention(account: AccountRef) -> Mention:
    """An account, shown by its name to its own community."""
    return Mention(MentionKind.USER, account.id, target=account.id)


async def log(call: Call, unit: Unit) -> Content:
    """Show what organisers did, on this bridge and in this community."""
    here = call.asked.channel
    bridge = await unit.bridges.of(here)
    entries = await unit.audit.recent(here.home, None if bridge is None else bridge.id, ACTS_SHOWN)
    if not entries:
        return plain(texts.NO_ACTS)
    names = await unit.bridges.community_names()
    return Content((ListBlock(tuple((_line(entry, here.home, names),) for entry in entries)),))


def _line(entry: Entry, reader: CommunityRef, names: dict[str, str]) -> Paragraph:
    """An act in a line: who did it is named to their own community alone."""
    ours = entry.community == str(reader)
    who = mention(entry.who) if ours else Text(texts.organiser_of(names.get(entry.community, entry.community)))
    account = entry.act in (Act.ADD_ORGANISER, Act.REMOVE_ORGANISER)
    about: Span = mention(AccountRef.parse(entry.detail)) if account else Text(texts.detail(entry.act, entry.detail))
    return Paragraph((Timestamp(int(entry.at)), Text(": "), who, Text(f" {texts.ACTS[entry.act]} "), about))


def _when(at: float) -> Span:
    return Timestamp(int(at), TimeForm.RELATIVE) if at else Text(texts.NEVER)


def _lanes(bridge: Bridge) -> list[str]:
    return [str(end.channel.parent) for end in bridge.ends]


HANDLERS = (
    Handler(
        Declaration("bridge status", "Status", "Show how each channel of this bridge is doing", who=Who.ORGANISER),
        on_a_bridge(status),
    ),
    Handler(
        Declaration(RETRY, "Try again", "Try failed copies again", ways=frozenset({Way.BUTTON}), who=Who.ORGANISER),
        on_a_bridge(retry),
    ),
    Handler(Declaration("bridge people", "People", "Show who may organise this bridge"), on_a_bridge(people)),
    Handler(Declaration("bridge log", "Log", "Show what organisers did", who=Who.ORGANISER), log),
)
