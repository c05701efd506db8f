"""Content as Discord's request bodies, and in parts."""

from __future__ import annotations

import pytest

from adapters.contract.content import (
    Attachment,
    Button,
    ButtonStyle,
    Code,
    CodeBlock,
    Content,
    Divider,
    Emoji,
    Excerpt,
    Link,
    Mention,
    MentionKind,
    Paragraph,
    Span,
    Style,
    Styled,
    Text,
    plain,
)
from adapters.contract.fitting import units
from adapters.contract.platform import Persona
from adapters.contract.refs import ChannelRef
from adapters.discord.persona import presentable
from adapters.discord.posting import named_within
from adapters.discord.render import changed, markup, request
from adapters.discord.split import ROOM, parts
from adapters.discord.threads import title
from adapters.discord.write import write_blocks

FILE = Attachment(ChannelRef("slack", "T", "C"), "F", "ward plan.png", "", "image/png", 3, "A plan", data=b"abc")


def line(*spans: Span) -> str:
    return write_blocks((Paragraph(spans),))


def test_a_webhooks_body() -> None:
    body = request(plain("Hello *you*"), Persona("Ann", "https://x.org/a.png", "Trust"))
    assert body == {
        "content": "Hello \\*you\\*",
        "allowed_mentions": {"parse": []},
        "flags": 4,
        "username": "Ann · Trust",
        "avatar_url": "https://x.org/a.png",
    }


def test_files_have_names_and_descriptions() -> None:
    body = request(Content(files=(FILE,)))
    assert body["attachments"] == [{"id": "0", "filename": "ward plan.png", "description": "A plan"}]


def test_previews_and_buttons_are_asked_for() -> None:
    buttons = tuple(Button(f"B{at}", "pick", str(at), ButtonStyle.PRIMARY) for at in range(6))
    body = request(Content(buttons=(*buttons, Button("Page", url="https://x.org")), previews=True))
    assert body["flags"] == 0
    first, second = (row["components"] for row in body["components"])
    assert len(first) == 5
    assert first[0] == {"type": 2, "label": "B0", "style": 1, "custom_id": "pick:0"}
    assert second[1] == {"type": 2, "label": "Page", "style": 5, "url": "https://x.org"}


def test_an_edit_takes_buttons_away_and_names_its_mentions_anew() -> None:
    assert changed(plain("x")) == {"content": "x", "allowed_mentions": {"parse": []}, "flags": 4, "components": []}


def test_what_is_answered_stands_above_in_one_small_line() -> None:
    reply = Excerpt("Bob *B*", "see https://x.org\nand ▒▒▒ " + "w" * 200, "https://discord.com/channels/1/2/3")
    above, text = markup(Content(plain("Yes").blocks, reply=reply)).split("\n")
    assert above.startswith("> -# **Bob \\*B\\***: see x.org and ▒▒▒ www")
    assert above.endswith("… ([message](https://discord.com/channels/1/2/3))")
    assert text == "Yes"


@pytest.mark.parametrize(
    ("spans", "written"),
    [
        ((Link("https://evil.org", (Text("https://bank.org"),)),), "https://bank.org (<https://evil.org>)"),
        ((Link("https://evil.org", (Text("bank.org"),)),), "bank.org (<https://evil.org>)"),
        ((Link("javascript:x", (Text("press"),)),), "press (javascript:x)"),
        ((Link("mailto:a@x.org", (Text("a@x.org"),)),), "a@x.org"),
        ((Link("mailto:a@x.org", (Text("Ann"),)),), "Ann (a@x.org)"),
        ((Text("x"), Link("https://x.org"), Text("y")), "x<https://x.org>y"),
        ((Text("see "), Link("https://x.org"), Text(", then")), "see https://x.org, then"),
        ((Link("https://x.org", (Styled(Style.BOLD, (Text("a"),)), Emoji("e", "👋"))),), "[**a**👋](https://x.org)"),
        ((Mention(MentionKind.USER, "U1", "Ann_A"),), "@Ann\\_A".replace("\\", "")),
        ((Mention(MentionKind.CHANNEL, "C1", "talk", "123456789012345678"),), "<#123456789012345678>"),
        ((Mention(MentionKind.USER, "U1", "Ann", "not an id"),), "@Ann"),
        ((Mention(MentionKind.EVERYONE, "channel", "channel"),), "@channel"),
        ((Emoji("nhs", url="https://e.org/n.png"),), "[:nhs:](<https://e.org/n.png>)"),
        ((Emoji("nhs"),), ":nhs:"),
        ((Styled(Style.BOLD, (Text("a "), Code("**"), Text(" b"))),), "**a** `**` **b**"),
        ((Styled(Style.BOLD, (Text("a"),)), Styled(Style.ITALIC, (Text("b"),))), "**a**\u200b*b*"),
        ((Styled(Style.BOLD, (Text("a"),)), Styled(Style.BOLD, (Text("b"),))), "**ab**"),
        ((Code("a`b``c"),), "```\na`b``c\n```"),
    ],
)
def test_spans(spans: tuple[Span, ...], written: str) -> None:
    assert line(*spans) == written


