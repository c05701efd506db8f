"""`python -m sandbox [--port N]`: both communities and the page, without any bot."""

from __future__ import annotations

import argparse
import asyncio
import signal

from sandbox.scenes import furnish
from sandbox.server import Sandbox


async def serve(port: int) -> None:
    """Serve the scene until SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    sandbox = Sandbox()
    await sandbox.start(port)
    try:
        scene = await furnish(sandbox)
        print(
            f"Both communities    {sandbox.url}",
            f"Slack               {sandbox.slack.api_url}  {scene.bot_token}  {scene.app_token}",
            f"Discord             {sandbox.discord.api_url}  {scene.discord_token}",
            "Ctrl-C stops.",
            sep="\n",
            flush=True,
        )
        await stopped.wait()
    finally:
        await sandbox.stop()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8766, help="port of the page (0: any that is free)")
    asyncio.run(serve(parser.parse_args().port))


if __name__ == "__main__":
    main()
