"""A Slack workspace and a Discord server with one bridged channel each, and what people do in them."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.contract.refs import ChannelRef
from bot import compose
from sandbox.discord.permissions import BRIDGE, Permission
from sandbox.faults import Action, Fault
from sandbox.server import Sandbox
from tests.keys import OLD

DISCORD_TOKEN = "discord-bot-token"
SLACK_PATIENCE = 1.5  # seconds after which an envelope counts as not acknowledged
SLACK_RETRIES = (0.2,) * 100  # where Slack itself waits minutes, and gives up after three


@dataclass(frozen=True)
class Side:
    """One community's channel, people in it (the second an admin), and how the bot is called there."""

    server: Any
    community: str
    channel: str
    people: tuple[str, ...]
    bot: str

    @property
    def ref(self) -> ChannelRef:
        """The channel, in the bot's words."""
        return ChannelRef("slack" if self.community.startswith("T") else "discord", self.community, self.channel)

    async def do(self, act: str, who: int = 0, *, channel: str = "", **more: Any) -> str:
        """Somebody acts; the id of the message comes back."""
        where = {"community": self.community, "user": self.people[who], "channel": channel or self.channel}
        done = await self.server.acts[act](**where, **more)
        return str(done["message"])

    def messages(self) -> list[dict[str, Any]]:
        """What the channel and its threads show, in the order of its writing, as the sandbox's state has it."""
        [community] = [it for it in self.server.state()["communities"] if it["id"] == self.community]
        places = [it for it in community["channels"] if self.channel in (it["id"], it["parent"])]
        shown = [
            {**message, "place": place["id"]}
            for place in places
            for message in place["messages"]
            if not message["deleted"] and not message["native"].get("system")
        ]
        return sorted(shown, key=lambda message: message["at"])


@dataclass(frozen=True)
class Town:
    """Both sides."""

    sandbox: Sandbox
    slack: Side
    discord: Side
    slack_tokens: tuple[str, str]

    def environment(self, database_url: str, home: Path) -> dict[str, str]:
        """The settings with which a bot comes to town."""
        return {
            "HOME": str(home),
            "SLACK_BOT_TOKEN": self.slack_tokens[0],
            "SLACK_APP_TOKEN": self.slack_tokens[1],
            "SLACK_API_URL": self.sandbox.slack.api_url,
            "DISCORD_TOKEN": DISCORD_TOKEN,
            "DISCORD_API_URL": self.sandbox.discord.api_url,
            "DATABASE_URL": database_url,
            "SECRET_KEYS": OLD,
            "PORT": "0",
            "LOG_LEVEL": "ERROR",
        }

    def trouble(self) -> list[Fault]:
        """In each direction, the answer to one post gets lost on its way back, and another post on its way there."""
        losses: tuple[tuple[Action, int], ...] = (("reset_after", 1), ("reset_before", 3))
        ways = ((self.sandbox.slack, "POST */chat.postMessage"), (self.sandbox.discord, "POST */webhooks/*"))
        return [server.faults.add(Fault(way, action, after=after)) for server, way in ways for action, after in losses]

    def dawdle(self) -> None:
        """Discord takes its time to answer the next post."""
        self.sandbox.discord.faults.add(Fault("POST */webhooks/*", "delay_after", seconds=0.4))

    def tell_later(self) -> None:
        """Slack tells of the next message only after a while."""
        self.sandbox.slack.faults.add(Fault("EVENT message", "late", seconds=0.5))


def found(sandbox: Sandbox, rights: Permission = BRIDGE | Permission.MANAGE_MESSAGES) -> Town:
    """Build the town in a started sandbox. `rights`: what the bot may do on Discord."""
    slack, discord = sandbox.slack, sandbox.discord
    slack.deliveries.patience, slack.deliveries.retries = SLACK_PATIENCE, SLACK_RETRIES
    workspace = slack.add_workspace("T0NORTHGATE", "Northgate", manifest=compose.slack_manifest())
    nurses = (slack.add_user(workspace.id, "Helen").id, slack.add_user(workspace.id, "Rhys", admin=True).id)
    ward = slack.add_channel(workspace.id, "getting-home")
    guild = discord.add_guild(name="CareTech")
    carers = (
        discord.add_user(guild, "ruth", "Ruth").id,
        discord.add_user(guild, "samir", "Samir", admin=True).id,
        discord.add_user(guild, "helen", "Helen · Northgate").id,  # as the author of a copy is shown
    )
    lounge = discord.add_channel(guild, "getting-home")
    bot = discord.add_bot(DISCORD_TOKEN, permissions=rights)
    return Town(
        sandbox,
        Side(slack, workspace.id, ward.id, nurses, workspace.me.real_name),
        Side(discord, guild.id, lounge.id, carers, bot.user.shown),
        (workspace.app.bot_token, workspace.app.app_token),
    )


def file(name: str, text: str) -> dict[str, str]:
    """A file as people attach one."""
    content = base64.b64encode(text.encode()).decode()
    return {"name": name, "content_base64": content, "alt": "", "type": "text/plain"}
