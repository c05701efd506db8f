"""`python -m benchmarks.relay [--quick]`: how fast messages cross, beside a plain relay under the same load.

Real SDKs, the sandbox's servers in this process, each bot in one of its own. Bots take turns, round by round, so that
a noisy machine is noisy for all of them; the medians are shown. Ends with 1 when our bot lost or doubled a message.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from statistics import median

from rich.console import Console

from benchmarks import report
from benchmarks.load import Result
from benchmarks.postgres import postgres
from benchmarks.report import Figures
from benchmarks.subjects import Failed, Subject, ours, plain
from benchmarks.world import Place
from sandbox.faults import Fault

PLAIN = "plain relay"
PAIRS = (2, 2, 2, 2)  # four bridges between one Slack and one Discord channel each
SLOW_SECONDS = 2.0
say = Console(highlight=False, width=120)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured. Durations in seconds; `burst` and `growth_burst` are numbers of deliveries.

    Growth is measured over `channels`, with the plain relay `beside` at some of them, and over `stored` messages, of
    which the first is the number at all other measurements of growth.
    """

    rounds: int
    steady: float
    burst: int
    growth: float
    growth_burst: int
    channels: tuple[int, ...]
    beside: tuple[int, ...]
    stored: tuple[int, ...]
    slow: float


FULL = Plan(3, 12.0, 1_000, 3.0, 300, (2, 5, 20), (2, 20), (1_000, 100_000), 3.0)
QUICK = Plan(1, 4.0, 300, 1.5, 100, (2, 20), (), (1_000, 20_000), 1.0)

Starting = Mapping[str, AbstractAsyncContextManager[Subject]]


async def main(plan: Plan) -> int:
    """Measure everything and print it; the exit code."""
    report.heading(say)
    speed = await relay_speed(plan)
    grown = await growth(plan)
    wrong = await slow_channel(plan)
    for sentence in (sentence for one in speed for sentence in one.shortfalls()):
        say.print(f"Short of the aim: {sentence}")
    wrong += [sentence for one in (*speed, *grown) for sentence in one.faults()]
    for sentence in wrong:
        say.print(f"[bold red]{sentence}[/]")
    return int(bool(wrong))


async def relay_speed(plan: Plan) -> list[Figures]:
    """Latency, throughput and memory on both databases, beside the plain relay."""
    with postgres() as url:
        starting = {"Unsilo, SQLite": ours(*PAIRS), "Unsilo, PostgreSQL": ours(*PAIRS, url=url), PLAIN: plain(*PAIRS)}
        *found, usual = await figures(starting, plan.rounds, plan.steady, plan.burst)
    rows = [row for one in found for row in (one.cells(), one.beside(usual))]
    title = f"50 messages a second, both ways over {len(PAIRS)} bridges; then {plan.burst:,} at once"
    say.print(report.table(title, [*rows, usual.cells()], aims=True))
    return found


async def growth(plan: Plan) -> list[Figures]:
    """The same with more channels in a bridge, and with more messages in the database."""
    few, *many = plan.stored
    starting = {f"{size} channels in a bridge": ours(size, stored=few) for size in plan.channels}
    starting |= {f"2 channels, {count:,} messages stored": ours(2, stored=count) for count in many}
    usual = {f"{PLAIN}, {size} channels": plain(size) for size in plan.beside}
    all_found = await figures(starting | usual, plan.rounds, plan.growth, plan.growth_burst)
    title = f"Growth: 50 deliveries a second, then {plan.growth_burst} at once; {few:,} messages stored"
    say.print(report.table(title, [one.cells() for one in all_found]))
    return all_found[: len(starting)]


async def slow_channel(plan: Plan) -> list[str]:
    """How a slow channel delays the others; what our bot did wrong meanwhile, in sentences."""
    rows, wrong = [], []
    for name, made in (("Unsilo", ours(5)), (PLAIN, plain(5))):
        async with made as subject:
            rows.append((name, *await slowed(subject, plan)))
            if name != PLAIN:
                wrong = report.faults(f"{name} with a slow channel", subject.load.lost, subject.load.doubled)
    title = f"The other channels of a bridge of 5, while posts in one of them take {SLOW_SECONDS:.0f} s"
    say.print(report.slow(title, rows))
    return wrong


async def figures(starting: Starting, rounds: int, seconds: float, burst: int) -> list[Figures]:
    """Start the bots, let them take turns, and sum up each."""
    async with AsyncExitStack() as running:
        subjects = {name: await running.enter_async_context(made) for name, made in starting.items()}
        paces: dict[str, list[Result]] = {name: [] for name in subjects}
        bursts: dict[str, list[Result]] = {name: [] for name in subjects}
        works: dict[str, list[float]] = {name: [] for name in subjects}
        for _ in range(rounds):
            for name, subject in subjects.items():
                load, places, copies = subject.load, everywhere(subject), others(subject)
                busy = subject.busy
                pace = await load.measured(load.steady(places, 50.0 / copies, seconds))
                works[name].append(1000 * (subject.busy - busy) / max(1, pace.deliveries))
                paces[name].append(pace)
                bursts[name].append(await load.measured(load.burst(places, burst // copies)))
        return [
            Figures(
                name,
                median(pace.percentile(0.5) for pace in paces[name]),
                median(pace.percentile(0.99) for pace in paces[name]),
                median(result.rate for result in bursts[name]),
                median(works[name]),
                subject.memory,
                subject.load.lost,
                subject.load.doubled,
            )
            for name, subject in subjects.items()
        ]


async def slowed(subject: Subject, plan: Plan) -> tuple[list[Result], list[Result]]:
    """Measure the channels of one bridge without and with a slow Discord channel among them."""
    load, discord = subject.load, subject.load.world.sandbox.discord
    [bridge] = load.world.bridges
    lame = next(place.channel for place in bridge if place.platform == "discord")
    places = [place for place in bridge if place.channel != lame]
    [hook] = [hook for hook in discord.world.webhooks.values() if hook.channel_id == lame]
    without, having = [], []
    for _ in range(plan.rounds):
        without.append(await load.measured(load.steady(places, 10.0, plan.slow), apart=(lame,)))
        discord.faults.add(Fault(f"POST */webhooks/{hook.id}/*", "delay", times=sys.maxsize, seconds=SLOW_SECONDS))
        writing = load.steady(places, 10.0, plan.slow)
        having.append(await load.measured(writing, apart=(lame,), then=discord.faults.clear))
    return without, having


def everywhere(subject: Subject) -> list[Place]:
    """Every channel of a bot's bridges, so that neighbours are on different platforms and bridges."""
    bridges = subject.load.world.bridges
    return [bridge[number] for number in range(len(bridges[0])) for bridge in bridges]


def others(subject: Subject) -> int:
    """How many copies each message has."""
    return len(subject.load.world.bridges[0]) - 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.relay", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under a minute: fewer rounds, smaller numbers")
    try:
        sys.exit(asyncio.run(main(QUICK if parser.parse_args().quick else FULL)))
    except Failed as failed:
        sys.exit(str(failed))
