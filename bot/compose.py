"""The composition root: the only place that knows which platforms, features, clock and database there are."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Sequence
from typing import Any

from aiohttp import web
from pydantic import SecretStr

import matching
from adapters.contract.commands import Declaration
from adapters.contract.errors import PlatformError, Refused
from adapters.contract.examination import Finding
from adapters.contract.platform import Platform
from adapters.contract.refs import ChannelRef
from adapters.discord import checks as discord_checks
from adapters.discord.platform import DiscordPlatform
from adapters.discord.rest import API
from adapters.discord.rights import invite_link
from adapters.slack import checks as slack_checks
from adapters.slack.connection import Workspace
from adapters.slack.manifest import manifest
from adapters.slack.platform import SlackPlatform
from adapters.slack.web import SLACK
from bot.bot import Bot
from bot.bridging import Bridging
from bot.bridging.removal import removed as end_bridges
from bot.clock import Clock, SystemClock
from bot.clock_offsets import offsets
from bot.consents import Switch
from bot.embedding.understanding import Understanding
from bot.events import Events
from bot.events.forgetting import forget as end_answers
from bot.events.mirror import Mirror
from bot.events.reminding import SWITCH as REMINDERS
from bot.events.weekly import SWITCH as WEEKLY
from bot.feature import Feature, Serves
from bot.forgetting import Ending, Parting, Removal, TakenApart
from bot.grouped import GROUPS
from bot.guard import Guard
from bot.health import Health
from bot.introductions import Introductions
from bot.introductions.departing import be_away, be_taken_apart
from bot.introductions.forgetting import forget as end_introductions
from bot.introductions.joining import SWITCH as INTRODUCTIONS
from bot.jargon import Jargon
from bot.language import Languages
from bot.leaving import Leaving
from bot.linking import Linking
from bot.moderating import Moderating
from bot.moderating.forgetting import forget as end_reports
from bot.opting_out import OptingOut
from bot.people import People
from bot.people.being_found import SWITCH as FOUND
from bot.privacy import Privacy
from bot.profiles import texts_of
from bot.relay import Relay
from bot.sealing import Sealing
from bot.settings import Misconfigured, Settings
from bot.stewards import Stewards
from bot.terms import Terms
from bot.web import CannotServe, Status, serving
from matching import Matcher
from storage.database import Database
from storage.migrate import upgrade

ENDINGS: tuple[Ending, ...] = (end_introductions, end_answers, end_reports)  # when somebody has their data removed
PARTINGS: tuple[Parting, ...] = (be_away,)  # when somebody left
TAKEN_APART: tuple[TakenApart, ...] = (be_taken_apart,)  # when a member took accounts apart
REMOVALS: tuple[Removal, ...] = (end_bridges,)  # when the bot was taken out of a community for good
SWITCHES: tuple[Switch, ...] = (FOUND, INTRODUCTIONS, REMINDERS, WEEKLY)  # what members switch on for themselves
CONNECTED_FIRST = 3.0  # seconds that the platforms have the processor to themselves: to load a model takes all of it


def features(
    database: Database,
    understanding: Understanding,
    terms: Terms,
    public_url: str = "",
    keep_days: int = 365,
    platforms: Sequence[Platform] = (),
) -> tuple[Feature, ...]:
    """Everything that members can do.

    `public_url`: where the public pages are; empty when there are to be none. For so many days numbers of messages are
    kept. Of `platforms` it is asked who organises.
    """
    stewards = Stewards(database, {each.name: each for each in platforms})
    relay = Relay(keep_days)
    privacy = Privacy(ENDINGS, SWITCHES, keep_days)
    moderating, linking = Moderating(database, stewards), Linking(TAKEN_APART)
    bridges = (relay, Bridging(), moderating, OptingOut(), linking, Guard(relay.hear), privacy)
    leaving = Leaving(database, ENDINGS, PARTINGS, REMOVALS)
    others = (*bridges, Languages(), Events(public_url), Jargon(database, terms), leaving)
    return (*others, People(database, understanding, introduces=True), Introductions(database, understanding))


def declarations() -> list[Declaration]:
    """Every command of every feature; to declare them needs nothing that runs."""
    nothing: Any = None
    return [handler.declaration for each in features(nothing, nothing, Terms()) for handler in each.handlers]


def understanding_with(database: Database, clock: Clock, terms: Terms, model: str) -> Understanding:
    """What finds people by their words, with communities' own terms written out."""

    def load() -> Matcher:
        matcher = matching.load(model)
        matcher.expand = terms.expand
        gc.freeze()  # what a model brings stays for good: to collect among it would stop the loop for half a second
        return matcher

    return Understanding(database, clock, load, texts_of, after=CONNECTED_FIRST)


