"""Who a message pings: its markup judged by `allowed_mentions` (Discord's documentation, "Allowed Mentions Object")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.discord.errors import Problems
from sandbox.discord.model import JSON

BOT_DEFAULT: JSON = {"parse": ["users", "roles", "everyone"], "replied_user": True}
WEBHOOK_DEFAULT: JSON = {"parse": ["users"], "replied_user": True}
KINDS = ("roles", "users", "everyone")


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a message may ping: user ids, role ids, and @everyone or @here."""

    users: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    everyone: bool = False

    def __bool__(self) -> bool:
        return bool(self.users or self.roles or self.everyone)


def check(allowed: Any, problems: Problems) -> None:
    """Refuse a malformed `allowed_mentions`: unknown kinds, over 100 ids, ids beside the kind that allows them all."""
    path = ("allowed_mentions",)
    if not isinstance(allowed, dict):
        problems.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return
    parse = allowed.get("parse") or []
    for index, kind in enumerate(parse):
        if kind not in KINDS:
            problems.choice((*path, "parse", index), KINDS)
    for kind in ("users", "roles"):
        ids = allowed.get(kind) or []
        problems.count((*path, kind), ids, 0, 100)
        if ids and kind in parse:
            problems.add(
                path,
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
            )


def find(text: str, allowed: JSON, replied_to: str | None = None) -> Mentions:
    """What the text pings under `allowed`; `replied_to` is the author of the message it answers."""
    parse = allowed.get("parse") or []
    users = [
        user
        for user in dict.fromkeys(re.findall(r"<@!?(\d{17,20})>", text))
        if "users" in parse or user in map(str, allowed.get("users") or [])
    ]
    roles = [
        role
        for role in dict.fromkeys(re.findall(r"<@&(\d{17,20})>", text))
        if "roles" in parse or role in map(str, allowed.get("roles") or [])
    ]
    if replied_to and allowed.get("replied_user") and replied_to not in users:
        users.append(replied_to)
    everyone = "everyone" in parse and re.search(r"@(everyone|here)\b", text) is not None
    return Mentions(tuple(users), tuple(roles), everyone)


def texts(components: list[JSON]) -> Iterator[str]:
    """The words of all text displays, which can ping like a message's content."""
    for component in components:
        if component.get("type") == 10:
            yield str(component.get("content", ""))
        yield from texts(component.get("components") or [])
