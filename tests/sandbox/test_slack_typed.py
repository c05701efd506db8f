"""What members type, as the blocks and text that Slack's client makes of it."""

from typing import Any

import pytest

from sandbox.slack.blocks import check_blocks
from sandbox.slack.markup import mrkdwn
from sandbox.slack.typed import compose
from tests.sandbox.slack_world import World, slack_world

Json = dict[str, Any]


def words(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


async def typed(world: World, text: str) -> tuple[list[Json], str]:
    """The elements of the rich text, and the `text` beside it."""
    blocks = compose(world.ws, text)
    check_blocks(blocks)
    return [element for block in blocks for element in block["elements"]], mrkdwn(blocks)


INLINE: list[tuple[str, list[Json], str]] = [
    ("plain words", [words("plain words")], "plain words"),
    ("a *b* c", [words("a "), words("b", bold=True), words(" c")], "a *b* c"),
    ("*b _i_*", [words("b ", bold=True), words("i", bold=True, italic=True)], "*b* *_i_*"),
    ("~gone~ 5*3*2 snake_case_name", [words("gone", strike=True), words(" 5*3*2 snake_case_name")], ""),
    ("`a*b*<&` x", [words("a*b*<&", code=True), words(" x")], "`a*b*&lt;&amp;` x"),
    ("R&D <3", [words("R&D <3")], "R&amp;D &lt;3"),
    ("see https://a.example/?y&z.", [words("see "), {"type": "link", "url": "https://a.example/?y&z"}, words(".")], ""),
    (
        "[label](https://a.example)",
        [{"type": "link", "url": "https://a.example", "text": "label"}],
        "<https://a.example|label>",
    ),
    (":wave: 👍🏽 :nonsense: :nhs:", [
        {"type": "emoji", "name": "wave", "unicode": "1f44b"},
        words(" "),
        {"type": "emoji", "name": "+1", "unicode": "1f44d-1f3fd", "skin_tone": 4},
        words(" :nonsense: "),
        {"type": "emoji", "name": "nhs"},
    ], ":wave: :+1::skin-tone-4: :nonsense: :nhs:"),
    ("hi @here", [words("hi "), {"type": "broadcast", "range": "here"}], "hi <!here>"),
    ("ann@here.example @nobody", [words("ann@here.example @nobody")], "ann@here.example @nobody"),
    (
        "<!date^1700000000^{date}|then>",
        [{"type": "date", "timestamp": 1_700_000_000, "format": "{date}", "fallback": "then"}],
        "<!date^1700000000^{date}|then>",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "elements", "told"), INLINE)
async def test_inline(text: str, elements: list[Json], told: str) -> None:
    """Marks, links, emoji and mentions inside a line."""
    async with slack_world() as world:
        world.server.add_emoji(world.ws.id, "nhs")
        (section,), said = await typed(world, text)
    assert section == {"type": "rich_text_section", "elements": elements}
    assert not told or said == told


async def test_mentions() -> None:
    """Names are found, the longest first; already picked mentions stay."""
    async with slack_world() as world:
        longer = world.server.add_user(world.ws.id, "Ann Leeson")
        group = world.server.add_usergroup(world.ws.id, "nurses", [])
        (section,), said = await typed(world, f"@Ann Lee, @ann leeson @nurses #general <@{world.bob.id}> #none")
    kinds = [each["type"] for each in section["elements"]]
    assert kinds == ["user", "text", "user", "text", "usergroup", "text", "channel", "text", "user", "text"]
    assert said == (
        f"<@{world.ann.id}>, <@{longer.id}> <!subteam^{group}> <#{world.general.id}|> <@{world.bob.id}> #none"
    )


async def test_lines() -> None:
    """Fences, quotes and nested lists are elements of their own; other lines are one section."""
    text = "one\ntwo\n> quoted\n> *on*\n- a\n    - b\n- c\n3. d\n4. e\n```\nx = *1*\n\ny\n```\nend"
    async with slack_world() as world:
        elements, said = await typed(world, text)
    assert [each["type"].removeprefix("rich_text_") for each in elements] == [
        *("section", "quote", "list", "list", "list", "list", "preformatted", "section"),
    ]
    assert elements[0]["elements"] == [words("one\ntwo")]
    assert [(each["style"], each["indent"], each.get("offset", 0)) for each in elements[2:6]] == [
        ("bullet", 0, 0),
        ("bullet", 1, 0),
        ("bullet", 0, 0),
        ("ordered", 0, 2),
    ]
    assert elements[6]["elements"] == [words("x = *1*\n\ny")]
    assert said == ("one\ntwo\n&gt; quoted\n&gt; *on*\n• a\n    • b\n• c\n3. d\n4. e\n```x = *1*\n\ny```\nend")


async def test_nothing_typed() -> None:
    """Blank text makes no block."""
    async with slack_world() as world:
        assert compose(world.ws, " \n ") == []
