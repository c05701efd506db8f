"""What somebody wrote into a form that is not taken comes back to them, and to nobody else."""

from __future__ import annotations

from dataclasses import dataclass, replace

from adapters.contract.commands import Caller, Command, Declaration, Form, Kind, Reply, ask
from adapters.contract.content import Button
from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from adapters.contract.walk import text_of
from bot import texts
from bot.feature import Call
from bot.returning import refused, returned

ANN, HERE = AccountRef("red", "home", "Ann"), ChannelRef("red", "home", "talk")
WHY = "It is not taken."


@dataclass(frozen=True)
class Wish:
    """A form."""

    title: str = ask("Title")
    kind: str = ask("Kind", choices=(("a", "A"), ("b", "B")))
    about: str = ask("What is it about?", kind=Kind.PARAGRAPH, default="")


def form(**answers: str) -> Form:
    return Form("wish", "", Caller(ANN, "Ann"), HERE, answers)


def test_a_forms_words_come_back_under_their_questions_without_what_was_only_chosen() -> None:
    declared = Declaration("wish", "Wish", "Wish for something", Wish, form=True)
    filled = form(title="Falls", kind="a", about="First line\nSecond line")
    expected = f"{WHY}\n{texts.YOU_WROTE}\nTitle\nFalls\nWhat is it about?\nFirst line\nSecond line"

    assert text_of(refused(declared, filled, WHY)) == expected
    assert text_of(returned(Call(filled, declared.read(filled.answers), 0.0), WHY)) == expected


def test_a_press_opens_the_form_again_unless_it_was_about_something() -> None:
    declared = Declaration("wish", "Wish", "Wish for something", Wish, form=True)
    alone = form(title="Falls", kind="a")
    about = (replace(alone, argument="7"), replace(alone, message=MessageRef(HERE, "m1")))

    assert refused(declared, alone, WHY).buttons == (Button(texts.FORM_AGAIN, "wish"),)
    assert [refused(declared, each, WHY).buttons for each in about] == [(), ()]


def test_what_others_may_see_brings_nothing_back() -> None:
    for reply in (Reply.PUBLIC, Reply.REPLACE):
        declared = Declaration("wish", "Wish", "Wish for something", Wish, form=True, reply=reply)
        assert text_of(refused(declared, form(title="Falls", kind="a"), WHY)) == WHY


def test_nothing_comes_back_where_nothing_was_written() -> None:
    declared = Declaration("wish", "Wish", "Wish for something", Wish, form=True)

    assert text_of(refused(declared, form(kind="a"), WHY)) == WHY
    assert text_of(refused(declared, Command("wish", Caller(ANN, "Ann"), HERE, {"title": "Falls"}), WHY)) == WHY
