"""The loopback Slack: its web server, its workspaces, and what tests and the page do to it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from aiohttp import web

# Each of these modules registers its methods of the Web API when it is imported.
from sandbox.faults import Faults
from sandbox.ledger import Ledger
from sandbox.limits import Limiter
from sandbox.slack import chat, conversations, directory, files, history, reactions, views  # noqa: F401
from sandbox.slack.admins import Admins
from sandbox.slack.app import DEFAULT_SCOPES, from_manifest
from sandbox.slack.delivery import Deliveries
from sandbox.slack.errors import SlackError
from sandbox.slack.interactions import Interactions
from sandbox.slack.model import App, Channel, Json, Kind, User, Workspace, new_id
from sandbox.slack.people import People
from sandbox.slack.routes import application
from sandbox.slack.signed import Signed
from sandbox.slack.sockets import Sockets
from sandbox.slack.state import workspace_state

Act = Callable[..., Awaitable[Json]]


class SlackServer:
    """Slack on a port of this machine.

    `now` gives seconds since the epoch; `limits=False` lifts the rate limits. `unfurls`: whether Slack adds a preview
    to members' messages with links (a hidden change). `share_delay`: seconds from completing an upload to its message.
    """

    def __init__(self, ledger: Ledger, *, now: Callable[[], float] = time.time, limits: bool = True) -> None:
        self.ledger = ledger
        self.faults = Faults()
        self.limiter = Limiter(now, limits)
        self.workspaces: dict[str, Workspace] = {}
        self.sockets = Sockets()
        self.signed = Signed()
        self.deliveries = Deliveries(self.faults, self.sockets, self.signed)
        self.people = People(self)
        self.admins = Admins(self)
        self.interactions = Interactions(self)
        self.acts: dict[str, Act] = _acts(self.people) | _acts(self.admins) | _acts(self.interactions)
        self.unfurls = True
        self.share_delay = 0.02
        self._now = now
        self._port = 0
        self._runner: web.AppRunner | None = None

    @property
    def base(self) -> str:
        """The server's address, without a slash at the end."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def api_url(self) -> str:
        """What slack_sdk takes as `base_url`."""
        return f"{self.base}/api/"

    async def start(self, port: int = 0) -> None:
        """Listen; OSError when the port is taken."""
        self._port = port
        await self.up()

    async def stop(self) -> None:
        """Give up all deliveries and stop listening; harmless when done twice."""
        await self.deliveries.close()
        await self.down()
        await self.signed.close()

    async def up(self) -> None:
        """Listen (again), on the same port as before."""
        if self._runner is not None:
            return
        runner = web.AppRunner(application(self), shutdown_timeout=0.2, handler_cancellation=True)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self._port, reuse_address=True)
        try:
            await site.start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self._port = int(runner.addresses[0][1])
        self.deliveries.listening = True

    async def down(self) -> None:
        """Stop listening and break all connections; what happens meanwhile is kept, but the bot is not told."""
        self.deliveries.listening = False
        await self.sockets.drop()
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def settled(self) -> None:
        """Wait until no event is on its way to the bot: each was acknowledged or given up."""
        await self.deliveries.settled()

    async def connected(self, community: str, count: int = 1) -> None:
        """Wait until the bot has that many Socket Mode connections."""
        await self.sockets.connected(self.workspaces[community].app.id, count)

    async def drop_connections(self, code: int | None = None) -> None:
        """Close all Socket Mode connections: with a close code, or by breaking them."""
        await self.sockets.drop(code)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Send disconnect frames: `warning`, `refresh_requested`, `link_disabled` …"""
        await self.sockets.refresh(reason)

    async def use_http(self, community: str, url: str) -> None:
        """Send everything to this address from now on, once it has passed the challenge; "" is Socket Mode again."""
        ws = self.workspace(community)
        if url:
            await self.signed.verify(ws, url, self.deliveries.patience)
        ws.app.url = url

    def state(self) -> Json:
        """Everything, as JSON for the page."""
        return {"platform": "slack", "communities": [workspace_state(ws) for ws in self.workspaces.values()]}

    def add_workspace(
        self,
        id: str = "",
        name: str = "Workspace",
        *,
        bot_token: str = "",
        app_token: str = "",
        signing_secret: str = "",
        scopes: Iterable[str] | None = None,
        manifest: Mapping[str, Any] | None = None,
        bot_name: str = "bridge",
        icon: str = "",
    ) -> Workspace:
        """A workspace with the bot's app installed, as its manifest says (by default with all scopes and events)."""
        team, app_id = id or new_id("T"), new_id("A")
        asked = from_manifest(manifest)
        granted = scopes if scopes is not None else asked.scopes if asked is not None else DEFAULT_SCOPES
        app = App(
            app_id,
            bot_token or f"xoxb-{team}",
            app_token or f"xapp-1-{app_id}-{team}",
            signing_secret or f"secret-{team}",
            frozenset(granted),
            events=asked.events if asked else None,
            commands=asked.commands if asked else None,
            shortcuts=asked.shortcuts if asked else [],
        )
        domain = "".join(each for each in name.lower() if each.isalnum()) or team.lower()
        ws = Workspace(team, name, domain, app, self.ledger, self._now, self.deliveries.emit, lambda: self.base, icon)
        self.workspaces[team] = ws
        ws.me = self.add_user(team, (asked.bot_name if asked else "") or bot_name, bot=True, app_id=app_id)
        return ws

    def add_user(
        self,
        community: str,
        name: str,
        *,
        id: str = "",
        real_name: str = "",
        display_name: str = "",
        title: str = "",
        email: str = "",
        avatar: str = "",
        admin: bool = False,
        guest: bool = False,
        bot: bool = False,
        app_id: str = "",
        team: str = "",
    ) -> User:
        """Somebody of the workspace; with `bot` another app's bot, with `team` somebody of another workspace."""
        ws = self.workspace(community)
        user_id = id or new_id("U")
        handle = "".join(each for each in name.lower().replace(" ", ".") if each.isalnum() or each in "._-")
        user = User(
            user_id,
            handle,
            real_name or name,
            display_name or name,
            avatar or f"{ws.base()}/avatars/{ws.id}/{user_id}.svg",
            title,
            email,
            admin=admin,
            guest=guest,
            bot_id=new_id("B") if bot else "",
            app_id=app_id or (new_id("A") if bot else ""),
            updated=int(self._now()),
            team=team,
        )
        ws.users[user_id] = user
        return user

    def add_channel(
        self,
        community: str,
        name: str,
        *,
        id: str = "",
        private: bool = False,
        members: Iterable[str] | None = None,
        topic: str = "",
        general: bool = False,
    ) -> Channel:
        """A channel, with everybody who is there so far (the bot too) unless `members` says who."""
        ws = self.workspace(community)
        inside = dict.fromkeys(ws.users if members is None else members)
        creator = next((user for user in inside if not ws.users[user].bot_id), ws.me.id)
        kind: Kind = "group" if private else "channel"
        channel = Channel(id or new_id("C"), name, kind, creator, int(self._now()), topic, general=general)
        channel.members = inside
        ws.channels[channel.id] = channel
        return channel

    def share_channel(self, community: str, channel: str, team: str, name: str) -> User:
        """Share a channel with another organisation's workspace, of which somebody comes in (Slack Connect)."""
        where = self.workspace(community).channel(channel)
        where.shared.append(team)
        stranger = self.add_user(community, name, team=team)
        where.members[stranger.id] = None
        return stranger

    def open_dm(self, ws: Workspace, users: Iterable[str]) -> Channel:
        """The DM of two users or the group DM of more: always the same for the same people."""
        people = dict.fromkeys(users)
        for channel in ws.channels.values():
            if channel.kind in ("im", "mpim") and channel.members.keys() == people.keys():
                return channel
        names = "--".join(ws.users[user].name for user in people)
        creator, at = next(iter(people)), int(self._now())
        if len(people) <= 2:
            channel = Channel(new_id("D"), "", "im", creator, at)
        else:
            channel = Channel(new_id("C"), f"mpdm-{names}-1", "mpim", creator, at)
        channel.members = people
        ws.channels[channel.id] = channel
        return channel

    def add_emoji(self, community: str, name: str, url: str = "") -> None:
        """A picture of the workspace's own; `url` may also be `alias:name`."""
        ws = self.workspace(community)
        ws.emoji[name] = url or f"{self.base}/emoji/{ws.id}/{name}.png"

    def add_usergroup(self, community: str, handle: str, users: Iterable[str], *, id: str = "") -> str:
        """A group of members that can be mentioned; returns its id."""
        group, members = id or new_id("S"), list(users)
        shown = {"id": group, "team_id": community, "is_usergroup": True, "name": handle, "handle": handle}
        self.workspace(community).usergroups[group] = {**shown, "users": members, "user_count": len(members)}
        return group

    def workspace(self, community: str) -> Workspace:
        """The workspace with that id; LookupError."""
        if community not in self.workspaces:
            raise LookupError(f"There is no workspace {community!r}.")
        return self.workspaces[community]

    def person(self, community: str, user: str) -> Workspace:
        """The workspace in which a user wants to do something; LookupError or SlackError when there is no such."""
        ws = self.workspace(community)
        ws.user(user)
        return ws

    def find(self, community: str, user: str, channel: str, *, member: bool = True) -> tuple[Workspace, Channel]:
        """The workspace and channel where a user wants to do something; SlackError when they may not."""
        ws = self.person(community, user)
        where = ws.channel(channel)
        if user not in where.members and (member or where.kind != "channel"):
            raise SlackError("not_in_channel")
        return ws, where

    def hook_url(self, ws: Workspace, hook: str) -> str:
        """The `response_url` of a hook."""
        return f"{self.base}/hooks/{ws.id}/{hook}"


def _acts(actor: object) -> dict[str, Act]:
    return {name: getattr(actor, name) for name in vars(type(actor)) if not name.startswith("_")}
