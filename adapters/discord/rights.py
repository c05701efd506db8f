"""What the bot may do in a Discord channel, and what it has to be allowed there.

How roles and overwrites add up is written in Discord's "Permissions".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

JSON = dict[str, Any]
ADMINISTRATOR = 1 << 3
MANAGE_SERVER = 1 << 5
VIEW = 1 << 10
WEBHOOKS = 1 << 29
NEEDED = {
    "View Channel": VIEW,
    "Send Messages": 1 << 11,
    "Send Messages in Threads": 1 << 38,
    "Create Public Threads": 1 << 35,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
    "Add Reactions": 1 << 6,
    "Manage Webhooks": WEBHOOKS,
}
OPTIONAL = {
    "Pin Messages": 1 << 51,
    "Manage Messages": 1 << 13,
    "Manage Threads": 1 << 34,
    "Create Private Threads": 1 << 36,
}
_NICE = (1 << 14) | (1 << 18) | (1 << 44)  # previews of links, emoji of other servers, and the server's own events
INVITED = sum(NEEDED.values()) + sum(OPTIONAL.values()) + _NICE


def invite_link(application: str) -> str:
    """Where somebody with Manage Server lets the bot into a server, with all that it needs there."""
    return (
        f"https://discord.com/oauth2/authorize?client_id={application}"
        f"&scope=bot+applications.commands&permissions={INVITED}"
    )


def granted(guild: str, roles: Mapping[str, int], member: JSON, overwrites: Sequence[JSON]) -> int:
    """A member's permission bits in a channel. `roles` are the bits of the server's roles.

    That who may not view a channel may do nothing there is left out: each bit says what was granted or denied.
    """
    mine = set(member["roles"])
    bits = roles[guild]
    for role in mine & roles.keys():
        bits |= roles[role]
    if bits & ADMINISTRATOR:
        return -1
    for level in ({guild}, mine, {member["user"]["id"]}):
        told = [each for each in overwrites if each["id"] in level]
        for each in told:
            bits &= ~int(each["deny"])
        for each in told:
            bits |= int(each["allow"])
    return bits


def lacking(bits: int, wanted: Mapping[str, int]) -> list[str]:
    """The names of those of these permissions that the bits do not hold."""
    return [name for name, bit in wanted.items() if not bits & bit]
