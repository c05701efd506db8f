"""Whose data was removed, and when: as salted hashes, so that a backup which is put back brings nobody back.

The list is written out from time to time and kept elsewhere (`unsilo member erasures`). It says nothing without the
salt, which stands in the database and in its backups alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Column, Table, Text, bindparam, delete, select

from adapters.contract.refs import AccountRef
from storage.personal import Records, Salt, shown
from storage.prepared import Prepared
from storage.schema import CHUNK, Session, Time, metadata, upsert

erasure = Table(
    "erasure",
    metadata,
    Column("hash", Text, primary_key=True),  # of an account
    Column("at", Time, nullable=False, index=True),
)


_SINCE = Prepared(
    select(erasure.c.hash).where(erasure.c.hash == bindparam("who"), erasure.c.at > bindparam("then", type_=Time))
)
_FORGET = Prepared(delete(erasure).where(erasure.c.at < bindparam("before", type_=Time)))


@dataclass(frozen=True, slots=True)
class Erasures:
    """Queries on removals: for each account the newest."""

    connection: Session
    salt: Salt = field(default_factory=Salt)

    async def note(self, accounts: Sequence[AccountRef], now: float) -> None:
        """The data of these accounts is removed."""
        await self.keep({await self.hashed(account): now for account in accounts})

    async def keep(self, known: Mapping[str, float]) -> None:
        """Know of removals by their hashes; of two of one account, the newer."""
        new = upsert(erasure, self.connection.dialect.name)
        newer = {"at": new.excluded.at}
        kept = new.on_conflict_do_update(index_elements=["hash"], set_=newer, where=erasure.c.at < new.excluded.at)
        rows = [{"hash": hash, "at": at} for hash, at in known.items()]
        for first in range(0, len(rows), CHUNK):
            await self.connection.execute(kept, rows[first : first + CHUNK])

    async def all(self) -> dict[str, float]:
        """When the data of each account was removed, by the account's hash; in the order of time."""
        found = await self.connection.execute(select(erasure.c.hash, erasure.c.at).order_by(erasure.c.at))
        return {row.hash: row.at for row in found}

    async def unknown(self, told: Mapping[str, float]) -> dict[str, float]:
        """Which of these removals this database does not know of: it is older than they are."""
        known = await self.all()
        return {hash: at for hash, at in told.items() if at > known.get(hash, float("-inf"))}

    async def since(self, account: AccountRef, at: float) -> bool:
        """Whether somebody's data was removed after a time."""
        found = await self.connection.execute(_SINCE, {"who": await self.hashed(account), "then": at})
        return found.first() is not None

    async def hashed(self, account: AccountRef) -> str:
        """The hash of an account."""
        return (await self.salt.hashed(account, self.connection)).id

    async def database(self) -> str:
        """What tells this database and its backups from others: a hash of the salt."""
        salt = await self.salt.of(self.connection)
        return hashlib.sha256(f"erasures {salt}".encode()).hexdigest()[:16]

    async def forget(self, before: float) -> int:
        """Drop removals from before a time; how many."""
        forgotten: int = (await self.connection.execute(_FORGET, {"before": before})).rowcount
        return forgotten

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """That their data was removed, and when."""
        hashes = [await self.hashed(account) for account in accounts]
        return await shown(self.connection, "data removed", select(erasure.c["at"]).where(erasure.c.hash.in_(hashes)))

    async def erase(self, accounts: Sequence[AccountRef]) -> None:
        """Nothing: the hashes stay for as long as backups may be put back."""
