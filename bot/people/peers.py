"""Finding peers: blind cards, shown to whoever asks, with a button that asks for an introduction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapters.contract.commands import Answers, Beginning, Declaration, Form, Kind, Press, Way, ask
from adapters.contract.content import (
    Block,
    Button,
    ButtonStyle,
    Content,
    Divider,
    Paragraph,
    Small,
    Style,
    Styled,
    Text,
    plain,
)
from adapters.contract.refs import AccountRef
from bot import belonging
from bot.cards import blocks
from bot.embedding.understanding import NotReady
from bot.feature import Call, Handler
from bot.people import fields, rules, texts
from bot.people.finding import Finder, Peers, Prepared, judge
from bot.people.profile import write_button
from bot.returning import returned
from bot.saying import _, together
from bot.texts.usage_texts import FOR_MEMBERS
from storage.database import Database, Unit
from storage.searches import Only, Search

PEERS, FILTER, AGAIN, THIS = "peers", "peers filter", "peers again", "peers this"
TELL = "peers tell"
INTRODUCE = "intro ask"
HOUR, MOST = 3600.0, 30  # searches of one member
WORDS = 500
BUTTON = frozenset({Way.BUTTON})
ANYONE = "anyone"


@dataclass(frozen=True)
class Problem:
    """What somebody looks for."""

    problem: str = ask(
        _("Problem"),
        hint="One sentence. Leave it out to look for people like your profile",
        max_length=WORDS,
        default="",
    )


@dataclass(frozen=True)
class Words:
    """What somebody looks for, begun with their own message."""

    words: str = ask(
        _("What is the problem?"),
        kind=Kind.PARAGRAPH,
        hint=_("Only what stands here is used. It begins with your message, if it is your own"),
        max_length=WORDS,
    )


@dataclass(frozen=True)
class Filter:
    """Whom somebody looks for."""

    sector: str = ask(_("Which sector?"), choices=fields.SECTOR_CHOICES[:-1], default="")
    region: str = ask(_("Which region?"), choices=fields.REGION_CHOICES, default="")
    done: str = ask(
        _("How far are they?"), choices=((ANYONE, _("Anyone")), ("done", _("Only who has done it"))), default=ANYONE
    )


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for, and what was found: None when there is nothing to look for; or why nothing can be said."""

    words: str
    only: Only
    found: Prepared | None = None
    problem: str = ""


