"""Long messages: cut where it reads best, whole in sum."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from adapters.contract.content import (
    Attachment,
    Block,
    Button,
    Code,
    CodeBlock,
    Content,
    Excerpt,
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
)
from adapters.contract.fitting import units
from adapters.contract.refs import ChannelRef
from adapters.contract.walk import leaves, text_of
from adapters.slack import mrkdwn, parts, request
from adapters.slack.split import TEXT_LIMIT

TEXTS = re.compile(r"'type': 'text', 'text': '([^']*)'")


def line(*spans: Text | Styled | Code | Link | Mention) -> Paragraph:
    return Paragraph(spans)


def split(*blocks: Block) -> tuple[Content, ...]:
    """The parts, each of which must fit."""
    found = parts(Content(blocks))
    assert all(units(mrkdwn.text(part)) <= TEXT_LIMIT for part in found)
    return found


def test_what_fits_stays_whole() -> None:
    content = Content((line(Text("a" * TEXT_LIMIT)),))
    assert parts(content) == (content,)
    assert len(parts(Content((line(Text("a" * (TEXT_LIMIT + 1))),)))) == 2


def test_a_cut_comes_after_a_paragraph_then_a_sentence_then_a_word() -> None:
    words = "word " * 500
    first, *_ = split(line(Text(f"{words}end.\n\n{words}more. {words}")))
    assert text_of(first).endswith("end.")
    first, _ = split(line(Text(f"{words}end. {words}")))
    assert text_of(first).endswith("end.")
    first, second = split(line(Text(words * 2)))
    assert text_of(first).endswith("word") and text_of(second).startswith("word")


def test_code_is_closed_and_opened_again_with_its_language() -> None:
    code = "\n".join(f"line {number} of the code" for number in range(400))
    found = split(line(Text("See:")), CodeBlock(code, "python"))

    blocks = [block for part in found for block in part.blocks if isinstance(block, CodeBlock)]
    assert len(found) > 1
    assert {block.language for block in blocks} == {"python"}
    assert "\n".join(block.text for block in blocks) == code


def test_links_mentions_and_styles_stay_whole() -> None:
    mention = Mention(MentionKind.USER, "7", "Ann Archer")
    link = Link("https://nhs.uk/a?b=1", (Text("a label of words"),))
    found = split(line(*[Styled(Style.BOLD, (Text("bold words "), mention, Text(" "), link, Code("a b")))] * 150))

    assert len(found) > 1
    spans = [span for part in found for span in leaves(part)]
    assert spans.count(mention) == 150
    assert sum(text_of(part).count("a label of words") for part in found) == 150
    assert (
        sum(
            1
            for part in found
            for block in part.blocks
            if isinstance(block, Paragraph)
            for span in block.spans
            if isinstance(span, Text)
        )
        == 0
    )


def test_a_numbered_list_goes_on_counting() -> None:
    first, second, *_ = split(
        ListBlock(tuple((line(Text(f"point {number} " + "x" * 60)),) for number in range(120)), ordered=True)
    )

    assert isinstance(first.blocks[0], ListBlock) and isinstance(second.blocks[0], ListBlock)
    assert second.blocks[0].start == 1 + len(first.blocks[0].items)


def test_characters_of_two_units_and_joined_emoji_are_not_cut() -> None:
    family = "👨‍👩‍👧"
    found = split(line(Text(family * 1500)))
    assert len(found) > 1
    assert [text_of(part).replace(family, "") for part in found] == [""] * len(found)
    assert "".join(map(text_of, found)) == family * 1500


@pytest.mark.parametrize("word", ["&" * 9000, "*" * 9000, "`" * 9000, "a" * 9000])
def test_one_endless_word_is_cut(word: str) -> None:
    assert "".join(text_of(part) for part in split(line(Text(word)))) == word


def test_a_link_that_cannot_fit_becomes_words() -> None:
    url = "https://nhs.uk/" + "&" * 2900
    found = split(line(Link(url, (Text("label"),))), line(Text("end")))
    assert "".join(text_of(part) for part in found).replace(" ", "").replace("\n", "") == f"label({url})end"


def test_many_blocks_of_their_own_are_spread() -> None:
    assert len(split(*[Small((Text(f"{number}"),)) for number in range(120)])) > 2


def test_quote_line_first_buttons_last_files_after() -> None:
    files = tuple(Attachment(ChannelRef("slack", "T1", "C1"), str(number), f"{number}.png", "") for number in range(12))
    content = Content(
        (Quote((line(Text("word " * 2000)),)),), files, Excerpt("Ann", "words"), (Button("Go", "go"),), previews=True
    )
    *text, first, second = parts(content)

    assert [part.reply for part in text] == [content.reply] + [None] * (len(text) - 1)
    assert [part.buttons for part in text] == [()] * (len(text) - 1) + [content.buttons]
    assert all(part.previews and not part.files for part in text)
    assert (first, second) == (Content(files=files[:10]), Content(files=files[10:]))


def test_files_alone_and_nothing() -> None:
    file = Attachment(ChannelRef("slack", "T1", "C1"), "1", "a.png", "")
    assert parts(Content(files=(file,))) == (Content(files=(file,)),)
    assert parts(Content()) == ()


@pytest.mark.parametrize("length", [3100, 3600, 9000])
@pytest.mark.parametrize("label", ["the label", ""])
def test_a_link_that_is_too_long_to_be_one_becomes_its_label_and_its_whole_address(length: int, label: str) -> None:
    url = "https://e.org/" + "a" * length
    found = split(line(Text("see "), Link(url, (Text(label),) if label else ()), Text(" ok")))

    words = "".join(request(part)["text"] for part in found)
    shown = "".join(text for part in found for text in TEXTS.findall(str(request(part)["blocks"])))
    expected = f"see {f'{label} ({url})' if label else url} ok"
    assert words.replace(" ", "") == shown.replace(" ", "") == expected.replace(" ", "")


@pytest.mark.parametrize("text", ["gap-a" + "\n" * 5000 + "b-end", "a" + " " * 5000 + "b", "a" + " \n" * 9000])
def test_no_part_is_blank_and_no_word_is_lost(text: str) -> None:
    found = split(line(Text(text)))

    assert all(text_of(part).strip() for part in found)
    assert "".join(map(text_of, found)).split() == text.split()


def test_a_message_of_space_has_no_part_but_keeps_its_buttons_and_its_quote_line() -> None:
    blank = (line(Text(" \n" * 9000)),)

    assert parts(Content(blank)) == ()
    assert parts(Content(blank, buttons=(Button("Join", "join"),))) == (Content(buttons=(Button("Join", "join"),)),)


def test_a_file_marked_as_a_spoiler_is_named_and_not_shown() -> None:
    origin = ChannelRef("discord", "1", "2")
    ward = Attachment(origin, "f1", "ward.png", "https://x", "image/png", spoiler=True)
    film, plan = replace(ward, name="film.mp4", media_type="video/mp4"), replace(ward, name="plan.png", spoiler=False)
    first, second = parts(Content((line(Text("Look.")),), (ward, plan, film)))
    [alone] = parts(Content(files=(replace(ward, name="notes.pdf", media_type="application/pdf"),)))

    assert second == Content(files=(plan,))
    assert first.files == alone.files == ()
    assert text_of(first) == (
        "Look.\n"
        "Hidden image: ward.png (marked as a spoiler). Slack cannot cover it, so it was not copied.\n"
        "Hidden video: film.mp4 (marked as a spoiler). Slack cannot cover it, so it was not copied."
    )
    assert text_of(alone).startswith("Hidden file: notes.pdf (marked as a spoiler).")
