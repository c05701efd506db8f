"""What the gateway is told when something changes: one function per kind of event."""

from __future__ import annotations

from sandbox.discord import native
from sandbox.discord.model import JSON, PRIVATE_THREAD, Bot, Channel, Guild, Member, Message, Role, ScheduledEvent
from sandbox.discord.snowflakes import iso
from sandbox.discord.world import Dispatch, World


def place(channel: Channel) -> JSON:
    """The ids of a channel and of its guild, if it has one."""
    return {"channel_id": channel.id} | ({"guild_id": channel.guild_id} if channel.guild_id else {})


def message(world: World, kind: str, one: Message) -> None:
    """MESSAGE_CREATE or MESSAGE_UPDATE; the gateway renders it for each session. Ephemeral ones are told to nobody."""
    if one.seen_by is None:
        channel = world.channels[one.channel_id]
        world.emit(Dispatch(kind, lambda _: {"id": one.id}, world.guild_of(channel), channel, message=one))


def message_gone(world: World, channel: Channel, ids: list[str], *, bulk: bool = False) -> None:
    """MESSAGE_DELETE or MESSAGE_DELETE_BULK."""
    kind, which = ("MESSAGE_DELETE_BULK", {"ids": ids}) if bulk else ("MESSAGE_DELETE", {"id": ids[0]})
    world.emit(Dispatch(kind, lambda _: which | place(channel), world.guild_of(channel), channel))


def reaction(world: World, kind: str, one: Message, emoji: JSON | None = None, user_id: str | None = None) -> None:
    """MESSAGE_REACTION_ADD, _REMOVE, _REMOVE_ALL or _REMOVE_EMOJI."""
    channel = world.channels[one.channel_id]
    guild = world.guild_of(channel)
    data: JSON = {"message_id": one.id} | place(channel)
    if emoji is not None:
        data["emoji"] = emoji
    if user_id is not None:
        data |= {"user_id": user_id, "burst": False, "type": 0}
        if kind == "MESSAGE_REACTION_ADD":
            data["message_author_id"] = one.author.id
            if guild and user_id in guild.members:
                data["member"] = native.member(guild.members[user_id])
    world.emit(Dispatch(kind, lambda _: data, guild, channel))


def channel(world: World, kind: str, one: Channel) -> None:
    """CHANNEL_CREATE, _UPDATE or _DELETE."""
    world.emit(Dispatch(kind, lambda bot: native.channel(world, one, bot), world.guild_of(one), one))


def thread(world: World, kind: str, one: Channel) -> None:
    """THREAD_CREATE (with `newly_created`), _UPDATE or _DELETE."""
    extra: JSON = {"newly_created": True} if kind == "THREAD_CREATE" else {}
    if kind == "THREAD_DELETE":
        gone = {"id": one.id, "guild_id": one.guild_id, "parent_id": one.parent_id, "type": one.type}
        world.emit(Dispatch(kind, lambda _: gone, world.guild_of(one), one))
    else:
        world.emit(Dispatch(kind, lambda bot: native.thread(one, bot) | extra, world.guild_of(one), one))


def thread_opened(world: World, one: Channel, user_id: str) -> None:
    """THREAD_CREATE, to a bot that has just been let into a private thread."""
    for bot in world.bots.values():
        if bot.id == user_id and one.type == PRIVATE_THREAD:
            world.emit(Dispatch("THREAD_CREATE", lambda bot: native.thread(one, bot), only=bot))


def thread_members(world: World, one: Channel, added: list[str], removed: list[str]) -> None:
    """THREAD_MEMBERS_UPDATE."""
    guild = world.guild_of(one)
    assert guild is not None
    data = {
        "id": one.id,
        "guild_id": one.guild_id,
        "member_count": min(len(one.members), 50),
        "added_members": [
            native.thread_member(one, each) | {"member": native.member(guild.members[each]), "presence": None}
            for each in added
            if each in guild.members
        ],
        "removed_member_ids": removed,
    }
    concerns = frozenset([*added, *removed])
    world.emit(Dispatch("THREAD_MEMBERS_UPDATE", lambda _: data, guild, one, concerns=concerns))


def member(world: World, kind: str, guild: Guild, one: Member) -> None:
    """GUILD_MEMBER_ADD, _UPDATE or _REMOVE. Of its own update a bot is told without the members intent."""
    data = {"guild_id": guild.id} | ({"user": native.user(one.user)} if kind.endswith("REMOVE") else native.member(one))
    concerns = frozenset({one.user.id}) if kind.endswith("UPDATE") else frozenset()
    world.emit(Dispatch(kind, lambda _: data, guild, concerns=concerns))


def role(world: World, kind: str, guild: Guild, one: Role) -> None:
    """GUILD_ROLE_CREATE or _UPDATE."""
    data = {"guild_id": guild.id, "role": native.role(one)}
    world.emit(Dispatch(kind, lambda _: data, guild))


def guild_joined(world: World, guild: Guild, bot: Bot) -> None:
    """GUILD_CREATE, to a bot that was let in: it says nothing of an outage, which is how clients tell it apart."""

    def render(bot: Bot) -> JSON:
        return {name: each for name, each in native.guild_create(world, guild, bot).items() if name != "unavailable"}

    world.emit(Dispatch("GUILD_CREATE", render, guild, only=bot))


def guild_left(world: World, guild: Guild, bot: Bot) -> None:
    """GUILD_DELETE, to a bot that was removed: without `unavailable`, which would mean an outage."""
    world.emit(Dispatch("GUILD_DELETE", lambda _: {"id": guild.id}, guild, only=bot))


def pins(world: World, one: Channel) -> None:
    """CHANNEL_PINS_UPDATE."""
    data = place(one) | {"last_pin_timestamp": None if one.last_pin is None else iso(one.last_pin)}
    world.emit(Dispatch("CHANNEL_PINS_UPDATE", lambda _: data, world.guild_of(one), one))


def webhooks(world: World, one: Channel) -> None:
    """WEBHOOKS_UPDATE."""
    data = {"guild_id": one.guild_id, "channel_id": one.id}
    world.emit(Dispatch("WEBHOOKS_UPDATE", lambda _: data, world.guild_of(one), one))


def scheduled_event(world: World, kind: str, one: ScheduledEvent) -> None:
    """GUILD_SCHEDULED_EVENT_CREATE, _UPDATE or _DELETE."""
    world.emit(Dispatch(kind, lambda _: native.scheduled_event(one), world.guilds[one.guild_id]))


def interest(world: World, kind: str, one: ScheduledEvent, user_id: str) -> None:
    """GUILD_SCHEDULED_EVENT_USER_ADD or _REMOVE."""
    data = {"guild_scheduled_event_id": one.id, "user_id": user_id, "guild_id": one.guild_id}
    world.emit(Dispatch(kind, lambda _: data, world.guilds[one.guild_id]))


def interaction(world: World, bot: Bot, data: JSON) -> None:
    """INTERACTION_CREATE, to the one application it is for."""
    world.emit(Dispatch("INTERACTION_CREATE", lambda _: data, only=bot))


def emojis(world: World, guild: Guild) -> None:
    """GUILD_EMOJIS_UPDATE."""
    data = {"guild_id": guild.id, "emojis": [native.emoji(each) for each in guild.emojis.values()]}
    world.emit(Dispatch("GUILD_EMOJIS_UPDATE", lambda _: data, guild))