class Finding:
    """The handlers that find people. `introduces`: members can ask for introductions."""

    def __init__(self, database: Database, finder: Finder, *, introduces: bool) -> None:
        self._database = database
        self._finder = finder
        self._introduces = introduces

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """Typed, in a message's menu, and with a filter."""
        both, menu = frozenset({Way.SLASH, Way.BUTTON}), frozenset({Way.MENU})
        typed = Declaration(PEERS, "Find people", _("Find people elsewhere who work on the same"), Problem, ways=both)
        this = Declaration(
            THIS, _("Who works on this?"), "Find people who work on this", Words, ways=menu, form=True, begins=True
        )
        only = Declaration(FILTER, _("Filter"), "Choose whom to look for", Filter, ways=BUTTON, form=True, begins=True)
        again = Declaration(AGAIN, "Show them", "Search again", ways=BUTTON)
        return (
            Handler(typed, self._answer, self._typed),
            Handler(this, self._answer, self._chosen, _quoted),
            Handler(only, self._answer, self._filtered, _begin_filter),
            Handler(again, self._answer, self._repeated),
        )

    async def _typed(self, call: Call) -> Sought:
        return await self._sought(call, call.answers.problem, Only())

    async def _chosen(self, call: Call) -> Sought:
        return await self._sought(call, call.answers.words, Only())

    async def _filtered(self, call: Call) -> Sought:
        answers: Filter = call.answers
        only = Only(answers.sector, answers.region, answers.done == "done")
        return await self._once_more(call, only)

    async def _repeated(self, call: Call) -> Sought:
        return await self._once_more(call, None)

    async def _once_more(self, call: Call, only: Only | None) -> Sought:
        search = await self._database.read(lambda unit: _search(call.asked, unit))
        if search is None:
            return Sought("", Only(), problem=texts.SEARCH_GONE)
        return await self._sought(call, search.words, search.only if only is None else only)

    async def _sought(self, call: Call, words: str, only: Only) -> Sought:
        said, account = rules.one_line(words), call.asked.by.account
        if await self._database.read(lambda unit: _often(account, unit, call.now)):
            return Sought(said, only, problem=texts.TOO_MANY)
        try:
            found = await self._finder.find(account, said, only, call.now)
        except NotReady as error:
            return Sought(said, only, problem=together([error.args[0], texts.STILL_SAFE], " "))
        return Sought(said, only, found, "" if found is not None else texts.NOBODY_OWN)

    async def _answer(self, call: Call, unit: Unit) -> Content:
        """Show up to five blind cards, and how many more there are."""
        sought: Sought = call.prepared
        account = call.asked.by.account
        if await belonging.left(account, unit):
            return returned(call, FOR_MEMBERS)
        if sought.found is None:
            buttons = (write_button(),) if sought.problem == texts.NOBODY_OWN else ()
            return replace(returned(call, sought.problem), buttons=buttons)
        peers = await judge(sought.found, account, sought.only, unit, call.now)
        search = await unit.searches.note(account, sought.words, sought.only, call.now)
        still = plain(texts.STILL_READING).blocks if await self._finder.behind(unit) else ()
        if not peers.cards:
            return _nobody(sought, search, still)
        keys = await unit.searches.show(search, [each.person for each in peers.shown])
        return self._shown(peers, sought, search, keys, still)

    def _shown(
        self, peers: Peers, sought: Sought, search: str, keys: Sequence[str], still: tuple[Block, ...]
    ) -> Content:
        allowed = [rules.may_ask(peers.reader, each) for each in peers.shown]
        own = [rules.of_own_sector(peers.reader, each) for each in peers.cards]
        may = [self._introduces and not near and each for each, near in zip(allowed, own, strict=True)]
        lines: list[Block] = [Paragraph((Styled(Style.BOLD, (Text(texts.PEERS),)),)), *_asked(sought), *still]
        lines += [block for number, each in enumerate(peers.cards, 1) for block in (*blocks(each, number), Divider())]
        if peers.rest:
            lines += plain(texts.more(rules.counted(peers.rest, peers.crowd))).blocks
        if peers.reader is None:
            lines += plain(texts.WRITE_PROFILE).blocks
        elif not all(allowed):
            lines += plain(texts.SUPPLIERS_READ).blocks
        elif any(own):
            lines += plain(texts.OWN_SECTOR).blocks
        lines.append(Small((Text(texts.BLIND),)))
        buttons = (
            *(
                Button(texts.ask_for(number), INTRODUCE, key)
                for number, (key, asks) in enumerate(zip(keys, may, strict=True), 1)
                if asks
            ),
            *(() if peers.reader else (write_button(),)),
            Button(texts.FILTER, FILTER, search),
        )
        return Content(tuple(lines), buttons=buttons)


def _nobody(sought: Sought, search: str, still: tuple[Block, ...]) -> Content:
    """Nobody fits: say so, and offer to tell of whoever comes."""
    said = texts.NOBODY if sought.only == Only() else texts.NOBODY_SO
    tell = Button(texts.TELL_ME, TELL, search, ButtonStyle.PRIMARY)
    filtering = Button(texts.FILTER, FILTER, search)
    return Content(
        (*plain(said).blocks, *_asked(sought), *still, *plain(texts.TELL_HOW).blocks), buttons=(tell, filtering)
    )


def _asked(sought: Sought) -> list[Block]:
    """What was looked for, if that is not plain."""
    said = [texts.quoted(sought.words)] if sought.words else []
    if sought.only != Only():
        said.append(texts.only(sought.only))
    return list(plain(*said).blocks)


async def _often(account: AccountRef, unit: Unit, now: float) -> bool:
    """Whether a member searches so often that it looks like collecting."""
    return await unit.searches.count(await unit.members.accounts(account), now - HOUR) >= MOST


async def _search(asked: Any, unit: Unit) -> Search | None:
    """The search that a button or form names, if its caller made it."""
    argument = asked.argument if isinstance(asked, Press | Form | Beginning) else ""
    return await unit.searches.by_id(argument, await unit.members.accounts(asked.by.account))


async def _begin_filter(form: Beginning, unit: Unit) -> Answers:
    search = await _search(form, unit)
    if search is None:
        return {}
    return {"sector": search.only.sector, "region": search.only.region, "done": "done" if search.only.done else ANYONE}


async def _quoted(form: Beginning, unit: Unit) -> Answers:
    """The words of one's own message. Nobody else's are put before somebody to be searched with."""
    if form.quoted is None or form.quoted.author not in await unit.members.accounts(form.by.account):
        return {}
    return {"words": form.quoted.text[:WORDS]}
