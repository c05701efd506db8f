"""What a room is to those who ask: its seats, and the bridge that the relay sees in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.contract.refs import AccountRef, ChannelRef
from storage.bridges import Bridge, End

OPENING = "room-"


def opening_of(id: int) -> str:
    """The name of the notice with which a room opens."""
    return f"{OPENING}{id}"


@dataclass(frozen=True, slots=True)
class RoomSeat:
    """Where one member of a room writes. `seated`: the opening stands there, so that `channel` is the real one."""

    person: str
    account: AccountRef
    box: ChannelRef
    channel: ChannelRef
    seated: bool

    @property
    def aside(self) -> bool:
        """Whether they write in a private thread of a community, in place of direct messages."""
        return len(self.box.people) == 1 and self.box != self.account.letter_box


@dataclass(frozen=True, slots=True)
class Room:
    """Where those who were introduced talk. `slots` are times that were offered, `marks` who can make which."""

    id: int
    introduction_id: int
    shared: bool
    opened_at: float
    stirred_at: float
    closed_at: float | None
    agreed: int | None
    seats: tuple[RoomSeat, ...]
    slots: tuple[float, ...]
    marks: tuple[tuple[int, str], ...]

    @property
    def opening(self) -> str:
        """The name of the notice with which it opens."""
        return opening_of(self.id)

    def seat(self, accounts: Sequence[AccountRef]) -> RoomSeat | None:
        """The seat of whoever has one of these accounts."""
        return next((seat for seat in self.seats if seat.account in accounts), None)

    def has(self, account: AccountRef, channel: ChannelRef) -> bool:
        """Whether a channel is where this account writes."""
        return any(seat.channel == channel and seat.account == account for seat in self.seats)

    def as_bridge(self, here: ChannelRef) -> Bridge:
        """What the relay sees: the channel in which something was written, and where the others are."""
        mine = [seat for seat in self.seats if seat.channel == here]
        ends = [
            End(here, relay_bots=False),
            *(End(it.channel, relay_bots=False) for it in self.seats if it not in mine),
        ]
        return Bridge(-self.id, "", tuple(ends), watched=True, private=True)
