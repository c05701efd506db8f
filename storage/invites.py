"""Invitations to a bridge: of a code only the hash is kept. Who uses it becomes the guest, whom the hosts let in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ForeignKey, Table, Text, delete, insert, select, update

from adapters.contract.refs import ChannelRef
from storage.schema import Address, Session, Time, metadata


class InviteState(StrEnum):
    """How far an invitation is."""

    OPEN = "open"  # nobody has used its code
    ASKED = "asked"  # a guest has said yes; the hosts have not answered
    APPROVED = "approved"
    DECLINED = "declined"


invite = Table(
    "invite",
    metadata,
    Column("key", Text, primary_key=True),  # a hash of the code; never used for another, as a row's number may be
    Column("bridge_id", ForeignKey("bridge.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("host", Address, nullable=False),
    Column("guest", Address),
    Column("state", Text, nullable=False, default=InviteState.OPEN),
    Column("expires_at", Time, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Invite:
    """An invitation. `key` is a hash of its code.

    `host` is the channel in which it was made, `guest` the one that wants to come in.
    `expires_at` is the end of the code's time; once there is a guest, of the time for the hosts' answer.
    """

    key: str
    bridge_id: int
    host: ChannelRef
    guest: ChannelRef | None
    state: InviteState
    expires_at: float


@dataclass(frozen=True, slots=True)
class Invites:
    """Queries on invitations."""

    connection: Session

    async def make(self, key: str, bridge_id: int, host: ChannelRef, expires_at: float) -> None:
        """Keep an invitation."""
        new = {"key": key, "bridge_id": bridge_id, "host": str(host), "expires_at": expires_at}
        await self.connection.execute(insert(invite).values(new))

    async def of(self, key: str) -> Invite | None:
        """The invitation whose code has that hash."""
        row = (await self.connection.execute(select(invite).where(invite.c.key == key))).first()
        if row is None:
            return None
        guest = None if row.guest is None else ChannelRef.parse(row.guest)
        host = ChannelRef.parse(row.host)
        return Invite(row.key, row.bridge_id, host, guest, InviteState(row.state), row.expires_at)

    async def use(self, key: str, guest: ChannelRef, expires_at: float) -> bool:
        """Note the guest; False when there is one already."""
        values = {"guest": str(guest), "state": InviteState.ASKED, "expires_at": expires_at}
        return await self._move(key, InviteState.OPEN, values)

    async def answer(self, key: str, state: InviteState) -> bool:
        """Note the hosts' answer; False when they gave one already."""
        return await self._move(key, InviteState.ASKED, {"state": state})

    async def forget(self, expired_before: float) -> None:
        """Drop invitations that ended before a time."""
        await self.connection.execute(delete(invite).where(invite.c.expires_at < expired_before))

    async def _move(self, key: str, before: InviteState, values: dict[str, Any]) -> bool:
        moved = update(invite).where(invite.c.key == key, invite.c.state == before).values(values)
        return (await self.connection.execute(moved)).rowcount > 0
