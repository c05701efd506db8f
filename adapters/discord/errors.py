"""Discord's refusals in the contract's words.

Codes are those of Discord's "Opcodes and Status Codes". What is not listed here is judged by its HTTP status.
"""

from __future__ import annotations

from typing import Any

from adapters.contract.errors import Refused, Why
from adapters.contract.marked import _

UNKNOWN_CHANNEL = 10003
UNKNOWN_MEMBER = 10007
UNKNOWN_USER = 10013
UNKNOWN_EMOJI = 10014
UNKNOWN_WEBHOOK = 10015
THREAD_ARCHIVED = 50083
THREAD_EXISTS = 160004
INVALID_BODY = 50035
NOT_ITS_AUTHOR = 50005

_GONE = {
    10003: _("The Discord channel or thread does not exist any more."),
    10004: _("The bot is not in this Discord server any more."),
    10008: _("The Discord message does not exist any more."),
    10015: _("The webhook in Discord does not exist any more."),
    50027: _("The webhook in Discord does not exist any more."),
    10062: _("Discord waited too long for an answer."),
}
_FORBIDDEN = {
    30007: _("The Discord channel has 15 webhooks already. Delete one that is not needed."),
    50001: _("The bot cannot see this Discord channel. Give it the permission View Channel there."),
    50007: _("This person does not take direct messages on Discord."),
    50013: _(
        "The bot lacks a permission in this Discord channel. It needs View Channel, Send Messages, Send Messages in "
        "Threads, Create Public Threads and Attach Files. It also needs Read Message History, Add Reactions, Manage "
        "Webhooks, Manage Threads and Pin Messages."
    ),
    50278: _("This person shares no Discord server with the bot."),
}
_UNACCEPTABLE = {
    30003: _("The Discord channel has as many pinned messages as it can have. Unpin one that is not needed."),
    30010: _("The Discord message has 20 kinds of reactions already, which is the most that it can have."),
    30046: _("Discord lets nobody change messages this old for now."),
    30047: _("The Discord forum has a pinned post already, which is the most that it can have. Unpin it."),
    50005: _("Discord lets only its author change a message."),
    50083: _("The Discord thread is archived and the bot may not wake it."),
    160005: _("The Discord thread is locked."),
    10014: _("Discord does not know this emoji."),
    40005: _("The files are larger than Discord takes."),
    50006: _("Discord does not take empty messages."),
    50008: _("Discord takes no messages in this kind of channel."),
    50045: _("The file is larger than Discord takes."),
    200000: _("AutoMod of the Discord server blocked the message."),
    200001: _("AutoMod of the Discord server blocked the title."),
    240000: _("Discord blocked a link in the message."),
}
TOKEN = _(
    "Discord does not accept the bot's token. Copy it anew from discord.com/developers/applications → your application "
    "→ Bot → Reset Token, and set DISCORD_TOKEN to it."
)
INTENT = _(
    "The bot may not read messages on Discord. Switch on Message Content Intent at discord.com/developers/applications "
    "→ your application → Bot → Privileged Gateway Intents."
)


def refusal(status: int, body: Any) -> Refused:
    """What a 4xx answer means. A code of 0 tells nothing: then the status does."""
    told = body if isinstance(body, dict) else {}
    code = told.get("code") or 0
    for why, sentences in ((Why.GONE, _GONE), (Why.FORBIDDEN, _FORBIDDEN), (Why.UNACCEPTABLE, _UNACCEPTABLE)):
        if code in sentences:
            return DiscordRefused(sentences[code], why, code, told)
    said = told.get("message") or _("HTTP status {status}", status=status)
    match status:
        case 401:
            return DiscordRefused(TOKEN, Why.UNAUTHORISED, code, told)
        case 403:
            return DiscordRefused(_("Discord does not allow this: {said}.", said=said), Why.FORBIDDEN, code, told)
        case 404:
            return DiscordRefused(_("Discord cannot find this: {said}.", said=said), Why.GONE, code, told)
        case 413:
            return DiscordRefused(_UNACCEPTABLE[40005], Why.UNACCEPTABLE, 40005, told)
        case _:
            faults = "; ".join(dict.fromkeys(_faults(told.get("errors"))))
            sentence = _("Discord does not take this: {said}.", said=said)
            if faults:
                sentence = _("Discord does not take this: {said} ({faults}).", said=said, faults=faults)
            return DiscordRefused(sentence, Why.UNACCEPTABLE, code, told)


class DiscordRefused(Refused):
    """Refused by Discord, with its own number for why and the fields that it found fault with."""

    def __init__(self, sentence: str, why: Why, number: int, body: dict[str, Any]) -> None:
        super().__init__(sentence, why, str(number))
        self.number = number
        self.fields: frozenset[str] = frozenset(body["errors"]) if isinstance(body.get("errors"), dict) else frozenset()


def _faults(errors: Any) -> list[str]:
    """The messages in Discord's tree of faults, which is nested like the body that it complains about."""
    if not isinstance(errors, dict):
        return []
    found = [each["message"] for each in errors.get("_errors", ()) if "message" in each]
    return found + [message for name, inner in errors.items() if name != "_errors" for message in _faults(inner)]
