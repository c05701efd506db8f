"""The core that platforms talk to: hears each thing once, and answers what people ask."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import structlog

from adapters.contract.commands import (
    Answers,
    Asked,
    Beginning,
    Command,
    Declaration,
    Form,
    Kind,
    Misunderstood,
    Reply,
    Unfit,
    Way,
    Who,
)
from adapters.contract.content import Content, plain
from adapters.contract.forms import Opened
from adapters.contract.incoming import Edited, Incoming, Posted, Reacted
from adapters.contract.moments import uk_time
from adapters.contract.refs import ChannelRef, CommunityRef
from adapters.contract.upright import upright
from adapters.contract.written import written
from bot import saying, texts
from bot.clock import Clock
from bot.feature import Call, Feature, Handler
from bot.forms import opened
from bot.hearing import Hearing
from bot.patients import holding, holding_texts
from bot.patients.screening import screened, words_in, year_of
from bot.readers import language_of
from bot.refilling import Refilling
from bot.returning import refused
from bot.rights import is_organiser, organisers_only, seen
from bot.saying import spoken
from bot.texts import unfit_texts, usage_texts
from storage.database import Database, Unavailable, Unit

log = structlog.get_logger(__name__)

BEGIN_WITHIN = 1.5  # seconds; platforms wait 3 for a form


class App:
    """Fulfils the contract's `Core` with the features that the composition root hands over.

    `missed` is told of each community and channel to which the bot is connected, anew or again.
    """

    def __init__(
        self,
        database: Database,
        features: Sequence[Feature],
        clock: Clock,
        missed: Callable[[CommunityRef | ChannelRef], None] = lambda place: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._refilling = Refilling()
        self._hearing = Hearing(database, features, clock, missed)
        self._handlers: dict[str, Handler] = {
            handler.declaration.name: handler for feature in features for handler in feature.handlers
        }

    @property
    def declarations(self) -> tuple[Declaration, ...]:
        """Every command of every feature."""
        return tuple(handler.declaration for handler in self._handlers.values())

    async def heard(self, incoming: Incoming) -> None:
        """Record an Incoming and what it calls for, in one transaction.

        A feature that fails at it does not keep it from being recorded: it is set aside, and the rest goes on. Raises
        Unavailable when the database is away: then nothing is recorded, and nothing may be acknowledged.
        """
        if isinstance(incoming, Posted | Edited | Reacted) and incoming.ours:
            return  # what we did ourselves is recorded by whoever did it
        await self._hearing.hear(incoming)

    async def asked(self, call: Asked) -> Content:
        """Answer a command, a press or a form; what goes wrong is said in the answer."""
        handler, call = self._meant(call), _typed(call)
        if handler is None:
            return upright(await self._spoken(None, call, usage_texts.unknown(self.declarations, call)))
        answer = await self._asked(handler, call)
        self._refilling.note(call, answer, self._clock.now())
        return upright(answer)

    def _meant(self, call: Asked) -> Handler | None:
        """Whose a call is. What only a button or a message's menu reaches cannot be typed."""
        handler = self._handlers.get(call.name)
        typed = isinstance(call, Command) and call.message is None
        return None if typed and handler and Way.SLASH not in handler.declaration.ways else handler

    async def _asked(self, handler: Handler, call: Asked) -> Content:
        try:
            return await self._answered(handler, call)
        except Unfit as unfit:
            return await self._refused(handler, call, *unfit_texts.why(handler.declaration, unfit))
        except Misunderstood as misunderstood:
            return await self._refused(handler, call, misunderstood.args[0])
        except Unavailable:
            log.warning("cannot answer: the database is away", command=call.name)
            return refused(handler.declaration, call, texts.TRY_AGAIN)
        except Exception:
            log.exception("cannot answer", command=call.name)
            return await self._refused(handler, call, texts.OUR_FAULT)

    async def _answered(self, handler: Handler, call: Asked) -> Content:
        if handler.declaration.form and not isinstance(call, Form):
            return await self._without_its_form(handler, call)
        given = {} if not hasattr(call, "answers") else call.answers
        answers = handler.declaration.read(given)
        words = written(_words(handler.declaration, given))
        if kinds := screened(words, year=year_of(self._clock.now()), announces=handler.declaration.announces):
            return await self._refused(handler, call, holding_texts.not_taken(kinds))
        made = Call(call, answers, self._clock.now())
        if handler.prepare is not None:
            if not await self._database.read(lambda unit: _may(handler, call, unit)):
                return await self._spoken(handler, call, plain(organisers_only(call.channel)))
            made = replace(made, prepared=await handler.prepare(made))
        return await self._database.write(lambda unit: _answer(handler, made, words, unit))

    async def _without_its_form(self, handler: Handler, call: Asked) -> Content:
        """Adapters open forms by themselves: the platform did not let them, or the call is forged."""
        return await self._spoken(handler, call, plain(texts.FORM_NOT_OPENED))

    async def _refused(self, handler: Handler, call: Asked, *why: str) -> Content:
        return await self._spoken(handler, call, refused(handler.declaration, call, *why))

    async def _spoken(self, handler: Handler | None, call: Asked, answer: Content) -> Content:
        """An answer in the language of whoever asked; in English while nobody can tell which that is.

        Whoever may not use the command is told that, rather than how.
        """
        try:
            return await self._database.read(lambda unit: _if_they_may(handler, call, answer, unit))
        except Exception:  # an answer is due, whatever is wrong
            return answer

    async def begins(self, form: Beginning) -> Opened | Content:
        """A form as it opens, or why it does not; in English and without answers when it is not known in time to whom.

        Whoever may not use it is told so before they have written anything.
        """
        handler = self._handlers.get(form.name)
        if handler is None:
            return plain(texts.UNKNOWN_COMMAND)
        form, day = replace(form, argument=written(form.argument)), uk_time(int(self._clock.now()))
        again = self._refilling.answers(form, self._clock.now())
        if not handler.declaration.asks_first and len(saying.offered()) == 1:
            return opened(handler.declaration, day, again)
        try:
            async with asyncio.timeout(BEGIN_WITHIN):
                return await self._database.read(lambda unit: _begin(handler, form, day, again, unit))
        except Exception as error:
            log.warning("a form opens empty", command=form.name, error=type(error).__name__)
            return opened(handler.declaration, day, again)

    async def replay(self) -> None:
        """Hear again what was set aside and is to be tried again; what fails again stays aside."""
        await self._hearing.replay()

    async def end(self) -> None:
        """Nothing is heard any more, and the process ends properly."""
        await self._hearing.end()


