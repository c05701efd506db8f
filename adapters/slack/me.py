"""Who the bot is in a workspace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is in a workspace: ids of its team, user, bot and app (empty when Slack does not tell).

    `enterprise` is the organisation that the workspace is one of; empty when it is on its own.
    """

    team: str
    user: str
    bot: str = ""
    app: str = ""
    enterprise: str = ""

    def wrote(self, message: Json) -> bool:
        """Whether a message is ours."""
        app = message.get("app_id") or (message.get("bot_profile") or {}).get("app_id")
        return bool(
            message.get("user") == self.user
            or (self.bot and message.get("bot_id") == self.bot)
            or (self.app and app == self.app)
        )

    def stranger(self, message: Json) -> bool:
        """Whether a message's author belongs to another organisation, with which the channel is shared.

        Any sign of another team is enough. Source: Slack, "Understanding Slack Connect".
        """
        homes = [message.get(name) for name in ("team", "user_team", "source_team")]
        homes.append((message.get("user_profile") or {}).get("team"))
        homes.append((message.get("bot_profile") or {}).get("team_id"))
        return bool({str(home) for home in homes if home} - {self.team, self.enterprise})


NOBODY = Me("", "")
