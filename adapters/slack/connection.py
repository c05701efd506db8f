"""One workspace's connection: who the bot is there, and how it hears.

An event is recorded before Slack's request is acknowledged: in Bolt's `before_authorize`, which runs after the
signature check and before anything that could fail. What could not be recorded is not acknowledged, so Slack sends it
again, over HTTP and in Socket Mode alike; and the core is told to catch up, for Slack gives up after some minutes.
Sources: Slack's guides to the Events API and to Socket Mode; slack_bolt's middleware order.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from adapters.contract.commands import Declaration
from adapters.contract.errors import Later, Refused
from adapters.contract.incoming import CommunityLost, Connected, Deleted, Edited, Incoming, Posted, Reacted
from adapters.contract.lines import Line
from adapters.contract.platform import Core
from adapters.slack import presence, read, refs, requests
from adapters.slack.asking import Desk
from adapters.slack.directory import Directory
from adapters.slack.identify import Identity, deaf, identify
from adapters.slack.me import Me
from adapters.slack.order import InOrder
from adapters.slack.pace import Pace
from adapters.slack.prefix import Prefix
from adapters.slack.replays import Replays
from adapters.slack.sockets import Sockets
from adapters.slack.tasks import Tasks
from adapters.slack.web import Http, Json, Web, log

_AGAIN = (0.5, 1.0, 2.0, 5.0, 10.0)  # seconds between tries to tell the core to catch up; the last for good
_BREATH = 1 / 60  # of the time between two looks whether a workspace is back: what passes at least
_PATIENCE = 3.0  # seconds for what is in flight at the end


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace's own internal app, as configured: `name` is what the operator calls it.

    With `app_token` the bot listens in Socket Mode, without over HTTP, which needs `signing_secret`. `prefix` is what
    the workspace's commands begin with, as its app's manifest has it. Raises ValueError when they cannot.
    """

    name: str
    bot_token: str
    app_token: str | None = None
    signing_secret: str | None = None
    prefix: str = ""

    def __post_init__(self) -> None:
        Prefix(self.prefix)


