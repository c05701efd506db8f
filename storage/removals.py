"""What came about in a community: found, and removed as a whole when the bot was taken out of it.

Whom it names is removed person by person (`bot.forgetting`); this is the rest, by where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, cast, delete, or_, select, update

from adapters.contract.refs import AccountRef, CommunityRef
from storage import named
from storage.apart import intro_block
from storage.communities import community
from storage.copies import copy
from storage.digests import event_digest, event_interest
from storage.event_places import event_place, event_trust
from storage.events import event
from storage.exclusions import Exclusion, exclusion
from storage.held import held, hospital_number
from storage.inbox import quarantine
from storage.invites import invite
from storage.jargon import jargon
from storage.members import namesake
from storage.messages import NOTICES, message
from storage.mirrors import event_mirror
from storage.organisers import organiser
from storage.outbox import NEEDED, delivery, lane
from storage.presence import presence
from storage.reactions import reaction
from storage.schema import Session, metadata
from storage.series import event_series
from storage.takers import intro_member

_PLACES = ("channel", "community", "lane", "home", "aside")  # columns that say where a row came about
_BARE = {"account": "", "twin": "", "hash": "", "content": None, "author": None}
_STANDS_IN = (  # tables, and the columns that say in which community or channel a row of it stands
    (organiser, "community"),
    (event_trust, "community"),
    (event_trust, "trusted"),
    (event_digest, "community"),
    (event_interest, "community"),
    (event_place, "community"),
    (event_mirror, "community"),
    (hospital_number, "community"),
    (held, "community"),
    (jargon, "community"),
    (namesake, "community"),
    (invite, "host"),
    (invite, "guest"),
    (reaction, "lane"),
    (delivery, "channel"),
    (copy, "channel"),
    (delivery, "lane"),
    (copy, "lane"),
    (lane, "key"),
    (quarantine, "place"),
)


@dataclass(frozen=True, slots=True)
class Removals:
    """Queries on all that is held of a community."""

    connection: Session

    async def accounts(self, where: CommunityRef) -> list[AccountRef]:
        """Everybody who belongs to a community alone.

        Where users belong to none, these are the ones who left traces there, or were found there last, and are away.
        """
        everybody = await named.accounts(self.connection)
        own = [each for each in everybody if CommunityRef(each.platform, each.community) == where]
        gone = select(presence.c.account).where(presence.c.away_since > 0.0)
        away = set((await self.connection.scalars(gone)).all())
        return [*own, *(each for each in await self.traced(where) if str(each) in away)]

    async def traced(self, where: CommunityRef) -> list[AccountRef]:
        """The accounts that belong to no community and are named by what came about in this one."""
        found: set[str] = set()
        for table in metadata.sorted_tables:
            here = [_within(table.c[name], where) for name in _PLACES if name in table.c]
            for column in named.naming(table) if here else ():
                theirs = column.startswith(f"{where.platform}:/", autoescape=True)
                found.update((await self.connection.scalars(select(column).where(theirs, or_(*here)).distinct())).all())
        return sorted(map(AccountRef.parse, found), key=str)

    async def unknown(self, where: CommunityRef, since: float) -> list[AccountRef]:
        """Who left traces there, and the platform has not said since a time whether they are elsewhere."""
        asked = select(presence.c.account).where(presence.c.known_at >= since)
        answered = set((await self.connection.scalars(asked)).all())
        return [each for each in await self.traced(where) if str(each) not in answered]

    async def erase(self, where: CommunityRef, owner: str) -> None:
        """Let go of all that stands in a community. `owner`: as what its organisers keep people apart.

        Of its messages that were copied, numbers stay, by nobody: their copies stand elsewhere. Acts have their own
        time.
        """
        series = select(event.c.series_id).where(event.c.community == str(where), event.c.series_id.is_not(None))
        ids = (await self.connection.scalars(series)).all()
        await self.connection.execute(delete(event).where(event.c.community == str(where)))
        await self.connection.execute(delete(event_series).where(event_series.c.id.in_(ids)))
        for table, column in _STANDS_IN:
            await self.connection.execute(delete(table).where(_within(table.c[column], where)))
        await self.connection.execute(update(message).where(_within(message.c.channel, where)).values(**_BARE))
        await self._unname(where)
        banned = (exclusion.c.why == Exclusion.BARRED) & _within(exclusion.c.place, where)
        await self.connection.execute(delete(exclusion).where(banned))
        ruled = (intro_block.c.owner == owner) | (intro_block.c.target == owner)
        await self.connection.execute(delete(intro_block).where(ruled))
        nowhere = {"aside": "", "aside_at": 0.0, "aside_wording": ""}
        await self.connection.execute(
            update(intro_member).where(_within(intro_member.c.aside, where)).values(**nowhere)
        )
        await self.connection.execute(update(intro_member).where(_within(intro_member.c.home, where)).values(home=""))
        for table in (presence, exclusion):
            await self.connection.execute(update(table).where(_within(table.c.home, where)).values(home=""))
        await self.connection.execute(delete(community).where(community.c.key == str(where)))

    async def _unname(self, where: CommunityRef) -> None:
        """Notices of the bot's are called after channels: these names go, once nothing is to be done for them."""
        theirs = (message.c.channel == str(NOTICES)) & message.c.remote.contains(f"{where}/", autoescape=True) & ~NEEDED
        anew: Any = "erased-" + cast(message.c.id, message.c.remote.type)
        renamed = {"remote": anew, "key": f"{NOTICES}/" + anew, "hash": "", "content": None, "author": None}
        await self.connection.execute(update(message).where(theirs).values(**renamed))


def _within(column: Column[Any], where: CommunityRef) -> Any:
    """Whether what a column says is a community, or stands in it."""
    return (column == str(where)) | column.startswith(f"{where}/", autoescape=True)