def _typed(call: Asked) -> Asked:
    """A call whose argument can be looked up, whatever somebody made of it: databases refuse half a character."""
    return call if isinstance(call, Command) else replace(call, argument=written(call.argument))


async def _answer(handler: Handler, call: Call, words: str, unit: Unit) -> Content:
    """The handler's answer, for whoever may ask, unless what they wrote may tell of a patient: it may go elsewhere."""
    await seen(call.asked, unit, call.now)
    if not await _may(handler, call.asked, unit):
        return await _theirs(handler, call.asked, plain(organisers_only(call.asked.channel)), unit)
    declared = handler.declaration
    if words and (kinds := await holding.traces(words, call.asked, unit, call.now, announces=declared.announces)):
        return await _theirs(handler, call.asked, refused(declared, call.asked, holding_texts.not_taken(kinds)), unit)
    language = await language_of(call.asked.by.account, unit)  # before: what is answered may be that it is forgotten
    answer = await handler.answer(call, unit)
    return answer if declared.reply is Reply.PUBLIC else spoken(answer, language)


async def _if_they_may(handler: Handler | None, call: Asked, answer: Content, unit: Unit) -> Content:
    answer = answer if handler is None or await _may(handler, call, unit) else plain(organisers_only(call.channel))
    return await _theirs(handler, call, answer, unit)


async def _theirs(handler: Handler | None, call: Asked, answer: Content, unit: Unit) -> Content:
    """An answer in the language of whoever asked, unless everybody sees it."""
    public = handler is not None and handler.declaration.reply is Reply.PUBLIC
    return answer if public else spoken(answer, await language_of(call.by.account, unit))


def _words(declaration: Declaration, given: Answers) -> str:
    """What somebody wrote themselves into a form, or behind a command."""
    free = (ask.name for ask in declaration.asks if ask.kind in (Kind.LINE, Kind.PARAGRAPH))
    return words_in(str(given[name]) for name in free if given.get(name))


async def _begin(handler: Handler, form: Beginning, day: date | None, again: Answers, unit: Unit) -> Opened | Content:
    language = await language_of(form.by.account, unit)
    if not await _may(handler, form, unit):
        return spoken(plain(organisers_only(form.channel)), language)
    found = {} if handler.begin is None else await handler.begin(form, unit)
    if isinstance(found, Content):
        return spoken(found, language)
    return opened(handler.declaration, day, {**found, **again}, language)


async def _may(handler: Handler, asked: Asked | Beginning, unit: Unit) -> bool:
    """Whether somebody may use a command, judged at the time of use."""
    return handler.declaration.who is not Who.ORGANISER or await is_organiser(asked.by, asked.channel.home, unit)