def test_code_blocks() -> None:
    assert write_blocks((CodeBlock("x", "c++"), Divider())) == "```c++\nx\n```\n────────────"
    assert write_blocks((CodeBlock("a\n```\nb"),)) == "`a\n```\nb`"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ann · Trust", "Ann - Trust"),
        ("  Ann\n\u200bArcher ", "Ann Archer"),
        ("Discord Fan", "Disc-ord Fan"),
        ("CLYDE", "CLY-DE"),
        ("everyone", "every-one"),
        ("Here", "He-re"),
        ("Theresa", "Theresa"),
        ("\u200b", "Someone"),
        ("", "Someone"),
        ("\u2800\u3164 \u115f\u1160\uffa0\ufe0f", "Someone"),
        ("Ann\u3164\u2800 \u2003Lee", "Ann Lee"),
    ],
)
def test_names_are_made_acceptable(name: str, shown: str) -> None:
    assert presentable(Persona(name)) == shown


@pytest.mark.parametrize(
    ("name", "home", "shown"),
    [
        ("Ann", "Trust", "Ann · Trust"),
        ("Ann · Other", "Trust", "Ann - Other · Trust"),
        ("Ann \u200b·\u3164 • Other ·", "Trust", "Ann - - Other - · Trust"),
        ("Marcel·la", "Trust", "Marcel·la · Trust"),
        ("\u2800", "Trust", "Someone · Trust"),
        ("everyone", "Discord", "every-one · Disc-ord"),
        ("Ann", "\u200b", "Ann"),
        ("A" * 90, "Trust", "A" * 71 + "… · Trust"),
        ("Ann", "T" * 90, "Ann · " + "T" * 73 + "…"),
        ("A" * 90, "T" * 90, "A" * 19 + "… · " + "T" * 56 + "…"),
    ],
)
def test_a_name_stands_before_its_community(name: str, home: str, shown: str) -> None:
    assert presentable(Persona(name, home=home)) == shown


def test_a_name_that_moves_into_the_text_always_fits() -> None:
    full = plain("a" * ROOM)
    for name in ("*" * 200, "https://" * 20, "@everyone" * 20, "👩‍⚕️" * 50):
        assert units(markup(named_within(full, Persona(name, home=name)))) <= 2000


def test_long_names_are_cut_by_letters() -> None:
    cut = presentable(Persona("e\u0301" * 100))
    assert units(cut) <= 80
    assert cut.endswith("…")
    assert units(presentable(Persona("👋" * 100))) <= 80


def test_a_fence_is_closed_and_opened_again() -> None:
    code = "\n".join(f"line {number}" for number in range(600))
    pieces = parts(Content((CodeBlock(code, "py"),)))
    blocks = [block for piece in pieces for block in piece.blocks]
    assert len(pieces) > 1
    assert all(isinstance(block, CodeBlock) and block.language == "py" for block in blocks)
    assert "\n".join(block.text for block in blocks if isinstance(block, CodeBlock)) == code


def test_cuts_are_at_paragraphs_then_sentences() -> None:
    sentence = "This is one sentence of some length. "
    first, second = parts(plain("A paragraph.\n\n" + sentence * 52))
    assert markup(first) == ("A paragraph.\n\n" + sentence * 52)[: len(markup(first))]
    assert markup(first).endswith(".")
    assert markup(second).startswith("This is")


def test_links_and_mentions_are_never_cut() -> None:
    link = Link("https://x.org/" + "a" * 300, (Text("label of the link"),))
    mention = Mention(MentionKind.USER, "U", "Ann", "123456789012345678")
    pieces = parts(Content((Paragraph((Text("w " * 800), link, mention) * 5),)))
    shown = "".join(markup(piece) for piece in pieces)
    assert shown.count(f"[label of the link]({link.url})") == 5
    assert shown.count("<@123456789012345678>") == 5


def test_what_is_answered_comes_first_and_files_come_last() -> None:
    content = Content(
        plain("word " * 900).blocks, files=(FILE,) * 12, reply=Excerpt("Bob", "x"), buttons=(Button("B", "b"),)
    )
    pieces = parts(content)
    assert [bool(piece.reply) for piece in pieces] == [True, False, False, False]
    assert [len(piece.files) for piece in pieces] == [0, 0, 10, 2]
    assert [len(piece.buttons) for piece in pieces] == [0, 0, 0, 1]


def test_short_content_is_one_part_as_it_is() -> None:
    content = Content(plain("a\n\nb").blocks, files=(FILE,))
    assert parts(content) == (content,)


def test_a_threads_name_is_its_first_words() -> None:
    assert title(plain("Who has done\nthis?")) == "Who has done this?"
    assert title(plain("word " * 50)) == ("word " * 20).strip() + "…"
    assert title(Content(files=(FILE,))) == "ward plan.png"
    secret = Styled(Style.SPOILER, (Text("He dies"),))
    assert title(Content((Paragraph((Text("The end: "), secret)),))) == "The end: ▒▒▒"
    assert title(Content()) == "Conversation"
