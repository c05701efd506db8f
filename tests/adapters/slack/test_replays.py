"""A signed request has an effect once, and what failed may come again."""

from __future__ import annotations

import asyncio

from slack_bolt.response import BoltResponse

from adapters.slack.replays import REMEMBERED, Replays

SIGNED = {"X-Slack-Signature": "v0=1"}


async def test_what_was_answered_well_is_not_done_again_however_its_header_is_written() -> None:
    now, done = [0.0], []

    async def answer() -> BoltResponse:
        done.append(now[0])
        return BoltResponse(status=200, body="shown")

    replays = Replays(lambda: now[0])
    first = await replays.once(SIGNED, answer)
    again = await replays.once({"x-slack-signature": "v0=1"}, answer)
    other = await replays.once({"x-slack-signature": "v0=2"}, answer)
    now[0] = REMEMBERED + 1  # Slack's window has closed: Bolt itself turns it away by now
    await replays.once(SIGNED, answer)

    assert (first.body, again.status, again.body, other.body) == ("shown", 200, "", "shown")
    assert done == [0.0, 0.0, now[0]]


async def test_what_failed_or_was_refused_is_not_remembered() -> None:
    statuses = iter((500, 401, 200))

    async def answer() -> BoltResponse:
        return BoltResponse(status=next(statuses))

    replays = Replays(lambda: 0.0)

    assert [(await replays.once(SIGNED, answer)).status for _ in range(3)] == [500, 401, 200]


async def test_twice_at_the_same_moment_is_done_once() -> None:
    going, may_end, done = asyncio.Event(), asyncio.Event(), []

    async def answer() -> BoltResponse:
        done.append(1)
        going.set()
        await may_end.wait()
        return BoltResponse(status=200)

    replays = Replays(lambda: 0.0)
    first = asyncio.create_task(replays.once(SIGNED, answer))
    await going.wait()
    second = await replays.once(SIGNED, answer)
    may_end.set()

    assert (second.status, (await first).status, len(done)) == (503, 200, 1)
