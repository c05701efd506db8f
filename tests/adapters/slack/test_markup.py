"""mrkdwn, read and written: what members and other bots type, and what notifications show."""

from __future__ import annotations

import pytest

from adapters.contract.content import (
    Block,
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
from adapters.slack import Names, mrkdwn, read_markup

USER, CHANNEL, GROUP, EVERYONE = MentionKind.USER, MentionKind.CHANNEL, MentionKind.GROUP, MentionKind.EVERYONE


def bold(*spans: Span) -> Styled:
    return Styled(Style.BOLD, spans)


def italic(*spans: Span) -> Styled:
    return Styled(Style.ITALIC, spans)


def strike(*spans: Span) -> Styled:
    return Styled(Style.STRIKE, spans)


def line(*spans: Span | str) -> Paragraph:
    return Paragraph(tuple(Text(span) if isinstance(span, str) else span for span in spans))


def at(id: str, name: str = "") -> Mention:
    return Mention(USER, id, name)


def place(id: str, name: str = "") -> Mention:
    return Mention(CHANNEL, id, name)


READ_LINES: list[tuple[str, Paragraph]] = [
    ("plain words", line("plain words")),
    ("*bold* _it_ ~gone~", line(bold(Text("bold")), " ", italic(Text("it")), " ", strike(Text("gone")))),
    ("*bold _and italic_*", line(bold(Text("bold "), italic(Text("and italic"))))),
    ("*crossed _over* here_", line(bold(Text("crossed _over")), " here_")),
    ("(*bold*), _it_.", line("(", bold(Text("bold")), "), ", italic(Text("it")), ".")),
    ("2 * 3 * 4 and a*b*c", line("2 * 3 * 4 and a*b*c")),
    ("snake_case_name ~5 to ~6", line("snake_case_name ~5 to ~6")),
    ("*over\nlines*", line("*over\nlines*")),
    ("* not bold*", line("* not bold*")),
    ("`a *b* <c>` and `", line(Code("a *b* <c>"), " and `")),
    ("a &lt; b &amp;&amp; c &gt; d", line("a < b && c > d")),
    ("&amp;lt; is an escape", line("&lt; is an escape")),
    ("<https://nhs.uk/?a=1&amp;b=2>", line(Link("https://nhs.uk/?a=1&b=2"))),
    ("<https://nhs.uk|the *site*>", line(Link("https://nhs.uk", (Text("the *site*"),)))),
    ("<mailto:a@nhs.uk|a@nhs.uk>", line(Link("mailto:a@nhs.uk", (Text("a@nhs.uk"),)))),
    ("*<https://nhs.uk|site>*", line(bold(Link("https://nhs.uk", (Text("site"),))))),
    ("<@U1> <@U2|bea> <@U3>", line(at("U1", "Ann"), " ", at("U2", "bea"), " ", at("U3"))),
    ("<#C1> <#C2|beds> <#C3|>", line(place("C1", "talk"), " ", place("C2"), " ", place("C3"))),
    ("<!subteam^S1> <!subteam^S2|@care>", line(Mention(GROUP, "S1", "leads"), " ", Mention(GROUP, "S2", "care"))),
    ("<!here> <!channel>", line(Mention(EVERYONE, "here", "here"), " ", Mention(EVERYONE, "channel", "channel"))),
    ("<!everyone|@everyone>", line(Mention(EVERYONE, "everyone", "everyone"))),
    ("<!date^1700000000^{date_long} at {time}|then>", line(Timestamp(1700000000, TimeForm.DATETIME_LONG, "then"))),
    ("<!date^1700000000^Posted {date_num}!|then>", line("Posted ", Timestamp(1700000000, TimeForm.DATE, "then"), "!")),
    ("<!date^17^{ago}^https://x.y|then>", line(Link("https://x.y", (Timestamp(17, TimeForm.RELATIVE, "then"),)))),
    ("<!date^soon^{ago}|then>", line("then")),
    ("<!unknown|word> <!unknown>", line("word <!unknown>")),
    ("<not a link> < >", line("<not a link> < >")),
    (":wave::skin-tone-3: :flag-gb:", line(Emoji("wave::skin-tone-3", "👋🏼"), " ", Emoji("flag-gb", "🇬🇧"))),
    (":nhs: :unknown:", line(Emoji("nhs", id="nhs", url="https://e/nhs.png"), " ", Emoji("unknown", id="unknown"))),
    ("at 10:30:45, Re:Foo:Bar", line("at 10:30:45, Re:Foo:Bar")),
    ("*\u200bliteral*", line("*\u200bliteral*")),
    ("• one\n• two\n1. three", line("• one\n• two\n1. three")),
    ("one\n\ntwo", line("one\n\ntwo")),
]  # fmt: skip
READ_BLOCKS: list[tuple[str, tuple[Block, ...]]] = [
    ("", ()),
    ("&gt; one\n&gt;two\nthree", (Quote((line("one\ntwo"),)), line("three"))),
    ("before\n\n> *q*", (line("before\n"), Quote((line(bold(Text("q"))),)))),
    ("a\n&gt;&gt;&gt; all\nthe rest", (line("a"), Quote((line("all\nthe rest"),)))),
    ("&gt; &gt; twice", (Quote((line("> twice"),)),)),
    ("```x = 1 &lt; 2\n&gt; no quote```", (CodeBlock("x = 1 < 2\n> no quote"),)),
    ("see\n```\ncode *x*\n```\nthere", (line("see"), CodeBlock("code *x*"), line("there"))),
    ("see ```x``` there", (line("see "), CodeBlock("x"), line(" there"))),
    ("&gt; ```a\n&gt; b```\nc", (Quote((CodeBlock("a\nb"),)), line("c"))),
    ("```open *b*", (line("```open ", bold(Text("b"))),)),
    ("``````", (line("``````"),)),
]


@pytest.mark.parametrize(("text", "expected"), READ_LINES)
def test_read_line(text: str, expected: Paragraph) -> None:
    names = Names({"U1": "Ann"}, {"C1": "talk"}, {"S1": "leads"}, {"nhs": "https://e/nhs.png"})
    assert read_markup(text, names).blocks == (expected,)


@pytest.mark.parametrize(("text", "expected"), READ_BLOCKS)
def test_read_blocks(text: str, expected: tuple[Block, ...]) -> None:
    assert read_markup(text).blocks == expected


WRITE: list[tuple[Block, str]] = [
    (line("a & b < c > d"), "a &amp; b &lt; c &gt; d"),
    (line("2 * 3 * 4, snake_case_name, ~5 to ~6"), "2 * 3 * 4, snake_case_name, ~5 to ~6"),
    (line("a*b*c, 10:30:45, C:\\dir"), "a*b*c, 10:30:45, C:\\dir"),
    (line("*literal* _it_ ~s~ `c`"), "*\u200bliteral* _\u200bit_ ~\u200bs~ `\u200bc`"),
    (line("_:_0_ and *a *b*"), "_\u200b:_\u200b0_ and *\u200ba *\u200bb*"),
    (line("one * is fine, so is one `"), "one * is fine, so is one `"),
    (line("> no quote\n>>> nor this"), "\u200b&gt; no quote\n\u200b&gt;&gt;&gt; nor this"),
    (line("<!channel> <@U1> @here"), "&lt;!channel&gt; &lt;@U1&gt; @here"),
    (line(":smile: :no_such_emoji:"), ":\u200bsmile: :no_such_emoji:"),
    (line(bold(Text("bold "), italic(Text("both"))), " plain"), "*bold _both_* plain"),
    (line("un", bold(Text("believ")), "able"), "un\u200b*believ*\u200bable"),
    (line(bold(Text(" space ")), "after"), " *space* after"),
    (line(bold(Text("one\ntwo"))), "*one*\n*two*"),
    (line(bold(Text("a* b"))), "*a\u200b* b*"),
    (line("*a ", bold(Text("b"))), "*\u200ba *b*"),
    (line(Styled(Style.UNDERLINE, (Text("under"),))), "under"),
    (line(Styled(Style.SPOILER, (Text("the end"),))), "(spoiler: the end)"),
    (line(Code("*x* <y>")), "`*x* &lt;y&gt;`"),
    (line(Code("a`b")), "```a`b```"),
    (line("a ` b ", Code("c")), "a `\u200b b `c`"),
    (line(Link("https://nhs.uk/?a=1&b=2")), "<https://nhs.uk/?a=1&amp;b=2>"),
    (line(Link("https://nhs.uk/a|b", (Text("the\nsite"),))), "<https://nhs.uk/a%7Cb|the site>"),
    (line(Link("https://evil.example", (Text("nhs.uk"),))), "<https://evil.example|nhs.uk> (https://evil.example)"),
    (line(Link("javascript:alert(1)", (Text("click"),))), "click (javascript:alert(1))"),
    (line(Mention(USER, "7", "Ann"), " ", Mention(USER, "7", "Ann", target="U1")), "@Ann <@U1>"),
    (line(Mention(USER, "7", "Ann", target="U1> <!channel")), "@Ann"),
    (line(Mention(CHANNEL, "7", "talk"), " ", Mention(CHANNEL, "7", target="C1")), "#talk <#C1>"),
    (line(Mention(EVERYONE, "everyone", "everyone"), Mention(GROUP, "8", "leads")), "@everyone@leads"),
    (line(Emoji("wave", "👋"), Emoji("party", url="https://cdn.example/1.png")), "👋<https://cdn.example/1.png|:party:>"),
    (line(Timestamp(1618953630)), "<!date^1618953630^{date} at {time}|20 April 2021 at 22:20 BST>"),
    (line(Timestamp(1700000000)), "<!date^1700000000^{date} at {time}|14 November 2023 at 22:13 GMT>"),
    (line(Timestamp(10**15, fallback="far away")), "far away"),
    (Heading(1, (Text("Title"),)), "*Title*"),
    (Small((Text("small"),)), "small"),
    (Divider(), "———"),
    (CodeBlock("x < 1\n*y*", "python"), "```\nx &lt; 1\n*y*\n```"),
    (Quote((line("one\ntwo"), Quote((line("deep"),)))), "> one\n> two\n> deep"),
    (ListBlock(((line("one"), ListBlock(((line("sub"),),), True, 3)), (line("two"),))), "• one\n    3. sub\n• two"),
]  # fmt: skip


@pytest.mark.parametrize(("block", "expected"), WRITE)
def test_write(block: Block, expected: str) -> None:
    assert mrkdwn.text(Content((block,))) == expected


def test_an_answer_starts_with_a_quote_of_what_it_answers() -> None:
    reply = Excerpt("Ann", "Who has\ndone *this*? " + "word " * 60, "https://x.y/1")
    text = mrkdwn.text(Content((line("We have."),), reply=reply))

    first, second = text.split("\n")
    assert first.startswith("> *Ann*: Who has done *\u200bthis*? word ")
    assert first.endswith("word… (<https://x.y/1|go to message>)")
    assert second == "We have."


@pytest.mark.parametrize(
    ("markup", "span"),
    [
        ("<!date^1700000000>", Timestamp(1700000000, TimeForm.DATETIME)),
        ("<!date^1700000000^>", Timestamp(1700000000, TimeForm.DATETIME)),
        ("<!date^soon>", Text("<!date^soon>")),
    ],
)
def test_a_date_without_words_is_not_lost(markup: str, span: Span) -> None:
    assert read_markup(markup).blocks == (Paragraph((span,)),)
