"""Discord's grammar, as tables: what is read, and what is written back."""

from __future__ import annotations

import pytest

from adapters.contract.content import (
    Block,
    Code,
    CodeBlock,
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
    TimeForm,
    Timestamp,
)
from adapters.discord.markup import read_blocks
from adapters.discord.names import Names
from adapters.discord.write import write_blocks

NAMES = Names(users={"1": "Ann"}, channels={"4": "talk"}, roles={"3": "nurses"})
X = "https://x.org/a"


def b(*spans: Span | str) -> Styled:
    return Styled(Style.BOLD, run(*spans))


def i(*spans: Span | str) -> Styled:
    return Styled(Style.ITALIC, run(*spans))


def u(*spans: Span | str) -> Styled:
    return Styled(Style.UNDERLINE, run(*spans))


def run(*spans: Span | str) -> tuple[Span, ...]:
    return tuple(Text(span) if isinstance(span, str) else span for span in spans)


def p(*spans: Span | str) -> Paragraph:
    return Paragraph(run(*spans))


INLINE: dict[str, tuple[Span, ...]] = {
    "**bold**": run(b("bold")),
    "*italic*": run(i("italic")),
    "_italic_": run(i("italic")),
    "__underline__": run(u("underline")),
    "~~strike~~": run(Styled(Style.STRIKE, run("strike"))),
    "||spoil er||": run(Styled(Style.SPOILER, run("spoil er"))),
    "***both***": run(i(b("both"))),
    "__*two*__": run(u(i("two"))),
    "___two___": run(i(u("two"))),
    "**a *b* c**": run(b("a ", i("b"), " c")),
    "*a **b** c*": run(i("a ", b("b"), " c")),
    "*a **b***": run(i("a ", b("b"))),
    "**a *b***": run(b("a ", i("b"))),
    "***a** b*": run(i(b("a"), " b")),
    "***a* b**": run(b(i("a"), " b")),
    "**two\nlines**": run(b("two\nlines")),
    "** spaces **": run(b(" spaces ")),
    "a * spaces * b": run("a * spaces * b"),
    "2 * 3 * 4": run("2 * 3 * 4"),
    "a*b*c": run("a", i("b"), "c"),
    "snake_case_name": run("snake_case_name"),
    "_snake_case_": run("_snake", i("case")),
    "__init__.py": run(u("init"), ".py"),
    "**open": run("**open"),
    "a ** b": run("a ** b"),
    "Name: ______ Date: ______": run("Name: ______ Date: ______"),
    "*****": run("*****"),
    r"\*no\* \_no\_ \`no\` \~~no~~": run("*no* _no_ `no` ~~no~~"),
    r"C:\Users\ann": run(r"C:\Users\ann"),
    r"¯\_(ツ)_/¯": run(r"¯\_(ツ)_/¯"),
    "`code`": run(Code("code")),
    "``a ` b``": run(Code("a ` b")),
    "`` ` ``": run(Code("`")),
    "`**not bold**`": run(Code("**not bold**")),
    "**a `b**` c**": run(b("a ", Code("b**"), " c")),
    "`open": run("`open"),
    f"see {X}.": run("see ", Link(X), "."),
    f"({X})": run("(", Link(X), ")"),
    "https://x.org/a_(b)_c": run(Link("https://x.org/a_(b)_c")),
    "https://x.org/a_b_c *d*": run(Link("https://x.org/a_b_c"), " ", i("d")),
    f"<{X}>": run(Link(X)),
    f"{X}`b` `c`": run(Link(f"{X}`b`"), " ", Code("c")),  # whichever begins first, an address or code
    f"`{X}`b`c`": run(Code(X), "b", Code("c")),
    f"<{X}`b>`c`": run(Link(f"{X}`b"), Code("c")),
    f"\\<{X}>`b` `c`": run("<", Link(f"{X}>`b`"), " ", Code("c")),
    f"[a]({X}`b)`c`": run(Link(f"{X}`b", run("a")), Code("c")),
    "http://` a`": run("http://", Code(" a")),  # no address: there is one character
    f"**{X}**": run(b(Link(X))),
    f"[label]({X})": run(Link(X, run("label"))),
    f"[**bold** label](<{X}>)": run(Link(X, run(b("bold"), " label"))),
    f'[a [b] c]({X} "title")': run(Link(X, run("a [b] c"))),
    "[a](https://x.org/(b))": run(Link("https://x.org/(b)", run("a"))),
    "[a](javascript:alert)": run("[a](javascript:alert)"),
    "[a] (b)": run("[a] (b)"),
    "<ann@x.org>": run(Link("mailto:ann@x.org")),
    "<@1> <@!1>": run(Mention(MentionKind.USER, "1", "Ann"), " ", Mention(MentionKind.USER, "1", "Ann")),
    "<@2>": run(Mention(MentionKind.USER, "2")),
    "<@&3>": run(Mention(MentionKind.GROUP, "3", "nurses")),
    "<#4>": run(Mention(MentionKind.CHANNEL, "4", "talk")),
    "`<@1>` \\<@1>": run(Code("<@1>"), " <@1>"),
    "</bridge add:5>": run("/bridge add"),
    "<id:customize> <id:browse>": run("Channels & Roles Browse Channels"),
    "<:wave:6>": run(Emoji("wave", id="6", url="https://cdn.discordapp.com/emojis/6.png")),
    "<a:wave:6>": run(Emoji("wave", id="6", url="https://cdn.discordapp.com/emojis/6.gif")),
    "<t:1700000000>": run(Timestamp(1700000000, TimeForm.DATETIME)),
    "<t:1700000000:R>": run(Timestamp(1700000000, TimeForm.RELATIVE)),
    "<t:1700000000:s>": run(Timestamp(1700000000, TimeForm.DATETIME)),
    "<t:1700000000:S>": run(Timestamp(1700000000, TimeForm.DATETIME)),
    "<t:1700000000:d>": run(Timestamp(1700000000, TimeForm.DATE)),
    "<t:9999999999999:R>": run("<t:9999999999999:R>"),
    "@everyone": run(Mention(MentionKind.EVERYONE, "everyone", "everyone")),
    "@here!": run(Mention(MentionKind.EVERYONE, "here", "here"), "!"),
    "ann@heretic.org": run("ann@heretic.org"),
    "5 < 6 > 4 & <b>": run("5 < 6 > 4 & <b>"),
}