def platforms(settings: Settings) -> tuple[list[Platform], list[web.RouteDef]]:
    """The platforms that are set up, and the routes over which they bring what they bring by HTTP.

    Raises Misconfigured when none is set up.
    """
    made: list[Platform] = []
    routes: list[web.RouteDef] = []
    if workspaces := _workspaces(settings):
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


def _workspaces(settings: Settings) -> list[Workspace]:
    return [
        Workspace(
            name,
            workspace.bot_token.get_secret_value(),
            _revealed(workspace.app_token),
            _revealed(workspace.signing_secret),
            workspace.command_prefix,
        )
        for name, workspace in settings.workspaces.items()
    ]


def slack_manifest(prefix: str = "") -> dict[str, Any]:
    """The manifest of the internal Slack app, with every command of every feature, named with the prefix."""
    return manifest(declarations(), prefix, GROUPS)


async def discord_invite(settings: Settings) -> str:
    """The link that lets the bot into a Discord server; with `<application id>` in it when no token is set.

    Raises Misconfigured when Discord does not accept the token, or does not answer.
    """
    if settings.discord_token is None:
        return invite_link("<application id>")
    token = settings.discord_token.get_secret_value()
    try:
        return invite_link(await discord_checks.application_id(token, api_url=settings.discord_api_url))
    except PlatformError as error:
        raise Misconfigured(str(error)) from error


def examinations(settings: Settings, channels: Sequence[ChannelRef]) -> list[AsyncIterator[Finding]]:
    """What there is to find out about the platforms that are set up, and the bridged channels there."""
    made: list[AsyncIterator[Finding]] = []
    if workspaces := _workspaces(settings):
        made.append(slack_checks.examine(workspaces, channels, api_url=settings.slack_api_url))
    if settings.discord_token is not None:
        token = settings.discord_token.get_secret_value()
        made.append(discord_checks.examine(token, channels, api_url=settings.discord_api_url))
    return made


def addresses(settings: Settings) -> dict[str, str]:
    """Where the platforms that are set up tell the time."""
    told: dict[str, str] = {}
    if settings.workspaces:
        told["Slack"] = f"{(settings.slack_api_url or SLACK).rstrip('/')}/api.test"
    if settings.discord_token is not None:
        told["Discord"] = f"{(settings.discord_api_url or API).rstrip('/')}/gateway"
    return told


async def run(settings: Settings, *, lease: float = 30.0) -> None:
    """Run the bot until cancelled. Raises Misconfigured when a token, scope, intent or port is wrong.

    `lease`: for how many seconds a lane stays with a process that gives no sign of life.
    """
    connected, routes = platforms(settings)
    async with Database(settings.database_url, settings.keys) as database, SystemClock() as clock:
        await upgrade(database)
        try:
            told = addresses(settings)
            terms = Terms()
            understanding = understanding_with(database, clock, terms, settings.embedding_model)
            made = features(database, understanding, terms, settings.public_url, settings.keep_days, connected)
            mirror = Mirror(database, connected, clock, settings.public_url)
            bot = Bot(
                database,
                connected,
                made,
                clock,
                lease=lease,
                ask_offsets=lambda: offsets(told),
                services=(understanding.run, mirror.run, Sealing(database).run),
            )
            routes += [route for each in made if isinstance(each, Serves) for route in each.routes(database, clock)]
            health = Health(database, bot.watch, bot.catchup, clock, lambda: understanding.state.as_json())
            status = Status(health, bot.watch, _revealed(settings.metrics_token), settings.is_private)
            async with serving(settings.host, settings.port, [*routes, *status.routes()]):
                await bot.run()
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
