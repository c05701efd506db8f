"""What comes from outside is read or refused: no crash, and no more memory than the text needs."""

from __future__ import annotations

import json
import tracemalloc
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.parsers import PARSERS

MOST = 32 * 1024 * 1024  # bytes for 10 kB of text
SECONDS = timedelta(seconds=5)
KEYS = st.sampled_from((
    "type", "event", "subtype", "channel", "ts", "user", "text", "blocks", "elements", "files", "attachments", "item",
    "view", "state", "values", "private_metadata", "actions", "value", "container", "message", "message_ts", "edited",
    "id", "content", "author", "embeds", "mentions", "message_reference", "data", "custom_id", "components", "options",
    "name", "member", "flags", "poll", "sticker_items", "edited_timestamp", "removed", "database", "from", "to",
))  # fmt: skip
WORDS = st.sampled_from((
    "message", "message_changed", "message_deleted", "rich_text", "section", "reaction_added", "100000000000000009",
    "1700000000.000100", "2023-11-30T14:00:00+00:00", "{}", "profile", "slack", "discord", "*_~`<@U1|a>&amp;", "||**",
))  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers(-1, 30) | WORDS | st.text(max_size=8)
SHAPES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=20
)
LINES = st.lists(st.sampled_from((
    "RRULE:FREQ=DAILY;COUNT=9", "RRULE:FREQ=SECONDLY", "DTEND:20231130T150000Z", "DTSTART;TZID=Nowhere:2023", "UID:1",
    "DTSTART:00010101T090000Z", "DTSTART:19800101T090000Z", "DTEND:20800101T090000Z", "RRULE:FREQ=DAILY",
    "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=9",
    "RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300;UNTIL=99991231T000000Z", "RRULE:FREQ=WEEKLY;INTERVAL=0",
    "BEGIN:VEVENT", "END:VEVENT", "EXDATE:", "DURATION:-P1D", "RDATE:99999999T000000Z", "SUMMARY:x", "BEGIN:VTIMEZONE",
)), max_size=6).map("\r\n".join)  # fmt: skip
DATA = st.binary(max_size=60) | SHAPES.map(json.dumps).map(str.encode) | st.text(max_size=60).map(str.encode)
LONG = ("[", '{"a":', "*", "<", "> ", "`", "||", "1.", "\u202e", "a@", "999 000 0018 ", "DTSTART:2", "\n", "/")


@pytest.mark.parametrize("name", PARSERS)
def test_whatever_it_is_given_it_reads_or_refuses(name: str) -> None:
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(LINES.map(str.encode) if name == "calendar" else DATA)
    def fed(data: bytes) -> None:
        PARSERS[name](data)

    fed()


def test_no_calendar_of_a_few_lines_is_read_for_long() -> None:
    @settings(max_examples=100, deadline=SECONDS, suppress_health_check=list(HealthCheck), database=None)
    @given(LINES.map(str.encode))
    def fed(data: bytes) -> None:
        PARSERS["calendar"](data)

    fed()


@pytest.mark.parametrize("name", PARSERS)
def test_long_and_nested_text_takes_bounded_memory(name: str) -> None:
    tracemalloc.start()
    try:
        for piece in LONG:
            PARSERS[name]((piece * (10_000 // len(piece))).encode())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MOST