class Connection:
    """The bot in one workspace. `again_seconds`: how often a workspace that was lost is asked after."""

    def __init__(self, workspace: Workspace, http: Http, ping_seconds: float, again_seconds: float, pace: Pace) -> None:
        self.workspace = workspace
        self.web = Web(http, workspace.bot_token, self._doubt, pace=pace)
        self.directory = Directory(self.web)
        self.prefix = Prefix(workspace.prefix)
        self.app: AsyncApp | None = None
        self._identity = Identity()
        self._tasks = Tasks()
        self._again_seconds = again_seconds
        token = workspace.app_token
        self._sockets = Sockets(http, token, ping_seconds, self._doubt, self._reconnected) if token else None
        self._core: Core | None = None
        self._order = InOrder()
        self._missing = False
        self._replays = Replays(time.time)
        self._lost = False
        self._doubted = asyncio.Event()  # Slack says that a token is not good
        self._hope = asyncio.Event()  # a workspace that was lost gives a sign of life

    @property
    def me(self) -> Me:
        """Who the bot is; nobody until Slack has told."""
        return self._identity.me

    @property
    def url(self) -> str:
        """The workspace's web address; empty until Slack has told."""
        return self._identity.url

    @property
    def line(self) -> Line:
        """Whether the workspace can be heard; over HTTP as far as that can be known."""
        up = bool(self.me.team) and not self._lost and (self._sockets is None or self._sockets.up)
        communities = (refs.community(self.me.team),) if self.me.team else ()
        return Line(refs.PLATFORM, f"The Slack workspace {self.workspace.name}", communities, up)

    async def run(self, core: Core, declarations: Sequence[Declaration]) -> None:
        """Connect and stay connected until cancelled. Raises `Refused` when that cannot be had at the start.

        A workspace that is lost later is told of, and asked after slowly until it is back.
        """
        self._core = core
        self.prefix = Prefix(self.workspace.prefix, declarations)
        await _patiently(self._identify)
        self.app = self._bolt(core, declarations)
        await _patiently(self._listen)
        self._doubted.clear()
        await self._announce()
        while True:
            await self._doubted.wait()
            await self._regain()
            self._doubted.clear()

    async def _identify(self) -> None:
        self._identity = await identify(self.web, self.workspace.name, self.workspace.app_token)

    async def _listen(self) -> None:
        """Start to hear. Raises `Refused` when Socket Mode cannot be had or nothing is configured to hear by."""
        if self._sockets is not None and self.app is not None:
            await self._sockets.open(self.workspace.name, self.app)
        elif not self.workspace.signing_secret:
            raise deaf(self.workspace.name)

    def _doubt(self) -> None:
        self._doubted.set()

    async def _regain(self) -> None:
        """Find out whether the workspace is lost; if so, tell of it, and wait until it is back."""
        while True:
            self._hope.clear()
            if self._sockets is not None:
                await self._sockets.mend()
            try:
                await self._identify()
                await self._listen()
            except Later as later:
                await asyncio.sleep(later.after)
                continue
            except Refused as refused:
                log.warning("The workspace %s cannot be used: %s", self.workspace.name, refused)
                if not self._lost:
                    self._lost = True
                    await self._told(presence.community_lost(self.me, time.time(), str(refused)))
                await self._pause()
            else:
                break
        if self._lost:
            self._lost = False
            await self._announce()

    async def _pause(self) -> None:
        """Wait until it is worth asking again: slowly, or at a sign of life, of which there may be many."""
        await asyncio.sleep(self._again_seconds * _BREATH)
        with suppress(TimeoutError):
            async with asyncio.timeout(self._again_seconds):
                await self._hope.wait()

    def _bolt(self, core: Core, declarations: Sequence[Declaration]) -> AsyncApp:
        # Known since `identify`, so that no request waits for Slack, or fails with it, to learn who the app acts as.
        who = AuthorizeResult(
            enterprise_id=None,
            team_id=self.me.team,
            bot_id=self.me.bot,
            bot_user_id=self.me.user,
            bot_token=self.workspace.bot_token,
        )

        async def authorize() -> AuthorizeResult:
            return who

        app = AsyncApp(
            name="unsilo",
            logger=log,
            client=self.web.http.client(None),
            signing_secret=self.workspace.signing_secret or "",
            authorize=authorize,
            before_authorize=self._before_authorize,
            process_before_response=True,
            ignoring_self_events_enabled=False,
        )
        app.error(requests.failed)
        Desk(self.me, self.web.urgently(), self.directory, self._tasks).open(app, core, declarations, self.prefix)
        return app

    async def dispatch(self, body: str, query: str, headers: Mapping[str, str]) -> BoltResponse:
        """Answer a request over HTTP."""
        if self.app is None:
            return BoltResponse(status=503)
        app = self.app
        return await self._replays.once(headers, lambda: requests.answer(app, body=body, query=query, headers=headers))

    async def close(self) -> None:
        """Finish what is in flight, briefly, and hang up."""
        if self._sockets is not None:
            await self._sockets.close(_PATIENCE)
        await self._tasks.close(_PATIENCE)

    async def _before_authorize(self, body: Json, next_: Callable[[], Awaitable[None]]) -> BoltResponse | None:
        match body.get("type"):
            case "event_callback":
                incoming = await self._placed(self._read(body), body)
                farewell = isinstance(incoming, CommunityLost)
                if not farewell:
                    self._hope.set()
                if incoming is not None and not (farewell and self._lost) and not await self._recorded(incoming):
                    return BoltResponse(status=500)
                if farewell:
                    self._lost = True
                    self._doubt()
            case "app_rate_limited":
                self._catch_up()
            case _:
                await next_()
                return None
        return BoltResponse(status=200)

    def _read(self, body: Json) -> Incoming | None:
        match body:
            case {"event": {"type": "user_change", "user": {"id": str(user)}}}:
                self.directory.forget(user)
        try:
            return read.event(body, self.me, self.directory.names())
        except requests.MALFORMED as error:
            event = body.get("event")
            kind = event.get("type") if isinstance(event, dict) else type(event).__name__
            log.warning("An event of the type %.40s could not be read: %s", kind, type(error).__name__)
            return None

    async def _placed(self, incoming: Incoming | None, body: Json) -> Incoming | None:
        """A reaction in a channel that is shared with others: its event does not tell who is a stranger."""
        if not isinstance(incoming, Reacted) or incoming.ours or not body.get("is_ext_shared_channel"):
            return incoming
        return replace(incoming, author=await self.directory.placed(incoming.author, self.me))

    async def _recorded(self, incoming: Incoming) -> bool:
        assert self._core is not None
        if isinstance(incoming, Posted | Edited | Reacted):
            await self._order.turn(incoming.message.channel.id, incoming.at)
        elif isinstance(incoming, Deleted):
            await self._order.turn(incoming.messages[0].channel.id, incoming.at)
        try:
            await self._core.heard(incoming)
        except Exception:
            log.exception("An event could not be recorded")
            self._catch_up()
            return False
        return True

    async def _announce(self) -> None:
        """Tell the core that something may have been missed."""
        now, team = time.time(), self.me.team
        await self._told(Connected(f"connected {team} {now}", now, refs.community(team), self._identity.team_name))

    async def _told(self, incoming: Incoming) -> None:
        """Tell the core something that Slack will not tell again, until it has taken note."""
        assert self._core is not None
        for attempt in count():
            try:
                await self._core.heard(incoming)
                return
            except Exception as error:
                log.warning("The core did not take note: %s", error)
                await asyncio.sleep(_AGAIN[min(attempt, len(_AGAIN) - 1)])

    async def _reconnected(self) -> None:
        self._hope.set()
        self._catch_up()

    def _catch_up(self) -> None:
        """Have the core look into history, once for all that is missed while it cannot be told."""
        if not self._missing and not self._lost:
            self._missing = True
            self._tasks.start(self._caught_up())

    async def _caught_up(self) -> None:
        try:
            await self._announce()
        finally:
            self._missing = False


async def _patiently(step: Callable[[], Awaitable[None]]) -> None:
    """Try a step again while Slack is busy or down."""
    while True:
        try:
            return await step()
        except Later as later:
            await asyncio.sleep(later.after)
