"""What a message points at, on its readers' side: people to ping or not to name, channels, and addresses behind links.

Looked up in the unit of work that claims a delivery, and only when the message points at anything.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

import structlog

from adapters.contract import codec
from adapters.contract.content import Content, Excerpt, Link, Mention, MentionKind, Span, Text
from adapters.contract.platform import Platform
from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from adapters.contract.walk import leaves, map_links, map_spans, spans_text
from bot.texts import A_MEMBER_MENTIONED
from storage.database import Unit
from storage.exclusions import EVERYWHERE
from storage.messages import Message

log = structlog.get_logger(__name__)

MOST = 30  # channels, and links, that are looked up for one message; further ones stay as they are written
_SIGNS = ('"_":"Mention"', '"_":"Link"')  # how the codec writes what points at something


@dataclass(frozen=True, slots=True)
class Aims:
    """Where mentions and links of one message lead, for one target channel.

    `people` and `channels` have ids of the target's platform by those that the message has, `links` what takes the
    place of what the message's links lead to. What is in none of them stays as it is written. `unnamed` are the ids of
    people of whom nothing crosses, by their own wish: their names do not, either.
    """

    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, ChannelRef | MessageRef] = field(default_factory=dict)
    unnamed: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.people or self.channels or self.links or self.unnamed)


NONE = Aims()


async def find(
    message: Message,
    earlier: Iterable[str],
    target: ChannelRef,
    unit: Unit,
    platforms: Mapping[str, Platform],
    now: float,
    *,
    late: bool,
) -> Aims:
    """What a message, in its `earlier` texts too, points at on the target's side. What comes late pings nobody."""
    texts = [] if message.notice or message.stand_in or message.content is None else [message.content, *earlier]
    texts = [text for text in texts if any(sign in text for sign in _SIGNS)]
    if not texts:
        return NONE
    try:
        mentions, places = _pointed_at(texts, platforms)
    except Exception:
        # Whoever shows the message meets the same, and can give it up; here it would take the dispatcher down.
        log.exception("cannot tell what a message points at", message=message.id)
        return NONE
    ids = {each.id: None for each in mentions if each.kind is MentionKind.USER}
    people, unnamed = await _people(list(ids), message, target, unit, now) if ids else ({}, frozenset[str]())
    channels = {each.id: None for each in mentions if each.kind is MentionKind.CHANNEL}
    first = list(places.items())[:MOST]
    return Aims(
        {} if late else people,
        {id: end.id for id in list(channels)[:MOST] if (end := await _channel(message.ref.channel, id, target, unit))},
        {url: there for url, place in first if (there := await _there(place, target, unit))},
        unnamed,
    )


def aimed(content: Content, aims: Aims, target: Platform) -> Content:
    """The message with its mentions and links leading to the readers' side, and without names that do not cross."""
    if not aims:
        return content

    def mention(span: Span) -> Span:
        match span:
            case Mention(MentionKind.USER, id) if id in aims.unnamed:
                return Text(A_MEMBER_MENTIONED)
            case Mention(MentionKind.USER, id) if id in aims.people:
                return replace(span, target=aims.people[id])
            case Mention(MentionKind.CHANNEL, id) if id in aims.channels:
                return replace(span, target=aims.channels[id])
        return span

    def link(span: Link) -> Link:
        place = aims.links.get(span.url)
        url = "" if place is None else target.link(place)
        if not url:
            return span
        return Link(url) if _bare(span) else replace(span, url=url)

    quoted = content.reply
    if quoted is not None:
        content = replace(content, reply=_without(quoted, aims.unnamed))
    return map_links(map_spans(content, mention), link)


def _without(quoted: Excerpt, unnamed: Collection[str]) -> Excerpt:
    """What is quoted, without the names of some whom it mentions; the longest are found first, for one may begin so."""
    hidden = {each.name for each in quoted.people if each.id in unnamed}
    names = "|".join(re.escape(name) for name in sorted({each.name for each in quoted.people}, key=len, reverse=True))
    if not hidden:
        return quoted

    def called(found: re.Match[str]) -> str:
        return A_MEMBER_MENTIONED if found[1] in hidden else found[0]

    people = tuple(each for each in quoted.people if each.name not in hidden)
    return replace(quoted, text=re.sub(f"@({names})", called, quoted.text), people=people)


