"""What a form says when it opens: in a language where that fits, with days that are to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from adapters.contract.commands import Declaration, ask
from bot import saying
from bot.forms import opened
from bot.saying import _
from storage.languages import Language

TODAY = date(2026, 11, 30)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """When, and where."""

    day: str = ask(_("When?"), hint=_("{now}, or {day} 2pm", now="now", day="{day}"))
    until: str = ask(_("Until when?"), hint="{later}", default="")
    ward: str = ask(_("Which ward?"), choices=(("a", _("Ward A")), ("b", "Ward B")))


FORM = Declaration("visit", _("A visit"), "Plan a visit", Visit, form=True)


def in_welsh(monkeypatch: pytest.MonkeyPatch, **told: str) -> None:
    """These words have a translation."""
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    lines = (f'msgid "{sentence}"\nmsgstr "{words}"\n' for sentence, words in told.items())
    known = saying.loaded((head + "\n".join(lines)).encode())
    monkeypatch.setattr(saying, "catalogue", lambda language: known)


def test_a_form_is_in_a_language_but_for_what_has_no_translation(monkeypatch: pytest.MonkeyPatch) -> None:
    in_welsh(monkeypatch, **{"A visit": "Ymweliad", "When?": "Pryd?", "Ward A": "Ward A!", "(optional)": "(dewisol)"})
    made = opened(FORM, TODAY, {"ward": "b"}, Language.WELSH)
    when, until, ward = made.asks

    assert (made.name, made.title, made.answers) == ("visit", "Ymweliad", {"ward": "b"})
    assert (when.label, until.label) == ("Pryd?", "Until when?")
    assert ward.choices == (("a", "Ward A!"), ("b", "Ward B"))
    assert (made.send, made.cancel, made.optional) == ("Send", "Cancel", "(dewisol)")
    assert [each.required for each in made.asks] == [True, False, True]


def test_without_a_language_a_form_is_as_it_is_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    in_welsh(monkeypatch, **{"A visit": "Ymweliad"})
    made = opened(FORM, TODAY)

    assert (made.title, made.answers) == ("A visit", {})
    assert [each.label for each in made.asks] == [each.label for each in FORM.asks]


def test_hints_show_days_that_are_to_come_as_they_are_to_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    in_welsh(monkeypatch, **{"{now}, or {day} 2pm": "{now}, neu {day} 2pm"})
    hints = [[each.hint for each in opened(FORM, TODAY, {}, language).asks] for language in Language]

    assert hints[0] == ["now, or Thursday 10 December 2pm", "31 May 2027", ""]
    assert hints[1] == ["now, neu Thursday 10 December 2pm", "31 May 2027", ""]


def test_what_is_too_long_or_empty_is_english_and_the_rest_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    filler = "x" * (100 - len("now, or Thursday 10 December 2pm"))
    long = {"A visit": "y" * 25, "When?": "y" * 46, "Ward A": "y" * 76, "Send": "y" * 25, "Until when?": " "}
    in_welsh(monkeypatch, **long, **{"Which ward?": "y" * 45, "{now}, or {day} 2pm": "{now}, or {day} 2pmx" + filler})
    made = opened(FORM, TODAY, {}, Language.WELSH)
    when, until, ward = made.asks

    assert (made.title, made.send, when.label, until.label) == ("A visit", "Send", "When?", "Until when?")
    assert (ward.choices[0], ward.label) == (("a", "Ward A"), "y" * 45)
    assert when.hint == "now, or Thursday 10 December 2pm"
    in_welsh(monkeypatch, **{"{now}, or {day} 2pm": "{now}, or {day} 2pm" + filler})
    assert len(opened(FORM, TODAY, {}, Language.WELSH).asks[0].hint) == 100
