"""From a stored message to what one target channel is to show: names looked up, parts cut, files noted."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from adapters.contract import codec
from adapters.contract.content import Attachment, Content, Link, Small, Span, Text, Timestamp, plain
from adapters.contract.errors import Refused
from adapters.contract.fitting import FILES_TOGETHER, shown_name, under_name
from adapters.contract.incoming import Author
from adapters.contract.platform import Persona, Platform
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef
from adapters.contract.upright import upright
from bot import texts
from bot.delivering.aiming import NONE, Aims, aimed
from bot.files.kinds import Not, by_name
from bot.files.own_files import is_own
from bot.patients.naming import names_hidden, tells
from bot.patients.screening import year_of
from bot.pointing import pointed
from bot.saying import joined, laid
from storage.copies import Copy
from storage.messages import Message

NAME_LINE = 47  # units of a name that stands within a message, as adapters leave room for it
Number = Callable[[CommunityRef, str, AccountRef], Awaitable[int]]  # which of a community's people of a name it is


@dataclass(frozen=True, slots=True)
class Showing:
    """A message and a target channel, and where its thread's root and the message it answers stand there.

    `late`: it comes so long after it was written that readers are told when that was. `aims`: where its mentions and
    links lead there. `masks`: the forms of hospital numbers of the community that it comes from.
    """

    message: Message
    target: ChannelRef
    root: MessageRef | None
    answered: MessageRef | None
    community: str
    late: bool = False
    aims: Aims = NONE
    masks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One message that a target channel is to show."""

    channel: ChannelRef
    content: Content
    persona: Persona | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where one showing of a message goes, and what is shown there."""

    channel: ChannelRef
    content: Content


async def wanted(showing: Showing, platforms: Mapping[str, Platform], number: Number) -> tuple[Wanted, ...]:
    """The messages that the target channel is to show, in order.

    Raises what `Platform.named`, `Platform.profile` and `number` raise.
    """
    message = showing.message
    if message.content is None or message.author is None:
        return ()
    target = platforms[showing.target.platform]
    content: Content = codec.decode(message.content)
    persona = None
    if message.stand_in:
        content = stand_in()
    elif message.notice:
        content = pointed(content, platforms)
    else:
        origin = platforms[message.ref.channel.platform]
        content = await origin.named(message.ref.channel, content)
        content = aimed(names_hidden(content, showing.masks, year_of(message.sent_at)), showing.aims, target)
        persona = await _persona(showing, codec.decode(message.author), origin, number)
        if showing.late and persona is not None:
            content = replace(content, blocks=(_written(message.sent_at), *content.blocks))
        link = "" if message.unnamed else origin.link(message.ref)
        content = safe(content, link)
    placed = places(
        fitting(upright(content), target.capabilities(showing.target).file_limit),
        showing.target,
        root=None if showing.root is None else showing.root.as_thread,
        broadcast=message.broadcast,
        root_link="" if showing.root is None else target.link(showing.root),
        reply_link="" if showing.answered is None else target.link(showing.answered),
    )
    return tuple(
        Wanted(place.channel, part, persona) for place in placed for part in target.parts(place.channel, place.content)
    )


def stand_in() -> Content:
    """What stands for the first message of a thread when that did not cross, whatever is kept of it.

    Not the thread's name: it holds the words of whoever began it, who may not want them copied.
    """
    return plain(texts.THREAD_WITHOUT_ROOT)


def forgotten(showing: Showing) -> list[Wanted]:
    """A part of a message whose text is not kept any more: only its token tells it. None, while the text is there."""
    room = showing.target if showing.root is None else showing.root.as_thread
    return [Wanted(room, Content(), None)] if showing.message.content is None else []


def earlier(showing: Showing, texts: Sequence[str]) -> list[Showing]:
    """The message as it may have been shown before: in earlier texts, and while its mentions and links led nowhere."""
    before = [replace(showing, message=replace(showing.message, content=text)) for text in texts]
    return [*before, *(replace(known, aims=NONE) for known in (showing, *before))] if showing.aims else before


def _written(at: float) -> Small:
    """The line that tells when a late message was written."""
    return Small(laid(texts.written(Timestamp(int(at)))))


async def _persona(showing: Showing, author: Author, origin: Platform, number: Number) -> Persona | None:
    channel, community = showing.message.ref.channel, showing.community
    if not author.account.id:
        return None  # a stand-in is the bot's own word
    if author.stranger:
        community = texts.guest_of(community)
    if author.themselves:
        community = ""
    if showing.message.unnamed:
        return Persona(texts.A_MEMBER, home=community)
    name, avatar = author.name, author.avatar
    if not name:
        try:
            profile = await origin.profile(author.account, channel.home)
        except Refused:
            return Persona(texts.SOMEBODY, home=community)
        name, avatar = profile.name, profile.avatar
    if not name or tells(name, showing.masks, year_of(showing.message.sent_at)):
        return Persona(texts.SOMEBODY, avatar, community)
    return Persona(name, avatar, community, await number(channel.home, name, author.account))


def as_posted(part: Wanted, copy: Copy) -> Wanted:
    """A part as a copy that stands can show it: one that is under the bot's name says whose it is.

    Such is a stand-in for a thread's first message, when that message is found after all.
    """
    if copy.named or part.persona is None:
        return part
    return replace(part, content=under_name(part.content, shown_name(part.persona, NAME_LINE)), persona=None)


def fingerprint(content: Content) -> str:
    """A hash by which two states of a message are told apart once their text is gone.

    File addresses are left out: platforms sign them anew each time.
    """
    files = tuple(replace(file, url="") for file in content.files)
    return hashlib.sha256(codec.encode(replace(content, files=files)).encode()).hexdigest()[:32]


def places(
    content: Content,
    target: ChannelRef,
    *,
    root: ChannelRef | None,
    broadcast: bool,
    root_link: str,
    reply_link: str,
) -> tuple[Place, ...]:
    """Where a message is shown in a target channel: once, in its thread or the channel; a broadcast reply in both.

    `root` is the thread in the target channel. A reply inside a target that is itself a thread stays on its level.
    """
    if content.reply is not None:
        content = replace(content, reply=replace(content.reply, link=reply_link))
    if root is None or target.thread is not None:
        return (Place(target, content),)
    there = Place(root, content)
    if not broadcast:
        return (there,)
    label = Text(texts.ALSO_IN_CHANNEL)
    hint = Small((Link(root_link, (label,)) if root_link else label,))
    return (there, Place(target, replace(content, blocks=(hint, *content.blocks), files=())))


def safe(content: Content, link: str) -> Content:
    """The message with each file that is not copied for its name replaced by a line that points to the message."""
    for file in content.files:
        if not is_own(file) and (why := by_name(file.name)) is not None:
            content = pointed_to(content, file, why, link)
    return content


def fitting(content: Content, limit: int) -> Content:
    """The message with each file that is too large, for the target or for us, replaced by a line that names it."""
    for file in content.files:
        if file.size > limit:
            content = without(content, file, texts.too_large(file.name, file.size, limit))
        elif file.size > FILES_TOGETHER:
            content = without(content, file, texts.too_large_for_us(file.name, file.size, FILES_TOGETHER))
    return content


def pointed_to(content: Content, file: Attachment, why: Not, link: str) -> Content:
    """The message with a file that is not copied replaced by a line that says why, and leads to the original."""
    original = (Text(" "), Link(link, (Text(texts.SEE_ORIGINAL),)), Text(".")) if link else ()
    return without(content, file, texts.not_passed_on(file.name, why), *original)


def without(content: Content, file: Attachment, said: str, *more: Span) -> Content:
    """The message with a file replaced by a line that names it: as code, for a name is not the bot's own word."""
    return replace(
        content,
        blocks=(*content.blocks, Small(laid(joined((said, *more), "")))),
        files=tuple(other for other in content.files if other is not file),
    )
