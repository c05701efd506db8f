"""Messages as Hypothesis draws them: every kind of block and span, with text that looks like markup."""

from __future__ import annotations

from hypothesis import strategies as st

from adapters.contract.content import (
    Block,
    Button,
    Code,
    CodeBlock,
    Content,
    Divider,
    Emoji,
    Excerpt,
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
    TimeForm,
    Timestamp,
)

NASTY = (
    *"*_~`>&<|:#@!.-\n \u200b", "<!channel>", "<!here>", "<@U1>", "<!subteam^S1>", "<https://x.y|z>", "@everyone",
    "@here", "```", ">>> ", "&lt;!channel&gt;", ":smile:", ":wave::skin-tone-3:", "*bold*", "_it_", "word", "é", "👋🏽",
)  # fmt: skip
texts = st.one_of(st.text(max_size=20), st.lists(st.sampled_from(NASTY), max_size=8).map("".join))
words = texts.filter(str.strip)
urls = st.one_of(
    st.sampled_from(
        ["https://example.org/a?b=1&c=2", "http://x.y/|z", "mailto:a@b.org", "javascript:x", "", "!channel"]
    ),
    texts,
)
_leaves: st.SearchStrategy[Span] = st.one_of(
    texts.map(Text),
    texts.map(Code),
    st.builds(Link, urls, st.one_of(st.just(()), st.tuples(texts.map(Text)))),
    st.builds(Mention, st.sampled_from(MentionKind), texts, texts, st.one_of(st.just(""), texts)),
    st.builds(Emoji, texts, st.sampled_from(["", "👋"]), texts, urls),
    st.builds(Timestamp, st.integers(-(10**13), 10**13), st.sampled_from(TimeForm), texts),
)
spans = st.recursive(
    _leaves,
    lambda inner: st.builds(Styled, st.sampled_from(Style), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=6,
)
lines = st.lists(spans, max_size=4).map(tuple)
_flat: st.SearchStrategy[Block] = st.one_of(
    lines.map(Paragraph),
    st.builds(Heading, st.integers(1, 3), lines),
    lines.map(Small),
    st.builds(CodeBlock, texts, st.sampled_from(["", "python"])),
    st.just(Divider()),
)
blocks = st.recursive(
    _flat,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple).map(Quote),
        st.builds(
            ListBlock,
            st.lists(st.lists(inner, max_size=2).map(tuple), min_size=1, max_size=3).map(tuple),
            st.booleans(),
            st.integers(0, 50),
        ),
    ),
    max_leaves=8,
)
contents = st.builds(
    Content,
    st.lists(blocks, min_size=1, max_size=4).map(tuple),
    reply=st.one_of(st.none(), st.builds(Excerpt, texts, texts, urls)),
    buttons=st.lists(st.builds(Button, words, st.just("go"), texts), max_size=3).map(tuple),
)
