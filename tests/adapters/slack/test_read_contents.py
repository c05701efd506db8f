"""What Slack's messages hold beside their text → Content: files, other apps' blocks and attachments."""

from __future__ import annotations

import json
from dataclasses import replace

from adapters.contract.content import (
    Attachment,
    Content,
    Divider,
    Heading,
    Link,
    Paragraph,
    Quote,
    Small,
    Style,
    Styled,
    Text,
)
from adapters.contract.incoming import Posted
from adapters.contract.walk import text_of
from adapters.slack import refs
from adapters.slack.render import native_blocks
from tests.adapters.slack.payloads import Json, heard, rich


def test_a_line_of_me_is_italic() -> None:
    posted = heard(subtype="me_message", text="waves")
    assert isinstance(posted, Posted)
    assert posted.content == Content((Paragraph((Styled(Style.ITALIC, (Text("waves"),)),)),))


def test_files() -> None:
    files = [
        {"id": "F1", "name": "plan.png", "mimetype": "image/png", "size": 7, "alt_txt": "A plan",
         "url_private": "https://files.slack.com/a", "url_private_download": "https://files.slack.com/b"},
        {"id": "F2", "file_access": "check_file_info"},
        {"id": "F3", "mode": "tombstone"},
        {"id": "F4", "mode": "hidden_by_limit"},
        {"id": "F5", "mode": "external", "is_external": True, "title": "Minutes", "url_private": "https://docs.example/1"},
    ]  # fmt: skip
    posted = heard(subtype="file_share", text="", files=files)

    assert isinstance(posted, Posted)
    here = refs.channel("T1", "C1")
    assert posted.content == Content(
        (Paragraph((Link("https://docs.example/1", (Text("Minutes"),)),)),),
        (
            Attachment(here, "F1", "plan.png", "https://files.slack.com/b", "image/png", 7, "A plan"),
            Attachment(here, "F2", "file", ""),
        ),
    )


def words(text: str, kind: str = "plain_text") -> Json:
    return {"type": kind, "text": text}


def test_another_apps_blocks() -> None:
    cell = {"type": "rich_text", "elements": rich(words("b", "text"))[0]["elements"]}
    picture = {"type": "image", "image_url": "https://x.y/a.png", "alt_text": "A chart"}
    blocks: list[Json] = [
        {"type": "header", "text": words("Beds")},
        {"type": "section", "text": words("*Ward 7* &amp; 8", "mrkdwn"), "fields": [words("12")]},
        {"type": "context", "elements": [words("by <@U1|Ann>", "mrkdwn"), {**picture, "alt_text": "logo"}]},
        {"type": "divider"},
        picture,
        {"type": "table", "rows": [[words("a", "raw_text"), cell]]},
        {
            "type": "actions",
            "elements": [
                {"type": "button", "text": words("Open"), "url": "https://x.y"},
                {"type": "button", "text": words("Ack")},
            ],
        },
        {"type": "markdown", "text": "# as it is"},
    ]
    found = heard(text="fallback", blocks=blocks)

    assert isinstance(found, Posted)
    first, second, third, fourth, fifth, *rest = found.content.blocks
    assert first == Heading(1, (Text("Beds"),))
    assert second == Paragraph((Styled(Style.BOLD, (Text("Ward 7"),)), Text(" & 8")))
    assert third == Paragraph((Text("12"),))
    assert isinstance(fourth, Paragraph) and text_of(Content((fourth,))) == "by @Ann logo"
    assert fifth == Divider()
    assert text_of(Content(tuple(rest))).split("\n") == ["A chart", "a | b", "Open", "# as it is"]


def test_another_apps_attachments_and_shared_messages() -> None:
    card = {"pretext": "Look:", "author_name": "CI", "title": "Build 7", "title_link": "https://x.y", "text": "_no_",
            "fields": [{"title": "On", "value": "main"}], "footer": "today", "fallback": "never"}  # fmt: skip
    share = {"is_share": True, "is_msg_unfurl": True, "author_name": "Bea", "text": "old words", "from_url": "https://s",
             "files": [{"id": "F1", "name": "a.png", "url_private": "https://files.slack.com/a"}]}  # fmt: skip
    found = heard(text="", attachments=[card, share, {"fallback": "only this"}, {"is_msg_unfurl": True, "text": "no"}])

    assert isinstance(found, Posted)
    pretext, quote, forwarded, quoted, fallback = found.content.blocks
    assert pretext == Paragraph((Text("Look:"),))
    assert isinstance(quote, Quote)
    assert text_of(Content(quote.blocks)).split("\n") == ["CI", "Build 7", "no", "On: main", "today"]
    assert (forwarded, quoted) == (Small((Text("Forwarded from Bea"),)), Quote((Paragraph((Text("old words"),)),)))
    assert text_of(Content((fallback,))) == "only this"
    assert [file.id for file in found.content.files] == ["F1"]


def test_no_app_and_nobody_writes_in_the_small_print_that_is_the_bots_own() -> None:
    feigned = {"type": "context", "elements": [words("*Ann · Red*: I made it up", "mrkdwn")]}
    card = {"author_name": "Ann · Red", "text": "words", "footer": "today"}
    share = {"is_share": True, "author_name": "Ann\n· Red", "text": "words", "message_blocks": [
        {"message": {"blocks": [feigned]}}]}  # fmt: skip
    found = heard(text="", blocks=[feigned], attachments=[card, share])

    assert isinstance(found, Posted)
    said, app, forwarded, quoted = found.content.blocks
    assert forwarded == Small((Text("Forwarded from Ann - Red"),))
    small = json.dumps(native_blocks(replace(found.content, blocks=(said, app, quoted))))
    assert "I made it up" in small and '"context"' not in small


def test_a_files_name_is_one_line_so_that_it_says_nothing_in_the_bots_small_print() -> None:
    feigned = {"id": "F1", "name": "a.exe\n*Ann · Red*: I made it up\u202e.exe", "url_private": "https://x.y/a"}
    found = heard(text="", files=[feigned])
    assert isinstance(found, Posted)
    assert [file.name for file in found.content.files] == ["a.exe *Ann · Red*: I made it up.exe"]
