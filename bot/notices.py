"""What the bot says in channels in its own name.

A notice is a message of ours, and its appearances are copies: it takes the way of every message, through the outbox.
"""

from __future__ import annotations

from collections.abc import Iterable

from adapters.contract import codec
from adapters.contract.content import Content
from adapters.contract.incoming import Author
from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from bot.delivering.showing import fingerprint
from bot.readers import for_readers
from storage.database import Unit
from storage.messages import NOTICES
from storage.outbox import Op
from storage.personal import UNKNOWN

_NOBODY = Author(AccountRef(NOTICES.platform, NOTICES.community, ""))


async def post(
    unit: Unit,
    name: str,
    content: Content,
    channels: Iterable[ChannelRef],
    now: float,
    *,
    by: AccountRef | None = None,
) -> None:
    """Say something in channels. Said again under the same name, what stands in these channels changes to it.

    Whoever left, whose account was closed, or of whom only a hash is kept is written nothing. `name` is the notice's
    for ever: nothing else may come to have it. One person's letter is in their language. `by`: whose words it shows;
    it is theirs to take back.
    """
    wanted = list(channels)
    reached = await unit.presence.reachable([channel for channel in wanted if channel.platform != UNKNOWN])
    if wanted and not reached:
        return
    content = await for_readers(content, reached, unit)
    row = await unit.messages.expect(MessageRef(NOTICES, name), now)
    if row.content is not None:
        await unit.outbox.outdated(row.id, row.content)
    written = {"content": codec.encode(content), "author": codec.encode(_NOBODY), "hash": fingerprint(content)}
    whose = {} if by is None else {"account": str(by)}
    await unit.messages.change(row.id, posted=True, **written, **whose)
    await unit.outbox.add(Op.SYNC, row.id, reached, now)
