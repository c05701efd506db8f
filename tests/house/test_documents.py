"""What the documents name is there: links, headings, files, tests, commands, settings, and the map of the bot."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from bot.metrics import GAUGES
from tests.house.test_settings import ALL
from tests.house.tree import CODE, ROOT, files, modules
from tests.house.typed import code, is_operators, is_slash

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)\s<>]+)\)")
QUOTED = re.compile(r"`([^`\n]+)`")
IN_OUR_FOLDERS = re.compile(rf"(?:{'|'.join((*CODE, 'docs'))})/[\w./*]*")
A_TEST = re.compile(r"test_\w+\.py")
IN_A_MODULE = re.compile(r"`((?:\w+/)+\w+)` \(`(\w+)`")  # a module, and behind it what in it is meant
A_SLASH = re.compile(r"/[a-z][a-z-]*( [^/]*)?")
AN_OPERATORS = re.compile(r"(?:sudo |\.venv/bin/)?unsilo( .+)?")
A_SETTING = re.compile(r"([A-Z][A-Z0-9]*_[A-Z0-9_]+(?:<NAME>\w+)?)(?:=.*)?")
A_FIGURE = re.compile(r"unsilo_\w+")
A_TARGET = re.compile(r"make ([a-z]+)")
A_ROUTE = re.compile(r"""web\.(?:get|post)\("(/[a-z]+)""")
# Slack's own command, a folder of the system's, and what a long exam is told besides.
OTHERS = {"/invite @unsilo", "/proc"}
BESIDES = {"SOAK_MINUTES"}


@cache
def routes() -> frozenset[str]:
    """What the bot serves, by the first word of its addresses."""
    return frozenset(each for path in modules("bot") for each in A_ROUTE.findall(path.read_text(encoding="utf-8")))


@cache
def anchors(document: Path) -> frozenset[str]:
    """What links into a document may end with: its headings, as GitHub writes them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)


def quoted(document: Path) -> list[str]:
    """What stands in a document as code."""
    return QUOTED.findall(document.read_text(encoding="utf-8"))


def leads_nowhere(link: str, document: Path) -> bool:
    """Whether a link is to a file that is not there, or to a heading that a document does not have."""
    place, _, heading = link.partition("#")
    target = (document.parent / place).resolve() if place else document
    return not target.exists() or bool(heading and heading not in anchors(target))


def is_there(name: str) -> bool:
    """Whether there is such a file, folder or module; a name may stand for several."""
    return any(any(ROOT.glob(name.rstrip("/") + ending)) for ending in ("", ".py"))


def defines(module: str, name: str) -> bool:
    """Whether a module defines a function of this name."""
    text = (ROOT / f"{module}.py").read_text(encoding="utf-8")
    return re.search(rf"\bdef {name}\(", text) is not None


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda it: it.name)
def test_a_link_leads_to_a_file_and_a_heading_that_are_there(document: Path) -> None:
    links = [link for link in LINK.findall(document.read_text(encoding="utf-8")) if "://" not in link]

    assert [link for link in links if leads_nowhere(link, document)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda it: it.name)
def test_a_file_that_a_document_names_is_there(document: Path) -> None:
    named = [it for it in quoted(document) if IN_OUR_FOLDERS.fullmatch(it)]

    assert [name for name in named if not is_there(name)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda it: it.name)
def test_a_test_that_a_document_names_is_there(document: Path) -> None:
    tests = {path.name for path in files(ROOT / "tests")}

    assert [name for name in quoted(document) if A_TEST.fullmatch(name) and name not in tests] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda it: it.name)
def test_a_command_that_a_document_names_is_there(document: Path) -> None:
    said = [each for each in code(document) if A_SLASH.fullmatch(each) and each not in OTHERS | routes()]

    assert [each for each in said if not is_slash(each)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda it: it.name)
def test_a_command_of_the_operator_that_a_document_names_is_there(document: Path) -> None:
    said = [each for each in code(document) if AN_OPERATORS.fullmatch(each)]

    assert [each for each in said if not is_operators(each)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda it: it.name)
def test_a_setting_that_a_document_names_is_there(document: Path) -> None:
    named = [found[1] for each in code(document) if (found := A_SETTING.fullmatch(each))]

    assert [name for name in named if name not in {*ALL, *BESIDES}] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda it: it.name)
def test_a_figure_that_a_document_names_is_there(document: Path) -> None:
    source = (ROOT / "bot" / "metrics.py").read_text(encoding="utf-8")
    named = A_FIGURE.findall(document.read_text(encoding="utf-8"))

    assert [name for name in named if f'"{name}"' not in source and name.removeprefix("unsilo_") not in GAUGES] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda it: it.name)
def test_a_make_target_that_a_document_names_is_there(document: Path) -> None:
    source = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = [found[1] for each in code(document) if (found := A_TARGET.match(each))]

    assert [name for name in named if not re.search(rf"^{name}:", source, re.MULTILINE)] == []


def test_what_the_map_names_in_a_module_is_there() -> None:
    named = IN_A_MODULE.findall((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))

    assert len(named) > 5
    assert [each for each in named if not defines(*each)] == []


def test_the_map_shows_every_folder_and_module_at_the_top_of_the_bot() -> None:
    shown = {word for name in quoted(ROOT / "docs" / "architecture.md") for word in re.findall(r"\w+", name)}
    there = {path.stem for path in (ROOT / "bot").iterdir() if path.suffix == ".py" or path.is_dir()}

    assert sorted(there - shown - {"__init__", "__main__", "__pycache__"}) == []
