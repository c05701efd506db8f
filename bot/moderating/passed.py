"""Words of members that a letter of the bot's brings to one person: whose they are, and whose organisers judge them."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Asked, Beginning
from adapters.contract.refs import AccountRef, CommunityRef
from bot import belonging
from storage.asks import Passed
from storage.bridges import Bridge
from storage.database import Unit
from storage.messages import Message


@dataclass(frozen=True, slots=True)
class Letter:
    """Such words, the community where they were written, and that of their reader, as far as these are known."""

    words: Passed
    wrote: CommunityRef
    theirs: CommunityRef | None

    @property
    def homes(self) -> list[CommunityRef]:
        """The communities whose organisers judge them; the reader's own comes first."""
        known = dict.fromkeys(
            each for each in (self.theirs, self.wrote, self.words.home) if each is not None and each.id
        )
        return list(known)


async def letter(message: Message, unit: Unit) -> Letter | None:
    """What a notice passes on; None for all other messages.

    Whoever is of several communities is judged where both sides share a bridge, if there is such a one.
    """
    words = await unit.asks.passed(message.ref.id) if message.notice and message.posted else None
    if words is None:
        return None
    mine = [] if words.home is None else [words.home]
    mine += await belonging.own(words.by, unit)
    mine = mine or await _known(words.by, unit)
    others = [words.theirs] if words.theirs is not None else await _of_reader(words, unit)
    wrote = await belonging.sharing(mine, others, unit) or CommunityRef(words.by.platform, "")
    return Letter(words, wrote, await belonging.sharing(others, [wrote], unit))


async def _of_reader(words: Passed, unit: Unit) -> list[CommunityRef]:
    """The communities of whoever asked, or of whoever was asked, who takes part with a profile of that key, or did."""
    if isinstance(words.to, AccountRef):
        return await _known(words.to, unit)
    taker = await unit.takers.by_person(words.to)
    if taker is None:
        return [] if words.reader is None else await _known(words.reader, unit)
    return [CommunityRef.parse(taker.home)] if taker.home else await _known(taker.account, unit)


async def read_by(asked: Asked | Beginning, words: Passed, unit: Unit) -> bool:
    """Whether somebody is the one to whom words were passed on."""
    accounts = await unit.members.accounts(asked.by.account)
    if words.to in accounts or words.reader in accounts:
        return True
    mine = await unit.profiles.of(accounts)
    return mine is not None and mine.person == words.to


async def bridge_of(found: Letter, home: CommunityRef, unit: Unit) -> Bridge | None:
    """The bridge from which a community's organisers keep whoever wrote it: that over which it came, or another one
    that joins both communities.
    """
    channel = found.words.channel
    bridge = None if channel is None else await unit.bridges.of(channel)
    if bridge is not None and any(end.channel.home == home for end in bridge.ends):
        return bridge
    for each in await unit.bridges.all():
        if {home, found.wrote} <= {end.channel.home for end in each.ends}:
            return each
    return None


async def _known(account: AccountRef, unit: Unit) -> list[CommunityRef]:
    """Of an account that belongs to a community, that one; else all that are known of its owner."""
    if account.community:
        return [CommunityRef(account.platform, account.community)]
    return await belonging.communities(account, account.letter_box.home, unit)
