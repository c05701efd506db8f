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
from dataclasses import dataclass
from itertools import count

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from adapters.contract.commands import Declaration
from adapters.contract.errors import Refused, Why
from adapters.contract.incoming import Connected, Incoming
from adapters.contract.platform import Core
from adapters.slack import read, refs, requests
from adapters.slack.asking import Desk
from adapters.slack.directory import Directory
from adapters.slack.read import Me
from adapters.slack.sockets import Sockets
from adapters.slack.tasks import Tasks
from adapters.slack.web import Http, Json, Web, log

REQUIRED = (
    "channels:history", "chat:write", "chat:write.customize", "commands", "files:read", "files:write",
    "reactions:read", "reactions:write", "users:read",
)  # fmt: skip
_AGAIN = (0.5, 1.0, 2.0, 5.0, 10.0)  # seconds between tries to tell the core to catch up; the last for good
_PATIENCE = 3.0  # seconds for what is in flight at the end


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace's own internal app, as configured: `name` is what the operator calls it.

    With `app_token` the bot listens in Socket Mode, without over HTTP, which needs `signing_secret`.
    """

    name: str
    bot_token: str
    app_token: str | None = None
    signing_secret: str | None = None


class Connection:
    """The bot in one workspace. `identify` first; then everything else."""

    def __init__(self, workspace: Workspace, http: Http, ping_seconds: float) -> None:
        self.workspace = workspace
        self.web = Web(http, workspace.bot_token)
        self.directory = Directory(self.web)
        self.me = Me("", "")
        self.url = ""
        self.app: AsyncApp | None = None
        self._team_name = ""
        self._tasks = Tasks()
        self._sockets = Sockets(http, workspace.app_token, ping_seconds) if workspace.app_token else None
        self._core: Core | None = None
        self._missing = False

    async def identify(self) -> None:
        """Ask Slack who the bot is. Raises `Refused` for a wrong token or a missing scope, `Later`."""
        self._check_kinds()
        try:
            who, headers = await self.web.call("auth.test", write=False, http_verb="POST")
        except Refused as refused:
            raise Refused(
                f"Slack does not accept the bot token of the workspace {self.workspace.name} ({refused.code}). "
                "Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions at https://api.slack.com/apps.",
                Why.UNAUTHORISED,
                refused.code,
            ) from refused
        self._check_scopes(headers.get("x-oauth-scopes"))
        self._team_name, self.url = str(who.get("team") or ""), str(who.get("url") or "")
        bot = str(who.get("bot_id") or "")
        self.me = Me(str(who["team_id"]), str(who["user_id"]), bot, await self._app_id(bot) if bot else "")

    def _check_kinds(self) -> None:
        """Slack answers some calls to a token of the wrong kind, and its errors would then name another."""
        name = self.workspace.name
        if self.workspace.bot_token.startswith("xapp-"):
            raise Refused(
                f"The bot token of the workspace {name} is an app token (xapp-…). Copy the Bot User OAuth Token "
                "(xoxb-…) from OAuth & Permissions at https://api.slack.com/apps.",
                Why.UNAUTHORISED,
            )
        if (self.workspace.app_token or "").startswith("xox"):
            raise Refused(
                f"The app token of the workspace {name} is none: app tokens begin with xapp-. Make one with the scope "
                "connections:write under Basic Information, App-Level Tokens, at https://api.slack.com/apps.",
                Why.UNAUTHORISED,
            )

    def _check_scopes(self, granted: str | None) -> None:
        if granted is None:
            return
        missing = [scope for scope in REQUIRED if scope not in {each.strip() for each in granted.split(",")}]
        if missing:
            raise Refused(
                f"The Slack app of the workspace {self.workspace.name} lacks the bot scopes {', '.join(missing)}. Add "
                "them under OAuth & Permissions at https://api.slack.com/apps, then install the app again.",
                Why.FORBIDDEN,
                "missing_scope",
            )

    async def _app_id(self, bot: str) -> str:
        try:
            return str((await self.web.get("bots.info", bot=bot))["bot"].get("app_id") or "")
        except (Refused, KeyError):
            return ""

    async def listen(self, core: Core, declarations: Sequence[Declaration]) -> None:
        """Start to hear. Raises `Refused` when Socket Mode cannot be had or nothing is configured to hear by."""
        self._core = core
        if self.app is None:
            self.app = self._bolt(core, declarations)
        if self._sockets is not None:
            await self._sockets.open(self.workspace.name, self.app, self._reconnected)
        elif not self.workspace.signing_secret:
            raise Refused(
                f"The workspace {self.workspace.name} has neither an app token, for Socket Mode, nor a signing secret, "
                "for HTTP. Set one of them: both are under Basic Information at https://api.slack.com/apps.",
                Why.UNAUTHORISED,
            )
        await self._announce()

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
        Desk(self.me.team, self.web, self.directory, self._tasks).open(app, core, declarations)
        return app

    async def dispatch(self, body: str, query: str, headers: Mapping[str, str]) -> BoltResponse:
        """Answer a request over HTTP."""
        if self.app is None:
            return BoltResponse(status=503)
        return await requests.answer(self.app, body=body, query=query, headers=headers)

    async def close(self) -> None:
        """Finish what is in flight, briefly, and hang up."""
        if self._sockets is not None:
            await self._sockets.close(_PATIENCE)
        await self._tasks.close(_PATIENCE)

    async def _before_authorize(self, body: Json, next_: Callable[[], Awaitable[None]]) -> BoltResponse | None:
        match body.get("type"):
            case "event_callback":
                incoming = self._read(body)
                if incoming is not None and not await self._recorded(incoming):
                    return BoltResponse(status=500)
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
                return None
        try:
            return read.event(body, self.me, self.directory.names())
        except requests.MALFORMED as error:
            event = body.get("event")
            kind = event.get("type") if isinstance(event, dict) else type(event).__name__
            log.warning("An event of the type %.40s could not be read: %s", kind, type(error).__name__)
            return None

    async def _recorded(self, incoming: Incoming) -> bool:
        assert self._core is not None
        try:
            await self._core.heard(incoming)
        except Exception:
            log.exception("An event could not be recorded")
            self._catch_up()
            return False
        return True

    async def _announce(self) -> None:
        """Tell the core that something may have been missed, until it has taken note."""
        assert self._core is not None
        team = self.me.team
        for attempt in count():
            now = time.time()
            try:
                await self._core.heard(Connected(f"connected {team} {now}", now, refs.community(team), self._team_name))
                return
            except Exception as error:
                log.warning("The core did not take note of a connection: %s", error)
                await asyncio.sleep(_AGAIN[min(attempt, len(_AGAIN) - 1)])

    async def _reconnected(self) -> None:
        self._catch_up()

    def _catch_up(self) -> None:
        """Have the core look into history, once for all that is missed while it cannot be told."""
        if not self._missing:
            self._missing = True
            self._tasks.start(self._caught_up())

    async def _caught_up(self) -> None:
        try:
            await self._announce()
        finally:
            self._missing = False
