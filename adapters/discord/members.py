"""People: how they are called."""

from __future__ import annotations

from dataclasses import replace

from adapters.contract.content import Content, Mention, MentionKind, Span
from adapters.contract.errors import Later, Refused, Unsure, Why
from adapters.contract.marked import _
from adapters.contract.platform import Profile
from adapters.contract.remembering import Remembered
from adapters.contract.walk import leaves, map_spans
from adapters.discord import refs
from adapters.discord.errors import UNKNOWN_MEMBER, UNKNOWN_USER, DiscordRefused
from adapters.discord.people import profile
from adapters.discord.session import Session

_FRESH = 300.0  # seconds
_MOST = 5_000
_UNKNOWN_AFTER = 60.0
_NO_MEMBER = (UNKNOWN_MEMBER, UNKNOWN_USER)


class Members:
    """Profiles, remembered for some minutes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._profiles = Remembered(self._fetch, _FRESH, _MOST)

    async def profile(self, user: str, guild: str) -> Profile:
        """How a user is called in a server; as everywhere else when they are no member."""
        known, _member = await self._profiles.get((user, guild))
        return known

    async def named(self, guild: str, content: Content) -> Content:
        """Content with the names that its event did not tell.

        Nothing is named that not everybody in the server knows: people elsewhere, and channels elsewhere or not open
        to all. Whoever knows an id could have their names shown otherwise.
        """
        unnamed = {span for span in leaves(content) if isinstance(span, Mention) and not span.name}
        told: dict[Span, Span] = {span: replace(span, name=await self._name(span, guild)) for span in unnamed}
        return map_spans(content, lambda span: told.get(span, span)) if told else content

    async def home(self, user: str, known: str | None) -> str | None:
        """A server of the bot's in which a user is, `known` asked first; None when they are in none.

        Servers that are down are asked, too: Discord does not answer for them. Raises `Later` until Discord has told
        which servers there are: before, nobody can be said to be in none.
        """
        servers = self._session.places.servers
        if servers is None:
            raise Later(_("The bot knows of no Discord server yet."), _UNKNOWN_AFTER)
        for guild in sorted(servers, key=lambda each: (each != known, each)):
            try:
                await self._session.rest.get(f"/guilds/{guild}/members/{user}")
            except Refused as refused:
                if not isinstance(refused, DiscordRefused) or refused.number not in _NO_MEMBER:
                    raise
            else:
                return guild
        return None

    async def runs(self, user: str, guild: str) -> bool:
        """Whether a user runs a server. Raises `Later` while Discord has not told of its roles."""
        if guild not in self._session.places.guilds():
            raise Later(_("The Discord server is not connected yet."), _UNKNOWN_AFTER)
        try:
            member = await self._session.rest.get(f"/guilds/{guild}/members/{user}")
        except DiscordRefused as refused:
            if refused.number not in _NO_MEMBER:
                raise
            return False
        return self._session.places.runs(guild, member)

    async def _fetch(self, whose: tuple[str, str]) -> tuple[Profile, bool]:
        """The profile of a user in a server, and whether they are a member of it."""
        user, guild = whose
        if guild != refs.DIRECT:
            try:
                member = await self._session.rest.get(f"/guilds/{guild}/members/{user}")
                return profile(member["user"], member, guild, self._session.cdn), True
            except Refused as refused:
                if refused.why is not Why.GONE:
                    raise
        return profile(await self._session.rest.get(f"/users/{user}"), None, None, self._session.cdn), False

    async def _name(self, mention: Mention, guild: str) -> str:
        try:
            match mention.kind:
                case MentionKind.USER:
                    known, member = await self._profiles.get((mention.id, guild))
                    return known.name if member else ""
                case MentionKind.CHANNEL:
                    await self._session.place(mention.id)
                    return self._session.places.public_name(guild, mention.id)
                case MentionKind.GROUP:
                    return self._session.places.role(guild, mention.id)
        except (Refused, Unsure):
            return ""
        return mention.id
