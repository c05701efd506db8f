"""What the loopback Slack accepts as blocks and what it refuses, with its complaints."""

from typing import Any

import pytest

from sandbox.slack import SlackError
from sandbox.slack.blocks import check_blocks, check_view
from tests.sandbox.slack_world import refused, slack_world

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def section(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


WORDS = {"type": "text", "text": "words", "style": {"bold": True, "italic": True, "strike": True, "code": True}}
ALL_INLINES = section(
    WORDS,
    {"type": "link", "url": "https://a.example", "text": "a", "style": {"bold": True}},
    {"type": "link", "url": "mailto:ann@a.example"},
    {"type": "user", "user_id": "U0ANN"},
    {"type": "usergroup", "usergroup_id": "S0TEAM"},
    {"type": "channel", "channel_id": "C0GENERAL"},
    {"type": "broadcast", "range": "here"},
    {"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fd", "skin_tone": 4},
    {"type": "date", "timestamp": 1_700_000_000, "format": "{date} at {time}", "fallback": "then"},
    {"type": "color", "value": "#005eb8"},
)
BUTTON = {"type": "button", "action_id": "go", "text": plain("Go"), "value": "1"}

ACCEPTED: list[list[Json]] = [
    [],
    [rich(ALL_INLINES)],
    [
        rich(
            {"type": "rich_text_list", "style": "ordered", "indent": 1, "offset": 2, "elements": [section(WORDS)]},
            {"type": "rich_text_list", "style": "bullet", "elements": [section()]},
            {"type": "rich_text_quote", "elements": [WORDS], "border": 1},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1"}]},
        )
    ],
    [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}, "accessory": BUTTON}],
    [{"type": "header", "text": plain("Meetup")}, {"type": "divider", "block_id": "line"}],
    [{"type": "context", "elements": [{"type": "mrkdwn", "text": "by *Ann*"}]}],
    [{"type": "image", "image_url": "https://a.example/a.png", "alt_text": "A chart"}],
    [{"type": "actions", "elements": [BUTTON, {**BUTTON, "action_id": "stop", "style": "danger"}]}],
    [{"type": "table", "rows": [[{"type": "raw_text", "text": "a"}, rich(section(WORDS))]]}],
]


@pytest.mark.parametrize("blocks", ACCEPTED)
def test_accepted(blocks: list[Json]) -> None:
    """Blocks as Slack documents them pass."""
    check_blocks(blocks)


