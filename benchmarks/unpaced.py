"""`unsilo run` for platforms without rate limits: the adapters do not keep to those of the real ones.

They count their own calls, and would wait where the sandbox does not ask them to; the plain relay does not wait either.
Once the model is loaded, there is a file (`LOADED`) in the folder in which this runs.
"""

from __future__ import annotations

from pathlib import Path

import matching
from adapters.discord import pace as discord
from adapters.slack import pace as slack
from bot.cli import app
from matching import Matcher

LOADED = "model.loaded"
_NO_LIMIT = 1_000_000, 1.0  # calls in seconds


def main() -> None:
    """Run the bot."""
    slack.IN_CHANNEL = slack.Rate(*_NO_LIMIT)
    slack.RATES.clear()
    discord._GLOBAL = discord._WEBHOOK_POSTS = _NO_LIMIT
    load = matching.load

    def loaded(model: str) -> Matcher:
        try:
            return load(model)
        finally:
            Path(LOADED).touch()

    matching.load = loaded  # type: ignore[assignment]
    app(["run"])


if __name__ == "__main__":
    main()
