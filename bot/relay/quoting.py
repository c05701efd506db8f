"""What a message quotes of the one that it answers: words that crossed, under a name that is nobody else's."""

from __future__ import annotations

from dataclasses import replace

from adapters.contract.content import Content, Excerpt, plain
from adapters.contract.refs import AccountRef, ChannelRef
from bot import crossing
from bot.called import called_at_home
from bot.unnamed import unquoted, without_names
from storage.bridges import Bridge
from storage.database import Unit
from storage.messages import Message


async def quoting(
    content: Content, answered: Message | None, bridge: Bridge, here: ChannelRef, unit: Unit, *, unnamed: bool
) -> Content:
    """A message as it crosses: it quotes only what crossed itself, and still stands; without names where it must."""
    reply = content.reply
    if reply is not None:
        gone = answered is None or not answered.posted or answered.deleted_at is not None
        reply = None if answered is None or gone else await _quoted(reply, answered, bridge, here, unit)
    content = replace(content, reply=reply)
    return without_names(content) if unnamed else content


async def _quoted(reply: Excerpt, answered: Message, bridge: Bridge, here: ChannelRef, unit: Unit) -> Excerpt:
    """Whose words they are, as copies say it: a platform lets people call themselves what would be taken for another's
    name and community. Copies that are answered have their name from us.

    Words that are filtered by now stay, and those of a message that may have been changed while its channel was paused.
    """
    end, written_here = bridge.end(here), answered.ref.channel.parent == here.parent
    if written_here and end is not None and end.open_since > answered.sent_at:
        reply = replace(reply, text="", people=())
    if bridge.filtered and crossing.found(await unit.filters.of(bridge.id), plain(reply.text)):
        reply = replace(reply, text="", people=())
    if answered.unnamed:
        return unquoted(reply)
    if not written_here:
        return reply
    account = AccountRef.parse(answered.account)
    return replace(
        reply, author=await called_at_home(reply.author, account, None if bridge.private else here.home, unit)
    )
