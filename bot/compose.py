"""The composition root: the only place that knows which platforms, features, clock and database there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiohttp import web
from pydantic import SecretStr

from adapters.contract.errors import Refused
from adapters.contract.platform import Platform
from adapters.discord.platform import DiscordPlatform
from adapters.slack.connection import Workspace
from adapters.slack.manifest import manifest
from adapters.slack.platform import SlackPlatform
from bot.bot import Bot
from bot.bridging import Bridging
from bot.clock import SystemClock
from bot.feature import Feature
from bot.relay import Relay
from bot.settings import Misconfigured, Settings
from bot.web import CannotServe, serving
from storage.database import Database
from storage.migrate import upgrade


def features() -> tuple[Feature, ...]:
    """Everything that members can do."""
    return (Relay(), Bridging())


def platforms(settings: Settings) -> tuple[list[Platform], list[web.RouteDef]]:
    """The platforms that are set up, and the routes over which they bring what they bring by HTTP.

    Raises Misconfigured when none is set up.
    """
    made: list[Platform] = []
    routes: list[web.RouteDef] = []
    workspaces = [
        Workspace(
            name,
            workspace.bot_token.get_secret_value(),
            _revealed(workspace.app_token),
            _revealed(workspace.signing_secret),
        )
        for name, workspace in settings.workspaces.items()
    ]
    if workspaces:
        slack = SlackPlatform(workspaces, api_url=settings.slack_api_url)
        routes += slack.routes()
        made.append(slack)
    if settings.discord_token is not None:
        made.append(DiscordPlatform(settings.discord_token.get_secret_value(), api_url=settings.discord_api_url))
    if not made:
        raise Misconfigured(
            "No platform is set up. Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or DISCORD_TOKEN, in .env or the "
            "environment. The README shows how to get them. `unsilo demo` needs none."
        )
    return made, routes


def slack_manifest() -> dict[str, Any]:
    """The manifest of the internal Slack app, with every command of every feature."""
    return manifest([handler.declaration for feature in features() for handler in feature.handlers])


async def run(settings: Settings, *, lease: float = 30.0) -> None:
    """Run the bot until cancelled. Raises Misconfigured when a token, scope, intent or port is wrong.

    `lease`: for how many seconds a lane stays with a process that gives no sign of life.
    """
    connected, routes = platforms(settings)
    async with Database(settings.database_url) as database, SystemClock() as clock:
        await upgrade(database)
        try:
            async with serving(settings.host, settings.port, routes):
                await Bot(database, connected, features(), clock, lease=lease).run()
        except* Refused as refusals:
            raise Misconfigured("\n".join(str(error) for error in _flat(refusals))) from None
        except* CannotServe as errors:
            raise Misconfigured("\n".join(str(error) for error in _flat(errors))) from None


def _revealed(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()


def _flat(group: BaseExceptionGroup[BaseException]) -> Sequence[BaseException]:
    return [
        leaf
        for error in group.exceptions
        for leaf in (_flat(error) if isinstance(error, BaseExceptionGroup) else [error])
    ]
