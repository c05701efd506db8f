"""What a workspace's admins do: look after channels and who is in them, and after the bot's app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.slack.conversations import archive, check_name, delete_channel, rename
from sandbox.slack.errors import SlackError
from sandbox.slack.events import tell
from sandbox.slack.model import Channel, Json, Workspace
from sandbox.slack.natives import user_json
from sandbox.slack.posting import leave

if TYPE_CHECKING:
    from sandbox.slack.server import SlackServer


class Admins:
    """Acts of admins. All raise ValueError or LookupError with a reason when Slack would not let them."""

    def __init__(self, server: SlackServer) -> None:
        self._server = server

    async def kick(self, community: str, user: str, channel: str, who: str) -> Json:
        """Take somebody, or the bot, out of a channel (admins)."""
        ws, where = self._admin(community, user, channel)
        ws.note("person", "kick", channel=channel, user=user, whom=who)
        leave(ws, where, who)
        return {"channel": channel}

    async def deactivate(self, community: str, user: str, who: str, back: bool = False) -> Json:
        """Close somebody's account, or open it again with `back` (admins)."""
        ws = self._server.person(community, user)
        _only_admins(ws, user)
        closed = ws.user(who)
        closed.deleted, closed.updated = not back, int(ws.now())
        ws.note("person", "deactivate", user=user, whom=who, back=back)
        at = f"{ws.now():.6f}"
        tell(ws, {"type": "user_change", "user": user_json(ws, closed), "cache_ts": int(ws.now()), "event_ts": at})
        return {"user": who}

    async def rename_channel(self, community: str, user: str, channel: str, name: str) -> Json:
        """Rename a channel (admins)."""
        ws, where = self._admin(community, user, channel)
        check_name(ws, name)
        ws.note("person", "rename_channel", channel=channel, user=user, name=name)
        rename(ws, where, name)
        return {"channel": channel}

    async def archive_channel(self, community: str, user: str, channel: str, back: bool = False) -> Json:
        """Archive a channel, or bring it `back` (admins)."""
        ws, where = self._admin(community, user, channel)
        ws.note("person", "archive_channel", channel=channel, user=user, back=back)
        archive(ws, where, user, back=back)
        return {"channel": channel}

    async def delete_channel(self, community: str, user: str, channel: str) -> Json:
        """Delete a channel (admins)."""
        ws, where = self._admin(community, user, channel)
        ws.note("person", "delete_channel", channel=channel, user=user)
        delete_channel(ws, where, user)
        return {"channel": channel}

    async def uninstall(self, community: str, user: str) -> Json:
        """Remove the bot's app from the workspace (admins): its tokens die, and it is told so."""
        ws = self._server.person(community, user)
        _only_admins(ws, user)
        _tell_revoked(ws)
        tell(ws, {"type": "app_uninstalled", "event_ts": f"{ws.now():.6f}"})
        ws.app.installed = False
        ws.note("person", "uninstall", user=user)
        return {}

    async def revoke(self, community: str, user: str, quietly: bool = False) -> Json:
        """Revoke the bot's token (admins); it is told so unless `quietly`. The app stays."""
        ws = self._server.person(community, user)
        _only_admins(ws, user)
        if not quietly:
            _tell_revoked(ws)
        ws.app.revoked = True
        ws.note("person", "revoke", user=user)
        return {}

    async def install(self, community: str, user: str) -> Json:
        """Install the bot's app again (admins), with the tokens that it had. Slack tells it nothing of this."""
        ws = self._server.person(community, user)
        _only_admins(ws, user)
        ws.app.installed, ws.app.revoked = True, False
        ws.note("person", "install", user=user)
        return {}

    def _admin(self, community: str, user: str, channel: str) -> tuple[Workspace, Channel]:
        ws, where = self._server.find(community, user, channel, member=False)
        _only_admins(ws, user)
        return ws, where


def _only_admins(ws: Workspace, user: str) -> None:
    if not ws.users[user].admin:
        raise SlackError("restricted_action")


def _tell_revoked(ws: Workspace) -> None:
    tell(ws, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [ws.me.id]}, "event_ts": f"{ws.now():.6f}"})
