"""The manifest that the README tells organisers to paste is the one that the declarations make."""

from __future__ import annotations

import json

from bot.compose import slack_manifest
from tests.house.tree import ROOT

PATH = ROOT / "docs" / "slack-manifest.json"


def test_the_manifest_in_the_docs_is_fresh() -> None:
    assert json.loads(PATH.read_text(encoding="utf-8")) == slack_manifest()
