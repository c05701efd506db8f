"""Whom somebody means, and how people and communities are named in answers."""

from __future__ import annotations

import re
from dataclasses import replace

from adapters.contract.content import Mention, MentionKind, Span, Text
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef
from bot import texts

# A mention as both platforms write it in a command (`should_escape` on Slack). Adapters leave those of strangers out.
_ACCOUNT = re.compile(r"<@!?(\w+)(?:\|[^>]*)?>", re.ASCII)


def account_in(text: str, like: AccountRef) -> AccountRef | None:
    """The account that somebody means, on the platform and in the community of another; None when it is unclear."""
    found = _ACCOUNT.fullmatch(text.strip())
    return None if found is None else replace(like, id=found[1])


def mention(account: AccountRef) -> Mention:
    """An account, shown by its name to its own community."""
    return Mention(MentionKind.USER, account.id, target=account.id)


def shown(account: AccountRef, reader: CommunityRef, names: dict[str, str], *, inside: bool = False) -> Span:
    """An account as a community may see it: its own people by name, everybody else by where they belong.

    `inside`: for the middle of a sentence.
    """
    if not account.id:
        return Text(texts.SOMEBODY_INSIDE if inside else texts.SOMEBODY)
    if account.platform == reader.platform and account.community in ("", reader.id):
        return mention(account)
    home = name_of(CommunityRef(account.platform, account.community), names)
    return Text(texts.somebody_of(home, inside=inside))


def name_of(where: ChannelRef | CommunityRef, names: dict[str, str]) -> str:
    """What a community, or that of a channel, is called; until its name is known, members read its platform."""
    home = where.home if isinstance(where, ChannelRef) else where
    platform = home.platform.title()
    return names.get(str(home)) or (texts.unnamed(platform) if home.id else platform)
