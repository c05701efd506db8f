"""Interactions: somebody uses a command, presses a component or submits a form, and the bot answers once within 3 s.

Discord's documentation, "Receiving and Responding to Interactions".
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field

from sandbox.discord import bodies, components, messages, native, native_message, tell
from sandbox.discord.bodies import Draft, Upload
from sandbox.discord.cdn import FILE_LIMIT
from sandbox.discord.errors import ApiError, InvalidForm, Problems, Refusal
from sandbox.discord.messages import Writer
from sandbox.discord.model import (
    CHAT_COMMAND,
    DEFAULT,
    EPHEMERAL,
    JSON,
    LOADING,
    MENU_COMMAND,
    Bot,
    Channel,
    Message,
    User,
)
from sandbox.discord.permissions import Permission
from sandbox.discord.world import World

ANSWER_WITHIN = 3.0
TOKEN_LIFETIME = 15 * 60.0
COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9


@dataclass(slots=True)
class Interaction:
    """One interaction. `source` is the message whose component was used; `original` the first answer."""

    id: str
    token: str
    bot: Bot
    kind: int
    user: User
    channel: Channel
    data: JSON
    at: float
    source: Message | None = None
    callback: int | None = None
    failed: bool = False
    original: Message | None = None
    answers: dict[str, Message] = field(default_factory=dict)
    choices: list[JSON] = field(default_factory=list)
    form: JSON | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def writer(self) -> Writer:
        """The bot, answering through the interaction's webhook."""
        return Writer(self.bot.user, "bot", self.bot.id, self.bot.id)

    @property
    def allowed_callbacks(self) -> tuple[int, ...]:
        """The callback types that fit this kind of interaction."""
        match self.kind:
            case 4:
                return (CHOICES,)
            case 5:
                return (MESSAGE, DEFERRED, *((DEFERRED_UPDATE, UPDATE) if self.source else ()))
            case 3:
                return (MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, MODAL)
            case _:
                return (MESSAGE, DEFERRED, MODAL)


def begin(
    world: World, bot: Bot, kind: int, user: User, channel: Channel, data: JSON, source: Message | None = None
) -> Interaction:
    """Start an interaction and send it to the bot."""
    one = Interaction(
        world.mint(), secrets.token_urlsafe(128), bot, kind, user, channel, data, world.now(), source=source
    )
    world.interactions[one.id] = world.tokens[one.token] = one
    tell.interaction(world, bot, _payload(world, one))
    return one


async def answered(one: Interaction) -> None:
    """Wait for the first answer; after 3 s the interaction has failed, as the person sees it."""
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            await one.done.wait()
    except TimeoutError:
        one.failed = True


def answer(world: World, one: Interaction, body: JSON, uploads: dict[int, Upload]) -> None:
    """The bot's first answer. ApiError 40060 (answered before), 10062 (too late), 50035."""
    if one.callback is not None:
        raise ApiError(Refusal.ALREADY_ACKNOWLEDGED)
    if one.failed or world.now() - one.at > ANSWER_WITHIN:
        raise ApiError(Refusal.UNKNOWN_INTERACTION)
    kind, data = body.get("type"), body.get("data") or {}
    if kind not in one.allowed_callbacks:
        problems = Problems()
        problems.choice(("type",), one.allowed_callbacks)
        problems.check()
    match kind:
        case 4:
            one.original = post(world, one, _read(data, uploads), data)
        case 5:
            one.original = post(world, one, Draft(flags=LOADING), data)
        case 6:
            one.original = one.source
        case 7:
            assert one.source is not None
            messages.edit(world, one.source, one.writer, _read(data, uploads, one.source))
            one.original = one.source
        case 8:
            one.choices = _choices(data)
        case _:
            _open_form(world, one, data)
    one.callback = kind
    one.done.set()


def _read(data: JSON, uploads: dict[int, Upload], edited: Message | None = None) -> Draft:
    """The draft in an answer, its problems told as lying under `data`."""
    try:
        if edited is not None:
            return bodies.read(data, uploads, editing=True, already=edited.flags)
        return bodies.read(data, uploads, ephemeral=True)
    except InvalidForm as error:
        raise InvalidForm({"data": error.body["errors"]}) from None


