"""What must never happen between people and the bot that introduces them, judged by everything that anybody read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations

from bot.introductions import texts
from bot.introductions.asking import ANSWER
from bot.introductions.calling import TAKE_PART
from tests.machine.village import LONDON, NAMES, Read, Village

DAY = 24 * 3600.0
CONTACTS, WITHIN = 2, 28 * DAY  # of others who asked for somebody, as docs/introductions.md promises
SILENT = 12 * 7 * DAY
GAPS = {"two-weekly": 12 * DAY, "monthly": 26 * DAY}  # between rounds, but for when in a day somebody can be reached
Pair = frozenset[str]


@dataclass
class Consent:
    """Reads on, and says what is wrong. `named` has (reader, other): who learnt whose name, and may know it."""

    village: Village
    named: set[tuple[str, str]] = field(default_factory=set)
    asked: dict[Pair, dict[int, float]] = field(default_factory=dict)  # introductions about which two were asked
    wished: dict[int, float] = field(default_factory=dict)  # when somebody asked for an introduction
    contacts: dict[str, set[int]] = field(default_factory=dict)  # of introductions that others asked for
    called: dict[str, dict[str, tuple[float, int]]] = field(default_factory=dict)  # rounds, by who was asked
    seen: int = 0

    async def wrong(self) -> list[str]:
        """What is wrong with what was read since the last time."""
        new, self.seen = self.village.read[self.seen :], len(self.village.read)
        return [each for read in new for reader in read.readers for each in await self._judge(read, reader)]

    async def _judge(self, read: Read, reader: str) -> list[str]:
        found = [f"{reader} learnt of {other}" for other in read.others(reader) if not self._may_know(reader, other)]
        if texts.SILENT_PAUSE in read.text:
            me = self.village.people[reader]
            me.paused_until = max(me.paused_until, read.at + SILENT)
        if texts.NOT_THIS_TIME in read.text:
            self.village.people[reader].hears(None, read.at)
            self._again(reader)
        if read.new and (id := read.button(ANSWER)) is not None:
            self.village.people[reader].hears(await self.village.round_of(int(id)), read.at)
            found += [*self._contacted(reader, read), *await self._asked(reader, int(id), read)]
        if read.new and (round := read.button(TAKE_PART)) is not None:
            found += [*self._contacted(reader, read), *self._called(reader, round, read)]
        return found

    def _may_know(self, reader: str, other: str) -> bool:
        """Whether both have said yes, with nobody in between who blocked, or whether it was known before."""
        if (reader, other) in self.named:
            return True
        me, them = self.village.people[reader], self.village.people[other]
        agreed = bool(me.yes & them.yes) and other not in me.away_from and reader not in them.away_from
        if agreed:
            self.named.add((reader, other))
        return agreed

    def _contacted(self, reader: str, read: Read) -> list[str]:
        me, there = self.village.people[reader], datetime.fromtimestamp(read.at, LONDON)
        found = [] if me.takes_part(read.at) else [f"{reader} was asked, and takes no part"]
        if str(there.weekday()) not in me.days or not me.span[0] <= there.hour < me.span[1]:
            found.append(f"{reader} was asked out of hours, at {there}")
        return found

    async def _asked(self, reader: str, id: int, read: Read) -> list[str]:
        found: list[str] = []
        _, parties = await self.village.parties(id)
        for other in parties:
            if other == reader:
                continue
            me, them, pair = self.village.people[reader], self.village.people[other], frozenset((reader, other))
            if not them.takes_part(read.at):
                found.append(f"{reader} was asked about {other}, who takes no part")
            if other in me.away_from or reader in them.away_from:
                found.append(f"{reader} was asked about {other} in spite of a block")
            ids = self.asked.setdefault(pair, {})
            ids.setdefault(id, read.at)
            if any(id != before and read.at - at < 365 * DAY for before, at in ids.items()):
                found.append(f"{reader} was asked about {other} twice: {sorted(ids)}")
        if texts.ASKED_FOR in read.text:
            mine = self.contacts.setdefault(reader, set())
            mine.add(id)
            if self.village.people[reader].frequency == "when I ask":
                found.append(f"{reader} was asked for somebody else, and asks only themselves")
            if sum(0 <= self.wished[id] - self.wished[each] < WITHIN for each in mine) > CONTACTS:
                found.append(f"{reader} was asked for more than {CONTACTS} others in {WITHIN / DAY:.0f} days")
        return found

    def _called(self, reader: str, round: str, read: Read) -> list[str]:
        rounds, me = self.called.setdefault(reader, {}), self.village.people[reader]
        if round in rounds:
            return [f"{reader} was asked twice about round {round}"]
        if me.frequency not in GAPS:
            return [f"{reader} was asked about a round, and asks only themselves"]
        close = [at for at, went in rounds.values() if read.at - at < GAPS[me.frequency] and went == me.went]
        rounds[round] = (read.at, me.went)
        return [f"{reader} was asked about rounds more often than {me.frequency}"] if close else []

    def _again(self, reader: str) -> None:
        """Somebody was introduced to nobody in their last round: they may be asked about the next one."""
        if rounds := self.called.get(reader):
            last = max(rounds, key=lambda it: rounds[it][0])
            rounds[last] = (rounds[last][0], -1)

    def erased(self, name: str) -> None:
        """From now on nobody is to read somebody's name, until all say yes anew; rounds begin anew for them."""
        self.named = {pair for pair in self.named if name not in pair}
        self.called.pop(name, None)

    def untold(self) -> list[str]:
        """Who said yes to each other, or that they take part in a round, and though nothing came in between, hears
        nothing of it.
        """
        people = self.village.people
        silent = [
            f"{name} takes part in round {round}, and was left out in silence"
            for name, me in people.items()
            for round, (went, _) in me.counted.items()
            if went == me.went
        ]
        return silent + [
            f"{one} and {other} said yes, and were not told"
            for one, other in combinations(NAMES, 2)
            if people[one].yes & people[other].yes
            and other not in people[one].away_from
            and one not in people[other].away_from
            and not {(one, other), (other, one)} <= self.named
        ]
