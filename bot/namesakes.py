"""People of one name in one community, told apart for ever by a number."""

from __future__ import annotations

from adapters.contract.fitting import same_name
from adapters.contract.refs import AccountRef, CommunityRef
from storage.database import Database

MOST = 10_000  # remembered here, so that a message of somebody known costs no look into the database


class Namesakes:
    """Which of the people of a name somebody is."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[tuple[CommunityRef, str, AccountRef], int] = {}

    async def number(self, community: CommunityRef, name: str, account: AccountRef) -> int:
        """1 for the first account known by that name in a community, then 2, 3 … Raises Unavailable."""
        folded = same_name(name)
        key = (community, folded, account)
        if key not in self._known:
            number = await self._database.write(
                lambda unit: unit.members.number(community, folded, account), about=f"{community} {folded}"
            )
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[key] = number
        return self._known[key]