def _bare(link: Link) -> bool:
    """Whether a link's label is its address."""
    label = spans_text(link.spans).strip()
    return label in ("", link.url) or label.rstrip("/") == link.url.partition("://")[2].rstrip("/")


def _pointed_at(
    texts: Iterable[str], platforms: Mapping[str, Platform]
) -> tuple[list[Mention], dict[str, ChannelRef | MessageRef]]:
    """The mentions in stored messages, and what their links to connected communities lead to."""
    contents: list[Content] = [codec.decode(text) for text in texts]
    mentions = [span for content in contents for span in leaves(content) if isinstance(span, Mention)]
    mentions += [each for content in contents if content.reply is not None for each in content.reply.people]
    places: dict[str, ChannelRef | MessageRef] = {}

    def note(link: Link) -> Link:
        for platform in platforms.values():
            if (place := platform.linked(link.url)) is not None:
                places[link.url] = place
        return link

    for content in contents:
        map_links(content, note)
    return mentions, places


async def _people(
    ids: list[str], message: Message, target: ChannelRef, unit: Unit, now: float
) -> tuple[dict[str, str], frozenset[str]]:
    """The accounts on the target's side of those who linked theirs, and who is not named there: whoever opted out.

    Another account of theirs comes first: one that is the same in every community is pinged where it was mentioned.
    """
    like = AccountRef.parse(message.account)
    mentioned = [replace(like, id=id) for id in ids]
    siblings = await unit.members.siblings(mentioned)
    bridge = await unit.bridges.of(target)
    id = EVERYWHERE if bridge is None else bridge.id
    everybody = {*mentioned, *(each for others in siblings.values() for each in others)}
    out = await unit.opt_outs.among(everybody, id, now)
    unnamed = frozenset(each.id for each in mentioned if not out.isdisjoint((each, *siblings.get(each, ()))))
    found = {}
    for account, others in siblings.items():
        here = next((each for each in (*others, account) if _lives(each, target)), None)
        if here is not None and account.id not in unnamed:
            found[account.id] = here.id
    return found, unnamed


def _lives(account: AccountRef, target: ChannelRef) -> bool:
    """Whether an account can be in the target's community."""
    return account.platform == target.platform and account.community in ("", target.community)


async def _channel(origin: ChannelRef, id: str, target: ChannelRef, unit: Unit) -> ChannelRef | None:
    """The channel on the target's side that is bridged with the one mentioned; None when that is not a channel."""
    end = await _end(ChannelRef(origin.platform, origin.community, id), target, unit)
    return end if end is not None and end.thread is None else None


async def _end(channel: ChannelRef, target: ChannelRef, unit: Unit) -> ChannelRef | None:
    """The channel in the target's community that is bridged with another one: the target itself before others."""
    bridge = await unit.bridges.of(channel)
    ends = [end.channel for end in bridge.ends if end.channel.home == target.home] if bridge else []
    return next((end for end in ends if end.parent == target.parent), ends[0] if ends else None)


async def _there(place: ChannelRef | MessageRef, target: ChannelRef, unit: Unit) -> ChannelRef | MessageRef | None:
    """What stands in the target's community for a place; None when nothing does, or the place is there itself."""
    if (place.channel if isinstance(place, MessageRef) else place).home == target.home:
        return None
    if isinstance(place, MessageRef):
        return await _copy(place, target, unit)
    if place.thread is None:
        return await _end(place, target, unit)
    bridge = await unit.bridges.of(place)
    if bridge is not None and any(end.channel == place for end in bridge.ends):
        return await _end(place, target, unit)
    return await _copy(MessageRef(place.parent, place.thread), target, unit)  # its first message


async def _copy(message: MessageRef, target: ChannelRef, unit: Unit) -> MessageRef | None:
    """Where a message stands in the target's community: itself or a copy, in the target channel before others."""
    meant = await unit.copies.behind(message.key)
    if meant is None or meant.notice or not meant.posted or meant.deleted_at is not None:
        return None
    if meant.ref.channel.home == target.home:
        return meant.ref
    lanes = [lane for lane, _ in await unit.copies.lanes(meant.id) if ChannelRef.parse(lane).home == target.home]
    mine = str(target.parent)
    lane = mine if mine in lanes else next(iter(lanes), None)
    return None if lane is None else await unit.copies.counterpart(meant.id, lane)
