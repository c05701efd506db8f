"""Files that the bot makes itself: their bytes travel in their address, and go with the message's text."""

from __future__ import annotations

import base64

from adapters.contract.content import Attachment
from storage.messages import NOTICES

_START = "data:;base64,"


def made(name: str, media_type: str, data: bytes) -> Attachment:
    """A file of that name, to be put into a notice."""
    address = _START + base64.b64encode(data).decode()
    return Attachment(NOTICES, name, name, address, media_type, len(data))


def is_own(file: Attachment) -> bool:
    """Whether the bot made a file, rather than somebody on a platform."""
    return file.origin == NOTICES


def data_of(file: Attachment) -> bytes:
    """The bytes of a file that the bot made."""
    return base64.b64decode(file.url.removeprefix(_START))
