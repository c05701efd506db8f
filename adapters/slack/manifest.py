"""Slack's app manifest, made from the declared commands (https://docs.slack.dev/reference/app-manifest)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from adapters.contract.commands import Declaration, Way, Who
from adapters.slack.prefix import Prefix

SCOPES = (
    "channels:history", "channels:read", "chat:write", "chat:write.customize", "commands", "emoji:read", "files:read",
    "files:write", "groups:history", "groups:read", "im:history", "im:read", "im:write", "mpim:history", "mpim:read",
    "mpim:write", "pins:write", "reactions:read", "reactions:write", "team:read", "usergroups:read", "users:read",
)  # fmt: skip
EVENTS = (
    "app_uninstalled", "channel_archive", "channel_deleted", "channel_left", "channel_unarchive", "group_archive",
    "group_deleted", "group_left", "group_unarchive", "member_joined_channel", "member_left_channel",
    "message.channels", "message.groups", "message.im", "message.mpim", "reaction_added", "reaction_removed",
    "tokens_revoked", "user_change",
)  # fmt: skip
NOTHING: Mapping[str, str] = MappingProxyType({})


def manifest(
    declarations: Sequence[Declaration], prefix: str = "", groups: Mapping[str, str] = NOTHING
) -> dict[str, Any]:
    """The manifest of the internal app that a workspace makes for the bot, in Socket Mode.

    `prefix` comes before the name of each command. Raises ValueError when it cannot. `groups` says what those are for
    that begin with the same word: a workspace's list shows each first word alone.
    """
    named = Prefix(prefix, declarations)
    slash = [it for it in declarations if Way.SLASH in it.ways]
    first = list(dict.fromkeys(it.name.split()[0] for it in slash))
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Unsilo",
            "description": "Joins channels of separate communities into one conversation.",
            "background_color": "#005EB8",
            "long_description": (
                "Unsilo copies messages between channels that are joined across Slack workspaces and Discord servers, "
                "with their author's name and community. It reads only the channels it has been invited to, and keeps "
                "a message's text only until it has been copied. Please do not post patient information."
            ),
        },
        "features": {
            "bot_user": {"display_name": "unsilo", "always_online": True},
            "slash_commands": [
                _slash(name, [it for it in slash if it.name.split()[0] == name], named, groups) for name in first
            ],
            "shortcuts": [
                {"name": it.title, "type": "message", "callback_id": it.name, "description": named.words(it.summary)}
                for it in declarations
                if Way.MENU in it.ways
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def _slash(name: str, declared: list[Declaration], prefix: Prefix, groups: Mapping[str, str]) -> dict[str, Any]:
    """One slash command, and what may be typed after it: first what everybody may use."""
    summary = prefix.words(groups.get(name, declared[0].summary))
    entry: dict[str, Any] = {"command": f"/{prefix.text}{name}", "description": summary, "should_escape": True}
    everybody, organisers = (
        " | ".join(filter(None, (it.typed.removeprefix(f"/{name}").strip() for it in declared if it.who is who)))
        for who in (Who.ANYONE, Who.ORGANISER)
    )
    if hint := "; for organisers: ".join(filter(None, (everybody, organisers))):
        entry["usage_hint"] = hint
    return entry
