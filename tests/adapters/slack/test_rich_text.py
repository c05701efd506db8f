"""`rich_text`, read and written: exact, so what is written reads back as it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.contract.content import (
    Block,
    Button,
    ButtonStyle,
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
from adapters.contract.platform import Persona
from adapters.contract.walk import text_of
from adapters.slack import Names, request
from adapters.slack.rich_read import read_rich_text
from adapters.slack.rich_text import blocks
from sandbox.slack.blocks import check_blocks
from tests.adapters.slack.contents import texts

Json = dict[str, Any]


def line(*spans: Span | str) -> Paragraph:
    return Paragraph(tuple(Text(span) if isinstance(span, str) else span for span in spans))


def section(*elements: Json | str) -> Json:
    return {
        "type": "rich_text_section",
        "elements": [text(each) if isinstance(each, str) else each for each in elements],
    }


def text(words: str, *styles: str) -> Json:
    return {"type": "text", "text": words, **({"style": dict.fromkeys(styles, True)} if styles else {})}


def listed(*items: Json, style: str = "bullet", indent: int = 0, **more: int) -> Json:
    return {"type": "rich_text_list", "style": style, "indent": indent, "elements": list(items), **more}


READ: list[tuple[list[Json], tuple[Block, ...]]] = [
    ([section("hello *there* <b>")], (line("hello *there* <b>"),)),
    (
        [section("a ", text("b", "bold"), text("c", "bold", "italic"), text("d", "bold", "code"))],
        (line("a ", Styled(Style.BOLD, (Text("b"), Styled(Style.ITALIC, (Text("c"),)), Code("d")))),),
    ),
    ([section("un", text("believ", "underline", "strike"), "able")],
     (line("un", Styled(Style.UNDERLINE, (Styled(Style.STRIKE, (Text("believ"),)),)), "able"),)),
    ([section("before\n"), listed(section("one")), section("after")],
     (line("before"), ListBlock(((line("one"),),)), line("after"))),
    ([section("blank\n\n"), {"type": "rich_text_quote", "elements": [text("q")]}],
     (line("blank\n"), Quote((line("q"),)))),
    (
        [
            listed(section("1"), style="ordered"),
            listed(section("1a"), indent=1),
            listed(section("1a1"), indent=2),
            listed(section("2"), section("3"), style="ordered", offset=1),
            listed(section("x")),
        ],
        (
            ListBlock(
                (
                    (line("1"), ListBlock(((line("1a"), ListBlock(((line("1a1"),),))),))),
                    (line("2"),),
                    (line("3"),),
                ),
                ordered=True,
            ),
            ListBlock(((line("x"),),)),
        ),
    ),
    ([listed(section("deep"), indent=3), listed(section("top"))],
     (ListBlock(((line("deep"),),)), ListBlock(((line("top"),),)))),
    (
        [
            {"type": "rich_text_quote", "elements": [text("q")]},
            {"type": "rich_text_preformatted", "elements": [text("code")], "border": 1},
            listed(section("in"), border=1),
        ],
        (Quote((line("q"), CodeBlock("code"), ListBlock(((line("in"),),)))),),
    ),
    ([{"type": "rich_text_preformatted", "elements": [text("a\n"), {"type": "link", "url": "https://x.y"}]}],
     (CodeBlock("a\nhttps://x.y"),)),
    (
        [
            section(
                {"type": "link", "url": "https://x.y", "text": "site", "style": {"bold": True}},
                {"type": "link", "url": "https://x.y"},
                {"type": "user", "user_id": "U1"},
                {"type": "channel", "channel_id": "C1"},
                {"type": "usergroup", "usergroup_id": "S1"},
                {"type": "broadcast", "range": "here"},
                {"type": "color", "value": "#ff0000"},
                {"type": "new_thing", "fallback": "later"},
            )
        ],
        (
            line(
                Styled(Style.BOLD, (Link("https://x.y", (Text("site"),)),)),
                Link("https://x.y"),
                Mention(MentionKind.USER, "U1", "Ann"),
                Mention(MentionKind.CHANNEL, "C1"),
                Mention(MentionKind.GROUP, "S1"),
                Mention(MentionKind.EVERYONE, "here", "here"),
                "#ff0000later",
            ),
        ),
    ),
    (
        [
            section(
                {"type": "emoji", "name": "wave", "skin_tone": 3},
                {"type": "emoji", "name": "brand_new", "unicode": "1f44b-1f3fc"},
                {"type": "emoji", "name": "nhs"},
                {"type": "date", "timestamp": 17, "format": "{ago}", "fallback": "then"},
            )
        ],
        (
            line(
                Emoji("wave::skin-tone-3", "👋🏼"),
                Emoji("brand_new", "👋🏼"),
                Emoji("nhs", id="nhs", url="https://e/nhs.png"),
                Timestamp(17, TimeForm.RELATIVE, "then"),
            ),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("elements", "expected"), READ)
def test_read(elements: list[Json], expected: tuple[Block, ...]) -> None:
    assert read_rich_text(elements, Names({"U1": "Ann"}, emoji={"nhs": "https://e/nhs.png"})) == expected


ROUND: list[tuple[Block, ...]] = [
    (line("plain *stars* `ticks` <b> &amp; :smile:"),),
    (line("blank line below\n"), line(), line("\n"), line("end")),
    (line(Styled(Style.BOLD, (Text("a"), Styled(Style.ITALIC, (Text("b"), Code("`c`"))))), "d"),),
    (line(Link("https://x.y", (Text("site"),)), Mention(MentionKind.EVERYONE, "here", "here")),),
    (ListBlock(((line("1"), ListBlock(((line("a"),), (line("b"),)))), (line("2"),)), ordered=True, start=4),),
    (Quote((line("q\nr"), CodeBlock("x"), ListBlock(((line("i"),),)), line("s"))), CodeBlock("y\n z")),
    (line(Timestamp(1618953630, TimeForm.DATE_LONG, "then")),),
]


@pytest.mark.parametrize("blocks_before", ROUND)
def test_what_is_written_reads_back(blocks_before: tuple[Block, ...]) -> None:
    [native] = blocks(Content(blocks_before))
    check_blocks([native])

    after = read_rich_text(native["elements"])
    assert text_of(Content(after)) == text_of(Content(blocks_before))
    assert [native] == blocks(Content(after))


@given(texts, st.sampled_from([Style.BOLD, Style.ITALIC, Style.STRIKE, Style.UNDERLINE]))
def test_any_text_in_any_style_reads_back(words: str, style: Style) -> None:
    [native] = blocks(Content((line("x", Styled(style, (Text(words),)), "y"),)))
    assert text_of(Content(read_rich_text(native["elements"]))) == f"x{words}y"


def test_small_print_dividers_and_headings_have_their_blocks() -> None:
    content = Content((Heading(1, (Text("Title"),)), Divider(), Small((Text("small & *print*"),)), line("end")))

    assert blocks(content) == [
        {"type": "rich_text", "elements": [section(text("Title", "bold"))]},
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "small &amp; *\u200bprint*", "verbatim": True}]},
        {"type": "rich_text", "elements": [section("end")]},
    ]


def test_only_a_target_is_pinged() -> None:
    spans = (Mention(MentionKind.USER, "7", "Ann"), Mention(MentionKind.USER, "7", "Ann", target="U1"))
    [native] = blocks(Content((line(*spans, Mention(MentionKind.EVERYONE, "everyone", "everyone")),)))

    assert native["elements"] == [section("@Ann", {"type": "user", "user_id": "U1"}, "@everyone")]


def test_the_whole_request() -> None:
    content = Content(
        (line("Who is *in*?"),),
        buttons=(
            Button("Me", "join", "7", ButtonStyle.PRIMARY),
            Button("Not me", "join", "8"),
            Button("Site", url="https://x.y"),
        ),
    )
    ann = Persona("  Ann \u200b Lee", "https://x.y/a.png", "Northgate")
    body = request(content, ann, channel="C1", thread="1.2", token="t1")

    def label(words: str) -> Json:
        return {"type": "plain_text", "text": words, "emoji": True}

    assert body == {
        "channel": "C1",
        "thread_ts": "1.2",
        "text": "Who is *\u200bin*?",
        "blocks": [
            {"type": "rich_text", "elements": [section("Who is *in*?")]},
            {
                "type": "actions",
                "elements": [
                    {"type": "button", "text": label("Me"), "action_id": "join", "value": "7", "style": "primary"},
                    {"type": "button", "text": label("Not me"), "action_id": "join~1", "value": "8"},
                    {"type": "button", "text": label("Site"), "action_id": "_open~2", "url": "https://x.y"},
                ],
            },
        ],
        "username": "Ann Lee · Northgate",
        "icon_url": "https://x.y/a.png",
        "unfurl_links": False,
        "unfurl_media": False,
        "metadata": {"event_type": "unsilo_copy", "event_payload": {"id": "t1"}},
    }


def test_what_is_answered_stands_in_small_print_of_its_own() -> None:
    content = Content((line("We have."),), reply=Excerpt("Ann · Red", "Who has, @here?", "https://x.y/1"))
    above, below = blocks(content)
    assert above == {
        "type": "context",
        "elements": [
            {
                "type": "mrkdwn",
                "text": "*Ann · Red*: Who has, @here? (<https://x.y/1|go to message>)",
                "verbatim": True,  # else Slack would call everybody who is there
            }
        ],
    }
    assert below["type"] == "rich_text"
