"""What holds for every message."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.contract.content import Block, Code, CodeBlock, Content, Link, ListBlock, Paragraph, Quote, Styled, Text
from adapters.contract.fitting import units
from adapters.contract.walk import leaves, text_of
from adapters.slack import mrkdwn, parts, read_markup, request
from adapters.slack.marks import ZERO_WIDTH
from adapters.slack.markup import unescape
from adapters.slack.rich_read import read_rich_text
from adapters.slack.rich_text import blocks as rich_blocks
from sandbox.slack.blocks import check_blocks
from sandbox.slack.markup import pings
from tests.adapters.slack.contents import contents, texts

_TARGETED = re.compile(r"[UWCDG][A-Z0-9]+")
_ANGLED = re.compile(r"<([^>]*)>")
_HARMLESS = re.compile(r"(https?://|mailto:)[^\s<>|]+(\|[^<>\n]*)?|!date\^\d+\^[^<>\n]*")


def untargeted(content: Content) -> bool:
    """Whether no mention of the message is meant to reach anybody."""
    return not any(_TARGETED.fullmatch(getattr(span, "target", "")) for span in leaves(content))


def mrkdwn_texts(body: Any) -> list[str]:
    """Every text of a request that Slack reads as mrkdwn."""
    found = [body["text"]]
    for block in body.get("blocks", []):
        if block["type"] == "context":
            found += [each["text"] for each in block["elements"]]
    return found


@given(contents.filter(untargeted))
def test_no_output_ever_pings(content: Content) -> None:
    for part in parts(content):
        body = request(part)
        assert pings(body["text"], body.get("blocks", []), link_names=False) == []
        for text in mrkdwn_texts(body):
            assert all(_HARMLESS.fullmatch(inner) for inner in _ANGLED.findall(text))
            assert "<" not in _ANGLED.sub("", text)


@given(contents)
def test_every_output_is_what_slack_takes(content: Content) -> None:
    for part in parts(content):
        body = request(part)
        assert units(body["text"]) <= 3900
        check_blocks(body.get("blocks", []))


@given(contents)
def test_code_is_never_altered(content: Content) -> None:
    text = unescape(mrkdwn.text(content))
    codes = [span.text for span in leaves(content) if isinstance(span, Code) and "\n" not in span.text]
    codes += [block.text for block in content.blocks if isinstance(block, CodeBlock)]
    assert all(code in text for code in codes)
    shown = [
        element["text"]
        for block in rich_blocks(content)
        if block["type"] == "rich_text"
        for section in block["elements"]
        if section["type"] == "rich_text_preformatted"
        for element in section["elements"]
    ]
    assert all(block.text in shown for block in content.blocks if isinstance(block, CodeBlock) and block.text)


@given(texts.filter(str.strip))
def test_plain_text_survives(text: str) -> None:
    content = Content((Paragraph((Text(text),)),))
    body = request(content)

    assert unescape(body["text"]).replace(ZERO_WIDTH, "") == text.replace(ZERO_WIDTH, "")
    [block] = body["blocks"]
    assert text_of(Content(read_rich_text(block["elements"]))) == text
    if ZERO_WIDTH not in text:
        read = read_markup(body["text"])
        assert text_of(read).replace(ZERO_WIDTH, "") == text
        assert not any(isinstance(span, Styled | Code | Link) for span in _all_spans(read))


def _all_spans(content: Content) -> list[object]:
    found: list[object] = []
    for block in content.blocks:
        assert isinstance(block, Paragraph), block
        found += block.spans
    return found


@given(st.text(alphabet="abc .,-()123"))
def test_text_without_a_mark_stays_byte_for_byte(text: str) -> None:
    assert mrkdwn.text(Content((Paragraph((Text(text),)),))) == text


@given(st.one_of(texts, st.text()))
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(read_markup(text), Content)


@given(contents)
def test_nothing_is_lost_in_parts(content: Content) -> None:
    def letters(whole: Content) -> str:
        return "".join(text_of(whole).split())

    assert "".join(letters(part) for part in parts(content)) == letters(content)


def work(act: Callable[[], object]) -> int:
    """How many calls it takes, Python's and C's."""
    count = 0

    def step(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(step)
    try:
        act()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        "*",
        "*a ",
        "*a* ",
        "_*~",
        "`",
        "```",
        "```\n",
        "> ",
        "&gt; a\n",
        "<",
        "<a|",
        "<@U1>",
        ":a",
        ":smile:",
        "a\n",
        "(*)",
    ],
)
def test_reading_and_writing_take_linear_work(piece: str) -> None:
    def converted(length: int) -> None:
        request(read_markup(piece * (length // len(piece))))

    def split(length: int) -> None:
        parts(Content((Paragraph((Text(piece * (length // len(piece))),)),)))

    for act, length in ((converted, 2000), (split, 6000)):
        act(length)  # what is made only once is made now
        once, four_times = work(partial(act, length)), work(partial(act, 4 * length))
        assert four_times < 6 * once


@pytest.mark.parametrize("depth", [1, 8, 60])
def test_nested_quotes_and_lists_end(depth: int) -> None:
    block: Block = Paragraph((Text("deep"),))
    for _ in range(depth):
        block = Quote((ListBlock(((block,),)),))
    content = Content((block,))
    check_blocks(request(content)["blocks"])
    assert "deep" in request(content)["text"]
    assert [text_of(part) for part in parts(content)] == ["deep"]


@pytest.mark.parametrize(
    "text",
    [
        "\u200b" * 40_000 + "end",
        "a" + "\u0301" * 40_000,
        "*\u200b" * 20_000,
        "👋\u200d" * 20_000,
        "word " * 50_000,
        "`a\n" * 20_000,
        "*a* _b_ ~c~ `d` &" * 1_200,
    ],
)
def test_long_and_strange_text_takes_little_time(text: str) -> None:
    start = time.process_time()
    for part in parts(read_markup(text)):
        request(part)

    assert time.process_time() - start < 3