BLOCKS: dict[str, tuple[Block, ...]] = {
    "a\nb": (p("a\nb"),),
    "a\n\nb": (p("a\n\nb"),),
    "```\ncode\n```": (CodeBlock("code"),),
    "```py\nx = 1\n```": (CodeBlock("x = 1", "py"),),
    "```not a language\nx```": (CodeBlock("not a language\nx"),),
    "```py```": (CodeBlock("py"),),
    "```c++\nint x;\n```": (CodeBlock("int x;", "c++"),),
    "a ```x``` b": (p("a"), CodeBlock("x"), p("b")),
    "a\n```\n> x\n- y\n```\n\nb": (p("a"), CodeBlock("> x\n- y"), p("\nb")),
    "```\nno end": (p("```\nno end"),),
    f"{X}```\nb {X}```": (p(Link(f"{X}```"), "\nb ", Link(f"{X}```")),),
    "`a\n> b`": (Paragraph((Code("a\n> b"),)),),
    "> one\n> two\nthree": (Quote((p("one\ntwo"),)), p("three")),
    "> > not nested": (Quote((p("> not nested"),)),),
    ">no space": (p(">no space"),),
    "a\n>>> all\n> the rest\n- item": (
        p("a"),
        Quote((p("all\n> the rest"), ListBlock(((p("item"),),)))),
    ),
    "> ```\n> code\n> ```": (Quote((CodeBlock("code"),)),),
    "# One\n## Two\n### Three\n#### Four": (
        Heading(1, run("One")),
        Heading(2, run("Two")),
        Heading(3, run("Three")),
        p("#### Four"),
    ),
    "#no space": (p("#no space"),),
    "-# small *print*": (Small(run("small ", i("print"))),),
    "- a\n* b": (ListBlock(((p("a"),), (p("b"),))),),
    "1. a\n1. b": (ListBlock(((p("a"),), (p("b"),)), ordered=True),),
    "7. a\n8. b": (ListBlock(((p("a"),), (p("b"),)), ordered=True, start=7),),
    "- a\n1. b": (ListBlock(((p("a"),),)), ListBlock(((p("b"),),), ordered=True)),
    "- a\n  - b\n    - c\n- d": (ListBlock(((p("a"), ListBlock(((p("b"), ListBlock(((p("c"),),))),))), (p("d"),))),),
    "1. a\n   - b": (ListBlock(((p("a"), ListBlock(((p("b"),),))),), ordered=True),),
    "- a\n  more\nend": (ListBlock(((p("a\nmore"),),)), p("end")),
    "- a\n  ```\n  code\n- still\n  ```\n- b": (ListBlock(((p("a"), CodeBlock("code\n- still")), (p("b"),))),),
    "-no space": (p("-no space"),),
    "text\n- a\n\ntext": (p("text"), ListBlock(((p("a"),),)), p("\ntext")),
    "": (),
}

