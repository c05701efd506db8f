"""`unsilo run`, which also writes down how long it took to commit each Incoming: one number of seconds a line.

The file is the one that the environment's `COMMITS` names. Once the model is loaded, there is one beside it (`LOADED`).
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import matching
from adapters.contract.incoming import Edited, Incoming, Posted, Reacted
from bot import cli
from bot.app import App
from matching import Matcher

LOADED = ".loaded"


def main() -> None:
    """Run the bot."""
    heard, load = App.heard, matching.load
    file = Path(os.environ["COMMITS"])
    with file.open("w", buffering=1) as commits:

        async def timed(self: App, incoming: Incoming) -> None:
            began = time.perf_counter()
            await heard(self, incoming)
            if not (isinstance(incoming, Posted | Edited | Reacted) and incoming.ours):  # these are not recorded
                commits.write(f"{time.perf_counter() - began:.6f}\n")

        def loaded(model: str) -> Matcher:
            try:
                return load(model)
            finally:
                file.with_suffix(LOADED).touch()

        matching.load = loaded  # type: ignore[assignment]
        App.heard = timed  # type: ignore[method-assign]
        cli.app(["run"])


if __name__ == "__main__":
    main()
