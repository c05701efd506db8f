"""The manifest that the README tells organisers to paste is the one that the declarations make."""

from __future__ import annotations

import json

from adapters.contract.commands import Way, Who
from bot.compose import declarations, slack_manifest
from bot.grouped import GROUPS
from tests.house.tree import ROOT

PATH = ROOT / "docs" / "slack-manifest.json"


def test_the_manifest_in_the_docs_is_fresh() -> None:
    assert json.loads(PATH.read_text(encoding="utf-8")) == slack_manifest()


def test_of_several_commands_the_list_says_what_all_are_for_and_which_are_for_organisers() -> None:
    slash = [it for it in declarations() if Way.SLASH in it.ways]
    listed = {it["command"].removeprefix("/"): it for it in slack_manifest()["features"]["slash_commands"]}
    several = {root for root in listed if sum(it.name.split()[0] == root for it in slash) > 1}

    assert several == set(GROUPS)
    for each in slash:
        root, _, second = each.name.partition(" ")
        everybody, _, organisers = listed[root].get("usage_hint", "").partition("; for organisers: ")
        typed = each.typed.removeprefix(f"/{root}").strip()
        assert typed in (organisers if each.who is Who.ORGANISER else everybody).split(" | ") or not typed
        assert not second or listed[root]["description"] != each.summary
