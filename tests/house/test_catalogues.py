"""Every sentence that can be translated is in the catalogues, and each catalogue can be said."""

from __future__ import annotations

import ast
import re
import runpy
from collections.abc import Callable
from datetime import date
from io import BytesIO
from string import Formatter
from typing import Any

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from adapters.contract.commands import Declaration, Way
from adapters.contract.questions import HINT_LIMIT, TITLE_LIMIT
from bot import saying
from bot.compose import SWITCHES, declarations
from bot.consents import Switch
from bot.forms import fitting, words
from bot.saying import CATALOGUES, Said
from storage.languages import Language
from tests.house.test_sentences import CATALOGUES as SENTENCES
from tests.house.test_sentences import WORDS
from tests.house.tree import ROOT, parsed

TOOL: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "catalogues.py"))
template: Callable[[], Catalog] = TOOL["template"]
limits: Callable[[], dict[str, int]] = TOOL["limits"]
YEAR: list[date] = TOOL["YEAR"]
ASKING = [each for each in declarations() if each.asks]
FORMS = [each for each in ASKING if each.form]
FILES = [CATALOGUES / f"{language}.po" for language in Language if language is not Language.ENGLISH]
SAY = {"_", "n_"}


def unsaid(tree: ast.Module) -> list[str]:
    """Strings of several words that are no part of a sentence that can be translated; but for docstrings and keys."""
    said = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAY
        for part in ast.walk(node)
    }
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    keys = {id(key) for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys}
    compared = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Compare) for part in ast.walk(node)}
    matched = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.MatchValue)}
    known = said | docs | keys | compared | matched
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in known
        if WORDS.search(node.value)
    ]


def said(declared: Declaration) -> list[str]:
    """What members read of a command's questions: all that a form says, of others' labels and choices.

    A choice that is called as it is typed ("on", "english") is no word of ours, nor is an example without any.
    """
    if declared.form:
        return [text for text, _ in words(declared) if has_words(text)]
    labels = [each.label for each in declared.asks]
    return labels + [label for each in declared.asks for value, label in each.choices if label.casefold() != value]


def has_words(text: str) -> bool:
    """Whether there is anything to translate: not in an address, in what is filled in, or in a time of day."""
    return re.search(r"\b[^\W\d_]+\b", re.sub(r"\{\w+\}|https://\S*", "", text)) is not None


def too_long(language: Language) -> set[str]:
    """Sentences of forms whose translations do not fit, on some day of the year, where they stand."""
    texts = {each for declared in FORMS for each in words(declared)}
    told = ((text, most) for text, most in texts if isinstance(text, Said) and text.told(language))
    return {text.one for text, most in told if not all(fitting(text, most, language, day) for day in days_of(text))}


def days_of(text: str) -> list[date]:
    """The days on which a text is to be looked at."""
    return YEAR if "{" in text else YEAR[:1]


def filled_in(text: object) -> set[str]:
    """What is filled in: the names in braces, each as they stand there."""
    assert isinstance(text, str)
    return {
        f"{name}{spec}{conversion or ''}" for _, name, spec, conversion in Formatter().parse(text) if name is not None
    }


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda switch: str(switch.kind))
def test_what_members_say_yes_to_can_be_translated(switch: Switch) -> None:
    for text in (switch.title, switch.summary, switch.wording, switch.give.label, switch.withdraw.label):
        assert isinstance(text, Said), text
    parts = switch.wording.parts if isinstance(switch.wording, Said) else ()
    assert all(isinstance(part, Said) for part in parts)


def test_what_there_is_to_type_can_be_translated() -> None:
    typed = [each for each in declarations() if Way.SLASH in each.ways]

    assert [each.name for each in typed if not isinstance(each.summary, Said)] == []
    assert len(typed) > 50


@pytest.mark.parametrize("declared", ASKING, ids=lambda declared: str(declared.name))
def test_what_a_command_asks_can_be_translated(declared: Declaration) -> None:
    assert [text for text in said(declared) if not isinstance(text, Said)] == []


def test_what_is_no_word_needs_no_translation() -> None:
    assert [has_words(text) for text in ("https://…", "{day} 2pm", "{later}", "")] == [False] * 4
    assert [has_words(text) for text in ("No", "now, or {day} 9am", "Sectors, at https://…")] == [True] * 3


def test_translators_are_told_how_long_a_word_of_a_form_may_be() -> None:
    comments = {each.id: each.auto_comments for each in template()}
    titles = {declared.title: TITLE_LIMIT for declared in FORMS}

    assert len(titles) > 10 and titles.items() <= limits().items()
    assert limits()["{now}, or {day} 9am"] == HINT_LIMIT - len("now, or Wednesday 2 September") + len("{now}, or {day}")
    assert all(f"At most {most} characters." in comments[sentence] for sentence, most in limits().items())


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.stem))
def test_no_translation_is_too_long_for_the_form_in_which_it_stands(
    file: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    [written] = [each for each in FILES if each == file]
    known = saying.loaded(written.read_bytes())
    monkeypatch.setattr(saying, "catalogue", lambda language: known)
    assert too_long(Language(written.stem)) == set()


@pytest.mark.parametrize(("more", "long"), [(0, set[str]()), (1, set(limits()))], ids=["fits", "does not"])
def test_a_translation_that_is_too_long_is_found(more: int, long: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    made = Catalog(locale="cy")
    for sentence, most in limits().items():
        names = "".join(f"{{{name}}}" for name in sorted(filled_in(sentence)))
        made.add(sentence, names + "y" * (most + more - len(names)))
    written = BytesIO()
    write_po(written, made)
    known = saying.loaded(written.getvalue())
    monkeypatch.setattr(saying, "catalogue", lambda language: known)
    assert too_long(Language.WELSH) == long


@pytest.mark.parametrize("path", SENTENCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_sentence_of_a_module_can_be_translated(path: object) -> None:
    [found] = [unsaid(parsed(each)) for each in SENTENCES if each == path]

    assert found == []


def test_the_template_and_each_language_hold_every_sentence_and_no_other() -> None:
    wanted = {each.id for each in template()}
    assert len(wanted) > 100
    for file in (TOOL["TEMPLATE"], *FILES):
        found = {each.id for each in read_po(BytesIO(file.read_bytes()))}
        assert found == wanted, f"{file.name} is not up to date: make catalogues"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.stem))
def test_a_translation_fills_in_what_the_english_does_in_every_form(file: object) -> None:
    [found] = [read_po(BytesIO(each.read_bytes()), locale=each.stem) for each in FILES if each == file]
    assert found.num_plurals == len(Locale.parse(str(found.locale)).plural_form.tags) + 1
    for each in found:
        told = each.string if isinstance(each.string, tuple) else (each.string,)
        if each.id and any(told):
            english = each.id[-1] if isinstance(each.id, tuple) else each.id
            assert [filled_in(form) for form in told] == [filled_in(english)] * len(told), each.id


@pytest.mark.parametrize("text", ["Yes, do it now.", "a b"])
def test_a_sentence_that_cannot_be_translated_is_found(text: str) -> None:
    assert unsaid(ast.parse(f"X = {text!r}")) == [text]
    assert unsaid(ast.parse(f"def x():\n    return f'{text} {{y}}'")) == [f"{text} "]
    assert unsaid(ast.parse(f"X = _({text!r})")) == []


def test_what_is_filled_in_is_told_apart() -> None:
    assert filled_in("{a} and {b.c}") == {"a", "b.c"}
    assert filled_in("{a!r:>9}") != filled_in("{a}")
