"""Declarations as slash commands and modals, and what comes back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from adapters.contract.commands import Declaration, Kind, Way, ask
from adapters.slack import commands
from adapters.slack.commands import Where
from sandbox.slack.blocks import check_view
from tests.adapters.rooms import shown


@dataclass(frozen=True)
class Wishes:
    topic: str = ask("What is it about?", hint="A few words")
    sector: str = ask("Your sector", choices=(("nhs", "NHS"), ("care", "Social care")))
    more: str = ask("Tell us more", kind=Kind.PARAGRAPH, max_length=9000, default="")
    days: tuple[str, ...] = ask("Days", kind=Kind.CHOICES, choices=(("mon", "Monday"), ("tue", "Tuesday")), default=())


@dataclass(frozen=True)
class Days:
    day: str = ask("When?", hint="{day} 2pm")


FORM = Declaration("ask help", "Ask for help", "Ask people who know", Wishes, form=True)
DECLARED = (
    FORM,
    Declaration("ask", "Ask", "Ask anything"),
    Declaration("ask me", "Ask me", "Only behind a button", ways=frozenset({Way.BUTTON})),
    Declaration("bridge create", "Create", "Make a bridge"),
)


@pytest.mark.parametrize(
    ("first", "text", "name", "rest"),
    [
        ("ask", "help  me now ", "ask help", "me now"),
        ("ask", "", "ask", ""),
        ("bridge", "create beds", "bridge create", "beds"),
        ("bridge", "Create Beds", "bridge create", "Beds"),
    ],
)
def test_which_command_is_meant(first: str, text: str, name: str, rest: str) -> None:
    found = commands.slash(DECLARED, first, text)
    assert found is not None and (found[0].name, found[1]) == (name, rest)


def test_words_that_mean_nothing_are_no_command() -> None:
    assert commands.slash(DECLARED, "bridge", "destroy") is None
    assert commands.slash(DECLARED, "ask", "me now") is None  # what stands alone takes no words
    assert commands.unknown("bridge", " destroy <!all> now") == "bridge destroy"
    assert commands.unknown("bridge", " ") == "bridge"


def submitted(view: dict[str, Any], **values: Any) -> dict[str, Any]:
    state = {name: {"answer": value} for name, value in values.items()}
    return {"user": {"id": "U1", "username": "ann"}, "view": {**view, "state": {"values": state}}}


def test_a_form_says_what_it_opens_with() -> None:
    view = commands.view(shown(FORM, {"sector": "care"}), Where("U1", "C1"), typed={"topic": "Falls", "sector": "nhs"})
    topic, sector, more, _days = view["blocks"]

    assert [view[part]["text"] for part in ("title", "submit", "close")] == ["Ask for help", "Post it", "Not now"]
    assert (topic["label"]["text"], topic["hint"]["text"]) == ("What is it about?", "A few words")
    assert topic["element"]["initial_value"] == "Falls"
    assert sector["element"]["initial_option"] == sector["element"]["options"][1]
    assert sector["element"]["options"][1]["value"] == "care"
    assert more["label"]["text"] == "Tell us more" and more["optional"]  # Slack says so by itself


def test_hints_can_show_days_in_forms_alone() -> None:
    with pytest.raises(ValueError, match="no form"):
        Declaration("plan", "Plan", "Plan", Days)


def test_a_form_brings_back_where_it_was_opened_and_the_answers() -> None:
    where = Where("U1", "C1", "1.2", "3.4", "row 7", "https://hooks.slack.com/x", called="ann")
    view = commands.view(shown(FORM), where)
    check_view(view, "modal")

    body = submitted(
        view,
        topic={"type": "plain_text_input", "value": "Falls"},
        more={"type": "plain_text_input", "value": None},
        sector={"type": "static_select", "selected_option": {"value": "nhs"}},
        days={"type": "multi_static_select", "selected_options": [{"value": "mon"}, {"value": "tue"}]},
    )
    assert commands.of_form(body) == where
    assert commands.answers(body) == {"topic": "Falls", "sector": "nhs", "days": ("mon", "tue")}
    assert FORM.read(commands.answers(body)) == Wishes("Falls", "nhs", "", ("mon", "tue"))


def test_a_form_drops_the_way_back_before_it_is_too_large() -> None:
    where = Where("U1", "C1", argument="x" * 2500, url="https://hooks.slack.com/" + "y" * 1200)
    view = commands.view(shown(FORM), where)
    kept = json.loads(view["private_metadata"])
    assert kept == {"channel": "C1", "argument": "x" * 2000}


def test_where_a_button_was_pressed() -> None:
    body = {
        "user": {"id": "U1", "username": "ann"},
        "channel": {"id": "C1"},
        "container": {"type": "message", "message_ts": "3.4", "thread_ts": "1.2"},
        "message": {"ts": "3.4", "thread_ts": "1.2"},
        "actions": [{"action_id": "ask~1", "value": "row 7"}],
        "response_url": "https://hooks.slack.com/x",
        "trigger_id": "t",
    }
    assert commands.of_press(body) == Where("U1", "C1", "1.2", "3.4", "row 7", "https://hooks.slack.com/x", "t", "ann")
