"""The keys with which secrets are kept, as the operator writes them: 32 bytes in URL-safe Base64."""

from __future__ import annotations

import base64
import hashlib

BYTES = 32
NAME = 8  # letters in a key's name


def is_key(text: str) -> bool:
    """Whether a text is a key."""
    try:
        return len(base64.b64decode(text, altchars=b"-_", validate=True)) == BYTES
    except ValueError:
        return False


def name_of(key: str) -> str:
    """What a key is called: enough to tell keys apart, and nothing that helps to find one."""
    return hashlib.sha256(f"unsilo key {key}".encode()).hexdigest()[:NAME]
