"""Which events the bot's app hears: subscriptions, scopes and membership decide, as the Events API documents."""

from __future__ import annotations

from sandbox.slack.model import Channel, Json, Workspace

HISTORY = {"channel": "channels:history", "group": "groups:history", "im": "im:history", "mpim": "mpim:history"}
READ = {"channel": "channels:read", "group": "groups:read", "im": "im:read", "mpim": "mpim:read"}
SUBSCRIPTION = {
    "channel": "message.channels",
    "group": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}

# Events whose scope does not depend on a channel; no scope for the rest.
SCOPES = {
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "pin_added": "pins:read",
    "pin_removed": "pins:read",
    "user_change": "users:read",
    "team_join": "users:read",
    "file_deleted": "files:read",
    "file_shared": "files:read",
    "emoji_changed": "emoji:read",
}
MEMBERS_ONLY = {"reaction_added", "reaction_removed", "pin_added", "pin_removed", "file_shared"}


def tell_message(ws: Workspace, channel: Channel, event: Json) -> None:
    """Tell the bot of a message event in a channel that it is in."""
    app = ws.app
    if ws.me.id not in channel.members or HISTORY[channel.kind] not in app.scopes:
        return
    if app.events is not None and SUBSCRIPTION[channel.kind] not in app.events:
        return
    told = {**event, "channel": channel.id, "channel_type": channel.kind, "event_ts": event["ts"]}
    if "metadata.message:read" not in app.scopes:
        told.pop("metadata", None)
    ws.emit(ws, told)


def tell_channel(ws: Workspace, channel: Channel, event: Json) -> None:
    """Tell the bot of something else about a channel: public ones always, others only as a member."""
    member = ws.me.id in channel.members or event.get("user") == ws.me.id
    public = channel.kind == "channel" and event["type"] not in MEMBERS_ONLY
    if member or public:
        tell(ws, event, SCOPES.get(event["type"], READ[channel.kind]))


def tell(ws: Workspace, event: Json, scope: str | None = None) -> None:
    """Tell the bot of an event of the workspace when it subscribed to it and holds the scope for it."""
    needed = scope or SCOPES.get(event["type"])
    if needed is not None and needed not in ws.app.scopes:
        return
    if ws.app.events is not None and event["type"] not in ws.app.events:
        return
    ws.emit(ws, event)
