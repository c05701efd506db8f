"""The page of what is held of somebody."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from adapters.contract import codec
from adapters.contract.content import Emoji, plain
from adapters.contract.platform import Persona
from bot import saying as sentences
from bot.acts import Act
from bot.events.rules import FOR_GUESTS
from bot.introductions import asking, outcomes, planning, talk
from bot.introductions import texts as intro_texts
from bot.introductions.rules import Frequency, State
from bot.patients import screening as patients
from bot.patients.holding_texts import FOUND
from bot.privacy import page_texts
from bot.privacy.page import page
from bot.privacy.values import TAKING_PART, said
from storage.consents import Kind
from storage.events import EventState
from storage.exclusions import Exclusion
from storage.held import Held
from storage.languages import Language
from storage.profiles import UNTIL_RESUMED, Said, Sector, Stage
from storage.rsvps import Answer, Seat


def test_the_page_shows_what_people_wrote_as_text_only() -> None:
    made = page({"made at": "now", "accounts": ["<b>"], "held": {"messages": [{"content": "<img src=x onerror=y>"}]}})

    assert "<img" not in made and "<b>" not in made and "&lt;img" in made


def test_the_page_says_what_is_held_in_plain_words() -> None:
    row = {"sector": "nhs", "employer_shown": False, "paused_until": 0.0, "made_at": 1770717600.0, "new_one": 3}
    made = page({"made at": "2026-11-30T14:00:00+00:00", "accounts": [], "held": {"profile": [row]}})

    for head, value in (
        ("Sector", "NHS"),
        ("Employer shown to people you meet", "no"),
        ("Paused until", "none"),
        ("Made on", "10 February 2026, 10:00 UTC"),
        ("New one", "3"),
    ):
        assert f">{head}</th>" in made and f"<td>{value}</td>" in made
    assert "Made on 30 November 2026, 14:00 UTC" in made


def test_a_wide_table_scrolls_and_says_what_it_knows_of_deletion() -> None:
    made = page({"made at": "now", "accounts": [], "held": {"messages": [{"deleted_at": 1770717600.0}, {}]}})

    assert '<div role="region" aria-label="Messages" tabindex="0"><table>' in made and "overflow-x:auto" in made
    assert "anywhere" not in made  # which breaks words in narrow columns
    assert ">Copies removed on</th>" in made and "<td>none</td>" in made


@pytest.mark.parametrize(
    ("title", "column", "values"),
    [
        ("profile", "sector", Sector),
        ("profile", "stage", Stage),
        ("profile", "frequency", Frequency),
        ("approved profile texts", "said", Said),
        ("profile texts as numbers", "text", Said),
        ("answers to events", "answer", Answer),
        ("answers to events", "seat", [seat for seat in Seat if seat]),
        ("opt-outs, bans and mutes", "why", Exclusion),
        ("language you read", "language", Language),
        ("messages held", "state", Held),
        ("messages held", "kinds", patients.Kind),
        ("events organised", "state", EventState),
        ("event reminders", "kind", [*FOR_GUESTS, "host"]),
        ("what you said yes to", "kind", Kind),
        ("introductions", "state", State),
        ("introductions you asked for", "state", State),
        ("introductions", "origin", [asking.ROUND, asking.PEERS, asking.ALTERNATE, asking.EVENT]),
        ("introductions", "outcome", [value for value, _ in talk.OUTCOMES]),
        ("introductions", "talked", [value for value, _ in outcomes.TALKED_ANSWERS]),
        ("introductions", "leaning", outcomes.STEPS),
        ("rounds of introductions", "result", [planning.PLACED, planning.ABSENT, *intro_texts.WHYS]),
        ("acts written down", "act", Act),
        (TAKING_PART, "size", intro_texts.SIZES),
        ("blocked in introductions", "kind", ["person", "employer", "sector"]),
    ],
)
def test_every_value_that_is_kept_has_words(title: str, column: str, values: Iterable[str]) -> None:
    words = page_texts.OF.get(title, {}).get(column) or page_texts.VALUES[column]

    assert set(map(str, values)) - set(words) == set()
    assert all(isinstance(said, sentences.Said) for said in words.values())


@pytest.mark.parametrize(
    ("title", "column", "value", "words"),
    [
        ("profile", "account", "slack:T1/U7", "U7 in Red Trust"),
        ("profile", "account", "discord:/77", "77 on Discord"),
        ("profile", "account", "unsilo:/86062d0f", "kept as a code only"),
        ("profile", "home", "slack:T1", "Red Trust"),
        ("messages", "channel", "discord:5/6", "6 in 5"),
        ("messages", "content", codec.encode(plain("Falls at night")), "Falls at night"),
        ("messages", "author", codec.encode(Persona("Ann")), "Ann"),
        ("reactions", "emoji", codec.encode(Emoji("thumbsup", "👍")), "👍"),
        ("reactions", "emoji", codec.encode(Emoji("nhs")), ":nhs:"),
        ("questions you asked", "words", "{what} helps?", "{what} helps?"),
        ("questions you asked", "words", "yes", "yes"),
        ("messages held", "kinds", "nhs number,birth and name", None),
        ("acts written down", "act", "ban", "somebody banned …"),
        ("acts written down", "detail", "slack:T1/U7", "U7 in Red Trust"),
        ("acts written down", "detail", "discord:/77", "77 on Discord"),
        ("acts written down", "detail", "nhs number, birth and name", None),
        ("acts written down", "detail", "and/or: pills", "and/or: pills"),
        ("numbers among people of one name", "name", "6e1c2d51eafeff35", "kept as a code only"),
        ("profile made searchable", "model", "all-MiniLM-L6-v2@53aa+lens@8185", "the language model all-MiniLM-L6-v2"),
        (TAKING_PART, "days", "01", "Monday, Tuesday"),
        (TAKING_PART, "starts", 540, "9am"),
        (TAKING_PART, "ends", 1050, "5:30pm"),
        (TAKING_PART, "leanings", '{"nhs": 1.5, "falls": 0.5}', "NHS: more like it, falls: less like it"),
        (TAKING_PART, "wording", 4, "version 4 of the words, which stand under “what you said yes to”"),
        ("opt-outs, bans and mutes", "bridge_id", 0, "all bridges"),
        ("reactions", "at", 0.0, "none"),
        ("profile", "paused_until", UNTIL_RESUMED, "until you end it"),
        ("profile", "employer", None, "none"),
    ],
)  # fmt: skip
def test_what_is_kept_is_said_in_words(title: str, column: str, value: object, words: str | None) -> None:
    shown = said(title, column, value, {"slack:T1": "Red Trust"}, Language.ENGLISH)

    assert shown == (words or ", ".join(map(str, (FOUND[kind] for kind in list(FOUND) if kind in str(value)))))
