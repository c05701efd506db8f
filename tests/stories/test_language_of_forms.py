"""A form opens in the language of whoever opens it: what it asks, what can be chosen, and the words on its buttons."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from adapters.contract.content import Content
from adapters.contract.forms import Opened
from adapters.contract.walk import text_of
from bot import app, saying
from bot import texts as shared
from bot.language import texts
from storage.database import Unavailable
from storage.languages import Language
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.introducing import FALLS
from tests.stories.test_language import pseudo as pseudo
from tests.stories.test_language import translated as translated
from tests.stories.town import Json, Town, open_town

TOO_LONG = "What does it mean?"  # of the form of `/jargon add`


def words(opened: Opened | Content) -> list[str]:
    """All that a form says."""
    assert isinstance(opened, Opened)
    asked = [(ask.label, ask.hint, *(label for _, label in ask.choices)) for ask in opened.asks]
    return [opened.title, *(text for each in asked for text in each if text), opened.send, opened.cancel]


def bare(text: str) -> str:
    """A text without the brackets of its translation."""
    return text.removeprefix("⟦").removesuffix("⟧")


async def test_a_form_opens_in_the_language_of_whoever_opens_it_and_of_nobody_else(
    world: World, ann: Member, bert: Member, translated: None
) -> None:
    await ann.use("language", name="cymraeg")
    for who in (ann, bert):
        await who.use("profile", sector="nhs", problem=FALLS)
    theirs, other = await ann.opens("profile"), await bert.opens("profile")

    assert isinstance(theirs, Opened) and isinstance(other, Opened)
    assert len(words(theirs)) > 10 and all(text.startswith("⟦") for text in words(theirs))
    assert words(other) == [bare(text) for text in words(theirs)]
    assert theirs.answers == other.answers == {"sector": "nhs", "problem": FALLS}
    assert [value for value, _ in theirs.asks[0].choices] == [value for value, _ in other.asks[0].choices]


async def test_whoever_may_not_use_a_form_is_told_so_in_their_language(
    world: World, ann: Member, translated: None
) -> None:
    await ann.use("language", name="cymraeg")
    told = await ann.opens("bridge create")

    assert isinstance(told, Content) and text_of(told) == f"⟦{shared.ORGANISERS_ONLY}⟧"


@pytest.mark.parametrize("slow", [False, True], ids=["away", "slow"])
async def test_a_form_opens_in_english_when_the_database_does_not_answer(
    world: World, ann: Member, translated: None, monkeypatch: pytest.MonkeyPatch, slow: bool
) -> None:
    await ann.use("language", name="cymraeg")
    await ann.use("profile", sector="nhs", problem=FALLS)

    async def read(*_: object) -> object:
        if slow:
            await asyncio.Event().wait()
        raise Unavailable("the database is away")

    if slow:
        monkeypatch.setattr(app, "BEGIN_WITHIN", 0.01)
    monkeypatch.setattr(world.database, "read", read)
    for name in ("profile", "jargon add"):
        opened = await ann.opens(name)
        assert isinstance(opened, Opened) and opened.answers == {}
        assert not any("⟦" in text for text in words(opened)) and len(words(opened)) > 5


async def test_without_any_translation_a_form_that_depends_on_nobody_asks_the_database_nothing(
    world: World, ann: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def read(*_: object) -> object:
        asked.append("something")
        raise Unavailable("the database is away")

    monkeypatch.setattr(world.database, "read", read)
    opened = await ann.opens("jargon add")
    assert isinstance(opened, Opened) and (opened.title, asked) == ("Add a term", [])
    await ann.opens("profile")
    assert asked == ["something"]


async def test_why_an_answer_does_not_fit_is_said_in_one_language_with_the_labels_of_its_question(
    world: World, ann: Member, translated: None
) -> None:
    await ann.use("language", name="cymraeg")
    long = await ann.told("jargon add", term="x" * 41, expansion="y", meaning="z")
    wrong = (await ann.told("bridge optout", where="nowhere")).splitlines()
    block = (await ann.told("intro block", kind="nobody")).splitlines()
    given_back = (await ann.told("ask", words="NHS number 999 000 0018 asks", me="nobody")).splitlines()

    assert long.splitlines()[0] == "⟦“⟦Term⟧” takes up to 40 characters. Yours has 41.⟧"
    assert wrong == ["⟦Please choose one of these for “⟦Where⟧”:⟧", "⟦here: this bridge⟧", f"⟦{wrong[2][1:-1]}⟧"]
    assert wrong[2].startswith("⟦everywhere: ")  # what is typed is the same in every language
    assert block[1] == "⟦person: ⟦a person⟧⟧"
    assert "⟦Your question⟧" in given_back


async def test_on_both_platforms_forms_open_in_welsh_before_whoever_chose_it(
    sqlite_url: str, pseudo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = f'msgstr "⟦{TOO_LONG}⟧"'.encode()
    assert line in pseudo
    known = saying.loaded(pseudo.replace(line, f'msgstr "{"hir " * 20}"'.encode()))
    monkeypatch.setattr(saying, "catalogue", lambda language: known if language is Language.WELSH else None)
    async with open_town(sqlite_url) as town:
        await town.on_slack("command", "paul", name="language", text="cymraeg")
        await town.slack_told(saying.spoken(texts.chosen("Cymraeg"), Language.WELSH), "paul")
        await town.on_discord("command", "dave", name="language", options={"name": "cymraeg"})
        await town.discord_told(saying.spoken(texts.chosen("Cymraeg"), Language.WELSH), "dave")
        for who, welsh in (("paul", True), ("pat", False)):
            shown = await opened_on_slack(town, who)
            assert shown == [f"⟦{text}⟧" if welsh and text != TOO_LONG else text for text in map(bare, shown)]
            assert bare(shown[0]) == "Add a term" and shown[1:3] == (
                ["⟦Send⟧", "⟦Cancel⟧"] if welsh else ["Send", "Cancel"]
            )
            assert "As people write it: ICB" in map(bare, shown) and TOO_LONG in shown
        for who, welsh in (("dave", True), ("dana", False)):
            opened = await town.on_discord("command", who, name="jargon add")
            shown = on_discord(opened["form"])
            assert shown == [f"⟦{text}⟧" if welsh and text != TOO_LONG else text for text in map(bare, shown)]
            assert bare(shown[0]) == "Add a term" and TOO_LONG in shown


async def opened_on_slack(town: Town, who: str) -> list[str]:
    """What the modal says that opens before somebody who adds a term."""
    workspace = town.sandbox.slack.workspace(town.slack["team"])
    await town.on_slack("command", who, name="jargon", text="add")
    [form] = await town.until(lambda: workspace.stacks.get(town.slack[who]))
    view: Json = workspace.views[form].native
    head: list[Any] = [view[part]["text"] for part in ("title", "submit", "close")]
    return head + [block[part]["text"] for block in view["blocks"] for part in ("label", "hint") if part in block]


def on_discord(form: Json) -> list[str]:
    """What a modal says."""
    fields = form["components"]
    return [form["title"], *(field[part] for field in fields for part in ("label", "description") if part in field)]
