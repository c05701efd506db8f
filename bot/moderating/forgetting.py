"""Somebody who reported something had all removed: what organisers read of it stays, without who it was and why."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.content import Content, Paragraph, Span, Text, plain
from adapters.contract.refs import AccountRef, CommunityRef
from bot import notices
from bot import texts as shared
from bot.moderating import passed, passed_texts, texts
from bot.moderating.messages import moderate_button
from bot.moderating.rights import crossed
from bot.pointing import pointer
from bot.saying import laid
from bot.whom import name_of
from storage.database import Unit
from storage.messages import Message


async def forget(accounts: Sequence[AccountRef], persons: Sequence[str], unit: Unit, now: float) -> None:
    """Write their reports to organisers anew. Those in channels name nobody."""
    names = await unit.communities.names()
    for id in await unit.reports.of(accounts):
        if (message := await unit.messages.by_id(id)) is None:
            continue
        for beginning in (f"report-{message.ref.key}-{account}-" for account in accounts):
            for letter in await unit.messages.notices(beginning):
                if letter.deleted_at is None and not letter.ref.id.endswith("-room"):
                    home = CommunityRef.parse(letter.ref.id.removeprefix(beginning).partition(" ")[0])  # some wait yet
                    boxes = await unit.withdrawals.reached(letter.id)
                    await notices.post(unit, letter.ref.id, await _anew(message, home, names, unit), boxes, now)


async def _anew(message: Message, home: CommunityRef, names: dict[str, str], unit: Unit) -> Content:
    """What one community's organisers read of a report from then on."""
    letter, by = await passed.letter(message, unit), Text(shared.A_MEMBER)
    crossing = await crossed(message, unit) if letter is None else None
    if letter is not None:
        said = passed_texts.reported(by, name_of(letter.wrote, names), answer=letter.words.answer)
    else:
        which: Span = Text(texts.A_MESSAGE)
        wrote = message.ref.channel.home if crossing is None else crossing[1].home
        for end in () if crossing is None else crossing[0].ends:
            stands = await unit.copies.counterpart(message.id, str(end.channel.parent))
            which = which if stands is None or end.channel.home != home else pointer(stands, texts.A_MESSAGE)
        said = texts.reported(by, which, name_of(wrote, names))
    how = texts.REPORT_HOW if letter is None else passed_texts.REPORT_HOW
    rest = plain(texts.REPORTER_GONE, how).blocks
    return Content((Paragraph(laid(said)), *rest), buttons=(moderate_button(message.id),))
