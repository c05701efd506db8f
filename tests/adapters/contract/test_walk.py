"""Walking through a message."""

from __future__ import annotations

from adapters.contract.content import (
    CodeBlock,
    Content,
    Heading,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    Span,
    Style,
    Styled,
    Text,
)
from adapters.contract.walk import text_of, veiled, with_languages


def spoiler(*spans: Span) -> Styled:
    return Styled(Style.SPOILER, spans)


def test_spoilers_are_hidden_wherever_they_stand() -> None:
    secret = spoiler(Text("the "), Styled(Style.BOLD, (Text("end"),)))
    bold = Styled(Style.BOLD, (Text("So "), secret))
    link = Link("https://x.org", (Text("see "), secret))
    item = (Paragraph((secret,)),)
    content = Content(
        (Heading(1, (secret,)), Paragraph((bold, link)), Quote((Paragraph((secret,)),)), ListBlock((item,)))
    )

    assert text_of(content) == "the end\nSo the endsee the end\nthe end\nthe end"
    assert text_of(veiled(content)) == "▒▒▒\nSo ▒▒▒see ▒▒▒\n▒▒▒\n▒▒▒"


def test_nothing_else_is_hidden() -> None:
    content = Content((Paragraph((Text("||plain||"), Styled(Style.ITALIC, (Text("x"),)))), CodeBlock("||code||")))

    assert veiled(content) == content


def test_what_code_says_is_its_language_is_its_first_line_where_every_word_counts() -> None:
    code = CodeBlock("two", "one")
    content = Content((code, CodeBlock("alone"), Quote((code,)), ListBlock(((Paragraph((Text("a"),)), code),))))

    assert text_of(content) == "two\nalone\ntwo\na\ntwo"
    assert text_of(with_languages(content)) == "one\ntwo\nalone\none\ntwo\na\none\ntwo"
