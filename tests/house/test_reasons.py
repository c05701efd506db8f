"""What adapters say to people is in the catalogues, and is known again when it was kept as plain English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st

from bot import saying
from bot.saying import recalled, spoken
from storage.languages import Language
from tests.brackets import bracketed
from tests.house.test_catalogues import template
from tests.house.test_sentences import CATALOGUES, ends
from tests.house.tree import ROOT, modules, parsed

# Where in what is raised, or told, the sentence stands.
SAID_IN = {"Refused": 0, "DiscordRefused": 0, "Later": 0, "Unsure": 0, "ChannelLost": 3, "CommunityLost": 3}
# Read by whoever runs the bot, in the terminal.
OPERATORS = re.compile(r"adapters/(?:discord|slack)/(?:checks|manifest)\.py")
# Stands in a channel for everybody.
HIDDEN = "Hidden so: so (marked as a spoiler). Slack cannot cover it, so it was not copied."
FOR_ALL = {"adapters/slack/split.py": [HIDDEN]}
WELSH = Language.WELSH


def unmarked(tree: ast.Module) -> Iterator[str]:
    """What is a sentence, or is raised as one, and does not go through `_` as it stands; what is filled in is a word.

    Docstrings do not count, nor what a ValueError says: it is for who writes declarations, or types in the terminal.
    """
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    named = [(node.func.id, node) for node in calls if isinstance(node.func, ast.Name)]
    docs = [node for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    apart = [*docs, *(node for name, node in named if name in ("_", "ValueError"))]
    raised = {id(arg) for name, node in named if name in SAID_IN for arg in node.args[SAID_IN[name] :][:1]}
    known = {id(part) for node in apart for part in ast.walk(node)}
    known |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    yield from (ast.unparse(node) for name, node in named if name == "_" and not words(node.args[0]))
    for node in ast.walk(tree):
        if id(node) not in known and (text := words(node)) and (ends(text) or id(node) in raised):
            yield text


def words(node: ast.AST) -> str:
    """What a node says; empty when it says nothing."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(it.value) if isinstance(it, ast.Constant) else "so" for it in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


ADAPTERS = [path for path in modules("adapters") if not OPERATORS.fullmatch(str(path.relative_to(ROOT)))]


@pytest.mark.parametrize("path", ADAPTERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_adapters_say_nothing_to_people_that_translators_do_not_see(path: object) -> None:
    [(name, found)] = [(str(it.relative_to(ROOT)), list(unmarked(parsed(it)))) for it in ADAPTERS if it == path]

    assert found == FOR_ALL.get(name, [])


@pytest.mark.parametrize(
    "code",
    [
        "raise Later('busy', 1.0)",
        "raise Refused(f'{x} is {y}', Why.GONE)",
        "CommunityLost(key, at, community, f'gone from {x}')",
        "X = 'It is gone.'",
        "f(f'It is {x}.')",
        "X = _(GONE)",
    ],
)
def test_what_translators_do_not_see_is_found(code: str) -> None:
    assert len(list(unmarked(ast.parse(code)))) == 1
    assert list(unmarked(ast.parse("raise Later(_('It is gone.'), 1.0)\nraise ValueError('It is no id.')"))) == []


NEVER_KEPT = {"another"}  # time: the rules of events say why at that moment


def forgotten(tree: ast.Module) -> list[str]:
    """Text functions with a `why` that may have been kept as plain text, and that do not say it by `reason`."""
    found = []
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and any(
            each.arg == "why" and isinstance(each.annotation, ast.Name) and each.annotation.id == "str"
            for each in function.args.args
        ):
            uses = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            if not any(isinstance(it.func, ast.Name) and it.func.id in ("reason", "recalled") for it in uses):
                found.append(function.name)
    return found


def test_no_sentence_says_why_in_english_alone() -> None:
    assert [name for path in CATALOGUES for name in forgotten(parsed(path)) if name not in NEVER_KEPT] == []
    assert forgotten(ast.parse("def x(why: str) -> str:\n    return _('No. {why}', why=why)")) == ["x"]


def sentences(catalogue: Catalog) -> list[str]:
    """The adapters' sentences in a catalogue."""
    ours = (each for each in catalogue if any(file.startswith("adapters/") for file, _line in each.locations))
    return sorted(str(each.id) for each in ours)


def fields(sentence: str) -> set[str]:
    """The names in braces."""
    return {name for _words, name, _spec, _conversion in Formatter().parse(sentence) if name is not None}


SENTENCES = sentences(template())
LOADED = saying.loaded(bracketed())
FILLED = [each for each in SENTENCES if fields(each)]
NAMES = st.text("abcXYZ019._-", min_size=1, max_size=12)
ANYTHING = st.text(st.characters(exclude_characters="⟦⟧"), max_size=30) | st.sampled_from(FILLED)


@pytest.fixture(scope="module", autouse=True)
def translated() -> Iterator[None]:
    """There is a catalogue of Welsh."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(saying, "catalogue", lambda language: LOADED if language is WELSH else None)
        yield


def test_every_sentence_in_which_nothing_is_filled_in_is_known_again() -> None:
    alone = [each for each in SENTENCES if not fields(each)]

    assert [spoken(recalled(each), WELSH) for each in alone] == [f"⟦{each}⟧" for each in alone]
    assert len(alone) > 50 and len(FILLED) > 25


@given(st.sampled_from(FILLED), st.data())
def test_every_sentence_is_known_again_with_what_is_filled_in(sentence: str, data: st.DataObject) -> None:
    filled = {name: data.draw(NAMES, name) for name in fields(sentence)}

    assert spoken(recalled(sentence.format(**filled)), WELSH) == f"⟦{sentence.format(**filled)}⟧"


@given(st.sampled_from(FILLED), st.data())
def test_a_sentence_is_known_whatever_is_filled_in_and_nothing_is_lost(sentence: str, data: st.DataObject) -> None:
    english = sentence.format(**{name: data.draw(ANYTHING, name) for name in fields(sentence)})
    said = spoken(recalled(english), WELSH)

    assert said.startswith("⟦") and said.replace("⟦", "").replace("⟧", "") == english


@given(st.text(max_size=60))
def test_what_is_no_sentence_of_ours_stays_as_it_stands(text: str) -> None:
    assert spoken(recalled(f"~{text}"), WELSH) == f"~{text}"
