"""What a workspace's ids are called: asked once, remembered for minutes."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from adapters.contract.commands import Venue
from adapters.contract.content import Attachment, Content, Emoji, Mention, MentionKind, Span
from adapters.contract.errors import Later, PlatformError
from adapters.contract.incoming import Author
from adapters.contract.platform import Profile
from adapters.contract.remembering import Remembered
from adapters.contract.walk import leaves, map_spans
from adapters.slack import emoji, read
from adapters.slack.me import Me
from adapters.slack.names import Names
from adapters.slack.web import Web

Json = dict[str, Any]
FRESH = 300.0  # seconds for which a name, a picture or a right is believed
REMEMBERED = 10_000  # entries of a cache at most

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Person:
    """An account: how it is called, whether Slack says that it runs its workspace, and which those are.

    `enterprise` is the organisation that these are of, if any. `closed`: the account was deactivated.
    """

    profile: Profile
    admin: bool = False
    teams: frozenset[str] = frozenset()
    enterprise: str = ""
    closed: bool = False

    def runs(self, team: str) -> bool:
        """Whether Slack says that it runs this workspace: who is from another one runs that, and nothing here."""
        return self.admin and (not self.teams or team in self.teams)

    def within(self, me: Me) -> bool:
        """Whether Slack says that it belongs to the bot's workspace, or to the organisation that this is of."""
        return me.team in self.teams or bool(me.enterprise and me.enterprise == self.enterprise)


class Directory:
    """The names of one workspace."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._people = Remembered(self._person, FRESH, REMEMBERED)
        self._channels = Remembered(self._channel, FRESH, REMEMBERED)
        self._lists = Remembered(self._list, FRESH, REMEMBERED)

    def names(self) -> Names:
        """What is known without asking: enough for reading events."""
        return Names(emoji=self._lists.known("emoji.list") or {})

    async def person(self, id: str) -> Person:
        """Who a user or bot id is."""
        return await self._people.get(id)

    def forget(self, user: str) -> None:
        """A member has changed their profile."""
        self._people.forget(user)

    async def venue(self, id: str) -> Venue:
        """What a channel is, asked now. What cannot be told is private."""
        channel = await _unless_refused(self._web.get("conversations.info", channel=id))
        told = (channel or {}).get("channel") or {}
        return Venue(str(told.get("name") or ""), told.get("is_private") is not False, told.get("is_member") is True)

    async def closed(self, id: str) -> bool:
        """Whether an account was deactivated, as Slack says now. Raises what asking raises."""
        self._people.forget(id)
        return (await self._people.get(id)).closed

    async def runs(self, id: str, team: str) -> bool:
        """Whether an account runs a workspace, as Slack says now. Raises what asking raises."""
        self._people.forget(id)
        return (await self._people.get(id)).runs(team)

    async def placed(self, author: Author, me: Me) -> Author:
        """Somebody in a channel that is shared with others: a stranger, unless Slack says that they are none."""
        return replace(author, stranger=not await self.within(author.account.id, me))

    async def within(self, user: str, me: Me) -> bool:
        """Whether Slack says that somebody belongs to the bot's workspace, or to the organisation that this is of."""
        try:
            return (await self._people.get(user)).within(me)
        except (PlatformError, KeyError):
            return False

    async def shared(self, channel: str) -> bool:
        """Whether a channel is shared with other organisations. Raises what asking raises."""
        return bool((await self._channels.get(channel)).get("is_ext_shared"))

    async def named(self, content: Content) -> Content:
        """The content with the names, pictures and files that its event did not tell. Raises `Later` only."""
        found: dict[Span, Span] = {}
        for span in leaves(content):
            if span not in found and ((isinstance(span, Mention) and not span.name) or _pictureless(span)):
                found[span] = await self._named(span)
        files = tuple([await self._file(file) if not file.url else file for file in content.files])
        return replace(map_spans(content, lambda span: found.get(span, span)), files=files)

    async def _named(self, span: Span) -> Span:
        match span:
            case Mention(MentionKind.USER, id):
                person = await _unless_refused(self._people.get(id))
                return replace(span, name=person.profile.name) if person else span
            case Mention(MentionKind.CHANNEL, id):
                return replace(span, name=_public_name(await _unless_refused(self._channels.get(id)) or {}))
            case Mention(MentionKind.GROUP, id):
                return replace(span, name=(await _unless_refused(self._lists.get("usergroups.list")) or {}).get(id, ""))
            case Emoji(name):
                return emoji.read(name, await _unless_refused(self._lists.get("emoji.list")) or {})
        return span

    async def _file(self, file: Attachment) -> Attachment:
        info = await _unless_refused(self._web.get("files.info", file=file.id))
        return read.attachment(info["file"], file.origin) if info else file

    async def _person(self, id: str) -> Person:
        if id.startswith("B"):
            bot = (await self._web.get("bots.info", bot=id))["bot"]
            icons = bot.get("icons") or {}
            return Person(Profile(str(bot.get("name") or ""), str(icons.get("image_72") or ""), bot=True))
        user = (await self._web.get("users.info", user=id))["user"]
        profile = user.get("profile") or {}
        names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
        picture = str(profile.get("image_192") or profile.get("image_72") or "")
        shown = Profile(str(next(filter(None, names), id)), picture, bool(user.get("is_bot")))
        enterprise = str((user.get("enterprise_user") or {}).get("enterprise_id") or "")
        return Person(shown, _is_admin(user), _teams(user), enterprise, bool(user.get("deleted")))

    async def _channel(self, id: str) -> Json:
        return dict((await self._web.get("conversations.info", channel=id))["channel"])

    async def _list(self, method: str) -> Mapping[str, str]:
        """A whole list: a workspace's own emoji with their pictures, or its user groups with their names."""
        answer = await self._web.get(method)
        if method == "usergroups.list":
            return {str(group["id"]): str(group.get("handle") or group["name"]) for group in answer["usergroups"]}
        pictures: dict[str, str] = answer["emoji"]
        aliases = {name: pictures.get(url[6:], "") for name, url in pictures.items() if url.startswith("alias:")}
        return {name: url for name, url in (pictures | aliases).items() if url}


def _is_admin(user: Json) -> bool:
    """Whether an account has the rights of an admin: none that is a guest's, a stranger's, a bot's or closed has."""
    apart = ("deleted", "is_restricted", "is_ultra_restricted", "is_stranger", "is_bot")
    return bool(user.get("is_admin") or user.get("is_owner")) and not any(map(user.get, apart))


def _teams(user: Json) -> frozenset[str]:
    """The workspaces that an account belongs to; an organisation (`E…`) is none."""
    several = (user.get("enterprise_user") or {}).get("teams") or ()
    return frozenset(str(team) for team in (user.get("team_id"), *several) if str(team).startswith("T"))


def _public_name(channel: Json) -> str:
    """What a channel is called that everybody in the workspace may see; empty for all others."""
    return str(channel.get("name") or "") if channel.get("is_private") is False else ""


def _pictureless(span: Span) -> bool:
    return isinstance(span, Emoji) and not span.char and not span.url


async def _unless_refused(asked: Awaitable[V]) -> V | None:
    """The answer; None when it is not to be had. Raises `Later`."""
    try:
        return await asked
    except Later:
        raise
    except (PlatformError, KeyError):
        return None