REFUSED: list[tuple[list[Json], str]] = [
    ([{"type": "heading"}], "unsupported type: heading [json-pointer:/blocks/0/type]"),
    ([{}], "missing required field: type [json-pointer:/blocks/0]"),
    ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    ([rich()], "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"),
    ([{"type": "rich_text"}], "missing required field: elements [json-pointer:/blocks/0]"),
    ([rich(WORDS)], "unsupported type: text [json-pointer:/blocks/0/elements/0/type]"),
    (
        [rich(section({"type": "text", "text": ""}))],
        "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]",
    ),
    (
        [rich(section({"type": "text", "text": "a", "style": {"loud": True}}))],
        "invalid additional property: loud [json-pointer:/blocks/0/elements/0/elements/0/style]",
    ),
    ([rich(section({"type": "link", "text": "a"}))], "missing required field: url"),
    ([rich(section({"type": "link", "url": "no scheme"}))], "failed to match required pattern"),
    ([rich(section({"type": "user", "user_id": "ann"}))], "failed to match required pattern"),
    ([rich(section({"type": "broadcast", "range": "all"}))], "must be a valid enum value: here, channel, everyone"),
    (
        [rich({"type": "rich_text_list", "style": "bullet", "indent": 9, "elements": [section(WORDS)]})],
        "must be no more than 8 [json-pointer:/blocks/0/elements/0/indent]",
    ),
    (
        [rich({"type": "rich_text_list", "style": "bullet", "elements": [WORDS]})],
        "unsupported type: text [json-pointer:/blocks/0/elements/0/elements/0/type]",
    ),
    (
        [rich({"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "U0ANN"}]})],
        "unsupported type: user",
    ),
    ([{"type": "section"}], "must provide at least one of text, fields [json-pointer:/blocks/0]"),
    ([{"type": "section", "text": plain("x" * 3001)}], "must be less than 3001 characters"),
    ([{"type": "section", "text": {"type": "markdown", "text": "x"}}], "unsupported type: markdown"),
    ([{"type": "header", "text": plain("x" * 151)}], "must be less than 151 characters"),
    ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "must be a valid enum value: plain_text"),
    ([{"type": "context", "elements": [plain("x")] * 11}], "no more than 10 items allowed"),
    ([{"type": "actions", "elements": [BUTTON, BUTTON]}], "action_id already exists"),
    ([{"type": "actions", "elements": [{**BUTTON, "text": plain("x" * 76)}]}], "must be less than 76 characters"),
    ([{"type": "actions", "elements": [{**BUTTON, "value": 1}]}], "must provide a string"),
    (
        [{"type": "actions", "elements": [{"type": "static_select", "action_id": "a", "placeholder": plain("x")}]}],
        "must provide exactly one of options, option_groups",
    ),
    ([{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}], "block_id already exists"),
    ([{"type": "image", "alt_text": "x"}], "must provide exactly one of image_url, slack_file"),
    ([{"type": "image", "image_url": "https://a.example", "alt_text": ""}], "must be more than 0 characters"),
    ([{"type": "input", "label": plain("Name"), "element": {"type": "plain_text_input"}}], "unsupported type: input"),
    ([{"type": "markdown", "text": "x" * 7000}, {"type": "markdown", "text": "x" * 7000}], "markdown must be less"),
    ([{"type": "divider", "text": plain("x")}], "invalid additional property: text"),
]


@pytest.mark.parametrize(("blocks", "complaint"), REFUSED)
def test_refused(blocks: list[Json], complaint: str) -> None:
    """Wrong blocks are `invalid_blocks`, with a complaint that points to the place."""
    with pytest.raises(SlackError, match="invalid_blocks") as error:
        check_blocks(blocks)
    assert complaint in " ".join(error.value.extra["errors"])


async def test_complaints_reach_the_real_client() -> None:
    """slack_sdk shows them in `errors` and `response_metadata.messages`."""
    async with slack_world() as world:
        answer = await refused(
            world.client.chat_postMessage(channel=world.general.id, text="x", blocks=[{"type": "nonsense"}])
        )
    complaint = "[ERROR] unsupported type: nonsense [json-pointer:/blocks/0/type]"
    assert (answer["error"], answer["errors"]) == ("invalid_blocks", [complaint])
    assert answer["response_metadata"]["messages"] == [complaint]


def test_blocks_are_too_long_together() -> None:
    """Each section may be legal and the whole still too long."""
    with pytest.raises(SlackError, match="msg_blocks_too_long"):
        check_blocks([{"type": "section", "text": plain("x" * 3000)}] * 5)


MODAL: Json = {"type": "modal", "title": plain("Hello"), "blocks": [{"type": "divider"}]}
INPUT: Json = {"type": "input", "label": plain("Name"), "element": {"type": "plain_text_input", "action_id": "name"}}


def test_accepted_views() -> None:
    """A modal with an input, and a Home tab."""
    check_view({**MODAL, "blocks": [INPUT], "submit": plain("Send"), "private_metadata": "{}"}, "modal")
    check_view({"type": "home", "blocks": [{"type": "divider"}]}, "home")


@pytest.mark.parametrize(
    ("view", "complaint"),
    [
        ({**MODAL, "title": plain("x" * 25)}, "must be less than 25 characters [json-pointer:/view/title/text]"),
        ({**MODAL, "blocks": [INPUT]}, "missing required field: submit"),
        ({**MODAL, "blocks": []}, "no fewer than 1 items allowed"),
        ({**MODAL, "blocks": [{"type": "divider"}] * 101}, "no more than 100 items allowed"),
        ({**MODAL, "private_metadata": "x" * 3001}, "must be less than 3001 characters"),
        ({**MODAL, "state": {}}, "invalid additional property: state"),
        ({"type": "home", "blocks": [{"type": "divider"}]}, "must be modal"),
        ("modal", "must provide an object"),
    ],
)
def test_refused_views(view: Any, complaint: str) -> None:
    """Wrong views are `invalid_arguments`, with a complaint that points to the place."""
    with pytest.raises(SlackError, match="invalid_arguments") as error:
        check_view(view, "modal")
    assert complaint in " ".join(error.value.extra["response_metadata"]["messages"])
