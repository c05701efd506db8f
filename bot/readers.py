"""Who reads which language, and what is said to one reader, in theirs."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.content import Content
from adapters.contract.refs import AccountRef, ChannelRef
from bot import saying
from storage.database import Unit
from storage.languages import Language


async def language_of(account: AccountRef, unit: Unit) -> Language:
    """The language that somebody reads; English where nothing is translated."""
    if len(saying.offered()) == 1:
        return Language.ENGLISH
    return await unit.languages.of(await unit.members.accounts(account))


async def for_readers(content: Content, channels: Sequence[ChannelRef], unit: Unit) -> Content:
    """What is said in channels: in one person's letter box in their language, and in English where others read too."""
    if len(channels) != 1 or len(channels[0].people) != 1:
        return content
    return saying.spoken(content, await language_of(channels[0].people[0], unit))
