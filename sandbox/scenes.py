"""Builds a believable world: two communities with their members, channels and a short past, and a bot that is new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.cast import (
    COMMONS,
    DISCORD_CHANNELS,
    DISCORD_NAME,
    DISCORD_PAST,
    GUEST,
    GUEST_TEAM,
    HOSPITAL,
    SHARED,
    SLACK_CHANNELS,
    SLACK_NAME,
    SLACK_PAST,
    SLACK_PRIVATE,
    SLACK_TEAM,
    Said,
)
from sandbox.server import Sandbox

HOUR = 3600.0
MINUTE = 60.0
DISCORD_TOKEN = "the-sandbox-knows-this-bot"


@dataclass(frozen=True, slots=True)
class Scene:
    """What a bot needs to come into the scene, and the ids to act with: `people` by slug, channels by name."""

    team: str
    bot_token: str
    app_token: str
    signing_secret: str
    guild: str
    discord_token: str
    people: dict[str, str]
    slack_channels: dict[str, str]
    discord_channels: dict[str, str]


async def furnish(sandbox: Sandbox, manifest: Mapping[str, Any] | None = None) -> Scene:
    """Build the scene in a started sandbox. `manifest` is the bot's Slack app manifest.

    The bot comes when all is said, and hears of none of it: both platforms are down meanwhile.
    """
    await sandbox.slack.down()
    await sandbox.discord.down()
    try:
        scene = furnished(sandbox, manifest)
        await remember(sandbox, "slack", SLACK_PAST, scene)
        await remember(sandbox, "discord", DISCORD_PAST, scene)
        await invite(sandbox, scene)
    finally:
        sandbox.ago = 0.0
        await sandbox.discord.up()
        await sandbox.slack.up()
    return scene


def furnished(sandbox: Sandbox, manifest: Mapping[str, Any] | None) -> Scene:
    """Both communities with people and channels; the bot is installed, and in no channel yet."""
    slack, discord = sandbox.slack, sandbox.discord
    sandbox.ago = 30 * HOUR
    team = slack.add_workspace(SLACK_TEAM, SLACK_NAME, manifest=manifest, bot_name="Unsilo")
    team.me.avatar = f"{sandbox.url}logo.svg"
    guild = discord.add_guild(name=DISCORD_NAME)
    people: dict[str, str] = {}
    for person in HOSPITAL:
        user = slack.add_user(
            team.id, person.name, title=person.title, admin=person.admin, avatar=face(sandbox, person.slug)
        )
        people[person.slug] = user.id
    for person in COMMONS:
        member = discord.add_user(guild, person.slug, person.name, title=person.title, admin=person.admin)
        member.picture = face(sandbox, person.slug)
        member.avatar = discord.world.picture(member.picture)
        people[person.slug] = member.id
    everyone = [people[person.slug] for person in HOSPITAL]
    slack_channels = {
        name: slack.add_channel(team.id, name, members=everyone, topic=topic, general=name == SHARED).id
        for name, topic in SLACK_CHANNELS.items()
    }
    for name, slugs in SLACK_PRIVATE.items():
        inside = [people[slug] for slug in slugs]
        slack_channels[name] = slack.add_channel(team.id, name, private=True, members=inside).id
    people[GUEST.slug] = guest(sandbox, team.id, slack_channels[SHARED])
    return Scene(
        team=team.id,
        bot_token=team.app.bot_token,
        app_token=team.app.app_token,
        signing_secret=team.app.signing_secret,
        guild=guild.id,
        discord_token=DISCORD_TOKEN,
        people=people,
        slack_channels=slack_channels,
        discord_channels={
            name: discord.add_channel(guild, name, topic=topic).id for name, topic in DISCORD_CHANNELS.items()
        },
    )


def guest(sandbox: Sandbox, team: str, channel: str) -> str:
    """Somebody of another organisation comes into a channel that is shared with it; their id."""
    user = sandbox.slack.share_channel(team, channel, GUEST_TEAM, GUEST.name)
    user.title, user.avatar = GUEST.title, face(sandbox, GUEST.slug)
    return user.id


async def remember(sandbox: Sandbox, platform: str, past: tuple[Said, ...], scene: Scene) -> None:
    """Let people say what they said, at the time they said it."""
    server, community, channels = (
        (sandbox.slack, scene.team, scene.slack_channels)
        if platform == "slack"
        else (sandbox.discord, scene.guild, scene.discord_channels)
    )
    written: list[str] = []
    for said in past:
        sandbox.ago = said.hours * HOUR
        place = {"community": community, "channel": channels[said.channel]}
        thread = {} if said.thread is None else {"thread": written[said.thread]}
        posted = await server.acts["post"](**place, **thread, user=scene.people[said.who], text=said.text)
        written.append(posted["message"])
        sandbox.ago -= 5 * MINUTE
        for who, emoji in said.reactions:
            await server.acts["react"](**place, user=scene.people[who], message=posted["message"], emoji=emoji)


async def invite(sandbox: Sandbox, scene: Scene) -> None:
    """The bot comes in, and everybody has a private conversation with it."""
    sandbox.ago = 10 * MINUTE
    slack, discord = sandbox.slack, sandbox.discord
    team, bot = slack.workspace(scene.team), discord.add_bot(scene.discord_token)
    bot.user.picture = f"{sandbox.url}logo.svg"
    bot.user.avatar = discord.world.picture(bot.user.picture)
    admin = next(scene.people[person.slug] for person in HOSPITAL if person.admin)
    for channel in scene.slack_channels.values():
        await slack.acts["invite"](community=team.id, user=admin, channel=channel, who=team.me.id)
    for person in HOSPITAL:
        slack.open_dm(team, [team.me.id, scene.people[person.slug]])
    for person in COMMONS:
        discord.world.dm(scene.people[person.slug], bot.id)


def face(sandbox: Sandbox, slug: str) -> str:
    """The address of somebody's picture."""
    return f"{sandbox.url}faces/{slug}.svg"
