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
from adapters.contract.walk import text_of, veiled


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
