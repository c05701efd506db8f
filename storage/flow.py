"""How messages flow: what waits, what failed, and when something last went through, by community."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import Text, and_, case, column, func, select, values

from adapters.contract.refs import ChannelRef, CommunityRef
from storage.bridges import bridge_end
from storage.copies import copy
from storage.inbox import quarantine
from storage.messages import message
from storage.outbox import OPEN, Op, State, delivery, lane
from storage.schema import Session


@dataclass(slots=True)
class Standing:
    """How a community stands. Times are epoch seconds; 0.0 when there is none.

    `ends` are its bridged channels, `suspended` how many of them the bot cannot work at. `stuck_since` is since when
    the oldest delivery is due that nothing holds up: its lane need not wait.
    """

    ends: list[ChannelRef] = field(default_factory=list)
    suspended: int = 0
    waiting: int = 0
    failed: int = 0
    set_aside: int = 0
    stuck_since: float = 0.0
    delivered_at: float = 0.0
    newest_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Flow:
    """Queries on it."""

    connection: Session

    async def ends(self) -> list[ChannelRef]:
        """The bridged channels; can be asked of a schema of any version."""
        found = await self.connection.scalars(select(bridge_end.c.channel).order_by(bridge_end.c.channel))
        return [ChannelRef.parse(channel) for channel in found.all()]

    async def standings(self, now: float) -> dict[CommunityRef, Standing]:
        """How each community stands that has bridged channels, or anything under way."""
        found: defaultdict[CommunityRef, Standing] = defaultdict(Standing)
        ends = await self.connection.execute(select(bridge_end.c.channel, bridge_end.c.suspended))
        for channel, suspended in ends:
            end = ChannelRef.parse(channel)
            found[end.home].ends.append(end)
            found[end.home].suspended += bool(suspended)
        await self._past(found)
        await self._deliveries(found, now)
        aside = select(quarantine.c.place, func.count()).group_by(quarantine.c.place)
        for place, count in await self.connection.execute(aside):
            found[_community(place)].set_aside += count
        return found

    async def _past(self, found: defaultdict[CommunityRef, Standing]) -> None:
        """What came last: asked by lane, each an entry of an index, for all together are read row by row."""
        keys = {str(end.parent) for standing in found.values() for end in standing.ends}
        if not keys:
            return
        lanes = values(column("key", Text), name="lanes").data([(key,) for key in sorted(keys)]).cte()
        made = select(func.max(copy.c.made_at)).where(copy.c.lane == lanes.c.key).scalar_subquery()
        here = (message.c.lane == lanes.c.key) & message.c.posted
        sent = select(func.max(message.c.sent_at)).where(here).scalar_subquery()
        for key, delivered, newest in await self.connection.execute(select(lanes.c.key, made, sent)):
            home = found[_community(key)]
            home.delivered_at = max(home.delivered_at, delivered or 0.0)
            home.newest_at = max(home.newest_at, newest or 0.0)

    async def _deliveries(self, found: defaultdict[CommunityRef, Standing], now: float) -> None:
        waits = delivery.c.state.in_(OPEN) & (delivery.c.op != Op.HEAL)
        free = and_(waits, delivery.c.due_at <= now, lane.c.blocked_until <= now)
        counted = (
            select(
                delivery.c.lane,
                func.sum(case((waits, 1), else_=0)),
                func.sum(case((delivery.c.state == State.FAILED, 1), else_=0)),
                func.min(case((free, delivery.c.due_at))),
            )
            .join(lane, lane.c.key == delivery.c.lane)
            .group_by(delivery.c.lane)
        )
        for key, waiting, failed, since in await self.connection.execute(counted):
            here = found[_community(key)]
            here.waiting += waiting
            here.failed += failed
            here.stuck_since = min(filter(None, (here.stuck_since, since)), default=0.0)


def _community(place: str) -> CommunityRef:
    """The community of a place: its own address, or that of a channel."""
    return CommunityRef.parse(place.partition("/")[0])
