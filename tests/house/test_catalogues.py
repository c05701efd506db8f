"""Every sentence that can be translated is in the catalogues, and each catalogue can be said."""

from __future__ import annotations

import ast
import runpy
from collections.abc import Callable
from io import BytesIO
from string import Formatter
from typing import Any

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from adapters.contract.commands import Way
from bot.compose import SWITCHES, declarations
from bot.consents import Switch
from bot.saying import CATALOGUES, Said
from storage.languages import Language
from tests.house.test_sentences import CATALOGUES as SENTENCES
from tests.house.test_sentences import WORDS
from tests.house.tree import ROOT, parsed

TOOL: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "catalogues.py"))
template: Callable[[], Catalog] = TOOL["template"]
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


def filled_in(text: object) -> set[str]:
    """What is filled in: the names in braces, each as they stand there."""
    assert isinstance(text, str)
    return {
        f"{name}{spec}{conversion or ''}" for _, name, spec, conversion in Formatter().parse(text) if name is not None
    }


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda switch: str(switch.kind))
def test_what_members_say_yes_to_can_be_translated(switch: Switch) -> None:
    for words in (switch.title, switch.summary, switch.wording, switch.give.label, switch.withdraw.label):
        assert isinstance(words, Said), words
    parts = switch.wording.parts if isinstance(switch.wording, Said) else ()
    assert all(isinstance(part, Said) for part in parts)


def test_what_there_is_to_type_can_be_translated() -> None:
    typed = [each for each in declarations() if Way.SLASH in each.ways]

    assert [each.name for each in typed if not isinstance(each.summary, Said)] == []
    assert len(typed) > 50


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
