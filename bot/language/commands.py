"""Choosing a language. Platforms do not tell whether somebody reads Welsh: neither offers it for itself."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Declaration, ask
from adapters.contract.content import Content, plain
from bot import saying
from bot.feature import Call, Handler
from bot.language import texts
from bot.readers import language_of
from bot.saying import _
from storage.database import Unit
from storage.languages import Language

NAMES = {Language.ENGLISH: "English", Language.WELSH: "Cymraeg"}  # as they call themselves
BY_WORD = {name.lower(): language for language, name in NAMES.items()}


@dataclass(frozen=True)
class Choice:
    """Which language."""

    name: str = ask(_("Language"), choices=tuple((name.lower(), name) for name in NAMES.values()), default="")


async def language(call: Call, unit: Unit) -> Content:
    """Say which language whoever asks reads; with a name, let it be that one."""
    wanted = BY_WORD.get(call.answers.name)
    if len(saying.offered()) == 1:
        return plain(texts.ENGLISH_ONLY)
    me = call.asked.by.account
    if wanted is None:
        return plain(texts.reads(NAMES[await language_of(me, unit)]), texts.WHERE)
    await unit.languages.choose(await unit.members.accounts(me), wanted, call.now)
    answer = plain(texts.chosen(NAMES[wanted]), texts.WHERE)
    return saying.settled(answer, wanted)


HANDLERS = (
    Handler(Declaration("language", "Language", _("Choose the language in which I speak with you"), Choice), language),
)
