"""What holds for every text and every message."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.contract.content import (
    Code,
    CodeBlock,
    Content,
    Excerpt,
    Link,
    Mention,
    MentionKind,
    Paragraph,
    Quote,
    Span,
    Style,
    Styled,
    Text,
    plain,
)
from adapters.contract.fitting import units
from adapters.contract.platform import Persona
from adapters.contract.walk import leaves, spans_text, text_of
from adapters.discord.escape import NOTHING
from adapters.discord.inline import flat, inline
from adapters.discord.markup import read_blocks, read_markup
from adapters.discord.names import Names
from adapters.discord.render import changed, markup, request
from adapters.discord.spans import read_spans
from adapters.discord.split import parts
from adapters.discord.write import write_blocks
from tests.adapters.discord.trees import ID, SIGNS, contents, spans

settings.register_profile("discord", deadline=None)
settings.load_profile("discord")
NAMES = Names()
texts = st.text(SIGNS, max_size=60)
Seen = list[tuple[str, bool, frozenset[Style]]]


@given(st.text(max_size=200) | texts)
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(read_markup(text, NAMES), Content)


@settings(max_examples=500)
@given(texts)
def test_plain_text_stays_plain(text: str) -> None:
    written = write_blocks((Paragraph((Text(text),)),))
    assert text_of(read_markup(written, NAMES)).replace(NOTHING, "") == text
    assert all(isinstance(block, Paragraph) for block in read_blocks(written, NAMES))


@given(st.from_regex(r"[A-Za-z0-9 ,;'\"!?()&%€é]{1,80}", fullmatch=True).filter(lambda text: text.strip() == text))
def test_text_without_signs_is_not_touched(text: str) -> None:
    assert write_blocks((Paragraph((Text(text),)),)) == text


@settings(max_examples=500)
@given(spans())
def test_words_keep_their_styles(tree: tuple[Span, ...]) -> None:
    tree = tuple(span for span in tree if all(isinstance(leaf.span, Text | Code) for leaf in flat((span,))))
    written = inline(tree)
    if "```\n" not in written and "://" not in written:  # code of several lines, and addresses, have rules of their own
        assert seen(read_spans(written, NAMES)) == seen(tree)


beside = st.lists(
    st.sampled_from(["https://x.org/", "http://y", "http://", "`", "``", "```", "\\", *"<>[]() \n.*a"]), max_size=14
).map("".join)


@given(beside)
def test_signs_in_and_beside_addresses_stay_what_they_are(text: str) -> None:
    """But for a bracket in an address that itself has to stand in brackets."""
    read = text_of(read_markup(write_blocks((Paragraph((Text(text),)),)), NAMES))
    assert read.replace(NOTHING, "").replace("%3E", ">") == text


@given(
    st.lists(
        beside.filter(bool).map(Text)
        | st.sampled_from(["c", "`", "a b"]).map(Code)
        | st.sampled_from(["https://x.org/a`b", "http://y", "https://x.org/(a)`"]).map(Link)
        | st.just(Link("https://x.org/`", (Text("label"),))),
        min_size=1,
        max_size=4,
    ).map(tuple)
)
def test_code_beside_addresses_is_code_and_nothing_else_is(tree: tuple[Span, ...]) -> None:
    written = inline(tree)
    found = (leaf.span for leaf in flat(read_spans(written, NAMES)))
    read = [span.text.replace(NOTHING, "") for span in found if isinstance(span, Code)]
    if "```\n" not in written:  # which reads as a block
        assert read == [leaf.span.text for leaf in flat(tree) if isinstance(leaf.span, Code)]


def test_an_address_in_text_stays_whole() -> None:
    tree = (
        Text("https://x.org/a_b"),
        Code("c"),
        Text(" https://x.org/*d* "),
        Styled(Style.BOLD, (Text("https://x.org/**"),)),
    )
    assert inline(tree) == "<https://x.org/a_b>`c` https://x.org/*d* **<https://x.org/%2A%2A>**"


def test_a_label_that_ends_with_a_backslash_keeps_its_bracket() -> None:
    tree = (Link("https://x.org/", (Text("\\ "),)), Text("<@123456789012345678>"))
    assert inline(tree) == "[\\\\](https://x.org/)\\<@123456789012345678>"


@given(st.text("ab `*_\\|~@<>\n", min_size=1, max_size=30).filter(lambda text: text.strip("` \n") != ""))
def test_code_is_never_altered(code: str) -> None:
    [found] = read_blocks(write_blocks((CodeBlock(code.strip("\n")),)), NAMES)
    if isinstance(found, Paragraph):
        [inner] = found.spans
        assert isinstance(inner, Code | Text)
        assert inner.text.replace(NOTHING, "") == code.strip("\n")
    else:
        assert isinstance(found, CodeBlock)
        assert found.text.replace(NOTHING, "").strip("\n") == code.strip("\n")


@settings(max_examples=300)
@given(contents, st.booleans())
def test_nothing_ever_pings(content: Content, edited: bool) -> None:
    body = changed(content) if edited else request(content, Persona("Ann"))
    assert body["allowed_mentions"] == {"parse": []}
    outside_code = re.sub(r"(`+).*?\1", "", body["content"], flags=re.DOTALL)
    assert not re.search(r"@(everyone|here)(?![A-Za-z0-9])", outside_code)
    assert not [
        span
        for span in leaves(read_markup(body["content"], NAMES))
        if isinstance(span, Mention) and span.kind is not MentionKind.CHANNEL
    ]


def test_only_whom_a_mention_means_can_be_pinged() -> None:
    content = Content(
        (Paragraph((Mention(MentionKind.USER, "U1", "Ann", target=ID), Text(f" <@{ID[::-1]}> @everyone"))),)
    )
    body = request(content)
    assert body["allowed_mentions"] == {"parse": [], "users": [ID]}
    assert body["content"] == f"<@{ID}> \\<@{ID[::-1]}> @\u200beveryone"


@settings(max_examples=60)
@given(contents, st.integers(1, 60))
@example(Content((Paragraph((Text("https://x.org/a_b``` " + "word " * 60),)),)), 20)
@example(Content((Paragraph((Text("https://x.org/a_b`"),)), CodeBlock("x " * 50))), 20)
def test_parts_fit_and_lose_nothing(content: Content, times: int) -> None:
    long = Content(content.blocks * times)
    pieces = parts(long)
    assert all(units(markup(piece)) <= 2000 for piece in pieces)
    assert squeezed("".join(shown(piece) for piece in pieces)) == squeezed(shown(long))


BLANKS = st.sampled_from(["\n", " ", "\n\n", " \n", "\t", "\u2003", "\u3000"])


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["", "gap-a", "b_end.", "*"]), BLANKS, st.integers(0, 6000)), max_size=4))
@example([("gap-a", "\n", 5000), ("b-end", "\n", 0)])
@example([("a", " ", 5000), ("b", "\n", 0)])
def test_no_part_is_blank(runs: list[tuple[str, str, int]]) -> None:
    text = "".join(word + blank * times for word, blank, times in runs)
    for content in (plain("!" + text), Content((Quote(plain(text, "!").blocks), *plain(text).blocks))):
        long = replace(content, reply=Excerpt("Ann", "e" * 200))
        pieces = parts(long)
        assert all(markup(replace(piece, reply=None)).strip(" >\n") for piece in pieces[1:])
        assert all(units(markup(piece)) <= 2000 for piece in pieces)
        assert squeezed("".join(shown(piece) for piece in pieces)) == squeezed(shown(long))


UNITS = [
    "*", "_", "**a ", "*a", "||a", "~~a", "[", "[a](", "[a](x ", "](", "`", "``a`", "```", "```a\n", "> ", "> a\n",
    "- a\n", "- a\n ", "  - a\n", "\\", "<", "<@", "<https://x", "https://x)", "(", "*a**b", "***a ", "__a_", ">>> ",
    "# ", "1. ", "-# ", "<t:1", "@here", "**a*", "[[a](b)", "a_b_c ", "`\n> a\n", "> ```\n", "- `a\n",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_reading_takes_steps_that_grow_with_the_length(unit: str) -> None:
    few, many = (steps(read_markup, unit * times, NAMES) for times in (250, 1000))
    assert many < 5 * few + 500


@pytest.mark.parametrize("unit", ["*", "`", "word ", "a_b_c. ", "https://x.org/a ", "a\n", "a\n\n"])
def test_writing_and_splitting_take_steps_that_grow_with_the_length(unit: str) -> None:
    few, many = (steps(parts, Content((Paragraph((Text(unit * times),)),))) for times in (2500, 10_000))
    assert many < 5 * few + 500


def steps(work: Callable[..., object], *arguments: object) -> int:
    """How many calls the work takes, those of built-in functions included."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work(*arguments)
    finally:
        sys.setprofile(before)
    return count


def shown(content: Content) -> str:
    """The words that a reader on Discord sees."""
    return text_of(read_markup(markup(content), NAMES))


def squeezed(text: str) -> str:
    """Text without whitespace, which may go at a cut, and without signs that are not words."""
    return re.sub(rf"[\s{NOTHING}]", "", text)


def seen(tree: tuple[Span, ...]) -> Seen:
    """Each sign that a reader sees, whether it is code, and its styles where they show."""
    found: Seen = []
    for leaf in flat(tree):
        code = isinstance(leaf.span, Code)
        for char in spans_text((leaf.span,)).replace(NOTHING, ""):
            found.append((char, code, frozenset() if code or char.isspace() else leaf.styles))
    return found
