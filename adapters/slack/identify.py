"""Whose a workspace's tokens are, and whether they may do what the bot needs: what is wrong is said, and where to mend
it."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.errors import Refused, Why
from adapters.contract.marked import _
from adapters.slack.me import NOBODY, Me
from adapters.slack.web import Web

REQUIRED = (
    "channels:history", "chat:write", "chat:write.customize", "commands", "files:read", "files:write",
    "reactions:read", "reactions:write", "users:read",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in a workspace, and how the workspace is called; `url` is its web address."""

    me: Me = NOBODY
    team_name: str = ""
    url: str = ""


async def identify(web: Web, workspace: str, app_token: str | None) -> Identity:
    """Ask Slack who the bot is; `workspace` is what the operator calls it.

    Raises `Refused` for a wrong token or a missing scope, `Later`.
    """
    _check_kinds(workspace, web.token, app_token)
    try:
        who, headers = await web.call("auth.test", write=False, http_verb="POST")
    except Refused as refused:
        raise Refused(
            _(
                "Slack does not accept the bot token of the workspace {workspace} ({code}). Install the app again if "
                "it was removed. Then copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions at "
                "https://api.slack.com/apps.",
                workspace=workspace,
                code=refused.code,
            ),
            Why.UNAUTHORISED,
            refused.code,
        ) from refused
    _check_scopes(workspace, headers.get("x-oauth-scopes"))
    bot = str(who.get("bot_id") or "")
    app = await _app_id(web, bot) if bot else ""
    me = Me(str(who["team_id"]), str(who["user_id"]), bot, app, str(who.get("enterprise_id") or ""))
    return Identity(me, str(who.get("team") or ""), str(who.get("url") or ""))


def _check_kinds(workspace: str, bot_token: str, app_token: str | None) -> None:
    """Slack answers some calls to a token of the wrong kind, and its errors would then name another."""
    if bot_token.startswith("xapp-"):
        raise Refused(
            _(
                "The bot token of the workspace {workspace} is an app token (xapp-…). Copy the Bot User OAuth Token "
                "(xoxb-…) from OAuth & Permissions at https://api.slack.com/apps.",
                workspace=workspace,
            ),
            Why.UNAUTHORISED,
        )
    if (app_token or "").startswith("xox"):
        raise Refused(
            _(
                "The app token of the workspace {workspace} is none: app tokens begin with xapp-. Make one with the "
                "scope connections:write under Basic Information, App-Level Tokens, at https://api.slack.com/apps.",
                workspace=workspace,
            ),
            Why.UNAUTHORISED,
        )


def _check_scopes(workspace: str, granted: str | None) -> None:
    if granted is None:
        return
    missing = [scope for scope in REQUIRED if scope not in {each.strip() for each in granted.split(",")}]
    if missing:
        raise Refused(
            _(
                "The Slack app of the workspace {workspace} lacks the bot scopes {scopes}. Add them under "
                "OAuth & Permissions at https://api.slack.com/apps, then install the app again.",
                workspace=workspace,
                scopes=", ".join(missing),
            ),
            Why.FORBIDDEN,
            "missing_scope",
        )


def deaf(workspace: str) -> Refused:
    """Nothing is set by which a workspace could be heard."""
    return Refused(
        _(
            "The workspace {workspace} has neither an app token, for Socket Mode, nor a signing secret, for "
            "HTTP. Set one of them: both are under Basic Information at https://api.slack.com/apps.",
            workspace=workspace,
        ),
        Why.UNAUTHORISED,
    )


async def _app_id(web: Web, bot: str) -> str:
    try:
        return str((await web.get("bots.info", bot=bot))["bot"].get("app_id") or "")
    except (Refused, KeyError):
        return ""
