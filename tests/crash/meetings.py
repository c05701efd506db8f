"""Introductions, from the question to what came of them: asked for, in a round, and after an event.

Rhys asked to meet Quinn, who says no. In the round Helen can meet Ruth or Kay: whoever it is says nothing, and Helen is
asked about the other one. Rhys, Samir and Pia came to an event and want to meet others; nobody works on what Pia does.
"""

from __future__ import annotations

from datetime import UTC, datetime

from bot.apart import Kind, own_hashes
from bot.events import when
from bot.introductions import asking, hours, talk, texts
from bot.introductions.joining import SWITCH
from bot.introductions.rules import Answer, Frequency, State
from bot.introductions.who import members
from storage.database import Unit
from storage.events import EventState
from storage.introductions import Introduction
from storage.profiles import Said, Sector
from storage.rsvps import Answer as Coming
from storage.rsvps import Seat
from storage.takers import Taker
from tests.crash.acting import Acting
from tests.crash.gathering import START, Gathering, Person

HOUR, DAY = 3600.0, 86400.0
NEVER_AGAIN = 1e11
FALLS, CARE, PAPER = "fewer falls at night in our wards", "people wait at home for care", "paper forms get lost"
THEY = (
    ("Helen", Sector.NHS, FALLS, 0.0),
    ("Ruth", Sector.SOCIAL_CARE, FALLS, 0.0),
    ("Kay", Sector.SOCIAL_CARE, FALLS, 0.0),
    ("Rhys", Sector.RESEARCH, CARE, NEVER_AGAIN),
    ("Samir", Sector.CHARITY, CARE, NEVER_AGAIN),
    ("Quinn", Sector.NHS, CARE, NEVER_AGAIN),
    ("Pia", Sector.NHS, PAPER, NEVER_AGAIN),
)  # name, sector, what they want to change, and when they were last in a round
GUESTS = ("Rhys", "Samir", "Pia")  # of the event, who want to meet others
OTHERS_THERE = ("Quinn", "Rob")
WORDS, ANSWERED = "We tried mats beside the beds.", "So did we, with sensors."


