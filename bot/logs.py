"""Logs: one line a happening, without message text, tokens or webhook addresses."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# Slack's tokens and file links, Discord's bot tokens, webhook addresses and interaction tokens; keys of ours.
_SECRET = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=/webhooks/)\d+/[\w-]+|(?<=/interactions/)\d+/[\w-]+"
    r"|[\w-]{23,28}\.[\w-]{6}\.[\w-]{27,40}|(?<=Bearer )\S+|(?<=Bot )\S{20,}|(?<![\w-])[\w-]{43}=(?![\w=])"
)

_NOISE = (
    "voice will NOT be supported",  # discord.py, at every start: we have no voice
    "As you gave `client` as well",  # Bolt, when SLACK_BOT_TOKEN is set: it reads that itself, and we tell it better
)


def configure(level: str) -> None:
    """Write what is at least this important to standard error; our libraries' words only from WARNING on."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s", force=True)
    for handler in logging.getLogger().handlers:
        handler.setLevel(logging.WARNING)  # loggers of libraries may set a level of their own
        handler.addFilter(_worth_saying)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _redact,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"], drop_missing=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def redacted(text: str) -> str:
    """The text with everything that looks like a secret taken out."""
    return _SECRET.sub("[redacted]", text)


def _redact(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: redacted(value) if isinstance(value, str) else value for key, value in event.items()}


def _worth_saying(record: logging.LogRecord) -> bool:
    record.msg, record.args = redacted(record.getMessage()), None
    return not any(words in record.msg for words in _NOISE)
