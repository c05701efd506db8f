"""Declarations as Discord's commands and forms, and interactions as what was asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from adapters.contract.commands import Command, Declaration, Form, Kind, Press, Reply, Way, Who, ask
from adapters.contract.content import Code, Content, Paragraph, Text
from adapters.discord.commands import app_commands, as_typed, form, same_commands, slash_names
from adapters.discord.interactions import opening
from adapters.discord.places import Place
from tests.adapters.rooms import shown

JSON = dict[str, Any]
PLACE = Place("100000000000000002", "100000000000000001", "talk")
USER = {"id": "200000000000000001", "username": "ann", "global_name": "Ann"}


@dataclass(frozen=True, kw_only=True)
class Questions:
    note: str = ask("Anything else?", kind=Kind.PARAGRAPH, default="")
    topic: str = ask("Topic", hint="In a few words")
    sectors: tuple[str, ...] = ask("Sectors", kind=Kind.CHOICES, choices=(("nhs", "NHS"), ("care", "Care")))
    size: str = ask("Size", choices=(("s", "Small"), ("l", "Large")))


LINE = Declaration("ask people", "Ask", "Ask the right people", Questions, reply=Reply.PUBLIC)
FORM = Declaration("survey", "Survey", "Fill in a survey", Questions, form=True, ways=frozenset({Way.SLASH, Way.MENU}))
MANAGE = Declaration("bridge add", "Add", "Add a bridge", who=Who.ORGANISER)
BUTTON = Declaration("join", "Join", "Join in", ways=frozenset({Way.BUTTON}), reply=Reply.REPLACE)
ALL = {each.name: each for each in (LINE, FORM, MANAGE, BUTTON)}


def interaction(kind: int, data: JSON, **more: Any) -> JSON:
    member = {"user": USER, "nick": "Ann A", "permissions": str(1 << 5)}
    return {"id": "1", "token": "t", "type": kind, "data": data, "member": member, "channel_id": PLACE.id, **more}


def test_a_line_of_questions_becomes_options_with_the_required_first() -> None:
    [group] = app_commands([LINE])
    [sub] = group["options"]
    assert (group["name"], sub["name"], sub["type"]) == ("ask", "people", 1)
    assert [(each["name"], each["required"]) for each in sub["options"]] == [
        ("topic", True), ("sectors", True), ("size", True), ("note", False),
    ]  # fmt: skip
    assert sub["options"][0]["description"] == "In a few words"
    assert sub["options"][2]["choices"] == [{"name": "Small", "value": "s"}, {"name": "Large", "value": "l"}]


def test_a_form_has_no_options_and_a_menu_shows_the_title() -> None:
    slash, menu = app_commands([FORM])
    assert (slash["name"], slash["type"], slash["options"]) == ("survey", 1, [])
    assert (menu["name"], menu["type"]) == ("Survey", 3)


def test_organisers_commands_are_shown_to_organisers() -> None:
    [group] = app_commands([MANAGE])
    assert group["default_member_permissions"] == "32"
    [shared] = app_commands([MANAGE, Declaration("bridge list", "List", "List bridges")])
    assert shared["default_member_permissions"] is None
    assert app_commands([BUTTON]) == []


def test_a_command_that_begins_others_gets_its_title_as_second_word() -> None:
    home, link = Declaration("unsilo", "Home page", "Start"), Declaration("unsilo link", "Link", "Link accounts")
    assert list(slash_names([home, link])) == ["unsilo home-page", "unsilo link"]
    with pytest.raises(ValueError, match="/unsilo link"):
        slash_names([Declaration("unsilo", "Link", "Start"), link])


def test_commands_are_registered_only_when_they_changed() -> None:
    wanted = app_commands(ALL.values())
    stored = [{**each, "id": "9", "version": "1", "dm_permission": True, "nsfw": False} for each in reversed(wanted)]
    stored = [{key: value for key, value in each.items() if value != []} for each in stored]
    assert same_commands(wanted, stored)
    assert not same_commands(wanted, stored[1:])
    assert not same_commands(app_commands([LINE]), app_commands([Declaration("ask people", "Ask", "Another summary")]))


def test_a_command_brings_its_answers_and_is_deferred_for_everybody() -> None:
    options = [{"type": 3, "name": "topic", "value": "Falls"}, {"type": 3, "name": "sectors", "value": "nhs, care"}]
    data = {"type": 1, "name": "ask", "options": [{"type": 1, "name": "people", "options": options}]}
    found = opening(interaction(2, data), ALL, PLACE)
    assert found is not None
    assert isinstance(found.asked, Command)
    assert (found.asked.name, found.asked.by.name, found.asked.by.admin) == ("ask people", "Ann A", True)
    assert found.asked.answers == {"topic": "Falls", "sectors": ("nhs", "care")}
    assert (found.response, found.hidden) == ({"type": 5, "data": {"flags": 0}}, False)


def test_a_form_opens_as_it_is_told_and_remembers_the_message() -> None:
    opened = form(shown(FORM), "row:7", "77")
    data = opened["data"]
    assert (opened["type"], data["custom_id"], data["title"]) == (9, "survey:77:row:7", "Survey")
    note, topic, sectors, size = data["components"]
    assert (note["component"]["style"], note["component"]["required"]) == (2, False)
    assert note["label"] == "Anything else? (if you like)"
    wide = replace(shown(FORM), asks=(replace(FORM.asks[0], label="Anything else that we should know?"),))
    assert form(wide, "", "")["data"]["components"][0]["label"] == "Anything else that we should know?"
    assert (topic["type"], topic["label"], topic["description"]) == (18, "Topic", "In a few words")
    assert (sectors["component"]["type"], sectors["component"]["max_values"], size["component"]["max_values"]) == (
        3,
        2,
        1,
    )


def test_of_a_form_the_core_is_asked_how_it_opens() -> None:
    found = opening(interaction(2, {"type": 3, "name": "Survey", "target_id": "77"}), ALL, PLACE)
    assert found is not None and found.begins is not None
    assert (found.asked, found.begins.name, found.begins.message) == (None, "survey", PLACE.message("77"))
    typed = opening(interaction(2, {"type": 1, "name": "survey"}), ALL, PLACE)
    assert typed is not None and typed.begins is not None and typed.begins.message is None


def test_a_submitted_form_brings_its_answers() -> None:
    fields = [
        {"type": 18, "component": {"type": 4, "custom_id": "topic", "value": "Falls"}},
        {"type": 18, "component": {"type": 3, "custom_id": "sectors", "values": ["nhs", "care"]}},
        {"type": 18, "component": {"type": 3, "custom_id": "size", "values": ["s"]}},
    ]
    found = opening(interaction(5, {"custom_id": "survey:77:row:7", "components": fields}), ALL, PLACE)
    assert found is not None
    assert isinstance(found.asked, Form)
    assert (found.asked.argument, found.asked.message) == ("row:7", PLACE.message("77"))
    assert found.asked.answers == {"topic": "Falls", "sectors": ("nhs", "care"), "size": "s"}
    assert found.response == {"type": 5, "data": {"flags": 64}}


def test_a_press_changes_the_message_it_is_on() -> None:
    found = opening(interaction(3, {"custom_id": "join:row:7"}, message={"id": "77"}), ALL, PLACE)
    assert found is not None
    assert isinstance(found.asked, Press)
    assert (found.asked.argument, found.asked.message, found.changes) == ("row:7", PLACE.message("77"), True)
    assert found.response == {"type": 6}


def test_a_press_may_open_a_form() -> None:
    found = opening(interaction(3, {"custom_id": "survey:7"}, message={"id": "77"}), ALL, PLACE)
    assert found is not None and found.begins is not None
    assert (found.begins.name, found.begins.argument, found.begins.message) == ("survey", "7", PLACE.message("77"))


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (2, {"type": 1, "name": "old"}),
        (2, {"type": 3, "name": "Old", "target_id": "7"}),
        (2, {"name": "bridge", "options": [{"type": 1, "name": "nonsense", "options": []}]}),
        (3, {"custom_id": "old:1"}),
        (5, {"custom_id": "old::", "components": []}),
    ],
)
def test_what_there_is_not_any_more_is_asked_and_answered_to_one_person(kind: int, data: JSON) -> None:
    found = opening(interaction(kind, data, message={"id": "7"}), ALL, PLACE)

    assert found is not None and found.asked is not None
    assert found.asked.name in ("old", "Old", "bridge nonsense")
    assert found.response == {"type": 5, "data": {"flags": 64}} and found.hidden
    about = found.asked.message
    assert (about is None) == (isinstance(found.asked, Form) or (data.get("target_id") is None and kind == 2))


def test_a_kind_of_interaction_that_we_do_not_have_is_nothing() -> None:
    assert opening(interaction(4, {"name": "ask"}), ALL, PLACE) is None


def test_commands_are_shown_as_people_type_them() -> None:
    home, link = Declaration("unsilo", "Home page", "Start"), Declaration("unsilo link", "Link", "Link accounts")
    shown = Content((Paragraph((Code("/unsilo"), Text(" /unsilo "), Code("/unsilo link"))),))

    assert as_typed(shown, [home, link]) == Content(
        (Paragraph((Code("/unsilo home-page"), Text(" /unsilo "), Code("/unsilo link"))),)
    )


def test_in_a_dm_nobody_is_an_organiser() -> None:
    told = interaction(3, {"custom_id": "join:"}, message={"id": "7"})
    del told["member"]
    found = opening({**told, "user": USER}, ALL, Place("9", None))
    assert found is not None
    assert found.asked is not None
    assert (found.asked.by.admin, found.asked.channel.community) == (False, "@me")
