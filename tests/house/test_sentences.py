"""Sentences that members read are plain English: short, without jargon, and said in catalogues alone."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.tree import ROOT, modules, parsed

LONGEST = 25  # words; the aim is 20
AIM, MOST_ABOVE = 20, 0.1  # the share of sentences that may be longer than the aim
BANNED = re.compile(
    r"\b(?:utili[sz]e|leverage|facilitate|in order to|prior to|please note|simply|just click|whitelist|blacklist"
    r"|invalid|illegal|abort|execute|fatal|e\.g\.|i\.e\.|etc\.|via|e-mail|login|webhook|token|payload|database row"
    r"|dear|oops|sorry)\b|!",
    re.IGNORECASE,
)
OTHER_NAMES = {"texts/__init__.py", "events/wording.py", "introductions/questions.py", "introductions/talk.py"}
CATALOGUES = [
    path for path in modules("bot") if path.stem.endswith("texts") or str(path.relative_to(ROOT / "bot")) in OTHER_NAMES
]
# Read by whoever runs the bot.
OPERATORS = re.compile(
    r"bot/(?:cli/\w+|demo/\w+|compose|convert|doctor|embedding/understanding|health|logs|metrics|settings|web|__main__)\.py"
)
FORMS = {"people/fields.py", "people/being_found.py"}  # the words of a form, beside its questions
WORDS = re.compile(r"[a-z')] [a-z]")


def strings(tree: ast.Module) -> list[str]:
    """Every string of a module but its docstrings; what is filled in counts as one word."""
    docs = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            found.append("".join(str(it.value) if isinstance(it, ast.Constant) else "so" for it in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs | inside:
            found.append(node.value)
    return found


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part for part in re.split(r"(?<=[.?!:;])\s+", text) if part.strip()]


def ends(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return text.rstrip().endswith((".", ":")) and WORDS.search(text) is not None


ALL = [(path, part) for path in CATALOGUES for text in strings(parsed(path)) for part in sentences(text)]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_is_too_long_to_follow(path: object) -> None:
    assert [part for known, part in ALL if known == path and len(part.split()) > LONGEST] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_word_is_used_that_people_stumble_over(path: object) -> None:
    assert [(part, found[0]) for known, part in ALL if known == path and (found := BANNED.search(part))] == []


def test_most_sentences_are_as_short_as_the_style_asks() -> None:
    long = [part for _, part in ALL if len(part.split()) > AIM]

    assert len(ALL) > 200
    assert len(long) / len(ALL) < MOST_ABOVE, long


def test_members_read_no_sentence_that_is_in_no_catalogue() -> None:
    found = []
    for path in modules("bot"):
        name = str(path.relative_to(ROOT))
        if path in CATALOGUES or OPERATORS.fullmatch(name) or name.removeprefix("bot/") in FORMS:
            continue
        found += [f"{name}: {text}" for text in strings(parsed(path)) if ends(text)]

    assert found == []
    assert len(CATALOGUES) > 10