# What Discord shows the same but writes otherwise, and what only another side's reader needs.
WRITTEN = {
    "_italic_": "*italic*",
    "_snake_case_": r"\_snake*case*",
    "***both***": "***both***",
    "___two___": "__*two*__",
    "** spaces **": " **spaces** ",
    r"\*no\* \_no\_ \`no\` \~~no~~": r"\*no\* \_no\_ \`no\` \~\~no\~\~",
    r"¯\_(ツ)_/¯": r"¯\\\_(ツ)\_/¯",
    "**a `b**` c**": "**a** `b**` **c**",
    f"({X})": f"(<{X}>)",
    f"<{X}>": X,
    "http://` a`": r"http:\//` a`",
    f"**{X}**": f"**<{X}>**",
    f"[**bold** label](<{X}>)": f"[**bold** label]({X})",
    f'[a [b] c]({X} "title")': f"a [b] c (<{X}>)",
    "[a](https://x.org/(b))": "[a](<https://x.org/(b)>)",
    "[a](javascript:alert)": r"[a]\(javascript:alert)",
    "<ann@x.org>": "ann@x.org",
    "<@1> <@!1>": "@Ann @Ann",
    "<@2>": "@someone",
    "<@&3>": "@nurses",
    "<#4>": "#talk",
    "`<@1>` \\<@1>": "`<@1>` \\<@1>",
    "</bridge add:5>": "/bridge add",
    "<id:customize> <id:browse>": "Channels & Roles Browse Channels",
    "<:wave:6>": "[:wave:](<https://cdn.discordapp.com/emojis/6.png>)",
    "<a:wave:6>": "[:wave:](<https://cdn.discordapp.com/emojis/6.gif>)",
    "<t:1700000000>": "<t:1700000000:f>",
    "<t:1700000000:s>": "<t:1700000000:f>",
    "<t:1700000000:S>": "<t:1700000000:f>",
    "<t:9999999999999:R>": r"\<t:9999999999999:R>",
    "@everyone": "@\u200beveryone",
    "@here!": "@\u200bhere!",
    "**open": r"\*\*open",
    "a ** b": r"a \*\* b",
    "`open": r"\`open",
    "Name: ______ Date: ______": r"Name: \_\_\_\_\_\_ Date: \_\_\_\_\_\_",
    "*****": r"\*\*\*\*\*",
}


@pytest.mark.parametrize("text", INLINE)
def test_within_a_line(text: str) -> None:
    assert read_blocks(text, NAMES) == (Paragraph(INLINE[text]),)


@pytest.mark.parametrize("text", BLOCKS)
def test_of_several_lines(text: str) -> None:
    assert read_blocks(text, NAMES) == BLOCKS[text]


@pytest.mark.parametrize("text", INLINE)
def test_what_is_written_reads_the_same(text: str) -> None:
    assert write_blocks((Paragraph(INLINE[text]),)) == WRITTEN.get(text, text)


@pytest.mark.parametrize("text", BLOCKS)
def test_blocks_that_are_written_read_the_same(text: str) -> None:
    assert read_blocks(write_blocks(BLOCKS[text]), NAMES) == BLOCKS[text]
