"""The pace of calls: as fast as Slack allows, and hardly ever refused."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, formatdate

import pytest

from adapters.contract.content import Emoji, plain
from adapters.contract.errors import Later
from adapters.contract.incoming import Connected, Posted
from adapters.contract.refs import ChannelRef
from adapters.slack import SlackPlatform, Workspace, pace
from adapters.slack.errors import BUSY_AFTER, retry_after
from adapters.slack.pace import POST, Pace
from sandbox.faults import Fault
from sandbox.ledger import Ledger
from sandbox.slack import Channel, SlackServer
from tests.adapters.rooms import DECLARATIONS, Listener
from tests.adapters.slack.room import SlackRoom


@dataclass
class Clock:
    """Goes on as the real one does, and jumps to where somebody would have waited for."""

    ahead: float = 0.0
    waits: list[float] = field(default_factory=list)

    def now(self) -> float:
        return time.time() + self.ahead

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.ahead += seconds

    async def sleep(self, seconds: float) -> None:
        self.wait(seconds)


@dataclass
class Office:
    """A workspace whose Slack keeps its limits, with the platform on the same clock."""

    clock: Clock
    server: SlackServer
    platform: SlackPlatform
    team: str

    def channel(self, name: str) -> tuple[Channel, ChannelRef]:
        place = self.server.add_channel(self.team, name)
        return place, ChannelRef("slack", self.team, place.id)

    def people(self, place: Channel) -> Callable[..., Awaitable[str]]:
        """Somebody who writes in a channel; what they do gives the message's id."""
        pat = self.server.add_user(self.team, "Pat")
        place.members[pat.id] = None

        async def say(text: str, thread: str | None = None) -> str:
            where = {"community": self.team, "user": pat.id, "channel": place.id}
            return str((await self.server.acts["post"](**where, text=text, thread=thread))["message"])

        return say

    async def send(self, channel: ChannelRef, text: str) -> None:
        """Send as the dispatcher does: what is put off is tried again when its time has come."""
        while True:
            try:
                await self.platform.send(channel, plain(text), token=text)
                return
            except Later as later:
                self.clock.wait(later.after)

    def refusals(self, method: str = POST) -> int:
        return sum(entry.act == "refused" and entry.data["route"] == method for entry in self.server.ledger.entries)


@pytest.fixture
async def office(listener: Listener) -> AsyncIterator[Office]:
    clock = Clock()
    server = SlackServer(Ledger(clock.now), now=clock.now)
    await server.start()
    ws = server.add_workspace("T0NHS", "Riverside Trust")
    workspace = Workspace("riverside", ws.app.bot_token, ws.app.app_token)
    platform = SlackPlatform([workspace], api_url=server.api_url, now=clock.now, sleep=clock.sleep)
    running = asyncio.create_task(platform.run(listener, DECLARATIONS))
    await listener.wait(Connected)
    yield Office(clock, server, platform, ws.id)
    await server.stop()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize("count", [60, pytest.param(300, marks=pytest.mark.soak)])
async def test_one_channel_is_sent_to_as_fast_as_slack_allows(office: Office, count: int) -> None:
    place, channel = office.channel("ward")
    start = office.clock.now()
    for number in range(count):
        await office.send(channel, f"Message {number}")
    took = office.clock.now() - start
    permitted = pace.IN_CHANNEL.calls + took * pace.IN_CHANNEL.calls / pace.IN_CHANNEL.seconds

    texts = [message["text"] for message in place.messages.values()]
    assert texts == [f"Message {number}" for number in range(count)]
    assert count >= 0.95 * permitted
    assert office.refusals() == 0


async def test_a_busy_channel_holds_up_no_other(office: Office) -> None:
    _, busy = office.channel("busy")
    _, calm = office.channel("calm")
    with pytest.raises(Later):
        for number in range(10):
            await office.platform.send(busy, plain(f"{number}"), token="t")
    await office.platform.send(calm, plain("Hello."), token="t")

    assert office.refusals() == 0


async def test_all_channels_together_keep_the_limit_of_the_workspace(office: Office) -> None:
    channels = [office.channel(f"ward-{number}")[1] for number in range(80)]
    for number in range(310):
        await office.send(channels[number % 80], f"Message {number}")

    assert office.refusals() == 0
    assert sum(office.clock.waits) == pytest.approx(60, abs=15)


async def test_reactions_keep_to_their_tier(office: Office) -> None:
    _, channel = office.channel("ward")
    ref = await office.platform.send(channel, plain("Hello."), token="t")
    for number in range(60):
        while True:
            try:
                await office.platform.react(ref, Emoji("", "👍"), present=number % 2 == 0)
                break
            except Later as later:
                office.clock.wait(later.after)

    assert office.refusals("reactions.add") == office.refusals("reactions.remove") == 0


async def test_an_answer_that_somebody_waits_for_is_not_held_up(room: SlackRoom, listener: Listener) -> None:
    room.fault("POST /hooks/*", "status", status=404)
    with pytest.raises(Later):
        for number in range(10):
            await room.platform.send(room.channel, plain(f"{number}"), token="t")

    assert await room.use("examine") == ["Only for you."]


