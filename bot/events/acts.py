"""What organisers do with events, written down: in the log of the community as whose organisers they do it."""

from __future__ import annotations

from adapters.contract.refs import CommunityRef
from bot.acts import Act, note
from bot.feature import Call
from storage.database import Unit
from storage.events import Event, EventState


async def did(call: Call, unit: Unit, act: Act, event: Event, home: CommunityRef | None = None) -> None:
    """Write down an act about an event, by its number: of its community's organiser, unless another `home` is given."""
    await note(call, unit, None, act, str(event.id), home or event.community)


async def changed(call: Call, unit: Unit, event: Event) -> None:
    """Write down that an event was changed which people have seen; drafts are nobody's concern."""
    if event.state is EventState.ANNOUNCED:
        await did(call, unit, Act.EDIT_EVENT, event)
