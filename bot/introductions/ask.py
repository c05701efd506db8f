"""/ask: a question to the few people who could best answer it, without a name unless its writer shows it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass

from adapters.contract.commands import Declaration, Kind, Way, ask
from adapters.contract.content import Button, ButtonStyle, Content, Paragraph, Quote, Text, plain
from bot import belonging, crossing, notices
from bot.apart import kept_from, own_hashes
from bot.called import called
from bot.embedding.understanding import NotReady, Understanding
from bot.feature import Call, Handler
from bot.introductions import answerable, letters, posting, questions
from bot.introductions.letters import blocks, letter
from bot.introductions.rules import DAY, Candidate, Frequency, keeps_away
from bot.introductions.who import Member, homes_of, members, seen_lately
from bot.returning import returned
from bot.saying import _
from bot.texts.carried_texts import PRIVATE_THREAD
from bot.texts.usage_texts import FOR_MEMBERS
from storage.asks import Question, answered_as, put_as
from storage.database import Unit
from storage.profiles import Profile, Sector

ASK, REPLY, PASS, THANK, REVEAL, CLOSE = "ask", "ask answer", "ask pass", "ask thank", "ask reveal", "ask close"
REPORT = "report"  # what another feature brings, by the name of its command
BUTTON = frozenset({Way.BUTTON})
READERS, FLOOR = 4, 0.35  # people whom a question goes to, and the score from which they may know
MOST, WITHIN = 3, 7 * DAY  # questions of one member; and a reader is asked once in that time
MOST_ANSWERS = 3  # of one member to one question
OPEN_FOR = 30 * DAY
SENT_AGAIN = 15 * 60.0  # seconds for which the same words are the same question: nobody may have answered the form
HIDDEN, SHOWN = "hidden", "shown"
_WHO = ((HIDDEN, _("Only my sector and role level")), (SHOWN, _("My name too")))
_ELSE_HIDDEN = _("Not your name, unless you choose so")
_WHERE = (
    ("people", _("A few people who may know")),
    ("both", _("Those people, this channel and the ones joined to it")),
)
_SUPPLIERS = (("no", _("No suppliers")), ("yes", _("Suppliers may answer")))

Answering = Callable[[Call, Unit], Awaitable[Content]]


@dataclass(frozen=True)
class Wording:
    """What somebody asks."""

    words: str = ask(
        _("Your question"), kind=Kind.PARAGRAPH, max_length=500, hint=_("No information about patients, please")
    )
    me: str = ask(_("What others see of you"), choices=_WHO, default=HIDDEN, hint=_ELSE_HIDDEN)
    where: str = ask(
        _("Whom to ask"), choices=_WHERE, default="people", hint=_("A few people, unless you choose otherwise")
    )
    suppliers: str = ask(
        _("Suppliers"), choices=_SUPPLIERS, default="no", hint=_("They are not asked, unless you choose otherwise")
    )


@dataclass(frozen=True)
class Words:
    """An answer."""

    words: str = ask(
        _("Your answer"), kind=Kind.PARAGRAPH, max_length=1500, hint=_("No information about patients, please")
    )
    me: str = ask(_("What they see of you"), choices=_WHO, default=HIDDEN, hint=_ELSE_HIDDEN)


def putting(understanding: Understanding) -> Handler:
    """The command that puts a question: who may know is looked for before the unit."""

    async def search(call: Call) -> Sequence[str] | NotReady:
        try:
            found = await understanding.search([call.answers.words])
        except NotReady as error:
            return error
        return [each.person for each in found if each.score >= FLOOR]

    declared = Declaration(ASK, _("Ask a question"), _("Ask people of other sectors who may know"), Wording, form=True)
    return Handler(declared, put, search)


async def put(call: Call, unit: Unit) -> Content:
    """Put a question to those who may know and may be asked."""
    wording: Wording = call.answers
    by, accounts = call.asked.by, await unit.members.accounts(call.asked.by.account)
    mine = await unit.profiles.of(accounts)
    if await belonging.left(by.account, unit):
        return returned(call, FOR_MEMBERS)
    if mine is None:
        return returned(call, questions.NEEDS_PROFILE)
    if isinstance(call.prepared, NotReady):
        return returned(call, *call.prepared.args)
    if (same := await unit.asks.same(accounts, wording.words, call.now - SENT_AGAIN)) is not None:
        return Content(blocks(questions.ASKED_ALREADY), buttons=(Button(questions.CLOSE, CLOSE, str(same)),))
    if await unit.asks.lately(accounts, call.now - WITHIN) >= MOST:
        return returned(call, questions.TOO_MANY)
    bridge = await crossing.here(call.asked, unit) if wording.where == "both" else None
    if wording.where == "both" and bridge is None:
        aside = await crossing.aside(call.asked, unit)
        return returned(call, *([PRIVATE_THREAD, questions.ASK_A_FEW] if aside else [questions.NOT_HERE]))
    if bridge is not None and (why := await posting.stays(call, bridge, wording.words, unit)):
        return returned(call, why)
    suppliers, kind = wording.suppliers == "yes", await answerable.kind(unit, mine)
    own, here = await own_hashes(unit, by.account), call.asked.channel
    homes = homes_of(accounts, "" if here.nowhere else str(here.home))
    asker = Candidate(mine.person, own, mine.sector, mine.employer, paused=False, homes=homes)
    out = await crossing.kept_by(by.account, call.now, unit)
    chosen = await _chosen(
        unit, asker, call.prepared, answerable.may_answer(kind, Sector.SUPPLIER, suppliers), out, call.now
    )
    if not chosen and bridge is None:
        return returned(call, questions.NOBODY)
    home = await belonging.asks_from(call.asked, [each.taker.account for each in chosen], unit)
    facts = (by.account, by.name, mine.sector.value, wording.words, call.now)
    id = await unit.asks.put(*facts, suppliers=suppliers, home=home)
    name = await called(by.name, by.account, here.home, unit, call.now) if wording.me == SHOWN else ""
    head = questions.named_asks(name, kind) if name else questions.asks(kind)
    asked = (Paragraph((Text(head),)), Quote((Paragraph((Text(wording.words),)),)))
    answer = Button(questions.ANSWER, REPLY, str(id), ButtonStyle.PRIMARY)
    for taker in (member.taker for member in chosen):
        await unit.asks.read_by(id, taker.person, call.now, taker.account, taker.home)
        buttons = (answer, Button(questions.NOT_ME, PASS, str(id)), Button(questions.REPORT, REPORT))
        said = letter(*asked, questions.ASKED_YOU, buttons=buttons)
        await letters.write(unit, taker, put_as(id, taker.person), said, call.now)
    if bridge is not None:
        head = await posting.heading(call, bridge, kind, unit, named=bool(name))
        shown = Content((Paragraph((Text(head),)), asked[1], *blocks(questions.NO_PATIENTS)), buttons=(answer,))
        await posting.post(call, bridge, id, shown, unit)
    line = questions.PUT if chosen else questions.NOBODY_BUT_HERE
    close = Button(questions.CLOSE, CLOSE, str(id))
    return Content(blocks(line, *(() if wording.me == SHOWN else (questions.ONLY_YOU,))), buttons=(close,))


async def _chosen(
    unit: Unit, asker: Candidate, found: Sequence[str], suppliers: bool, out: Collection[str], now: float
) -> list[Member]:
    """The first of those found who take part and may be asked; other sectors than the asker's before it.

    Nobody of communities whose organisers keep the asker `out`.
    """
    everybody = await members(unit, now, found)
    there = await seen_lately(unit, everybody.values(), now) - await unit.asks.readers_since(now - WITHIN)
    free = [everybody[one] for one in found if one in there and _may_read(asker, everybody[one].candidate, suppliers)]
    chosen: list[Member] = []
    for member in sorted(free, key=lambda member: member.profile.sector is asker.sector):
        if not await belonging.keeps_out(member.taker.account, out, unit, member.taker.home):
            chosen.append(member)
        if len(chosen) == READERS:
            break
    return chosen


def _may_read(asker: Candidate, other: Candidate, suppliers: bool) -> bool:
    """Whether somebody may be asked: by their settings and both sides' blocks; `suppliers`: they may be, too."""
    if other.paused or other.frequency is Frequency.ASKED or other.hashes & asker.hashes:
        return False
    if other.sector is Sector.SUPPLIER and not suppliers:
        return False
    return not keeps_away(asker, other) and not keeps_away(other, asker)