def post(world: World, one: Interaction, draft: Draft, data: JSON) -> Message:
    """Write an answer: for everybody, or with the EPHEMERAL flag for the person alone."""
    private = bool(int(data.get("flags") or 0) & EPHEMERAL)
    kind = DEFAULT
    if one.kind == COMMAND and one.original is None:
        kind = CHAT_COMMAND if one.data["type"] == 1 else MENU_COMMAND
    message = messages.create(
        world,
        one.channel,
        one.writer,
        draft,
        kind=kind,
        interaction=_metadata(one),
        seen_by=one.user.id if private else None,
    )
    one.answers[message.id] = message
    if private:
        world.ephemerals.setdefault(one.user.id, {})[message.id] = message
    return message


def callback_response(world: World, one: Interaction) -> JSON:
    """What `with_response` answers."""
    shown: JSON = {"interaction": {"id": one.id, "type": one.kind}}
    if one.original is not None:
        shown["interaction"] |= {
            "response_message_id": one.original.id,
            "response_message_loading": bool(one.original.flags & LOADING),
            "response_message_ephemeral": one.original.seen_by is not None,
        }
        message = native_message.message(world, one.original, one.bot)
        shown["resource"] = {"type": one.callback, "message": message}
    return shown


def _metadata(one: Interaction) -> JSON:
    shown: JSON = {
        "id": one.id,
        "type": one.kind,
        "user": native.user(one.user),
        "authorizing_integration_owners": {"0": one.channel.guild_id or "0"},
    }
    if one.kind == COMMAND:
        shown |= {"name": one.data["name"], "command_type": one.data["type"]}
    if one.source is not None:
        shown["interacted_message_id"] = one.source.id
    if one.original is not None:
        shown["original_response_message_id"] = one.original.id
    return shown


def _open_form(world: World, one: Interaction, data: JSON) -> None:
    problems = Problems()
    components.check_modal({**data}, problems)
    problems.check()
    components.number(data["components"])
    one.form = {"id": one.id, "title": data["title"], "custom_id": data["custom_id"], "components": data["components"]}
    one.form["application_id"] = one.bot.id
    world.forms.setdefault(one.user.id, {})[one.id] = one.form
    world.note_bot("form", one.id, one.channel, title=data["title"], user=one.user.id)


def _choices(data: JSON) -> list[JSON]:
    problems = Problems()
    found = data.get("choices")
    if problems.count(("data", "choices"), found, 0, 25):
        for index, choice in enumerate(found or []):
            problems.text(("data", "choices", index, "name"), choice.get("name"), 1, 100)
    problems.check()
    return list(found or [])


def _payload(world: World, one: Interaction) -> JSON:
    guild = world.guild_of(one.channel)
    channel = native.channel(world, one.channel, one.bot)
    shown: JSON = {
        "id": one.id,
        "application_id": one.bot.id,
        "type": one.kind,
        "token": one.token,
        "version": 1,
        "channel_id": one.channel.id,
        "channel": channel,
        "data": one.data,
        "locale": "en-GB",
        "entitlements": [],
        "entitlement_sku_ids": [],
        "attachment_size_limit": FILE_LIMIT,
        "app_permissions": str(int(world.rights(one.bot.id, one.channel))),
    }
    if guild is None:
        shown |= {"user": native.user(one.user), "context": 1, "authorizing_integration_owners": {"0": "0"}}
    else:
        rights = str(int(world.rights(one.user.id, one.channel)))
        channel["permissions"] = rights
        shown |= {
            "guild_id": guild.id,
            "guild": {"id": guild.id, "locale": "en-GB", "features": []},
            "guild_locale": "en-GB",
            "context": 0,
            "authorizing_integration_owners": {"0": guild.id},
            "member": native.member(guild.members[one.user.id]) | {"permissions": rights},
        }
    if one.source is not None:
        shown["message"] = native_message.message(world, one.source, one.bot)
    return shown


def check_use(world: World, user: User, channel: Channel) -> None:
    """ApiError 50001 or 50013 if the user may not use commands here."""
    if channel.guild_id is not None:
        world.may(user.id, channel, Permission.USE_APPLICATION_COMMANDS)
