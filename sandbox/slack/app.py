"""What an app's manifest asks for: scopes, events, commands, shortcuts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.slack.model import Json

DEFAULT_SCOPES = frozenset(
    [
        *(f"{kind}:{what}" for kind in ("channels", "groups", "im", "mpim") for what in ("history", "read")),
        *("channels:join", "channels:manage", "groups:write", "im:write", "mpim:write"),
        *("chat:write", "chat:write.customize", "commands", "emoji:read", "files:read", "files:write"),
        *("reactions:read", "reactions:write", "pins:read", "pins:write", "team:read", "usergroups:read"),
        *("users:read", "users:read.email", "users.profile:read"),
    ]
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A manifest's wishes."""

    bot_name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: dict[str, Json]
    shortcuts: list[Json]


def from_manifest(manifest: Mapping[str, Any] | None) -> Asked | None:
    """Read a manifest, as the JSON or YAML that Slack's app settings take."""
    if manifest is None:
        return None
    features = manifest.get("features", {})
    scopes = manifest.get("oauth_config", {}).get("scopes", {})
    settings = manifest.get("settings", {})
    return Asked(
        features.get("bot_user", {}).get("display_name", ""),
        frozenset([*scopes.get("bot", ()), *scopes.get("bot_optional", ())]),
        frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        {each["command"]: each for each in features.get("slash_commands", ())},
        [each for each in features.get("shortcuts", ()) if each.get("type", "message") == "message"],
    )
