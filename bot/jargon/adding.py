"""Terms that members propose, and organisers of their community approve with one press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.contract.commands import Declaration, Kind, Press, Way, Who, ask
from adapters.contract.content import Button, ButtonStyle, Content, ListBlock, Paragraph, Style, Styled, Text, plain
from bot import notices, organisers
from bot import texts as shared
from bot.acts import Act, note
from bot.feature import Call, Handler
from bot.jargon import texts
from bot.returning import returned
from bot.rights import organises
from bot.saying import _
from bot.whom import mention
from storage.database import Unit
from storage.jargon import Term
from storage.personal import UNKNOWN

APPROVE, DECLINE = "jargon approve", "jargon decline"
BUTTON = frozenset({Way.BUTTON})
WAITING = 10  # proposals of one account that nobody has answered
LISTED = 20
BUTTONS = 5


@dataclass(frozen=True)
class Proposal:
    """A term as somebody explains it."""

    term: str = ask(_("Term"), hint=_("As people write it: {example}", example="ICB"), max_length=40)
    expansion: str = ask(
        _("What does it stand for?"), hint=_("In full: {example}", example="integrated care board"), max_length=120
    )
    meaning: str = ask(
        _("What does it mean?"), kind=Kind.PARAGRAPH, hint=_("One sentence for outsiders"), max_length=300
    )


@dataclass(frozen=True)
class OwnTerm:
    """A term of this community."""

    term: str = ask(_("Term"), max_length=80)


def _same(term: Term, words: Sequence[str]) -> bool:
    """Whether a term stands for the same: a form that is handed in twice adds nothing."""
    return [term.term.casefold(), term.expansion.casefold()] == [each.casefold() for each in words]


async def propose(call: Call, unit: Unit) -> Content:
    """Add a term, when an organiser proposes it; else ask organisers."""
    by, home = call.asked.by, call.asked.channel.home
    if str(home) not in await unit.communities.names():
        return returned(call, texts.ADD_WHERE)
    words = tuple(" ".join(answer.split()) for answer in (call.answers.term, call.answers.expansion))
    meaning = " ".join(call.answers.meaning.split())
    if not (all(words) and meaning):
        return returned(call, texts.WHICH)
    mine = await unit.members.accounts(by.account)
    if any(_same(each, words) and (each.approved or each.account in mine) for each in await unit.jargon.of(home)):
        return returned(call, texts.THERE)
    approved = await organises(by, home, home, unit)
    if not approved and await unit.jargon.waiting(by.account) >= WAITING:
        return returned(call, texts.TOO_MANY)
    made = await unit.jargon.propose(home, (words[0], words[1], meaning), by.account, call.now)
    if approved:
        await unit.jargon.approve(made.id, call.now)
        await note(call, unit, None, Act.TERM, made.term)
        return plain(texts.ADDED)
    rooms = await organisers.of(unit, home)
    if not rooms:
        return plain(texts.NOBODY_TO_ASK)
    said = Paragraph((mention(by.account), Text(texts.proposed(made.term, made.expansion, made.meaning))))
    buttons = (
        Button("Add it", APPROVE, made.id, ButtonStyle.PRIMARY),
        Button("Do not add it", DECLINE, made.id),
    )
    asked = Content((said, *plain(texts.WHAT_COUNTS).blocks), buttons=buttons)
    await notices.post(unit, _notice(made), asked, rooms, call.now)
    return plain(texts.THANKS)


async def approve(call: Call, unit: Unit) -> Content:
    """Let a term be used for everybody."""
    term = await _meant(call, unit)
    if isinstance(term, str):
        return plain(term)
    if not await unit.jargon.approve(term.id, call.now):
        return plain(texts.GONE)
    await note(call, unit, None, Act.TERM, term.term, term.community)
    await _answered(call, unit, term, texts.added(term.term), texts.was_added(term.term))
    return plain(texts.added(term.term))


async def decline(call: Call, unit: Unit) -> Content:
    """Do not use a term."""
    term = await _meant(call, unit)
    if isinstance(term, str):
        return plain(term)
    if term.approved or not await unit.jargon.remove(term.id):
        return plain(texts.GONE)
    await _answered(call, unit, term, texts.declined(term.term), texts.was_declined(term.term))
    return plain(texts.declined(term.term))


async def listing(call: Call, unit: Unit) -> Content:
    """Show what this community has added, what waits first."""
    terms = await unit.jargon.of(call.asked.channel.home)
    if not terms:
        return plain(texts.NONE_LISTED)
    terms.sort(key=lambda term: term.approved)
    shown = terms[:LISTED]
    items = tuple((_line(term),) for term in shown)
    buttons = tuple(
        button
        for number, term in enumerate(shown, 1)
        if not term.approved and number <= BUTTONS
        for button in (
            Button(texts.add(number), APPROVE, term.id),
            Button(texts.leave_out(number), DECLINE, term.id),
        )
    )
    more = plain(texts.OTHERS_WAIT).blocks if len(terms) > LISTED else ()
    return Content((ListBlock(items, ordered=True), *more), buttons=buttons)


async def remove(call: Call, unit: Unit) -> Content:
    """Take a term of this community away, with all its meanings."""
    wanted = call.answers.term.strip()
    terms = [it for it in await unit.jargon.of(call.asked.channel.home) if it.term.lower() == wanted.lower()]
    for term in terms:
        await unit.jargon.remove(term.id)
        await note(call, unit, None, Act.REMOVE_TERM, term.term)
        if not term.approved:  # whoever proposed it was promised an answer
            await _answered(call, unit, term, texts.declined(term.term), texts.was_declined(term.term))
    return plain(texts.removed(terms[0].term, len(terms)) if terms else texts.not_listed(wanted))


async def _meant(call: Call, unit: Unit) -> Term | str:
    """The term that a button names, for organisers of its community; for everybody else, why not."""
    term = await unit.jargon.by_id(call.asked.argument) if isinstance(call.asked, Press) else None
    if term is None:
        return texts.GONE
    may = await organises(call.asked.by, call.asked.channel.home, term.community, unit)
    return term if may else shared.ORGANISERS_ONLY


async def _answered(call: Call, unit: Unit, term: Term, organisers_read: str, member_reads: str) -> None:
    """Change the question wherever it stands, and tell whoever proposed the term, unless they were erased."""
    rooms = await organisers.of(unit, term.community)
    await notices.post(unit, _notice(term), plain(organisers_read), rooms, call.now)
    if term.account.platform != UNKNOWN:
        await notices.post(unit, f"{_notice(term)}-told", plain(member_reads), [term.account.letter_box], call.now)


def _notice(term: Term) -> str:
    return f"jargon-{term.id}"


def _line(term: Term) -> Paragraph:
    head = Styled(Style.BOLD, (Text(texts.stands_for(term.term, term.expansion)),))
    return Paragraph((head, Text(f". {term.meaning}"), Text("" if term.approved else texts.WAITS)))


HANDLERS = (
    Handler(
        Declaration("jargon add", _("Add a term"), _("Propose a term for the glossary"), Proposal, form=True), propose
    ),
    Handler(
        Declaration("jargon list", "Terms", _("Show the terms that this community added"), who=Who.ORGANISER), listing
    ),
    Handler(
        Declaration(
            "jargon remove", "Remove a term", _("Take a term of this community away"), OwnTerm, who=Who.ORGANISER
        ),
        remove,
    ),
    Handler(Declaration(APPROVE, "Add it", "Add a term to the glossary", ways=BUTTON), approve),
    Handler(Declaration(DECLINE, "Do not add it", "Do not add a term", ways=BUTTON), decline),
)
