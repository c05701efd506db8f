"""A workspace in which the bot's commands have a prefix: typed with it, and named with it by the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from adapters.contract.commands import Command, Declaration, Form, Way, ask
from adapters.contract.content import Code, Content, Link, Paragraph, Style, Styled, Text, plain
from adapters.contract.walk import text_of
from adapters.slack import Workspace, commands
from adapters.slack.commands import Where
from adapters.slack.manifest import manifest
from adapters.slack.prefix import Prefix
from tests.adapters.rooms import ANN, Listener, shown
from tests.adapters.slack.room import SlackRoom, slack_room


@dataclass(frozen=True)
class Wishes:
    """A form's questions."""

    name: str = ask("What did /bridge list say?", hint="Use /bridge list")


DECLARED = (
    Declaration("bridge create", "Create", "Make a bridge; then use /bridge invite", Wishes, form=True),
    Declaration("bridge invite", "Invite", "Make a code"),
    Declaration("unsilo", "Unsilo", "What the bot can do"),
    Declaration("report", "Report", "Only in the menu; see /unsilo", ways=frozenset({Way.MENU})),
)


def test_the_manifest_has_prefixed_commands() -> None:
    made = manifest(DECLARED, "care-")
    commands = made["features"]["slash_commands"]

    assert [it["command"] for it in commands] == ["/care-bridge", "/care-unsilo"]
    assert commands[0]["description"] == "Make a bridge; then use /care-bridge invite"
    assert made["features"]["shortcuts"][0]["description"] == "Only in the menu; see /care-unsilo"
    assert made["features"]["shortcuts"][0]["callback_id"] == "report"


def test_without_a_prefix_the_manifest_is_as_it_was() -> None:
    assert manifest(DECLARED, "") == manifest(DECLARED)
    assert [it["command"] for it in manifest(DECLARED)["features"]["slash_commands"]] == ["/bridge", "/unsilo"]


@pytest.mark.parametrize("prefix", ["/", "Care", "a b", "1", "-x", "é", "a_b", "a" * 11])
def test_what_cannot_begin_a_command_is_no_prefix(prefix: str) -> None:
    with pytest.raises(ValueError, match="cannot begin a Slack command"):
        Workspace("riverside", "xoxb-1", prefix=prefix)
    with pytest.raises(ValueError, match="cannot begin a Slack command"):
        manifest(DECLARED, prefix)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Use /bridge create NAME.", "Use /carebridge create NAME."),
        ("/bridge", "/carebridge"),
        ("(/bridge status), /unsilo!", "(/carebridge status), /careunsilo!"),
        ("/bridges and /bridge-it", "/bridges and /bridge-it"),
        ("/report and /else", "/report and /else"),
        ("https://example.org/bridge", "https://example.org/bridge"),
        ("or and/bridge or ./bridge or //bridge", "or and/bridge or ./bridge or //bridge"),
        ("/bridge/x", "/bridge/x"),
        ("/carebridge", "/carebridge"),
    ],
)
def test_commands_are_named_as_they_are_typed(text: str, shown: str) -> None:
    assert Prefix("care", DECLARED).words(text) == shown
    assert Prefix("", DECLARED).words(text) == text


def test_commands_are_named_so_in_every_span() -> None:
    told = Text("/unsilo ")
    content = Content(
        (Paragraph((told, Code("/bridge invite"), Styled(Style.BOLD, (told,)), Link("/bridge", (told,)))),)
    )

    assert text_of(Prefix("x-", DECLARED).content(content)) == "/x-unsilo /x-bridge invite/x-unsilo /x-unsilo "


@pytest.mark.parametrize(("typed", "meant"), [("/carebridge", "bridge"), ("/bridge", "bridge"), ("/else", "else")])
def test_a_typed_command_is_the_declared_one(typed: str, meant: str) -> None:
    assert Prefix("care", DECLARED).stripped(typed) == meant


def test_a_prefix_that_begins_the_name_itself() -> None:
    assert Prefix("un", DECLARED).stripped("/ununsilo") == Prefix("un", DECLARED).stripped("/unsilo") == "unsilo"


@pytest.fixture
async def prefixed(listener: Listener) -> AsyncIterator[SlackRoom]:
    """A workspace whose commands begin with "care"."""
    async with slack_room(listener, prefix="care") as room:
        yield room


async def test_a_prefixed_command_is_heard_by_its_own_name(prefixed: SlackRoom, listener: Listener) -> None:
    listener.answer = plain("Now use /examine survey.")
    assert await prefixed.use("examine") == ["Now use /careexamine survey."]
    await prefixed.use("examine survey", topic="Falls", sector="care")

    command, form = listener.calls
    assert isinstance(command, Command) and command.name == "examine"
    assert isinstance(form, Form) and form.name == "examine survey"


def test_a_form_asks_in_the_workspace_s_words() -> None:
    [question] = commands.view(shown(DECLARED[0]), Where("U1", "C1"), Prefix("care", DECLARED))["blocks"]
    assert question["label"]["text"] == "What did /carebridge list say?"
    assert question["hint"]["text"] == "Use /carebridge list"


async def test_a_command_that_means_nothing_is_answered_in_the_workspace_s_words(listener: Listener) -> None:
    line = Paragraph((Code("/bridge create"), Text(": "), Text("Make a bridge; then use /bridge invite")))
    listener.answer = Content((line,))
    async with slack_room(listener, prefix="care", declarations=DECLARED) as room:
        [told] = await room.use("bridge mend")

    assert [call.name for call in listener.calls] == ["bridge mend"]
    assert "`/carebridge create`: Make a bridge; then use /carebridge invite" in told


async def test_the_bot_names_its_commands_and_nobody_else_s_words_change(prefixed: SlackRoom) -> None:
    content = plain("Try /examine.")
    ours = await prefixed.platform.send(prefixed.channel, content, token="t1")
    await prefixed.platform.send(prefixed.channel, content, token="t2", persona=ANN)
    seen = [each.text for each in await prefixed.seen()]
    await prefixed.platform.edit(ours, plain("Do try /examine."))

    assert seen == ["Try /careexamine.", "Try /examine."]
    assert [each.text for each in await prefixed.seen()] == ["Do try /careexamine.", "Try /examine."]