def at(day: int, hour: int, minute: int = 1) -> float:
    """A moment in March 2026, in London, which is a minute past unless told otherwise."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC).timestamp()


async def prepare(here: Gathering, unit: Unit) -> None:
    """Seven people take part, at any hour. Ruth keeps away from Kay, Rhys asked for Quinn; an event is on at noon."""
    for name, sector, problem, last in THEY:
        await _joins(here.people[name], sector, problem, last, unit)
    apart = [await own_hashes(unit, here.people[name].account) for name in ("Ruth", "Kay")]
    await unit.apart.block(apart[0], Kind.PERSON.value, next(iter(apart[1])), START)
    everybody = await members(unit, START)
    by_name = {it.taker.name: it for it in everybody.values()}
    rhys, quinn = by_name["Rhys"], by_name["Quinn"]
    asked = {"answers": {rhys.taker.person: Answer.YES}, "asker": rhys.taker.person}
    await asking.propose(unit, asking.PEERS, [rhys, quinn], START, **asked)  # type: ignore[arg-type]
    noon = when.unix(datetime(2026, 3, 2, 12))
    times = {"local": "2026-03-02T12:00", "starts_at": noon, "ends_at": noon + HOUR, "minutes": 60, "zone": when.ZONE}
    side = here.town.discord
    where = {"community": side.ref.home, "channel": side.ref, "organiser": here.people["Rob"].account}
    id = await unit.events.add(START, title="Open day", state=EventState.ANNOUNCED, **times, **where)
    for name in (*GUESTS, *OTHERS_THERE):
        seat = {"answer": Coming.YES, "seat": Seat.SEATED, "wants_meet": name in GUESTS}
        await unit.rsvps.add(id, here.people[name].account, START, name=name, sector="", **seat)


async def _joins(who: Person, sector: Sector, problem: str, last: float, unit: Unit) -> None:
    person = await unit.profiles.start(who.account, sector, START)
    await unit.profiles.describe(person, employer=f"{who.name}'s employer")
    await unit.profiles.say(person, Said.PROBLEM, problem, START)
    await unit.vectors.owe(person, START)
    settings = (texts.WORDING, Frequency.MONTHLY.value, "pair", hours.LONDON, "0123456", 0, 0)
    home = str(who.side.ref.home)
    taker = Taker(person, who.account, who.name, START, *settings, last_round_at=last, seen_at=START, home=home)
    await unit.takers.join(taker)
    await unit.consents.give(who.account, SWITCH.kind, SWITCH.wording, START)
    await own_hashes(unit, who.account)


class Meetings(Acting):
    """The people of the story; its chapters come in the order in which they stand here."""

    async def play(self) -> None:
        """All of it."""
        await self.asked_for()
        await self.called()
        await self.planned()
        await self.met_by_another()
        await self.talked()
        await self.quiet()
        await self.asked_what_came_of_it()

    async def brief(self) -> None:
        """Quinn is asked about Rhys and says yes: both learn names, and Rhys writes."""
        await self.named()
        await self._writes_on_slack("Rhys", WORDS)
        self.here.telling.expect("Quinn", WORDS)
        await self.here.told()

    async def named(self) -> None:
        """Quinn is asked about Rhys and says yes."""
        await self.quinn_is_asked()
        await self._answers("Quinn", texts.ASKED_FOR, texts.YES, Answer.YES)
        self.here.telling.expect_now("Quinn", (texts.ASKED_FOR,), talk.ALL_YES)
        for name in ("Quinn", "Rhys"):
            self.here.telling.expect(name, talk.YOU_ALL, "Quinn (NHS)", "Rhys (Research or education)")
        await self.here.told()

    async def quinn_is_asked(self) -> None:
        """As Rhys wished."""
        self.here.telling.expect("Quinn", texts.ASKED_FOR)
        await self.here.told()

    async def asked_for(self) -> None:
        """Quinn is asked about Rhys and says no, which nobody is told before the time to answer is over."""
        await self.quinn_is_asked()
        await self._answers("Quinn", texts.ASKED_FOR, texts.NOT_NOW, Answer.NOT_NOW)

    async def called(self) -> None:
        """Two days before the round, three are asked whether they take part; the guests are asked about each other."""
        await self.here.becomes(at(3, 10))
        for name in ("Helen", "Ruth", "Kay"):
            self.here.telling.expect(name, texts.ROUND_SOON)
        for name in ("Rhys", "Samir"):
            self.here.telling.expect(name, texts.SAME_EVENT, texts.IF_NO)
        self.here.telling.expect("Pia", texts.SAME_EVENT, texts.NOBODY_OF_EVENT)
        await self.here.told()
        for name in ("Helen", "Ruth", "Kay"):
            await self._takes_part(name)

    async def planned(self) -> None:
        """Helen and one of the others are asked about each other; the third hears that there is nobody."""
        await self.here.becomes(at(5, 10))
        self.here.telling.expect("Helen", texts.MEET)
        asked, left = await self._partners()
        self.here.telling.expect(asked, texts.MEET)
        self.here.telling.expect(left, texts.NOT_THIS_TIME)
        await self.here.told()
        await self.here.database.write(_no_more_rounds)
        await self._answers("Helen", texts.MEET, texts.YES, Answer.YES)
        introduction = await self._newest("Helen")
        await self.here.becomes(introduction.due_at + 60)
        for name in ("Helen", "Rhys"):
            self.here.telling.expect(name, texts.DID_NOT_WORK_OUT)
        self.here.telling.expect_now("Quinn", (texts.ASKED_FOR,), texts.ENDED)
        self.here.telling.expect("Helen", texts.MEET)
        self.here.telling.expect(left, texts.MEET)
        for name in ("Rhys", "Samir"):
            self.here.telling.expect_now(name, (texts.SAME_EVENT,), texts.ENDED)
        self.here.telling.expect_now(asked, (texts.MEET,), texts.ENDED)
        await self.here.told()

    async def met_by_another(self) -> None:
        """Both say yes: they are named to each other, and can write."""
        other = await self._other()
        await self._answers("Helen", texts.MEET, texts.YES, Answer.YES)
        await self._answers(other, texts.MEET, texts.YES, Answer.YES)
        for name in ("Helen", other):
            self.here.telling.expect(name, talk.YOU_ALL, "Helen (NHS)", "(Social care)")
        await self.here.told()
        await self.here.becomes(self.here.time.now() + 120)

        async def stands() -> bool:
            return (await self._newest("Helen")).state == State.OPEN

        await self.here.keeper.until("the room stands", stands)

    async def talked(self) -> None:
        """Each writes to the other; after two weeks they are asked, and Helen answers."""
        other = await self._other()
        await self._writes_on_slack("Helen", WORDS)
        self.here.telling.expect(other, WORDS)
        await self.here.told()
        await self._writes_on_discord(other, ANSWERED)
        self.here.telling.expect("Helen", ANSWERED)
        await self.here.told()
        opened = (await self._newest("Helen")).opened_at or 0.0
        await self.here.becomes(opened + 14 * DAY + HOUR)
        for name in ("Helen", other):
            self.here.telling.expect(name, "two weeks ago. Did you talk?")
        await self.here.told()
        helen = self.here.people["Helen"]

        async def done(unit: Unit) -> bool:
            introduction = await _newest(unit, helen)
            party = None if introduction is None else introduction.party([helen.account])
            return party is not None and party.talked == "yes"

        await self.does("talked", lambda: self.presses(helen, "Did you talk?", talk.TALKED_YES), done, twice=True)

    async def quiet(self) -> None:
        """After 30 quiet days the room closes."""
        await self.here.becomes(self.here.time.now() + 31 * DAY)
        for name in ("Helen", await self._other()):
            self.here.telling.expect(name, talk.QUIET)
        await self.here.told()

    async def asked_what_came_of_it(self) -> None:
        """After 90 days both are asked, once."""
        opened = (await self._newest("Helen")).opened_at or 0.0
        await self.here.becomes(opened + 90 * DAY + HOUR)
        for name in ("Helen", await self._other()):
            self.here.telling.expect(name, "three months ago. What came of it?")
        await self.here.told()

    async def _answers(self, name: str, words: str, label: str, answer: Answer) -> None:
        who = self.here.people[name]
        id = (await self._newest(name)).id

        async def done(unit: Unit) -> bool:
            introduction = await unit.introductions.of(id)
            party = None if introduction is None else introduction.party([who.account])
            return party is not None and party.answer == answer

        await self.does(f"{name}: {label}", lambda: self.presses(who, words, label), done, twice=True)

    async def _takes_part(self, name: str) -> None:
        who = self.here.people[name]

        async def done(unit: Unit) -> bool:
            taker = await unit.takers.of([who.account])
            # Its number is another when a bot died while it called the round: PostgreSQL gives none a second time.
            coming = await unit.rounds.coming(hours.next_round(self.here.time.now()))
            seat = None if taker is None or coming is None else await unit.rounds.seat(coming.id, taker.person)
            return seat is not None and seat.answer == "in"

        await self.does(f"{name}: in", lambda: self.presses(who, texts.ROUND_SOON, texts.IN), done, twice=True)

    async def _partners(self) -> tuple[str, str]:
        """Whom Helen is asked about in the round, and who is left."""

        helen = self.here.people["Helen"]

        async def there() -> bool:
            return await self.here.database.read(lambda unit: _newest(unit, helen)) is not None

        await self.here.keeper.until("a plan", there)
        asked = await self._other()
        return asked, next(name for name in ("Ruth", "Kay") if name != asked)

    async def _other(self) -> str:
        """Whom Helen was asked about last."""
        parties = {party.account for party in (await self._newest("Helen")).parties}
        return next(name for name in ("Ruth", "Kay") if self.here.people[name].account in parties)

    async def _newest(self, name: str) -> Introduction:
        who = self.here.people[name]
        found = await self.here.database.read(lambda unit: _newest(unit, who))
        assert found is not None
        return found

    async def _writes_on_slack(self, name: str, words: str) -> None:
        """Somebody writes in the thread of the opening."""
        slack, who = self.here.town.slack, self.here.people[name]
        places = slack.server.workspace(slack.community).channels.values()
        [place] = [it for it in places if it.kind == "im" and who.id in it.members]
        [opening] = [it for it in place.messages.values() if talk.START in it["text"]]
        where = {"community": slack.community, "user": who.id, "channel": place.id}
        await slack.server.acts["post"](**where, text=words, thread=opening["ts"])

    async def _writes_on_discord(self, name: str, words: str) -> None:
        """Somebody writes in their private messages."""
        discord, who = self.here.town.discord, self.here.people[name]
        [place] = [it for it in discord.server.world.channels.values() if who.id in it.recipients]
        await self.here.keeper.connected()
        where = {"community": discord.community, "user": who.id, "channel": place.id}
        await discord.server.acts["post"](**where, text=words)


async def _newest(unit: Unit, who: Person) -> Introduction | None:
    taker = await unit.takers.of([who.account])
    assert taker is not None
    found = await unit.introductions.with_person(taker.person)
    return max(found, key=lambda each: each.id, default=None)


async def _no_more_rounds(unit: Unit) -> None:
    """Later rounds are other stories."""
    for taker in await unit.takers.all():
        await unit.takers.change(taker.person, last_round_at=NEVER_AGAIN)
