"""What came of it: asked privately, once after 14 days and once after 90; counted for organisers, never per person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import combinations

from adapters.contract.commands import Declaration, Press, Way, Who
from adapters.contract.content import Button, Content, plain
from bot.feature import Call, Handler
from bot.introductions import calling, hours, letters, talk, texts
from bot.introductions import figures_texts as words
from bot.introductions.joining import not_in
from bot.introductions.letters import blocks, letter
from bot.introductions.opening import named
from bot.introductions.rules import DAY, ENOUGH, Answer, Frequency, State, leaned, takes_turn
from bot.introductions.who import hours_of
from bot.saying import _
from bot.texts import SECTORS
from storage.database import Unit
from storage.introductions import Introduction, Party
from storage.profiles import Sector

TALKED, CAME_OF_IT, LEAN = "intro talked", "intro outcome", "intro lean"
OUTCOME_AFTER = 90 * DAY
STEPS = {"more": 1.5, "less": 1 / 1.5}
AT_ONCE = 50
BUTTON = frozenset({Way.BUTTON})
TALKED_ANSWERS = (("yes", talk.TALKED_YES), ("planned", talk.TALKED_PLANNED), ("no", talk.TALKED_NO))


async def ask(unit: Unit, now: float) -> None:
    """Ask those whose time has come; each question is asked once, in the hours of whoever is asked."""
    for id, person in await unit.introductions.questions(now, AT_ONCE):
        introduction, taker = await unit.introductions.of(id), await unit.takers.by_person(person)
        mine = None if introduction is None else _party(introduction, person)
        if introduction is None or mine is None or taker is None or not _named(introduction):
            await unit.introductions.note(id, person, ask_at=None)
            continue
        last = (introduction.opened_at or 0.0) + OUTCOME_AFTER
        first = now < last
        again = hours.due(hours_of(taker), last) if first else None
        await unit.introductions.note(id, person, ask_at=again)
        names = named(introduction, person)
        if first:
            buttons = tuple(Button(label, TALKED, f"{id}.{value}") for value, label in TALKED_ANSWERS)
            said = letter(talk.did_you_talk(names), talk.ONLY_YOU, buttons=buttons)
        else:
            buttons = tuple(Button(label, CAME_OF_IT, f"{id}.{value}") for value, label in talk.OUTCOMES)
            said = letter(talk.what_came(names), talk.ONLY_YOU, buttons=buttons)
        await letters.write(unit, taker, f"intro-{id}-{person}-{'talked' if first else 'outcome'}", said, now)


def _named(introduction: Introduction) -> bool:
    """Whether people were named to each other, and could talk."""
    return introduction.opened_at is not None and introduction.state != State.CLOSED


def _party(introduction: Introduction, person: str) -> Party | None:
    return next((party for party in introduction.parties if party.person == person), None)


PartyHandler = Callable[[Call, Unit, Introduction, Party, str], Awaitable[Content]]


def of_ones_own(answer: PartyHandler) -> Callable[[Call, Unit], Awaitable[Content]]:
    """A handler for a button with an introduction's number and a word, for those who were named in it alone."""

    async def checked(call: Call, unit: Unit) -> Content:
        number, _, word = (call.asked.argument if isinstance(call.asked, Press) else "").partition(".")
        known = number.isascii() and number.isdecimal() and len(number) <= 15
        introduction = await unit.introductions.of(int(number), lock=True) if known else None
        accounts = await unit.members.accounts(call.asked.by.account)
        party = None if introduction is None else introduction.party(accounts)
        if introduction is None or party is None or party.answer != Answer.YES or not _named(introduction):
            return plain(texts.NOT_YOURS)
        return await answer(call, unit, introduction, party, word)

    return checked


async def talked(call: Call, unit: Unit, introduction: Introduction, party: Party, word: str) -> Content:
    """Note whether they talked, and ask whether they want more or less of it."""
    if word not in dict(TALKED_ANSWERS):
        return plain(texts.NOT_YOURS)
    await unit.introductions.note(introduction.id, party.person, talked=word)
    more, less = (Button(label, LEAN, f"{introduction.id}.{way}") for label, way in
                  ((talk.MORE, "more"), (talk.LESS, "less")))  # fmt: skip
    return Content(blocks(talk.THANKS), buttons=(more, less))


async def came_of_it(call: Call, unit: Unit, introduction: Introduction, party: Party, word: str) -> Content:
    """Note what came of it."""
    if word not in dict(talk.OUTCOMES):
        return plain(texts.NOT_YOURS)
    await unit.introductions.note(introduction.id, party.person, outcome=word)
    return plain(talk.THANKS)


