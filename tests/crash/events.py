"""Two events, from their announcement to the day after, with all that people are told of them meanwhile.

Samir of the Discord server holds both: the falls clinic, which he announces by hand, and the ward rounds, which are
announced at a time that he sets and cancelled later. The Slack workspace's organiser lets both in.
"""

from __future__ import annotations

from typing import Any

from bot.events import answer_texts, wording
from storage.database import Unit
from storage.event_places import PlaceState
from storage.events import EventState
from storage.rsvps import Seat
from tests.crash.acting import Acting
from tests.crash.clinic import (
    CLINIC,
    CLINIC_POST,
    COMERS,
    DISCORD,
    NEW_LINK,
    ROUNDS,
    ROUNDS_POST,
    SLACK,
    SLACK_ROOM,
    at,
    event_of,
    rsvp_of,
)


class Events(Acting):
    """The people of the story; its chapters come in the order in which they stand here."""

    async def play(self) -> None:
        """All of it."""
        await self.announced()
        await self.answered()
        await self.offered()
        await self.moved()
        await self.listed()
        await self.announced_at_its_time()
        await self.reminded_a_day_before()
        await self.link_swapped()
        await self.cancelled()
        await self.reminded_an_hour_before()
        await self.asked_afterwards()

    async def brief(self) -> None:
        """The clinic is announced, two people come, and are reminded."""
        await self.announced()
        await self.two_come()
        await self.here.becomes(at(11, 14))
        self.expect_two_reminded()
        await self.here.told()

    async def two_come(self) -> None:
        """Helen and Ruth come."""
        for name in ("Helen", "Ruth"):
            await self._says(name, CLINIC, wording.YES, Seat.SEATED)
        self._counts("A few people said yes.")
        await self.here.told()

    def expect_two_reminded(self) -> None:
        """On the day before, they are reminded; the weekly lists of the Monday are old news by then."""
        for name in ("Helen", "Ruth"):
            self.here.telling.expect(name, "“Falls clinic” is tomorrow")

    async def announced(self) -> None:
        """The clinic, at once in the own community, and in the other with its organiser's yes."""
        await self.announces()
        await self._approves(CLINIC, "Falls clinic", CLINIC_POST)
        await self.here.told()

    async def announces(self) -> None:
        """Samir presses Announce: it is shown in his own community, and asked about in the other."""
        samir = self.here.people["Samir"]

        async def press() -> None:
            await self.uses(samir, "events edit", "Announce", event=str(CLINIC))

        async def done(unit: Unit) -> bool:
            return (await event_of(unit, CLINIC)).state is EventState.ANNOUNCED

        await self.does("announce", press, done, twice=True)
        self.here.telling.expect(DISCORD, *CLINIC_POST)
        self.here.telling.expect(SLACK_ROOM, "would like to announce this event", "Falls clinic")
        await self.here.told()

    async def _approves(self, id: int, title: str, post: tuple[str, str]) -> None:
        slack = self.here.town.slack.ref

        async def done(unit: Unit) -> bool:
            return any(place.channel == slack for place in await unit.events.places.of(id, PlaceState.APPROVED))

        rhys = self.here.people["Rhys"]
        await self.does("approve", lambda: self.presses(rhys, title, "Approve"), done, twice=True)
        self.here.telling.expect(SLACK, *post)
        self.here.telling.expect("Samir", f"shows your event “{title}”")
        question = ("would like to announce this event", title)
        self.here.telling.expect_now(SLACK_ROOM, question, "An organiser of your community said yes")

    async def answered(self) -> None:
        """Five have a place at the clinic, and Kay waits for one."""
        for name in COMERS:
            await self._says(name, CLINIC, wording.YES, Seat.SEATED)
        await self._says("Kay", CLINIC, wording.YES, Seat.WAITING)
        self._counts("5 people said yes. There are 5 places. All are taken. A few people are on the waiting list.")
        await self.here.told()

    def _counts(self, *said: str) -> None:
        """From now on, the clinic's posts are to say this."""
        for place in (SLACK, DISCORD):
            self.here.telling.expect_now(place, CLINIC_POST, *said)

    async def _says(self, name: str, id: int, label: str, seat: Seat, *, twice: bool = True) -> None:
        who, title = self.here.people[name], {CLINIC: "Falls clinic", ROUNDS: "Ward rounds"}[id]
        done = rsvp_of(id, who.account, lambda it: it.seat is seat)
        await self.does(f"{name} says {label}", lambda: self.presses(who, title, label), done, twice=twice)

    async def offered(self) -> None:
        """Ruth cannot come, Kay is offered her place and does not answer, and Ruth comes after all."""
        await self._says("Ruth", CLINIC, wording.NO, Seat.NONE)
        self.here.telling.expect("Kay", "A place is free at “Falls clinic”")
        self._counts("A few people said yes. There are 5 places. Free places are kept for people on the waiting list.")
        await self.here.told()
        await self.here.becomes(at(3, 11))
        self.here.telling.expect("Kay", answer_texts.OFFER_GONE)
        self._counts("A few people said yes. There are 5 places.")
        await self.here.told()
        await self._says("Ruth", CLINIC, wording.YES, Seat.SEATED)
        self._counts("5 people said yes. There are 5 places. All are taken.")
        await self._wants_an_entry(CLINIC, "Falls clinic")
        await self._wants_to_be_told()
        await self.here.told()

    async def _wants_an_entry(self, id: int, title: str) -> None:
        ruth = self.here.people["Ruth"]

        async def press() -> None:
            await self.follows(ruth, await self.presses(ruth, title, wording.YES), answer_texts.ENTRY)

        await self.does("an entry", press, rsvp_of(id, ruth.account, lambda it: it.has_entry))
        self.here.telling.expect("Ruth", f"“{title}”", "to put it into your calendar")
        await self.here.told()  # asked for again, it is sent again

    async def _wants_to_be_told(self) -> None:
        kay = self.here.people["Kay"]

        async def press() -> None:
            await self.follows(kay, await self.presses(kay, "Falls clinic", wording.NO), answer_texts.TELL_ME_AFTER)

        await self.does("a summary", press, rsvp_of(CLINIC, kay.account, lambda it: it.wants_recap), twice=True)

    async def moved(self) -> None:
        """The clinic is a day later: everybody who comes is asked anew."""
        samir = self.here.people["Samir"]

        async def fill() -> None:
            opened = await self.uses(samir, "events edit", "Title, time, place", event=str(CLINIC))
            await self.fills(samir, opened, when="Friday 13 March 2026 2pm")

        async def done(unit: Unit) -> bool:
            return (await event_of(unit, CLINIC)).local == "2026-03-13T14:00"

        await self.does("another time", fill, done, again=True)
        for name in COMERS:
            self.here.telling.expect(name, "“Falls clinic” has a new time: Friday 13 March 2026")
        self._counts("Friday 13 March 2026", "5 people said yes.")
        await self.here.told()

    async def listed(self) -> None:
        """On Monday the weekly lists come, in the channel and to Helen."""
        await self._sets_a_time()
        await self.here.becomes(at(9, 9))
        self.here.telling.expect(SLACK, wording.COMING)
        self.here.telling.expect("Helen", wording.COMING)
        await self.here.told()

    async def _sets_a_time(self) -> None:
        samir = self.here.people["Samir"]

        async def fill() -> None:
            opened = await self.uses(samir, "events edit", "Announce later", event=str(ROUNDS))
            await self.fills(samir, opened, announce="Monday 9 March 2026 11am")

        async def done(unit: Unit) -> bool:
            return (await event_of(unit, ROUNDS)).announce_at is not None

        await self.does("a time to announce", fill, done)

    async def announced_at_its_time(self) -> None:
        """The rounds, at 11am; Ruth comes and wants them in her calendar."""
        await self.here.becomes(at(9, 11))
        self.here.telling.expect(DISCORD, *ROUNDS_POST)
        self.here.telling.expect(SLACK_ROOM, "would like to announce this event", "Ward rounds")
        self.here.telling.expect("Samir", "Your event “Ward rounds” is announced now")
        await self.here.told()
        await self._approves(ROUNDS, "Ward rounds", ROUNDS_POST)
        await self._says("Ruth", ROUNDS, wording.YES, Seat.SEATED)
        await self._wants_an_entry(ROUNDS, "Ward rounds")

    async def reminded_a_day_before(self) -> None:
        """Who asked for it is reminded; the others get the joining link alone."""
        await self.here.becomes(at(12, 14))
        for name in COMERS:
            asked = name in ("Helen", "Ruth")
            self.here.telling.expect(name, "“Falls clinic” is tomorrow" if asked else "Here is the way in")
        await self.here.told()

    async def link_swapped(self) -> None:
        """Everybody who has the old joining link gets the new one."""
        samir = self.here.people["Samir"]

        async def fill() -> None:
            opened = await self.uses(samir, "events edit", "Joining link", event=str(CLINIC))
            await self.fills(samir, opened, link=NEW_LINK)

        async def done(unit: Unit) -> bool:
            return (await event_of(unit, CLINIC)).link == NEW_LINK

        await self.does("another link", fill, done, again=True)
        for name in COMERS:
            self.here.telling.expect(name, "“Falls clinic” has a new joining link")
        await self.here.told()

    async def cancelled(self) -> None:
        """The rounds: their posts say so, and Ruth is told, with what takes them out of her calendar."""
        samir = self.here.people["Samir"]

        async def press() -> None:
            await self.uses(samir, "events cancel", "Yes, cancel this event", event=str(ROUNDS))

        async def done(unit: Unit) -> bool:
            return (await event_of(unit, ROUNDS)).state is EventState.CANCELLED

        await self.does("cancel", press, done, twice=True)
        self.here.telling.expect("Ruth", "“Ward rounds”", "is cancelled", answer_texts.ENTRY_OUT)
        for place in (SLACK, DISCORD):
            self.here.telling.expect_now(place, ROUNDS_POST, wording.CANCELLED)
        await self.here.told()

    async def reminded_an_hour_before(self) -> None:
        """Who asked for it, once more."""
        await self.here.becomes(at(13, 13))
        for name in ("Helen", "Ruth"):
            self.here.telling.expect(name, "“Falls clinic” starts soon")
        await self.here.told()

    async def asked_afterwards(self) -> None:
        """Whether it was useful, and what happened: Kay, who could not come, reads what Samir writes."""
        await self.here.becomes(at(14, 10))
        for name in ("Helen", "Ruth"):
            self.here.telling.expect(name, answer_texts.was_it_useful("Falls clinic"))
        self.here.telling.expect("Samir", "How was “Falls clinic”?")
        await self.here.told()
        helen, samir = self.here.people["Helen"], self.here.people["Samir"]
        useful = rsvp_of(CLINIC, helen.account, lambda it: it.useful == "yes")
        label = answer_texts.OPINIONS[0]
        await self.does("useful", lambda: self.presses(helen, "Was it useful?", label), useful, twice=True)

        async def fill() -> None:
            await self.fills(samir, await self.presses(samir, "How was", "Write a summary"), recap="It went well.")

        async def done(unit: Unit) -> bool:
            return (await event_of(unit, CLINIC)).recap != ""

        await self.does("what happened", fill, done, again=True)
        self.here.telling.expect("Kay", "This is what happened at “Falls clinic”")
        await self.here.told()

    def lists(self) -> list[tuple[str, int]]:
        """What Discord's own list of events shows, in order: title and state (1 planned, 4 cancelled)."""
        guild = self.here.town.discord.server.world.guilds[self.here.town.discord.community]
        bodies: list[dict[str, Any]] = [each.body for each in guild.events.values()]
        return [(body["name"], body.get("status", 1)) for body in bodies]
