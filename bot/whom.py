"""Whom somebody means, and how people and communities are named in answers."""

from __future__ import annotations

from dataclasses import replace

from adapters.contract.content import Mention, MentionKind, Span, Text
from adapters.contract.people import MENTION
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef
from bot import texts
from storage.personal import UNKNOWN


def account_in(text: str, like: AccountRef) -> AccountRef | None:
    """The account that somebody means, on the platform and in the community of another; None when it is unclear."""
    found = MENTION.fullmatch(text.strip())  # adapters have made plain words of those of strangers
    return None if found is None else replace(like, id=found[1])


def mention(account: AccountRef) -> Mention:
    """An account, shown by its name to its own community."""
    return Mention(MentionKind.USER, account.id, target=account.id)


def shown(
    account: AccountRef,
    reader: CommunityRef,
    names: dict[str, str],
    *,
    wrote: CommunityRef | None = None,
    inside: bool = False,
) -> Span:
    """An account as a community may see it: its own people by name, everybody else by where they belong.

    `wrote` tells that of accounts which belong to no community: where they wrote what this is about. Where nothing
    tells it, nobody is named. `inside`: for the middle of a sentence.
    """
    if account.platform == UNKNOWN and account.id:
        return Text(texts.DATA_REMOVED_INSIDE if inside else texts.DATA_REMOVED)
    if not account.id:
        return Text(texts.SOMEBODY_INSIDE if inside else texts.SOMEBODY)
    home = CommunityRef(account.platform, account.community) if account.community else wrote
    if home is None or home.nowhere:
        return Text(texts.A_MEMBER_MENTIONED if inside else texts.A_MEMBER)
    if home == reader and account.platform == reader.platform:
        return mention(account)
    return Text(texts.somebody_of(name_of(home, names), inside=inside))


def name_of(where: ChannelRef | CommunityRef, names: dict[str, str]) -> str:
    """What a community, or that of a channel, is called; until its name is known, members read its platform."""
    home = where.home if isinstance(where, ChannelRef) else where
    platform = home.platform.title()
    return names.get(str(home)) or (texts.unnamed(platform) if home.id else platform)
