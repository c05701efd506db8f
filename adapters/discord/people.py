"""Users, members and webhooks as authors."""

from __future__ import annotations

from typing import Any

from adapters.contract.incoming import Author
from adapters.contract.platform import Profile
from adapters.discord import refs

JSON = dict[str, Any]


def author(message: JSON, guild: str | None, cdn: str) -> Author:
    """Who wrote a message. What history tells of people in a server lacks their name there: it stays empty."""
    user, member = message["author"], message.get("member")
    bot = bool(user.get("bot") or message.get("webhook_id"))
    told = member is not None or guild is None or bot
    return Author(
        refs.account(user["id"]),
        shown_name(user, member) if told else "",
        avatar(user, member, guild, cdn) if told else "",
        bot,
    )


def profile(user: JSON, member: JSON | None, guild: str | None, cdn: str) -> Profile:
    """How a user is called, and their picture, in a server if they are a member."""
    return Profile(shown_name(user, member), avatar(user, member, guild, cdn), bool(user.get("bot")))


def shown_name(user: JSON, member: JSON | None) -> str:
    """The name that people see: the one in the server, the display name, the user name."""
    return (member or {}).get("nick") or user.get("global_name") or user.get("username") or ""


def avatar(user: JSON, member: JSON | None, guild: str | None, cdn: str) -> str:
    """The address of a user's picture (Discord's reference, "CDN Endpoints"); these do not expire."""
    if guild and member and member.get("avatar"):
        return f"{cdn}/guilds/{guild}/users/{user['id']}/avatars/{member['avatar']}.png"
    if user.get("avatar"):
        return f"{cdn}/avatars/{user['id']}/{user['avatar']}.png"
    return f"{cdn}/embed/avatars/{(int(user['id']) >> 22) % 6}.png"
