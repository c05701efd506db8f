"""The bot's figures for Prometheus. Labels name platforms and communities, never a channel or a person."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from bot.health import CommunityHealth, Report
from bot.watch import Outcome, Watch

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
WHERE = ("platform", "community")
GAUGES = {
    "connected": "Whether the bot is connected to the community.",
    "quiet": "Whether nothing was heard for longer than is usual there.",
    "heard_seconds": "Seconds since the last Incoming was heard.",
    "delivered_seconds": "Seconds since the last copy was made there.",
    "oldest_undelivered_seconds": "Seconds since the oldest delivery is due that nothing holds up.",
    "newest_message_seconds": "Age in seconds of the newest message that is known there.",
    "caught_up_seconds": "Seconds since the history of its bridged channels was last read.",
    "waiting": "Deliveries that wait.",
    "failed": "Deliveries that were given up and can be tried again.",
    "quarantined": "Incomings that are set aside.",
    "suspended": "Bridged channels at which the bot cannot work.",
}


def exposition(watch: Watch, report: Report) -> bytes:
    """The figures in Prometheus's text format."""
    registry = CollectorRegistry()
    registry.register(_Figures(watch, report))
    return generate_latest(registry)


class _Figures(Collector):
    def __init__(self, watch: Watch, report: Report) -> None:
        self._watch = watch
        self._report = report

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("unsilo_ready", "Whether messages flow.", value=not self._report.reasons)
        yield GaugeMetricFamily(
            "unsilo_loop_lag_seconds", "By how much the event loop was late.", value=self._watch.lag
        )
        offset = GaugeMetricFamily(
            "unsilo_clock_offset_seconds", "By how much this machine's clock is ahead.", labels=("platform",)
        )
        for name, seconds in self._watch.offsets.items():
            offset.add_metric((name.lower(),), seconds)
        yield offset
        yield from self._counters()
        for name, words in GAUGES.items():
            yield _gauge(name, words, self._report.communities)

    def _counters(self) -> Iterator[Metric]:
        heard = CounterMetricFamily("unsilo_incomings_heard", "Incomings recorded.", labels=WHERE)
        ended = CounterMetricFamily(
            "unsilo_delivery_attempts", "Attempts at deliveries, by how they ended.", labels=(*WHERE, "outcome")
        )
        for community, sight in self._watch.sights.items():
            heard.add_metric((community.platform, community.id), sight.heard)
            for outcome in Outcome:
                ended.add_metric((community.platform, community.id, outcome), sight.outcomes[outcome])
        yield heard
        yield ended


def _gauge(name: str, words: str, communities: tuple[CommunityHealth, ...]) -> Metric:
    gauge = GaugeMetricFamily(f"unsilo_{name}", words, labels=WHERE)
    for community in communities:
        value: float | None = getattr(community, name)
        if value is not None:
            gauge.add_metric((community.platform, community.community), value)
    return gauge