async def lean(call: Call, unit: Unit, introduction: Introduction, party: Party, word: str) -> Content:
    """Change somebody's weights for the sectors of those they met; pressed again, it changes nothing more."""
    taker = await unit.takers.by_person(party.person)
    if taker is None or word not in (*STEPS, "undo"):
        return not_in()
    sectors = sorted({other.sector for other in introduction.others(party)} - {Sector.UNSAID.value})
    leanings = dict(taker.leanings)
    if party.leaning:  # what was said before is taken back first
        leanings = leaned(leanings, sectors, 1 / STEPS[party.leaning])
    now = "" if word == "undo" else word
    if now:
        leanings = leaned(leanings, sectors, STEPS[now])
    await unit.takers.change(taker.person, leanings=leanings)
    await unit.introductions.note(introduction.id, party.person, leaning=now)
    said = {"more": talk.LEANED_MORE, "less": talk.LEANED_LESS, "": talk.UNDONE}[now]
    lines = [texts.leaning(key, weight) for key, weight in leanings.items()]
    undo = (Button(talk.UNDO, LEAN, f"{introduction.id}.undo"),) if now else ()
    return Content(blocks(said, *lines, talk.LEANED_HOW), buttons=undo)


def figures(introductions: list[Introduction]) -> Counter[tuple[str, str]]:
    """New ties by pair of sectors; untold sectors do not count."""
    ties: Counter[tuple[str, str]] = Counter()
    for introduction in introductions:
        sectors = [party.sector for party in introduction.parties if party.answer == Answer.YES]
        for one, other in combinations(sorted(sectors), 2):
            if Sector.UNSAID.value not in (one, other):
                ties[one, other] += 1
    return ties


async def stats(call: Call, unit: Unit) -> Content:
    """For organisers: ties, what was said of them, and the E-I index; nothing that is true of fewer than 5."""
    found = await unit.introductions.named_since(call.now - 365 * DAY)
    # Of small figures nothing is told, not even that there are some: a line would tell who had one.
    told = {pair: count for pair, count in figures(found).items() if count >= ENOUGH}
    lines = [words.STATS, *(words.ties(one, other, count) for (one, other), count in sorted(told.items()))]
    across = sum(count for (one, other), count in told.items() if one != other)
    within = sum(told.values()) - across
    if told:
        lines.append(words.index((across - within) / (across + within)))
    else:
        lines.append(words.EI_NONE)
    parties = [party for introduction in found for party in introduction.parties]
    talked, came = Counter(party.talked for party in parties), Counter(party.outcome for party in parties)
    said = [(label, talked[value]) for value, label in TALKED_ANSWERS]
    said += [(label, came[value]) for value, label in talk.OUTCOMES]
    lines += [words.counted(label, count) for label, count in said if count >= ENOUGH]
    return plain(*lines, words.SMALL_LEFT_OUT)


async def preview(call: Call, unit: Unit) -> Content:
    """For organisers: how many would be asked about the next round, and their sectors; never who."""
    starts_at = hours.next_round(call.now)
    hidden = await unit.takers.hidden(starts_at)
    persons = [
        taker.person
        for taker in await unit.takers.all()
        if taker.person not in hidden
        and not taker.paused(starts_at)
        and takes_turn(Frequency(taker.frequency), taker.last_round_at, starts_at)
    ]
    profiles = await unit.profiles.many(persons)
    coming = await unit.rounds.coming(starts_at)
    answered = 0 if coming is None else len(await unit.rounds.seats(coming.id, (calling.YES,)))
    sectors = Counter(profile.sector for profile in profiles.values())
    told = sum(count for count in sectors.values() if count >= ENOUGH)
    few = len(profiles) - told < ENOUGH  # then the whole would tell those few, or that there are none
    turn = words.at_least(words.TURN, told) if few and told else words.counted(words.TURN, len(profiles))
    lines = [words.PREVIEW, hours.moment(starts_at), turn, words.counted(words.ANSWERED_IN, answered)]
    large = sorted((sector, count) for sector, count in sectors.items() if count >= ENOUGH)
    return plain(*lines, *(words.counted(SECTORS[sector], count) for sector, count in large), words.SMALL_LEFT_OUT)


HANDLERS = (
    Handler(Declaration(TALKED, "Did you talk?", "Say whether you talked", ways=BUTTON), of_ones_own(talked)),
    Handler(Declaration(CAME_OF_IT, "What came of it", "Say what came of it", ways=BUTTON), of_ones_own(came_of_it)),
    Handler(Declaration(LEAN, "More or less like this", "Change your weights", ways=BUTTON), of_ones_own(lean)),
    Handler(
        Declaration("intro stats", "Introductions", _("Figures of introductions, by sector"), who=Who.ORGANISER), stats
    ),
    Handler(
        Declaration("intro preview", "Next round", _("How many take part in the next round"), who=Who.ORGANISER),
        preview,
    ),
)