async def test_what_slack_refuses_is_not_asked_before_its_time(room: SlackRoom, listener: Listener) -> None:
    fault = room.fault("POST */chat.postMessage", "status", status=429, headers={"Retry-After": "30"})
    for _ in range(3):
        with pytest.raises(Later) as later:
            await room.platform.send(room.channel, plain("Hello."), token="t")
        assert 29 < later.value.after <= 30
    elsewhere = room.server.add_channel(room.ws.id, "elsewhere")
    await room.platform.send(ChannelRef("slack", room.ws.id, elsewhere.id), plain("Hello."), token="t")

    assert fault.seen == 2  # once each


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        (None, BUSY_AFTER),
        ("", BUSY_AFTER),
        ("0", 1.0),
        ("-7", 1.0),
        ("1.5", 1.5),
        ("30", 30.0),
        (str(10**9), 900.0),
        ("1e400", BUSY_AFTER),
        ("nan", BUSY_AFTER),
        ("soon", BUSY_AFTER),
        ("Sun, 99 Foo 2026 00:00:00 GMT", BUSY_AFTER),
        (formatdate(0, usegmt=True), 1.0),
        (format_datetime(datetime(9999, 1, 1, tzinfo=UTC), usegmt=True), 900.0),
    ],
)
def test_whatever_retry_after_says_there_is_a_wait(told: str | None, seconds: float) -> None:
    assert retry_after({} if told is None else {"Retry-After": told}) == seconds


def test_a_date_in_retry_after_is_waited_for() -> None:
    assert retry_after({"Retry-After": formatdate(time.time() + 60, usegmt=True)}) == pytest.approx(60, abs=2)


def test_calls_under_way_count() -> None:
    clock = Clock()
    paced = Pace(clock.now)
    calls = [paced.call(POST, "C1") for _ in range(4)]
    for call in calls:
        call.__enter__()
    with pytest.raises(Later) as later, paced.call(POST, "C1"):
        pass
    assert later.value.after == pace.BRIEFLY
    for call in calls:
        call.__exit__(None, None, None)
    with pytest.raises(Later) as later, paced.call(POST, "C1"):
        pass
    assert 3 < later.value.after <= 4


def test_an_urgent_call_passes_by_the_count_but_not_by_a_refusal() -> None:
    paced = Pace(Clock().now)
    for _ in range(9):
        with paced.call(POST, "C1", urgent=True):
            pass
    paced.refused(POST, "C1", 5.0)
    with pytest.raises(Later), paced.call(POST, "C1", urgent=True):
        pass


def test_what_holds_nobody_up_is_forgotten() -> None:
    clock = Clock()
    paced = Pace(clock.now)
    for number in range(3 * pace.REMEMBERED):
        clock.wait(1.0)
        paced.refused(POST, f"C{number}", 1.0)
        with paced.call(POST, f"D{number}"):
            pass

    assert len(paced._counts) + len(paced._closed) <= pace.REMEMBERED + 2


async def test_a_look_back_at_many_threads_waits_for_slack(office: Office) -> None:
    place, channel = office.channel("ward")
    say = office.people(place)
    for number in range(120):
        await say(f"Reply {number}", thread=await say(f"Root {number}"))
    missed = [it async for it in office.platform.since(channel, 0.0) if isinstance(it, Posted)]

    assert [it.at for it in missed] == sorted(float(ts) for ts in place.messages)
    assert office.refusals("conversations.replies") == 0
    assert sum(office.clock.waits) == pytest.approx(2 * 60, abs=5)


@pytest.mark.parametrize(("said", "refusals"), [((20, 40, 3), 0), ((3, 40), 1)], ids=["seen at once", "told"])
async def test_an_app_whose_history_slack_restricts_reads_a_page_a_minute(
    office: Office, said: tuple[int, ...], refusals: int
) -> None:
    """A short page that goes on gives it away; until there is one, Slack has to say when to come again."""
    office.server.workspaces[office.team].app.history_limited = True
    for name, count in enumerate(said):
        place, channel = office.channel(f"ward-{name}")
        say = office.people(place)
        sent = [await say(f"Message {number}") for number in range(count)]
        missed = [it async for it in office.platform.since(channel, 0.0) if isinstance(it, Posted)]
        assert [it.message.id for it in missed] == sent

    pages = sum(-(-count // 15) for count in said)
    assert office.refusals("conversations.history") == refusals
    assert sum(office.clock.waits) == pytest.approx(60 * (pages - 1), abs=5)


async def test_one_refusal_of_history_is_waited_out_and_no_more(office: Office) -> None:
    place, channel = office.channel("ward")
    say = office.people(place)
    sent = [await say(f"Message {number}") for number in range(20)]
    busy = Fault("GET */conversations.history", "status", status=429, headers={"Retry-After": "7"})
    office.server.faults.add(busy)
    for _ in range(3):
        missed = [it async for it in office.platform.since(channel, 0.0) if isinstance(it, Posted)]
        assert [it.message.id for it in missed] == sent

    assert busy.struck == 1
    assert sum(office.clock.waits) == pytest.approx(7, abs=1)
