"""Which gateway event needs which intent, and what the message content intent guards."""

from __future__ import annotations

from enum import IntFlag


class Intent(IntFlag):
    """The intents that the sandbox's events need (Discord's documentation, "List of Intents")."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_EXPRESSIONS = 1 << 3
    GUILD_WEBHOOKS = 1 << 5
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_REACTIONS = 1 << 10
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_REACTIONS = 1 << 13
    MESSAGE_CONTENT = 1 << 15
    GUILD_SCHEDULED_EVENTS = 1 << 16


KNOWN = (1 << 26) - 1
PRIVILEGED = {
    "members": Intent.GUILD_MEMBERS,
    "presences": Intent.GUILD_PRESENCES,
    "message_content": Intent.MESSAGE_CONTENT,
}
# The first matching beginning counts; a pair is (in a guild, in a DM).
NEEDED: tuple[tuple[str, tuple[Intent, Intent]], ...] = (
    ("MESSAGE_REACTION_", (Intent.GUILD_MESSAGE_REACTIONS, Intent.DIRECT_MESSAGE_REACTIONS)),
    ("MESSAGE_", (Intent.GUILD_MESSAGES, Intent.DIRECT_MESSAGES)),
    ("CHANNEL_PINS_UPDATE", (Intent.GUILDS, Intent.DIRECT_MESSAGES)),
    ("GUILD_MEMBER_", (Intent.GUILD_MEMBERS, Intent.GUILD_MEMBERS)),
    ("GUILD_SCHEDULED_EVENT_", (Intent.GUILD_SCHEDULED_EVENTS, Intent.GUILD_SCHEDULED_EVENTS)),
    ("GUILD_EMOJIS_", (Intent.GUILD_EXPRESSIONS, Intent.GUILD_EXPRESSIONS)),
    ("WEBHOOKS_", (Intent.GUILD_WEBHOOKS, Intent.GUILD_WEBHOOKS)),
    ("INTERACTION_", (Intent(0), Intent(0))),
    ("", (Intent.GUILDS, Intent.GUILDS)),
)


def needed(event: str, *, in_guild: bool) -> Intent:
    """The intent a session must have to be told of an event."""
    return next(pair[0 if in_guild else 1] for beginning, pair in NEEDED if event.startswith(beginning))


def switched_on(intents: int, privileged: frozenset[str]) -> bool:
    """Whether the portal allows every privileged intent that is asked for."""
    return all(name in privileged for name, intent in PRIVILEGED.items() if intents & intent)


def portal_flags(privileged: frozenset[str]) -> int:
    """An application's flags: which privileged intents it has, as applications in few servers show them."""
    bits = {"presences": 1 << 13, "members": 1 << 15, "message_content": 1 << 19}
    return sum(bit for name, bit in bits.items() if name in privileged)
