"""Death at any point between hearing and recording: afterwards every message has exactly one copy per channel.

The bot runs in a process of its own (`bot_process`), between a Slack and a Discord on loopback, and is killed at a step
that is chosen (`killing`) or by this process at the worst moment. Another takes its place, as an operator's supervisor
has it, and when everything is at rest the oracle compares the two sides.

What Slack is not told to be recorded it tells again. Discord tells everything once: what the bot had read and not yet
recorded when it died is lost to this version, which does not read history when it comes back. So people on Discord wait
until each thing they do is recorded; the one that was under way at a death is not held against the bot, and it is one
at most (`Keeper.on_discord`, `Outcome.wrong`).
"""

from __future__ import annotations

import pytest

from tests.crash.conftest import Fresh
from tests.crash.exam import covering, delivering, every, run, runs


@pytest.mark.timeout(120)
async def test_death_in_every_line_on_the_way_of_a_message(fresh: Fresh) -> None:
    whole = await run(fresh)
    assert (whole.wrong, whole.deaths, whole.answers_lost) == ("", (), 2)
    import time; t=time.time()
    d=delivering(whole.steps); c=covering(d)
    print(len(whole.steps), len(d), len(c), sum(d.values()))
    done = await runs(fresh, [(step,) for step in c])
    print('took', time.time()-t)
    print([s for s,o in done.items() if not o.deaths])

    assert {step: outcome.wrong for step, outcome in done.items() if outcome.wrong} == {}
    assert len([1 for outcome in done.values() if outcome.deaths]) >= 24
