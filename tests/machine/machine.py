"""Whole programs of what people do and what goes wrong, invented and shortened by Hypothesis."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from adapters.contract.incoming import Author
from tests.fakes.platform import Shown, lost
from tests.machine.lossy import Lossy
from tests.machine.oracle import wrong
from tests.machine.town import NAMES, Town

communities = st.sampled_from(NAMES)
people = st.sampled_from(("Ann", "Ben"))
emojis = st.sampled_from(("👍", "🎉"))
picks = st.integers(0, 50)


class Machine(RuleBasedStateMachine):
    """Three communities in one bridge. `url` makes an empty database with the newest schema."""

    url: ClassVar[Any]

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.town = Town(self.url())
        self._do(self.town.open())

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    def _pick(self, community: str, pick: int, *, top: bool = False) -> Shown | None:
        living = [each for each in self.town.living(community) if not top or each.ref.channel.thread is None]
        return living[pick % len(living)] if living else None

    # People

    @rule(community=communities, person=people)
    def say(self, community: str, person: str) -> None:
        self._do(self.town.say(community, person, None))

    @rule(community=communities, person=people, pick=picks)
    def reply(self, community: str, person: str, pick: int) -> None:
        if (root := self._pick(community, pick, top=True)) is not None:
            self._do(self.town.say(community, person, root))

    @rule(pick=picks)
    def edit(self, pick: int) -> None:
        own = [said for said in self.town.said if not said.deleted and said.author != "Host"]
        if own:
            said = own[pick % len(own)]
            platform = self.town.platforms[said.ref.channel.platform]
            self.town.clock.advance(0.01)
            said.text += "'"
            said.unsure_text |= bool(self.town.paused)
            posted = platform._posted(platform.messages[said.ref.id], _author(platform, said.author))
            self._do(platform.change(posted, said.text))

    @rule(community=communities, pick=picks)
    def delete(self, community: str, pick: int) -> None:
        """Its author or a moderator deletes a message, or a moderator a copy of one that the bot knows it made."""
        shown = self._pick(community, pick)
        if shown is not None and self._do(self.town.knows(shown)):
            said = self.town.behind(shown)
            assert said is not None
            said.deleted = True
            self.town.clock.advance(0.01)
            self._do(self.town.platforms[community].remove(shown.ref))

    @precondition(lambda self: not self.town.paused)
    @rule(community=communities, person=people, emoji=emojis, pick=picks)
    def react(self, community: str, person: str, emoji: str, pick: int) -> None:
        shown = self._pick(community, pick)
        if shown is not None and (community, person) not in self.town.silent:
            said = self.town.behind(shown)
            assert said is not None
            given = (community, person, emoji)
            self.town.clock.advance(0.01)
            self._do(self.town.platforms[community].put(person, shown.ref, emoji, present=given not in said.reactions))
            said.reactions ^= {given}

    # What goes wrong

    @rule(community=communities, pick=picks)
    def deliver(self, community: str, pick: int) -> None:
        """The oldest that waits is told, or, now and then, another."""
        platform = self.town.platforms[community]
        if platform.pending:
            self._do(platform.deliver(0 if pick % 4 else pick % len(platform.pending)))
            self._do(self.town.rest())

    @rule(community=communities)
    def deliver_all(self, community: str) -> None:
        platform = self.town.platforms[community]
        while platform.pending:
            self._do(platform.deliver())
        self._do(self.town.rest())

    @rule(community=communities, pick=picks)
    def deliver_again(self, community: str, pick: int) -> None:
        platform = self.town.platforms[community]
        if platform.delivered:
            self._do(platform.repeat(pick % len(platform.delivered)))
            self._do(self.town.rest())

    @rule(community=communities, pick=picks)
    def drop(self, community: str, pick: int) -> None:
        platform = self.town.platforms[community]
        if platform.pending:
            platform.pending.pop(pick % len(platform.pending))

    @rule(community=communities, performs=st.booleans())
    def lose_an_answer(self, community: str, performs: bool) -> None:
        self.town.platforms[community].trouble("send", lost, performs=performs)

    @rule(community=communities)
    def be_busy(self, community: str) -> None:
        self.town.platforms[community].limited ^= True

    @rule(community=communities)
    def forbid(self, community: str) -> None:
        platform = self.town.platforms[community]
        if platform.forbids_posts:
            self._do(platform.permit())
            self._do(self.town.rest())
        else:
            platform.forbids_posts = True

    @rule(community=communities)
    def lose_the_connection(self, community: str) -> None:
        self._do(self.town.platforms[community].reconnect())
        self._do(self.town.rest())

    @rule()
    def restart(self) -> None:
        self._do(self.town.stop())
        self._do(self.town.start())

    @rule(seconds=st.sampled_from((1.0, 10.0, 70.0, 700.0)))
    def wait(self, seconds: float) -> None:
        self._do(self.town.wait(seconds))

    # What organisers and members decide; before it, everything that was said has arrived

    @rule(community=communities)
    def pause_or_resume(self, community: str) -> None:
        self._do(self.town.settle())
        paused = community in self.town.paused
        self._do(self.town.ask(community, "Host", "bridge resume" if paused else "bridge pause", what="here"))
        self.town.paused ^= {community}
        self.town.clock.advance(1)
        if paused:
            self._do(self.town.settle())  # of what is given before the bot has looked again, nobody can say when it was

    @precondition(lambda self: not self.town.paused)
    @rule(community=communities, person=people)
    def opt_out_or_in(self, community: str, person: str) -> None:
        self._do(self.town.settle())
        out = (community, person) in self.town.silent
        self._do(self.town.ask(community, person, "bridge optin" if out else "bridge optout", what="here"))
        self.town.silent ^= {(community, person)}
        self.town.clock.advance(1)
        if out:
            self._do(self.town.settle())
        else:
            for said in self.town.said:
                said.reactions = {given for given in said.reactions if given[:2] != (community, person)}
                if (said.ref.channel.platform, said.author) == (community, person):
                    said.crosses_to = frozenset()

    @invariant()
    def nothing_unexpected(self) -> None:
        """At any moment: no message comes back to where it was written, and none appears that nobody wrote."""
        if hasattr(self, "town"):
            bad = [it for it in wrong(self.town) if it.startswith("unexpected") or "came back" in it]
            assert not bad, bad

    def teardown(self) -> None:
        if hasattr(self, "town"):
            try:
                self._do(self.town.settle())
                found = wrong(self.town)
                assert not found, found
            finally:
                self._do(self.town.close())
                self.loop.close()


def _author(platform: Lossy, person: str) -> Author:
    return Author(platform.account(person), person)
