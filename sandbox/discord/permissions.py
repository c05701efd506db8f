"""Permissions and how roles and overwrites add up (Discord's documentation, "Permissions")."""

from __future__ import annotations

from enum import IntFlag
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.discord.model import Channel, Guild


class Permission(IntFlag):
    """The permission bits that the sandbox judges by."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    USE_EXTERNAL_STICKERS = 1 << 37
    SEND_MESSAGES_IN_THREADS = 1 << 38
    CREATE_EVENTS = 1 << 44
    PIN_MESSAGES = 1 << 51


P = Permission
NONE = Permission(0)
ALL = Permission((1 << 53) - 1)
# A new server lets everybody mention @everyone: a bot that does not suppress mentions pings.
EVERYONE = (
    P.ADD_REACTIONS
    | P.VIEW_CHANNEL
    | P.SEND_MESSAGES
    | P.EMBED_LINKS
    | P.ATTACH_FILES
    | P.READ_MESSAGE_HISTORY
    | P.MENTION_EVERYONE
    | P.USE_EXTERNAL_EMOJIS
    | P.USE_APPLICATION_COMMANDS
    | P.CREATE_PUBLIC_THREADS
    | P.SEND_MESSAGES_IN_THREADS
    | P.USE_EXTERNAL_STICKERS
)
# What the invite link of a bridge with events, private threads and pinned notices asks for, and nothing more.
BRIDGE = Permission(2_269_796_263_914_560)
IN_DM = P.VIEW_CHANNEL | P.SEND_MESSAGES | P.EMBED_LINKS | P.ATTACH_FILES | P.READ_MESSAGE_HISTORY | P.ADD_REACTIONS
IN_DM |= P.USE_EXTERNAL_EMOJIS | P.PIN_MESSAGES


def permitted(guild: Guild, user_id: str, channel: Channel | None = None) -> Permission:
    """What a user may do in a guild, or in one of its channels (a thread follows its parent)."""
    member = guild.members.get(user_id)
    if member is None:
        return NONE
    if user_id == guild.owner_id:
        return ALL
    granted = guild.roles[guild.id].permissions
    for role_id in member.roles:
        granted |= guild.roles[role_id].permissions
    if Permission.ADMINISTRATOR in granted:
        return ALL
    if channel is None:
        return granted
    place = guild.channels[channel.parent_id] if channel.is_thread and channel.parent_id else channel
    overwrites = place.overwrites
    if everyone := overwrites.get(guild.id):
        granted = granted & ~everyone.deny | everyone.allow
    roles = [overwrites[role_id] for role_id in member.roles if role_id in overwrites]
    for role in roles:
        granted &= ~role.deny
    for role in roles:
        granted |= role.allow
    if own := overwrites.get(user_id):
        granted = granted & ~own.deny | own.allow
    if Permission.VIEW_CHANNEL not in granted:
        return NONE
    if channel.is_thread and channel.type == 12 and not is_in(channel, user_id, granted):
        return NONE
    return granted


def is_in(thread: Channel, user_id: str, granted: Permission) -> bool:
    """Whether a private thread is open to a user: its members and those who manage threads."""
    return user_id in thread.members or Permission.MANAGE_THREADS in granted
