"""`python -m benchmarks.relay [--quick]`: how fast messages cross, beside a plain relay under the same load.

Real SDKs, the sandbox's servers in this process, each bot in one of its own. Bots take turns, round by round, so that
a noisy machine is noisy for all of them; the medians are shown. Ends with 1 when our bot lost or doubled a message.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
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
    """How much is measured. Durations in seconds; `burst` and `growth_burst` are numbers of deliveries."""

    rounds: int
    steady: float
    burst: int
    growth: float
    growth_burst: int
    channels: tuple[int, ...]
    stored: tuple[int, ...]
    slow: float


FULL = Plan(3, 15.0, 1_500, 4.0, 400, (2, 5, 20), (1_000, 100_000), 6.0)
QUICK = Plan(1, 5.0, 400, 2.0, 200, (2, 20), (1_000, 20_000), 2.0)

Starting = Mapping[str, AbstractAsyncContextManager[Subject]]


async def main(plan: Plan) -> int:
    """Measure everything and print it; the exit code."""
    report.heading(say)
    with postgres() as url:
        speed = await figures(
            {"Unsilo, SQLite": ours(*PAIRS), "Unsilo, PostgreSQL": ours(*PAIRS, url=url), PLAIN: plain(*PAIRS)},
            plan.rounds, plan.steady, plan.burst,
        )  # fmt: skip
    *unsilo, usual = speed
    rows = [row for one in unsilo for row in (one.cells(), one.beside(usual))]
    title = "50 messages a second, both ways over 4 bridges; then a burst"
    say.print(report.table(title, [*rows, usual.cells()], aims=True))

    few, *many = plan.stored
    grown = await figures(
        {f"{size} channels in a bridge": ours(size, stored=few) for size in plan.channels}
        | {f"{count:,} messages stored": ours(2, stored=count) for count in many}
        | {f"{PLAIN}, {size} channels": plain(size) for size in plan.channels},
        plan.rounds, plan.growth, plan.growth_burst,
    )  # fmt: skip
    say.print(report.table(f"Growth, at 50 deliveries a second; {few:,} messages stored", [it.cells() for it in grown]))

    held_up = [await slowed(name, made, plan) for name, made in (("Unsilo", ours(5)), (PLAIN, plain(5)))]
    title = f"The other channels of a bridge of 5, while posts in one of them take {SLOW_SECONDS:.0f} s"
    say.print(report.slow(title, [(name, without, having) for name, without, having, _ in held_up]))

    for sentence in (sentence for one in unsilo for sentence in one.shortfalls()):
        say.print(f"Short of the aim: {sentence}")
    wrong = [f"{it.name}: {it.lost} lost, {it.doubled} doubled" for it in (*speed, *grown) if it.lost or it.doubled]
    wrong += [f"{name} with a slow channel: {faults}" for name, _, _, faults in held_up if faults]
    for sentence in wrong:
        say.print(f"[bold red]{sentence}[/]")
    return int(any(PLAIN not in sentence for sentence in wrong))


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
                works[name].append(1000 * (subject.busy - busy) / max(1, len(pace.latencies)) * copies)
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


async def slowed(
    name: str, starting: AbstractAsyncContextManager[Subject], plan: Plan
) -> tuple[str, Sequence[Result], Sequence[Result], str]:
    """Measure one bridge's channels without and with a slow Discord channel among them; and what went wrong."""
    async with starting as subject:
        load, discord = subject.load, subject.load.world.sandbox.discord
        [bridge] = load.world.bridges
        lame, *_ = [place.channel for place in bridge if place.platform == "discord"]
        places = [place for place in bridge if place.channel != lame]
        without, having = [], []
        for _ in range(plan.rounds):
            without.append(await load.measured(load.steady(places, 10.0, plan.slow), apart=(lame,)))
            for hook in (each for each in discord.world.webhooks.values() if each.channel_id == lame):
                route = f"POST */webhooks/{hook.id}/*"
                discord.faults.add(Fault(route, "delay", times=sys.maxsize, seconds=SLOW_SECONDS))
            having.append(
                await load.measured(load.steady(places, 10.0, plan.slow), apart=(lame,), then=discord.faults.clear)
            )
        wrong = f"{load.lost} lost, {load.doubled} doubled" if load.lost or load.doubled else ""
        return name, without, having, wrong


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
