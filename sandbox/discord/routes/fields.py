"""The fields of a channel that a call may set."""

from __future__ import annotations

from sandbox.discord.errors import Problems
from sandbox.discord.model import FORUM, JSON, Channel, Overwrite
from sandbox.discord.permissions import Permission
from sandbox.discord.threads import DURATIONS

PLAIN = {
    "name": "name",
    "topic": "topic",
    "parent_id": "parent_id",
    "position": "position",
    "nsfw": "nsfw",
    "rate_limit_per_user": "slowmode",
    "default_auto_archive_duration": "archive_after",
    "available_tags": "tags",
}


def check(body: JSON, *, new: bool = False, kinds: tuple[int, ...] = (), topic_limit: int = 1024) -> None:
    """Refuse bad names, topics, types and archiving times. ApiError 50035."""
    problems = Problems()
    if new or "name" in body:
        problems.text(("name",), body.get("name"), 1, 100)
    if new and (body.get("type") or 0) not in kinds:
        problems.choice(("type",), kinds)
    limit = 4096 if body.get("type") == FORUM else topic_limit
    if body.get("topic") is not None:
        problems.text(("topic",), body["topic"], 0, limit)
    for name in ("default_auto_archive_duration", "auto_archive_duration"):
        if body.get(name) not in (None, *DURATIONS):
            problems.choice((name,), DURATIONS)
    if body.get("rate_limit_per_user") is not None:
        problems.number(("rate_limit_per_user",), body["rate_limit_per_user"], 0, 21_600)
    problems.check()


def apply(channel: Channel, body: JSON) -> None:
    """Set what the body gives."""
    for name, attribute in PLAIN.items():
        if body.get(name) is not None or (name in body and name in ("topic", "parent_id")):
            setattr(channel, attribute, body[name])
    if body.get("permission_overwrites") is not None:
        channel.overwrites = {
            str(each["id"]): Overwrite(
                str(each["id"]),
                int(each["type"]),
                Permission(int(each.get("allow") or 0)),
                Permission(int(each.get("deny") or 0)),
            )
            for each in body["permission_overwrites"]
        }
