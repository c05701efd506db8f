"""Who is there at the fake platform, and who runs its community."""

from __future__ import annotations

from abc import abstractmethod

from adapters.contract.refs import AccountRef, CommunityRef
from tests.fakes.troubles import Troubled


class Standing:
    """People are there, and have the rights that they say they have, until somebody takes that away."""

    community: CommunityRef

    def __init__(self) -> None:
        self.gone: set[str] = set()  # whose account was closed, or who left
        self.lapsed: set[str] = set()  # who runs the community no more
        self.elsewhere: set[str] = set()  # who left the community, and is in another one of the bot's

    async def home(self, account: AccountRef, known: CommunityRef | None = None) -> CommunityRef | None:
        with self._call("home", account.id):
            if account.id in self.elsewhere:
                return CommunityRef(account.platform, "another")
            return None if account.id in self.gone else self.community

    async def runs(self, account: AccountRef, community: CommunityRef) -> bool:
        with self._call("runs", account.id):
            return community == self.community and account.id not in self.gone | self.lapsed | self.elsewhere

    @abstractmethod
    def _call(self, call: str, what: str) -> Troubled: ...