async def reply(call: Call, unit: Unit) -> Content:
    """Pass an answer on to whoever asked; nothing of it is kept."""
    found = await answerable.found(call.asked, unit)
    if isinstance(found, str):
        return answerable.with_a_way_on(returned(call, found), found)
    asked, mine, here = found
    accounts = await unit.members.accounts(call.asked.by.account)
    if here is not None and (why := await posting.answer_stays(call, asked.id, call.answers.words, unit)):
        return returned(call, why)
    if sum(answer.account in accounts for answer in await unit.asks.replies(asked.id)) >= MOST_ANSWERS:
        return returned(call, questions.ANSWERED_OFTEN)
    home = await belonging.asks_from(call.asked, [asked.account], unit, asked.home)
    id = await unit.asks.answered(asked.id, call.asked.by.account, call.now, home=home, channel=here)
    kind = await answerable.kind(unit, mine)
    shown = call.answers.me == SHOWN and not await posting.unnamed(call, unit)
    wait = 0.0 if here is None else await posting.answer_waits(asked.id, here, unit)
    sent = plain(questions.SENT_NAMED if shown else questions.SENT, *questions.waits(wait))
    out = await crossing.kept_by(call.asked.by.account, call.now, unit)
    if await belonging.keeps_out(asked.account, out, unit, asked.home) or await _apart(unit, asked, [mine]):
        return sent
    head = questions.named_answers(await _called(call, unit), kind) if shown else questions.answers(kind)
    buttons = (Button(questions.THANK, THANK, str(id)), Button(questions.REVEAL, REVEAL, str(asked.id)),
               Button(questions.CLOSE, CLOSE, str(asked.id)), Button(questions.REPORT, REPORT))  # fmt: skip
    words = Quote((Paragraph((Text(call.answers.words),)),))
    said = Content(blocks(head, words), buttons=buttons)
    await notices.post(unit, answered_as(id), said, [await letters.box_of(unit, asked.account)], call.now + wait)
    return sent


