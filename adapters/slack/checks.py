"""Is a workspace set up as the bot needs it? Asks Slack, and changes nothing there.

Sources: Slack's references of `auth.test`, `apps.connections.open` and `conversations.info`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence

from adapters.contract.errors import Later, PlatformError, Refused
from adapters.contract.examination import Finding
from adapters.contract.refs import ChannelRef
from adapters.slack import refs
from adapters.slack.connection import Workspace
from adapters.slack.manifest import SCOPES
from adapters.slack.web import Http, Web

APPS = "https://api.slack.com/apps"
_ADD_SCOPE = f"Add it under OAuth & Permissions at {APPS}, then install the app again."


async def examine(
    workspaces: Sequence[Workspace], channels: Iterable[ChannelRef], *, api_url: str | None = None
) -> AsyncIterator[Finding]:
    """Look at each workspace's tokens and scopes, and at the bridged channels of Slack."""
    http = Http(api_url)
    theirs = [channel for channel in channels if channel.platform == refs.PLATFORM]
    teams: set[str] = set()
    all_known = True
    try:
        for workspace in workspaces:
            team = ""
            async for found in _workspace(workspace, http):
                if isinstance(found, Finding):
                    yield found
                else:
                    team = found
            teams.add(team)
            all_known &= bool(team)
            for channel in theirs:
                if (
                    team
                    and channel.community == team
                    and (about := await _channel(Web(http, workspace.bot_token), channel))
                ):
                    yield about
        for channel in theirs:
            if all_known and channel.community not in teams:
                yield Finding(
                    f"no token is set for the Slack workspace {channel.community} of the bridged channel {channel}",
                    "Set SLACK__<NAME>__BOT_TOKEN and SLACK__<NAME>__APP_TOKEN, or take the channel off its bridge.",
                )
    finally:
        await http.close()


async def _workspace(workspace: Workspace, http: Http) -> AsyncIterator[Finding | str]:
    """What there is to say of the workspace itself; its team id when the bot token is good."""
    name = f"the Slack workspace {workspace.name}"
    try:
        who, headers = await Web(http, workspace.bot_token).call("auth.test", write=False, http_verb="POST")
    except Later as later:
        yield Finding(
            f"{name} cannot be looked at: {later}", "See whether this machine reaches slack.com, and try again."
        )
    except PlatformError as refused:
        yield Finding(
            f"Slack does not accept the bot token of {name}: {refused}",
            f"Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions at {APPS}.",
        )
    else:
        yield str(who["team_id"])
        yield Finding(f"the bot token of {name}")
        granted = {each.strip() for each in str(headers.get("x-oauth-scopes", "")).split(",")}
        for scope in SCOPES:
            if scope not in granted:
                yield Finding(f"the Slack app of {name} lacks the bot scope {scope}", _ADD_SCOPE)
    if workspace.app_token is None:
        yield _signing(workspace, name)
        return
    try:
        await Web(http, workspace.app_token).call("apps.connections.open", write=False, http_verb="POST")
    except Refused as refused:
        yield Finding(
            f"Slack does not let the app of {name} connect in Socket Mode: {refused}",
            "Make an app token (xapp-…) with the scope connections:write under Basic Information, App-Level Tokens, "
            f"and switch Socket Mode on, both at {APPS}.",
        )
    except PlatformError as error:
        yield Finding(f"the app token of {name} cannot be looked at: {error}", "Try again in a minute.")
    else:
        yield Finding(f"the app token of {name}")


def _signing(workspace: Workspace, name: str) -> Finding:
    if workspace.signing_secret:
        return Finding(f"{name} is heard over HTTP, with a signing secret")
    return Finding(
        f"{name} has neither an app token nor a signing secret",
        f"Set one of them: both are under Basic Information at {APPS}.",
    )


async def _channel(web: Web, channel: ChannelRef) -> Finding | None:
    """What there is to say of a bridged channel; None when a scope that is reported already hides it."""
    try:
        shown = (await web.get("conversations.info", channel=channel.id))["channel"]
    except Refused as refused:
        if refused.code == "missing_scope":
            return None
        return Finding(
            f"the Slack channel {channel}: {refused}", "Invite the bot with /invite, or take it off its bridge."
        )
    except PlatformError as error:
        return Finding(f"the Slack channel {channel} cannot be looked at: {error}", "Try again in a minute.")
    if shown.get("is_archived"):
        return Finding(f"the Slack channel {channel} is archived", "Unarchive it, or take it off its bridge.")
    if not shown.get("is_member"):
        return Finding(f"the bot is not in the Slack channel {channel}", "Invite it there with /invite.")
    return Finding(f"the Slack channel {channel}")
