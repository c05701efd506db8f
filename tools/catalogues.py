"""Brings the catalogues for translators up to date: the template from the sentences, each language from the template.

`python tools/catalogues.py` writes them; with `--check` it only says whether they are, and ends with 1 when not.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from adapters.contract.moments import hint_today
from bot.compose import declarations
from bot.forms import words
from bot.saying import Said

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "bot" / "catalogues"
SOURCES = ("adapters", "bot")
TEMPLATE = FOLDER / "unsilo.pot"
KEYWORDS = {"_": None, "n_": (1, 2)}
LANGUAGES = ("cy",)
YEAR = [date(2026, 1, 1) + timedelta(days=day) for day in range(366)]  # of days that hints can show
_THEN = datetime(2026, 1, 1, tzinfo=UTC)  # the same in each run: a catalogue changes with its sentences alone
ABOUT: dict[str, Any] = {
    "project": "Unsilo", "version": "0.1.0", "creation_date": _THEN,
    "msgid_bugs_address": "docs/translating.md", "last_translator": "nobody yet", "language_team": "nobody yet",
}  # fmt: skip


def template() -> Catalog:
    """Every sentence that can be translated, with the files in which it stands, and how long it may be in a form."""
    found = Catalog(header_comment="# Sentences of Unsilo for translators: docs/translating.md.", fuzzy=False, **ABOUT)
    for folder in SOURCES:
        for name, _, sentence, comments, context in extract_from_dir(
            ROOT / folder, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
        ):
            found.add(sentence, None, [(f"{folder}/{name}", 0)], auto_comments=comments, context=context)
    for written, most in limits().items():
        if (message := found.get(written)) is not None:
            message.auto_comments.append(f"At most {most} characters.")
    return found


def limits() -> dict[str, int]:
    """How many characters the sentences of forms may have as translators write them, with names in braces."""
    found: dict[str, int] = {}
    for text, most in (each for declared in declarations() if declared.form for each in words(declared)):
        if isinstance(text, Said):
            room = most + len(text.one) - max(len(hint_today(text, day)) for day in (YEAR if "{" in text else YEAR[:1]))
            found[text.one] = min(room, found.get(text.one, room))
    return found


def translated(language: str, sentences: Catalog) -> Catalog:
    """A language's catalogue with all sentences of the template; of those that are gone, what was translated stays."""
    file = FOLDER / f"{language}.po"
    if not file.exists():
        comment = "# Sentences of Unsilo in another language: docs/translating.md."
        known = Catalog(locale=language, header_comment=comment, revision_date=_THEN, **ABOUT)
    else:
        known = read_po(BytesIO(file.read_bytes()), locale=language)
    known.update(sentences, no_fuzzy_matching=True)
    known.fuzzy = False
    for gone in [key for key, message in known.obsolete.items() if not any(message.string or ())]:
        del known.obsolete[gone]
    return known


def written(catalogue: Catalog) -> bytes:
    """A catalogue as its file holds it."""
    out = BytesIO()
    write_po(out, catalogue, width=110, include_lineno=False, sort_by_file=True)
    return out.getvalue()


def files() -> dict[Path, bytes]:
    """What each file is to hold."""
    sentences = template()
    made = {FOLDER / f"{language}.po": written(translated(language, sentences)) for language in LANGUAGES}
    return {TEMPLATE: written(sentences), **made}


def main(arguments: list[str]) -> int:
    """Write the files, or look whether they are up to date."""
    old = [path for path, content in files().items() if not path.exists() or path.read_bytes() != content]
    for path in old:
        print(f"{path.relative_to(ROOT)} {'is not up to date' if '--check' in arguments else 'is written'}")
        if "--check" not in arguments:
            path.write_bytes(files()[path])
    return 1 if old and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