async def _apart(unit: Unit, asked: Question, others: Collection[Profile]) -> frozenset[str]:
    """Of these people, by their keys, those who keep away from whoever put a question, or the other way round."""
    accounts = await unit.members.accounts(asked.account)
    return await kept_from(unit, accounts, await unit.profiles.of(accounts), others)


async def thank(call: Call, unit: Unit) -> Content:
    """Thank somebody who answered, once."""
    answer = await unit.asks.reply(answerable.number(call.asked))
    asked = None if answer is None else await unit.asks.of(answer.question_id)
    if answer is None or asked is None or asked.account not in await unit.members.accounts(call.asked.by.account):
        return plain(questions.CLOSED)
    if not await unit.asks.thank(answer.id):
        return plain(questions.THANKED_BEFORE)
    said = plain(questions.THANKS)
    await notices.post(unit, f"thanks-{answer.id}", said, [await letters.box_of(unit, answer.account)], call.now)
    return plain(questions.THANKED)


async def reveal(call: Call, unit: Unit, asked: Question) -> Content:
    """Tell those whose answers came, and stand, who asked: the asker's own wish."""
    replies = await unit.asks.replies(asked.id)
    answered = dict.fromkeys([it.account for it in replies if await letters.shown(unit, answered_as(it.id))])
    profiles = {account: await unit.profiles.of(await unit.members.accounts(account)) for account in answered}
    apart = await _apart(unit, asked, [profile for profile in profiles.values() if profile is not None])
    told = [account for account, profile in profiles.items() if profile is None or profile.person not in apart]
    if not told:
        return plain(questions.NOBODY_ANSWERED)
    said = plain(questions.it_was(await _called(call, unit)))
    boxes = [await letters.box_of(unit, account) for account in told]
    await notices.post(unit, f"ask-{asked.id}-by", said, boxes, call.now)
    return plain(questions.REVEALED)


async def close(call: Call, unit: Unit, asked: Question) -> Content:
    """Take no answers any more."""
    await posting.close(asked.id, unit, call.now)
    return plain(questions.CLOSED_NOW)


async def passed(call: Call, unit: Unit) -> Content:
    """Somebody has no answer, which nobody is told."""
    return plain(questions.PASSED)


def own(answer: Callable[[Call, Unit, Question], Awaitable[Content]]) -> Answering:
    """A handler for whoever put the question that the button names."""

    async def checked(call: Call, unit: Unit) -> Content:
        asked = await answerable.question(call.asked, unit)
        if asked is None or asked.account not in await unit.members.accounts(call.asked.by.account):
            return plain(questions.CLOSED)
        return await answer(call, unit, asked)

    return checked


async def _called(call: Call, unit: Unit) -> str:
    """The name of whoever asks or answers, as others read it."""
    by = call.asked.by
    return await called(by.name, by.account, call.asked.channel.home, unit, call.now)


_REPLYING = Declaration(REPLY, _("Answer"), "Answer a question", Words, ways=BUTTON, form=True, begins=True)
HANDLERS = (
    Handler(_REPLYING, reply, begin=answerable.begin),
    Handler(Declaration(PASS, "Not for me", "Leave a question to others", ways=BUTTON), passed),
    Handler(Declaration(THANK, "Thank them", "Thank whoever answered", ways=BUTTON), thank),
    Handler(Declaration(REVEAL, "Show who I am", "Tell those who answered who asked", ways=BUTTON), own(reveal)),
    Handler(Declaration(CLOSE, "Close the question", "Take no more answers", ways=BUTTON), own(close)),
)
