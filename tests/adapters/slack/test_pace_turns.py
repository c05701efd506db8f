"""Who waits for a limit of a whole workspace has a turn."""

from __future__ import annotations

import pytest

from adapters.contract.errors import Later
from adapters.slack import pace
from adapters.slack.pace import POST, Pace


def test_who_is_put_off_asks_once_more_and_no_turn_is_left_out() -> None:
    channels, each, every = 40, 30, 4.0  # posts in each channel, one every so many seconds: twice what is allowed
    now, asked, posted = 0.0, 0, 0
    paced = Pace(now=lambda: now)
    due = [(number * every / channels, f"C{number}", each) for number in range(channels)]
    while due:
        due.sort()
        at, channel, left = due.pop(0)
        now = max(now, at) + 0.001
        asked += 1
        try:
            with paced.call(POST, channel):
                posted += 1
            due += [(now + every, channel, left - 1)] if left > 1 else []
        except Later as later:
            due.append((now + later.after, channel, left))

    assert posted == channels * each
    assert asked <= 2 * posted
    windows = (posted - 1) // pace.IN_ALL.calls
    assert now <= 1.05 * (windows * pace.IN_ALL.seconds + pace.IN_ALL.calls * every / channels)


def test_a_turn_is_kept_for_a_moment_only() -> None:
    now = 0.0
    paced = Pace(now=lambda: now)
    for number in range(pace.IN_ALL.calls):
        with paced.call(POST, f"C{number}"):
            pass
    with pytest.raises(Later) as never_comes, paced.call(POST, "X"):
        pass
    now += never_comes.value.after + pace.KEPT
    with paced.call(POST, "Y"):
        pass
