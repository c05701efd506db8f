"""What people said about events, and which they organise: shown to them, and let go of. Counts stay."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update

from adapters.contract.refs import AccountRef
from storage.asides import event_aside
from storage.digests import event_interest
from storage.erasing_people import NOBODY
from storage.event_places import event_trust
from storage.events import event
from storage.feeds import event_feed
from storage.letters import event_letter
from storage.personal import UNKNOWN, Records, of, shown
from storage.rsvps import WISHES, rsvp
from storage.schema import Session
from storage.series import event_series


@dataclass(frozen=True, slots=True)
class ErasingEvents:
    """Queries on events, by who comes and who organises."""

    connection: Session

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """What they said about which event, what they will be told, their calendar's address, what they organise."""
        columns = [rsvp.c[name] for name in ("account", "name", "sector", "answer", "seat", "at", "useful")]
        wishes = [rsvp.c[name] for name in WISHES]
        said = select(event.c.title, event.c.starts_at, *columns, *wishes).join(rsvp)
        letters = select(event.c.title, event_letter.c.kind, event_letter.c.due_at).join(event_letter)
        organised = select(event.c.title, event.c.state, event.c.starts_at, event.c.created_at, event.c.contact)
        found = {
            "answers to events": said.where(of(rsvp.c.account, accounts)).order_by(rsvp.c.id),
            "event reminders": letters.where(of(event_letter.c.account, accounts)).order_by(event_letter.c.due_at),
            "private calendar addresses": select(event_feed.c.account, event_feed.c["at"]).where(
                of(event_feed.c.account, accounts)
            ),
            "weekly lists of events": select(event_interest).where(of(event_interest.c.account, accounts)),
            "letters about events in a private thread": select(event_aside).where(of(event_aside.c.account, accounts)),
            "events organised": organised.where(of(event.c.organiser, accounts)).order_by(event.c.id),
            "communities whose events you let in": select(event_trust).where(of(event_trust.c.by, accounts)),
        }
        records: Records = {}
        for title, query in found.items():
            records |= await shown(self.connection, title, query)
        follow = [kept for _, kept in await self._series(accounts) if kept and kept["contact"]]
        again = [{"title": kept["title"], "contact": kept["contact"]} for kept in follow]
        return records | ({"events that come again": again} if again else {})

    async def erase(self, accounts: Sequence[AccountRef]) -> None:
        """Their name goes; that somebody comes stays, and so do events that they organised."""
        rows = select(rsvp.c.id).where(of(rsvp.c.account, accounts))
        for id in (await self.connection.scalars(rows)).all():
            nobody = {"account": str(AccountRef(UNKNOWN, "", secrets.token_hex(8))), "name": ""}
            gone = (
                update(rsvp).where(rsvp.c.id == id).values(**nobody, **dict.fromkeys(WISHES, False), unreached_at=0.0)
            )
            await self.connection.execute(gone)
        for table in (event_letter, event_feed, event_interest, event_aside):
            await self.connection.execute(delete(table).where(of(table.c.account, accounts)))
        await self._forget_contact(accounts)
        theirs = update(event).where(of(event.c.organiser, accounts))
        await self.connection.execute(theirs.values(organiser=str(NOBODY), contact=""))
        await self.connection.execute(update(event_trust).where(of(event_trust.c.by, accounts)).values(by=""))

    async def _forget_contact(self, accounts: Sequence[AccountRef]) -> None:
        """Let no date that follows give the contact that they gave; what no key opens may name it, and goes whole."""
        for id, kept in await self._series(accounts):
            if kept is None or kept["contact"]:
                template = "" if kept is None else json.dumps({**kept, "contact": ""})
                values = {"template": template, "sequence": event_series.c.sequence + 1}
                await self.connection.execute(update(event_series).where(event_series.c.id == id).values(values))

    async def _series(self, accounts: Sequence[AccountRef]) -> list[tuple[int, dict[str, Any] | None]]:
        """What each date says of the series whose events they organise; None where no key opens it."""
        ids = select(event.c.series_id).where(of(event.c.organiser, accounts), event.c.series_id.is_not(None))
        query = select(event_series.c.id, event_series.c.template).where(event_series.c.id.in_(ids))
        rows = await self.connection.execute(query.order_by(event_series.c.id))
        return [(id, json.loads(template) if template else None) for id, template in rows]
