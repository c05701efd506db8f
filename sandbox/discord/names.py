"""Which names Discord refuses for webhooks and their messages."""

from __future__ import annotations

import re

from sandbox.discord.errors import Problems

FORBIDDEN_PARTS = ("clyde", "discord")
# Reports name refusals of names that merely hold one of these words.
FORBIDDEN_WORDS = re.compile(r"\b(everyone|here)\b", re.IGNORECASE)


def check(field: str, name: object, problems: Problems) -> None:
    """Refuse a name that is empty, over 80 characters, or holds a forbidden word."""
    trimmed = name.strip() if isinstance(name, str) else name
    problems.text((field,), trimmed, 1, 80)
    if not isinstance(trimmed, str):
        return
    for part in FORBIDDEN_PARTS:
        if part in trimmed.lower():
            problems.add((field,), "USERNAME_INVALID_CONTAINS", f'Username cannot contain "{part}"')
    if word := FORBIDDEN_WORDS.search(trimmed):
        problems.add((field,), "USERNAME_INVALID", f'Username cannot be "{word[1].lower()}"')
