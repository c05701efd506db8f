"""Whole programs of people who want to meet, or not any more, invented and shortened by Hypothesis."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from adapters.contract.walk import text_of
from bot.introductions import apart_texts, talk, texts
from bot.introductions.asking import ANSWER, REFUSE, REFUSE_TOPIC
from bot.introductions.calling import SKIP, TAKE_PART
from bot.introductions.hours import next_round
from bot.introductions.opening import CLOSE, KEEP_AWAY
from bot.privacy import texts as privacy
from bot.texts import SECTORS
from tests.fakes.platform import lost
from tests.machine.consent import DAY, Consent
from tests.machine.village import HOMES, NAMES, Read, Village

people = st.sampled_from(NAMES)
picks = st.integers(0, 20)
SETTLED = 40  # days after which nothing may be open any more but conversations


class Meetings(RuleBasedStateMachine):
    """Five people, who may be introduced. `url` makes an empty database with the newest schema."""

    url: ClassVar[Any]

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.village = Village(self.url())
        self.consent = Consent(self.village)
        self._do(self.village.open())
        for name in NAMES[:4]:
            self._do(self._join(name))

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    def _read(self, name: str, action: str, pick: int) -> Read | None:
        """One of the letters that somebody ever got with a button for something."""
        found = [it for it in self.village.read if name in it.readers and it.button(action) is not None]
        return found[-1 - pick % len(found)] if found else None

    async def _join(self, name: str) -> None:
        me = self.village.people[name]
        if not me.joined:
            me.wants("monthly", "01234", (9, 17))
        await self.village.describe(name)
        await self.village.press_label(name, await self.village.use(name, "intro join"), texts.JOIN)
        me.joined, me.paused_until = True, 0.0

    # What people decide

    @rule(name=people)
    def join(self, name: str) -> None:
        self._do(self._join(name))

    @rule(name=people)
    def leave(self, name: str) -> None:
        me = self.village.people[name]
        self._do(self.village.use(name, "intro leave"))
        me.joined = False
        me.goes()

    @rule(name=people, weeks=st.sampled_from(("2", "8")))
    def pause(self, name: str, weeks: str) -> None:
        me = self.village.people[name]
        if me.joined:
            self._do(self.village.use(name, "intro pause", until=weeks))
            me.paused_until = self.village.clock.now() + int(weeks) * 7 * DAY
            me.goes()

    @rule(
        name=people,
        frequency=st.sampled_from(("monthly", "two-weekly", "when I ask")),
        days=st.sampled_from(("01234", "024", "13")),
        span=st.sampled_from(((9, 17), (13, 15), (9, 12))),
    )
    def choose(self, name: str, frequency: str, days: str, span: tuple[int, int]) -> None:
        """How often, on which days and at what hours they are written to."""
        me, hours = self.village.people[name], f"{span[0]}:00 to {span[1]}:00"
        if me.joined:
            wishes = {"frequency": frequency, "size": "pair", "hours": hours, "zone": "Europe/London"}
            said = self._do(self.village.submit(name, "intro settings", **wishes, days=tuple(days)))
            assert texts.SETTINGS_KEPT in text_of(said)
            me.wants(frequency, days, span)

    @rule(name=people, other=people)
    def block(self, name: str, other: str) -> None:
        """A person, where they can be mentioned; else their sector."""
        if name == other:
            return
        (here, _), (there, sector) = HOMES[name], HOMES[other]
        same = here == there
        said = {"kind": "person", "who": f"<@{other}>"} if same else {"kind": "sector", "who": SECTORS[sector]}
        assert text_of(self._do(self.village.use(name, "intro block", **said))) == apart_texts.BLOCKED
        away = {other} if same else {each for each in NAMES if HOMES[each][1] == sector and each != name}
        self.village.people[name].away_from |= away

    @rule(name=people, other=people, says=st.sampled_from(("", "", ANSWER, ANSWER, ANSWER, REFUSE)))
    def ask(self, name: str, other: str, says: str) -> None:
        """Somebody asks to meet another, who may answer as soon as they are asked."""
        if name == other or (card := self._do(self.village.card(name, other))) is None:
            return
        answer = self._do(self.village.press(name, "intro ask", card))
        id = next((it.argument for it in answer.buttons if it.action == REFUSE), None)
        if id is not None:
            self.village.people[name].yes.add(int(id))
            self.consent.wished[int(id)] = self.village.clock.now()
        if texts.SAID_YES in text_of(answer):  # the other had asked to meet them
            self.village.people[name].yes |= self.consent.asked.get(frozenset((name, other)), {}).keys()
        self._do(self.village.look())
        self.nobody_is_named_or_asked_against_their_will()
        read = self._read(other, ANSWER, 0)
        if says and read is not None:
            self._do(self._answer(other, says, read))

    @rule(name=people, other=people, change=st.sampled_from(("leaves", "pauses", "blocks", "hours", "asks only")))
    def change_their_mind_overnight(self, name: str, other: str, change: str) -> None:
        """In the evening somebody asks to meet another, who does something about it before they are asked."""
        self._do(self.village.evening())
        self.nobody_is_named_or_asked_against_their_will()
        self.ask(name=name, other=other, says="")
        match change:
            case "leaves":
                self.leave(name=other)
            case "pauses":
                self.pause(name=other, weeks="2")
            case "blocks":
                self.block(name=other, other=name)
            case "hours":
                self.choose(name=other, frequency="monthly", days="01234", span=(13, 15))
            case _:
                self.choose(name=other, frequency="when I ask", days="01234", span=(9, 17))
        self._do(self.village.morning(1))

    @rule(names=st.sets(people, min_size=3), says=st.sampled_from((ANSWER, ANSWER, REFUSE, "")))
    def take_part_in_a_round(self, names: set[str], says: str) -> None:
        """These say that they take part in the next round, and it begins."""
        self._do(self.village.before_a_round())
        for name in sorted(names):
            if (read := self._read(name, TAKE_PART, 0)) is not None:
                self._do(self._says(name, TAKE_PART, read.button(TAKE_PART) or ""))
        self.nobody_is_named_or_asked_against_their_will()
        self._do(self.village.round())
        self.nobody_is_named_or_asked_against_their_will()
        for name in sorted(names) if says else ():
            if (read := self._read(name, ANSWER, 0)) is not None:
                self._do(self._answer(name, says, read))
                self.nobody_is_named_or_asked_against_their_will()

    @rule(name=people, pick=picks, action=st.sampled_from((ANSWER, ANSWER, ANSWER, REFUSE, REFUSE_TOPIC)))
    def answer(self, name: str, pick: int, action: str) -> None:
        """One of the questions that somebody ever got is answered, in whatever way."""
        if (read := self._read(name, ANSWER, pick)) is not None:
            self._do(self._answer(name, action, read))

    @rule(pick=picks)
    def everybody_says_yes_at_once_and_twice(self, pick: int) -> None:
        read = {name: self._read(name, ANSWER, pick) for name in NAMES}
        presses = [self._answer(name, ANSWER, it) for name, it in read.items() if it is not None]
        presses += [self._answer(name, ANSWER, it) for name, it in read.items() if it is not None]

        async def all_of_them() -> None:
            await asyncio.gather(*presses)

        self._do(all_of_them())

    async def _answer(self, name: str, action: str, read: Read) -> None:
        id = read.button(ANSWER)
        assert id is not None
        said = text_of(await self.village.press(name, action, id))
        me = self.village.people[name]
        if texts.SAID_YES in said or talk.ALL_YES in said:
            me.yes.add(int(id))
        if texts.SAID_NO in said:
            me.yes.discard(int(id))

    @rule(name=people, pick=picks)
    def withdraw(self, name: str, pick: int) -> None:
        """Whoever asked to meet somebody takes it back."""
        found = [
            it for it in self.village.read if it.readers == (name,) and texts.ASKED in it.text and it.button(REFUSE)
        ]
        if found:
            id = found[pick % len(found)].button(REFUSE)
            assert id is not None
            if texts.SAID_NO in text_of(self._do(self.village.press(name, REFUSE, id))):
                self.village.people[name].yes.discard(int(id))

    @rule(name=people, pick=picks, action=st.sampled_from((TAKE_PART, SKIP)))
    def answer_about_a_round(self, name: str, pick: int, action: str) -> None:
        if (read := self._read(name, TAKE_PART, pick)) is not None:
            self._do(self._says(name, action, read.button(TAKE_PART) or ""))

    async def _says(self, name: str, action: str, round: str) -> None:
        """Somebody says whether they take part in a round."""
        said, me = text_of(await self.village.press(name, action, round)), self.village.people[name]
        if said == texts.COUNTED_IN:
            me.counted[round] = (me.went, next_round(self.village.clock.now()))
        if said == texts.SKIPPED:
            me.counted.pop(round, None)

    @rule(name=people, pick=picks, action=st.sampled_from((CLOSE, KEEP_AWAY)))
    def close(self, name: str, pick: int, action: str) -> None:
        if (read := self._read(name, action, pick)) is None:
            return
        asked = self._do(self.village.press(name, action, read.button(action) or ""))
        yes = talk.YES_CLOSE if action == CLOSE else talk.YES_AWAY  # which nobody is asked for where it is closed
        said = text_of(self._do(self.village.press_label(name, asked, yes)) or asked)
        if action == KEEP_AWAY and said.startswith(talk.CLOSED_NOW):
            self.village.people[name].away_from |= set(read.others(name))

    @rule(name=people)
    def erase(self, name: str) -> None:
        """All that is held of somebody is removed; they may come back as if they were new."""
        me = self.village.people[name]
        me.joined, me.paused_until = False, 0.0
        me.goes()
        sure = self._do(self.village.use(name, "forget"))
        self._do(self.village.press_label(name, sure, privacy.YES_REMOVE))
        self.consent.erased(name)

    # What time and trouble bring

    @rule(days=st.sampled_from((1, 2, 5, 10, 12, 14)))
    def wait(self, days: int) -> None:
        self._do(self.village.morning(days))

    @rule()
    def wait_for_the_evening(self) -> None:
        self._do(self.village.evening())

    @rule()
    def wait_for_the_afternoon(self) -> None:
        self._do(self.village.until(14))

    @rule()
    def restart(self) -> None:
        self._do(self.village.stop())
        self._do(self.village.start())

    @rule(platform=st.sampled_from(("red", "blue")), performs=st.booleans())
    def lose_an_answer(self, platform: str, performs: bool) -> None:
        self.village.platforms[platform].trouble("send", lost, performs=performs)

    @invariant()
    def nobody_is_named_or_asked_against_their_will(self) -> None:
        if hasattr(self, "village"):
            found = self._do(self.consent.wrong())
            assert not found, found

    def teardown(self) -> None:
        if not hasattr(self, "village"):
            return
        try:
            for platform in self.village.platforms.values():
                platform.troubles.clear()
            for _ in range(3):
                self._do(self.village.morning(SETTLED // 3))
            found = [*self._do(self.consent.wrong()), *self.consent.untold()]
            found += [f"introduction {id} is not settled" for id in self._do(self.village.unsettled())]
            assert not found, found
        finally:
            self._do(self.village.close())
            self.loop.close()
