"""Nobody's words turn how others are read; scripts, joiners and marks beside single characters stay as they are."""

from __future__ import annotations

from dataclasses import replace

from adapters.contract.content import (
    Attachment,
    Button,
    Code,
    CodeBlock,
    Content,
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
    Style,
    Styled,
    Text,
    Timestamp,
)
from adapters.contract.refs import ChannelRef
from adapters.contract.upright import upright

TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
RIGHT_TO_LEFT = "\u200fשלום\u200e سقوط\u061c می\u200cخواهم"  # noqa: RUF001
JOINED = "👩\u200d⚕️ 🏴\U000e0067\U000e0062"


def everywhere(word: str) -> Content:
    """A message in which a word stands wherever one can."""
    spans = (
        Text(word), Styled(Style.BOLD, (Text(word),)), Code(word), Link("https://example.org", (Text(word),)),
        Mention(MentionKind.USER, "U1", word), Emoji(word), Timestamp(1, fallback=word),
    )  # fmt: skip
    line = Paragraph(spans)
    blocks = (line, Heading(1, spans), Small(spans), Quote((line,)), CodeBlock(word), ListBlock(((line,),)))
    file = Attachment(ChannelRef("red", "home", "talk"), "F1", word, "https://example.org/f", alt=word)
    return Content(blocks, (file,), Excerpt(word, word), (Button(word, "go", "1"),))


def test_marks_that_turn_the_way_of_reading_are_nowhere_in_a_message() -> None:
    turning = everywhere(f"{TURNS}falls{TURNS}")

    assert upright(turning) == everywhere("falls")


def test_scripts_and_emoji_stay_as_they_are() -> None:
    content = everywhere(f"{RIGHT_TO_LEFT} {JOINED}")

    assert upright(content) is content


def test_bytes_and_addresses_stay() -> None:
    file = replace(everywhere("x").files[0], data=b"\xe2\x80\xae")

    assert upright(Content(files=(file,))).files[0].data == b"\xe2\x80\xae"
