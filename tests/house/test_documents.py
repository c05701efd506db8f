"""What the documents lead to is there: links, headings, files and tests that they name, and the map of the bot."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.house.tree import CODE, ROOT, files

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)\s<>]+)\)")
QUOTED = re.compile(r"`([^`\n]+)`")
IN_OUR_FOLDERS = re.compile(rf"(?:{'|'.join((*CODE, 'docs'))})/[\w./*]*")
A_TEST = re.compile(r"test_\w+\.py")
IN_A_MODULE = re.compile(r"`((?:\w+/)+\w+)` \(`(\w+)`")  # a module, and behind it what in it is meant


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


def test_what_the_map_names_in_a_module_is_there() -> None:
    named = IN_A_MODULE.findall((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))

    assert len(named) > 5
    assert [each for each in named if not defines(*each)] == []


def test_the_map_shows_every_folder_and_module_at_the_top_of_the_bot() -> None:
    shown = {word for name in quoted(ROOT / "docs" / "architecture.md") for word in re.findall(r"\w+", name)}
    there = {path.stem for path in (ROOT / "bot").iterdir() if path.suffix == ".py" or path.is_dir()}

    assert sorted(there - shown - {"__init__", "__main__", "__pycache__"}) == []
