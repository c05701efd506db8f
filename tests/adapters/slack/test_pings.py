"""Whom a message of the bot pings: the people and channels that it is meant to, and nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.contract.content import (
    Block,
    Code,
    Content,
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
    plain,
)
from adapters.contract.walk import leaves, map_spans
from adapters.slack import parts, request
from sandbox.slack.markup import pings
from tests.adapters.rooms import ANN, Listener, picture
from tests.adapters.slack.contents import contents
from tests.adapters.slack.room import SlackRoom

PAT = Mention(MentionKind.USER, "77", "Pat", target="U0PAT")
CHANNEL = Mention(MentionKind.CHANNEL, "88", "talk", target="C0TALK")


def block_of(*spans: Span) -> list[Block]:
    line = Paragraph(spans)
    return [line, Heading(1, spans), Small(spans), Quote((line,)), ListBlock(((line,),))]


@pytest.mark.parametrize("block", block_of(Text("Ask "), Styled(Style.BOLD, (PAT,)), Text(" in "), CHANNEL))
def test_a_mention_with_a_target_is_a_ping_in_text_and_blocks(block: Block) -> None:
    body = request(Content((block,)))

    assert "<@U0PAT>" in body["text"] and "<#C0TALK>" in body["text"]
    assert pings("", body["blocks"]) == [("user", "U0PAT")]
    assert "C0TALK" in str(body["blocks"])


@pytest.mark.parametrize(
    "mention",
    [
        replace(PAT, target=""),
        replace(PAT, target="!channel"),
        replace(PAT, target="U0PAT> <!here"),
        replace(PAT, target="C0TALK"),
        replace(PAT, kind=MentionKind.GROUP),
        replace(PAT, kind=MentionKind.GROUP, target="S0LEADS"),
        replace(PAT, kind=MentionKind.EVERYONE, id="here"),
        replace(PAT, id="<!channel>", name="<!channel>", target=""),
        replace(CHANNEL, target="U0PAT"),
    ],
)
def test_every_other_mention_is_a_name(mention: Mention) -> None:
    for block in block_of(mention):
        body = request(Content((block,)))
        assert pings(body["text"], body["blocks"], link_names=False) == []
        assert "<#" not in body["text"]


def test_words_and_link_labels_that_look_like_pings_are_words() -> None:
    sly = "<@U0PAT> <!channel> @here"
    content = Content(
        (Paragraph((Text(sly), Code(sly), Link("https://example.org", (PAT, Text(sly))))), Small((Text(sly),))),
        reply=Excerpt(sly, sly),
    )
    body = request(content)

    assert pings(body["text"], body["blocks"]) == []


@given(contents, st.sets(st.sampled_from(["U0PAT", "U0BEA", "W0CY"])))
def test_exactly_those_are_pinged_who_are_meant(content: Content, meant: set[str]) -> None:
    nobody = map_spans(content, lambda span: replace(span, target="") if isinstance(span, Mention) else span)
    mentions = tuple(Mention(MentionKind.USER, "1", "x", target=id) for id in sorted(meant))
    pinged: set[tuple[str, str]] = set()
    for part in parts(replace(nobody, blocks=(*nobody.blocks, Paragraph(mentions)))):
        body = request(part)
        pinged.update(pings(body["text"], body.get("blocks", [])))
        assert all(not isinstance(span, Mention) or span.target in {"", *meant} for span in leaves(part))

    assert pinged == {("user", id) for id in meant}


def pinged(room: SlackRoom) -> list[tuple[str, str]]:
    return [(entry.data["kind"], entry.data["target"]) for entry in room.noted("ping")]


async def test_posts_edits_and_files_ping_a_linked_member_and_nobody_else(room: SlackRoom, listener: Listener) -> None:
    ping = Content((Paragraph((Text("Over to "), replace(PAT, target=room.pat.id), Text(" not @here or <!channel>"))),))
    ref = await room.platform.send(room.channel, plain("Over to Pat."), token="t1", persona=ANN)
    assert pinged(room) == []
    await room.platform.edit(ref, ping, persona=ANN)
    await room.platform.send(room.channel, ping, token="t2", persona=ANN)
    await room.platform.send(room.channel, replace(ping, files=(picture(room.channel),)), token="t3", persona=ANN)

    assert set(pinged(room)) == {("user", room.pat.id)} and len(pinged(room)) >= 2
    assert f"<@{room.pat.id}>" in room.place.messages[ref.id]["text"]
