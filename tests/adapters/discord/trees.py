"""Hypothesis strategies for neutral trees, and what of a tree a reader sees."""

from __future__ import annotations

from hypothesis import strategies as st

from adapters.contract.content import (
    Block,
    Code,
    CodeBlock,
    Content,
    Emoji,
    Heading,
    Link,
    ListBlock,
    Mention,
    MentionKind,
    Paragraph,
    Quote,
    Small,
    Span,
    Style,
    Styled,
    Text,
    Timestamp,
)

ID = "123456789012345678"
SIGNS = "ab1 .*_~|`\\<>@#:/()[]-!\n"
words = st.text(SIGNS, min_size=1, max_size=12) | st.sampled_from(
    ["@everyone", "@here", f"<@{ID}>", f"<@&{ID}>", f"<#{ID}>", "<!channel>", "snake_case", "2 * 3", "https://x.org/a_b",
     "> quote", "- item", "# head", "-# small", "1. one", "```", "||", "[a](https://evil.org)", "é", "👩‍⚕️"]
)  # fmt: skip
codes = st.text("ab `*_\\|~@<>\n", min_size=1, max_size=12).filter(lambda text: text.strip("` \n") != "")
urls = st.sampled_from(
    ["https://x.org", "https://x.org/a_b_c", "https://x.org/a_(b)", "https://x.org/**/~~||", "http://y"]
)


def spans(depth: int = 2) -> st.SearchStrategy[tuple[Span, ...]]:
    """Runs of spans, nested up to that depth."""
    leaf: st.SearchStrategy[Span] = st.one_of(
        words.map(Text),
        codes.map(Code),
        urls.map(Link),
        st.builds(Link, urls, st.tuples(words.map(Text))),
        st.builds(Mention, st.sampled_from(MentionKind), words, words),
        st.builds(Emoji, st.just("wave"), st.sampled_from(["", "👋"])),
        st.builds(Timestamp, st.integers(0, 2**31)),
    )
    if depth:
        leaf = leaf | st.builds(Styled, st.sampled_from(Style), spans(depth - 1))
    return st.lists(leaf, min_size=1, max_size=4).map(tuple)


def blocks(depth: int = 2) -> st.SearchStrategy[tuple[Block, ...]]:
    """Runs of blocks, nested up to that depth."""
    block: st.SearchStrategy[Block] = st.one_of(
        spans().map(Paragraph),
        st.builds(Heading, st.integers(1, 3), spans()),
        spans().map(Small),
        codes.map(CodeBlock),
    )
    if depth:
        inner = blocks(depth - 1)
        block = block | inner.map(Quote) | st.builds(ListBlock, st.lists(inner, min_size=1, max_size=3).map(tuple))
    return st.lists(block, min_size=1, max_size=3).map(tuple)


contents = blocks().map(Content)
