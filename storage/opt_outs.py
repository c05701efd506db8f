"""Who has opted out: of whom nothing crosses by their own wish, neither what they write nor what they are called."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, or_, select

from adapters.contract.refs import AccountRef
from storage.exclusions import EVERYWHERE, Exclusion, exclusion
from storage.personal import Salt
from storage.prepared import Prepared
from storage.schema import CHUNK, Session, Time

_WISH = exclusion.c.why == Exclusion.OPTED_OUT.value
_AMONG = (
    select(exclusion.c.account)
    .where(exclusion.c.account.in_(bindparam("accounts", expanding=True)), _WISH)
    .where(exclusion.c.bridge_id.in_((EVERYWHERE, bindparam("bridge"))))
    .where(or_(exclusion.c.until.is_(None), exclusion.c.until > bindparam("now", type_=Time)))
)
_SINCE = Prepared(
    select(exclusion.c.account, exclusion.c.bridge_id)
    .where(_WISH, exclusion.c.until.is_(None))
    .where(exclusion.c.at > bindparam("after", type_=Time))
)


@dataclass(frozen=True, slots=True)
class OptOuts:
    """Queries on people's own wishes."""

    connection: Session
    salt: Salt

    async def among(self, accounts: Collection[AccountRef], bridge_id: int, at: float) -> set[AccountRef]:
        """Those of these accounts that have opted out of a bridge, or of all, at a time; also under their hash."""
        keys: dict[str, AccountRef] = {}
        for each in accounts:
            keys |= {str(each): each, str(await self.salt.hashed(each, self.connection)): each}
        known, found = sorted(keys), set[AccountRef]()
        for start in range(0, len(known), CHUNK):
            given = {"accounts": known[start : start + CHUNK], "bridge": bridge_id, "now": at}
            found.update(keys[key] for (key,) in await self.connection.execute(_AMONG, given))
        return found

    async def since(self, after: float) -> list[tuple[AccountRef, int]]:
        """(account, bridge's id) of those who opted out after a time."""
        rows = await self.connection.execute(_SINCE, {"after": after})
        return [(AccountRef.parse(account), bridge_id) for account, bridge_id in rows]
