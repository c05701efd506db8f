"""A past for the database: messages that crossed long ago, with their copies, as the bot would have left them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from adapters.contract.refs import ChannelRef, MessageRef
from benchmarks.world import Bridges
from storage.database import Database, Unit
from storage.schema import metadata

AT_ONCE = 2_000  # rows of messages in one transaction
DAYS = 300 * 24 * 3600.0
Row = dict[str, Any]


async def fill(database: Database, bridges: Bridges, messages: int) -> None:
    """Store so many messages in a new SQLite file, spread over the bridges' channels and over the last 300 days."""
    ends = [tuple(ChannelRef.parse(place.address) for place in bridge) for bridge in bridges]
    for first in range(0, messages, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, messages))

        async def insert(unit: Unit, numbers: range = numbers) -> None:
            made = list(_rows(ends, numbers, messages))
            past = {
                "message": [row for row, _ in made],
                "copy": [row for _, rows in made for row in rows],
                "heard": [{"key": f"past {row['key']}", "at": time.time() - 3600.0} for row, _ in made],
            }
            for table, rows in past.items():
                await unit.connection.execute(metadata.tables[table].insert(), rows)

        await database.write(insert)


def _rows(ends: list[tuple[ChannelRef, ...]], numbers: range, messages: int) -> Iterator[tuple[Row, list[Row]]]:
    """A message's row and those of its copies."""
    now = time.time()
    for number in numbers:
        channels = ends[number % len(ends)]
        origin, *others = channels[number % len(channels) :] + channels[: number % len(channels)]
        at = now - DAYS * (messages - number) / messages - 3600.0
        ref = _ref(origin, number, at)
        row = {
            "id": number + 1, "key": ref.key, "lane": str(origin), "channel": str(origin), "remote": ref.id,
            "sent_at": at, "posted": True,
            "account": f"{origin.platform}:{origin.community}/U{number % 50}", "hash": f"{number:032x}",
        }  # fmt: skip
        copies = [
            {"key": (there := _ref(other, number, at)).key, "message_id": number + 1, "lane": str(other), "part": 0,
             "channel": str(other), "remote": there.id, "files": False, "hash": row["hash"], "state": "alive",
             "made_at": at}
            for other in others
        ]  # fmt: skip
        yield row, copies


def _ref(channel: ChannelRef, number: int, at: float) -> MessageRef:
    if channel.platform == "slack":
        return MessageRef(channel, f"{at:.0f}.{number:06d}")
    return MessageRef(channel, str((int(at * 1000) - 1_420_070_400_000 << 22) + number % 4096))
