"""One-use codes that people type: made here, kept as a hash, shown once."""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else
GROUPS, LENGTH = 3, 4  # 59 bits: far more than can be tried while a code works


def new() -> str:
    """A code, as people type it."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(GROUPS))


def key(code: str) -> str:
    """What is kept of a code, however it was typed."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(typed.encode()).hexdigest()[:32]
