"""Interactions as what was asked, with the response that Discord wants at once. Pure.

Source: Discord's "Receiving and Responding". The first response comes within three seconds and fixes who sees the
answer, so it follows from the declaration alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.contract.commands import (
    Answers,
    Asked,
    Beginning,
    Caller,
    Command,
    Declaration,
    Form,
    Kind,
    Press,
    Quoted,
    Reply,
    Way,
)
from adapters.contract.refs import MessageRef
from adapters.discord import refs
from adapters.discord.commands import MENU, SUBCOMMAND, slash_names
from adapters.discord.people import shown_name
from adapters.discord.places import Place
from adapters.discord.render import EPHEMERAL
from adapters.discord.rights import ADMINISTRATOR, MANAGE_SERVER, NEEDED, lacking

JSON = dict[str, Any]
_COMMAND, _COMPONENT, _MODAL = 2, 3, 5
_ANSWER_LATER, _CHANGE_LATER = 5, 6


@dataclass(frozen=True, slots=True)
class Opening:
    """How to respond to an interaction at once. `asked` is what the bot then answers; None when a form opens.

    Of a form, which `begins`, the core says how it opens: `commands.form` is the response then.
    """

    response: JSON
    asked: Asked | None
    hidden: bool = True
    changes: bool = False
    begins: Beginning | None = None


def opening(interaction: JSON, declarations: Mapping[str, Declaration], place: Place) -> Opening | None:
    """What an interaction asks, and the response to it; None for kinds of which we have none.

    What there is not (any more) is asked, too: the core has words for it.
    """
    kind = interaction["type"]
    if kind == _COMMAND:
        return _commanded(interaction, declarations, place)
    if kind == _COMPONENT:
        return _pressed(interaction, declarations, place)
    return _submitted(interaction, declarations, place) if kind == _MODAL else None


def caller(interaction: JSON) -> Caller:
    """Who asks, and whether Discord counts them among those who run the server."""
    member = interaction.get("member")
    user = member["user"] if member else interaction["user"]
    rights = int((member or {}).get("permissions") or 0)
    return Caller(refs.account(user["id"]), shown_name(user, member), bool(rights & (MANAGE_SERVER | ADMINISTRATOR)))


def may_work(interaction: JSON) -> bool:
    """Whether the bot may read and write where somebody asks, by what Discord says beside it."""
    rights = int(interaction.get("app_permissions") or 0)
    return bool(rights & ADMINISTRATOR) or not lacking(rights, NEEDED)


def _commanded(interaction: JSON, declarations: Mapping[str, Declaration], place: Place) -> Opening:
    data = interaction["data"]
    name = data["name"]
    about: MessageRef | None = None
    quoted: Quoted | None = None
    options = data.get("options", [])
    if data.get("type") == MENU:
        found = (each for each in declarations.values() if Way.MENU in each.ways and each.title == data["name"])
        declaration = next(found, None)
        about = place.message(data["target_id"])
        quoted = _quoted(data)
    else:
        if options and options[0]["type"] == SUBCOMMAND:
            name, options = f"{name} {options[0]['name']}", options[0].get("options", [])
        declaration = slash_names(declarations.values()).get(name)
    by = caller(interaction)
    if declaration is None:
        return _said_later(Command(name, by, place.ref, {}, about))
    if declaration.form:
        return Opening({}, None, begins=Beginning(declaration.name, "", by, place.ref, about, quoted))
    answers = {each["name"]: _option_answer(declaration, each) for each in options}
    asked = Command(declaration.name, by, place.ref, answers, about, quoted)
    return _deferred(declaration, asked, on_message=False)


def _pressed(interaction: JSON, declarations: Mapping[str, Declaration], place: Place) -> Opening:
    name, _, argument = interaction["data"]["custom_id"].partition(":")
    message = place.message(interaction["message"]["id"])
    by = caller(interaction)
    if (declaration := declarations.get(name)) is None:
        return _said_later(Press(name, argument, by, place.ref, message))
    if declaration.form:
        return Opening({}, None, begins=Beginning(name, argument, by, place.ref, message))
    return _deferred(declaration, Press(name, argument, by, place.ref, message), on_message=True)


def _submitted(interaction: JSON, declarations: Mapping[str, Declaration], place: Place) -> Opening:
    name, _, rest = interaction["data"]["custom_id"].partition(":")
    message, _, argument = rest.partition(":")
    about = place.message(message) if message else None
    if (declaration := declarations.get(name)) is None:
        return _said_later(Form(name, argument, caller(interaction), place.ref, {}, about))
    answers = _form_answers(declaration, interaction["data"]["components"])
    asked = Form(name, argument, caller(interaction), place.ref, answers, about)
    return _deferred(declaration, asked, on_message="message" in interaction)


def _quoted(data: JSON) -> Quoted | None:
    """The message in whose menu a command was chosen."""
    message = ((data.get("resolved") or {}).get("messages") or {}).get(data["target_id"]) or {}
    if not message.get("content"):
        return None
    author = message.get("author") or {}
    person = author.get("id") and not author.get("bot") and not message.get("webhook_id")
    return Quoted(refs.account(author["id"]) if person else None, str(message["content"]))


def _deferred(declaration: Declaration, asked: Asked, *, on_message: bool) -> Opening:
    """Discord is told at once that an answer comes, and who will see it."""
    if declaration.reply is Reply.REPLACE and on_message:
        return Opening({"type": _CHANGE_LATER}, asked, changes=True)
    return _said_later(asked, hidden=declaration.reply is not Reply.PUBLIC)


def _said_later(asked: Asked, *, hidden: bool = True) -> Opening:
    return Opening({"type": _ANSWER_LATER, "data": {"flags": EPHEMERAL if hidden else 0}}, asked, hidden)


def _option_answer(declaration: Declaration, option: JSON) -> str | tuple[str, ...]:
    value = str(option["value"])
    many = any(ask.name == option["name"] and ask.kind is Kind.CHOICES for ask in declaration.asks)
    return tuple(part.strip() for part in value.split(",") if part.strip()) if many else value


def _form_answers(declaration: Declaration, components: Iterable[JSON]) -> Answers:
    many = {ask.name for ask in declaration.asks if ask.kind is Kind.CHOICES}
    answers: dict[str, str | tuple[str, ...]] = {}
    for each in components:
        field = each["component"]
        values = tuple(field["values"]) if "values" in field else (field.get("value", ""),)
        answers[field["custom_id"]] = values if field["custom_id"] in many else "".join(values[:1])
    return answers
