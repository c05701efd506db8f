"""Taking channels and threads away, with all that hangs on them."""

from __future__ import annotations

from sandbox.discord import tell
from sandbox.discord.model import Channel, Guild
from sandbox.discord.world import World


def remove(world: World, guild: Guild, channel: Channel) -> None:
    """Delete a channel with its threads and webhooks, or one thread, and tell the bots."""
    if channel.is_thread:
        tell.thread(world, "THREAD_DELETE", channel)
        del guild.threads[channel.id]
    else:
        tell.channel(world, "CHANNEL_DELETE", channel)
        for thread in [each for each in guild.threads.values() if each.parent_id == channel.id]:
            del guild.threads[thread.id], world.channels[thread.id]
        for webhook in [each for each in world.webhooks.values() if each.channel_id == channel.id]:
            del world.webhooks[webhook.id]
        del guild.channels[channel.id]
    del world.channels[channel.id]
