"""Who the bot is in a workspace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is in a workspace: ids of its team, user, bot and app (empty when Slack does not tell)."""

    team: str
    user: str
    bot: str = ""
    app: str = ""

    def wrote(self, message: Json) -> bool:
        """Whether a message is ours."""
        app = message.get("app_id") or (message.get("bot_profile") or {}).get("app_id")
        return bool(
            message.get("user") == self.user
            or (self.bot and message.get("bot_id") == self.bot)
            or (self.app and app == self.app)
        )


NOBODY = Me("", "")
