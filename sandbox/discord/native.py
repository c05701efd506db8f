"""People, places and webhooks as Discord's JSON shows them."""

from __future__ import annotations

from sandbox.discord.model import (
    DM,
    FORUM,
    JSON,
    PRIVATE_THREAD,
    Bot,
    Channel,
    Emoji,
    Guild,
    Member,
    Role,
    ScheduledEvent,
    Sticker,
    User,
    Webhook,
)
from sandbox.discord.snowflakes import iso
from sandbox.discord.world import World


def user(one: User) -> JSON:
    """A user object."""
    shown: JSON = {
        "id": one.id,
        "username": one.name,
        "discriminator": "0000" if one.bot else "0",
        "global_name": None if one.webhook else one.display,
        "avatar": one.avatar,
        "public_flags": 0,
        "flags": 0,
    }
    if one.bot:
        shown["bot"] = True
    return shown


def member(one: Member, *, with_user: bool = True) -> JSON:
    """A guild member object; message events leave the user out."""
    shown: JSON = {
        "nick": one.nick,
        "avatar": None,
        "banner": None,
        "roles": list(one.roles),
        "joined_at": iso(one.joined),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": None,
    }
    if with_user:
        shown["user"] = user(one.user)
    return shown


def role(one: Role) -> JSON:
    """A role object."""
    return {
        "id": one.id,
        "name": one.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": one.position,
        "permissions": str(int(one.permissions)),
        "managed": one.managed_by is not None,
        "mentionable": one.mentionable,
        "flags": 0,
        **({"tags": {"bot_id": one.managed_by}} if one.managed_by else {}),
    }


def emoji(one: Emoji) -> JSON:
    """A custom emoji object."""
    return {
        "id": one.id,
        "name": one.name,
        "roles": [],
        "require_colons": True,
        "managed": False,
        "animated": one.animated,
        "available": True,
    }


def sticker(one: Sticker) -> JSON:
    """A guild sticker object (PNG)."""
    return {
        "id": one.id,
        "name": one.name,
        "description": one.description,
        "tags": one.name,
        "type": 2,
        "format_type": 1,
        "available": True,
        "guild_id": one.guild_id,
    }


def channel(world: World, one: Channel, viewer: Bot | None = None) -> JSON:
    """A channel, thread or DM object."""
    if one.type == DM:
        others = [world.users[each] for each in one.recipients if viewer is None or each != viewer.id]
        return {
            "id": one.id,
            "type": DM,
            "last_message_id": one.last_message_id,
            "flags": 0,
            "recipients": [user(each) for each in others],
        }
    if one.is_thread:
        return thread(one, viewer)
    shown: JSON = {
        "id": one.id,
        "type": one.type,
        "guild_id": one.guild_id,
        "name": one.name,
        "topic": one.topic,
        "parent_id": one.parent_id,
        "position": one.position,
        "nsfw": one.nsfw,
        "rate_limit_per_user": one.slowmode,
        "last_message_id": one.last_message_id,
        "default_auto_archive_duration": one.archive_after,
        "flags": 0,
        "permission_overwrites": [
            {"id": each.id, "type": each.kind, "allow": str(int(each.allow)), "deny": str(int(each.deny))}
            for each in one.overwrites.values()
        ],
    }
    if one.type == FORUM:
        shown |= {
            "available_tags": one.tags,
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
            "default_thread_rate_limit_per_user": 0,
        }
    return shown


def thread(one: Channel, viewer: Bot | None = None) -> JSON:
    """A thread object, with the viewer's membership if there is one."""
    metadata: JSON = {
        "archived": one.archived is not None,
        "archive_timestamp": iso(one.archived or one.created),
        "auto_archive_duration": one.archive_after,
        "locked": one.locked,
        "create_timestamp": iso(one.created),
    }
    if one.type == PRIVATE_THREAD:
        metadata["invitable"] = one.invitable
    shown: JSON = {
        "id": one.id,
        "type": one.type,
        "guild_id": one.guild_id,
        "parent_id": one.parent_id,
        "owner_id": one.owner_id,
        "name": one.name,
        "last_message_id": one.last_message_id,
        "rate_limit_per_user": one.slowmode,
        "member_count": min(len(one.members), 50),
        "message_count": len(one.messages),
        "total_message_sent": one.sent,
        "flags": one.flags,
        "thread_metadata": metadata,
    }
    if one.applied_tags:
        shown["applied_tags"] = list(one.applied_tags)
    if viewer is not None and viewer.id in one.members:
        shown["member"] = thread_member(one, viewer.id)
    return shown


def thread_member(one: Channel, user_id: str) -> JSON:
    """A thread member object."""
    return {"id": one.id, "user_id": user_id, "join_timestamp": iso(one.members[user_id]), "flags": 0}


def webhook(one: Webhook, viewer: Bot | None) -> JSON:
    """A webhook object. Its token is shown to its own application and to no other."""
    shown: JSON = {
        "id": one.id,
        "type": 1,
        "guild_id": one.guild_id,
        "channel_id": one.channel_id,
        "name": one.name,
        "avatar": one.avatar,
        "application_id": one.application_id,
        "user": user(one.creator),
    }
    if viewer is None or one.application_id in (None, viewer.id):
        shown["token"] = one.token
    return shown


def scheduled_event(one: ScheduledEvent) -> JSON:
    """A guild scheduled event object."""
    return one.body | {
        "id": one.id,
        "guild_id": one.guild_id,
        "creator_id": one.creator.id,
        "creator": user(one.creator),
        "user_count": len(one.interested),
    }


def guild(one: Guild) -> JSON:
    """A guild object as REST answers it."""
    return {
        "id": one.id,
        "name": one.name,
        "icon": one.icon,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "owner_id": one.owner_id,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "roles": [role(each) for each in one.roles.values()],
        "emojis": [emoji(each) for each in one.emojis.values()],
        "stickers": [sticker(each) for each in one.stickers.values()],
        "features": ["COMMUNITY"],
        "mfa_level": 0,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": "en-GB",
        "nsfw_level": 0,
        "premium_progress_bar_enabled": False,
        "safety_alerts_channel_id": None,
        "incidents_data": None,
    }


def guild_create(world: World, one: Guild, viewer: Bot) -> JSON:
    """The data of GUILD_CREATE. Without the presence intent it lists only the bot among the members."""
    return guild(one) | {
        "joined_at": iso(one.members[viewer.id].joined),
        "large": False,
        "unavailable": False,
        "member_count": len(one.members),
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "soundboard_sounds": [],
        "members": [member(one.members[viewer.id])],
        "channels": [channel(world, each, viewer) for each in one.channels.values()],
        "threads": [
            thread(each, viewer)
            for each in one.threads.values()
            if each.archived is None and world.sees(viewer.id, each)
        ],
        "guild_scheduled_events": [scheduled_event(each) for each in one.events.values()],
    }
